"""Articles deleted, and put back when that is undone. Inside a caller's transaction.

What a person deletes goes with its star, tags and note: they said so. All of it is kept aside
for as long as that may be undone, and an entry of a feed does not come in again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from reader.store import articles, departures, retention, undo
from reader.store.undo import Change

AT_ONCE = 200
"""Articles that are packed together, and bytes of them but for the last: so much is held in memory."""
AT_ONCE_BYTES = 16 * 1024 * 1024


def delete(db: sqlite3.Connection, keys: Sequence[int], now: int) -> list[int]:
    """Delete those of these articles that are there, as one action; returns them."""
    there = articles.existing(db, keys)
    gone = [Change("deleted", 0, 1, piece, _go(db, piece, now)) for piece in _pieces(db, there)]
    undo.record(db, gone, now)
    departures.let_go(db, now)
    return there


def _pieces(db: sqlite3.Connection, keys: Sequence[int]) -> Iterator[list[int]]:
    """What is packed together."""
    for at in range(0, len(keys), AT_ONCE):
        piece, total = list[int](), 0
        for key, size in departures.sizes(db, keys[at : at + AT_ONCE]):
            if piece and total + size > AT_ONCE_BYTES:
                yield piece
                piece, total = [], 0
            piece.append(key)
            total += size
        yield piece


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
