"""Which articles have some stems at given distances: a phrase, over arrays.

An occurrence of stem `j` at position `p` of article `n` is one number,
`n · 2³² + p − offset(j)`: where the phrase would begin. A phrase stands where all
of its stems give the same number. Such numbers rise through a posting list, so
nothing is ever sorted: the fewer are looked up among the more.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reader.search.arrays.part import Array, Terms

_SHIFT = 32
_PLACE = (1 << _SHIFT) - 1
_STEPS = 8
"""Positions that are read in the time that one is looked for."""


def together(terms: Terms, which: Sequence[int], offsets: Sequence[int]) -> tuple[Array, Array]:
    """The articles of a part with these terms at these offsets, and how often each has that."""
    lists = [(*terms.postings(n), n, offset) for n, offset in zip(which, offsets, strict=True)]
    lists.sort(key=lambda each: int(np.diff(terms.places_at[each[2] : each[2] + 2])[0]))
    common = lists[0][0]
    for numbers, *_ in lists[1:]:
        common = common[_among(common, numbers)]
    starts: Array | None = None
    for numbers, counts, number, offset in lists:
        ranges = _ranges(terms, number, numbers, counts, common)
        if starts is not None and len(starts) * _STEPS < ranges[1].sum():
            starts = starts[_standing(terms, ranges, common, starts, offset)]
        else:
            here = _starts(terms, ranges, common)
            if starts is None:  # none that would begin before its article
                starts = here[(here & _PLACE) >= offset] - offset
            else:
                starts = starts[_among(starts, here - offset)]
        common, times = _counted(starts >> _SHIFT)
        common = common.astype(numbers.dtype)  # or looking them up would copy the numbers
    return common, times.astype(np.float32)


_Ranges = tuple[Array, Array]
"""Where a term's positions in some articles begin, and how many there are in each."""


def _ranges(terms: Terms, number: int, numbers: Array, counts: Array, wanted: Array) -> _Ranges:
    """Those of the wanted articles (all of which have the term)."""
    chosen = np.searchsorted(numbers, wanted)
    each = counts[chosen].astype(np.int64)
    return terms.places_at[number] + np.cumsum(counts, dtype=np.int64)[chosen] - each, each


def _starts(terms: Terms, ranges: _Ranges, wanted: Array) -> Array:
    """Every occurrence of a term in the wanted articles."""
    first, each = ranges
    ends = np.cumsum(each)
    at = np.repeat(first - (ends - each), each) + np.arange(ends[-1] if len(ends) else 0)
    starts: Array = np.repeat(wanted.astype(np.int64) << _SHIFT, each) + terms.places[at]
    return starts


def _standing(terms: Terms, ranges: _Ranges, wanted: Array, starts: Array, offset: int) -> Array:
    """For which of the starts the term stands at its offset.

    A binary search among the positions of each start's article, one step for all at once:
    of a word that stands everywhere, few positions have to be read.
    """
    row = np.searchsorted(wanted, (starts >> _SHIFT).astype(wanted.dtype))
    sought = (starts & _PLACE) + offset
    low, end = ranges[0][row], (ranges[0] + ranges[1])[row]
    high = end
    for _ in range(int(ranges[1].max(initial=0)).bit_length()):
        middle = (low + high) >> 1
        less = (low < high) & (terms.places.take(middle, mode="clip") < sought)
        low = np.where(less, middle + 1, low)
        high = np.where(less, high, middle)
    found: Array = (low < end) & (terms.places.take(low, mode="clip") == sought)
    return found


def _among(few: Array, many: Array) -> Array:
    """Which of the few are among the many; both rise."""
    at = np.searchsorted(many, few)
    at[at == len(many)] = 0
    found: Array = many[at] == few if len(many) else np.zeros(len(few), np.bool_)
    return found


def _counted(rising: Array) -> tuple[Array, Array]:
    """The different numbers, and how often each stands there."""
    first = np.flatnonzero(np.diff(rising, prepend=-1))
    return rising[first], np.diff(first, append=len(rising))
