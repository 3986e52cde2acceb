"""What is amiss with feeds, in sentences, and what can be done about it. Pure.

A feed may have several complaints; the gravest stands first. One without any is well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from reader.library.natural import natural
from reader.light import dataclass
from reader.models import Feed
from reader.sources.http.addresses import shown

Complaint = Literal["gone", "never", "failing", "moved", "held", "empty", "slow", "old"]

DAY = 86_400
SLOW_MS = 10_000
OLD = 365 * DAY
_BROKEN: tuple[Complaint, ...] = ("gone", "never", "failing")
_ORDER: tuple[Complaint, ...] = (
    *("gone", "never", "failing", "moved"),
    *("held", "empty", "slow", "old"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is amiss with a feed."""

    complaint: Complaint
    sentence: str
    """What it is and, where something can be done, what."""


@dataclass(frozen=True, slots=True)
class Checkup:
    """A feed and all that is amiss with it, the gravest first; nothing if it is well."""

    feed: Feed
    findings: tuple[Finding, ...]
    next_try: str
    """When it is asked again and why then."""

    @property
    def broken(self) -> bool:
        """Nothing comes in from it until something changes."""
        return any(finding.complaint in _BROKEN for finding in self.findings)


def examine(feeds: Sequence[Feed], now: int) -> list[Checkup]:
    """A checkup of each feed: the sick first, by how grave it is, then by name."""
    found = [Checkup(feed, tuple(_findings(feed, now)), next_try(feed, now)) for feed in feeds]
    return sorted(found, key=lambda each: (_gravity(each), natural(each.feed.name)))


def _gravity(each: Checkup) -> int:
    return _ORDER.index(each.findings[0].complaint) if each.findings else len(_ORDER)


def _findings(feed: Feed, now: int) -> Iterator[Finding]:
    """In the order of `_ORDER`."""
    health = feed.health
    if health.gone:
        yield Finding(
            "gone", "Its server says that it is gone for good. Unfollow it, or look for another."
        )
    elif health.trouble and not health.succeeded:
        yield Finding("never", f"It has never been read: it {health.trouble}.")
    elif health.trouble:
        since = _ago(now - health.succeeded)
        times = f", {health.failures:,} times by now" if health.failures > 1 else ""
        yield Finding("failing", f"It {health.trouble}{times}. It last answered {since} ago.")
    if health.moved_to:
        days = f"{health.moved_days} day{'s' if health.moved_days > 1 else ''}"
        yield Finding(
            "moved",
            f"It has redirected to {shown(health.moved_to)} on {days}, and is asked there from the third on.",
        )
    if health.held > now:
        yield Finding(
            "held", f"Its server asked to be let alone for another {_ago(health.held - now)}."
        )
    if health.succeeded and health.entries == 0:
        yield Finding("empty", "It is a feed without entries.")
    if health.took >= SLOW_MS:
        yield Finding("slow", f"It took {health.took / 1000:.0f} seconds to answer.")
    if health.newest and now - health.newest > OLD:
        yield Finding("old", f"Its latest entry is {_ago(now - health.newest)} old.")


def next_try(feed: Feed, now: int) -> str:
    """When a feed is asked again, and why then."""
    health = feed.health
    if health.gone:
        return "never by itself: it is gone"
    if health.due <= now:
        return "as soon as feeds are fetched"
    when = f"in {_ago(health.due - now)}"
    if health.held > now:
        return f"{when}: its server asked to be let alone"
    if health.failures:
        return f"{when}: it failed {health.failures:,} time{'s' if health.failures > 1 else ''} in a row"
    if feed.wishes.pace:
        return f"{when}: every {feed.wishes.pace:,} minutes, as you chose"
    return f"{when}: its own rhythm, and what it and its server wish"


def _ago(seconds: int) -> str:
    """A length of time in the largest unit of which it has two, or a year."""
    for unit, size, least in (("year", OLD, 1), ("day", DAY, 2), ("hour", 3600, 2)):
        if (count := seconds // size) >= least:
            return f"{count:,} {unit}{'s' if count > 1 else ''}"
    count = max(1, seconds // 60)
    return f"{count} minute{'s' if count > 1 else ''}"
