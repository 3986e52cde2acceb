"""What a person can do with feeds: `library.feeds`, for the screen and the command line."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.errors import UsageError
from reader.library.feeds import naming
from reader.models import Failure, Feed, Folder, Outline, Progress, Subscription, Wishes
from reader.settings import Paths, journal
from reader.sources.http.addresses import host_of, shown
from reader.store import entries, feeds, pages
from reader.store.database import Database
from reader.store.faults import explained

if TYPE_CHECKING:
    from reader.library.feeds.doctor import Checkup
    from reader.library.feeds.exchange import FeedsImport
    from reader.library.feeds.following import Choice, Followed, Unfollowed
    from reader.library.feeds.fulltext import FullText
    from reader.library.feeds.refreshing import RefreshReport

OnProgress = Callable[[Progress], None]
Stopped = Callable[[], bool]

__all__ = ["Feeds", "path_of", "shown"]

_NOTHING = Wishes()
_MOST_LOGGED = 100
"""Feeds in trouble that one refresh writes into the log."""


def _quietly(_: Progress) -> None:
    return None


def _never() -> bool:
    return False


class Feeds:
    """The feeds of a library. Calls are synchronous and may come from any thread."""

    def __init__(self, database: Database, paths: Paths) -> None:
        self._database = database
        self._paths = paths

    # What is there

    def every(self) -> list[Feed]:
        """All feeds that are followed, in the order in which they came."""
        with explained(self._paths.store):
            return feeds.every(self._database.connection)

    def get(self, key: int) -> Feed | None:
        """The feed with this number, None if it is not followed."""
        with explained(self._paths.store):
            return feeds.get(self._database.connection, key)

    def named(self, text: str) -> Feed:
        """The feed that a person means by its number, address, name or a part of that.

        Raises:
            UsageError: there is none, or there are several.
        """
        return naming.chosen(self.every(), text)

    def of(self, articles: Sequence[int]) -> dict[int, int]:
        """The number of the feed that each of these articles came with, if it did."""
        with explained(self._paths.store):
            return entries.feeds_of(self._database.connection, articles)

    def checkups(self) -> list[Checkup]:
        """What is amiss with each feed; the sick first."""
        from reader.library.feeds import doctor

        return doctor.examine(self.every(), int(time.time()))

    # Following

    def follow(
        self, address: str, wishes: Wishes = _NOTHING, *, pick: int = 0, stopped: Stopped = _never
    ) -> Followed | Choice | Failure:
        """Follow the feed at an address, or one that the site there names.

        Args:
            pick: which feed, from 1, where a site names several; 0 to be told of them.
        """
        from reader.library.feeds import following, secrets

        done = following.follow(self._database, address, wishes, pick, stopped)
        secrets.sweep(self._database)
        return done

    def unfollow(self, key: int) -> Unfollowed | None:
        """Follow a feed no longer. Articles that are starred, tagged or noted stay.

        None if there was no such feed.
        """
        from reader.library.feeds import following, secrets

        done = following.unfollow(self._database, key)
        secrets.sweep(self._database)
        return done

    def change(self, key: int, **wishes: Any) -> Feed:
        """Set some of a feed's `Wishes`; an empty name is what the feed calls itself.

        Raises:
            UsageError: there is no such feed.
        """
        from reader.library.feeds import following

        feed = self.get(key)
        wanted = feed and replace(feed.wishes, **wishes)
        changed = wanted and following.change(self._database, key, wanted, int(time.time()))
        if not changed:
            raise UsageError(f"No feed has the number {key}.")
        return changed

    # Lists of feeds

    def read_list(self, raw: bytes, *, private: bool = False) -> FeedsImport:
        """Follow all feeds of an OPML list; doing it again changes nothing.

        Args:
            private: its addresses may lead to this machine and into private networks.

        Raises:
            DocumentError: it is no such list.
        """
        from reader.library.feeds import exchange

        return exchange.imported(self._database, raw, private=private)

    def written_list(self, *, with_secrets: bool = False) -> tuple[bytes, list[str]]:
        """All feeds as OPML, and the names of those of which a secret was left out."""
        from reader.library.feeds import exchange

        with explained(self._paths.store):
            return exchange.exported(self._database, with_secrets=with_secrets)

    def starters(self) -> Sequence[Subscription]:
        """The feeds that come with Broadsheet to choose from."""
        from reader.library.feeds import exchange
        from reader.sources import shipped

        return exchange.starters(shipped.starter_list())

    def follow_starters(self, chosen: Sequence[Subscription]) -> FeedsImport:
        """Follow those that were chosen, as one action."""
        from reader.library.feeds import exchange

        chosen_ones = Outline(version="opml", feeds=tuple(chosen))
        return exchange.followed(self._database, chosen_ones, private=False, logged=True)

    # Full text

    def toggle_fulltext(self, key: int, *, stopped: Stopped = _never) -> FullText:
        """Show the text of an article's page in place of its own, or the other way round."""
        from reader.library.feeds import fulltext

        return fulltext.toggle(self._database, key, stopped)

    def fulltext(self, key: int) -> bool | None:
        """Whether the text of an article's page is shown; None where it was not fetched."""
        with explained(self._paths.store):
            return pages.shown(self._database.connection, key)

    # Refreshing

    def refresh(
        self,
        wanted: Sequence[Feed],
        *,
        on_progress: OnProgress = _quietly,
        stopped: Stopped = _never,
        aside: bool = False,
    ) -> RefreshReport:
        """Ask for these feeds now, but for those whose server asked to be let alone.

        With `aside`, one processor is left to what a person does meanwhile. What it brought is for the index to hear of (`Library.update_index`).
        """
        from reader.library.feeds import refreshing, secrets

        secrets.move_in(self._database, wanted)
        report = refreshing.refresh(
            *(self._database, wanted, self._paths.refreshing, on_progress, stopped),
            aside=aside,
        )
        self._log(report, {feed.name: feed for feed in wanted})
        return report

    def _log(self, report: RefreshReport, asked: Mapping[str, Feed]) -> None:
        if not report.feeds:
            return
        for failure in report.failures[:_MOST_LOGGED]:
            feed = asked.get(failure.what)
            which = f"feed {feed.key} ({host_of(feed.address)})" if feed else "a feed"
            journal.note(self._paths.log, f"{which} {failure.why}")
        counts = f"{len(report.new)} new, {len(report.updated)} edited, {len(report.failures)} in trouble"
        journal.note(self._paths.log, f"refresh: {report.feeds} feeds, {counts}")

    def due(self) -> list[Feed]:
        """The feeds whose time has come."""
        with explained(self._paths.store):
            return feeds.due(self._database.connection, int(time.time()))

    def next_due(self) -> int | None:
        """When the next feed's time comes, in Unix seconds; None if there is none."""
        with explained(self._paths.store):
            return feeds.next_due(self._database.connection)


def path_of(text: str) -> Folder:
    """`Tech/Science` as a folder."""
    return naming.folder(text)
