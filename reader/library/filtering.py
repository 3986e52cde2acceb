"""The filters of a query as a condition that the store understands.

Pure but for the names of the sources, which are asked for where a filter names
one. Accents and capitals make no difference there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from datetime import time as clock

from reader.search.days import days
from reader.search.query import NOTHING, And, Filter, Not, Or, Query
from reader.store import filters
from reader.store.filters import Condition, Span
from reader.store.lists import Scope

_EVER = 2**62


@dataclass(frozen=True, slots=True)
class Filtering:
    """What filters mean here and now."""

    scope: Scope
    """The list that is searched; one more filter."""
    now: datetime
    """What `today` means; naive for the system's time zone."""
    names: Callable[[], Sequence[str]]
    """Every source of the library."""

    def condition(self, query: Query) -> Condition:
        """A query of filters alone, within the scope; the empty query is all of the scope."""
        inner = filters.EVERYTHING if query == NOTHING else self._translated(query)
        scope = filters.EVERYTHING if self.scope == "all" else filters.STATES[self.scope]
        return filters.every([scope, inner])

    def _translated(self, query: Query) -> Condition:
        match query:
            case Not(child):
                return filters.without(self._translated(child))
            case And(children):
                return filters.every(self._translated(child) for child in children)
            case Or(children):
                return filters.some(self._translated(child) for child in children)
            case Filter():
                return self._filter(query)
        raise TypeError(f"{query!r} is no filter")

    def _filter(self, wanted: Filter) -> Condition:
        match wanted.field:
            case "is":
                return filters.STATES[wanted.value]
            case "has":
                return filters.PICTURED
            case "feed":
                return filters.sources(_named(self.names(), wanted))
            case "url":
                return filters.address(wanted.value)
            case "lang":
                return filters.language(wanted.value)
        return _dated(wanted, self.now)


def _dated(wanted: Filter, now: datetime) -> Condition:
    """Days from midnight to midnight in the zone of `now`."""
    named = days(wanted.field, wanted.value, now.date())
    assert named is not None  # the grammar lets no other date through
    moments = Span(midnight(named.first, now.tzinfo), midnight(named.end, now.tzinfo))
    return filters.dated(moments, Span(midnight(named.first, UTC), midnight(named.end, UTC)))


def midnight(day: date | None, zone: tzinfo | None) -> int | None:
    """When the day begins in this zone, None for the system's own; Unix seconds."""
    if day is None:
        return None
    try:
        return int(datetime.combine(day, clock(), zone).timestamp())
    except (OverflowError, OSError, ValueError):  # near the ends of the calendar
        return -_EVER if day.year < 1970 else _EVER


def _named(names: Sequence[str], wanted: Filter) -> list[str]:
    """The sources that a filter means: of this name or, if not the whole is given, with it inside."""
    from reader.search.analysis import fold

    sought = fold(wanted.value)
    if wanted.whole:
        return [name for name in names if fold(name) == sought]
    return [name for name in names if sought in fold(name)]
