"""All articles that a query matches, as an array of keys: what is counted, not listed.

The same articles that a search finds (`reader.library.searching`), without
scores and order. Store and index are asked for whole sets, which are put
together here.
"""

from __future__ import annotations

from datetime import datetime
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from reader.library.saving import Standing
from reader.search.division import divided, is_filter
from reader.search.index import Index
from reader.search.membership import NOBODY, Keys, members
from reader.search.naming import Saved
from reader.search.query import NOTHING, And, Filter, Not, Or, Query
from reader.search.standing import sensible
from reader.store import lists
from reader.store.database import Database
from reader.store.filters import Condition


class Selections:
    """Remembers the articles of the last filters as sets, like `Narrowing` does as lists."""

    _MOST = 8

    def __init__(self, database: Database) -> None:
        self.database = database
        self._kept: dict[tuple[object, ...], Keys] = {}

    def keys(self, condition: Condition) -> Keys:
        """The articles that the condition holds for as of now."""
        db = self.database.connection
        # The version tells of other connections' commits, the changes of this one's own.
        at = (condition, id(db), self.database.version(), db.total_changes)
        found = self._kept.get(at)
        if found is None:
            numbers = lists.numbers_where(db, condition)
            found = np.sort(np.fromstring(numbers, np.int64, sep=" "))
            kept = list(self._kept.items())[1 - self._MOST :]
            self._kept = {**dict(kept), at: found}
        return found


class Matching:
    """What queries match in one list at one moment."""

    def __init__(
        self,
        index: Index,
        selections: Selections,
        scope: lists.Scope,
        now: datetime,
        saved: Saved,
    ) -> None:
        """`now` is what `today` means; naive for the system's time zone.

        `saved` is the query of each saved search by its folded name.
        """
        self.saved = saved
        self._index = index
        self._selections = selections
        self._scope = scope
        self._now = now

    def within(self, scope: lists.Scope) -> Matching:
        """The same of another list."""
        return Matching(self._index, self._selections, scope, self._now, self.saved)

    def count(self, query: Query) -> int:
        """How many articles match the query as it stands."""
        return len(self.keys(query)[0])

    def keys(self, query: Query, *, asked: str = "", widen: bool = False) -> tuple[Keys, str]:
        """The articles that match, and a note of how the search was widened.

        The empty query matches the whole list. Only with `widen` does a query
        that finds nothing match other articles; `asked` is then what the note
        calls it.
        """
        parts = sensible(divided(query))
        found: list[Keys] = [self._set(part) for part in parts.mixed]
        if parts.filters != NOTHING or self._scope != "all" or parts.words == NOTHING:
            found.append(self._filtered(parts.filters))
        among = reduce(_in_both, found) if found else None
        if parts.words == NOTHING:
            return (NOBODY if among is None else among), ""
        return members(self._index, parts.words, among, asked=asked, widen=widen)

    def _set(self, query: Query) -> Keys:
        """The articles of one part; words are found as they stand, whatever the list."""
        if is_filter(query):
            return self._filtered(query)
        match query:
            case Not(child):
                return _not_in(self._every, self._set(child))
            case And(children):
                return reduce(_in_both, map(self._set, children))
            case Or(children):
                return reduce(_in_either, map(self._set, children))
            case Filter():
                return NOBODY
        return members(self._index, query)[0]

    def _filtered(self, query: Query) -> Keys:
        standing = Standing(self._selections.database, self._index, self._now, self.saved)
        return self._selections.keys(standing.filtering(self._scope).condition(query))

    @cached_property
    def _every(self) -> Keys:
        return self._filtered(NOTHING)


def _in_both(one: Keys, other: Keys) -> Keys:
    """What is in both, rising like the first."""
    few, many = sorted((one, other), key=len)
    return _those(few, np.isin(few, many, assume_unique=True))


def _in_either(one: Keys, other: Keys) -> Keys:
    """What is in one of them at least, rising."""
    both = np.sort(np.concatenate([one, other]), kind="stable")
    return _those(both, np.diff(both, prepend=-1) != 0)


def _not_in(all_keys: Keys, excluded: Keys) -> Keys:
    return _those(all_keys, np.isin(all_keys, excluded, assume_unique=True, invert=True))


def _those(keys: Keys, flags: NDArray[np.bool_]) -> Keys:
    found: Keys = keys[flags]
    return found
