"""Which articles a list holds, as arrays of keys, newest first."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Sequence
from typing import Literal

from reader.store.filters import Condition

Scope = Literal["all", "unread", "starred"]
Order = Literal["new", "old", "feed"]
"""Newest first, oldest first, or by source and within it newest first; no source comes last."""

SCOPES: tuple[Scope, ...] = ("all", "unread", "starred")

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


def unread_among_starred(db: sqlite3.Connection) -> int:
    """How many starred articles are unread."""
    row = db.execute("SELECT count(*) FROM states WHERE starred = 1 AND read = 0").fetchone()
    return int(row[0])


_ORDERS: dict[Order, str] = {
    "new": "s.sorted DESC, s.article DESC",
    "old": "s.sorted, s.article",
    "feed": "a.source = '', a.source COLLATE NOCASE, a.source, s.sorted DESC, s.article DESC",
}
# An outer join, because SQLite leaves it out where nothing is asked of `articles`.
_BOTH = "states s LEFT JOIN articles a ON a.key = s.article"


def where(
    db: sqlite3.Connection, condition: Condition, order: Order = "new", limit: int = -1
) -> array[int]:
    """The articles that a condition holds for, in this order."""
    rows = db.execute(
        f"SELECT s.article FROM {_BOTH} WHERE {condition.sql} ORDER BY {_ORDERS[order]} LIMIT ?",
        (*condition.parameters, limit),
    )
    return array("q", (row[0] for row in rows))


def numbers_where(db: sqlite3.Connection, condition: Condition) -> str:
    """The articles that a condition holds for, in no order: numbers with spaces between.

    As one text they are handed over seven times as quickly as row by row in order.
    """
    sql = f"SELECT group_concat(s.article, ' ') FROM states s WHERE {condition.sql}"
    return db.execute(sql, condition.parameters).fetchone()[0] or ""


def count_where(db: sqlite3.Connection, condition: Condition) -> int:
    """How many articles a condition holds for."""
    rows = db.execute(f"SELECT count(*) FROM {_BOTH} WHERE {condition.sql}", condition.parameters)
    return int(rows.fetchone()[0])


def counts_where(db: sqlite3.Connection, condition: Condition) -> tuple[int, int]:
    """How many articles a condition holds for, and how many of them are unread."""
    rows = db.execute(
        f"SELECT count(*), coalesce(sum(s.read = 0), 0) FROM {_BOTH} WHERE {condition.sql}",
        condition.parameters,
    )
    total, unread = rows.fetchone()
    return int(total), int(unread)


def arranged(db: sqlite3.Connection, wanted: Sequence[int], order: Order) -> array[int]:
    """These articles as far as they are there, in this order."""
    rows = db.execute(
        "SELECT s.article FROM json_each(?) j JOIN states s ON s.article = j.value"
        f" LEFT JOIN articles a ON a.key = s.article ORDER BY {_ORDERS[order]}",
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


def source_names(db: sqlite3.Connection) -> list[str]:
    """Every source; walks from one name to the next, whatever the number of articles."""
    rows = db.execute(
        "WITH RECURSIVE names (name) AS (SELECT min(source) FROM articles UNION ALL"
        " SELECT (SELECT min(source) FROM articles WHERE source > name) FROM names"
        " WHERE name IS NOT NULL) SELECT name FROM names WHERE name IS NOT NULL"
    )
    return [row[0] for row in rows]


def languages(db: sqlite3.Connection) -> list[tuple[str, int]]:
    """Every known language with the number of its articles, largest first."""
    rows = db.execute(
        "SELECT language, count(*) AS n FROM articles WHERE language != ''"
        " GROUP BY language ORDER BY n DESC, language"
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
