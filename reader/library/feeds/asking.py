"""A feed asked for and parsed: network and parser, no store."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable

from reader.errors import DocumentError
from reader.library.feeds.parsers import Parsers
from reader.light import dataclass
from reader.models import Feed, NotAFeed, ParsedFeed
from reader.parsing.feeds.arrival import Arrival
from reader.sources.http.addresses import with_secret
from reader.sources.http.answers import FEEDS
from reader.sources.http.client import Ask, Failed, Fetched, Session, Unchanged


@dataclass(frozen=True, slots=True)
class Read:
    """A feed, and what its entries become."""

    fetched: Fetched
    feed: ParsedFeed
    """Without entries."""
    arrivals: tuple[Arrival, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Same:
    """The feed is as it was."""

    answer: Unchanged | Fetched


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something came that is no feed."""

    fetched: Fetched
    why: str
    html: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of asking, and how long that took until the last byte."""

    outcome: Read | Same | Unreadable | Failed
    took: int
    """Milliseconds."""


def request(feed: Feed) -> Ask:
    """How a feed is asked for."""
    wishes, health = feed.wishes, feed.health
    return Ask(
        with_secret(feed.address, feed.secret),
        FEEDS,
        agent=wishes.agent,
        headers=wishes.headers,
        etag=health.etag,
        modified=health.modified,
        typed=feed.typed,
    )


Known = tuple[frozenset[str], frozenset[str]]


def _none() -> Known:
    return frozenset(), frozenset()


async def ask(
    session: Session,
    parsers: Parsers,
    ask: Ask,
    sha256: str = "",
    known: Callable[[], Known] = _none,
) -> Asked:
    """Ask for a feed.

    Args:
        sha256: of the body that was read last; the same again is not parsed again.
        known: gives the sums of entries that are here already, and of the pieces they were
            read from; called when something came.
    """
    began = time.monotonic()
    answer = await session.ask(ask)
    took = int((time.monotonic() - began) * 1000)
    if isinstance(answer, Failed):
        return Asked(answer, took)
    if isinstance(answer, Unchanged):
        return Asked(Same(answer), took)
    found = hashlib.sha256(answer.body).hexdigest()
    if found == sha256:
        return Asked(Same(answer), took)
    return Asked(await _read(parsers, answer, found, known()), took)


async def _read(parsers: Parsers, fetched: Fetched, sha256: str, known: Known) -> Read | Unreadable:
    charset = f"; charset={fetched.charset}" if fetched.charset else ""
    kind = fetched.content_type + charset
    try:
        found = await parsers.parse("feed", fetched.body, fetched.address, kind, *known)
    except DocumentError as error:
        return Unreadable(fetched, str(error))
    if isinstance(found, NotAFeed):
        return Unreadable(fetched, found.why, found.html)
    feed, arrived = found
    return Read(fetched, feed, tuple(arrived), sha256)
