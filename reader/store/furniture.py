"""Which short lines recur at the edges of one publisher's articles.

A line is furniture once it stands in at least three articles and a fifth of
what the publisher has here. It stays furniture as the library grows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

_LEAST = 3
_SHARE = 0.2
_EVERY = ""  # stands for the article itself, so that counting a publisher's articles is quick


def record(
    db: sqlite3.Connection, publisher: str, article: int, fingerprints: Iterable[str]
) -> None:
    """Remember the edges of an article in place of those it had, and that they are new."""
    lines = list(fingerprints)
    db.execute("DELETE FROM edges WHERE article = ?", (article,))
    db.executemany(
        "INSERT OR IGNORE INTO edges (publisher, fingerprint, article) VALUES (?, ?, ?)",
        [(publisher, fingerprint, article) for fingerprint in (_EVERY, *lines)],
    )
    db.executemany(
        "INSERT OR IGNORE INTO unsettled (publisher, fingerprint) VALUES (?, ?)",
        [(publisher, fingerprint) for fingerprint in lines],
    )


def known(db: sqlite3.Connection, publisher: str) -> frozenset[str]:
    """The lines already recognised as this publisher's furniture."""
    rows = db.execute("SELECT fingerprint FROM furniture WHERE publisher = ?", (publisher,))
    return frozenset(row[0] for row in rows)


def unsettled(db: sqlite3.Connection) -> list[str]:
    """The publishers with edges that have not been looked at yet."""
    return [row[0] for row in db.execute("SELECT DISTINCT publisher FROM unsettled")]


def recognise(db: sqlite3.Connection, publisher: str) -> list[str]:
    """Add to the known furniture what recurs by now; returns what is new."""
    rows = db.execute("SELECT fingerprint FROM unsettled WHERE publisher = ?", (publisher,))
    seen = {row[0] for row in rows} - known(db, publisher)
    least = max(_LEAST, _SHARE * _count(db, publisher, _EVERY))
    new = [f for f in seen if _count(db, publisher, f) >= least]
    db.executemany(
        "INSERT INTO furniture (publisher, fingerprint) VALUES (?, ?)",
        [(publisher, f) for f in new],
    )
    db.execute("DELETE FROM unsettled WHERE publisher = ?", (publisher,))
    return new


def _count(db: sqlite3.Connection, publisher: str, fingerprint: str) -> int:
    row = db.execute(
        "SELECT count(*) FROM edges WHERE publisher = ? AND fingerprint = ?",
        (publisher, fingerprint),
    ).fetchone()
    return int(row[0])


def bearers(db: sqlite3.Connection, publisher: str, fingerprints: Iterable[str]) -> list[int]:
    """The articles that have one of these lines at an edge."""
    found: set[int] = set()
    for fingerprint in fingerprints:
        rows = db.execute(
            "SELECT article FROM edges WHERE publisher = ? AND fingerprint = ?",
            (publisher, fingerprint),
        )
        found.update(row[0] for row in rows)
    return sorted(found)
