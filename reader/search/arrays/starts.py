"""Common beginnings of words, summed up beforehand.

`s` begins a tenth of all words: their postings are many times the articles.
For beginnings whose postings are a good share of the articles, a part also holds
what a prefix sums up to: each article once, with
how often such words stand in it. They are kept like terms, in a field of their
own, so that looking up `tra` costs what looking up a common word costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import numpy as np

from reader.search.analysis import MARKS
from reader.search.arrays.part import Array, Terms, terms_of
from reader.search.query import FIELDS
from reader.search.schema import exact

_LONGEST = 8
"""Characters of a beginning; those of a longer one are few words."""
_SHARE = 16
"""Postings worth summing up: more than the articles, divided by this …"""
_FEWEST = 2000
"""… and more than this."""

_SPARSE = 8
"""Fewer postings than the articles, divided by this, are sorted and not counted."""


def starts_of(field: str) -> str:
    """The name under which a part holds the summed beginnings of a field of forms."""
    return f"{field}_starts"


def with_starts(terms: Mapping[str, Terms], articles: int) -> dict[str, Terms]:
    """The terms of a part of so many articles, with the summed beginnings of its forms."""
    fields = map(exact, FIELDS)
    return dict(terms) | {starts_of(field): _summed(terms[field], articles) for field in fields}


def starting(
    terms: Mapping[str, Terms], form: str, prefix: bytes, articles: int
) -> tuple[Array, Array]:
    """The articles of a part with words in a field of forms that start so, and how many such."""
    ready = terms[starts_of(form)]
    if (number := ready.find(prefix)) >= 0:
        return ready.postings(number)
    first, last = terms[form].starting(prefix)
    return sums(terms[form], first, last, articles)


def sums(terms: Terms, first: int, last: int, articles: int) -> tuple[Array, Array]:
    """The articles that have one of the terms `first` up to `last`, and how often any of them."""
    start, end = int(terms.at[first]), int(terms.at[last])
    numbers, counts = terms.numbers[start:end], terms.counted(start, end)
    return (numbers, counts) if last - first <= 1 else together(numbers, counts, articles)


def together(numbers: Array, counts: Array, articles: int) -> tuple[Array, Array]:
    """Postings of several terms in any order: each article once, rising, its counts added up."""
    if len(numbers) * _SPARSE < articles:
        order = numbers.argsort(kind="stable")
        numbers, counts = numbers[order], counts[order]
        new = np.ones(len(numbers), np.bool_)
        np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
        begins = np.flatnonzero(new)
        return numbers[begins], np.add.reduceat(counts, begins)
    summed = np.bincount(numbers, counts, articles)
    found = np.flatnonzero(summed > 0)
    return found.astype(numbers.dtype), summed[found].astype(np.float32)


def _summed(terms: Terms, articles: int) -> Terms:
    kept = sorted(_common(terms, max(_FEWEST, articles // _SHARE)))
    pairs = [sums(terms, first, last, articles) for _, first, last in kept]
    numbers = np.concatenate([terms.numbers[:0], *(n for n, _ in pairs)])
    counts = np.concatenate([np.zeros(0, np.uint32), *(c.astype(np.uint32) for _, c in pairs)])
    sizes = np.array([len(n) for n, _ in pairs], np.uint32)
    return terms_of([start for start, _, _ in kept], sizes, numbers, counts)


def _common(terms: Terms, least: int) -> Iterator[tuple[bytes, int, int]]:
    """Beginnings with more postings than `least`, and the terms that have each as a range.

    What begins one word alone is left out: that word's own postings are as good.
    """
    if len(terms.numbers) <= least:
        return
    words = [word.decode() for word in terms.terms()]
    ranges = [(0, len(words))]
    for length in range(1, _LONGEST + 1):
        ranges = [
            (first, last)
            for inside in ranges
            for first, last in _alike(words, *inside, length)
            if last - first > 1 and terms.at[last] - terms.at[first] > least
        ]
        yield from ((words[first][:length].encode(), first, last) for first, last in ranges)


def _alike(words: Sequence[str], first: int, last: int, length: int) -> Iterator[tuple[int, int]]:
    """Which of the words `first` up to `last` begin with the same `length` characters."""
    for start, alike in groupby(words[first:last], lambda word: word[:length]):
        last = first + sum(1 for _ in alike)
        if len(start) == length and start[0] not in MARKS:
            yield first, last
        first = last
