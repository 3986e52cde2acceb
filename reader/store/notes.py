"""Notes: one text that a person wrote on an article, as Markdown."""

from __future__ import annotations

import sqlite3

from reader.models import Note


def get(db: sqlite3.Connection, key: int) -> Note | None:
    """The note on an article, None where there is none."""
    row = db.execute(
        "SELECT text, created, changed FROM notes WHERE article = ? AND text != ''", (key,)
    ).fetchone()
    return Note(*row) if row else None


def text_of(db: sqlite3.Connection, key: int) -> str:
    """The text of the note, "" where there is none."""
    found = get(db, key)
    return found.text if found else ""


def put(db: sqlite3.Connection, key: int, was: str, text: str, now: int) -> bool:
    """Write the note if `was` still stands there, "" being no note; False if that changes nothing.

    A note written after another was taken away is a new one: it is born now.
    """
    if was == text or text_of(db, key) != was:
        return False
    # No upsert: its conflict clause would rule in the triggers that tell the index, too.
    changed = db.execute(
        "UPDATE notes SET created = iif(text = '', ?2, created), text = ?1, changed = ?2"
        " WHERE article = ?3",
        (text, now, key),
    )
    if not changed.rowcount:
        changed = db.execute(
            "INSERT INTO notes (article, text, created, changed)"
            " SELECT key, ?1, ?2, ?2 FROM articles WHERE key = ?3",
            (text, now, key),
        )
    return changed.rowcount > 0


def restore(db: sqlite3.Connection, key: int, was: str, text: str, now: int) -> bool:
    """The same as `put`, for undo: a note that comes back keeps its day of birth."""
    if was == text or text_of(db, key) != was:
        return False
    changed = db.execute(
        "UPDATE notes SET text = ?, changed = ? WHERE article = ?", (text, now, key)
    )
    return changed.rowcount > 0


def every(db: sqlite3.Connection) -> list[tuple[int, str]]:
    """All notes, as (article, text)."""
    return db.execute("SELECT article, text FROM notes WHERE text != ''").fetchall()


def count(db: sqlite3.Connection) -> int:
    """How many articles have a note."""
    return int(db.execute("SELECT count(*) FROM notes WHERE text != ''").fetchone()[0])
