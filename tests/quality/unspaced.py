"""How well words are found in scripts that write them together, Chinese aside.

There is no collection of such sentences at hand that people have divided into words. So the
sentences are those of programs that are translated into the language (gettext's catalogues on
this machine), and the words are those that ICU's dictionaries see in them, of two characters and
more, in at least two sentences. What is counted as a mistake may be one of the dictionary's; a
figure says how far a search by pairs of characters agrees with it. A language of fewer than 500
sentences is left out. Run it with `python -m tests.quality.unspaced`.
"""

from __future__ import annotations

import gettext
import random
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from icu4py.breakers import WordBreaker

from reader.search import Index
from tests.quality.languages import entry, recall_and_precision

SCRIPTS = {
    "th": "\u0e01-\u0e4e",
    "lo": "\u0e81-\u0ece",
    "km": "\u1780-\u17d3",
    "my": "\u1000-\u1049",
    "ja": "\u3041-\u30ff\u4e00-\u9fff",
}
CATALOGUES = Path("/usr/share/locale")
MOST, LEAST = 2_000, 500
"""Sentences of a language."""


def measure_unspaced(corpus: Path) -> dict[str, float]:
    """Recall and precision of the words of each language that this machine has texts of."""
    del corpus
    figures: dict[str, float] = {}
    for language in SCRIPTS:
        sentences = _sentences(language)
        if len(sentences) >= LEAST:
            for name, value in _measured(language, sentences):
                figures[f"{language}, {name}"] = value
    return figures


def _measured(language: str, sentences: list[str]) -> Iterator[tuple[str, float]]:
    where = _words(language, sentences)
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder))
        index.apply([entry(key, text) for key, text in enumerate(sentences)], [])
        for name, least, most in (("all", 2, 99), ("2 characters", 2, 2), ("4 and more", 4, 99)):
            words = {w: keys for w, keys in where.items() if least <= len(w) <= most}
            recall, precision = recall_and_precision(index, words)
            yield f"{name}, recall", recall
            yield f"{name}, precision", precision
        index.close()


def _sentences(language: str) -> list[str]:
    """Translated sentences that are mostly in the language's script, each once."""
    own = re.compile(f"[{SCRIPTS[language]}]")
    found: dict[str, None] = {}
    for path in sorted((CATALOGUES / language / "LC_MESSAGES").glob("*.mo")):
        for text in _translated(path):
            count = len(own.findall(text))
            if 25 <= count <= 300 and count > 0.7 * len(text.replace(" ", "")):
                found.setdefault(text)
    chosen = list(found)
    random.Random(1).shuffle(chosen)
    return chosen[:MOST]


def _translated(path: Path) -> Iterator[str]:
    try:
        with path.open("rb") as file:
            catalogue: dict[object, object] = vars(gettext.GNUTranslations(file))["_catalog"]
    except (OSError, UnicodeError, ValueError):  # not a catalogue after all
        return
    for original, text in catalogue.items():
        if original and isinstance(text, str):
            yield " ".join(text.replace("_", "").split())


def _words(language: str, sentences: list[str]) -> dict[str, list[int]]:
    """The sentences in which each word stands."""
    own = re.compile(f"[{SCRIPTS[language]}]+")
    where: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(sentences):
        spans = WordBreaker(text, language).segments()
        for word in sorted({text[start:end] for start, end in spans}):
            if len(word) > 1 and own.fullmatch(word):
                where[word].append(number)
    return {word: numbers for word, numbers in sorted(where.items()) if len(numbers) > 1}


def main() -> int:
    """Print every figure."""
    for name, value in measure_unspaced(Path()).items():
        print(f"{name:<36}{value:>9.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
