"""Sets of articles with their scores, and how they combine. Pure functions over arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from reader.search.view import Flags, Floats, Numbers

_DENSE = 16
"""Lists that have more than this part of all articles go by way of a table of all."""
_STRETCHES = 8
"""Stretches for each of the best that are sought, when a bound for them is looked for."""


class Matches(NamedTuple):
    """Articles, rising, and the score of each."""

    numbers: Numbers
    scores: Floats


NONE = Matches(np.zeros(0, np.intp), np.zeros(0, np.float32))


def either(many: Sequence[Matches], articles: int) -> Matches:
    """The articles in at least one, their scores added up. `articles` is how many there are.

    Here and below scores are added up in the order given, so that an article's sum is the
    same number however many others there are.
    """
    some = [matches for matches in many if len(matches.numbers)]
    if len(some) < 2:
        return some[0] if some else NONE
    lengths = sorted(len(matches.numbers) for matches in some)
    if sum(lengths[:-1]) * _DENSE > articles:
        return _by_table(some, articles)
    found, *others = some
    for matches in others:  # the shorter into the longer: of two, the sum is the same
        more = len(matches.numbers) > len(found.numbers)
        found = _added(matches, found) if more else _added(found, matches)
    return found


def both(many: Sequence[Matches], articles: int) -> Matches:
    """The articles in all of at least one list, their scores added up."""
    numbers, *others = sorted((matches.numbers for matches in many), key=len)
    for other in others:
        if len(numbers) * _DENSE > articles:
            flags = np.zeros(articles, np.bool_)
            flags[other] = True
            numbers = numbers[flags[numbers]]
        else:
            numbers = numbers[_places(other, numbers)[1]]
    scores = np.zeros(len(numbers), np.float32)
    for matches in many:
        if len(numbers) * _DENSE > articles:
            table = np.zeros(articles, np.float32)
            table[matches.numbers] = matches.scores
            scores += table[numbers]
        else:
            scores += matches.scores[np.searchsorted(matches.numbers, numbers)]
    return Matches(numbers, scores)


def without(found: Matches, excluded: Sequence[Matches], articles: int) -> Matches:
    """What is in none of the excluded."""
    if not excluded:
        return found
    flags = np.ones(articles, np.bool_)
    for matches in excluded:
        flags[matches.numbers] = False
    return only(found, flags)


def only(found: Matches, flags: Flags) -> Matches:
    """What is flagged."""
    kept = flags[found.numbers]
    return Matches(found.numbers[kept], found.scores[kept])


def best(found: Matches, limit: int | None) -> Numbers:
    """Where in `found` the best `limit` are, best first; of equals the last comes first.

    Only what is at least as good as the last of them is sorted.
    """
    scores = found.scores
    count = len(scores) if limit is None else min(limit, len(scores))
    if count < len(scores):
        at = np.flatnonzero(scores >= _bound(scores, count)) if count else np.arange(0)
        if count < len(at):
            some = scores[at]
            least = np.partition(some, len(some) - count)[len(some) - count]
            better, equal = at[some > least], at[some == least]
            at = np.concatenate([better, equal[len(equal) - (count - len(better)) :]])
    else:
        at = np.arange(count)
    return at[np.lexsort((-at, -scores[at]))]


def _bound(scores: Floats, count: int) -> np.float32:
    """A score that the best `count` have at least: the last of the best `count` stretches' best."""
    stretch = len(scores) // (_STRETCHES * count)
    if stretch < 2:
        return np.float32(-np.inf)
    tops = scores[: len(scores) // stretch * stretch].reshape(-1, stretch).max(axis=1)
    return np.float32(np.partition(tops, len(tops) - count)[len(tops) - count])


def _by_table(many: Sequence[Matches], articles: int) -> Matches:
    first, *others = many
    scores = np.zeros(articles, np.float32)
    scores[first.numbers] = first.scores
    there = np.zeros(articles, np.bool_)
    there[first.numbers] = True
    for matches in others:
        scores[matches.numbers] += matches.scores
        there[matches.numbers] = True
    numbers = np.flatnonzero(there)
    return Matches(numbers, scores[numbers])


def _added(found: Matches, other: Matches) -> Matches:
    """The same by searching: for lists that are short beside all articles."""
    at, there = _places(found.numbers, other.numbers)
    scores = found.scores.copy()
    scores[at[there]] += other.scores[there]
    new = ~there
    return Matches(
        np.insert(found.numbers, at[new], other.numbers[new]),
        np.insert(scores, at[new], other.scores[new]),
    )


def _places(numbers: Numbers, sought: Numbers) -> tuple[Numbers, Flags]:
    """Where in `numbers` each of `sought` is or would be, and whether it is."""
    at = np.searchsorted(numbers, sought)
    there = at < len(numbers)
    there[there] = numbers[at[there]] == sought[there]
    return at, there
