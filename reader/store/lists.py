"""Which articles a list holds, as arrays of keys, newest first."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Sequence
from typing import Literal

Scope = Literal["all", "unread", "starred"]

_QUERIES = {
    "all": "SELECT key FROM articles ORDER BY sorted DESC, key DESC",
    "unread": "SELECT article FROM states WHERE read = 0 ORDER BY sorted DESC, article DESC",
    "starred": "SELECT article FROM states WHERE starred = 1 ORDER BY sorted DESC, article DESC",
}
_COUNTS = {
    "all": "SELECT count(*) FROM articles",
    "unread": "SELECT count(*) FROM states WHERE read = 0",
    "starred": "SELECT count(*) FROM states WHERE starred = 1",
}


def keys(db: sqlite3.Connection, scope: Scope, limit: int = -1, offset: int = 0) -> array[int]:
    """The keys of a list, newest first; a page of it with `limit` and `offset`."""
    rows = db.execute(f"{_QUERIES[scope]} LIMIT ? OFFSET ?", (limit, offset))
    return array("q", (row[0] for row in rows))


def in_order(db: sqlite3.Connection, wanted: Sequence[int]) -> array[int]:
    """These articles as far as they are there, newest first."""
    rows = db.execute(
        "SELECT a.key FROM json_each(?) j JOIN articles a ON a.key = j.value ORDER BY a.sorted DESC, a.key DESC",
        (json.dumps(list(wanted)),),
    )
    return array("q", (row[0] for row in rows))


def next_unread(db: sqlite3.Connection, scope: Scope, key: int, step: int) -> int | None:
    """The unread article nearest to `key` in a list, down (`step` 1) or up (-1), then from its other end.

    Walks an index, so it costs the same in a list of any length.
    """
    within = "read = 0 AND starred = 1" if scope == "starred" else "read = 0"
    way, order = ("<", "DESC") if step > 0 else (">", "ASC")
    here = "(SELECT sorted, article FROM states WHERE article = :key)"
    for place in (f"AND (sorted, article) {way} {here}", ""):
        row = db.execute(
            f"SELECT article FROM states WHERE {within} {place}"
            f" ORDER BY sorted {order}, article {order} LIMIT 1",
            {"key": key},
        ).fetchone()
        if row:
            return int(row[0])
    return None


def unread_place(db: sqlite3.Connection, wanted: Sequence[int]) -> int | None:
    """The place in this sequence of its first unread article, None if all are read."""
    row = db.execute(
        "SELECT j.key FROM json_each(?) j JOIN states s ON s.article = j.value"
        " WHERE s.read = 0 ORDER BY j.key LIMIT 1",
        (json.dumps(list(wanted)),),
    ).fetchone()
    return int(row[0]) if row else None


def is_empty(db: sqlite3.Connection) -> bool:
    """Is there no article at all?"""
    return db.execute("SELECT 1 FROM articles LIMIT 1").fetchone() is None


def count(db: sqlite3.Connection, scope: Scope) -> int:
    """How many articles the list holds."""
    return int(db.execute(_COUNTS[scope]).fetchone()[0])


def sources(db: sqlite3.Connection) -> list[tuple[str, int]]:
    """Every source with the number of its articles, largest first."""
    rows = db.execute(
        "SELECT source, count(*) AS n FROM articles GROUP BY source ORDER BY n DESC, source"
    )
    return [(row[0], row[1]) for row in rows]


def span(db: sqlite3.Connection) -> tuple[str, str]:
    """The earliest and the latest known date of publication, "" where none is known."""
    row = db.execute(
        "SELECT min(published), max(published) FROM articles WHERE published != ''"
    ).fetchone()
    return (row[0] or "", row[1] or "")


def words(db: sqlite3.Connection) -> int:
    """All words of all articles."""
    return int(db.execute("SELECT coalesce(sum(words), 0) FROM articles").fetchone()[0])
