"""Where articles came from, and whether they are still there."""

from __future__ import annotations

import sqlite3

from reader.light import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """A place an article is found again, and what was last read there."""

    article: int
    sha256: str
    gone: bool


def find(db: sqlite3.Connection, origin: str) -> Origin | None:
    """What is known of this place."""
    row = db.execute(
        "SELECT article, sha256, gone FROM origins WHERE origin = ?", (origin,)
    ).fetchone()
    return Origin(row[0], row[1], bool(row[2])) if row else None


def living(db: sqlite3.Connection, article: int) -> list[tuple[str, str]]:
    """The places at which an article is found, each with the hash of what was read there."""
    return db.execute(
        "SELECT origin, sha256 FROM origins WHERE article = ? AND gone = 0", (article,)
    ).fetchall()


def record(db: sqlite3.Connection, origin: str, article: int, sha256: str, now: int) -> None:
    """The article was found at this place, with these bytes."""
    db.execute(
        "INSERT INTO origins (origin, article, sha256, seen) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (origin) DO UPDATE SET article = excluded.article, sha256 = excluded.sha256,"
        " seen = excluded.seen, gone = 0",
        (origin, article, sha256, now),
    )


def under(db: sqlite3.Connection, beginning: str) -> list[str]:
    """Places not known to be gone whose name starts so."""
    rows = db.execute(
        "SELECT origin FROM origins WHERE origin >= ? AND origin < ? AND gone = 0",
        (beginning, beginning + "\U0010ffff"),
    )
    return [row[0] for row in rows]


def mark_gone(db: sqlite3.Connection, origin: str) -> int | None:
    """Nothing is found at this place any more; its article, which is returned, stays."""
    db.execute("UPDATE origins SET gone = 1 WHERE origin = ?", (origin,))
    known = find(db, origin)
    return known.article if known else None
