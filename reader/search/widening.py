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

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from reader.search.analysis import WORD
from reader.search.folding import fold
from reader.search.matches import Matches, best, either, only, without
from reader.search.plan import All, Any, Form, Near, Plan, Starts, Stem, Without, mapped, marked
from reader.search.query import FIELDS
from reader.search.ranking import Ranking
from reader.search.spelling import similar
from reader.search.stemming import stem
from reader.search.view import Flags, Numbers

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
    """Key and score, best first."""
    total: int = 0
    terms: frozenset[str] = frozenset()
    note: str = ""


def find(
    ranking: Ranking,
    plan: Plan,
    asked: str,
    allowed: Flags | None = None,
    limit: int | None = None,
) -> Found:
    """The best reading of the plan that finds something among `allowed` articles.

    `asked` is the query as a person would recognise it, for the note.
    """
    for units, note, matching in _readings(ranking, plan, asked):
        found, rows = matching(ranking, units, allowed, limit)
        if len(found.numbers):
            keys, scores = ranking.view.keys[found.numbers[rows]], found.scores[rows]
            terms = frozenset(term for unit in units for term in marked(unit))
            ranked = tuple(zip(keys.tolist(), scores.tolist(), strict=True))
            return Found(ranked, len(found.numbers), terms, note)
    return Found(terms=frozenset(marked(plan)))


_Matching = Callable[[Ranking, list[Plan], Flags | None, int | None], tuple[Matches, Numbers]]
"""All that matches, and which of it are the best."""


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
def small_stems() -> frozenset[str]:
    """Stems of words that say nothing by themselves."""
    return frozenset(stem(fold(word))[0] for word in _SMALL.split())


def _is_small(ranking: Ranking, part: Plan) -> bool:
    if not isinstance(part, Stem):
        return False
    if part.text in small_stems():
        return True
    size = ranking.view.size
    return size >= _ENOUGH and len(ranking.matches(part).numbers) > _COMMON * size


def _together(
    ranking: Ranking, units: list[Plan], allowed: Flags | None, limit: int | None
) -> tuple[Matches, Numbers]:
    """Articles with all of the units."""
    found = ranking.matches(units[0] if len(units) == 1 else All(tuple(units)))
    found = found if allowed is None else only(found, allowed)
    return found, best(found, limit)


def _most_covered(
    ranking: Ranking, units: list[Plan], allowed: Flags | None, limit: int | None
) -> tuple[Matches, Numbers]:
    """Articles with some of the units.

    Of a few words each counts: those with more of them come first, and those
    with less than half of what the best has are left out. Of a sentence only
    some words matter, and their scores say which.
    """
    articles = len(ranking.view.keys)
    wanted = [ranking.matches(unit) for unit in units if not isinstance(unit, Without)]
    excluded = [ranking.matches(unit.child) for unit in units if isinstance(unit, Without)]
    found = without(either(wanted, articles), excluded, articles)
    found = found if allowed is None else only(found, allowed)
    if len(wanted) > _FEW or not len(found.numbers):
        return found, best(found, limit)
    covered = np.zeros(articles, np.int8)
    for matches in wanted:
        covered[matches.numbers] += 1
    most = covered[found.numbers].max()
    found = only(found, covered * 2 >= most)
    rows = best(found, None)
    return found, rows[np.argsort(-covered[found.numbers[rows]], kind="stable")][:limit]


def _starting(wanted: Stem) -> Plan:
    form = wanted.form
    if not form and wanted.text.endswith(WORD):  # two characters, here as a part of words
        return Stem(wanted.field, wanted.text.removesuffix(WORD), "")
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
    return similar(ranking.view, fields, wanted.form, most=3)


def _listed(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words[:5])
