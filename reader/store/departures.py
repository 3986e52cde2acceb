"""Feeds that are followed no longer, whole, for as long as that may be undone.

Kept are the rows of a feed and of the articles that went with it, by table and column as
they were, so that what comes back is what went. Triggers do to rows that come back what
they do to new ones: the index hears of them, and tallies count them.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from base64 import b85decode, b85encode
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reader.store import facts, feeds

MOST = 30
"""So many of the latest are kept, each"""
LONGEST_S = 30 * 86_400
"""for so many seconds at most."""

_OF_FEEDS = ("filed", "forgotten", "polls")
_OF_ARTICLES = ("bodies", "originals", "origins", "edges", "positions", "pages", "entries")
_STATE = ("read", "read_at", "starred", "starred_at")

_LAST = "last departure"

Row = dict[str, Any]


def keep(
    db: sqlite3.Connection, feed: int, articles: Sequence[int], now: int, number: int | None = None
) -> int:
    """Keep a feed and these articles of it, which are about to go; returns the departure's number.

    `number` is that of an earlier departure which this one replaces, or one given by `new_number`.
    """
    rows = {"feeds": _rows(db, "feeds", "feed", [feed])}
    rows |= {table: _rows(db, table, "feed", [feed]) for table in _OF_FEEDS}
    rows |= {"articles": _rows(db, "articles", "key", articles)}
    rows |= {t: _rows(db, t, "article", articles) for t in ("states", *_OF_ARTICLES)}
    packed = zlib.compress(json.dumps(rows, default=_text).encode("utf-8", "surrogatepass"))
    written = db.execute(
        "INSERT OR REPLACE INTO departures (number, same, at, packed) VALUES (?, ?, ?, ?)",
        (number or new_number(db), rows["feeds"][0]["same"], now, packed),
    )
    db.execute(
        "DELETE FROM departures WHERE at < ? OR number NOT IN"
        " (SELECT number FROM departures ORDER BY at DESC, number DESC LIMIT ?)",
        (now - LONGEST_S, MOST),
    )
    return int(written.lastrowid or 0)


def new_number(db: sqlite3.Connection) -> int:
    """A number that no departure ever had, nor was to have: the log of actions names it."""
    (highest,) = db.execute("SELECT coalesce(max(number), 0) FROM departures").fetchone()
    number = max(int(facts.get(db, _LAST) or 0), int(highest)) + 1
    facts.put(db, _LAST, str(number))
    return number


def texts(db: sqlite3.Connection) -> list[str]:
    """Where the secrets of the feeds that may come back are."""
    found = []
    for (packed,) in db.execute("SELECT packed FROM departures"):
        for row in _unpacked(packed)["feeds"]:
            found += [row["secret"], row["headers"]]
    return found


def whose(db: sqlite3.Connection, number: int) -> tuple[int, str]:
    """The number and the name that a feed had when it left so."""
    (packed,) = db.execute("SELECT packed FROM departures WHERE number = ?", (number,)).fetchone()
    (row,) = _unpacked(packed)["feeds"]
    return row["feed"], row["name"]


def feed_of(db: sqlite3.Connection, number: int) -> int | None:
    """The feed that left so and is followed again, if it is."""
    row = db.execute(
        "SELECT f.feed FROM departures d JOIN feeds f ON f.same = d.same"
        " WHERE d.number = ? AND f.followed = 1",
        (number,),
    ).fetchone()
    return row[0] if row else None


def bring_back(db: sqlite3.Connection, number: int) -> tuple[int, list[int]] | None:
    """Follow the feed again as it was, with the articles that went; the feed and those.

    None where that is not kept any more, or the feed is followed again already.
    """
    found = db.execute("SELECT packed FROM departures WHERE number = ?", (number,)).fetchone()
    if found is None or feed_of(db, number) is not None:
        return None
    rows = _unpacked(found[0])
    feed = _bring_feed(db, rows["feeds"][0])
    db.execute("DELETE FROM forgotten WHERE feed = ?", (feed,))  # those of a feed that stayed known
    for table in _OF_FEEDS:
        for row in rows[table]:
            # Numbers of what was tidied away may be others' by now.
            own = {k: v for k, v in row.items() if k != "number"} | {"feed": feed}
            _put(db, table, own, "REPLACE" if table == "polls" else "IGNORE")
    back = [row["key"] for row in rows["articles"] if _put(db, "articles", row, "IGNORE")]
    came = set(back)
    for row in rows["states"]:
        if row["article"] in came:
            values = [row[name] for name in _STATE]
            assigned = ", ".join(f"{name} = ?" for name in _STATE)
            db.execute(f"UPDATE states SET {assigned} WHERE article = ?", (*values, row["article"]))
    for table in _OF_ARTICLES:
        for row in rows[table]:
            if row["article"] in came:
                own = row | {"feed": feed} if table == "entries" else row
                _put(db, table, {k: v for k, v in own.items() if k != "number"}, "IGNORE")
    return feed, back


def _bring_feed(db: sqlite3.Connection, row: Row) -> int:
    """The feed's row again; where articles of it were kept, that which is there."""
    there = db.execute("SELECT feed FROM feeds WHERE same = ?", (row["same"],)).fetchone()
    if there:
        values = {name: value for name, value in row.items() if name != "feed"}
        assigned = ", ".join(f"{name} = ?" for name in values)
        db.execute(f"UPDATE feeds SET {assigned} WHERE feed = ?", (*values.values(), there[0]))
        return int(there[0])
    taken = db.execute("SELECT 1 FROM feeds WHERE feed = ?", (row["feed"],)).fetchone()
    number = feeds.new_number(db) if taken else int(row["feed"])
    _put(db, "feeds", row | {"feed": number}, "ABORT")
    return number


def _unpacked(packed: bytes) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = json.loads(
        zlib.decompress(packed).decode("utf-8", "surrogatepass")
    )
    return found


def _rows(db: sqlite3.Connection, table: str, column: str, keys: Sequence[int]) -> list[Row]:
    found = db.execute(
        f"SELECT * FROM {table} WHERE {column} IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    )
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]


def _put(db: sqlite3.Connection, table: str, row: Mapping[str, Any], otherwise: str) -> bool:
    known = {column[1] for column in db.execute(f"PRAGMA table_info({table})")}
    own = {name: value for name, value in row.items() if name in known}
    places = ", ".join("?" * len(own))
    done = db.execute(
        f"INSERT OR {otherwise} INTO {table} ({', '.join(own)}) VALUES ({places})",
        list(_bytes(own.values())),
    )
    return done.rowcount == 1


def _text(value: object) -> object:
    """Bytes, which JSON has not."""
    assert isinstance(value, bytes)
    return {"b85": b85encode(value).decode("ascii")}


def _bytes(values: Any) -> Iterator[Any]:
    for value in values:
        yield b85decode(value["b85"]) if isinstance(value, dict) else value
