"""Dates as people type them: `today`, `7d`, `2026-11`, `2026-11-01..2026-11-10`.

    today  yesterday          that day
    7d  2w  3m  1y            the last days, weeks, months or years, today being one of them
    2026  2026-11  2026-11-01 that year, month or day; `/` does for `-`
    A..B  A..  ..B            from the start of A to the end of B

Days are calendar days. Which moments they span is for the caller to say, who
knows the time zone.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from reader.light import dataclass

WORDS = ("today", "yesterday")
_DAY = timedelta(days=1)
_LAST = re.compile(r"([1-9][0-9]{0,3})([dwmy])")
_CALENDAR = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2}))?(?:[-/]([0-9]{1,2}))?")


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of calendar days; None where it is open."""

    first: date | None
    end: date | None
    """The day after the last one."""


def days(field: str, value: str, today: date) -> Days | None:
    """The days that `field:value` stands for; None when `value` is no date.

    `field` is `date`, or `after` (from the first of the days on) or `before`
    (up to the day before the first of them). `before:7d` is older than the last
    seven days, `after:7d` is the last seven days.
    """
    named = _stretch(value, today)
    if named is None or field == "date":
        return named
    if field == "after":
        return Days(named.first, None)
    return Days(None, named.first)


def ends(value: str, today: date) -> tuple[str, str]:
    """The ends of `A..B`, the earlier one first: the wrong way round, it is plain what is meant."""
    head, _, tail = value.partition("..")
    first, last = _one(head, today), _one(tail, today)
    if first and last and (last.first or date.min) < (first.first or date.min):
        return tail, head
    return head, tail


def _stretch(value: str, today: date) -> Days | None:
    if ".." not in value:
        return _one(value, today)
    head, tail = ends(value, today)
    first = _one(head, today) if head else Days(None, None)
    last = _one(tail, today) if tail else Days(None, None)
    if first is None or last is None or not (head or tail):
        return None
    return Days(first.first, last.end)


def _one(value: str, today: date) -> Days | None:
    if value == "today":
        return Days(today, _after(today))
    if value == "yesterday":
        return Days(today - _DAY, today)
    if match := _LAST.fullmatch(value):
        return Days(_since(today, int(match[1]), match[2]), _after(today))
    return _calendar(value)


def _since(today: date, count: int, unit: str) -> date:
    """The first of the last `count` days, weeks, months or years, as far back as calendars go."""
    try:
        if unit in "dw":
            return today - count * (7 if unit == "w" else 1) * _DAY + _DAY
        months = today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1)
        start = date(months // 12, months % 12 + 1, 1)
    except (OverflowError, ValueError):
        return date.min
    length = (_next_month(start) or date.max) - start
    return start + min(today.day, length.days) * _DAY


def _calendar(value: str) -> Days | None:
    if not (match := _CALENDAR.fullmatch(value)):
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        first = date(year, month if match[2] else 1, day if match[3] else 1)
    except ValueError:
        return None
    if match[3]:
        return Days(first, _after(first))
    if match[2]:
        return Days(first, _next_month(first))
    return Days(first, date(year + 1, 1, 1) if year < date.max.year else None)


def _after(day: date) -> date | None:
    return day + _DAY if day < date.max else None


def _next_month(first: date) -> date | None:
    if first.year == date.max.year and first.month == 12:
        return None
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
