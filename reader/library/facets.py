"""How the articles that a query finds spread over sources, tags, months, languages and time.

Counts are of all articles found, not of those listed. Each value carries the
query that narrows to it, and that query finds as many.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, tzinfo

import numpy as np
from numpy.typing import NDArray

from reader.library.buckets import gathered, months_of
from reader.library.catalogue import Catalogue, Catalogues, Named, Tagged
from reader.light import dataclass
from reader.search.folding import fold
from reader.search.narrowing import narrowing
from reader.search.query import Filter

MOST_VALUES = 50
"""Values of a facet that are given."""
MOST_BUCKETS = 60

Keys = NDArray[np.int64]
Narrow = Callable[[Filter], str]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet."""

    name: str
    count: int
    query: str
    """Narrows to it; "" where the query language cannot name it."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A kind of values; articles without one (no source, no language) are not in it."""

    values: tuple[Value, ...] = ()
    """Sources and languages: the commonest first; months: the latest first. At most 50."""
    more: int = 0
    """How many further values there are."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A stretch of time."""

    first: str
    """Its first day, ISO 8601."""
    last: str
    """Its last day."""
    count: int
    query: str
    """Narrows to it; "" where that cannot be said."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """How many articles are of each stretch of time, from the first article to the last."""

    first: str = ""
    """The day of the earliest article, ISO 8601; "" without articles."""
    last: str = ""
    """The day of the latest."""
    unit: str = ""
    """How long a stretch is: `day`, `week`, `month`, `quarter`, `year`, `2 years` …"""
    buckets: tuple[Bucket, ...] = ()
    """At most 60, in time, empty ones too."""


@dataclass(frozen=True, slots=True)
class Facets:
    """The spread of what a query finds."""

    total: int
    sources: Facet
    tags: Facet
    """The commonest first; an article counts for each of its tags."""
    months: Facet
    languages: Facet
    """Empty unless the articles are in more than one; `en-gb` counts as `en`."""
    timeline: Timeline
    note: str = ""
    """How the search was widened, in one line; a narrower query may be widened otherwise."""


def facets(
    catalogues: Catalogues, found: Keys, text: str, *, typing: bool, zone: tzinfo | None, note: str
) -> Facets:
    """The facets of these articles, which `text` found.

    Args:
        zone: where days begin at midnight; None for the system's own.
    """
    held = catalogues.of(found)
    at = held.places(found)
    if not len(at):
        return Facets(0, Facet(), Facet(), Facet(), Facet(), Timeline(), note)
    days = catalogues.days(held, zone)[at]
    narrow = narrowing(text, typing=typing)
    return Facets(
        total=len(at),
        sources=_sources(held, at, narrow),
        tags=_tags(catalogues.tagged(), found, narrow),
        months=_months(days, narrow),
        languages=_languages(held, at, narrow),
        timeline=_timeline(days, narrow),
        note=note,
    )


def _sources(held: Catalogue, at: NDArray[np.intp], narrow: Narrow) -> Facet:
    """Names that differ in capitals and accents only are one source, as for `feed:`."""
    counted = _grouped(held.sources, at, fold)
    return _commonest(counted, lambda name: narrow(Filter("feed", name, whole=True)))


def _tags(tagged: Tagged, found: Keys, narrow: Narrow) -> Facet:
    return _commonest(tagged.counts(found), lambda name: narrow(Filter("tag", name, whole=True)))


def _languages(held: Catalogue, at: NDArray[np.intp], narrow: Narrow) -> Facet:
    counted = _grouped(held.languages, at, lambda tag: tag.partition("-")[0])
    tags = [(tag.partition("-")[0], count) for tag, count in counted]
    if len(tags) < 2:
        return Facet()
    return _commonest(tags, lambda tag: narrow(Filter("lang", tag)))


def _grouped(
    named: Named, at: NDArray[np.intp], alike: Callable[[str], str]
) -> list[tuple[str, int]]:
    """Each name with its count; of names that are alike the commonest stands for all."""
    counts = np.bincount(named.codes[at], minlength=len(named.names))
    there = np.flatnonzero(counts)
    total: dict[str, int] = {}
    shown: dict[str, tuple[int, str]] = {}
    for name, count in zip((named.names[n] for n in there), counts[there].tolist(), strict=True):
        same = alike(name)
        if same:
            total[same] = total.get(same, 0) + count
            shown[same] = max(shown.get(same, (0, "")), (count, name))
    return [(shown[same][1], count) for same, count in total.items()]


def _commonest(counted: Iterable[tuple[str, int]], query: Callable[[str], str]) -> Facet:
    ranked = sorted(counted, key=lambda pair: (-pair[1], pair[0]))
    return _facet(ranked, query)


def _months(days: NDArray[np.int64], narrow: Narrow) -> Facet:
    months, counts = np.unique(months_of(days), return_counts=True)
    named = list(zip(map(_month, months.tolist()), counts.tolist(), strict=True))
    return _facet(named[::-1], lambda name: narrow(Filter("date", name)))


def _month(number: int) -> str:
    year, month = divmod(number, 12)
    return f"{1970 + year:04}-{month + 1:02}"


def _facet(counted: list[tuple[str, int]], query: Callable[[str], str]) -> Facet:
    values = [Value(name, count, query(name)) for name, count in counted[:MOST_VALUES]]
    return Facet(tuple(values), len(counted) - len(values))


def _timeline(days: NDArray[np.int64], narrow: Narrow) -> Timeline:
    unit, stretches = gathered(days, MOST_BUCKETS)
    buckets = [
        Bucket(first.isoformat(), last.isoformat(), count, narrow(_within(first, last)))
        for first, last, count in stretches
    ]
    first, last = (str(day.astype("datetime64[D]")) for day in (days.min(), days.max()))
    return Timeline(first, last, unit.name, tuple(buckets))


def _within(first: date, last: date) -> Filter:
    """These days, in the shortest way to say it."""
    start, end = first.isoformat(), last.isoformat()
    if start.endswith("-01-01") and end == f"{start[:4]}-12-31":
        return Filter("date", start[:4])
    if start.endswith("-01") and end == f"{start[:8]}{monthrange(first.year, first.month)[1]}":
        return Filter("date", start[:7])
    return Filter("date", start if first == last else f"{start}..{end}")
