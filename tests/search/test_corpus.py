"""Real sentences in scripts and languages that a plain analyser fails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reader.search import Index
from tests.search.helpers import entry, found


def filled(index: Index, corpus: Path, language: str) -> dict[str, Any]:
    """Indexes the sentences, keys from 0, and gives the words with where they stand."""
    held: dict[str, Any] = json.loads((corpus / "languages" / f"{language}.json").read_bytes())
    index.apply([entry(key, "", text) for key, text in enumerate(held["documents"])], [])
    return held


def recall_and_precision(
    index: Index, words: dict[str, list[int]], mark: str = ""
) -> tuple[float, float]:
    """Shares over all words together; an answer that was widened counts as none."""
    right = given = wanted = 0
    for word, where in words.items():
        answer = index.search(mark + word, limit=None)
        hits = set() if answer.note else found(answer)
        right += len(hits & set(where))
        given += len(hits)
        wanted += len(where)
    return right / wanted, right / given


def test_chinese_words_are_found_inside_a_sentence(index: Index, corpus: Path) -> None:
    recall, precision = recall_and_precision(index, filled(index, corpus, "zh")["words"])
    assert recall > 0.999
    assert precision > 0.92  # a word inside a longer one is found as well


def test_russian_words_are_found_in_their_other_forms(index: Index, corpus: Path) -> None:
    held = filled(index, corpus, "ru")
    recall, _ = recall_and_precision(index, held["lemmas"])
    assert recall >= 0.88
    recall, precision = recall_and_precision(index, held["words"], mark="=")
    assert recall > 0.999
    assert precision > 0.95
