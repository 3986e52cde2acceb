"""What a person did to articles: read and starred, each change numbered and kept."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Literal

StateName = Literal["read", "starred"]


def put(
    db: sqlite3.Connection, keys: Sequence[int], what: StateName, value: bool, now: int
) -> list[int]:
    """Set one state of these articles; returns the keys for which that was a change."""
    rows = db.execute(
        f"SELECT s.article FROM json_each(?) j JOIN states s ON s.article = j.value WHERE s.{what} != ?",
        (json.dumps(list(keys)), int(value)),
    )
    changed = [row[0] for row in rows]
    db.executemany(
        f"UPDATE states SET {what} = ?, {what}_at = ? WHERE article = ?",
        [(int(value), now, key) for key in changed],
    )
    db.executemany(
        "INSERT INTO state_changes (article, what, was, now, at) VALUES (?, ?, ?, ?, ?)",
        [(key, what, int(not value), int(value), now) for key in changed],
    )
    return changed
