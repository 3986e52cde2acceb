"""What was searched for: the newest last, each query once."""

from __future__ import annotations

import sqlite3

MOST = 200
"""Older searches than this many are forgotten."""


def remember(db: sqlite3.Connection, query: str) -> None:
    """Make this the newest search."""
    db.execute("INSERT OR REPLACE INTO searches (query) VALUES (?)", (query,))
    db.execute(
        "DELETE FROM searches WHERE number <="
        " (SELECT number FROM searches ORDER BY number DESC LIMIT 1 OFFSET ?)",
        (MOST,),
    )


def remembered(db: sqlite3.Connection) -> list[str]:
    """The searches, the newest first."""
    return [row[0] for row in db.execute("SELECT query FROM searches ORDER BY number DESC")]
