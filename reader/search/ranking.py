"""Which articles match a plan, and how well: BM25F over the fields.

For a term with count c_f in field f of an article (Robertson, Zaragoza,
Taylor: *Simple BM25 extension to multiple weighted fields*, 2004):

    tf    = sum over f of  w_f · c_f / (1 − b_f + b_f · length_f / average_f)
    score = idf · tf · (k1 + 1) / (tf + k1)
    idf   = ln(N / (n + 1)) + 1        N articles, n of them with the term

Scores of several terms add up. A prefix, and a phrase, count as one term. What an
answer is sorted by is that sum times the article's recency, a gentle lean to what
is new; it never tells a good match from a bad one, only equals apart:

    recency = 1 / (1 + LEAN · log2(1 + age / 30))       age in days

An age is counted from the newest article, or from today where that one claims to
be of a day to come. The figures are in docs/technotes/relevance.md.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Collection, Sequence

import numpy as np

from reader.search.analysis import ACCENTED
from reader.search.matches import NONE, Matches, both, either, without
from reader.search.plan import All, Any, Form, Near, Plan, Spelled, Starts, Stem, Without
from reader.search.query import FIELDS
from reader.search.schema import exact
from reader.search.spelling import within
from reader.search.view import Flags, Floats, Numbers, Postings, View

K1 = 1.6
EXACT = K1 + 1
"""What the very word that was typed adds, in units of idf: as much as all its other forms can."""
WEIGHT = {"title": 3.0, "author": 1.0, "body": 1.0}
LENGTH_COUNTS = {"title": 0.5, "author": 0.5, "body": 0.75}
"""b_f: 0 pays no attention to a field's length, 1 full attention."""
LEAN = 0.02
"""How much recency counts: an article a year old has 93 % of its score, one of ten years 88 %."""
_MONTH = 30 * 86_400
"""Seconds after which an article begins to be old."""

_ROOM = 1_000_000
"""Matches that are kept for the next key, 12 bytes each."""


_Term = Stem | Form | Starts | Spelled | Near
"""What counts as one term."""


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
        self._units = {field: _unit(view, field) for field in FIELDS}
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

    def idf(self, term: Plan) -> float:
        """How telling a term is: the fewer articles have it, the more."""
        return idf(self.view.size, len(self.matches(term).numbers))

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

    def _term(self, plan: _Term) -> Matches:
        fields = (plan.field,) if plan.field else FIELDS
        weighed = [self._weighed(field, self._occurrences(plan, field)) for field in fields]
        numbers, tf = either(weighed, len(self.view.keys))
        if not len(numbers):
            return NONE
        weight = idf(self.view.size, len(numbers))
        scores = np.float32(weight) * saturated(tf)
        if isinstance(plan, Stem) and plan.form and plan.exactness:
            bonus = np.float32(EXACT * plan.exactness * weight)
            scores = scores + bonus * self._as_typed(plan, fields)[numbers]
        return Matches(numbers, scores)

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

    def _occurrences(self, plan: _Term, field: str) -> Postings:
        match plan:
            case Stem():
                return self._stems(plan, field)
            case Form(_, text):
                return self.view.postings(exact(field), text)
            case Starts(_, text):
                return self.view.starting(field, text)
            case Spelled(_, text):
                return self._spelled(field, text)
            case Near(_, _, offsets):
                found = [self.view.side_by_side(field, r, offsets) for r in plan.readings]
                return self._sum(found)

    def _stems(self, plan: Stem, field: str) -> Postings:
        """The postings of the word's stems, and of another spelling of it."""
        found = [self.view.postings(field, text) for text in plan.texts]
        if plan.respelled:
            found.append(self.view.postings(exact(field), plan.respelled))
        return self._sum(found)

    def _spelled(self, field: str, word: str) -> Postings:
        """The postings of all words that are spelled like it."""
        alike = within(self.view, field, word)
        return self._sum([self.view.postings(exact(field), other) for other in alike])

    def _sum(self, found: Sequence[Postings]) -> Postings:
        """Several terms' postings as those of one."""
        if len(found) == 1:
            return found[0]
        return Postings(*either([Matches(*each) for each in found], len(self.view.keys)))

    def _weighed(self, field: str, found: Postings) -> Matches:
        """What the occurrences are worth, the longer the field the less."""
        return Matches(found.numbers, found.counts * self.unit(field)[found.numbers])

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


def idf(size: int, having: int) -> float:
    """How telling a term is that `having` of `size` articles have."""
    return math.log(size / (having + 1)) + 1


def saturated(frequency: Floats) -> Floats:
    """What a weighted frequency is worth: the second occurrence less than the first."""
    return frequency * np.float32(K1 + 1) / (frequency + np.float32(K1))


def recency(dates: Numbers, living: Flags, now: float) -> Floats:
    """Between 0 and 1 for each article, 1 for the newest; `dates` and `now` in Unix seconds."""
    newest = min(float(dates[living].max(initial=0)), now)
    months = np.maximum(newest - dates, 0) / _MONTH
    factors: Floats = (1 / (1 + LEAN * np.log2(1 + months))).astype(np.float32)
    return factors


def _unit(view: View, field: str) -> Floats:
    weight, b = WEIGHT[field], LENGTH_COUNTS[field]
    return np.float32(weight) / (np.float32(1 - b) + np.float32(b) * view.norms(field))
