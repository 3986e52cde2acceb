"""Small facts about the library itself, by name."""

from __future__ import annotations

import sqlite3


def get(db: sqlite3.Connection, name: str) -> str:
    """The fact's value, "" when it was never set."""
    row = db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return row[0] if row else ""


def put(db: sqlite3.Connection, name: str, value: str) -> None:
    """Set the fact."""
    db.execute(
        "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
