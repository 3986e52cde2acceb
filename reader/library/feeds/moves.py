"""Whether a feed has moved. Pure.

A permanent redirect counts from the third day on which the feed answered so: the page
of a hotel's network or of a site under repair redirects everything for a day.
"""

from __future__ import annotations

from collections.abc import Sequence

from reader.light import dataclass
from reader.sources.http.answers import Hop

DAYS = 3
PERMANENT = frozenset({301, 308})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where permanent redirects of a feed lead, and on how many days they have."""

    target: str = ""
    days: int = 0
    last: int = 0
    """The last of these days, counted from 1970-01-01 (UTC)."""

    @property
    def settled(self) -> bool:
        """The feed has moved for good."""
        return self.days >= DAYS


def lead(hops: Sequence[Hop]) -> str:
    """Where the permanent redirects at the beginning of the way lead, "" if it begins otherwise."""
    target = ""
    for hop in hops:
        if hop.status not in PERMANENT:
            break
        target = hop.target
    return target


def weigh(before: Evidence, hops: Sequence[Hop], day: int) -> Evidence:
    """What is known after the feed was found at the end of these redirects on a day.

    Only what led to a feed may be handed in: that an error was redirected says nothing.
    """
    target = lead(hops)
    if not target:
        return Evidence()
    if target != before.target:
        return Evidence(target, 1, day)
    if day == before.last:
        return before
    return Evidence(target, before.days + 1, day)
