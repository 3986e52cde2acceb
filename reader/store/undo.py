"""The log of what a person did: which actions can be undone and redone, and what they changed.

An action is one or more changes, written in the transaction that makes them. The
log is a line with a place in it: undoing steps back, redoing forward, and whatever
is done after an undo ends the line there.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Literal

from reader.light import dataclass
from reader.store import facts

What = Literal[
    "read",
    "starred",
    "tag",
    "note",
    "name",
    "colour",
    "feed",
    "follow",
    "wish",
    "saved",
    "page",
    "deleted",
]
Value = int | str | None

MOST = 1_000
"""Older actions than this many are forgotten,"""
MOST_ARTICLES = 5_000_000
"""and those beyond which so many articles are named: some 40 MB."""

_DONE, _UNDONE, OVERTAKEN = 0, 1, 2
_FORGOTTEN = "actions forgotten"
_NEXT = "(SELECT coalesce(max(moved), 0) + 1 FROM actions)"


@dataclass(frozen=True, slots=True)
class Change:
    """One value that became another, for all of these articles."""

    what: What
    was: Value
    now: Value
    keys: Sequence[int]
    tag: int = 0
    """Which tag was given, taken, renamed or recoloured; of a feed that was left and of articles that
    were deleted, the number of their departure; of one that was followed, or of what is wished for one, its key. What went with a
    feed when following it was undone is kept under the number that is the other value."""

    @property
    def back(self) -> Change:
        """The change that undoes this one."""
        return Change(self.what, self.now, self.was, self.keys, self.tag)


@dataclass(frozen=True, slots=True)
class Action:
    """What was done in one go."""

    number: int
    changes: tuple[Change, ...]


def record(db: sqlite3.Connection, changes: Sequence[Change], at: int) -> None:
    """Write down what was just done; nothing if it changed nothing."""
    if not changes:
        return
    size = sum(len(change.keys) for change in changes)
    db.execute("UPDATE actions SET state = ? WHERE state = ?", (OVERTAKEN, _UNDONE))
    number = db.execute(
        f"INSERT INTO actions (at, moved, articles) VALUES (?, {_NEXT}, ?)", (at, size)
    ).lastrowid
    db.executemany(
        "INSERT INTO action_changes (action, place, what, tag, was, now, articles)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (number, place, c.what, c.tag, c.was, c.now, json.dumps(list(c.keys)))
            for place, c in enumerate(changes)
        ],
    )
    _forget(db)


def newest_done(db: sqlite3.Connection) -> Action | None:
    """What would be undone now."""
    return _action(db, "DESC", _DONE)


def oldest_undone(db: sqlite3.Connection) -> Action | None:
    """What would be redone now."""
    return _action(db, "ASC", _UNDONE)


def undone(db: sqlite3.Connection, number: int) -> None:
    """The action has been undone."""
    _move(db, number, _UNDONE)


def redone(db: sqlite3.Connection, number: int) -> None:
    """The action stands again."""
    _move(db, number, _DONE)


def overtaken(db: sqlite3.Connection, number: int) -> None:
    """Nothing is left of the action, so it is neither undone nor redone."""
    _move(db, number, OVERTAKEN)


def last_moved(db: sqlite3.Connection) -> int:
    """Grows with everything that is done, undone and redone."""
    return int(db.execute("SELECT coalesce(max(moved), 0) FROM actions").fetchone()[0])


def moved_since(db: sqlite3.Connection, number: int) -> list[int]:
    """The articles that were changed after `last_moved` was this number.

    All there are, if the log does not reach back so far.
    """
    if number < int(facts.get(db, _FORGOTTEN) or 0):
        return [row[0] for row in db.execute("SELECT key FROM articles")]
    rows = db.execute(
        "SELECT DISTINCT j.value FROM actions a JOIN action_changes c ON c.action = a.action"
        " JOIN json_each(c.articles) j WHERE a.moved > ?",
        (number,),
    )
    return [row[0] for row in rows]


def _action(db: sqlite3.Connection, order: Literal["ASC", "DESC"], state: int) -> Action | None:
    row = db.execute(
        f"SELECT action FROM actions WHERE state = ? ORDER BY action {order} LIMIT 1", (state,)
    ).fetchone()
    if row is None:
        return None
    changes = db.execute(
        "SELECT what, was, now, articles, tag FROM action_changes WHERE action = ? ORDER BY place",
        row,
    )
    return Action(row[0], tuple(Change(c[0], c[1], c[2], json.loads(c[3]), c[4]) for c in changes))


def _move(db: sqlite3.Connection, number: int, state: int) -> None:
    db.execute(f"UPDATE actions SET state = ?, moved = {_NEXT} WHERE action = ?", (state, number))


def _forget(db: sqlite3.Connection) -> None:
    """Keep the log within its bounds; the newest action always stays."""
    row = db.execute(
        "SELECT max(action) FROM (SELECT action, row_number() OVER newest_first AS place,"
        " sum(articles) OVER newest_first AS named FROM actions"
        " WINDOW newest_first AS (ORDER BY action DESC))"
        " WHERE place > 1 AND (place > ? OR named > ?)",
        (MOST, MOST_ARTICLES),
    ).fetchone()
    if row[0] is None:
        return
    (last,) = db.execute("SELECT max(moved) FROM actions WHERE action <= ?", row).fetchone()
    db.execute("DELETE FROM actions WHERE action <= ?", row)
    before = int(facts.get(db, _FORGOTTEN) or 0)
    facts.put(db, _FORGOTTEN, str(max(last, before)))
