"""`broadsheet refresh`."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reader.cli import DONE, PARTLY, talk
from reader.errors import UsageError
from reader.library import Library
from reader.models import Feed
from reader.settings import load_settings

if TYPE_CHECKING:
    from reader.library.feeds.refreshing import RefreshReport

_LONGEST_NAP_S = 60.0
_LOOK_S = 0.2

Stopped = Callable[[], bool]


def refresh(options: Any) -> int:
    """Fetch the feeds that are due, or those that are named, and let the index hear of what came."""
    if options.watch and (options.feeds or options.all):
        raise UsageError("--watch fetches every feed in its time; name none.")
    with talk.library(options) as library, talk.stoppable() as stopped:
        if options.watch:
            return _watch(options, library, stopped)
        wanted = _wanted(options, library)
        if not wanted and not options.json:
            talk.say(_nothing_due(library))
        report = _round(options, library, wanted, stopped)
    named_failed = options.feeds and (report.failures or report.gone or report.waiting)
    return PARTLY if named_failed or (report.left and not report.elsewhere) else DONE


def _wanted(options: Any, library: Library) -> list[Feed]:
    if options.feeds:
        found = [library.feeds.named(text) for text in options.feeds]
        return list({feed.key: feed for feed in found}.values())
    return library.feeds.every() if options.all else library.feeds.due()


def _nothing_due(library: Library) -> str:
    moment = library.feeds.next_due()
    if moment is None:
        return "No feed is followed yet. `broadsheet follow ADDRESS` follows one."
    return f"No feed is due; the next one is at {_clock(moment)}. --all asks all of them now."


def _clock(moment: int) -> str:
    return f"{datetime.fromtimestamp(moment):%Y-%m-%d %H:%M}"


def _round(
    options: Any, library: Library, wanted: Sequence[Feed], stopped: Stopped
) -> RefreshReport:
    with talk.bar() as bar:
        report = library.feeds.refresh(wanted, on_progress=bar, stopped=stopped)
        tidied = library.tidy_by_itself(load_settings().keep, on_progress=bar, stopped=stopped)
        if not stopped() and library.pending():
            library.update_index(on_progress=bar, stopped=stopped, building=False)
    if options.json:
        talk.put_json(_as_json(library, report))
    if wanted:
        _tell(report)
    if tidied and tidied.articles:
        talk.say(f"{talk.number(tidied.articles, 'old article')} went, as your settings say.")
    return report


def _tell(report: RefreshReport) -> None:
    for failure in report.failures:
        talk.say(f"{failure.what}: {failure.why}.")
    for name in report.gone:
        talk.say(f"{name}: is gone for good, says its server (410); it is asked no more.")
    for name, before, after in report.moved:
        talk.say(f"{name}: has moved from {before} to {after}, and is asked there from now on.")
    for name, moment in report.waiting:
        talk.say(f"{name}: its server asked to be let alone until {_clock(moment)}.")
    talk.say(_summary(report))


def _summary(report: RefreshReport) -> str:
    if report.elsewhere:
        return "Another Broadsheet is fetching the feeds of this library at this moment."
    parts = [talk.number(len(report.new), "new article")]
    if report.updated:
        parts.append(f"{len(report.updated):,} updated")
    if failed := len(report.failures) + len(report.gone):
        parts.append(f"{talk.number(failed, 'feed')} could not be fetched")
    text = f"{talk.number(report.feeds, 'feed')}: {', '.join(parts)}."
    if report.left:
        text += f" Stopped early; {talk.number(report.left, 'feed')} left."
    return text


def _as_json(library: Library, report: RefreshReport) -> dict[str, Any]:
    return {
        "feeds": report.feeds,
        "new": len(report.new),
        "updated": len(report.updated),
        "unchanged": report.unchanged,
        "left": report.left,
        "failures": [{"feed": f.what, "reason": f.why} for f in report.failures],
        "gone": report.gone,
        "moved": [{"feed": n, "from": a, "to": b} for n, a, b in report.moved],
        "waiting": [name for name, _ in report.waiting],
        "ids": [headline.id for headline in library.headlines(report.new)],
    }


def _watch(options: Any, library: Library, stopped: Stopped) -> int:
    """Fetch each feed in its time until somebody stops it."""
    talk.say("Fetching each feed in its time; Ctrl+C ends this.")
    while not stopped():
        if wanted := library.feeds.due():
            _round(options, library, wanted, stopped)
        _nap(library.feeds.next_due(), stopped)
    return DONE


def _nap(until: int | None, stopped: Stopped) -> None:
    """Wait for that moment; a minute at most, since another process may follow a feed."""
    wait = _LONGEST_NAP_S if until is None else until - time.time()
    ends = time.monotonic() + min(max(wait, 1.0), _LONGEST_NAP_S)
    while not stopped() and time.monotonic() < ends:
        time.sleep(_LOOK_S)
