"""What has happened since one last looked, from the numbers that only ever grow."""

from __future__ import annotations

import sqlite3

from reader.light import dataclass
from reader.store import undo


@dataclass(frozen=True, slots=True)
class Moment:
    """How far the library's two histories have come."""

    content: int
    """The last number of `changes`: grows with every article added, edited or removed."""
    state: int
    """Grows with every star, reading, tag and note, and when one is undone."""


def now(db: sqlite3.Connection) -> Moment:
    """The library as it stands."""
    rows = dict(db.execute("SELECT name, seq FROM sqlite_sequence"))
    return Moment(rows.get("changes", 0), undo.last_moved(db))


def states_since(db: sqlite3.Connection, number: int) -> list[int]:
    """The articles whose state, tags or note were changed after a moment with that `state`."""
    return undo.moved_since(db, number)
