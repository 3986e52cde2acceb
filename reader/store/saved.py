"""Saved searches, and where their words were found. All names are compared in small letters.

A saved search's words are kept once, whoever asks for them; `meaning` says what they
meant to the index when the articles were looked for, so that a program that reads
them otherwise looks again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from reader.light import dataclass
from reader.models import folded_name
from reader.store.lists import Scope


@dataclass(frozen=True, slots=True)
class Row:
    """A saved search as it stands in the store."""

    name: str
    query: str
    scope: Scope
    created: int
    """Unix seconds."""


@dataclass(frozen=True, slots=True)
class Words:
    """Some words that saved searches ask for."""

    number: int
    meaning: str
    """What the articles kept for them were found by; "" when none were looked for yet."""


_ROWS = "SELECT name, query, scope, created FROM saved"


def every(db: sqlite3.Connection) -> list[Row]:
    """All of them, in the person's order."""
    return [Row(*row) for row in db.execute(f"{_ROWS} ORDER BY place, number")]


def named(db: sqlite3.Connection, name: str) -> Row | None:
    """The one of this name."""
    row = db.execute(f"{_ROWS} WHERE folded = ?", (folded_name(name),)).fetchone()
    return Row(*row) if row else None


def insert(db: sqlite3.Connection, row: Row, place: int | None = None) -> None:
    """Keep a search whose name is free, at this place of the order or at its end."""
    last = db.execute("SELECT coalesce(max(place), 0) + 1 FROM saved").fetchone()[0]
    db.execute(
        "INSERT INTO saved (name, folded, query, scope, place, created) VALUES (?, ?, ?, ?, ?, ?)",
        (row.name, folded_name(row.name), row.query, row.scope, last, row.created),
    )
    if place is not None:
        move(db, row.name, place)


def change(db: sqlite3.Connection, name: str, row: Row) -> None:
    """Make the search of this name what `row` says; its place stays."""
    db.execute(
        "UPDATE saved SET name = ?, folded = ?, query = ?, scope = ?, created = ? WHERE folded = ?",
        (row.name, folded_name(row.name), row.query, row.scope, row.created, folded_name(name)),
    )


def delete(db: sqlite3.Connection, name: str) -> None:
    """Forget the search of this name."""
    db.execute("DELETE FROM saved WHERE folded = ?", (folded_name(name),))


def put_all(db: sqlite3.Connection, rows: Sequence[Row]) -> None:
    """Let these be all saved searches, in this order."""
    db.execute("DELETE FROM saved")
    for row in rows:
        insert(db, row)


def move(db: sqlite3.Connection, name: str, place: int) -> None:
    """Put the search of this name at a place, counted from 0; past either end is that end."""
    names = [row[0] for row in db.execute("SELECT folded FROM saved ORDER BY place, number")]
    names.remove(folded_name(name))
    names.insert(max(0, place), folded_name(name))
    db.executemany("UPDATE saved SET place = ? WHERE folded = ?", enumerate(names, 1))


# Words and the articles they were found in


def words(db: sqlite3.Connection) -> dict[str, Words]:
    """All words that saved searches ask for."""
    rows = db.execute("SELECT words, number, meaning FROM saved_words")
    return {row[0]: Words(row[1], row[2]) for row in rows}


def keep_words(db: sqlite3.Connection, wanted: Iterable[str]) -> None:
    """Let these be the words that are kept, and no others; what is known of them stays."""
    named = json.dumps(sorted(set(wanted)))
    db.execute(
        "DELETE FROM saved_words WHERE words NOT IN (SELECT value FROM json_each(?))", (named,)
    )
    db.execute("INSERT OR IGNORE INTO saved_words (words) SELECT value FROM json_each(?)", (named,))


def fill(db: sqlite3.Connection, text: str, meaning: str, keys: Sequence[int]) -> None:
    """The words mean this, and these are all their articles. Nothing where they are not kept."""
    row = db.execute("SELECT number FROM saved_words WHERE words = ?", (text,)).fetchone()
    if row:
        db.execute("DELETE FROM saved_articles WHERE words = ?", row)
        _add(db, row[0], keys)
        db.execute("UPDATE saved_words SET meaning = ? WHERE number = ?", (meaning, *row))


def heard(db: sqlite3.Connection, keys: Sequence[int], found: Mapping[int, Sequence[int]]) -> None:
    """These articles are new or changed: by number, the words that are in them and which."""
    db.execute(
        "DELETE FROM saved_articles WHERE article IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    )
    for number, articles in found.items():
        _add(db, number, articles)


def _add(db: sqlite3.Connection, number: int, keys: Sequence[int]) -> None:
    """Articles that have left the store meanwhile are left out, and words that are kept no more."""
    db.execute(
        "INSERT OR IGNORE INTO saved_articles (words, article)"
        " SELECT w.number, a.key FROM json_each(?) j JOIN articles a ON a.key = j.value"
        " JOIN saved_words w ON w.number = ?",
        (json.dumps(list(keys)), number),
    )
