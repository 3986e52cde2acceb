"""How well words are found in sentences of languages that a plain analyser fails.

Each file of the corpus' `languages/` has sentences and, for words and for lemmas,
the sentences they stand in. Every sentence is an article; its language is found
as it is for any article. Run it with `python -m tests.quality.languages`.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reader.models import Answer, IndexEntry
from reader.parsing.language import language_of
from reader.search import Index

Words = Mapping[str, list[int]]


def measure_zh(corpus: Path, part: int = 1) -> dict[str, float]:
    """Recall and precision of Chinese words, over all words together, or one in `part` of them.

    A search that had to be widened is counted as one that finds nothing.
    """
    with _index(corpus, "zh", part) as (index, held):
        recall, precision = recall_and_precision(index, held["words"])
    return {"word recall": recall, "word precision": precision}


def measure_ru(corpus: Path, part: int = 1) -> dict[str, float]:
    """Russian words in their other forms, the exact form first, and the form alone.

    `precision at R`, the mean over the words: of the first R articles, R being how
    many have the very form, the share that do.
    """
    with _index(corpus, "ru", part) as (index, held):
        lemma_recall, _ = recall_and_precision(index, held["lemmas"])
        first = [_share_of_first(index, word, set(where)) for word, where in held["words"].items()]
        recall, precision = recall_and_precision(index, held["words"], mark="=")
    return {
        "lemma recall": lemma_recall,
        "precision at R": sum(first) / len(first),
        "=word recall": recall,
        "=word precision": precision,
    }


@contextmanager
def _index(corpus: Path, language: str, part: int) -> Iterator[tuple[Index, dict[str, Any]]]:
    held: dict[str, Any] = json.loads((corpus / "languages" / f"{language}.json").read_bytes())
    for kind in held.keys() - {"documents"}:
        held[kind] = dict([*held[kind].items()][::part])
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder) / "index")
        index.apply([entry(key, text) for key, text in enumerate(held["documents"])], [])
        yield index, held
        index.close()


def entry(key: int, text: str) -> IndexEntry:
    """The article of a sentence, in the language that is found for it."""
    return IndexEntry(key, 1, "", text, "", "", "", language_of("", text), 0)


def recall_and_precision(index: Index, words: Words, mark: str = "") -> tuple[float, float]:
    """Over all words together; what had to be widened counts as not found."""
    right = given = wanted = 0
    for word, where in words.items():
        hits = _keys(index.search(mark + word, limit=None))
        right += len(hits & set(where))
        given += len(hits)
        wanted += len(where)
    return right / wanted, right / given


def _keys(answer: Answer) -> set[int]:
    return set() if answer.note else {hit.key for hit in answer.hits}


def _share_of_first(index: Index, word: str, wanted: set[int]) -> float:
    hits = index.search(word, limit=len(wanted)).hits
    return len({hit.key for hit in hits} & wanted) / len(wanted)


def main() -> int:
    """Print every figure."""
    corpus = os.environ.get("BROADSHEET_CORPUS")
    if not corpus:
        print("BROADSHEET_CORPUS is not set.", file=sys.stderr)
        return 2
    for language, measure in (("zh", measure_zh), ("ru", measure_ru)):
        for name, value in measure(Path(corpus)).items():
            print(f"{language}  {name:<16} {value:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
