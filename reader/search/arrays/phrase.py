"""Which articles have some stems at given distances: a phrase, over arrays.

An occurrence of stem `j` at position `p` of article `n` is one number,
`n · 2^b + p − offset(j)`: where the phrase would begin. A phrase stands where all
of its stems give the same number. Such numbers rise through a posting list, so two lists
have in common what a merge of both has twice. Half of their 32 or 64 bits are the position's.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reader.search.arrays.part import Array, Terms

_STEPS = 80
"""Positions that are read and merged in the time that one is looked for."""
_APART = 20
"""Numbers of a list beside one of another from which on looking up is quicker than merging."""


def together(terms: Terms, which: Sequence[int], offsets: Sequence[int]) -> tuple[Array, Array]:
    """The articles of a part with these terms at these offsets, and how often each has that."""
    sizes = [int(terms.places_at[n + 1]) - int(terms.places_at[n]) for n in which]
    (_, first, shift), *others = sorted(zip(sizes, which, offsets, strict=True))
    starts = _places(terms, first)
    bits = starts.dtype.itemsize * 4
    starts = starts[(starts & _mask(bits)) >= shift] - starts.dtype.type(shift)
    for size, number, offset in others:
        starts = starts[(starts & _mask(bits)) <= _mask(bits) - offset]
        if len(starts) * _STEPS < size:
            starts = starts[_standing(terms, number, starts, offset)]
        else:
            step = starts.dtype.type(offset)
            starts = _shared(starts + step, _places(terms, number)) - step
    articles, times = _counted(starts >> bits)
    return articles.astype(terms.numbers.dtype), times.astype(np.float32)


def _mask(bits: int) -> int:
    return (1 << bits) - 1


def _places(terms: Terms, number: int) -> Array:
    """Every occurrence of a term, rising, as uint32 where articles and positions are of 16 bits."""
    numbers, counts = _postings(terms, number)
    small = numbers.dtype.itemsize == terms.places.dtype.itemsize == 2
    wide: Array = numbers.astype(np.uint32 if small else np.uint64)
    found: Array = (wide << (16 if small else 32)).repeat(counts)
    found += terms.places[terms.places_at[number] : terms.places_at[number + 1]]
    return found


def _postings(terms: Terms, number: int) -> tuple[Array, Array]:
    """The articles of a term, and how often it stands in each, as whole numbers."""
    first, last = terms.at[number : number + 2].tolist()
    counts: Array = terms.counts[first:last]
    if terms.many_at.searchsorted(first) < terms.many_at.searchsorted(last):
        counts = terms.counted(first, last).astype(np.int64)
    return terms.numbers[first:last], counts


def _shared(some: Array, others: Array) -> Array:
    """What is in both; each rises and has nothing twice."""
    few, many = (some, others) if len(some) < len(others) else (others, some)
    if len(few) * _APART < len(many):
        at = many.searchsorted(few)
        shared: Array = few[many.take(at, mode="clip") == few]
        return shared
    merged = np.concatenate([few, many])
    merged.sort(kind="stable")  # of two rising runs: Timsort only merges
    twice: Array = merged[1:] == merged[:-1]
    return merged[:-1][twice]


def _standing(terms: Terms, number: int, starts: Array, offset: int) -> Array:
    """For which of the starts the term stands at its offset.

    A binary search among the positions of each start's article, one step for all at once:
    of a word that stands everywhere, few positions have to be read.
    """
    bits = starts.dtype.itemsize * 4
    numbers, counts = _postings(terms, number)
    articles, times = _counted(starts >> bits)
    at = numbers.searchsorted(articles.astype(numbers.dtype))
    each = counts.take(at, mode="clip") * (numbers.take(at, mode="clip") == articles)
    ends = terms.places_at[number] + counts.cumsum(dtype=np.int64).take(at, mode="clip")
    row = np.arange(len(articles)).repeat(times)
    sought = (starts & _mask(bits)).astype(np.int64) + offset
    end = ends[row]
    low, high = end - each[row], end
    for _ in range(int(each.max(initial=0)).bit_length()):
        middle = (low + high) >> 1
        less = (low < high) & (terms.places.take(middle, mode="clip") < sought)
        low = np.where(less, middle + 1, low)
        high = np.where(less, high, middle)
    found: Array = (low < end) & (terms.places.take(low, mode="clip") == sought)
    return found


def _counted(rising: Array) -> tuple[Array, Array]:
    """The different numbers, and how often each stands there."""
    new = np.ones(len(rising), np.bool_)
    np.not_equal(rising[1:], rising[:-1], out=new[1:])
    first = np.flatnonzero(new)
    return rising[first], np.diff(first, append=len(rising))
