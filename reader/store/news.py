"""What has happened since one last looked, from the numbers that only ever grow."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """How far the library's two histories have come."""

    content: int
    """The last number of `changes`: grows with every article added, edited or removed."""
    state: int
    """The last number of `state_changes`: grows with every star and every reading."""


def now(db: sqlite3.Connection) -> Moment:
    """The library as it stands."""
    rows = dict(db.execute("SELECT name, seq FROM sqlite_sequence"))
    return Moment(rows.get("changes", 0), rows.get("state_changes", 0))


def states_since(db: sqlite3.Connection, number: int) -> list[int]:
    """The articles whose state was changed after that number of `state_changes`."""
    rows = db.execute("SELECT DISTINCT article FROM state_changes WHERE number > ?", (number,))
    return [row[0] for row in rows]
