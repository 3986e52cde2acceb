"""Which articles match a plan, and how well: BM25F over the fields.

For a term with count c_f in field f of an article (Robertson, Zaragoza,
Taylor: *Simple BM25 extension to multiple weighted fields*, 2004):

    tf    = sum over f of  w_f · c_f / (1 − b_f + b_f · length_f / average_f)
    score = idf · tf · (k1 + 1) / (tf + k1)
    idf   = ln(N / (n + 1)) + 1        N articles, n of them with the term

Scores of several terms add up. A prefix, and a phrase, count as one term.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable

from reader.search.plan import All, Any, Form, Near, Plan, Starts, Stem, Without
from reader.search.query import FIELDS
from reader.search.schema import exact
from reader.search.view import Postings, View

K1 = 1.2
WEIGHT = {"title": 3.0, "author": 1.0, "body": 1.0}
LENGTH_COUNTS = {"title": 0.5, "author": 0.5, "body": 0.75}
"""b_f: 0 pays no attention to a field's length, 1 full attention."""

_QUICK_WORDS, _QUICK_POSTINGS = 64, 20_000
"""A prefix that is still being typed stands for its most frequent words in each
field: at most so many, with no more postings than this together. One letter,
which nobody means, then costs little more than a common word."""
_MOST_WORDS, _MOST_POSTINGS = 4_000, 1_000_000
"""The same for a prefix that is asked for; in tens of thousands of articles
nothing but a single letter comes near."""

Scores = dict[int, float]
"""Score by article number. Never changed once made: they are kept for the next key."""


class Ranking:
    """Evaluates plans on one view, keeping what it has worked out."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._units = {field: self._unit(field) for field in FIELDS}
        self._kept: dict[Plan, Scores] = {}
        self._room = 400_000

    def scores(self, plan: Plan) -> Scores:
        """Every article that matches the plan, with its score."""
        match plan:
            case All(children):
                return self._all(children)
            case Any(children):
                return _sum(self.scores(child) for child in children)
            case Without(child):
                excluded = self.scores(child)
                return {n: 0.0 for n in self.view.live() if n not in excluded}
        if plan not in self._kept:
            self._keep(plan, self._term(plan))
        return self._kept[plan]

    def _keep(self, plan: Plan, found: Scores) -> None:
        self._room -= len(found) + 1
        while self._room < 0 and self._kept:
            oldest = next(iter(self._kept))
            self._room += len(self._kept.pop(oldest)) + 1
        self._kept[plan] = found

    def _all(self, children: tuple[Plan, ...]) -> Scores:
        wanted = [self.scores(c) for c in children if not isinstance(c, Without)]
        excluded = [self.scores(c.child) for c in children if isinstance(c, Without)]
        if wanted:
            fewest, *others = sorted(wanted, key=len)
            numbers: Iterable[int] = [n for n in fewest if all(n in o for o in others)]
        else:
            numbers = self.view.live()
        return {n: sum(s[n] for s in wanted) for n in numbers if not any(n in e for e in excluded)}

    def _term(self, plan: Stem | Form | Starts | Near) -> Scores:
        frequency: Scores = {}
        for field in (plan.field,) if plan.field else FIELDS:
            unit = self._units[field]
            for numbers, counts in self._occurrences(plan, field):
                for number, count in zip(numbers, counts, strict=True):
                    frequency[number] = frequency.get(number, 0.0) + count * unit[number]
        idf = math.log(self.view.size / (len(frequency) + 1)) + 1 if frequency else 0.0
        top = idf * (K1 + 1)
        return {n: top * tf / (tf + K1) for n, tf in frequency.items()}

    def _unit(self, field: str) -> array[float]:
        """What one occurrence in this field is worth in each article."""
        weight, b = WEIGHT[field], LENGTH_COUNTS[field]
        return array("f", [weight / (1 - b + b * norm) for norm in self.view.norms(field)])

    def _occurrences(
        self, plan: Stem | Form | Starts | Near, field: str
    ) -> Iterable[tuple[Iterable[int], Iterable[float]]]:
        postings = self.view.postings
        match plan:
            case Stem(_, text):
                return [postings(field, text)]
            case Form(_, text):
                return [postings(exact(field), text)]
            case Starts(_, text, quick):
                return self._starting(field, text, quick)
            case Near():
                found = self._side_by_side(plan, field)
                return [(found.keys(), found.values())]

    def _starting(self, field: str, prefix: str, quick: bool) -> list[Postings]:
        """The postings of the words that a prefix stands for."""
        found: list[Postings] = []
        room = _QUICK_POSTINGS if quick else _MOST_POSTINGS
        most = _QUICK_WORDS if quick else _MOST_WORDS
        for word, articles in self.view.starting(field, prefix, most):
            room -= articles
            if room < 0 and found:
                break
            found.append(self.view.postings(exact(field), word))
        return found

    def _side_by_side(self, plan: Near, field: str) -> Scores:
        """How often the stems stand at their distances, by article."""
        places = sorted(
            zip(plan.stems, plan.offsets, strict=True),
            key=lambda place: len(self.view.postings(field, place[0].text)[0]),
        )
        numbers = sorted(
            set.intersection(*(set(self.view.postings(field, s.text)[0]) for s in plan.stems))
        )
        starts: dict[int, set[int]] = {}
        for stem, offset in places:
            at = self.view.positions(field, stem.text, numbers)
            here = {n: {p - offset for p in positions} for n, positions in at.items()}
            starts = {n: s & starts[n] for n, s in here.items()} if starts else here
            numbers = [n for n in numbers if starts.get(n)]
        return {n: float(len(starts[n])) for n in numbers}


def _sum(many: Iterable[Scores]) -> Scores:
    total: Scores = {}
    for scores in many:
        for number, score in scores.items():
            total[number] = total.get(number, 0.0) + score
    return total
