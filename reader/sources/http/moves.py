"""Where a redirect leads, and when a feed is believed to have moved. Pure.

A portal of a hotel or a page "under maintenance" answers 301 as well. A feed's
stored address therefore changes only after the same permanent answer was given
on several days; until then the redirect is followed each time and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 10
DAYS_TO_BELIEVE = 3
_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Rumour:
    """A permanent redirect that is not believed yet."""

    address: str
    days: int
    """On how many days it was answered."""
    last: float
    """When a day was last counted; seconds since 1970."""


class RedirectError(ValueError):
    """A redirect that is not followed; the text says why."""


def step(current: str, location: str | None, seen: Sequence[str]) -> str:
    """The address that a redirect of `current` leads to.

    `seen` are the addresses asked so far, `current` among them. Raises
    `RedirectError` for a loop, too many, another scheme, or none at all.
    """
    if not location or not location.strip():
        raise RedirectError("the server redirects without saying where to")
    try:
        target = urljoin(current, location.strip())
        parts = urlsplit(target)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise RedirectError("the server redirects to an address that is none") from None
    if parts.scheme not in ("http", "https") or not host:
        raise RedirectError("the server redirects to something that is not a web address")
    target = parts._replace(fragment="").geturl()
    if target in seen:
        raise RedirectError("the server redirects in a circle")
    if len(seen) > MOST_REDIRECTS:
        raise RedirectError(f"the server redirects more than {MOST_REDIRECTS} times")
    return target


def lasting(hops: Sequence[tuple[int, str]]) -> str | None:
    """The address after the permanent redirects that a chain begins with.

    `hops` are (status, address led to). Nothing behind a temporary one lasts.
    """
    kept = None
    for status, address in hops:
        if status not in PERMANENT:
            break
        kept = address
    return kept


def heard(before: Rumour | None, address: str | None, now: float) -> Rumour | None:
    """What is known of a move after one more good answer; None where there is no rumour."""
    if address is None:
        return None
    if before is None or before.address != address:
        return Rumour(address, 1, now)
    if now - before.last < _DAY:
        return before
    return Rumour(address, before.days + 1, now)


def believed(rumour: Rumour | None) -> bool:
    """Whether the stored address is to change."""
    return rumour is not None and rumour.days >= DAYS_TO_BELIEVE
