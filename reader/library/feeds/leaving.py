"""A feed left, and followed again as it was when that is undone. Inside a caller's transaction."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from reader.library.feeds import naming
from reader.models import Feed
from reader.store import articles, departures, entries, feeds


def leave(
    db: sqlite3.Connection, key: int, now: int, number: int | None = None
) -> tuple[int, list[int]]:
    """Follow a feed no longer; the number under which that can be undone, and what went with it.

    `number` is given where the same is done again.
    """
    gone = entries.untouched(db, key)
    number = departures.keep(db, key, gone, now, number)
    articles.delete(db, gone)
    feeds.forget(db, key)
    return number, gone


def take_back(db: sqlite3.Connection, key: int, number: int, now: int) -> list[int] | None:
    """Leave a feed as if it had not been followed; what went with it, None if it is not followed."""
    return None if feeds.get(db, key) is None else leave(db, key, now, number)[1]


def leave_again(db: sqlite3.Connection, number: int, now: int) -> list[int] | None:
    """Leave a feed that was followed again; None if it is not followed."""
    key = departures.feed_of(db, number)
    return None if key is None else leave(db, key, now, number)[1]


def back(db: sqlite3.Connection, number: int) -> list[int] | None:
    """Follow a feed again as it was; the articles that came back with it, None if that cannot be."""
    found = departures.bring_back(db, number)
    if found is None:
        return None
    key, came = found
    feed = feeds.get(db, key)
    assert feed is not None
    taken = {name for name, other in feeds.names(db).items() if other != key}
    if feed.name in taken:
        name = naming.free_name(feed.name, feed.address, taken)
        feeds.wish(db, key, replace(feed.wishes, name=name))
        articles.rename_source(db, entries.keys(db, key), name)
    return came


def followed(db: sqlite3.Connection, number: int) -> Feed | None:
    """The feed that was left under this number, if it is followed."""
    key = departures.feed_of(db, number)
    return None if key is None else feeds.get(db, key)


def left(db: sqlite3.Connection, number: int) -> tuple[str, int]:
    """The name that a feed had which was left under this number, and how many articles stayed."""
    key, name = departures.whose(db, number)
    return name, len(entries.keys(db, key))
