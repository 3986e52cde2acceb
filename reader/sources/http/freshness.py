"""For how long an answer asks not to be asked for again. Pure.

RFC 9111, 4.2 (freshness) and RFC 9110, 10.2.3 (Retry-After).
"""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

from reader.sources.http.answers import Terms

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,10})", re.I)
_UNCACHED = re.compile(r"(?:^|[\s,])no-(?:cache|store)\b", re.I)


def fresh_seconds(terms: Terms, now: int) -> int:
    """Seconds for which the answer says it stays as it is; 0 when it does not say."""
    if _UNCACHED.search(terms.cache_control):
        return 0
    if found := _MAX_AGE.search(terms.cache_control):
        return max(0, int(found[1]) - _number(terms.age))
    expires = _moment(terms.expires)
    if expires is None:
        return 0
    sent = _moment(terms.date)
    return max(0, expires - (now if sent is None else sent))


def retry_seconds(terms: Terms, now: int) -> int:
    """Seconds that the server asks to wait, 0 when it does not: a number or a date."""
    if terms.retry_after.isascii() and terms.retry_after.isdigit():
        return _number(terms.retry_after)
    moment = _moment(terms.retry_after)
    return max(0, moment - now) if moment is not None else 0


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else 0


def _moment(text: str) -> int | None:
    """A date as HTTP writes it, in Unix seconds; None for anything else."""
    try:
        return int(parsedate_to_datetime(text).timestamp())
    except (TypeError, ValueError, OverflowError):
        return None
