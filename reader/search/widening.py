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

from collections.abc import Callable, Collection, Iterator
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
    """Articles in their order, with what had to be done to find them."""

    ranked: tuple[tuple[int, float], ...]
    """Article number and score, best first."""
    terms: frozenset[str] = frozenset()
    note: str = ""


def find(ranking: Ranking, plan: Plan, asked: str, allowed: Collection[int] | None) -> Found:
    """The best reading of the plan that finds something among `allowed` articles.

    `asked` is the query as a person would recognise it, for the note.
    """
    for units, note, order in _readings(ranking, plan, asked):
        if ranked := order(ranking, units, allowed):
            terms = frozenset(term for unit in units for term in marked(unit))
            return Found(tuple(ranked), terms, note)
    return Found((), frozenset(marked(plan)))


_Order = Callable[[Ranking, list[Plan], Collection[int] | None], list[tuple[int, float]]]


def _readings(ranking: Ranking, plan: Plan, asked: str) -> Iterator[tuple[list[Plan], str, _Order]]:
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


def _together(
    ranking: Ranking, units: list[Plan], allowed: Collection[int] | None
) -> list[tuple[int, float]]:
    """Articles with all of the units, best first."""
    scores = ranking.scores(units[0] if len(units) == 1 else All(tuple(units)))
    return _sorted(ranking, scores, allowed, lambda n: scores[n])


def _most_covered(
    ranking: Ranking, units: list[Plan], allowed: Collection[int] | None
) -> list[tuple[int, float]]:
    """Articles with some of the units, best first.

    Of a few words each counts: those with more of them come first, and those
    with less than half of what the best has are left out. Of a sentence only
    some words matter, and their scores say which.
    """
    covered: dict[int, int] = {}
    total: Scores = {}
    excluded: set[int] = set()
    for unit in units:
        if isinstance(unit, Without):
            excluded.update(ranking.scores(unit.child))
            continue
        for number, score in ranking.scores(unit).items():
            covered[number] = covered.get(number, 0) + 1
            total[number] = total.get(number, 0.0) + score
    scores = {
        n: s for n, s in total.items() if n not in excluded and (allowed is None or n in allowed)
    }
    if len(units) > _FEW:
        return _sorted(ranking, scores, None, scores.__getitem__)
    best = max((covered[n] for n in scores), default=0)
    scores = {n: s for n, s in scores.items() if covered[n] * 2 >= best}
    return _sorted(ranking, scores, None, lambda n: (covered[n], scores[n]))


def _sorted(
    ranking: Ranking,
    scores: Scores,
    allowed: Collection[int] | None,
    worth: Callable[[int], float | tuple[int, float]],
) -> list[tuple[int, float]]:
    """By falling worth; among equals the article that came last is first."""
    keys = ranking.view.keys
    numbers = scores if allowed is None else [n for n in scores if n in allowed]
    order = sorted(numbers, key=lambda n: (worth(n), keys[n]), reverse=True)
    return [(n, scores[n]) for n in order]


def _starting(wanted: Stem) -> Plan:
    form = wanted.form
    return Starts(wanted.field, form) if len(form) > 1 else wanted


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
