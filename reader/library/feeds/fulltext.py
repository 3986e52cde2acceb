"""The whole article from its page, where a feed gives only a teaser.

The page is fetched with the manners of a feed, read in a process that can be ended
after ten seconds, and kept beside what the feed gave.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager

from reader.errors import DocumentError
from reader.library.feeds.parsers import PAGE_S, Parsers
from reader.light import dataclass
from reader.models import Feed, Parsed
from reader.sources.http.addresses import host_of
from reader.sources.http.client import Ask, Failed, Fetched, Session
from reader.store import articles, entries, feeds, pages, undo
from reader.store.database import Database
from reader.store.undo import Change

_LOOK_S = 0.1

Stopped = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class FullText:
    """What became of the wish for an article's whole text."""

    key: int
    page: bool
    """The page's text is shown now; else what the feed gave."""
    why: str = ""
    """Why it cannot be had, without a full stop; then nothing has changed."""


def toggle(database: Database, key: int, stopped: Stopped) -> FullText:
    """Show the page's text in place of the article's own, or the other way round; that can be undone.

    The page is fetched where that has not been done.
    """
    with database.writing() as db:
        shown = pages.toggle(db, key)
        if shown is not None:
            _record(db, key, shown)
    if shown is not None:
        return FullText(key, shown)
    return asyncio.run(_stoppable(database, key, stopped))


async def _stoppable(database: Database, key: int, stopped: Stopped) -> FullText:
    async with Session() as session, Parsers(1) as parsers:
        work = asyncio.ensure_future(fetch(database, session, parsers, key, logged=True))
        while not work.done() and not stopped():
            await asyncio.wait({work}, timeout=_LOOK_S)
        if work.done():
            return work.result()
        work.cancel()
        await asyncio.wait({work})
    return FullText(key, False, "was stopped")


async def fetch_all(
    database: Database,
    session: Session,
    parsers: Parsers,
    keys: Sequence[int],
    turn: Callable[[str], AbstractAsyncContextManager[object]],
    stopped: Stopped = lambda: False,
) -> str:
    """Fetch the pages of new articles; what cannot be had keeps what the feed gave.

    `turn` waits until a host may be asked. Says, as a part of a sentence, what could not
    be had; "" where all could.
    """
    found = articles.walk(database.connection, keys, bodies=False)
    wanted = [(article.headline.key, host_of(article.url)) for article in found if article.url]
    failed = []
    for key, host in wanted:
        if stopped():
            break
        async with turn(host):
            done = await fetch(database, session, parsers, key)
        if done.why:
            failed.append(done.why)
    many = f"of {len(failed)} articles" if failed[1:] else "of an article"
    return f"the page {many} could not be had: it {failed[0]}" if failed else ""


async def fetch(
    database: Database, session: Session, parsers: Parsers, key: int, *, logged: bool = False
) -> FullText:
    """Fetch the page of an article and show its text; with `logged`, that can be undone."""
    article = articles.article(database.connection, key)
    if article is None:
        return FullText(key, False, "is no longer in the library")
    if not article.url:
        return FullText(key, False, "has no address")
    number = entries.feeds_of(database.connection, [key]).get(key)
    feed = feeds.get(database.connection, number) if number else None
    answer = await session.ask(request(article.url, feed))
    if not isinstance(answer, Fetched):
        return FullText(key, False, answer.why if isinstance(answer, Failed) else "has not changed")
    try:
        parsed: Parsed = await parsers.parse(
            "page", answer.body, answer.address, answer.charset, limit=PAGE_S
        )
    except DocumentError as error:
        return FullText(key, False, str(error))
    with database.writing() as db:
        if articles.headlines(db, [key]):
            if logged and not pages.shown(db, key):
                _record(db, key, True)
            pages.put(
                db,
                key,
                parsed.blocks,
                address=answer.address,
                encoding=parsed.encoding,
                raw=answer.body,
                now=int(time.time()),
            )
    return FullText(key, True)


def _record(db: sqlite3.Connection, key: int, page: bool) -> None:
    """Log which text of an article is shown."""
    undo.record(db, [Change("page", int(not page), int(page), [key])], int(time.time()))


def request(address: str, feed: Feed | None) -> Ask:
    """How the page of an entry is asked for: nobody typed its address.

    A page on the feed's own host is as private as the feed; its headers are for the feed alone.
    """
    own = feed is not None and feed.typed and host_of(feed.address) == host_of(address)
    return Ask(address, agent=feed.wishes.agent if feed else "", typed=own)
