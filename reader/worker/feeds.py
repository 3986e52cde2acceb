"""The jobs for feeds, from and to what a message can hold.

`refresh` with `feeds` (their numbers), with `all`, or with neither for those that are
due; `follow` with an `address` and, where a site has several feeds, a `pick`;
`fulltext` with the `key` of an article;
`starters` with the `addresses` that were chosen of those that come with Broadsheet.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from reader.library import Library
from reader.models import Failure, Feed, Progress, Wishes
from reader.settings import load_settings

Result = dict[str, Any]


def refresh(
    library: Library,
    message: dict[str, Any],
    on_progress: Callable[[Progress], None],
    stopped: Callable[[], bool],
) -> Result:
    """Ask for feeds. A refresh that gave way goes on with those that it has not asked yet."""
    since = message.setdefault("since", int(time.time()))
    before = message.get("so far", {})
    wanted = _wanted(library, message)
    if before:
        wanted = [feed for feed in wanted if feed.health.checked < since]
    report = library.feeds.refresh(wanted, on_progress=on_progress, stopped=stopped, aside=True)
    if not report.left:
        library.tidy_by_itself(load_settings().keep, on_progress=on_progress, stopped=stopped)
    failures = [[failure.what, failure.why] for failure in report.failures]
    failures += [[name, "is gone for good, says its server"] for name in report.gone]
    return {
        "feeds": report.feeds + before.get("feeds", 0),
        "new": len(report.new) + before.get("new", 0),
        "updated": len(report.updated) + before.get("updated", 0),
        "failures": before.get("failures", []) + failures,
        "moved": before.get("moved", []) + [list(move) for move in report.moved],
        "waiting": [list(each) for each in report.waiting],
        "left": report.left,
        "elsewhere": report.elsewhere,
    }


def _wanted(library: Library, message: dict[str, Any]) -> list[Feed]:
    if "feeds" in message:
        return [feed for key in message["feeds"] if (feed := library.feeds.get(key))]
    return library.feeds.every() if message.get("all") else library.feeds.due()


def tidy(
    library: Library, on_progress: Callable[[Progress], None], stopped: Callable[[], bool]
) -> Result:
    """Let go what is over the limits of the settings as they are now."""
    done = library.tidy(load_settings().keep, on_progress=on_progress, stopped=stopped)
    library.update_index(on_progress=on_progress, stopped=stopped, building=False)
    return {"articles": done.articles, "freed": done.freed, "why": done.why}


def follow(library: Library, message: dict[str, Any], stopped: Callable[[], bool]) -> Result:
    """Follow an address, or say which feeds there are, or why it cannot be followed."""
    from reader.library.feeds.following import Choice, Followed

    wishes = Wishes(folders=tuple(tuple(path) for path in message.get("folders", ())))
    pick = message.get("pick", 0)
    done = library.feeds.follow(message["address"], wishes, pick=pick, stopped=stopped)
    match done:
        case Followed(feed, new, before, _, plain):
            followed = {"followed": feed.name, "feed": feed.key, "new": len(new)}
            return {**followed, "before": before, "plain": plain}
        case Choice(address, links):
            found = [[link.address, link.title] for link in links]
            return {"address": message["address"], "page": address, "choices": found}
        case Failure(what, why):
            return {"what": what, "why": why}


def fulltext(library: Library, message: dict[str, Any], stopped: Callable[[], bool]) -> Result:
    """Show the text of an article's page, or its own again."""
    done = library.feeds.toggle_fulltext(message["key"], stopped=stopped)
    return {"key": done.key, "page": done.page, "why": done.why}


def starters(library: Library, message: dict[str, Any]) -> Result:
    """Follow those of the feeds to begin with that were chosen."""
    chosen = [each for each in library.feeds.starters() if each.address in message["addresses"]]
    return {"added": len(library.feeds.follow_starters(chosen).added)}
