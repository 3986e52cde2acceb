"""What the index has not heard yet. Triggers write it in the transaction of the change itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

_LOOKED_THROUGH = 10_000
"""More news than an index that is kept up ever has before it; one that is being filled has all."""


def pending(db: sqlite3.Connection, limit: int) -> list[tuple[int, int]]:
    """The oldest changes as (number, article key)."""
    return db.execute(
        "SELECT number, article FROM changes ORDER BY number LIMIT ?", (limit,)
    ).fetchall()


def count(db: sqlite3.Connection) -> int:
    """How many articles the index has yet to hear of."""
    return int(db.execute("SELECT count(*) FROM changes").fetchone()[0])


def are_any_gone(db: sqlite3.Connection) -> bool:
    """Has the index yet to hear of articles that are gone? Only its latest news are looked through."""
    found = db.execute(
        "SELECT 1 FROM (SELECT article FROM changes ORDER BY number DESC LIMIT ?)"
        " WHERE article NOT IN (SELECT key FROM articles) LIMIT 1",
        (_LOOKED_THROUGH,),
    )
    return found.fetchone() is not None


def acknowledge(db: sqlite3.Connection, numbers: Sequence[int]) -> None:
    """The index holds these; a change made since then has a new number and stays."""
    db.executemany("DELETE FROM changes WHERE number = ?", [(n,) for n in numbers])


def everything(db: sqlite3.Connection) -> None:
    """Let the index hear of every article again."""
    db.execute("DELETE FROM changes")
    db.execute("INSERT INTO changes (article) SELECT key FROM articles ORDER BY sorted, key")


def again(db: sqlite3.Connection, keys: Sequence[int]) -> None:
    """Let the index hear of these articles again, also of those that are gone."""
    db.executemany("INSERT OR REPLACE INTO changes (article) VALUES (?)", [(k,) for k in keys])
