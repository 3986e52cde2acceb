"""How far a person has read in an article."""

from __future__ import annotations

import sqlite3


def get(db: sqlite3.Connection, key: int) -> float:
    """How much of the text stands above the pane, 0 to 1; 0 where it was never left in between."""
    row = db.execute("SELECT fraction FROM positions WHERE article = ?", (key,)).fetchone()
    return float(row[0]) if row else 0.0


def put(db: sqlite3.Connection, key: int, fraction: float, now: int) -> None:
    """Remember it; the beginning and the end are places that need no remembering."""
    if 0 < fraction < 1:
        db.execute(
            "INSERT OR REPLACE INTO positions (article, fraction, changed)"
            " SELECT key, ?, ? FROM articles WHERE key = ?",
            (fraction, now, key),
        )
    else:
        db.execute("DELETE FROM positions WHERE article = ?", (key,))
