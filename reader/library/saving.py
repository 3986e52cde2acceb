"""Saved searches: kept by name, counted without searching, used inside queries.

The words of a saved search are looked for when it is saved, and from then on in every
article that the index hears of, in the transaction that acknowledges it; `saved_articles`
holds where they were found. Its filters are asked of the store when somebody looks. So
the counts follow states and the calendar by themselves, and are those of a plain search
that is not widened. Words that could not be looked for yet are asked of the index
whenever they are needed, and again at the end of the next indexing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from reader.errors import IndexUnavailable
from reader.library.filtering import Filtering
from reader.models import SavedSearch, folded_name
from reader.search.index import Index
from reader.search.naming import Saved
from reader.search.query import Filter, understand
from reader.search.standing import standing, words_of
from reader.search.tree import FOUND
from reader.store import feeds, filters, lists, notes, tags
from reader.store import saved as store
from reader.store.database import Database
from reader.store.filters import Condition

_TRIES = 5
_LONG_SQL = 4000
"""A saved search of saved searches whose question grew longer than this is asked in steps."""


def counted(database: Database, index: Index, now: datetime) -> list[SavedSearch]:
    """All saved searches in the person's order, each with how much it finds now."""
    db = database.connection
    rows = store.every(db)
    kept = {folded_name(row.name): row.query for row in rows}
    asked = Standing(database, index, now, kept)
    found = []
    for row in rows:
        one = SavedSearch(row.name, row.query, row.scope, row.created)
        with suppress(IndexUnavailable):
            condition = asked.condition(Filter("in", row.name))
            total, unread = lists.counts_where(db, condition)
            one = replace(one, total=total, unread=unread)
        found.append(one)
    return found


class Standing:
    """Saved searches as conditions on the store, for one search or count.

    `saved` is the query of each by folded name; `now` as in a search.
    """

    def __init__(self, database: Database, index: Index, now: datetime, saved: Saved) -> None:
        self._database = database
        self._index = index
        self._now = now
        self._saved = saved
        self._path: list[str] = []
        self._known: dict[str, Condition] = {}
        self._looped = False
        self._names: list[str] | None = None

    def sources(self) -> list[str]:
        """Every source of the library, looked up once."""
        if self._names is None:
            self._names = lists.source_names(self._database.connection)
        return self._names

    def filtering(self, scope: lists.Scope) -> Filtering:
        """What turns the filters of a query into conditions, within a scope."""
        db = self._database.connection
        return Filtering(
            scope,
            self._now,
            names=self.sources,
            tags=lambda: tags.names(db),
            feeds=lambda: feeds.numbers(db),
            folders=lambda: feeds.filed(db),
            notes=lambda: notes.every(db),
            saved=self.condition,
        )

    def condition(self, wanted: Filter) -> Condition:
        """What an `in` filter means, or the words of a standing query.

        Raises:
            IndexUnavailable: the words were not looked for yet and cannot be now.
        """
        if wanted.field == FOUND:
            return self._words(wanted.value)
        name = folded_name(wanted.value)
        if name in self._path:
            self._looped = True
            return filters.NOTHING
        if name not in self._known:
            self._path.append(name)
            self._known[name] = self._short(self._search(name))
            self._path.pop()
        found = self._known[name]
        if self._looped and not self._path:
            # What the others found depends on where the circle was entered.
            self._looped = False
            self._known.clear()
        return found

    def _search(self, name: str) -> Condition:
        row = self._rows.get(name)
        request = understand(row.query, saved=self._saved) if row else None
        if row is None or request is None or request.empty:
            return filters.NOTHING
        return self.filtering(row.scope).condition(standing(request.tree))

    def _words(self, text: str) -> Condition:
        held = self._held.get(text)
        if held and held.meaning == self._index.meaning(text):
            return filters.holding(held.number)
        return filters.among(self._index.matching(text))

    def _short(self, condition: Condition) -> Condition:
        if len(condition.sql) <= _LONG_SQL:
            return condition
        return filters.among(lists.where(self._database.connection, condition))

    @cached_property
    def _rows(self) -> dict[str, store.Row]:
        return {folded_name(row.name): row for row in store.every(self._database.connection)}

    @cached_property
    def _held(self) -> dict[str, store.Words]:
        return store.words(self._database.connection)


# Keeping what the words find


def words_wanted(rows: Sequence[store.Row]) -> set[str]:
    """What saved searches ask of the index."""
    names = frozenset(folded_name(row.name) for row in rows)
    return {text for row in rows for text in _words_of(row.query, names)}


_planned: dict[str, tuple[dict[str, bool], frozenset[str]]] = {}
"""By query: which names were looked for in it and whether a search had them, and its words."""
_MOST_PLANNED = 1_000


def _words_of(query: str, names: frozenset[str]) -> frozenset[str]:
    """What a saved search asks of the index; planned anew only where that may be another."""
    planned = _planned.get(query)
    if planned and all((name in names) is had for name, had in planned[0].items()):
        return planned[1]
    asked = _Names(names)
    words = frozenset(words_of(standing(understand(query, saved=asked).tree)))
    if len(_planned) >= _MOST_PLANNED:
        _planned.clear()
    _planned[query] = (asked.looked, words)
    return words


class _Names(Collection[str]):
    """Names of saved searches, and which of them a query was found to depend on."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names
        self.looked: dict[str, bool] = {}

    def __contains__(self, name: object) -> bool:
        found = self.looked[str(name)] = name in self._names
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def found_among(database: Database, index: Index, keys: Sequence[int]) -> dict[int, list[int]]:
    """By number, the words of saved searches that these articles hold, and which of them do.

    Only after the index has heard of the articles: what is saved meanwhile is looked for by
    whoever saves it.
    """
    kept = store.words(database.connection)
    wanted = frozenset(keys)
    return {held.number: index.matching(text, wanted) for text, held in kept.items()}


def settle(database: Database, index: Index, stopped: Callable[[], bool] = lambda: False) -> None:
    """Look for the words that were not looked for yet, or are read otherwise now."""
    _keep_wanted(database)
    for text, held in store.words(database.connection).items():
        if stopped():
            return
        if held.meaning != index.meaning(text):
            with suppress(IndexUnavailable):
                _fill(database, index, text)


def _keep_wanted(database: Database) -> None:
    """Keep the words that the saved searches ask for as this program reads them."""
    db = database.connection
    if words_wanted(store.every(db)) != store.words(db).keys():
        with database.writing() as db:
            store.keep_words(db, words_wanted(store.every(db)))


def _fill(database: Database, index: Index, text: str) -> None:
    """Write down where the words are found, as of the index's last commit.

    A commit between the search and the write would be overwritten with what was before
    it, so the search is done again then. One after the write is told by whoever made it.
    """
    meaning = index.meaning(text)
    for _ in range(_TRIES):
        generation = index.generation()
        keys = index.matching(text)
        with database.writing() as db:
            if index.generation() == generation:
                store.fill(db, text, meaning, keys)
                return
