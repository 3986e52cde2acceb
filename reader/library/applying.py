"""Giving articles of the store to an index, a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence

from reader.search import Index
from reader.store import articles
from reader.store.database import Database

FIRST_BATCH = 200
"""Small, so that something is found, and progress seen, at once."""
BATCH = 1000


def apply(database: Database, index: Index, keys: Sequence[int]) -> None:
    """Let the index hold these articles as they are now; those that are gone leave it."""
    entries = articles.index_entries(database.connection, keys)
    gone = set(keys) - {entry.key for entry in entries}
    index.apply(entries, sorted(gone))
