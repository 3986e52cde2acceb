"""The saved searches before and after a change, logged so that it can be undone.

They are few and short, so all of them are written down: a renaming changes the queries of
others too. Inside a caller's transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import astuple

from reader.library.saving import words_wanted
from reader.store import saved as store
from reader.store import undo
from reader.store.saved import Row
from reader.store.undo import Change


def record(db: sqlite3.Connection, before: Sequence[Row], now: int) -> None:
    """Log that the searches were saved as `before` says; nothing if they are so still."""
    was, is_now = _packed(before), _packed(store.every(db))
    if was != is_now:
        undo.record(db, [Change("saved", was, is_now, [])], now)


def again(db: sqlite3.Connection, was: str, now: str) -> bool:
    """Save what `now` says, where the saved searches are still as `was` says."""
    if _packed(store.every(db)) != was:
        return False
    rows = _rows(now)
    store.put_all(db, rows)
    store.keep_words(db, words_wanted(rows))
    return True


def told(was: str, now: str) -> str:
    """What is saved again, in plain words."""
    lost, came = names(was, now)
    if len(lost) == len(came) == 1:
        return f"The saved search “{lost[0]}” is called “{came[0]}” again."
    if len(came) == 1:
        return f"“{came[0]}” is saved again."
    if len(lost) == 1:
        return f"“{lost[0]}” is no longer saved."
    before = _rows(was)
    changed = [row.name for row in _rows(now) if row not in before]
    if len(changed) == 1:
        return f"The saved search “{changed[0]}” is as it was."
    return "The saved searches are as they were."


def names(was: str, now: str) -> tuple[list[str], list[str]]:
    """The names that are there no longer, and those that were not there before."""
    before, after = ([row.name for row in _rows(packed)] for packed in (was, now))
    return [n for n in before if n not in after], [n for n in after if n not in before]


def _packed(rows: Sequence[Row]) -> str:
    return json.dumps([astuple(row) for row in rows], ensure_ascii=False)


def _rows(packed: str) -> list[Row]:
    return [Row(*values) for values in json.loads(packed)]
