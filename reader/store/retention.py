"""Which articles of feeds may go, and what stays known of them when they are gone.

Only what came with a feed ever goes. A document or page that a person added stays, and so
does what is starred, tagged or noted, what was marked unread by hand, and what came in or
was touched within a day, so that whatever was just done can still be undone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from reader.light import dataclass
from reader.models import Keep
from reader.store import articles

_DAY = 86_400
_TOUCHED = (
    "max(a.added, s.read_at, s.starred_at,"
    " coalesce((SELECT changed FROM positions WHERE article = s.article), 0),"
    " coalesce((SELECT changed FROM notes WHERE article = s.article), 0))"
)
_FREE = (
    "s.starred = 0 AND (s.read = 1 OR (s.read_at = 0 AND :unread))"
    " AND NOT EXISTS (SELECT 1 FROM tagged WHERE article = s.article)"
    " AND NOT EXISTS (SELECT 1 FROM notes WHERE article = s.article AND text != '')"
    " AND NOT EXISTS (SELECT 1 FROM origins WHERE article = s.article)"
    f" AND {_TOUCHED} <= :now - {_DAY}"
)
_ENTRIES = "entries e JOIN states s ON s.article = e.article JOIN articles a ON a.key = e.article"
_OVER = (
    f"(r.days > 0 AND {_TOUCHED} <= :now - r.days * {_DAY}) OR (r.count > 0 AND place > r.count)"
)
_BYTES = (
    "(SELECT length(CAST(blocks AS BLOB)) FROM bodies WHERE article = e.article)"
    " + coalesce((SELECT sum(length(packed)) FROM originals WHERE article = e.article), 0)"
    " + coalesce((SELECT length(packed) + length(CAST(other AS BLOB)) FROM pages"
    " WHERE article = e.article), 0)"
)


@dataclass(frozen=True, slots=True)
class Share:
    """What a feed gives up."""

    feed: int
    name: str
    keys: tuple[int, ...]
    bytes: int
    """Of text, originals and pages as they are stored; rows and indexes come on top."""


def rules(db: sqlite3.Connection, otherwise: Keep) -> dict[int, Keep]:
    """How long each feed's articles are kept; `otherwise` where nothing was said of the feed."""
    rows = db.execute("SELECT feed, keep_days, keep_count FROM feeds")
    return {
        feed: otherwise if days is None else Keep(days, count or 0) for feed, days, count in rows
    }


def over(
    db: sqlite3.Connection, kept: Mapping[int, Keep], now: int, *, unread: bool
) -> list[Share]:
    """What each feed gives up, the largest share first. Reads the rows of all articles of feeds.

    Args:
        unread: articles that were never read may go, too.
    """
    limited = [[feed, keep.days, keep.count] for feed, keep in kept.items() if keep.limits]
    rows = db.execute(
        "WITH r AS (SELECT value ->> 0 AS feed, value ->> 1 AS days, value ->> 2 AS count"
        " FROM json_each(:rules)),"
        " e AS (SELECT entries.article, entries.feed, row_number() OVER (PARTITION BY entries.feed"
        " ORDER BY states.sorted DESC, entries.article DESC) AS place"
        " FROM entries JOIN states ON states.article = entries.article"
        " WHERE entries.feed IN (SELECT feed FROM r))"
        f" SELECT e.feed, e.article, {_BYTES} FROM e JOIN r ON r.feed = e.feed"
        " JOIN states s ON s.article = e.article JOIN articles a ON a.key = e.article"
        f" WHERE ({_OVER}) AND {_FREE} ORDER BY e.article",
        {"rules": json.dumps(limited), "now": now, "unread": int(unread)},
    )
    return _shares(db, rows)


def over_in_all(
    db: sqlite3.Connection, total: int, gone: Sequence[int], now: int, *, unread: bool
) -> list[Share]:
    """What goes so that `total` articles of feeds are left, beside what is `gone` already.

    Those that were touched longest ago go first, of feeds without a limit of their own.
    There may be fewer than that which may go.
    """
    (here,) = db.execute("SELECT count(DISTINCT article) FROM entries").fetchone()
    surplus = here - len(gone) - total
    if surplus <= 0:
        return []
    rows = db.execute(
        f"SELECT e.feed, e.article, {_BYTES} FROM {_ENTRIES} JOIN feeds f ON f.feed = e.feed"
        f" WHERE f.keep_days IS NULL AND {_FREE}"
        " AND e.article NOT IN (SELECT value FROM json_each(:gone))"
        f" ORDER BY {_TOUCHED}, e.article LIMIT :surplus",
        {"gone": json.dumps(list(gone)), "now": now, "unread": int(unread), "surplus": surplus},
    )
    return _shares(db, rows)


def joined(shares: Iterable[Share]) -> list[Share]:
    """One share for each feed, the largest first."""
    found: dict[int, Share] = {}
    for share in shares:
        before = found.get(share.feed, Share(share.feed, share.name, (), 0))
        keys, size = (*before.keys, *share.keys), before.bytes + share.bytes
        found[share.feed] = Share(share.feed, share.name, keys, size)
    return sorted(found.values(), key=lambda share: (-share.bytes, share.name))


def _shares(db: sqlite3.Connection, rows: Iterable[tuple[int, int, int]]) -> list[Share]:
    """From feed, article and size to what each feed gives up, the largest first."""
    found: dict[int, list[tuple[int, int]]] = {}
    for feed, article, size in rows:
        found.setdefault(feed, []).append((article, size))
    names = dict(db.execute("SELECT feed, name FROM feeds").fetchall())
    shares = [
        Share(feed, names[feed], tuple(key for key, _ in gone), sum(size for _, size in gone))
        for feed, gone in found.items()
    ]
    return sorted(shares, key=lambda share: (-share.bytes, share.name))


def forget(db: sqlite3.Connection, keys: Sequence[int], now: int, *, unread: bool) -> list[int]:
    """Delete those of these articles that may still go, and remember which entries they were.

    Returns their keys. What somebody starred or read since they were chosen stays.
    """
    asked = {"keys": json.dumps(list(keys)), "now": now, "unread": int(unread)}
    rows = db.execute(
        f"SELECT e.article FROM {_ENTRIES}"
        f" WHERE e.article IN (SELECT value FROM json_each(:keys)) AND {_FREE} ORDER BY e.article",
        asked,
    )
    going = [row[0] for row in rows]
    remember(db, going, now)
    articles.delete(db, going)
    return going


def remember(db: sqlite3.Connection, keys: Sequence[int], now: int) -> None:
    """Which entries of feeds these articles are, so that they do not come in as new again."""
    db.execute(
        "INSERT INTO forgotten (feed, guid, link, words, piece, sha256, published, forgotten)"
        " SELECT e.feed, e.guid, e.link, e.words, e.piece, a.sha256, a.published, ?"
        " FROM json_each(?) j JOIN entries e ON e.article = j.value"
        " JOIN articles a ON a.key = e.article JOIN feeds f ON f.feed = e.feed AND f.followed = 1",
        (now, json.dumps(list(keys))),
    )


def drop_left(db: sqlite3.Connection) -> None:
    """A feed that is followed no longer goes with its last article."""
    db.execute("DELETE FROM feeds WHERE followed = 0 AND feed NOT IN (SELECT feed FROM entries)")
