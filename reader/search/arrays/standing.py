"""Where, and how often, one term stands in a few articles of a part, over arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reader.search.arrays.part import Array, Terms

SHIFT = 32
"""An occurrence is one number: the article's, shifted so, and the position."""


def standing(terms: Terms, number: int, articles: Array, base: int) -> NDArray[np.int64]:
    """Every occurrence of a term in the articles of the part that have it, rising.

    `articles` rise. `base` is added to their numbers: that of the part's first article.
    """
    begin, end = terms.at[number : number + 2].tolist()
    numbers = terms.numbers[begin:end]
    at = numbers.searchsorted(articles.astype(numbers.dtype))
    at[at == len(numbers)] = 0
    chosen = at[numbers[at] == articles]
    if not len(chosen):
        return np.zeros(0, np.int64)
    before, times = _times(terms, begin, end, chosen)
    places = terms.places[_ranges(terms.places_at[number] + before, times)]
    found: NDArray[np.int64] = ((numbers[chosen].astype(np.int64) + base) << SHIFT).repeat(times)
    return found + places


def counted(terms: Terms, number: int, articles: Array) -> NDArray[np.float32]:
    """How often a term (-1 for none) stands in each of some articles, rising; 255 is many."""
    times = np.zeros(len(articles), np.float32)
    if number >= 0:
        begin, end = terms.at[number : number + 2].tolist()
        numbers = terms.numbers[begin:end]
        at = numbers.searchsorted(articles.astype(numbers.dtype))
        at[at == len(numbers)] = 0
        there = numbers[at] == articles
        times[there] = terms.counts[begin:end][at[there]]
    return times


def _times(terms: Terms, begin: int, end: int, chosen: Array) -> tuple[Array, Array]:
    """How often the term stands in all articles before each of the chosen, and in that one."""
    counts: Array = terms.counts[begin:end]
    if terms.many_at.searchsorted(begin) < terms.many_at.searchsorted(end):
        counts = terms.counted(begin, end)
    stretches = np.concatenate([[0], chosen])
    before = np.cumsum(np.add.reduceat(counts, stretches, dtype=np.int64))[:-1]
    if not chosen[0]:
        before -= before[0]  # of an empty stretch `reduceat` makes its first number
    return before, counts[chosen].astype(np.int64)


def _ranges(first: Array, sizes: Array) -> Array:
    """The numbers from each `first` on, so many of each, one range after the other."""
    ends = sizes.cumsum()
    ranges: Array = (first - (ends - sizes)).repeat(sizes) + np.arange(ends[-1])
    return ranges
