"""Days gathered into stretches of equal length, for a sparkline. Pure."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from reader.light import dataclass

Days = NDArray[np.int64]
"""Calendar days, counted from 1970-01-01."""

_EPOCH = date(1970, 1, 1)
_MONDAY = 3
"""Days between a Monday and the day from which days are counted."""
_YEARS = (1, 2, 5, 10, 20, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Unit:
    """A length of time: so many days, or so many calendar months."""

    name: str
    days: int = 0
    months: int = 0

    def numbers(self, days: Days) -> Days:
        """Which stretch of this length each day lies in; neighbours differ by one."""
        if self.days:
            return (days + _MONDAY * (self.days == 7)) // self.days
        return (months_of(days) + 1970 * 12) // self.months

    def span(self, number: int) -> tuple[date, date]:
        """The first and the last day of a stretch, as far as calendars go."""
        if self.days:
            start = number * self.days - _MONDAY * (self.days == 7)
            return _EPOCH + timedelta(start), _EPOCH + timedelta(start + self.days - 1)
        return _month(number * self.months), _before(number * self.months + self.months)


UNITS = (
    Unit("day", days=1),
    Unit("week", days=7),
    Unit("month", months=1),
    Unit("quarter", months=3),
    *(Unit("year" if n == 1 else f"{n} years", months=12 * n) for n in _YEARS),
)


def months_of(days: Days) -> Days:
    """The calendar month of each day, counted from January 1970."""
    months: Days = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months


def gathered(days: Days, most: int) -> tuple[Unit, list[tuple[date, date, int]]]:
    """The shortest unit that needs at most so many stretches; each with its count, in time.

    A stretch between the first day and the last is there even when it is empty.
    """
    for unit in UNITS:
        numbers = unit.numbers(days)
        first = int(numbers.min())
        if int(numbers.max()) - first < most:
            break
    counts = np.bincount(numbers - first).tolist()
    return unit, [(*unit.span(first + at), count) for at, count in enumerate(counts)]


def _month(number: int) -> date:
    """The first day of a month, counted from January of the year 0."""
    year, month = divmod(number, 12)
    if year < date.min.year:
        return date.min
    return date(year, month + 1, 1) if year <= date.max.year else date.max


def _before(number: int) -> date:
    """The day before a month begins."""
    first = _month(number)
    return first - timedelta(1) if first < date.max else first
