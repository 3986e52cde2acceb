"""Entries in: new ones become articles, edited ones update theirs, the rest is left alone.

Inside a transaction that the caller holds. What a person did to an article is never touched.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from reader import parsing
from reader.models import Document, Feed, Parsed
from reader.parsing.feeds.arrival import Arrival
from reader.parsing.feeds.identity import EntryIdentity, match, new_id
from reader.store import articles, entries, furniture, states

_NAME = "entry.json"
_VERSIONS = 20
"""So many texts of an entry are kept, the latest among them: some write a counter into it."""
_KNOWN = 3000
"""So many of a feed's latest articles are known by their sums: more than a feed is read of."""


@dataclass(slots=True)
class Received:
    """What a feed brought."""

    new: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)


def known_sums(db: sqlite3.Connection, feed: int) -> frozenset[str]:
    """The sums of entries that need not be made into articles, as they are here already."""
    rows = db.execute(
        "SELECT a.sha256 FROM entries e JOIN articles a ON a.key = e.article WHERE e.feed = ?"
        " ORDER BY e.article DESC LIMIT ?",
        (feed, _KNOWN),
    )
    return frozenset(row[0] for row in rows)


def receive(db: sqlite3.Connection, feed: Feed, arrived: Sequence[Arrival], now: int) -> Received:
    """Take in the entries of a feed, which stand in the feed's own order."""
    received = Received()
    homes = _homes(db, feed.key, arrived)
    seen: set[EntryIdentity | int] = set()
    wanted: list[tuple[Arrival, int | None]] = []
    for arrival, home in zip(arrived, homes, strict=True):
        # Of two that are one, the upper counts.
        if (same := home or arrival.identity) not in seen:
            seen.add(same)
            wanted.append((arrival, home))
    known = furniture.known(db, feed.name)
    for arrival, home in reversed(wanted):  # the upper gets the higher key, which is listed first
        if home is not None:
            if _edit(db, feed, home, arrival, known, now):
                received.updated.append(home)
        elif arrival.parsed is not None:
            received.new.append(_insert(db, feed, arrival, arrival.parsed, known, now))
    if feed.wishes.muted:
        states.put(db, received.new, "read", True, now)
    return received


def _homes(db: sqlite3.Connection, feed: int, arrived: Sequence[Arrival]) -> tuple[int | None, ...]:
    """The article that each entry is, None for a new one."""
    fresh = [arrival.identity for arrival in arrived]
    alike = entries.alike(
        db,
        feed,
        {i.guid for i in fresh if i.guid},
        {i.link for i in fresh if not i.guid and i.link},
        {i.text for i in fresh if not i.guid and not i.link},
    )
    known = [(str(e.article), EntryIdentity(e.guid, e.link, e.words)) for e in alike]
    return tuple(None if name is None else int(name) for name in match(known, fresh))


def _insert(
    db: sqlite3.Connection,
    feed: Feed,
    arrival: Arrival,
    parsed: Parsed,
    known: frozenset[str],
    now: int,
) -> int:
    cleared = _cleared(feed, parsed, known)
    name = partial(new_id, feed.scope, arrival.identity)
    key = articles.insert(db, cleared, arrival.sha256, name, now)
    _know(db, feed, key, arrival)
    _keep(db, feed, key, arrival, parsed, now)
    return key


def _edit(
    db: sqlite3.Connection,
    feed: Feed,
    key: int,
    arrival: Arrival,
    known: frozenset[str],
    now: int,
) -> bool:
    parsed = arrival.parsed
    if parsed is None or articles.content_of(db, key) == arrival.sha256:
        return False
    # An edit does not make it appear anew: the first date stands.
    first = articles.published(db, key)
    parsed = replace(parsed, published=first or parsed.published)
    changed = articles.update(db, key, _cleared(feed, parsed, known), arrival.sha256)
    _know(db, feed, key, arrival)
    if changed:
        _keep(db, feed, key, arrival, parsed, now)
        articles.drop_former(db, key, _VERSIONS)
    return changed


def _cleared(feed: Feed, parsed: Parsed, known: frozenset[str]) -> Parsed:
    """The article under the feed's name, without the lines known to recur in all of its entries."""
    blocks = parsing.mark_repeated(parsed.blocks, known) if known else parsed.blocks
    return replace(parsed, source=feed.name, blocks=blocks)


def _know(db: sqlite3.Connection, feed: Feed, key: int, arrival: Arrival) -> None:
    is_ = arrival.identity
    entries.put(db, feed.key, entries.Entry(key, is_.guid, is_.link, is_.text))


def _keep(
    db: sqlite3.Connection, feed: Feed, key: int, arrival: Arrival, parsed: Parsed, now: int
) -> None:
    document = Document(feed.address, _NAME, arrival.raw)
    articles.keep_original(db, key, document, parsed, arrival.sha256, now)
    furniture.record(db, feed.name, key, parsing.edges(parsed.blocks))
