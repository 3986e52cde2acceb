"""How close together the words of a query stand in an article.

After Rasolofo and Savoy, *Term proximity scoring for keyword-based retrieval
systems* (2003): neighbours in the query, a and b, small words left out, count like
one more term whose occurrences are pairs, the nearer the better. In field f of an
article

    pairs_f = sum over occurrences of a and b, at most five words apart, of 1 / apart²
    tf      = sum over f of  w_f · pairs_f / (1 − b_f + b_f · length_f / average_f)
    bonus   = SHARE · min(idf_a, idf_b) · tf · (k1 + 1) / (tf + k1)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from reader.search.arrays.standing import SHIFT
from reader.search.plan import Any, Plan, Stem
from reader.search.query import FIELDS
from reader.search.ranking import Ranking
from reader.search.view import Floats, Numbers
from reader.search.weighing import saturated

SHARE = 0.5
"""A pair's worth beside that of a word."""
APART = 5
"""Words between which there are more are strangers."""
_STEPS = np.array([step for far in range(1, APART + 1) for step in (-far, far)])
_WORTH = 1.0 / _STEPS**2


def bonus(ranking: Ranking, wanted: Sequence[Plan], articles: Numbers) -> Floats:
    """What each of the articles (rising) deserves for having the words close together."""
    total = np.zeros(len(articles), np.float32)
    if len(wanted) < 2:
        return total
    places = _Places(ranking, articles)
    for one, other in pairwise(wanted):
        frequency = np.zeros(len(articles), np.float32)
        for field in FIELDS:
            pairs = _pairs(places.of(one, field), places.of(other, field), articles)
            frequency += pairs * ranking.unit(field)[articles]
        if frequency.any():
            weight = SHARE * min(ranking.idf(one), ranking.idf(other))
            total += np.float32(weight) * saturated(frequency)
    return total


class _Places:
    """Where the words stand in the articles; each is looked up once."""

    def __init__(self, ranking: Ranking, articles: Numbers) -> None:
        self._view = ranking.view
        self._among = ranking.view.divided(articles)
        self._known: dict[tuple[Plan, str], Numbers] = {}

    def of(self, word: Plan, field: str) -> Numbers:
        """Every occurrence, rising: `article · 2³² + position`."""
        found = self._known.get((word, field))
        if found is None:
            found = self._known[word, field] = self._look_up(word, field)
        return found

    def _look_up(self, word: Plan, field: str) -> Numbers:
        stems = {text for stem in _stems(word) if stem.field in ("", field) for text in stem.texts}
        found = [self._view.standing(field, stem, self._among) for stem in sorted(stems)]
        if len(found) == 1:
            return found[0]
        return _distinct(np.concatenate(found)) if found else np.zeros(0, np.int64)


def _distinct(numbers: Numbers) -> Numbers:
    """The different ones, rising. numpy's own loads its masked arrays, 20 ms, at the first call."""
    rising = np.sort(numbers)
    return rising[np.diff(rising, prepend=rising[:1] - 1) > 0]


def _stems(word: Plan) -> Iterator[Stem]:
    """The stems that a word may be; a phrase or a beginning has none of its own."""
    match word:
        case Stem():
            yield word
        case Any(children):
            for child in children:
                yield from _stems(child)


def _pairs(some: Numbers, others: Numbers, articles: Numbers) -> Floats:
    """The worth of all pairs in each of the articles."""
    if not len(some) or not len(others):
        return np.zeros(len(articles), np.float32)
    sought = (some[:, None] + _STEPS).ravel()
    at = np.searchsorted(others, sought)
    at[at == len(others)] = 0
    there = others[at] == sought
    rows = np.searchsorted(articles, np.repeat(some, len(_STEPS))[there] >> SHIFT)
    worth = np.tile(_WORTH, len(some))[there]
    return np.bincount(rows, worth, len(articles)).astype(np.float32)
