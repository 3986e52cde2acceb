"""What asking for a feed brought, into the store: each feed in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import field, replace

from reader.library.feeds import judging, moves, naming
from reader.library.feeds.asking import Asked, Read, Same, Unreadable
from reader.library.feeds.receiving import Received, receive
from reader.light import dataclass
from reader.models import Feed, Health
from reader.sources.http.addresses import host_of, same_server
from reader.store import articles, entries, feeds
from reader.store.database import Database


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of one feed."""

    feed: Feed
    """As it is afterwards."""
    received: Received = field(default_factory=Received)
    moved_from: str = ""
    """Where it was until now, if it has just moved for good."""


def save(
    database: Database, key: int, asked: Asked, now: int, chance: Callable[[], float]
) -> Saved | None:
    """Keep what came of asking for a feed; None if it is not followed any more."""
    with database.writing() as db:
        return save_in(db, key, asked, now, chance())


def save_all(
    database: Database, asked: Sequence[tuple[int, Asked]], now: int, chance: Callable[[], float]
) -> list[Saved]:
    """The same for feeds that brought nothing, together: each transaction waits for the disk."""
    with database.writing() as db:
        found = [save_in(db, key, each, now, chance()) for key, each in asked]
    return [saved for saved in found if saved is not None]


def save_in(
    db: sqlite3.Connection, key: int, asked: Asked, now: int, chance: float
) -> Saved | None:
    """As `save`, inside a caller's transaction."""
    feed = feeds.get(db, key)
    if feed is None:
        return None
    received = Received()
    if isinstance(asked.outcome, Read):
        feed = _described(db, feed, asked.outcome)
        received = receive(db, feed, asked.outcome.arrivals, now)
    health = _health(feed, asked, received.dates, now, chance)
    if received.new or received.updated:
        health = replace(health, changed=now)
    feeds.put_health(db, key, health)
    moved = _move(db, feed, health)
    after = feeds.get(db, key)
    assert after is not None
    return Saved(after, received, feed.address if moved else "")


def _health(feed: Feed, asked: Asked, dates: Sequence[str], now: int, chance: float) -> Health:
    before, minutes = judging.asked(feed.health, now, asked.took), feed.wishes.pace
    match asked.outcome:
        case Read(fetched, parsed, _, sha256):
            return judging.read(
                before, fetched, parsed, dates, sha256, now, minutes=minutes, chance=chance
            )
        case Same(answer):
            return judging.unchanged(before, answer, now, minutes=minutes, chance=chance)
        case Unreadable(fetched, why):
            return judging.unreadable(before, fetched, why, now, minutes=minutes, chance=chance)
        case failed:
            return judging.refused(before, failed, now, minutes=minutes, chance=chance)


def _described(db: sqlite3.Connection, feed: Feed, read: Read) -> Feed:
    """Keep what the feed says of itself; one that had no name yet takes its title."""
    feeds.describe(db, feed.key, naming.clean(read.feed.title), read.feed.site, read.feed.language)
    if not feed.title and feed.name == naming.unnamed(feed.address) and read.feed.title:
        rename(db, feed, read.feed.title)
    return feeds.get(db, feed.key) or feed


def rename(db: sqlite3.Connection, feed: Feed, name: str) -> None:
    """Show the feed, and the articles of it that are here, under another name."""
    taken = {known for known, key in feeds.names(db).items() if key != feed.key}
    found = naming.free_name(name, feed.address, taken)
    feeds.wish(db, feed.key, replace(feed.wishes, name=found))
    articles.rename_source(db, entries.keys(db, feed.key), found)


def _move(db: sqlite3.Connection, feed: Feed, health: Health) -> bool:
    """Ask for the feed where it has settled; not where another one is followed already."""
    evidence = moves.Evidence(health.moved_to, health.moved_days, health.moved_on)
    if not evidence.settled:
        return False
    same = naming.same(evidence.target)
    other = feeds.with_same(db, same)
    if other is not None and other[0] != feed.key:
        return False
    typed = feed.typed and host_of(evidence.target) == host_of(feed.address)
    if (feed.secret or feed.wishes.headers) and not same_server(feed.address, evidence.target):
        return False  # its password would go to somebody else, or be there for all to read
    feeds.move(db, feed.key, evidence.target, same, typed=typed)
    gone = replace(health, moved_to="", moved_days=0, moved_on=0)
    feeds.put_health(db, feed.key, gone)
    return True
