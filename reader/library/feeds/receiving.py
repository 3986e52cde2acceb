"""Entries in: new ones become articles, edited ones update theirs, the rest is left alone.

Inside a transaction that the caller holds. What a person did to an article is never touched.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from functools import partial

from reader import parsing
from reader.light import dataclass
from reader.models import Document, Feed, Parsed
from reader.parsing.feeds.arrival import Arrival
from reader.parsing.feeds.identity import EntryIdentity, match, new_id
from reader.store import articles, entries, furniture, states
from reader.store.entries import Entry

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
    dates: list[str] = field(default_factory=list)
    """Of all its entries, "" where they have none."""


def known_sums(db: sqlite3.Connection, feed: int) -> tuple[frozenset[str], frozenset[str]]:
    """The sums of entries that need not be made into articles, as they are here already; and
    of the pieces of the feed that need not even be parsed.
    """
    return entries.sums(db, feed, _KNOWN), entries.pieces(db, feed, _KNOWN)


@dataclass(frozen=True, slots=True)
class _Known:
    """An entry of the feed as it is now, and what it is known by."""

    arrival: Arrival
    identity: EntryIdentity
    home: Entry | None = None
    """The article that it is, or was before it was tidied away; None for a new one."""


def receive(db: sqlite3.Connection, feed: Feed, arrived: Sequence[Arrival], now: int) -> Received:
    """Take in the entries of a feed, which stand in the feed's own order."""
    received = Received()
    seen: set[EntryIdentity | int] = set()
    wanted: list[_Known] = []
    for each in _homes(db, feed.key, _identified(db, feed.key, arrived)):
        # Of two that are one, the upper counts.
        if (same := each.home.article if each.home else each.identity) not in seen:
            seen.add(same)
            wanted.append(each)
    known = furniture.known(db, feed.name)
    for each in reversed(wanted):  # the upper gets the higher key, which is listed first
        if each.home is not None and each.home.forgotten:
            _pass_over(db, each.home, each.arrival)
        elif each.home is not None:
            if _edit(db, feed, each.home, each, known, now):
                received.updated.append(each.home.article)
        elif each.arrival.parsed is not None:
            received.new.append(_insert(db, feed, each, each.arrival.parsed, known, now))
    if feed.wishes.muted:
        states.put(db, received.new, "read", True, now)
    same_as_before = [each.home.article for each in wanted if each.home and not each.arrival.sha256]
    received.dates = articles.dates(db, same_as_before)
    received.dates += entries.forgotten_dates(db, [key for key in same_as_before if key < 0])
    received.dates += [each.arrival.published for each in wanted if each.arrival.sha256]
    return received


def _identified(db: sqlite3.Connection, feed: int, arrived: Sequence[Arrival]) -> list[_Known]:
    """The entries with what they are known by; those that were not parsed again, by what is kept."""
    pieces = [arrival.piece for arrival in arrived if arrival.identity is None]
    before = entries.of_pieces(db, feed, pieces) if pieces else {}
    found = []
    for arrival in arrived:
        if arrival.identity is not None:
            found.append(_Known(arrival, arrival.identity))
        elif entry := before.get(arrival.piece):
            found.append(_Known(arrival, EntryIdentity(entry.guid, entry.link, entry.words)))
    return found


def _homes(db: sqlite3.Connection, feed: int, arrived: Sequence[_Known]) -> Iterator[_Known]:
    """The same entries, each with the article that it is."""
    fresh = [each.identity for each in arrived]
    alike = entries.alike(
        db,
        feed,
        {i.guid for i in fresh if i.guid},
        {i.link for i in fresh if not i.guid and i.link},
        {i.text for i in fresh if not i.guid and not i.link},
    )
    known = [(str(e.article), EntryIdentity(e.guid, e.link, e.words)) for e in alike]
    entry = {str(e.article): e for e in alike}
    for each, name in zip(arrived, match(known, fresh), strict=True):
        yield each if name is None else replace(each, home=entry[name])


def _insert(
    db: sqlite3.Connection,
    feed: Feed,
    each: _Known,
    parsed: Parsed,
    known: frozenset[str],
    now: int,
) -> int:
    cleared = _cleared(feed, parsed, known)
    name = partial(new_id, feed.scope, each.identity)
    key = articles.insert(db, cleared, each.arrival.sha256, name, now)
    _know(db, feed, key, each)
    _keep(db, feed, key, each.arrival, parsed, now)
    return key


def _edit(
    db: sqlite3.Connection,
    feed: Feed,
    home: Entry,
    each: _Known,
    known: frozenset[str],
    now: int,
) -> bool:
    arrival, key, parsed = each.arrival, home.article, each.arrival.parsed
    if parsed is None or articles.content_of(db, key) == arrival.sha256:
        if arrival.sha256 and arrival.piece != home.piece:
            entries.put_piece(db, key, arrival.piece)
        return False
    # An edit does not make it appear anew: the first date stands.
    first = articles.published(db, key)
    parsed = replace(parsed, published=first or parsed.published)
    changed = articles.update(db, key, _cleared(feed, parsed, known), arrival.sha256)
    _know(db, feed, key, each)
    if changed:
        _keep(db, feed, key, arrival, parsed, now)
        articles.drop_former(db, key, _VERSIONS)
    return changed


def _pass_over(db: sqlite3.Connection, home: Entry, arrival: Arrival) -> None:
    """The feed still offers what was tidied away; edited or not, it does not come back."""
    if arrival.piece and arrival.piece != home.piece:
        entries.put_piece(db, home.article, arrival.piece)


def _cleared(feed: Feed, parsed: Parsed, known: frozenset[str]) -> Parsed:
    """The article under the feed's name, without the lines known to recur in all of its entries."""
    blocks = parsing.mark_repeated(parsed.blocks, known) if known else parsed.blocks
    return replace(parsed, source=feed.name, blocks=blocks)


def _know(db: sqlite3.Connection, feed: Feed, key: int, each: _Known) -> None:
    is_ = each.identity
    entries.put(db, feed.key, Entry(key, is_.guid, is_.link, is_.text, each.arrival.piece))


def _keep(
    db: sqlite3.Connection, feed: Feed, key: int, arrival: Arrival, parsed: Parsed, now: int
) -> None:
    document = Document(feed.address, _NAME, arrival.raw)
    articles.keep_original(db, key, document, parsed, arrival.sha256, now)
    furniture.record(db, feed.name, key, parsing.edges(parsed.blocks))
