"""Related stories: how many of the first five report the same event as the open article.

The texts are of many outlets, and two events of one topic are deliberately alike. Beside
the figure stand plain tf·idf cosines over title and body, worked out here in numpy.
Constants were chosen on every other topic (`chosen`); the rest (`kept aside`) was not
looked at for that. An event that fewer than five others report cannot reach 1.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reader.library import Library, open_library
from reader.search.analysis import pieces

FIRST = 5
Record = dict[str, str]


def measure_stories(corpus: Path, part: int = 1) -> dict[str, float]:
    """Shares of the first five, and the CPU milliseconds that one answer takes.

    Of the topics only one in `part` is told: as many of those that constants were chosen on as
    of those kept aside.
    """
    file = corpus / "stories" / "articles.jsonl"
    records = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    topics = sorted({_topic(r) for r in records}, key=int)
    told = {topic for n, topic in enumerate(topics) if n // 2 % part == 0}
    records = [record for record in records if _topic(record) in told]
    with tempfile.TemporaryDirectory() as folder:
        found, spent = _related(records, Path(folder))
    baseline = _cosine(records)
    topics = sorted({_topic(r) for r in records}, key=int)
    chosen = set(topics[::2])
    figures: dict[str, float] = {}
    for name, keep in (
        ("all", topics),
        ("chosen", chosen),
        ("kept aside", set(topics) - chosen),
    ):
        rows = [n for n, r in enumerate(records) if _topic(r) in keep]
        figures[name] = _share(records, rows, found)
        figures[f"cosine {name}"] = _share(records, rows, baseline)
    return figures | {"ms": 1000 * spent / len(records)}


def _topic(record: Record) -> str:
    """Topics are numbered; `1_ecb` and `1_ecbplus` are two events of topic 1."""
    return record["story"].partition("_")[0]


def _related(records: list[Record], folder: Path) -> tuple[list[list[int]], float]:
    """The first five of each article through a real library, and the CPU seconds of it all."""
    lines = [{"id": str(n), "title": r["title"], "text": r["text"]} for n, r in enumerate(records)]
    source = folder / "stories.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    library = open_library(folder / "library")
    library.add([str(source)])
    library.update_index()
    numbers = {a.headline.key: int(a.origin.rpartition("#")[2]) for a in _articles(library)}
    keys = {number: key for key, number in numbers.items()}
    began = time.process_time()
    found = [
        [numbers[hit.key] for hit in library.related(keys[n], FIRST)] if n in keys else []
        for n in range(len(records))
    ]
    spent = time.process_time() - began
    library.close()
    return found, spent


def _articles(library: Library):  # type: ignore[no-untyped-def]
    return library.walk(library.keys(), bodies=False)


def _cosine(records: list[Record]) -> list[list[int]]:
    """Plain cosines of tf·idf: no names, no window, copies of the text left out."""
    texts = [Counter(p.stem for p in pieces(f"{r['title']}\n{r['text']}")) for r in records]
    terms = {stem: n for n, stem in enumerate(dict.fromkeys(s for t in texts for s in t))}
    weights: NDArray[np.float64] = np.zeros((len(texts), len(terms)))
    for row, counts in enumerate(texts):
        for stem, count in counts.items():
            weights[row, terms[stem]] = count
    weights *= np.log(len(texts) / np.count_nonzero(weights, axis=0))
    weights /= np.linalg.norm(weights, axis=1, keepdims=True)
    alike = weights @ weights.T
    for row, record in enumerate(records):
        alike[row, [n for n, r in enumerate(records) if r["text"] == record["text"]]] = -1
    return [[int(n) for n in np.argsort(-row, kind="stable")[:FIRST]] for row in alike]


def _share(records: list[Record], rows: list[int], found: list[list[int]]) -> float:
    """Of the first five of these articles, how many are of the article's own event."""
    right = sum(records[n]["story"] == records[row]["story"] for row in rows for n in found[row])
    return right / (FIRST * len(rows))


def main() -> int:
    """Print the figures as a table."""
    named = os.environ.get("BROADSHEET_CORPUS", "")
    if not named:
        print("BROADSHEET_CORPUS names no folder of test material", file=sys.stderr)
        return 2
    for name, value in measure_stories(Path(named)).items():
        print(f"{name:<18}{value:8.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
