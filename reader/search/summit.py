"""The best articles of an answer, found by looking only where they can be.

Blocks of articles are looked into from the one with the highest bound on
(`reader.search.bounds`), until no other can have an article as good as the last of the
best. What costs the time of a search, then, are the best, not how many match.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np

from reader.search.candidates import Candidates
from reader.search.matches import NONE, Matches, best
from reader.search.plan import All, Any, Plan, Without
from reader.search.ranking import Ranking
from reader.search.view import Flags, Floats, Numbers

_TRIED = 2
"""Articles for each of the best that are looked at first, where all can be listed."""
_FIRST = 64
"""Blocks that are looked into first, at least: what the best there score is a bound …"""
_SAMPLE = 8_000
"""… and so many are chosen from, rounded up to whole parts: each part costs time of its own."""
_THEN = 1_600
"""Blocks that are looked into next, of all: mostly the best are among them …"""
_MOST = 4_000
"""… and so many at a time after that."""


class Summit(NamedTuple):
    """The best articles."""

    matches: Matches
    """Best first, with the scores an answer is sorted by; of equals the last comes first."""
    whole: bool
    """These are all that match."""


def bounded(plan: Plan) -> bool:
    """Can there be bounds for it? Not where what is excluded is all that is asked."""
    match plan:
        case All(children):
            wanted = [child for child in children if not isinstance(child, Without)]
            return bool(wanted) and all(map(bounded, wanted))
        case Any(children):
            return bool(children) and all(map(bounded, children))
        case Without():
            return False
    return True


def summit(ranking: Ranking, plan: Plan, limit: int, allowed: Flags | None = None) -> Summit:
    """The best `limit` articles that match a plan for which there are bounds."""
    candidates = Candidates(ranking, plan, allowed)
    sizes: Iterator[int]
    if candidates.listed:
        articles, bounds = candidates.all()
        left = np.flatnonzero(bounds)
        chosen, sizes = _highest(bounds, left, _TRIED * limit), repeat(len(left))
    else:
        bounds = candidates.block_bounds()
        left = np.flatnonzero(bounds)
        sample = left[: np.searchsorted(left, _sample(ranking))]
        chosen = _highest(bounds, sample, max(_FIRST, limit))
        sizes = chain([max(_THEN, limit)], repeat(_MOST))
    found, least = NONE, np.float32(0)
    while len(left):
        if candidates.listed:
            here = candidates.among(articles[chosen], least)
        else:
            here = candidates.in_blocks(chosen, least)
        found = _joined(found, here)
        top = best(found, limit)
        found = Matches(found.numbers[top], found.scores[top])
        least = found.scores[-1] if len(found.numbers) == limit else least
        left = np.setdiff1d(left, chosen, assume_unique=True)
        left = left[bounds[left] >= least]
        chosen = _highest(bounds, left, next(sizes))
    return Summit(found, len(found.numbers) < limit)


def _sample(ranking: Ranking) -> int:
    """How many blocks, from the first, are looked into first."""
    bases = ranking.blocks.bases
    return int(bases[np.searchsorted(bases, min(bases[-1], _SAMPLE))])


def _highest(bounds: Floats, some: Numbers, most: int) -> Numbers:
    """Those of some blocks with the highest bounds, rising."""
    if len(some) <= most:
        return some
    heights = bounds[some]
    return np.sort(some[np.argpartition(heights, len(some) - most)[len(some) - most :]])


def _joined(one: Matches, other: Matches) -> Matches:
    """Different articles as one, rising."""
    numbers = np.concatenate([one.numbers, other.numbers])
    order = numbers.argsort()
    return Matches(numbers[order], np.concatenate([one.scores, other.scores])[order])
