"""Where one term stands in a few articles of a part, over arrays."""

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
    numbers, counts = terms.postings(number)
    at = np.searchsorted(numbers, articles)
    at[at == len(numbers)] = 0
    chosen = at[numbers[at] == articles]
    ends = np.cumsum(counts, dtype=np.int64)
    times = counts[chosen].astype(np.int64)
    first = terms.places_at[number] + ends[chosen] - times
    places = terms.places[_ranges(first, times)]
    found: NDArray[np.int64] = np.repeat(numbers[chosen].astype(np.int64) + base, times)
    return (found << SHIFT) + places


def _ranges(first: Array, sizes: Array) -> Array:
    """The numbers from each `first` on, so many of each, one range after the other."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    ranges: Array = np.repeat(first - (ends - sizes), sizes) + np.arange(total)
    return ranges
