"""Which articles match a plan, and how well: BM25F over the fields, and recency.

`reader.search.weighing` has the formula for one term. Scores of several terms add up. A
prefix, and a phrase, count as one term. What an answer is sorted by is that sum times
the article's recency, a gentle lean to what is new; it never tells a good match from a
bad one, only equals apart:

    recency = 1 / (1 + LEAN · log2(1 + age / 30))       age in days

An age is counted from the newest article, or from today where that one claims to
be of a day to come. The figures are in docs/technotes/relevance.md.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Sequence
from typing import TypeVar

import numpy as np

from reader.search.analysis import ACCENTED
from reader.search.bounds import Blocks
from reader.search.matches import NONE, Matches, both, either, without
from reader.search.occurrences import Found, Source, Term, look_up
from reader.search.plan import All, Any, Form, Plan, Stem, Without
from reader.search.query import FIELDS
from reader.search.schema import exact
from reader.search.view import Flags, Floats, Numbers, View
from reader.search.weighing import K1, idf, saturated, unit

EXACT = K1 + 1
"""What the very word that was typed adds, in units of idf: as much as all its other forms can."""
LEAN = 0.02
"""How much recency counts: an article a year old has 93 % of its score, one of ten years 88 %."""
_MONTH = 30 * 86_400
"""Seconds after which an article begins to be old."""

_ROOM = 1_000_000
"""Matches that are kept for the next key, 12 bytes each."""


_TERMS = 64
"""Terms that stay looked up …"""
_BOUNDS = 16
"""… bounds that are kept, four bytes for every eight articles …"""
_FLAGS = 8
"""… and flags, a byte for each article."""


class Ranking:
    """Evaluates plans on one view.

    What single terms match is kept: of a query that is being typed all words but
    the last stay the same. Threads share that, and never wait for one another
    while they work.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self.recency = recency(view.dates, view.living, time.time())
        """What each article's scores are multiplied by."""
        self._units = {field: unit(field, view.norms(field)) for field in FIELDS}
        self.blocks = Blocks(view, self.recency, self._units)
        self._found: dict[Term, Found] = {}
        self._bounds: dict[Term, Floats] = {}
        self._flags: dict[Term, Flags] = {}
        self._kept: dict[Plan, Matches] = {}
        self._room = _ROOM
        self._keeping = threading.Lock()
        self._having: tuple[object, Flags] | None = None

    def matches(self, plan: Plan) -> Matches:
        """Every article that matches the plan, with its score."""
        match plan:
            case All(children):
                return self._all(children)
            case Any(children):
                return either([self.matches(child) for child in children], len(self.view.keys))
            case Without():
                return self._all((plan,))
        found = self._kept.get(plan)
        return self._keep(plan, self._term(plan)) if found is None else found

    def scored(self, found: Matches) -> Matches:
        """The same with the scores that an answer is sorted by."""
        return Matches(found.numbers, found.scores * self.recency.take(found.numbers))

    def found(self, term: Term) -> Found:
        """Where a term stands. Looked up once while the same few are asked for."""
        found = self._found.get(term)
        if found is None:
            found = look_up(self.view, term)
            self._found = _with(self._found, term, found, _TERMS)
        return found

    def bound(self, term: Term) -> Floats:
        """The most that a term adds to a score in each block; 0 where no article has it."""
        bounds = self._bounds.get(term)
        if bounds is None:
            found = self.found(term)
            bounds = np.zeros(self.blocks.bases[-1], np.float32)
            for source in found.sources:
                bounds += self.blocks.bound(source)
            if isinstance(term, Stem) and term.form and term.exactness:
                form = Form(term.field, (ACCENTED if term.accented else "") + term.form)
                bounds += np.float32(EXACT * term.exactness) * (self.bound(form) > 0)
            bounds *= np.float32(self.idf(term))
            self._bounds = _with(self._bounds, term, bounds, _BOUNDS)
        return bounds

    def flags(self, term: Term) -> Flags:
        """Which articles have a term; of those deleted there may be some too many."""
        flags = self._flags.get(term)
        if flags is None:
            flags = np.zeros(len(self.view.keys), np.bool_)
            for source in self.found(term).sources:
                for (base, part), runs in zip(self.view.parts, source.runs, strict=True):
                    for run in runs.values():
                        flags[base : base + part.articles][run.numbers] = True
            self._flags = _with(self._flags, term, flags, _FLAGS)
        return flags

    def idf(self, plan: Plan) -> float:
        """How telling a term is: the fewer articles have it, the more."""
        return idf(self.view.size, self.frequency(plan))

    def frequency(self, plan: Plan) -> int:
        """How many articles have a term, more or less: as many as one field of them has.

        Of several terms, how many have the commonest, or the rarest where all are needed.
        """
        match plan:
            case Any(children):
                return max(map(self.frequency, children), default=0)
            case All(children):
                return min(map(self.frequency, children), default=self.view.size)
            case Without():
                return self.view.size
        return self.found(plan).having

    def having(self, keys: Collection[int]) -> Flags:
        """Which articles have one of these keys. The same frozen set is looked up once."""
        kept = self._having
        if kept is not None and kept[0] is keys:
            return kept[1]
        flags = self.view.having(keys)
        if isinstance(keys, frozenset):
            self._having = keys, flags
        return flags

    def _all(self, children: Sequence[Plan]) -> Matches:
        wanted = [self.matches(c) for c in children if not isinstance(c, Without)]
        excluded = [self.matches(c.child) for c in children if isinstance(c, Without)]
        found = both(wanted, len(self.view.keys)) if wanted else self._every()
        return without(found, excluded, len(self.view.keys))

    def _every(self) -> Matches:
        """All articles, none better than another."""
        numbers = np.flatnonzero(self.view.living)
        return Matches(numbers, np.zeros(len(numbers), np.float32))

    def _term(self, term: Term) -> Matches:
        found = self.found(term)
        fields = (term.field,) if term.field else FIELDS
        weighed = [self._weighed(source, field) for field in fields for source in found.sources]
        numbers, tf = either(weighed, len(self.view.keys))
        if not len(numbers):
            return NONE
        weight = self.idf(term)
        scores = np.float32(weight) * saturated(tf)
        if isinstance(term, Stem) and term.form and term.exactness:
            bonus = np.float32(EXACT * term.exactness * weight)
            scores = scores + bonus * self._as_typed(term, fields)[numbers]
        return Matches(numbers, scores)

    def _weighed(self, source: Source, field: str) -> Matches:
        """What the occurrences are worth, the longer the field the less."""
        numbers, counts = self.view.whole(
            (place, run.numbers, run.whole())
            for place, runs in enumerate(source.runs)
            if (run := runs.get(field)) is not None
        )
        return Matches(numbers, counts * self.unit(field)[numbers])

    def _as_typed(self, plan: Stem, fields: Sequence[str]) -> Flags:
        """Which articles have the very word that was typed, accents and all."""
        there = np.zeros(len(self.view.keys), np.bool_)
        for field in fields:
            form = self.view.postings(exact(field), plan.form)
            marked = self.view.postings(exact(field), ACCENTED + plan.form)
            if plan.accented:
                there[marked.numbers] = True
            elif len(marked.numbers):
                plain = np.zeros(len(there), np.float32)
                plain[form.numbers] = form.counts
                plain[marked.numbers] -= marked.counts
                there |= plain > 0
            else:
                there[form.numbers] = True
        return there

    def unit(self, field: str) -> Floats:
        """What one occurrence in this field is worth in each article."""
        return self._units[field]

    def _keep(self, plan: Plan, found: Matches) -> Matches:
        with self._keeping:
            self._room -= len(found.numbers) + 1
            while self._room < 0 and self._kept:
                oldest = next(iter(self._kept))
                self._room += len(self._kept.pop(oldest).numbers) + 1
            if self._room >= 0:
                self._kept[plan] = found
            else:
                self._room += len(found.numbers) + 1
        return found


_Kept = TypeVar("_Kept")


def _with(kept: dict[Term, _Kept], term: Term, value: _Kept, most: int) -> dict[Term, _Kept]:
    """What is kept with one more, so many at most, the last ones. Another thread may read it."""
    return {**dict(list(kept.items())[1 - most :]), term: value}


def recency(dates: Numbers, living: Flags, now: float) -> Floats:
    """Between 0 and 1 for each article, 1 for the newest; `dates` and `now` in Unix seconds."""
    newest = min(float(dates[living].max(initial=0)), now)
    months = np.maximum(newest - dates, 0) / _MONTH
    factors: Floats = (1 / (1 + LEAN * np.log2(1 + months))).astype(np.float32)
    return factors
