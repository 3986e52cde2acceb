"""When a feed is asked again. Pure: every clock and every chance is passed in.

All times are seconds since 1970 (UTC), all spans are seconds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC
from email.utils import parsedate_to_datetime
from itertools import pairwise

SHORTEST = 15 * 60
LONGEST = 24 * 60 * 60
FIRST = 60 * 60
"""For a feed of which too little is known."""
JITTER = 0.1
"""The most that a wait is lengthened, as a part of it, so that feeds spread out."""
LONGEST_WITHHELD = 31 * LONGEST
"""A server that asks for more than a month has made a mistake."""


def rhythm(published: Sequence[float], now: float) -> float:
    """The wait that suits a feed: half of the usual gap between its articles.

    The median of the gaps, so that one holiday or one flood changes nothing; a
    silence that already lasts longer than it counts instead of it.
    """
    times = sorted(time for time in published if math.isfinite(time) and time <= now)
    if len(times) < 3:
        return FIRST
    gaps = sorted(after - before for before, after in pairwise(times))
    return _within(max(gaps[len(gaps) // 2], now - times[-1]) / 2)


def backed_off(usual: float, failures: int) -> float:
    """The wait after so many failures in a row: doubled by each, a day at most."""
    return _within(usual * 2.0 ** min(max(failures, 0), 10))


def fresh_for(
    cache_control: str | None, expires: str | None, date: str | None, now: float
) -> float:
    """How long an answer says that it stays as it is (RFC 9111, 4.2.1); 0 where it does not say.

    max-age is stronger than Expires, which is measured by the server's own
    clock where it sent one: a wrong clock then does no harm.
    """
    for directive in (cache_control or "").split(","):
        name, _, value = directive.partition("=")
        if name.strip().lower() == "max-age" and _digits(value.strip(' \t"')):
            return float(min(int(value.strip(' \t"')[:12]), LONGEST))
    until = _moment(expires)
    if until is None:
        return 0.0
    sent = _moment(date)
    return min(max(until - (now if sent is None else sent), 0.0), float(LONGEST))


def withheld_until(retry_after: str | None, now: float) -> float | None:
    """When a 429 or 503 allows the next request; None where it does not say (RFC 9110, 10.2.3)."""
    text = (retry_after or "").strip()
    until = now + int(text[:12]) if _digits(text) else _moment(text)
    return None if until is None or until < now else min(until, now + LONGEST_WITHHELD)


def next_try(now: float, wait: float, chance: float, *, withheld: float | None = None) -> float:
    """When to ask next: after `wait`, never before `withheld`; `chance` in 0 … 1 spreads feeds out."""
    start = max(now + wait, now if withheld is None else withheld)
    return start + wait * JITTER * min(max(chance, 0.0), 1.0)


def _within(wait: float) -> float:
    return min(max(wait, float(SHORTEST)), float(LONGEST))


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _moment(text: str | None) -> float | None:
    """An HTTP date; None where it is none ("0" and "-1" are seen in Expires)."""
    try:
        moment = parsedate_to_datetime(text or "")
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
