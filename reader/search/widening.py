"""What is shown when too little matches a query as it stands.

In this order, and the first that finds enough is the answer:

1. everything asked for;
2. without the small words (`who met whom in Geneva`), where others remain;
3. articles with some of the words: of a few words those with most of them
   first, of a sentence those with the most telling ones;
4. words that start like the ones asked for;
5. words that are spelled like them.

One article is enough, except for a sentence: an article that happens to have all
of its words is rarely all there is to find, so fewer than ten are too little.
What was excluded stays excluded. The note says in one line what was done.

The best of the answer are put into order once more: by how close together a few
words stand (`reader.search.closeness`), or, for a sentence, by what the best
articles say besides (`reader.search.feedback`, by whoever holds the texts).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reader.search import closeness
from reader.search.matches import Matches, best, either, only, without
from reader.search.plan import All, Any, Form, Near, Plan, Starts, Stem, Without, mapped, marked
from reader.search.query import FIELDS
from reader.search.ranking import Ranking
from reader.search.smallwords import small_words
from reader.search.spelling import similar
from reader.search.view import Flags, Floats, Numbers

_COMMON = 0.5
"""A word in more than this share of the articles is small as well …"""
_ENOUGH = 50
"""… in a library of at least so many."""
_SHORTEST_SPELLED = 4
_FEW = 4
"""More telling words than this are a sentence: hardly an article has them all."""
_LITTLE = 10
"""Articles with all of a sentence that are enough."""
REORDERED = 200
"""The best, which are put into order once more."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best articles, with what had to be done to find them."""

    numbers: Numbers
    """Best first: as many as asked for, but no fewer than are to be reordered."""
    scores: Floats
    total: int = 0
    terms: frozenset[str] = frozenset()
    note: str = ""
    sentence: tuple[Plan, ...] = ()
    """The telling words of a sentence; empty for a few words."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to take the query."""

    wanted: Sequence[Plan]
    note: str = ""
    all: bool = False
    """Whether an article needs all of what is wanted."""
    least: int = 1
    """Articles that are enough."""


def find(
    ranking: Ranking,
    plan: Plan,
    asked: str,
    allowed: Flags | None = None,
    limit: int | None = None,
    *,
    widen: bool = True,
) -> Found:
    """The first reading of the plan that finds enough among `allowed` articles.

    `asked` is the query as a person would recognise it, for the note. Without
    `widen`, there is one reading only: everything asked for.
    """
    parts = list(plan.children) if isinstance(plan, All) else [plan]
    excluded = [part.child for part in parts if isinstance(part, Without)]
    wanted: list[Plan] = [part for part in parts if not isinstance(part, Without)]
    telling = _telling(ranking, wanted)
    sentence = _words(telling) if len(telling) > _FEW else []
    for reading in _readings(ranking, wanted, telling, sentence, asked, widen):
        found = _matching(ranking, reading, excluded, allowed)
        if len(found.numbers) >= reading.least:
            break
    terms = frozenset(term for unit in reading.wanted for term in marked(unit))
    if not len(found.numbers):
        return Found(found.numbers, found.scores, terms=frozenset(marked(plan)))
    numbers, scores = _ordered(ranking, reading, found, limit, bool(sentence))
    return Found(numbers, scores, len(found.numbers), terms, reading.note, tuple(sentence))


def _readings(
    ranking: Ranking,
    wanted: list[Plan],
    telling: list[Plan],
    sentence: list[Plan],
    asked: str,
    widen: bool,
) -> Iterator[_Reading]:
    if not widen or not wanted:
        yield _Reading(wanted, all=True)
        return
    yield _Reading(wanted, all=True, least=_LITTLE if sentence else 1)
    if len(telling) < len(wanted) and not sentence:
        note = f"No article has all of {asked}; showing those that lack only small words."
        yield _Reading(telling, note, all=True)
    units = sentence or [unit for part in telling for unit in _units(part)]
    if len(units) > 1:
        number = "Few articles have" if sentence else "No article has"
        yield _Reading(units, f"{number} all of {asked}; showing those with some of them.")
    starting = [mapped(unit, _starting) for unit in units]
    yield _Reading(starting, f"Nothing for {asked}; showing words that start so.")
    spelled, words = _respelled(ranking, units)
    if words:
        yield _Reading(spelled, f"Nothing for {asked}; showing {_listed(words)}.")


def _telling(ranking: Ranking, wanted: list[Plan]) -> list[Plan]:
    """What is wanted without small words, where anything remains."""
    small = small_words({part.form for part in wanted if isinstance(part, Stem)})
    return [part for part in wanted if not _is_small(ranking, part, small)] or wanted


def _is_small(ranking: Ranking, part: Plan, small: frozenset[str]) -> bool:
    if not isinstance(part, Stem):
        return False
    if part.form in small:
        return True
    size = ranking.view.size
    return size >= _ENOUGH and len(ranking.matches(part).numbers) > _COMMON * size


def _units(part: Plan) -> list[Plan]:
    return list(part.stems) if isinstance(part, Near) else [part]


def _words(telling: list[Plan]) -> list[Plan]:
    """The words of a sentence, compounds (`boundary-layer`) and phrases taken apart."""
    found: list[Plan] = []
    for part in telling:
        match part:
            case Any((Near() as apart, Stem() as together)):
                found += [*apart.stems, together]
            case _:
                found += _units(part)
    return list(dict.fromkeys(found))


def _matching(
    ranking: Ranking, reading: _Reading, excluded: list[Plan], allowed: Flags | None
) -> Matches:
    """The articles of a reading with their scores."""
    matching = _having_all if reading.all else _having_some
    found = matching(ranking, reading.wanted, excluded, allowed)
    return ranking.scored(found)


def _having_all(
    ranking: Ranking, wanted: Sequence[Plan], excluded: list[Plan], allowed: Flags | None
) -> Matches:
    found = ranking.matches(_joined([*wanted, *map(Without, excluded)]))
    return found if allowed is None else only(found, allowed)


def _joined(parts: list[Plan]) -> Plan:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _having_some(
    ranking: Ranking, wanted: Sequence[Plan], excluded: list[Plan], allowed: Flags | None
) -> Matches:
    """Of a few words, what has less than half of what the best has is left out."""
    articles = len(ranking.view.keys)
    found = without(
        either([ranking.matches(unit) for unit in wanted], articles),
        [ranking.matches(unit) for unit in excluded],
        articles,
    )
    found = found if allowed is None else only(found, allowed)
    if len(wanted) > _FEW or not len(found.numbers):
        return found
    covered = _covered(ranking, wanted)
    return only(found, covered * 2 >= covered[found.numbers].max())


def _covered(ranking: Ranking, wanted: Sequence[Plan]) -> Numbers:
    """How many of the words each article has."""
    covered = np.zeros(len(ranking.view.keys), np.intp)
    for unit in wanted:
        covered[ranking.matches(unit).numbers] += 1
    return covered


def _ordered(
    ranking: Ranking, reading: _Reading, found: Matches, limit: int | None, sentence: bool
) -> tuple[Numbers, Floats]:
    """The best, and their scores. Of a few words each counts: those with more come first."""
    if sentence or reading.all:
        rows = best(found, None if limit is None else max(limit, REORDERED))
        numbers, scores = found.numbers[rows], found.scores[rows]
        if sentence:
            return numbers, scores
        return reordered(ranking, numbers, scores, _by_closeness(ranking, reading.wanted))
    rows = best(found, None)
    covered = _covered(ranking, reading.wanted)[found.numbers[rows]]
    rows = rows[np.argsort(-covered, kind="stable")]
    return found.numbers[rows], found.scores[rows]


Bonus = Callable[[Numbers], Floats]
"""What each of some articles (rising) deserves besides its score; nothing below 0."""


def reordered(
    ranking: Ranking, numbers: Numbers, scores: Floats, bonus: Bonus
) -> tuple[Numbers, Floats]:
    """The same, best first, the best of it with their bonus; what follows stays as it is.

    A bonus is weighed by recency as a score is. It takes nothing away, so what has
    one stays before what has none.
    """
    top = np.sort(numbers[:REORDERED])
    given = np.zeros(len(scores), np.float32)
    extra = bonus(top) * ranking.recency[top]
    given[:REORDERED] = extra[np.searchsorted(top, numbers[:REORDERED])]
    scores = scores + given
    rows = np.lexsort((-numbers[:REORDERED], -scores[:REORDERED]))
    rows = np.concatenate([rows, np.arange(len(rows), len(scores))])
    return numbers[rows], scores[rows]


def _by_closeness(ranking: Ranking, wanted: Sequence[Plan]) -> Bonus:
    return lambda numbers: closeness.bonus(ranking, wanted, numbers)


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
    return similar(ranking.view, fields, wanted.form, most=3)


def _listed(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words[:5])
