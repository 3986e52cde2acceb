"""What can be counted of articles: source, language and time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

Row = tuple[int, str, str, int, int]
"""Key, source, language, place in time (Unix seconds), length of the date of publication."""

_COLUMNS = "a.key, a.source, a.language, a.sorted, length(a.published)"


def rows_after(db: sqlite3.Connection, key: int) -> list[Row]:
    """The articles with a higher key, by rising key."""
    return db.execute(
        f"SELECT {_COLUMNS} FROM articles a WHERE a.key > ? ORDER BY a.key", (key,)
    ).fetchall()


def rows(db: sqlite3.Connection, keys: Sequence[int] | None = None) -> list[Row]:
    """Every article, or these as far as they are there, by rising key."""
    if keys is None:
        return rows_after(db, -1)
    return db.execute(
        f"SELECT {_COLUMNS} FROM json_each(?) j JOIN articles a ON a.key = j.value ORDER BY a.key",
        (json.dumps(list(keys)),),
    ).fetchall()
