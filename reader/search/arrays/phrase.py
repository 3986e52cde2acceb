"""Which articles have some stems at given distances: a phrase, over arrays.

An occurrence of stem `j` at position `p` of article `n` is one number,
`n · 2³² + p − offset(j)`: where the phrase would begin. A phrase stands where all
of its stems give the same number.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from reader.search.arrays.part import Array, Terms

_SHIFT = 32


def together(terms: Terms, which: Sequence[int], offsets: Sequence[int]) -> tuple[Array, Array]:
    """The articles of a part with these terms at these offsets, and how often each has that."""
    postings = [terms.postings(number) for number in which]
    common = reduce(_shared, sorted((numbers for numbers, _ in postings), key=len))
    starts: Array | None = None
    # The rarest first: what it leaves is the least to look up again.
    for j in sorted(range(len(which)), key=lambda j: len(postings[j][0])):
        here = _starts(terms, which[j], *postings[j], common) - offsets[j]
        starts = np.unique(here) if starts is None else _shared(starts, np.unique(here))
        common = np.unique(starts >> _SHIFT)
    assert starts is not None
    numbers, times = np.unique(starts >> _SHIFT, return_counts=True)
    return numbers, times.astype(np.float32)


def _starts(terms: Terms, number: int, numbers: Array, counts: Array, wanted: Array) -> Array:
    """Every occurrence of a term in the wanted articles (all of which have it)."""
    times = counts.astype(np.int64)
    chosen = np.searchsorted(numbers, wanted)
    first = terms.places_at[number] + (np.cumsum(times) - times)[chosen]
    each = times[chosen]
    ends = np.cumsum(each)
    at = np.repeat(first - (ends - each), each) + np.arange(ends[-1] if len(ends) else 0)
    starts: Array = np.repeat(wanted.astype(np.int64) << _SHIFT, each) + terms.places[at]
    return starts


def _shared(some: Array, others: Array) -> Array:
    """The numbers in both; each holds a number once."""
    return np.intersect1d(some, others, assume_unique=True)
