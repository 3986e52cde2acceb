"""Feeds that are followed, with their folders and counts, and what fetching learnt of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields

from reader.light import dataclass
from reader.models import Feed, Folder, Health, Keep, Wishes
from reader.store import facts

Connection = sqlite3.Connection

BETWEEN = "\x1f"
"""Between the names of a folder's path; cleaned names cannot hold it."""

_HEALTH = tuple(field.name for field in fields(Health))
_COLUMNS = (
    "f.feed, f.address, f.secret, f.typed, f.scope, f.title, f.site, f.language, f.name, f.pace,"
    " f.agent, f.headers, f.fulltext, f.muted, f.keep_days,"
    " f.keep_count, f.attributes, f.added, t.total, t.unread,"
    " (SELECT group_concat(path, char(30)) FROM filed d WHERE d.feed = f.feed), "
    + ", ".join(f"p.{name}" for name in _HEALTH)
)
_JOINED = "feeds f JOIN tallies t ON t.feed = f.feed JOIN polls p ON p.feed = f.feed"
_ROW = "\x1e"
_LAST = "last feed number"


def every(db: sqlite3.Connection) -> list[Feed]:
    """The feeds that are followed, in the order in which they came."""
    return _found(db, "f.followed = 1 ORDER BY f.feed")


def some(db: sqlite3.Connection, keys: Sequence[int]) -> list[Feed]:
    """Those of these feeds that are followed."""
    wanted = "f.followed = 1 AND f.feed IN (SELECT value FROM json_each(?)) ORDER BY f.feed"
    return _found(db, wanted, json.dumps(list(keys)))


def get(db: sqlite3.Connection, key: int) -> Feed | None:
    """A feed that is followed."""
    return next(iter(some(db, [key])), None)


# Asked for in a future that the clock has left again: its next time may be years away.
_AHEAD = "p.checked > ?1 + 3600"


def due(db: sqlite3.Connection, now: int) -> list[Feed]:
    """The feeds to be asked for by now, those that waited longest first."""
    wanted = f"f.followed = 1 AND p.gone = 0 AND (p.due <= ?1 OR {_AHEAD}) ORDER BY p.due, f.feed"
    return _found(db, wanted, now)


def next_due(db: sqlite3.Connection) -> int | None:
    """When the next feed is to be asked for; None if none ever is."""
    (moment,) = db.execute(
        "SELECT min(p.due) FROM polls p JOIN feeds f ON f.feed = p.feed"
        " WHERE f.followed = 1 AND p.gone = 0"
    ).fetchone()
    return None if moment is None else int(moment)


def _found(db: sqlite3.Connection, where: str, *parameters: str | int) -> list[Feed]:
    rows = db.execute(f"SELECT {_COLUMNS} FROM {_JOINED} WHERE {where}", parameters)
    return [_feed(row) for row in rows]


def _feed(row: tuple[object, ...]) -> Feed:
    key, address, secret, typed, scope, title, site, language, name, pace, agent, headers = row[:12]
    fulltext, muted, days, count, attributes, added, total, unread, paths, *health = row[12:]
    wishes = Wishes(
        name=str(name),
        folders=_folders(paths),
        pace=_int(pace),
        agent=str(agent),
        headers=_pairs(headers),
        fulltext=bool(fulltext),
        muted=bool(muted),
        keep=None if days is None else Keep(_int(days), _int(count)),
    )
    learnt = dict(zip(_HEALTH, health, strict=True))
    learnt["gone"] = bool(learnt["gone"])
    return Feed(
        key=_int(key),
        address=str(address),
        secret=str(secret),
        typed=bool(typed),
        scope=str(scope),
        title=str(title),
        site=str(site),
        language=str(language),
        wishes=wishes,
        attributes=_pairs(attributes),
        added=_int(added),
        total=_int(total),
        unread=_int(unread),
        health=Health(**learnt),  # type: ignore[arg-type]
    )


def _int(value: object) -> int:
    return int(str(value))


def _folders(packed: object) -> tuple[Folder, ...]:
    if packed is None:
        return ()
    return tuple(sorted(tuple(path.split(BETWEEN)) for path in str(packed).split(_ROW)))


def _pairs(packed: object) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in json.loads(str(packed)))


def with_same(db: sqlite3.Connection, same: str) -> tuple[int, bool] | None:
    """The feed whose address is the same but for what does not count, and whether it is followed."""
    row = db.execute("SELECT feed, followed FROM feeds WHERE same = ?", (same,)).fetchone()
    return (row[0], bool(row[1])) if row else None


def names(db: sqlite3.Connection) -> dict[str, int]:
    """The names of the feeds that are followed, each with its number."""
    return dict(db.execute("SELECT name, feed FROM feeds WHERE followed = 1"))


def numbers(db: sqlite3.Connection) -> list[tuple[int, str]]:
    """Number and name of every feed that is followed."""
    return db.execute("SELECT feed, name FROM feeds WHERE followed = 1").fetchall()


def insert(
    db: sqlite3.Connection,
    address: str,
    same: str,
    secret: str,
    *,
    typed: bool,
    name: str,
    site: str,
    attributes: Iterable[tuple[str, str]],
    now: int,
) -> int:
    """Follow an address; returns the feed's number."""
    key, given = new_number(db), json.dumps(list(attributes))
    db.execute(
        "INSERT INTO feeds (feed, address, same, secret, typed, scope, name, site, attributes, added)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (key, address, same, secret, int(typed), same, name, site, given, now),
    )
    return key


def new_number(db: sqlite3.Connection) -> int:
    """A number that no feed ever had: the log of actions may name one that has left.

    SQLite itself would give the highest one again as soon as it is free.
    """
    last = facts.get(db, _LAST)
    (highest,) = db.execute(
        "SELECT coalesce(max(feed), 0) FROM feeds"
        if last
        else "SELECT coalesce(max(n), 0) FROM (SELECT max(feed) AS n FROM feeds"
        " UNION ALL SELECT max(tag) FROM action_changes WHERE what = 'wish')"
    ).fetchone()
    number = max(int(last or 0), int(highest)) + 1
    facts.put(db, _LAST, str(number))
    return number


def follow_again(
    db: sqlite3.Connection, key: int, address: str, secret: str, *, typed: bool, name: str
) -> None:
    """Follow a feed again of which articles were kept; nothing else is left of what it was."""
    db.execute("DELETE FROM filed WHERE feed = ?", (key,))
    db.execute(
        "UPDATE feeds SET address = ?, secret = ?, typed = ?, name = ?, title = '', pace = 0,"
        " agent = '', headers = '[]', fulltext = 0, muted = 0, keep_days = NULL, keep_count = NULL,"
        " followed = 1 WHERE feed = ?",
        (address, secret, int(typed), name, key),
    )
    db.execute("DELETE FROM forgotten WHERE feed = ?", (key,))
    put_health(db, key, Health())


def put_secret(db: sqlite3.Connection, key: int, secret: str) -> None:
    """Say where a feed's password is."""
    db.execute("UPDATE feeds SET secret = ? WHERE feed = ?", (secret, key))


def wish(db: sqlite3.Connection, key: int, wishes: Wishes) -> None:
    """Set what a person chose; the name is that which is to be shown."""
    db.execute(
        "UPDATE feeds SET name = ?, pace = ?, agent = ?, headers = ?, fulltext = ?, muted = ?,"
        " keep_days = ?, keep_count = ? WHERE feed = ?",
        (
            wishes.name,
            wishes.pace,
            wishes.agent,
            json.dumps(wishes.headers),
            int(wishes.fulltext),
            int(wishes.muted),
            wishes.keep and wishes.keep.days,
            wishes.keep and wishes.keep.count,
            key,
        ),
    )
    db.execute("DELETE FROM filed WHERE feed = ?", (key,))
    db.executemany(
        "INSERT OR IGNORE INTO filed (feed, path) VALUES (?, ?)",
        [(key, BETWEEN.join(path)) for path in wishes.folders if path],
    )


def describe(db: sqlite3.Connection, key: int, title: str, site: str, language: str) -> None:
    """Keep what the feed says of itself; "" leaves what was known."""
    db.execute(
        "UPDATE feeds SET title = CASE ?1 WHEN '' THEN title ELSE ?1 END,"
        " site = CASE ?2 WHEN '' THEN site ELSE ?2 END,"
        " language = CASE ?3 WHEN '' THEN language ELSE ?3 END WHERE feed = ?4"
        " AND (title, site, language) != (?1, ?2, ?3)",
        (title, site, language, key),
    )


def move(db: sqlite3.Connection, key: int, address: str, same: str, *, typed: bool) -> None:
    """The feed is asked for at another address from now on."""
    db.execute(
        "UPDATE feeds SET address = ?, same = ?, typed = ? WHERE feed = ?",
        (address, same, int(typed), key),
    )


def permit(db: sqlite3.Connection, key: int) -> None:
    """A person named the feed's host: it may be a private one. It is due where that is new."""
    changed = db.execute("UPDATE feeds SET typed = 1 WHERE feed = ? AND typed = 0", (key,))
    if changed.rowcount:
        db.execute("UPDATE polls SET due = 0 WHERE feed = ?", (key,))


def put_health(db: sqlite3.Connection, key: int, health: Health) -> None:
    """Keep what fetching learnt."""
    named = ", ".join(f"{name} = ?" for name in _HEALTH)
    values = [int(v) if isinstance(v, bool) else v for v in astuple(health)]
    db.execute(f"UPDATE polls SET {named} WHERE feed = ?", (*values, key))


def read_anew(db: sqlite3.Connection, key: int) -> None:
    """Let all that the feed gives be read the next time, also if it is what it gave before."""
    db.execute("UPDATE polls SET etag = '', modified = '', sha256 = '' WHERE feed = ?", (key,))


def forget(db: sqlite3.Connection, key: int) -> None:
    """Follow a feed no longer; its row goes with its last article."""
    left = db.execute("SELECT 1 FROM entries WHERE feed = ? LIMIT 1", (key,)).fetchone()
    if left is None:
        db.execute("DELETE FROM feeds WHERE feed = ?", (key,))
    else:
        db.execute(
            "UPDATE feeds SET followed = 0, secret = '', headers = '[]' WHERE feed = ?", (key,)
        )
        db.execute("DELETE FROM filed WHERE feed = ?", (key,))


@dataclass(frozen=True, slots=True)
class Tally:
    """A feed as a list of feeds shows it."""

    key: int
    name: str
    total: int
    unread: int
    trouble: bool
    folders: tuple[Folder, ...]


def tallies(db: sqlite3.Connection) -> list[Tally]:
    """The feeds that are followed, with how many articles each has."""
    folders: dict[int, list[Folder]] = {}
    for key, path in filed(db):
        folders.setdefault(key, []).append(path)
    rows = db.execute(
        "SELECT f.feed, f.name, t.total, t.unread, p.trouble != '' FROM feeds f"
        " JOIN tallies t ON t.feed = f.feed JOIN polls p ON p.feed = f.feed WHERE f.followed = 1"
    )
    return [
        Tally(key, name, total, unread, bool(trouble), tuple(folders.get(key, ())))
        for key, name, total, unread, trouble in rows
    ]


def filed(db: sqlite3.Connection) -> list[tuple[int, Folder]]:
    """Every feed that is followed with each folder it stands in."""
    rows = db.execute(
        "SELECT d.feed, d.path FROM filed d JOIN feeds f ON f.feed = d.feed WHERE f.followed = 1"
    )
    return [(row[0], tuple(row[1].split(BETWEEN))) for row in rows]
