"""How well a few articles match a plan: the same numbers as for all, worked out for these.

Term by term, the rarest first, and without those articles that cannot be good enough any
more: what they have so far, with the bounds of what is still to come, is too little.
What is added up, and in which order, is as in `reader.search.ranking`, so that a score
is the same to the last bit whichever way it was come by.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from reader.search.analysis import ACCENTED
from reader.search.arrays.peaks import BLOCK, SHIFT, blocks
from reader.search.bounds import ROUNDING
from reader.search.matches import Matches, both, either
from reader.search.occurrences import Run, Term, among
from reader.search.plan import All, Any, Form, Plan, Stem, Without
from reader.search.query import FIELDS
from reader.search.ranking import EXACT, Ranking
from reader.search.view import Flags, Floats, Numbers, Some
from reader.search.weighing import saturated

_RARE = 16
"""Parts of a plan that one article in so many matches, or fewer, are read whole."""
_READING = 8
"""Postings that can be read in the time that one article takes to be looked up."""


class Candidates:
    """The articles of a view that can be among the best for one plan.

    What a rare part of the plan matches is known from the beginning; a common part has
    bounds, and is worked out where those are not enough.
    """

    def __init__(self, ranking: Ranking, plan: Plan, allowed: Flags | None) -> None:
        self._ranking = ranking
        self._plan = plan
        self._every = isinstance(plan, All)
        self._wanted = wanted(plan)
        self._known: dict[int, Matches] = {}
        self._bounds: dict[int, Floats] = {}
        for number, part in enumerate(self._wanted):
            if reach(ranking, part) * _RARE <= ranking.view.size:
                self._known[number] = ranking.matches(part)
            else:
                self._bounds[number] = bounds_of(ranking, part)
        self._allowed = ranking.view.living if allowed is None else allowed
        self._filtered = allowed is not None or ranking.view.dead
        # The rarest first: what few have throws most out.
        common = sorted((ranking.frequency(self._wanted[n]), n) for n in self._bounds)
        self._order = [number for _, number in common]

    @property
    def listed(self) -> bool:
        """Are there so few that `all` of them can be looked at?"""
        return bool(self._known) and (self._every or not self._bounds)

    def all(self) -> tuple[Numbers, Floats]:
        """All articles that may match, rising, and the most that each can score."""
        known = list(self._known.values())
        size = len(self._ranking.view.keys)
        found = both(known, size) if self._every else either(known, size)
        articles, most = found.numbers, found.scores
        if self._filtered:
            kept = self._allowed[articles]
            articles, most = articles[kept], most[kept]
        if self._bounds:
            block = self._ranking.blocks.of(articles)
            for bounds in self._bounds.values():
                here = bounds[block]
                most = (most + here) * (here > 0)
        return articles, most * self._ranking.recency[articles] * ROUNDING

    def block_bounds(self) -> Floats:
        """The most that an article of each block can score; 0 where none matches."""
        blocks_, each = self._ranking.blocks, list(self._bounds.values())
        each += [blocks_.spread(known) for known in self._known.values()]
        return blocks_.raised(
            together(each, self._every), self._allowed if self._filtered else None
        )

    def in_blocks(self, chosen: Numbers, least: np.float32) -> Matches:
        """The articles of some blocks (rising) that match and score `least` or more."""
        return self.among(self._articles(chosen), least)

    def among(self, articles: Numbers, least: np.float32) -> Matches:
        """Those of some articles (rising) that match and score `least` or more."""
        if self._filtered:
            articles = articles[self._allowed[articles]]
        ranking = self._ranking
        block, recency = ranking.blocks.of(articles), ranking.recency[articles]
        rest, so_far = np.zeros(len(articles), np.float32), np.zeros(len(articles), np.float32)
        for bounds in self._bounds.values():
            rest += bounds[block]
        worths: dict[int, Floats] = {}
        there = np.ones(len(articles), np.bool_)
        for number, known in self._known.items():
            has, worths[number] = _among(known, articles)
            so_far += worths[number]
            there &= has | (not self._every)
        kept = np.flatnonzero(there & ((so_far + rest) * recency * ROUNDING >= least))
        for number in self._order:
            articles, block, recency = articles[kept], block[kept], recency[kept]
            rest, so_far = rest[kept], so_far[kept]
            worths = {n: worth[kept] for n, worth in worths.items()}
            some = ranking.view.divided(articles)
            there, worth = _scored(ranking, self._wanted[number], articles, some)
            worths[number] = worth * there
            so_far += worths[number]
            rest -= self._bounds[number][block]
            good = (so_far + np.maximum(rest, 0)) * recency * ROUNDING >= least
            kept = np.flatnonzero(there & good if self._every else good)
        scores = np.zeros(len(kept), np.float32)
        for number in range(len(self._wanted)):
            scores += worths[number][kept]
        matching = scores > 0  # whatever matches is worth something
        kept, scores = kept[matching], scores[matching]
        return self._without(Matches(articles[kept], scores * recency[kept]))

    def _without(self, found: Matches) -> Matches:
        """What has none of what is excluded."""
        kept = np.ones(len(found.numbers), np.bool_)
        some = self._ranking.view.divided(found.numbers)
        for child in self._plan.children if isinstance(self._plan, All) else ():
            if isinstance(child, Without):
                kept &= ~_scored(self._ranking, child.child, found.numbers, some)[0]
        return Matches(found.numbers[kept], found.scores[kept])

    def _articles(self, chosen: Numbers) -> Numbers:
        """The articles of some blocks, all that can match among them, rising."""
        bases, found = self._ranking.blocks.bases, [np.zeros(0, np.intp)]
        ends = np.searchsorted(chosen, bases).tolist()
        for place, (begin, end) in enumerate(pairwise(ends)):
            if begin < end:
                some = chosen[begin:end] - bases[place]
                here = _articles(self._ranking, self._plan, place, some)
                found.append(here + self._ranking.view.parts[place][0])
        return np.concatenate(found)


def _among(known: Matches, articles: Numbers) -> tuple[Flags, Floats]:
    """Which of the articles are among the matches, and their scores."""
    if not len(known.numbers):
        return np.zeros(len(articles), np.bool_), np.zeros(len(articles), np.float32)
    at = known.numbers.searchsorted(articles)
    there = known.numbers.take(at, mode="clip") == articles
    return there, known.scores.take(at, mode="clip") * there


def which(ranking: Ranking, plan: Plan, articles: Numbers) -> Numbers:
    """Those of some articles (rising) that match a plan."""
    return articles[_scored(ranking, plan, articles, ranking.view.divided(articles))[0]]


def reach(ranking: Ranking, plan: Plan) -> int:
    """How many articles a plan may match, about."""
    match plan:
        case Any(children):
            return sum(reach(ranking, child) for child in children)
        case All():
            return min(reach(ranking, child) for child in _needed(plan))
    return ranking.frequency(plan)


def bounds_of(ranking: Ranking, plan: Plan) -> Floats:
    """The most that the plan is worth in each block; 0 where nothing can match."""
    match plan:
        case All() | Any():
            return together([bounds_of(ranking, p) for p in wanted(plan)], isinstance(plan, All))
        case Without():
            raise AssertionError(plan)
    return ranking.bound(plan)


def together(bounds: Sequence[Floats], every: bool) -> Floats:
    """The sum of bounds; 0 where one of them is, if `every` one is needed."""
    total = bounds[0].copy()
    for each in bounds[1:]:
        total += each
    for each in bounds if every and len(bounds) > 1 else ():
        total *= each > 0
    return total


def wanted(plan: Plan) -> Sequence[Plan]:
    """The parts of a plan whose scores add up."""
    match plan:
        case All():
            return _needed(plan)
        case Any(children):
            return children
    return [plan]


def _articles(ranking: Ranking, plan: Plan, place: int, chosen: Numbers) -> Numbers:
    """Articles of some blocks of a part, all that can match among them, rising."""
    part = ranking.view.parts[place][1]
    runs = min((_runs(ranking, p, place) for p in _needed(plan)), key=_length)
    if _length(runs) > _READING * BLOCK * len(chosen):
        every: Numbers = (chosen[:, None] * BLOCK + np.arange(BLOCK)).ravel()
        return every[every < part.articles]
    flags = np.zeros(blocks(part.articles), np.bool_)
    flags[chosen] = True
    read = [run.numbers[flags[run.numbers >> SHIFT]] for run in runs]
    if len(read) == 1:
        alone: Numbers = read[0].astype(np.intp)
        return alone
    found: Numbers = np.sort(np.concatenate([np.zeros(0, np.intp), *read]))
    return found[np.flatnonzero(np.diff(found, prepend=-1))]


def _needed(plan: Plan) -> Sequence[Plan]:
    """Plans each of which an article has to match."""
    if isinstance(plan, All):
        return [child for child in plan.children if not isinstance(child, Without)]
    return [plan]


def _runs(ranking: Ranking, plan: Plan, place: int) -> list[Run]:
    """Postings in a part that hold whatever matches, if not only that."""
    match plan:
        case Any(children):
            return [run for child in children for run in _runs(ranking, child, place)]
        case All():
            return min((_runs(ranking, p, place) for p in _needed(plan)), key=_length)
        case Without():
            raise AssertionError(plan)
    sources = ranking.found(plan).sources
    return [run for source in sources for run in source.runs[place].values()]


def _length(runs: Sequence[Run]) -> int:
    return sum(len(run.numbers) for run in runs)


def _scored(
    ranking: Ranking, plan: Plan, articles: Numbers, some: Sequence[Some]
) -> tuple[Flags, Floats]:
    """Which of the articles match, and their scores."""
    match plan:
        case All(children):
            there = np.ones(len(articles), np.bool_)
            scores = np.zeros(len(articles), np.float32)
            for child in children:
                if isinstance(child, Without):
                    there &= ~_scored(ranking, child.child, articles, some)[0]
                else:
                    has, worth = _scored(ranking, child, articles, some)
                    there &= has
                    scores += worth
            return there, scores
        case Any(children):
            there = np.zeros(len(articles), np.bool_)
            scores = np.zeros(len(articles), np.float32)
            for child in children:
                has, worth = _scored(ranking, child, articles, some)
                there |= has
                scores += worth * has
            return there, scores
        case Without(child):
            has, _ = _scored(ranking, child, articles, some)
            return ~has, np.zeros(len(articles), np.float32)
    return _term(ranking, plan, articles, some)


def _term(
    ranking: Ranking, term: Term, articles: Numbers, some: Sequence[Some]
) -> tuple[Flags, Floats]:
    tf = np.zeros(len(articles), np.float32)
    fields = (term.field,) if term.field else FIELDS
    sources = ranking.found(term).sources
    for field in fields:
        for source in sources:
            if field in source.fields:
                tf += among(source, field, some) * ranking.unit(field)[articles]
    weight = ranking.idf(term)
    scores = np.float32(weight) * saturated(tf)
    if isinstance(term, Stem) and term.form and term.exactness:
        bonus = np.float32(EXACT * term.exactness * weight)
        scores = scores + bonus * _as_typed(ranking, term, fields, some)
    return tf > 0, scores


def _as_typed(ranking: Ranking, stem: Stem, fields: Sequence[str], some: Sequence[Some]) -> Flags:
    """Which articles have the very word that was typed, accents and all."""
    there = np.zeros(sum(len(each.articles) for each in some), np.bool_)
    for field in fields:
        marked = _counts(ranking, Form(stem.field, ACCENTED + stem.form), field, some)
        if not stem.accented:
            marked = _counts(ranking, Form(stem.field, stem.form), field, some) - marked
        there |= marked > 0
    return there


def _counts(ranking: Ranking, form: Form, field: str, some: Sequence[Some]) -> Floats:
    (source,) = ranking.found(form).sources
    return among(source, field, some)
