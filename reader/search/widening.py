"""What is shown when nothing matches a query as it stands.

In this order, and the first that finds something is the answer:

1. everything asked for;
2. without the small words (`who met whom in Geneva`), where others remain;
3. articles with some of the words: of a few words those with most of them
   first, of a sentence those with the most telling ones;
4. words that start like the ones asked for;
5. words that are spelled like them.

What was excluded stays excluded. The note says in one line what was done.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from reader.search.analysis import fold, stem
from reader.search.plan import All, Any, Form, Near, Plan, Starts, Stem, Without, mapped, marked
from reader.search.query import FIELDS
from reader.search.ranking import Ranking, Scores

_SMALL = """a about after all also am an and any are as at be because been but by can could did do
does for from get had has have he her him his how i if in into is it its just me more most my no
not of off on or our out over she should so some such than that the their them then there these
they this to under up us was we were what when where which while who whom whose why will with
would you your"""
_COMMON = 0.5
"""A word in more than this share of the articles is small as well …"""
_ENOUGH = 50
"""… in a library of at least so many."""
_SHORTEST_SPELLED = 4
_FEW = 4
"""More telling words than this are a sentence: hardly an article has them all."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best articles, with what had to be done to find them."""

    ranked: tuple[tuple[int, float], ...] = ()
    """Article number and score, best first."""
    total: int = 0
    terms: frozenset[str] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Matches:
    """Articles that a reading finds, with their scores."""

    scores: Scores
    covered: dict[int, int] | None = None
    """How many of the words an article has, where that counts before the score."""

    def best(self, keys: Sequence[int], limit: int | None) -> list[tuple[int, float]]:
        """The first `limit`; among equals the article that came last is first."""
        scores = self.scores
        first = [0] * len(scores) if self.covered is None else map(self.covered.get, scores)
        rows = zip(first, scores.values(), map(keys.__getitem__, scores), scores, strict=True)
        best = heapq.nlargest(len(scores) if limit is None else limit, rows)
        return [(number, score) for _, score, _, number in best]


def find(
    ranking: Ranking,
    plan: Plan,
    asked: str,
    allowed: Collection[int] | None = None,
    limit: int | None = None,
) -> Found:
    """The best reading of the plan that finds something among `allowed` articles.

    `asked` is the query as a person would recognise it, for the note.
    """
    for units, note, matching in _readings(ranking, plan, asked):
        matches = matching(ranking, units, allowed)
        if matches.scores:
            ranked = tuple(matches.best(ranking.view.keys, limit))
            terms = frozenset(term for unit in units for term in marked(unit))
            return Found(ranked, len(matches.scores), terms, note)
    return Found(terms=frozenset(marked(plan)))


_Matching = Callable[[Ranking, list[Plan], Collection[int] | None], _Matches]


def _readings(
    ranking: Ranking, plan: Plan, asked: str
) -> Iterator[tuple[list[Plan], str, _Matching]]:
    yield [plan], "", _together
    parts = list(plan.children) if isinstance(plan, All) else [plan]
    excluded: list[Plan] = [p for p in parts if isinstance(p, Without)]
    wanted: list[Plan] = [p for p in parts if not isinstance(p, Without)]
    if not wanted:
        return
    telling: list[Plan] = [p for p in wanted if not _is_small(ranking, p)] or wanted
    if len(telling) < len(wanted) and len(telling) <= _FEW:
        note = f"No article has all of {asked}; showing those that lack only small words."
        yield telling + excluded, note, _together
    units: list[Plan] = [unit for part in telling for unit in _units(part)]
    if len(units) > 1:
        note = f"No article has all of {asked}; showing those with some of them."
        yield units + excluded, note, _most_covered
    starting = [mapped(unit, _starting) for unit in units]
    yield starting + excluded, f"Nothing for {asked}; showing words that start so.", _most_covered
    spelled, words = _respelled(ranking, units)
    if words:
        note = f"Nothing for {asked}; showing {_listed(words)}."
        yield spelled + excluded, note, _most_covered


def _units(part: Plan) -> list[Plan]:
    return list(part.stems) if isinstance(part, Near) else [part]


@cache
def _small_stems() -> frozenset[str]:
    return frozenset(stem(fold(word)) for word in _SMALL.split())


def _is_small(ranking: Ranking, part: Plan) -> bool:
    if not isinstance(part, Stem):
        return False
    if part.text in _small_stems():
        return True
    size = ranking.view.size
    return size >= _ENOUGH and len(ranking.scores(part)) > _COMMON * size


def _together(ranking: Ranking, units: list[Plan], allowed: Collection[int] | None) -> _Matches:
    """Articles with all of the units."""
    scores = ranking.scores(units[0] if len(units) == 1 else All(tuple(units)))
    if allowed is not None:
        scores = {n: s for n, s in scores.items() if n in allowed}
    return _Matches(scores)


def _most_covered(ranking: Ranking, units: list[Plan], allowed: Collection[int] | None) -> _Matches:
    """Articles with some of the units.

    Of a few words each counts: those with more of them come first, and those
    with less than half of what the best has are left out. Of a sentence only
    some words matter, and their scores say which.
    """
    wanted = [unit for unit in units if not isinstance(unit, Without)]
    excluded = [ranking.scores(unit.child) for unit in units if isinstance(unit, Without)]
    covered: dict[int, int] = {}
    total: Scores = {}
    for unit in wanted:
        for number, score in ranking.scores(unit).items():
            covered[number] = covered.get(number, 0) + 1
            total[number] = total.get(number, 0.0) + score
    for number in [n for scores in excluded for n in scores]:
        total.pop(number, None)
    if allowed is not None:
        total = {n: s for n, s in total.items() if n in allowed}
    if len(wanted) > _FEW:
        return _Matches(total)
    best = max((covered[n] for n in total), default=0)
    return _Matches({n: s for n, s in total.items() if covered[n] * 2 >= best}, covered)


def _starting(wanted: Stem) -> Plan:
    form = wanted.form
    return Starts(wanted.field, form, quick=True) if len(form) > 1 else wanted


def _respelled(ranking: Ranking, units: list[Plan]) -> tuple[list[Plan], list[str]]:
    """The units with each word no article has replaced by words spelled like it."""
    words: list[str] = []

    def respell(wanted: Stem) -> Plan:
        near = _similar(ranking, wanted)
        words.extend(word for word in near if word not in words)
        return Any(tuple(Form(wanted.field, word) for word in near)) if near else wanted

    return [mapped(unit, respell) for unit in units], words


def _similar(ranking: Ranking, wanted: Stem) -> list[str]:
    if len(wanted.form) < _SHORTEST_SPELLED:
        return []
    fields = (wanted.field,) if wanted.field else FIELDS
    return ranking.view.similar(fields, wanted.form, most=3)


def _listed(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words[:5])
