"""Source, language and day of every article as arrays, so that any selection is counted at once.

Made from the store when it is first needed, and again when an article has come,
changed or gone; what a person reads or stars changes nothing in it. For a few
articles, as long as there is no catalogue of all, only their rows are read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, tzinfo
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.library.filtering import midnight
from reader.light import dataclass
from reader.store import catalogue, news, tags
from reader.store.database import Database

_MANY = 20_000
"""New articles from which on all rows are read again."""
_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
_FIRST, _LAST = date.min.toordinal() - _EPOCH, date.max.toordinal() - _EPOCH

Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Named:
    """A name of each article, as a number."""

    names: tuple[str, ...]
    codes: Numbers
    """For each article the place of its name in `names`."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Articles and what can be counted of them, in rising order of their keys."""

    keys: NDArray[np.int64]
    sources: Named
    languages: Named
    moments: NDArray[np.int64]
    """Place in time: publication, else arrival; Unix seconds."""
    whole_days: NDArray[np.bool_]
    """The article names a day and no time; it belongs to that day wherever the reader lives."""

    def places(self, keys: NDArray[np.int64]) -> Numbers:
        """Where these articles stand; those that are not there are left out."""
        if not len(self.keys):
            return np.zeros(0, np.intp)
        at = np.searchsorted(self.keys, keys)
        at[at == len(self.keys)] = 0
        there: Numbers = at[self.keys[at] == keys]
        return there

    def days(self, zone: tzinfo | None) -> NDArray[np.int64]:
        """The calendar day of each article, counted from 1970-01-01; `zone` None is the system's.

        A day runs from its midnight to the next as `date:` understands it.
        """
        utc = self.moments // _DAY
        moved = np.flatnonzero(~self.whole_days)
        known, code = np.unique(utc[moved], return_inverse=True)
        begins, ends = (_midnights(known + step, zone)[code] for step in (0, 1))
        moments = self.moments[moved]
        days = utc.copy()
        days[moved] += (moments >= ends).astype(np.int64) - (moments < begins)
        return np.clip(days, _FIRST, _LAST)


@dataclass(frozen=True, slots=True)
class Tagged:
    """Which article bears which tag: pairs, in no order."""

    articles: NDArray[np.int64]
    tags: Named
    """Of each pair the tag."""

    def counts(self, keys: NDArray[np.int64]) -> list[tuple[str, int]]:
        """The tags that these articles bear, each with the number of them that do."""
        among = np.isin(self.articles, keys)
        found = np.bincount(self.tags.codes[among], minlength=len(self.tags.names))
        named = zip(self.tags.names, found.tolist(), strict=True)
        return [(name, count) for name, count in named if count]


class Catalogues:
    """Keeps the catalogue of a library, and the days of its articles in one zone."""

    def __init__(self, database: Database, *, few: int = 2000) -> None:
        """For no more than `few` articles no catalogue of all is made."""
        self._database = database
        self._few = few
        self._kept: tuple[int, Catalogue] | None = None
        self._days: tuple[Catalogue, tzinfo | None, NDArray[np.int64]] | None = None
        self._tagged: tuple[news.Moment, Tagged] | None = None

    def of(self, keys: NDArray[np.int64]) -> Catalogue:
        """A catalogue with these articles in it, and maybe others."""
        with self._database.snapshot() as db:
            now = news.now(db).content
            kept = self._kept
            if kept is None or kept[0] != now:
                grown = kept and self._grown(db, *kept, now)
                if not grown and len(keys) <= self._few:
                    return _made(catalogue.rows(db, keys.tolist()))
                kept = self._kept = now, grown or _made(catalogue.rows(db))
            return kept[1]

    def tagged(self) -> Tagged:
        """Who bears which tag now."""
        with self._database.snapshot() as db:
            now = news.now(db)
            if self._tagged is None or self._tagged[0] != now:
                pairs = tags.pairs(db)
                articles = np.array([article for _, article in pairs], np.int64)
                self._tagged = now, Tagged(articles, _named(name for name, _ in pairs))
            return self._tagged[1]

    @staticmethod
    def _grown(db: sqlite3.Connection, then: int, held: Catalogue, now: int) -> Catalogue | None:
        """The catalogue with the articles that came since; None if anything else happened.

        Each change takes a number: where there are as many new articles as numbers,
        there was no other change.
        """
        last = int(held.keys[-1]) if len(held.keys) else 0
        if now - then > _MANY:
            return None
        rows = catalogue.rows_after(db, last)
        return _joined(held, _made(rows)) if len(rows) == now - then else None

    def days(self, held: Catalogue, zone: tzinfo | None) -> NDArray[np.int64]:
        """The day of each article of the catalogue."""
        kept = self._days
        if kept is None or kept[0] is not held or kept[1] != zone:
            kept = self._days = held, zone, held.days(zone)
        return kept[2]


def _made(rows: list[catalogue.Row]) -> Catalogue:
    keys, sources, languages, moments, lengths = zip(*rows, strict=True) if rows else ((),) * 5
    when = np.array(moments, np.int64)
    return Catalogue(
        keys=np.array(keys, np.int64),
        sources=_named(sources),
        languages=_named(languages),
        moments=when,
        whole_days=(np.array(lengths, np.int64) == len("2026-11-23")) & (when % _DAY == 0),
    )


def _joined(one: Catalogue, other: Catalogue) -> Catalogue:
    """Both, where all keys of the other are higher."""
    return Catalogue(
        np.concatenate([one.keys, other.keys]),
        _both(one.sources, other.sources),
        _both(one.languages, other.languages),
        np.concatenate([one.moments, other.moments]),
        np.concatenate([one.whole_days, other.whole_days]),
    )


def _both(one: Named, other: Named) -> Named:
    names = tuple(dict.fromkeys([*one.names, *other.names]))
    place = {name: number for number, name in enumerate(names)}
    moved = np.array([place[name] for name in other.names], np.intp)
    return Named(names, np.concatenate([one.codes, moved[other.codes]]))


def _named(values: Iterable[str]) -> Named:
    numbers: dict[str, int] = {}
    codes = [numbers.setdefault(value, len(numbers)) for value in values]
    return Named(tuple(numbers), np.array(codes, np.intp))


def _midnights(days: NDArray[np.int64], zone: tzinfo | None) -> NDArray[Any]:
    """When each day begins in the zone; Unix seconds."""
    known = np.clip(days, _FIRST, _LAST).tolist()
    starts = [midnight(date.fromordinal(day + _EPOCH), zone) for day in known]
    return np.array(starts, np.int64)
