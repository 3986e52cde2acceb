"""Many feeds asked for at once, with manners, and what they brought.

At most two at once to one host and sixteen in all. Each feed that brings something is
saved by itself as soon as it is there, and what was learnt of the others soon after, so
that stopping loses nothing and leaves nothing half done.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import field
from functools import partial
from pathlib import Path

from reader.errors import LibraryError
from reader.library.feeds import asking, fulltext
from reader.library.feeds.parsers import Parsers
from reader.library.feeds.receiving import known_sums
from reader.library.feeds.saving import Saved, save, save_all
from reader.library.feeds.secrets import Withheld, has_any, opened_feed
from reader.library.intake import Intake
from reader.light import dataclass
from reader.models import Failure, Feed, Progress
from reader.sources.http.addresses import host_of, shown
from reader.sources.http.client import Failed, Session
from reader.store.database import Database

IN_ALL, PER_HOST = 16, 2
_LOOK_S = 0.1
_TOGETHER = 32
"""Feeds that brought nothing are kept so many at a time."""

OnProgress = Callable[[Progress], None]
Stopped = Callable[[], bool]


@dataclass(slots=True)
class RefreshReport:
    """What a refresh brought."""

    feeds: int = 0
    """How many were asked for,"""
    unchanged: int = 0
    """and how many of them had nothing new."""
    new: list[int] = field(default_factory=list)
    """Articles that came in, and"""
    updated: list[int] = field(default_factory=list)
    """those that were edited, by key."""
    failures: list[Failure] = field(default_factory=list)
    moved: list[tuple[str, str, str]] = field(default_factory=list)
    """Feeds that are asked for at another address from now on: name, from, to."""
    gone: list[str] = field(default_factory=list)
    """Feeds that are gone for good."""
    waiting: list[tuple[str, int]] = field(default_factory=list)
    """Feeds that were not asked for because their server wished so, and until when."""
    left: int = 0
    """How many were not asked for because the refresh was stopped,"""
    elsewhere: bool = False
    """or because another Broadsheet refreshes this library at this moment."""


def refresh(
    database: Database,
    wanted: Sequence[Feed],
    lock: Path,
    on_progress: OnProgress,
    stopped: Stopped,
    *,
    aside: bool,
) -> RefreshReport:
    """Ask for these feeds now, but for those whose server asked to be let alone.

    `aside`: somebody does something else meanwhile, so one processor is left free.

    Raises:
        LibraryError: the library cannot be written.
    """
    from filelock import FileLock, Timeout

    try:
        with FileLock(lock, timeout=0):
            run = _Run(database, on_progress, stopped, _but_one() if aside else 0)
            return asyncio.run(run.all(wanted))
    except Timeout:
        return RefreshReport(left=len(wanted), elsewhere=True)
    except OSError as error:
        raise LibraryError(f"{lock.parent} cannot be written: {error.strerror}.") from error


def _but_one() -> int:
    return max(1, min(4, (os.cpu_count() or 1) - 1))


class _Run:
    def __init__(
        self, database: Database, on_progress: OnProgress, stopped: Stopped, parsers: int
    ) -> None:
        self._parsers = parsers
        self._database = database
        self._on_progress = on_progress
        self._stopped = stopped
        self._progress = Progress("refreshing")
        self._report = RefreshReport()
        self._quiet: list[tuple[int, asking.Asked]] = []
        self._slots = asyncio.Semaphore(IN_ALL)
        self._hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(PER_HOST)
        )

    async def all(self, wanted: Sequence[Feed]) -> RefreshReport:
        """Ask for all of them; stop early when that is wished."""
        now = int(time.time())
        free = [feed for feed in wanted if feed.health.held <= now]
        held = [feed for feed in wanted if feed.health.held > now]
        self._report.waiting = [(feed.name, feed.health.held) for feed in held]
        self._progress.total = len(free)
        self._on_progress(self._progress)
        async with Session() as session, Parsers(self._parsers) as parsers:
            tasks = {asyncio.create_task(self._one(session, parsers, f)) for f in mixed(free)}
            try:
                await self._watch(tasks)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                self._keep_quiet()
        if self._report.new or self._report.updated:
            Intake(self._database, now).finish()  # what recurs under the entries of a feed goes
        self._report.left = self._progress.total - self._progress.done
        return self._report

    async def _watch(self, tasks: set[asyncio.Task[None]]) -> None:
        waiting = tasks
        while waiting and not self._stopped():
            done, waiting = await asyncio.wait(
                waiting, timeout=_LOOK_S, return_when=asyncio.FIRST_EXCEPTION
            )
            for task in done:
                task.result()  # a fault, or a disk that is full, ends it all

    async def _one(self, session: Session, parsers: Parsers, feed: Feed) -> None:
        async with self._turn(host_of(feed.address)):
            known = partial(known_sums, self._database.connection, feed.key)
            try:  # a keyring may ask a person first
                whole = await asyncio.to_thread(opened_feed, feed) if has_any(feed) else feed
            except Withheld as why:
                self._put_off(feed.key, asking.Asked(Failed(str(why)), 0))
                return
            asked = await asking.ask(
                session, parsers, asking.request(whole), feed.health.sha256, known
            )
            if not isinstance(asked.outcome, asking.Read):
                self._put_off(feed.key, asked)
                return
            saved = save(self._database, feed.key, asked, int(time.time()), random.random)
        if saved is not None:
            if saved.feed.wishes.fulltext and saved.received.new:
                await self._complete(session, parsers, saved)
            self._tell(saved)
        self._count()

    def _put_off(self, key: int, asked: asking.Asked) -> None:
        """What brought nothing is kept with others like it."""
        self._quiet.append((key, asked))
        self._count()
        if len(self._quiet) >= _TOGETHER:
            self._keep_quiet()

    def _keep_quiet(self) -> None:
        quiet, self._quiet = self._quiet, []
        if quiet:
            for saved in save_all(self._database, quiet, int(time.time()), random.random):
                self._tell(saved)

    def _count(self) -> None:
        self._progress.done += 1
        self._progress.new = len(self._report.new)
        self._on_progress(self._progress)

    async def _complete(self, session: Session, parsers: Parsers, saved: Saved) -> None:
        """Fetch the page of each new article."""
        keys = saved.received.new
        why = await fulltext.fetch_all(self._database, session, parsers, keys, self._turn)
        if why:
            self._report.failures.append(Failure(saved.feed.name, why))

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        """Wait until this host may be asked."""
        async with self._hosts[host], self._slots:
            yield

    def _tell(self, saved: Saved) -> None:
        report, feed = self._report, saved.feed
        report.feeds += 1
        report.new += saved.received.new
        report.updated += saved.received.updated
        if feed.health.gone:
            report.gone.append(feed.name)
        elif feed.health.trouble:
            report.failures.append(Failure(feed.name, feed.health.trouble))
        elif not (saved.received.new or saved.received.updated):
            report.unchanged += 1
        if saved.moved_from:
            report.moved.append((feed.name, shown(saved.moved_from), shown(feed.address)))


def mixed(feeds: Sequence[Feed]) -> list[Feed]:
    """The feeds in turn from one host after the other, so that none is asked in a burst."""
    hosts: defaultdict[str, list[Feed]] = defaultdict(list)
    for feed in feeds:
        hosts[host_of(feed.address)].append(feed)
    longest = max(map(len, hosts.values()), default=0)
    return [row[n] for n in range(longest) for row in hosts.values() if n < len(row)]
