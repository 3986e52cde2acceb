"""What an answer means for what is known of a feed. Pure.

A feed that answers otherwise than with a feed keeps everything that was known:
validators, entries, the address. Only what answered as a feed says where it moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader.library.feeds import moves, pace
from reader.models import Health, ParsedFeed
from reader.parsing.feeds.feed import sort_moment
from reader.sources.http.answers import Failed, Fetched, Hop, Terms, Unchanged
from reader.sources.http.freshness import fresh_seconds, retry_seconds

_GONE = 410


def asked(before: Health, now: int, took: int) -> Health:
    """The feed was asked, and it took so many milliseconds."""
    return replace(before, checked=now, took=took)


def refused(before: Health, failed: Failed, now: int, *, minutes: int, chance: float) -> Health:
    """The feed could not be had."""
    held = pace.held_until(now, retry_seconds(failed.terms, now))
    return _troubled(
        replace(before, status=failed.status, held=held, gone=failed.status == _GONE),
        "is gone for good, says its server (410)" if failed.status == _GONE else failed.why,
        now,
        minutes,
        chance,
    )


def unreadable(
    before: Health, fetched: Fetched, why: str, now: int, *, minutes: int, chance: float
) -> Health:
    """Something came that is no feed."""
    return _troubled(replace(before, status=fetched.status, held=0), why, now, minutes, chance)


def _troubled(before: Health, why: str, now: int, minutes: int, chance: float) -> Health:
    failures = before.failures + 1
    due = pace.after_trouble(now, pace=minutes, failures=failures, chance=chance)
    return replace(before, trouble=why, failures=failures, due=max(due, before.held))


def unchanged(
    before: Health, answer: Unchanged | Fetched, now: int, *, minutes: int, chance: float
) -> Health:
    """The feed is as it was: it said so, or its very bytes came again."""
    known = before
    if isinstance(answer, Fetched):
        known = replace(known, etag=answer.terms.etag, modified=answer.terms.modified)
    else:
        known = _newer(known, answer.terms)
    status = 304 if isinstance(answer, Unchanged) else answer.status
    fresh = fresh_seconds(answer.terms, now)
    return _well(replace(known, status=status), answer.hops, fresh, now, minutes, chance)


def _newer(before: Health, terms: Terms) -> Health:
    """The validators, those that came with a 304 in place of the former."""
    return replace(
        before, etag=terms.etag or before.etag, modified=terms.modified or before.modified
    )


def read(
    before: Health,
    fetched: Fetched,
    feed: ParsedFeed,
    dates: Sequence[str],
    sha256: str,
    now: int,
    *,
    minutes: int,
    chance: float,
) -> Health:
    """The feed was read; `dates` are those of its entries."""
    moments = [m for date in dates if (m := sort_moment(date, now)) is not None]
    known = replace(
        before,
        status=fetched.status,
        etag=fetched.terms.etag,
        modified=fetched.terms.modified,
        sha256=sha256,
        entries=len(dates),
        newest=max(moments, default=before.newest),
        rhythm=pace.rhythm_of(moments),
        ttl=min(feed.ttl * pace.MINUTE, pace.LATEST),
        skip_hours=" ".join(map(str, feed.skip_hours)),
        skip_days=" ".join(map(str, feed.skip_days)),
    )
    return _well(known, fetched.hops, fresh_seconds(fetched.terms, now), now, minutes, chance)


def _well(
    known: Health, hops: Sequence[Hop], fresh: int, now: int, minutes: int, chance: float
) -> Health:
    before = moves.Evidence(known.moved_to, known.moved_days, known.moved_on)
    evidence = moves.weigh(before, hops, now // pace.DAY)
    hours, days = (_numbers(text) for text in (known.skip_hours, known.skip_days))
    wish = pace.Wish(fresh, known.ttl, hours, days)
    due = pace.next_time(
        now, pace=minutes, rhythm=known.rhythm, newest=known.newest, wish=wish, chance=chance
    )
    return replace(
        known,
        succeeded=now,
        due=due,
        held=0,
        trouble="",
        failures=0,
        gone=False,
        moved_to=evidence.target,
        moved_days=evidence.days,
        moved_on=evidence.last,
    )


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split())
