"""Read and starred: the two states that every article has."""

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
        f"UPDATE states SET {what} = ?1, {what}_at = ?2 WHERE {what} != ?1"
        " AND article IN (SELECT value FROM json_each(?3)) RETURNING article",
        (int(value), now, json.dumps(list(keys))),
    )
    return [row[0] for row in rows.fetchall()]
