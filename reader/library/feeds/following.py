"""From what a person typed to a feed that is followed: asked for, looked for, kept.

A feed is followed when it has been seen to be one; what it has now comes in with it.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace

from reader.errors import DocumentError
from reader.library.feeds import asking, fulltext, leaving, naming, secrets, wishing
from reader.library.feeds.asking import Asked, Read, Unreadable
from reader.library.feeds.parsers import PAGE_S, Parsers
from reader.library.feeds.saving import save_in
from reader.light import dataclass
from reader.models import Failure, Feed, FeedLink, Wishes
from reader.parsing.feeds import common_places
from reader.safe import line
from reader.sources.http.addresses import (
    as_address,
    host_of,
    parted,
    shown,
    unencrypted,
    with_secret,
)
from reader.sources.http.answers import FEEDS
from reader.sources.http.client import Ask, Failed, Session
from reader.store import departures, feeds, undo
from reader.store.database import Database
from reader.store.undo import Change

_LOOK_S = 0.1
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_MOST_PLACES = 8
"""Common places that are tried on a site that names no feed."""

Stopped = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed that is followed now."""

    feed: Feed
    new: tuple[int, ...] = ()
    """Articles that came in with it."""
    before: bool = False
    """It was followed already, and nothing was changed."""
    lacking: str = ""
    """What could not be had of its articles' pages, as a part of a sentence."""
    plain: bool = False
    """Nobody said how to ask, nothing answered with https, and http it is."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A site that has several feeds."""

    address: str
    links: tuple[FeedLink, ...]


@dataclass(frozen=True, slots=True)
class Unfollowed:
    """A feed that is followed no longer."""

    feed: Feed
    kept: int
    """Articles that stay, because they are starred, tagged or noted,"""
    removed: int
    """and those that went."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A feed that was read, and where."""

    address: str
    secret: str
    typed: bool
    asked: Asked
    plain: bool = False
    """Nothing answered with encryption."""


def follow(
    database: Database, typed: str, wishes: Wishes, pick: int, stopped: Stopped
) -> Followed | Choice | Failure:
    """Follow the feed at an address, or the feed that the site there names.

    Args:
        typed: as a person typed it, so that its host may be a private one.
        pick: which feed of several, from 1; 0 to be asked.
    """
    try:
        address, secret = parted(as_address(typed))
    except ValueError:
        return Failure(line(shown(typed)), "is not a web address")
    if known := _known(database, address):
        if secret:
            _give(database, known, secret)
        return Followed(_permitted(database, known), before=True)
    try:
        given, headers = secrets.opened(secret, wishes.headers)
    except secrets.Withheld as why:
        return Failure(shown(address), str(why))
    asked = replace(wishes, headers=headers)
    plain = "" if given or headers else unencrypted(typed)
    found = asyncio.run(_searched(address, given, asked, pick, stopped, plain))
    if not isinstance(found, _Found):
        return found
    if known := _known(database, found.address):
        return Followed(known, before=True)
    own = secret if found.secret else ""
    own, headers = secrets.sealed(database, found.address, own, wishes.headers)
    followed = _kept(database, replace(found, secret=own), replace(wishes, headers=headers))
    if not (wishes.fulltext and followed.new):
        return followed
    return replace(followed, lacking=asyncio.run(_completed(database, followed.new, stopped)))


async def _completed(database: Database, new: Sequence[int], stopped: Stopped) -> str:
    """The pages of its articles, one after the other; what could not be had."""
    async with Session() as session, Parsers(1) as parsers:
        return await fulltext.fetch_all(
            database, session, parsers, new, lambda _: nullcontext(), stopped
        )


def _give(database: Database, feed: Feed, secret: str) -> None:
    """Another password for a feed that is followed."""
    secret, _ = secrets.sealed(database, feed.address, secret, ())
    with database.writing() as db:
        feeds.put_secret(db, feed.key, secret)


def _known(database: Database, address: str) -> Feed | None:
    known = feeds.with_same(database.connection, naming.same(address))
    return feeds.get(database.connection, known[0]) if known else None


def _permitted(database: Database, feed: Feed) -> Feed:
    """The feed, whose address a person has typed now: its host may be a private one."""
    if not feed.typed:
        with database.writing() as db:
            feeds.permit(db, feed.key)
    return feeds.get(database.connection, feed.key) or feed


async def _searched(
    address: str, secret: str, wishes: Wishes, pick: int, stopped: Stopped, plain: str
) -> _Found | Choice | Failure:
    async with Session() as session, Parsers(1) as parsers:
        search = _Search(session, parsers, address, secret, wishes, plain)
        work = asyncio.ensure_future(search.found(pick))
        while not work.done() and not stopped():
            await asyncio.wait({work}, timeout=_LOOK_S)
        if work.done():
            return work.result()
        work.cancel()
        await asyncio.wait({work})
    return Failure(shown(address), "was stopped")


@dataclass(slots=True)
class _Search:
    """A feed at an address, or on the site there."""

    session: Session
    parsers: Parsers
    address: str
    secret: str
    wishes: Wishes
    plain: str = ""
    """The address without encryption, to be asked where nothing answers at the first; "" for none."""

    async def found(self, pick: int) -> _Found | Choice | Failure:
        here = await self._ask(self.address)
        if self.plain and isinstance(here.asked.outcome, Failed) and here.asked.outcome.silent:
            return await self._without_encryption(pick)
        outcome = here.asked.outcome
        if isinstance(outcome, Read):
            return here
        if not (isinstance(outcome, Unreadable) and _is_page(outcome)):
            why = outcome.why if isinstance(outcome, Unreadable | Failed) else ""
            return Failure(shown(self.address), why)
        page = outcome.fetched
        links = await self._links(page.body, page.address)
        if len(links) > 1 and not pick:
            return Choice(page.address, links)
        if pick > max(1, len(links)):
            return Failure(
                shown(self.address), f"names {len(links)} feeds; there is no number {pick}"
            )
        if not links:
            return await self._tried(page.address)
        return await self._named(links[max(pick, 1) - 1])

    async def _without_encryption(self, pick: int) -> _Found | Choice | Failure:
        """The same at the other address; a failure says that both were tried."""
        first, self.address, self.plain = self.address, self.plain, ""
        found = await self.found(pick)
        if isinstance(found, _Found):
            return replace(found, plain=True)
        if isinstance(found, Choice):
            return found
        return Failure(found.what, f"{found.why}; nothing answers at {shown(first)}")

    async def _links(self, body: bytes, address: str) -> tuple[FeedLink, ...]:
        """The feeds that a page names; those of comments only where there are no others."""
        try:
            found: tuple[FeedLink, ...] = await self.parsers.parse(
                "links", body, address, limit=PAGE_S
            )
        except DocumentError:
            return ()
        return found

    async def _named(self, link: FeedLink) -> _Found | Failure:
        found = await self._ask(link.address)
        if isinstance(found.asked.outcome, Read):
            return found
        outcome = found.asked.outcome
        why = outcome.why if isinstance(outcome, Unreadable | Failed) else "is no feed"
        return Failure(shown(link.address), why)

    async def _tried(self, address: str) -> _Found | Failure:
        """A site that names no feed: where others have theirs."""
        for place in common_places(address)[:_MOST_PLACES]:
            found = await self._ask(place)
            if isinstance(found.asked.outcome, Read):
                return found
        return Failure(shown(self.address), "names no feed, and none is where sites often have one")

    async def _ask(self, address: str) -> _Found:
        """Nobody typed another host than that of the address."""
        own = host_of(address) == host_of(self.address)
        secret = self.secret if own else ""
        ask = Ask(
            with_secret(address, secret),
            FEEDS,
            agent=self.wishes.agent,
            headers=self.wishes.headers if own else (),
            typed=own,
        )
        asked = await asking.ask(self.session, self.parsers, ask)
        # Permitted is what was meant: a public name must not lead into a private network later.
        typed = own and self.session.led_home(host_of(address))
        return _Found(address, secret, typed, asked)


def _is_page(unreadable: Unreadable) -> bool:
    return unreadable.html or unreadable.fetched.content_type in _PAGES


def _kept(database: Database, found: _Found, wishes: Wishes) -> Followed:
    read = found.asked.outcome
    assert isinstance(read, Read)
    now = int(time.time())
    with database.writing() as db:
        key, new = keep_in(
            db,
            feeds.names(db),
            found.address,
            found.secret,
            wishes,
            typed=found.typed,
            site="",
            attributes=(),
            now=now,
        )
        saved = save_in(db, key, found.asked, now, random.random())
        record(db, [key] if new else [], now)
    assert saved is not None
    return Followed(saved.feed, tuple(saved.received.new), plain=found.plain)


def record(db: feeds.Connection, keys: Sequence[int], now: int) -> None:
    """Log that these feeds are followed now, as one action; inside the transaction that does it."""
    undo.record(db, [Change("follow", 0, departures.new_number(db), [], key) for key in keys], now)


def keep_in(
    db: feeds.Connection,
    taken: dict[str, int],
    address: str,
    secret: str,
    wishes: Wishes,
    *,
    typed: bool,
    site: str,
    attributes: tuple[tuple[str, str], ...],
    now: int,
) -> tuple[int, bool]:
    """Follow an address; its number, and whether that is new. Inside a caller's transaction.

    `taken` are the names given so far.
    """
    same = naming.same(address)
    known = feeds.with_same(db, same)
    if known is not None and known[1]:
        return known[0], False
    name = naming.free_name(wishes.name, address, taken)
    if known is None:
        key = feeds.insert(
            db,
            address,
            same,
            secret,
            typed=typed,
            name=name,
            site=site,
            attributes=attributes,
            now=now,
        )
    else:
        key = known[0]
        feeds.follow_again(db, key, address, secret, typed=typed, name=name)
    feeds.wish(db, key, replace(wishes, name=name))
    taken[name] = key
    return key, True


def unfollow(database: Database, key: int) -> Unfollowed | None:
    """Follow a feed no longer; articles that are starred, tagged or noted stay. None if none is followed.

    The rest goes, and comes back when this is undone.
    """
    now = int(time.time())
    with database.writing() as db:
        feed = feeds.get(db, key)
        if feed is None:
            return None
        number, gone = leaving.leave(db, key, now)
        undo.record(db, [Change("feed", 1, 0, gone, number)], now)
    return Unfollowed(feed, feed.total - len(gone), len(gone))


def change(database: Database, key: int, wishes: Wishes, now: int) -> Feed | None:
    """Set what a person wants of a feed; an empty name is what the feed calls itself."""
    before = feeds.get(database.connection, key)
    if before is not None and wishes.headers != before.wishes.headers:
        _, headers = secrets.sealed(database, before.address, "", wishes.headers)
        wishes = replace(wishes, headers=headers)
    with database.writing() as db:
        feed = feeds.get(db, key)
        if feed is None:
            return None
        changed = wishing.choose(db, feed, wishes)
        wishing.record(db, feed, changed, now)
        return changed
