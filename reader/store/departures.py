"""Feeds that are followed no longer and articles that were deleted, whole, for as long as that
may be undone.

Kept are the rows of a feed and of the articles that went, by table and column as
they were, so that what comes back is what went. Triggers do to rows that come back what
they do to new ones: the index hears of them, and tallies count them.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from base64 import b85decode, b85encode
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Any

from reader.store import facts, feeds, notes, undo

MOST = 30
"""So many feeds that left last are kept, and of what was deleted all that the log can bring back,"""
LONGEST_S = 30 * 86_400
"""for so many seconds at most."""

_OF_FEEDS = ("filed", "forgotten", "polls")
_OF_ARTICLES = (
    *("bodies", "originals", "origins", "edges", "positions", "pages", "entries"),
    *("tagged", "notes", "audible"),
)
_STATE = ("read", "read_at", "starred", "starred_at")

_OVER = (
    "at < ? OR (same = '' AND number NOT IN (SELECT c.tag FROM action_changes c"
    f" JOIN actions a ON a.action = c.action WHERE c.what = 'deleted' AND a.state != {undo.OVERTAKEN}))"
)

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
    return _keep(db, rows["feeds"][0]["same"], rows | _articles(db, articles), now, number)


def keep_articles(
    db: sqlite3.Connection, articles: Sequence[int], now: int, number: int | None = None
) -> int:
    """Keep these articles, which are about to go without their feed; `number` as for `keep`."""
    return _keep(db, "", {"feeds": []} | _articles(db, articles), now, number)


def sizes(db: sqlite3.Connection, articles: Sequence[int]) -> list[tuple[int, int]]:
    """These articles in their order, each with the bytes of its texts as they are stored."""
    return db.execute(
        "SELECT j.value, coalesce(length(CAST(b.blocks AS BLOB)), 0)"
        " + coalesce((SELECT sum(length(packed)) FROM originals WHERE article = j.value), 0)"
        " + coalesce((SELECT length(CAST(other AS BLOB)) + length(packed) FROM pages"
        " WHERE article = j.value), 0)"
        " FROM json_each(?) j LEFT JOIN bodies b ON b.article = j.value ORDER BY j.key",
        (json.dumps(list(articles)),),
    ).fetchall()


def _articles(db: sqlite3.Connection, articles: Sequence[int]) -> dict[str, list[Row]]:
    rows = {"articles": _rows(db, "articles", "key", articles)}
    return rows | {t: _rows(db, t, "article", articles) for t in ("states", *_OF_ARTICLES)}


def _keep(
    db: sqlite3.Connection,
    same: str,
    rows: Mapping[str, list[Row]],
    now: int,
    number: int | None,
) -> int:
    packed = zlib.compress(json.dumps(rows, default=_text).encode("utf-8", "surrogatepass"))
    written = db.execute(
        "INSERT OR REPLACE INTO departures (number, same, at, packed) VALUES (?, ?, ?, ?)",
        (number or new_number(db), same, now, packed),
    )
    db.execute("DELETE FROM departures WHERE at < ?", (now - LONGEST_S,))
    db.execute(
        "DELETE FROM departures WHERE same != '' AND number NOT IN (SELECT number FROM departures"
        " WHERE same != '' ORDER BY at DESC, number DESC LIMIT ?)",
        (MOST,),
    )
    return int(written.lastrowid or 0)


def are_any_over(db: sqlite3.Connection, now: int) -> bool:
    """Is anything kept that is to be kept no longer?"""
    found = db.execute(f"SELECT 1 FROM departures WHERE {_OVER} LIMIT 1", (now - LONGEST_S,))
    return found.fetchone() is not None


def let_go(db: sqlite3.Connection, now: int) -> None:
    """Keep no longer what is old, nor what was deleted in an action that is never undone any more."""
    db.execute(f"DELETE FROM departures WHERE {_OVER}", (now - LONGEST_S,))


def new_number(db: sqlite3.Connection) -> int:
    """A number that no departure ever had, nor was to have: the log of actions names it."""
    (highest,) = db.execute("SELECT coalesce(max(number), 0) FROM departures").fetchone()
    number = max(int(facts.get(db, _LAST) or 0), int(highest)) + 1
    facts.put(db, _LAST, str(number))
    return number


def texts(db: sqlite3.Connection) -> list[str]:
    """Where the secrets of the feeds that may come back are."""
    found = []
    for (packed,) in db.execute("SELECT packed FROM departures WHERE same != ''"):
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
    return feed, _bring(db, rows, lambda _: feed)


def bring_articles_back(db: sqlite3.Connection, number: int) -> list[int]:
    """Put back articles that were deleted, as they were; those that came.

    None of what is not kept any more. On what was added anew meanwhile a person's star, tags and
    note are put again.
    """
    found = db.execute("SELECT packed FROM departures WHERE number = ?", (number,)).fetchone()
    rows = _unpacked(found[0]) if found else {}
    if not rows:
        return []
    known = {row[0] for row in db.execute("SELECT feed FROM feeds")}
    came = _bring(db, rows, lambda feed: feed if feed in known else None)
    for row in rows["entries"]:
        if row["article"] in came:  # its feed may give it again, and it is no news
            identity = (row["feed"], row["guid"], row["link"], row["words"])
            where = "feed = ? AND guid = ? AND link = ? AND words = ?"
            passed = db.execute(f"SELECT piece FROM forgotten WHERE {where}", identity).fetchall()
            if any(piece != row["piece"] for (piece,) in passed):
                feeds.read_anew(db, row["feed"])  # it was edited meanwhile, and passed over
            db.execute(f"DELETE FROM forgotten WHERE {where}", identity)
    return came + _put_on_again(db, rows, frozenset(came))


def _put_on_again(
    db: sqlite3.Connection, rows: Mapping[str, list[Row]], came: Container[int]
) -> list[int]:
    """Give what was put on articles to those that were added anew in their place; which got some."""
    got = []
    for row in rows["articles"]:
        found = db.execute("SELECT key FROM articles WHERE id = ?", (row["id"],)).fetchone()
        if row["key"] in came or found is None:
            continue
        changes, (now,) = db.total_changes, found
        for table in ("states", "tagged", "notes"):
            for own in (each for each in rows.get(table, ()) if each["article"] == row["key"]):
                _put_on(db, table, own | {"article": now})
        if db.total_changes != changes:
            got.append(int(now))
    return got


def _put_on(db: sqlite3.Connection, table: str, row: Row) -> None:
    if table == "states" and row["starred"]:
        db.execute(
            "UPDATE states SET starred = 1, starred_at = ? WHERE article = ? AND starred = 0",
            (row["starred_at"], row["article"]),
        )
    elif table == "tagged":
        _put(db, table, row, "IGNORE")
    elif table == "notes" and row["text"] and not notes.text_of(db, row["article"]):
        _put(db, table, row, "REPLACE")


def _bring(
    db: sqlite3.Connection, rows: Mapping[str, list[Row]], feed_now: Callable[[int], int | None]
) -> list[int]:
    """Put back articles with all that was theirs; `feed_now` gives their feed's present number."""
    known = {table: _columns(db, table) for table in ("articles", *_OF_ARTICLES)}
    back = [row["key"] for row in rows["articles"] if _put_article(db, row, known["articles"])]
    came = set(back)
    for row in rows["states"]:
        if row["article"] in came:
            values = [row[name] for name in _STATE]
            assigned = ", ".join(f"{name} = ?" for name in _STATE)
            db.execute(f"UPDATE states SET {assigned} WHERE article = ?", (*values, row["article"]))
    for table in _OF_ARTICLES:
        # The latest of the originals is the one with the highest number, which they get anew.
        for row in sorted(rows.get(table, ()), key=lambda row: row.get("number", 0)):
            if row["article"] not in came:
                continue
            own = {k: v for k, v in row.items() if k != "number"}
            if table == "entries":
                own["feed"] = feed_now(row["feed"])
                if own["feed"] is None:
                    continue  # its feed is gone, and it is an article like any other
            _put(db, table, own, "IGNORE", known[table])
    for row in rows["articles"]:
        if row["key"] in came:  # a note that comes back counts as an edit, and is none
            revision = row["revision"]
            db.execute(
                "UPDATE articles SET revision = ?1 WHERE key = ?2 AND revision != ?1",
                (revision, row["key"]),
            )
    return back


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
    _put(db, "feeds", row | {"feed": number})
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


def _put_article(db: sqlite3.Connection, row: Row, known: Container[str]) -> bool:
    """Put back an article's row, unless its key or its id is there.

    Without a conflict clause: it would rule in the triggers too, and a change that the index is
    just hearing of, that the article went, would stand for this one.
    """
    there = db.execute("SELECT 1 FROM articles WHERE key = ? OR id = ?", (row["key"], row["id"]))
    return there.fetchone() is None and _put(db, "articles", row, known=known)


def _columns(db: sqlite3.Connection, table: str) -> frozenset[str]:
    return frozenset(column[1] for column in db.execute(f"PRAGMA table_info({table})"))


def _put(
    db: sqlite3.Connection,
    table: str,
    row: Mapping[str, Any],
    otherwise: str = "",
    known: Container[str] = (),
) -> bool:
    """Put back a row; `otherwise` is what is done where one like it is there.

    `known` are the table's columns, where they have been asked for already.
    """
    known = known or _columns(db, table)
    own = {name: value for name, value in row.items() if name in known}
    places = ", ".join("?" * len(own))
    done = db.execute(
        f"INSERT {otherwise and f'OR {otherwise}'} INTO {table} ({', '.join(own)}) VALUES ({places})",
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
