"""Short beginnings of words, summed up beforehand.

`s` begins a tenth of all words: their postings are many times the articles.
For beginnings of up to three characters whose postings are a good share of the
articles, a part also holds what a prefix sums up to: each article once, with
how often such words stand in it. They are kept like terms, in a field of their
own, so that looking up `tra` costs what looking up a common word costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

import numpy as np

from reader.search.analysis import MARKS
from reader.search.arrays.part import Array, Terms, terms_of
from reader.search.query import FIELDS
from reader.search.schema import exact

_LONGEST = 3
"""Characters of a beginning."""
_SHARE = 8
"""Postings worth summing up: more than the articles, divided by this …"""
_FEWEST = 2000
"""… and more than this."""


def starts_of(field: str) -> str:
    """The name under which a part holds the summed beginnings of a field of forms."""
    return f"{field}_starts"


def with_starts(terms: Mapping[str, Terms], articles: int) -> dict[str, Terms]:
    """The terms of a part of so many articles, with the summed beginnings of its forms."""
    fields = map(exact, FIELDS)
    return dict(terms) | {starts_of(field): _summed(terms[field], articles) for field in fields}


def sums(terms: Terms, first: int, last: int, articles: int) -> tuple[Array, Array]:
    """The articles that have one of the terms `first` up to `last`, and how often any of them."""
    start, end = int(terms.at[first]), int(terms.at[last])
    numbers = terms.numbers[start:end]
    counts = terms.counted(start, end)
    if last - first <= 1:
        return numbers, counts
    summed = np.bincount(numbers, counts, articles)
    found = np.flatnonzero(summed > 0)
    return found, summed[found].astype(np.float32)


def _summed(terms: Terms, articles: int) -> Terms:
    least = max(_FEWEST, articles // _SHARE)
    kept = []
    if len(terms.numbers) > least:
        kept = [(s, a, b) for s, a, b in _ranges(terms) if terms.at[b] - terms.at[a] > least]
    kept.sort()
    pairs = [sums(terms, first, last, articles) for _, first, last in kept]
    numbers = np.concatenate(
        [terms.numbers[:0], *(n.astype(terms.numbers.dtype) for n, _ in pairs)]
    )
    counts = np.concatenate([np.zeros(0, np.uint32), *(c.astype(np.uint32) for _, c in pairs)])
    sizes = np.array([len(n) for n, _ in pairs], np.uint32)
    return terms_of([start for start, _, _ in kept], sizes, numbers, counts)


def _ranges(terms: Terms) -> Iterator[tuple[bytes, int, int]]:
    """Each short beginning, and the terms that have it as a range."""
    words = [word.decode() for word in terms.terms()]
    for length in range(1, _LONGEST + 1):
        first = 0
        for start, alike in groupby(words, lambda word, n=length: word[:n]):  # type: ignore[misc]
            last = first + sum(1 for _ in alike)
            if len(start) == length and start[0] not in MARKS:
                yield start.encode(), first, last
            first = last
