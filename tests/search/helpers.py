"""Short ways to write articles and to read answers."""

from __future__ import annotations

from reader.models import Answer, IndexEntry


def entry(
    key: int,
    title: str,
    body: str = "",
    *,
    author: str = "",
    revision: int = 1,
    language: str = "",
    when: int = 0,
) -> IndexEntry:
    """An article as the index is told of it."""
    return IndexEntry(key, revision, title, body, author, "", "", language, when)


def found(answer: Answer) -> set[int]:
    """The keys of all hits."""
    return {hit.key for hit in answer.hits}
