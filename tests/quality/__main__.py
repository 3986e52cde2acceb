"""`python -m tests.quality`: what is found, and how near the top, beside other engines.

Reads the collections in the folder that BROADSHEET_CORPUS names.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from statistics import fmean

from tests.quality.collections import Judged, cranfield, events, in_few_words, medlars
from tests.quality.engines import ENGINES, Engine
from tests.quality.measures import MEASURES, measured

BARS = {"cran": 0.31, "med": 0.53}
"""The least MAP."""


def main() -> int:
    """Measure everything, print the tables; 1 when a bar is missed."""
    named = os.environ.get("BROADSHEET_CORPUS", "")
    if not named:
        print("Set BROADSHEET_CORPUS to the folder of the collections.", file=sys.stderr)
        return 2
    corpus = Path(named)
    news = events(corpus)
    sets = (cranfield(corpus), medlars(corpus), news, in_few_words(news, 3), in_few_words(news, 2))
    missed = [judged.name for judged in sets if not _shown(judged)]
    for name in ("languages", "unspaced", "stories"):
        _show_others(name, corpus)
    for name in missed:
        print(f"Missed: MAP on {name} is below {BARS[name]:.2f}.", file=sys.stderr)
    return 1 if missed else 0


def _shown(judged: Judged) -> bool:
    """Print the table of a collection; is its bar reached?"""
    bar = BARS.get(judged.name, 0.0)
    print(
        f"{judged.name}: {judged.what}; {len(judged.articles):,} articles, "
        f"{len(judged.questions)} questions" + (f"; bar: MAP {bar:.2f}" if bar else "")
    )
    print(f"{'':<18}" + "".join(f"{name:>9}" for name in MEASURES))
    figures = {engine.name: _means(engine, judged) for engine in ENGINES}
    for name, means in figures.items():
        print(f"{name:<18}" + "".join(f"{means[measure]:>9.3f}" for measure in MEASURES))
    print(flush=True)
    return figures[ENGINES[0].name]["MAP"] >= bar


def _show_others(name: str, corpus: Path) -> None:
    """What the other modules of this package measure of themselves: `measure_…(corpus)`."""
    with suppress(ModuleNotFoundError):
        module = import_module(f"tests.quality.{name}")
        for what, measure in sorted(vars(module).items()):
            if what.startswith("measure_"):
                print(what.removeprefix("measure_"))
                for figure, value in measure(corpus).items():
                    print(f"{figure:<36}{value:>9.3f}")
                print(flush=True)


def _means(kind: type[Engine], judged: Judged) -> Mapping[str, float]:
    """Each measure over all questions. An article is no answer to a question taken from it."""
    with tempfile.TemporaryDirectory() as folder:
        engine = kind(Path(folder), judged.articles)
        each = []
        for question in judged.questions:
            ranked = [key for key in engine.ranked(question.text) if key != question.about]
            each.append(measured(ranked, question.answers))
    return {name: fmean(one[name] for one in each) for name in MEASURES}


if __name__ == "__main__":
    sys.exit(main())
