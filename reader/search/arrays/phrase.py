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


def together(terms: Terms, which: Sequence[int], offsets: Sequence[int]) -> tuple[Array, Array]:
    """The articles of a part with these terms at these offsets, and how often each has that."""
    lists = [(*terms.postings(n), n, offset) for n, offset in zip(which, offsets, strict=True)]
    lists.sort(key=lambda each: int(np.diff(terms.places_at[each[2] : each[2] + 2])[0]))
    common = lists[0][0]
    for numbers, *_ in lists[1:]:
        common = common[_among(common, numbers)]
    starts: Array | None = None
    for numbers, counts, number, offset in lists:
        here = _starts(terms, number, numbers, counts, common) - offset
        starts = here if starts is None else starts[_among(starts, here)]
        common, times = _counted(starts >> _SHIFT)
    return common, times.astype(np.float32)


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
