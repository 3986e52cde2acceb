"""Giving articles of the store to an index, a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader import parsing
from reader.models import IndexEntry
from reader.search import Index
from reader.store import articles
from reader.store.database import Database

FIRST_BATCH = 200
"""Small, so that something is found, and progress seen, at once."""
BATCH = 1000


def apply(database: Database, index: Index, keys: Sequence[int]) -> None:
    """Let the index hold these articles as they are now; those that are gone leave it."""
    entries = _with_languages(database, articles.index_entries(database.connection, keys))
    gone = set(keys) - {entry.key for entry in entries}
    index.apply(entries, sorted(gone))


def _with_languages(database: Database, entries: list[IndexEntry]) -> list[IndexEntry]:
    """The entries, with the language of those that came in before languages were found."""
    unknown = {
        e.key: parsing.language_of("", f"{e.title}\n{e.body}") for e in entries if not e.language
    }
    found = {key: language for key, language in unknown.items() if language}
    if not found:
        return entries
    with database.writing() as db:
        articles.set_languages(db, found)
    return [replace(e, language=found.get(e.key, e.language)) for e in entries]
