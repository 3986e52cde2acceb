"""Which entry of which feed an article is, and which articles of a feed a person has a hand in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from reader.light import dataclass

_FORGOTTEN = "-number, guid, link, words, piece"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that is known as an entry, and what it is known again by."""

    article: int
    guid: str
    link: str
    words: str
    piece: str = ""
    """A sum of the piece of the feed that it was last read from."""

    @property
    def forgotten(self) -> bool:
        """Was the article tidied away? `article` is then no key, but a number below 0."""
        return self.article < 0


def alike(
    db: sqlite3.Connection,
    feed: int,
    guids: Iterable[str],
    links: Iterable[str],
    words: Iterable[str],
) -> list[Entry]:
    """The entries of a feed that any of these could be: by guid, without one by link, else by words.

    Those that were tidied away come last.
    """
    wanted = (feed, *(json.dumps(list(values)) for values in (guids, links, words)))
    found = []
    for rows in ("article, guid, link, words, piece FROM entries", f"{_FORGOTTEN} FROM forgotten"):
        found += db.execute(
            f"SELECT {rows} WHERE feed = ?1"
            " AND guid IN (SELECT value FROM json_each(?2)) AND guid != ''"
            f" UNION ALL SELECT {rows} WHERE feed = ?1 AND guid = ''"
            " AND link IN (SELECT value FROM json_each(?3)) AND link != ''"
            f" UNION ALL SELECT {rows} WHERE feed = ?1 AND guid = ''"
            " AND link = '' AND words IN (SELECT value FROM json_each(?4)) ORDER BY 1",
            wanted,
        ).fetchall()
    return [Entry(*row) for row in found]


def put(db: sqlite3.Connection, feed: int, entry: Entry) -> None:
    """The article is this entry now."""
    db.execute(
        "INSERT INTO entries (article, feed, guid, link, words, piece) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (article) DO UPDATE SET guid = excluded.guid, link = excluded.link,"
        " words = excluded.words, piece = excluded.piece",
        (entry.article, feed, entry.guid, entry.link, entry.words, entry.piece),
    )


def put_piece(db: sqlite3.Connection, article: int, piece: str) -> None:
    """The entry was read from another piece, and is as it was."""
    if article < 0:
        db.execute("UPDATE forgotten SET piece = ? WHERE number = ?", (piece, -article))
    else:
        db.execute("UPDATE entries SET piece = ? WHERE article = ?", (piece, article))


def pieces(db: sqlite3.Connection, feed: int, most: int) -> frozenset[str]:
    """The pieces of a feed that its latest entries were read from."""
    rows = db.execute(
        "SELECT * FROM (SELECT piece FROM entries WHERE feed = ?1 ORDER BY article DESC LIMIT ?2)"
        " UNION SELECT * FROM"
        " (SELECT piece FROM forgotten WHERE feed = ?1 ORDER BY number DESC LIMIT ?2)",
        (feed, most),
    )
    return frozenset(row[0] for row in rows if row[0])


def sums(db: sqlite3.Connection, feed: int, most: int) -> frozenset[str]:
    """The hashes of what the latest articles of a feed were made from, gone ones too."""
    rows = db.execute(
        "SELECT * FROM (SELECT a.sha256 FROM entries e JOIN articles a ON a.key = e.article"
        " WHERE e.feed = ?1 ORDER BY e.article DESC LIMIT ?2)"
        " UNION SELECT * FROM"
        " (SELECT sha256 FROM forgotten WHERE feed = ?1 ORDER BY number DESC LIMIT ?2)",
        (feed, most),
    )
    return frozenset(row[0] for row in rows)


def of_pieces(db: sqlite3.Connection, feed: int, pieces: Sequence[str]) -> dict[str, Entry]:
    """The entries that were read from these pieces."""
    rows = db.execute(
        f"SELECT {_FORGOTTEN} FROM forgotten WHERE feed = ?1"
        " AND piece IN (SELECT value FROM json_each(?2))"
        " UNION ALL SELECT article, guid, link, words, piece FROM entries WHERE feed = ?1"
        " AND piece IN (SELECT value FROM json_each(?2))",
        (feed, json.dumps(list(pieces))),
    )
    return {row[4]: Entry(*row) for row in rows}


def forgotten_dates(db: sqlite3.Connection, numbers: Sequence[int]) -> list[str]:
    """When entries that were tidied away had been published; `Entry.article` of each."""
    rows = db.execute(
        "SELECT published FROM forgotten WHERE number IN (SELECT -value FROM json_each(?))",
        (json.dumps(list(numbers)),),
    )
    return [row[0] for row in rows]


def keys(db: sqlite3.Connection, feed: int) -> list[int]:
    """The articles of a feed."""
    return [row[0] for row in db.execute("SELECT article FROM entries WHERE feed = ?", (feed,))]


def untouched(db: sqlite3.Connection, feed: int) -> list[int]:
    """The articles of a feed that are neither starred nor tagged nor noted."""
    rows = db.execute(
        "SELECT e.article FROM entries e JOIN states s ON s.article = e.article"
        " WHERE e.feed = ? AND s.starred = 0"
        " AND NOT EXISTS (SELECT 1 FROM tagged g WHERE g.article = e.article)"
        " AND NOT EXISTS (SELECT 1 FROM notes n WHERE n.article = e.article AND n.text != '')",
        (feed,),
    )
    return [row[0] for row in rows]


def feeds_of(db: sqlite3.Connection, articles: Sequence[int]) -> dict[int, int]:
    """The feed of each of these articles that came with one."""
    rows = db.execute(
        "SELECT article, feed FROM entries WHERE article IN (SELECT value FROM json_each(?))",
        (json.dumps(list(articles)),),
    )
    return dict(rows.fetchall())
