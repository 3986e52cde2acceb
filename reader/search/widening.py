"""What is shown when too little matches a query as it stands.

In this order, and the first that finds enough is the answer:

1. everything asked for;
2. without the small words (`to be met in Geneva`), where others remain;
3. of one phrase or two, the words apart;
4. of two words or phrases, the words that no article has spelled as they may have been meant;
5. articles with some of the words (those put right), the ones that have all of them first;
6. words that start like the ones asked for;
7. words that are spelled like them.

One article is enough for one word or two, which may well be a name. Three words or
more, small ones not counted, say what a person means, not what has to be there:
fewer than ten articles with all of them are too little. So do two beside small ones:
fewer than ten with the small ones (`what president said`) are too little, one without
them is enough. That is counted in all of the
library, so that a filter added to a query narrows it and never changes how it is read,
unless nothing is left. What was excluded stays excluded. The note says in one line what
was done.

The best of the answer are put into order once more: by how close together the words
stand (`reader.search.closeness`) where all of them do, else by what the best
articles say besides (`reader.search.feedback`, by whoever has the texts).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, replace
from typing import NamedTuple

import numpy as np

from reader.light import dataclass
from reader.models import RESPELLED, Reading
from reader.search import closeness
from reader.search.analysis import WORD
from reader.search.candidates import which
from reader.search.counting import count, having
from reader.search.matches import Matches, best, only
from reader.search.plan import (
    All,
    Any,
    Initialled,
    Near,
    Plan,
    Starts,
    Stem,
    Without,
    mapped,
    marked,
    plan_of,
)
from reader.search.query import FIELDS, Word
from reader.search.ranking import Ranking
from reader.search.smallwords import small_words
from reader.search.spelling import similar
from reader.search.summit import bounded, summit
from reader.search.view import Flags, Floats, Numbers

_COMMON = 0.5
"""A word in more than this share of the articles is small as well …"""
_ENOUGH = 50
"""… in a library of at least so many."""
_SHORTEST_SPELLED = 4
_MEANING = 3
"""Telling words that say what is meant …"""
_FEW = "Few articles"
"""Begins a note; `Nothing` where there are not even a few."""
_WITHOUT_SMALL = "without small words"
_LITTLE = 10
"""… so that fewer articles with all of them are too little."""
READ_WHOLE = 200_000
"""Articles of a library in which weighing all that match is quicker than looking for the best."""
REORDERED = 200
"""The best, which are put into order once more."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best articles, with what had to be done to find them."""

    numbers: Numbers
    """Best first: as many as asked for, but no fewer than are to be reordered."""
    scores: Floats
    total: int = 0
    counted: bool = True
    """False: there are more than `total`, and nobody has counted how many."""
    terms: frozenset[str] = frozenset()
    note: str = ""
    words: int = 0
    """How many words the articles have some of; 0 where each has all of them."""
    whole: Numbers = field(default_factory=lambda: np.zeros(0, np.intp))
    """Those of the articles that have all of the words after all; they come first."""
    readings: tuple[Reading, ...] = ()
    """The ways that were tried, the one that this is of last, but for one that found no more."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to take the query."""

    wanted: Sequence[Plan]
    note: str = ""
    how: str = ""
    """What is done to the query, in a few words."""
    some: bool = False
    """An article needs only one of what is wanted."""
    least: int = 1
    """Articles that are enough."""
    every: Sequence[Plan] = ()
    """What was asked for, where less is wanted: what has all of that comes first."""


def find(
    ranking: Ranking,
    plan: Plan,
    asked: str,
    allowed: Flags | None = None,
    limit: int | None = None,
    *,
    widen: bool = True,
    counted: bool = True,
) -> Found:
    """The first reading of the plan that finds enough among `allowed` articles.

    `asked` is the query as a person would recognise it, for the note. Without
    `widen`, there is one reading only: everything asked for. Without `counted`, the total
    need not be exact, and the answer comes sooner.
    """
    parts, few = _Parts.of(plan), False
    tried: list[Reading] = []
    first: tuple[_Reading, _Top] | None = None
    for reading in _readings(ranking, parts.wanted, asked, widen):
        began = time.perf_counter()
        wanted = _matching(reading, parts.excluded)
        top = _top(ranking, wanted, _depth(reading, limit), allowed, counted)
        tried.append(Reading(reading.how, top.total, time.perf_counter() - began))
        if not len(top.matches.numbers):
            continue
        reading, few = _told(reading, few), few or not reading.note
        first = first or (reading, top)
        known = allowed is None or len(top.matches.numbers) >= reading.least
        everywhere = top if known else _top(ranking, wanted, reading.least, None, False)
        if len(everywhere.matches.numbers) >= reading.least:
            break
    if not len(top.matches.numbers):
        return Found(*top.matches, terms=frozenset(marked(plan)), readings=tuple(tried))
    if reading.every and first and first[1].total == top.total:
        reading, top = first  # nothing lacks small words alone
    return replace(_best(ranking, reading, top), readings=tuple(tried))


def members(
    ranking: Ranking, plan: Plan, asked: str, allowed: Flags | None = None, *, widen: bool = True
) -> tuple[Numbers, str]:
    """All articles that `find` finds, rising, and its note."""
    parts, few, note, most = _Parts.of(plan), False, "", 0
    for reading in _readings(ranking, parts.wanted, asked, widen):
        everywhere = having(ranking, _matching(reading, parts.excluded))
        found = np.flatnonzero(everywhere if allowed is None else everywhere & allowed)
        if len(found):
            told, few = _told(reading, few), few or not reading.note
            note = note if reading.every and len(found) == most else told.note
            most = len(found)
        if len(found) and np.count_nonzero(everywhere) >= reading.least:
            break
    return found, note if len(found) else ""


class _Parts(NamedTuple):
    """A plan as what is wanted and what is excluded."""

    wanted: list[Plan]
    excluded: list[Plan]

    @classmethod
    def of(cls, plan: Plan) -> _Parts:
        parts = [plan]
        if isinstance(plan, All) and not isinstance(plan, Initialled):
            parts = list(plan.children)
        excluded = [part.child for part in parts if isinstance(part, Without)]
        return cls([part for part in parts if not isinstance(part, Without)], excluded)


def _told(reading: _Reading, few: bool) -> _Reading:
    """The reading with its note; `few`: has any article everything asked for?"""
    note = reading.note if few else reading.note.replace(f"{_FEW} have", "Nothing has", 1)
    return replace(reading, note=note)


class _Top(NamedTuple):
    """The best articles of a reading."""

    matches: Matches
    """Best first, with the scores an answer is sorted by."""
    total: int
    counted: bool
    """Is that how many match? Else more do."""


def _top(
    ranking: Ranking, plan: Plan, limit: int | None, allowed: Flags | None, counted: bool
) -> _Top:
    """The best articles that match; in a large library by bounds, unless all are asked for."""
    if limit is None or ranking.view.size <= READ_WHOLE or not bounded(plan):
        every = ranking.scored(ranking.matches(plan))
        every = every if allowed is None else only(every, allowed)
        rows = best(every, limit)
        return _Top(Matches(every.numbers[rows], every.scores[rows]), len(every.numbers), True)
    found, whole = summit(ranking, plan, limit, allowed)
    if whole or not counted:
        return _Top(found, len(found.numbers), whole)
    return _Top(found, count(ranking, plan, allowed), True)


def _depth(reading: _Reading, limit: int | None) -> int | None:
    """How many of the best are needed: at least one, and all that are reordered."""
    if limit is None:
        return None
    alone = len(reading.wanted) < 2 and not reading.some
    return max(limit, 1 if alone else REORDERED)


def _readings(ranking: Ranking, wanted: list[Plan], asked: str, widen: bool) -> Iterator[_Reading]:
    if not widen or not wanted:
        yield _Reading(wanted)
        return
    telling = _telling(ranking, wanted)
    enough = _LITTLE if len(telling) >= _MEANING else 1
    question = 1 < len(telling) < len(wanted)
    yield _Reading(wanted, least=_LITTLE if question else enough)
    if len(telling) < len(wanted):
        note = f"{_FEW} have all of {asked}; showing those that lack only small words."
        yield _Reading(
            telling, note, _WITHOUT_SMALL, least=enough, every=wanted if enough == 1 else ()
        )
    units = telling if _one_word(telling) else _words(telling)
    if enough == 1 and any(map(_is_phrase, telling)):
        note = f"{_FEW} have {asked} as it stands; showing those with its words apart."
        yield _Reading(units, note, "the words apart")
    how, note = "some of the words", f"{_FEW} have all of {asked}; showing those with some of them."
    if enough == 1 and len(telling) > 1:
        meant, words = _put_right(ranking, telling)
        if words:
            told = f"Nothing for {asked}; showing {_listed(words)}"
            yield _Reading(meant, f"{told}.", RESPELLED)
            units, how, note = _words(meant), RESPELLED, f"{told} or other words of it."
    if len(units) > 1:
        yield _Reading(units, note, how, some=True)
    starting = [mapped(unit, _starting) for unit in units]
    note = f"Nothing for {asked}; showing words that start so."
    yield _Reading(starting, note, "words that start so", some=True)
    spelled, words = _respelled(ranking, units)
    if words:
        note = f"Nothing for {asked}; showing {_listed(words)}."
        yield _Reading(spelled, note, RESPELLED, some=True)


def _telling(ranking: Ranking, wanted: Sequence[Plan]) -> list[Plan]:
    """What is wanted without small words, where anything remains."""
    small = small_words({part.form for part in wanted if isinstance(part, Stem)})
    return [part for part in wanted if not _is_small(ranking, part, small)] or [*wanted]


def _is_small(ranking: Ranking, part: Plan, small: frozenset[str]) -> bool:
    if not isinstance(part, Stem):
        return False
    if part.form in small:
        return True
    size = ranking.view.size
    return size >= _ENOUGH and ranking.frequency(part) > _COMMON * size


def _words(telling: list[Plan]) -> list[Plan]:
    """The single words, compounds (`boundary-layer`) and phrases taken apart."""
    found: list[Plan] = []
    for part in telling:
        match part:
            case (Near(whole=False) as apart) | Any(((Near() as apart), Stem())):
                found += map(_one_of_many, apart.stems)
            case Initialled():
                found += map(_one_of_many, part.apart)
            case _:
                found.append(part)
    return list(dict.fromkeys(found))


def _is_phrase(part: Plan) -> bool:
    """Words side by side that mean something apart too; those of an address do not."""
    return isinstance(part, Initialled) or (isinstance(part, Near) and not part.whole)


def _one_of_many(word: Plan) -> Plan:
    """What the very form adds is meant for a word that was typed by itself."""
    return replace(word, exactness=0.0) if isinstance(word, Stem) else word


def _matching(reading: _Reading, excluded: list[Plan]) -> Plan:
    """What an article of a reading has to match."""
    unwanted = tuple(map(Without, excluded))
    if reading.some and len(reading.wanted) > 1:
        some = Any(tuple(reading.wanted))
        return All((some, *unwanted)) if unwanted else some
    return _joined([*reading.wanted, *unwanted])


def _joined(parts: Sequence[Plan]) -> Plan:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _best(ranking: Ranking, reading: _Reading, best_ones: _Top) -> Found:
    """The best of the articles that a reading matches, in their order."""
    wanted = reading.wanted
    terms = frozenset(term for unit in wanted for term in marked(unit))
    top = Found(*best_ones.matches, best_ones.total, best_ones.counted, terms, reading.note)
    if reading.every:
        every = which(ranking, _joined(reading.every), np.sort(top.numbers))
        top = replace(top, whole=every)
    if not reading.some:
        telling = _telling(ranking, wanted)
        return reordered(ranking, top, lambda found: closeness.bonus(ranking, telling, found))
    whole = which(ranking, _joined(wanted), np.sort(top.numbers))
    top = replace(top, words=len(wanted), whole=whole)
    return reordered(ranking, top, lambda articles: np.zeros(len(articles), np.float32))


Bonus = Callable[[Numbers], Floats]
"""What each of some articles (rising) deserves besides its score; nothing below 0."""


def reordered(ranking: Ranking, found: Found, bonus: Bonus) -> Found:
    """The same, its best by their scores with a bonus; what follows them stays as it is.

    A bonus is weighed by recency as a score is. It takes nothing away, so the best
    still score more than what follows.
    """
    best_ones = found.numbers[:REORDERED]
    top = np.sort(best_ones)
    extra = bonus(top) * ranking.recency[top]
    scores = found.scores.copy()
    scores[:REORDERED] += extra[np.searchsorted(top, best_ones)]
    lacking = ~np.isin(best_ones, found.whole)
    rows = np.lexsort((-best_ones, -scores[:REORDERED], lacking))
    rows = np.concatenate([rows, np.arange(len(rows), len(scores))])
    return replace(found, numbers=found.numbers[rows], scores=scores[rows])


def _one_word(telling: list[Plan]) -> bool:
    """Is it a compound (`covid-19`), whose parts mean something else by themselves?"""
    return len(telling) == 1 and isinstance(telling[0], Any)


def _put_right(ranking: Ranking, telling: list[Plan]) -> tuple[list[Plan], list[str]]:
    """The words and phrases with each word that no article has spelled as it may have been meant."""
    found: list[str] = []
    right: list[Plan] = []
    for part in telling:
        absent = not isinstance(part, Near | Initialled) and not ranking.frequency(part)
        (spelled,), words = _respelled(ranking, [part]) if absent else ([part], [])
        right.append(spelled)
        found += [word for word in words if word not in found]
    return right, found


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
        plans = [plan_of(Word(word, wanted.field), ranking.view.languages) for word in near]
        found = tuple(dict.fromkeys(plan for plan in plans if plan is not None))
        return Any(found) if found else wanted

    return [mapped(unit, respell) for unit in units], words


def _similar(ranking: Ranking, wanted: Stem) -> list[str]:
    if len(wanted.form) < _SHORTEST_SPELLED:
        return []
    if ranking.frequency(replace(wanted, field="")):
        return []  # it is a word, though one of other articles or other places in them
    fields = (wanted.field,) if wanted.field else FIELDS
    found = similar(ranking.view, fields, wanted.form, most=3)
    return [word for word in found if word not in small_words(())]


def _listed(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words[:5])
