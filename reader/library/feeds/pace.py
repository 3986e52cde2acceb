"""When a feed is asked for again. Pure: the clock and chance are handed in.

A feed is asked for about twice for each entry it brings, at least every day and at
most every quarter of an hour; one that has been quiet for long is asked for less
often. What its server and the feed itself wish counts as long as it lets a day pass
at most. Errors double the time, and a server that names a moment is left alone until then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from statistics import median

from reader.light import dataclass

MINUTE, HOUR, DAY = 60, 3600, 86_400
SOONEST, LATEST = 15 * MINUTE, DAY
_UNKNOWN = HOUR
_QUIET = 8
"""A feed is let alone for this part of the time that it has been quiet."""
_LONGEST_HOLD = 7 * DAY
_SKIPPED_HOURS = 7 * 24
_SPREAD = 0.1
_MOST_SPREAD = 10 * MINUTE
_RECENT = 12


@dataclass(frozen=True, slots=True)
class Wish:
    """What a feed and its server ask for."""

    fresh: int = 0
    """Seconds for which the answer stays as it is (Cache-Control, Expires),"""
    ttl: int = 0
    """or the feed says that it does."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day (UTC) and"""
    skip_days: tuple[int, ...] = ()
    """days of the week (Monday is 0) in which it does not change."""


def rhythm_of(moments: Sequence[int]) -> int:
    """The median of the seconds between the latest entries, 0 where there are too few."""
    latest = sorted(set(moments), reverse=True)[:_RECENT]
    if len(latest) < 3:
        return 0
    return int(median(a - b for a, b in pairwise(latest)))


def usual(rhythm: int, newest: int, now: int) -> int:
    """Seconds to wait for the next entry of a feed with this rhythm and latest entry."""
    wait = rhythm // 2 if rhythm else _UNKNOWN
    if newest:
        wait = max(wait, (now - newest) // _QUIET)
    return _within(wait)


def next_time(now: int, *, pace: int, rhythm: int, newest: int, wish: Wish, chance: float) -> int:
    """When to ask again after an answer; Unix seconds.

    Args:
        pace: minutes that a person chose, 0 for the feed's own rhythm. They count more than
            what feed and server wish.
        chance: from 0 to 1; spreads feeds that were asked at one moment.
    """
    if pace:
        return now + pace * MINUTE
    wait = max(usual(rhythm, newest, now), min(max(wish.fresh, wish.ttl), LATEST))
    return _awake(now + wait + _spread(wait, chance), wish)


def after_trouble(now: int, *, pace: int, failures: int, chance: float) -> int:
    """When to ask again after so many failures in a row; Unix seconds."""
    wait = min(SOONEST << min(failures - 1, 10), LATEST)
    wait = max(wait, min(pace * MINUTE, LATEST))
    return now + wait + _spread(wait, chance)


def held_until(now: int, seconds: int) -> int:
    """Until when a server that asks to be left alone is; a week at most. 0 where it does not."""
    return now + min(seconds, _LONGEST_HOLD) if seconds else 0


def _within(wait: int) -> int:
    return max(SOONEST, min(LATEST, wait))


def _spread(wait: int, chance: float) -> int:
    return int(min(wait * _SPREAD, _MOST_SPREAD) * chance)


def _awake(moment: int, wish: Wish) -> int:
    """The first moment from this one on that is not in an hour or day to be skipped."""
    if not (wish.skip_hours or wish.skip_days):
        return moment
    for hours in range(_SKIPPED_HOURS):
        tried = moment if hours == 0 else (moment // HOUR + hours) * HOUR + moment % HOUR // 6
        at = datetime.fromtimestamp(tried, UTC)
        if at.hour not in wish.skip_hours and at.weekday() not in wish.skip_days:
            return tried
    return moment  # it asks never to be asked
