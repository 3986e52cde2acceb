"""One search, answered by store and index together.

The index knows words, the store all else. What each can answer by itself it
answers whole; where `OR` or an exclusion joins the two, both give sets of
articles, which are put together here. So the answer is exact, however much or
little either side finds.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Collection, Sequence, Sized
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Literal, TypeVar

from reader.library.saving import Standing
from reader.light import dataclass
from reader.models import Answer, Hit, IndexEntry
from reader.search import naming
from reader.search.division import Parts, divided, is_filter
from reader.search.index import Index
from reader.search.naming import Saved
from reader.search.query import (
    NOTHING,
    And,
    Filter,
    Not,
    Or,
    Phrase,
    Query,
    Request,
    Term,
    leaves,
    understand,
)
from reader.search.standing import sensible
from reader.search.wording import hints
from reader.store import articles, changes, filters, lists
from reader.store.database import Database
from reader.store.filters import Condition

T = TypeVar("T", bound=Sized)
Scores = dict[int, float]

_ORDERS: dict[str, lists.Order] = {"new": "new", "old": "old", "feed": "feed"}
LONGEST = 1000
"""Characters of a query that count; nobody types more."""


@dataclass(frozen=True, slots=True)
class Step:
    """One question of a search to one of the rooms that can answer it."""

    where: Literal["store", "index"]
    what: str
    """The part of the query, in the query language; in brackets how it was taken, if not as it stands."""
    found: int
    seconds: float


OnStep = Callable[[Step], None]


class Narrowing:
    """Remembers the articles of the last filters, so that the next key pressed finds them."""

    _MOST = 4

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[tuple[object, ...], array[int]] = {}
        self._lags: tuple[tuple[object, ...], bool] = ((), False)

    def keys(self, condition: Condition) -> array[int]:
        """The articles that the condition holds for as of now, newest first."""
        db = self._database.connection
        # The version tells of other connections' commits, the changes of this one's own.
        at = (condition, id(db), self._database.version(), db.total_changes)
        found = self._kept.get(at)
        if found is None:
            found = lists.where(db, condition)
            kept = list(self._kept.items())[1 - self._MOST :]
            self._kept = {**dict(kept), at: found}
        return found

    def index_lags(self) -> bool:
        """Does the index hold articles that are gone? Looked for among its latest news."""
        db = self._database.connection
        at = (id(db), self._database.version(), db.total_changes)
        lags = self._lags  # once: another thread may be looking, too
        if lags[0] != at:
            lags = self._lags = at, changes.are_any_gone(db)
        return lags[1]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a search works with."""

    database: Database
    index: Index
    narrowing: Narrowing
    on_step: OnStep
    saved: Saved
    """The query of each saved search by its folded name."""
    widen: bool = True
    """Look for what has some of the words where too little has all of them."""
    hurried: bool = False
    """Leave the total open where counting takes long."""


def search(
    desk: Desk,
    text: str,
    scope: lists.Scope,
    *,
    limit: int | None,
    typing: bool,
    now: datetime,
) -> Answer:
    """The articles of the scope that the query asks for, in the order that it asks for.

    Args:
        limit: at most so many hits; the total counts all.
        typing: the end of the text may be unfinished.
        now: what `today` means; naive for the system's time zone.
    """
    cut = text[:LONGEST]
    request = naming.ordered(understand(cut, typing=typing, saved=desk.saved), desk.saved)
    if request.empty:
        return Answer((), 0, note=" ".join(hints(request)))
    found = _Search(desk, request, cut, scope, typing, now).answer(limit)
    notes = [*hints(request), *naming.nested_hints(request.tree, desk.saved), found.note]
    if len(cut) < len(text):
        notes.insert(0, f"Only the first {LONGEST:,} characters were sought.")
    terms = found.terms
    if any(naming.asked_for(request.tree)):
        terms |= naming.terms(request.tree, desk.saved, desk.index.languages())
    return replace(found, terms=terms, note=" ".join(note for note in notes if note))


class _Search:
    """One search on its way through store and index."""

    def __init__(
        self,
        desk: Desk,
        request: Request,
        text: str,
        scope: lists.Scope,
        typing: bool,
        now: datetime,
    ) -> None:
        self._desk = desk
        self._db = desk.database.connection
        self._request = request
        self._text = text
        self._scope = scope
        self._typing = typing
        self._filtering = Standing(desk.database, desk.index, now, desk.saved).filtering(scope)
        self._order = _ORDERS.get(request.order, "new")
        self._terms: set[str] = set()
        self._notes: list[str] = []

    def answer(self, limit: int | None) -> Answer:
        """The articles, in the order asked for."""
        parts = sensible(divided(self._request.tree))
        if parts.mixed:
            return self._arranged(self._combined(parts, limit), limit)
        if parts.words == NOTHING:
            return self._listed(parts.filters, limit)
        return self._arranged(self._found(parts, limit), limit)

    def _listed(self, wanted: Query, limit: int | None) -> Answer:
        """Filters alone: a list, and nothing for the index to do."""
        began = time.perf_counter()
        condition = self._filtering.condition(wanted)
        keys = lists.where(self._db, condition, self._order, -1 if limit is None else limit)
        total = len(keys)
        if total == limit:
            total = lists.count_where(self._db, condition)
        self._tell("store", wanted, total, began)
        return Answer(tuple(Hit(key, 0.0) for key in keys), total)

    def _found(self, parts: Parts, limit: int | None) -> Answer:
        """Words, among the articles that the filters leave."""
        condition = self._filtering.condition(parts.filters)
        free = condition == filters.EVERYTHING and not self._desk.narrowing.index_lags()
        among = None if free else self._keys(parts.filters)
        return self._sought(parts.words, among, limit)

    def _sought(self, words: Query, among: Collection[int] | None, limit: int | None) -> Answer:
        """The index's answer to words; widened where that is all that helps."""
        if among is not None and not among:
            return Answer((), 0)
        found = self._asked(words, among, limit, self._desk.widen and not self._reorders)
        if self._desk.widen and self._reorders and not found.total:
            # What is only like the query comes last by relevance, but anywhere by date.
            found = self._asked(words, among, limit, True, again=True)
        return found

    def _asked(
        self,
        words: Query,
        among: Collection[int] | None,
        limit: int | None,
        widen: bool,
        *,
        again: bool = False,
    ) -> Answer:
        """What the index says to words, with the articles' texts at hand.

        Asked `again`, what it says to the words as they stand has been told.
        """
        began = time.perf_counter()
        found = self._desk.index.search(
            self._index_text(words),
            limit=None if self._reorders else limit,
            typing=self._typing,
            keys=among,
            widen=widen and not self._request.astray,
            texts=None if self._reorders else self._texts,
            hurried=self._desk.hurried,
        )
        if len(found.readings) < 2 and not again:
            self._tell("index", words, found.total, began)
        else:
            for reading in found.readings[again:]:
                what = f"{words} ({reading.how})" if reading.how else str(words)
                self._desk.on_step(Step("index", what, reading.found, reading.seconds))
        return found

    def _texts(self, keys: Sequence[int]) -> list[IndexEntry]:
        return articles.index_entries(self._db, keys)

    def _index_text(self, words: Query) -> str:
        """The words as the index is to read them, its last one open if it goes on."""
        request = self._request
        if words == request.tree and not request.order:
            return self._text
        last = request.tree.children[-1] if isinstance(request.tree, And) else request.tree
        mine = words.children[-1] if isinstance(words, And) else words
        if not (request.goes_on and mine is last):
            return f"{words} "
        text = str(words).rstrip(")")
        *_, leaf = leaves(last) if not isinstance(last, Not) else [last]
        return text.removesuffix('"') if isinstance(leaf, Phrase) else text

    def _combined(self, parts: Parts, limit: int | None) -> Answer:
        """Parts that store and index answer together, as sets of articles."""
        opened = divided(self._request.opened)
        found = [self._scores(part) for part in opened.mixed]
        newest_first = self._keys(parts.filters)
        members = [key for key in newest_first if all(key in scores for scores in found)]
        if parts.words != NOTHING:
            answer = self._sought(parts.words, members, limit)
            return replace(answer, terms=answer.terms | self._terms)
        scored = {key: sum(scores[key] for scores in found) for key in members}
        best_first = sorted(members, key=lambda key: -scored[key])
        hits = tuple(Hit(key, scored[key]) for key in best_first)
        note = " ".join(dict.fromkeys(self._notes))
        return Answer(
            hits if limit is None or self._reorders else hits[:limit],
            len(hits),
            frozenset(self._terms),
            note,
        )

    @property
    def _reorders(self) -> bool:
        return not self._request.by_relevance

    def _arranged(self, found: Answer, limit: int | None) -> Answer:
        """The answer in the order that the query names."""
        if not self._reorders:
            return found
        scores = {hit.key: hit.score for hit in found.hits}
        keys = lists.arranged(self._db, list(scores), self._order)
        hits = tuple(Hit(key, scores[key]) for key in (keys if limit is None else keys[:limit]))
        return replace(found, hits=hits)

    # Sets of articles

    def _scores(self, query: Query, wanted: bool = True) -> Scores:
        """The articles that match, with their scores; filters and exclusions add none."""
        if is_filter(query):
            return dict.fromkeys(self._keys(query), 0.0)
        match query:
            case Not(child):
                excluded = self._scores(child, not wanted)
                return dict.fromkeys((k for k in self._every if k not in excluded), 0.0)
            case And(children):
                return _in_all([self._scores(child, wanted) for child in children])
            case Or(children):
                return _in_any([self._scores(child, wanted) for child in children])
            case Filter():
                return {}
        return self._exactly(query, wanted)

    def _exactly(self, term: Term, wanted: bool) -> Scores:
        """The articles with this very term; nothing like it."""
        began = time.perf_counter()
        found = self._desk.index.search(f"{term} ", limit=None, typing=self._typing, widen=False)
        self._tell("index", term, found.total, began)
        if found.note:
            self._notes.append(found.note)
        if wanted and found.hits:
            self._terms |= found.terms
        return {hit.key: hit.score for hit in found.hits}

    def _keys(self, query: Query) -> array[int]:
        condition = self._filtering.condition(query)
        return self._timed("store", query, lambda: self._desk.narrowing.keys(condition))

    @cached_property
    def _every(self) -> array[int]:
        """All articles of the scope; what an exclusion is taken from."""
        return self._keys(NOTHING)

    # Telling

    def _timed(self, where: Literal["store", "index"], what: Query, work: Callable[[], T]) -> T:
        began = time.perf_counter()
        found = work()
        self._tell(where, what, len(found), began)
        return found

    def _tell(
        self, where: Literal["store", "index"], what: Query, found: int, began: float
    ) -> None:
        scope = f"is:{self._scope}" if where == "store" and self._scope != "all" else ""
        text = " ".join(part for part in (scope, str(what)) if part)
        self._desk.on_step(Step(where, text or "all", found, time.perf_counter() - began))


def _in_all(found: list[Scores]) -> Scores:
    first, *others = sorted(found, key=len)
    return {
        key: score + sum(other[key] for other in others)
        for key, score in first.items()
        if all(key in other for other in others)
    }


def _in_any(found: list[Scores]) -> Scores:
    total: Scores = {}
    for scores in found:
        for key, score in scores.items():
            total[key] = total.get(key, 0.0) + score
    return total
