"""Articles deleted, and put back when that is undone. Inside a caller's transaction.

What a person deletes goes with its star, tags and note: they said so. All of it is kept aside
for as long as that may be undone, and an entry of a feed does not come in again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from reader.store import articles, departures, retention, undo
from reader.store.undo import Change

AT_ONCE = 200
"""Articles that are packed together: what is held in memory is that of so many."""


def delete(db: sqlite3.Connection, keys: Sequence[int], now: int) -> list[int]:
    """Delete those of these articles that are there, as one action; returns them."""
    there = articles.existing(db, keys)
    pieces = [there[at : at + AT_ONCE] for at in range(0, len(there), AT_ONCE)]
    undo.record(db, [Change("deleted", 0, 1, p, _go(db, p, now)) for p in pieces], now)
    return there


def again(db: sqlite3.Connection, keys: Sequence[int], number: int, now: int) -> list[int]:
    """Delete once more what was put back; what happened to it between is kept with it."""
    there = articles.existing(db, keys)
    if there:
        _go(db, there, now, number)
    return there


def _go(db: sqlite3.Connection, keys: Sequence[int], now: int, number: int | None = None) -> int:
    number = departures.keep_articles(db, keys, now, number)
    retention.remember(db, keys, now)
    articles.delete(db, keys)
    return number
