"""Several parts made into one, without asking Whoosh again.

Every part has its terms in order, and each term's articles in order. So each
term's postings in the whole are those of the first part, then those of the
second, and so on, with their articles' numbers moved up: every posting's place
in the result can be worked out and nothing needs to be sorted but the terms.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import Any

import numpy as np

from reader.light import dataclass
from reader.search.arrays.part import Array, Part, Terms, number_type, terms_of
from reader.search.arrays.peaks import with_peaks
from reader.search.arrays.starts import with_starts
from reader.search.schema import TERM_FIELDS


def merged(parts: Sequence[Part], living: Container[str]) -> Part:
    """One part of all segments of `parts` whose id is `living`, in their order."""
    kept = [_kept(part, living) for part in parts]
    segments = tuple(s for part in parts for s in part.segments if s.id in living)
    articles = sum(segment.articles for segment in segments)
    kind = number_type(articles)
    terms = {
        field: _joined([part.terms[field] for part in parts], kept, kind) for field in TERM_FIELDS
    }
    first = parts[0]
    lengths = {n: _rows([p.lengths[n] for p in parts], kept) for n in first.lengths}
    terms = with_starts(terms, articles)
    return Part(
        segments,
        {n: _rows([p.columns[n] for p in parts], kept) for n in first.columns},
        lengths,
        terms,
        with_peaks(terms, lengths, articles),
    )


def _kept(part: Part, living: Container[str]) -> Array:
    """Which articles of a part stay, as booleans."""
    return np.repeat(
        [segment.id in living for segment in part.segments],
        [segment.articles for segment in part.segments],
    )


def _rows(columns: Sequence[Array], kept: Sequence[Array]) -> Array:
    return np.concatenate([column[keep] for column, keep in zip(columns, kept, strict=True)])


@dataclass(frozen=True, slots=True)
class _Run:
    """One field of one part: what stays of it, its articles numbered anew from 0."""

    words: list[bytes]
    sizes: Array
    """Postings of each word."""
    numbers: Array
    counts: Array
    placed: Array
    """Positions of each word."""
    places: Array


def _joined(
    many: Sequence[Terms], kept: Sequence[Array], kind: type[np.unsignedinteger[Any]]
) -> Terms:
    """One field of all parts."""
    runs = [_run(terms, keep) for terms, keep in zip(many, kept, strict=True)]
    words = sorted(set().union(*(run.words for run in runs)))
    rank = {word: number for number, word in enumerate(words)}
    ranks = [np.fromiter(map(rank.__getitem__, r.words), np.intp, len(r.words)) for r in runs]
    bases = np.cumsum([0, *map(np.count_nonzero, kept)])
    sizes, orders = _interleaved(ranks, [run.sizes for run in runs], len(words))
    numbers = np.empty(int(sizes.sum()), kind)
    counts = np.empty(len(numbers), np.result_type(*(run.counts for run in runs)))
    for run, base, order in zip(runs, bases, orders, strict=False):
        numbers[order] = run.numbers + kind(base)
        counts[order] = run.counts
    placed, orders = _interleaved(ranks, [run.placed for run in runs], len(words))
    places = np.empty(int(placed.sum()), np.result_type(*(run.places for run in runs)))
    for run, order in zip(runs, orders, strict=True):
        places[order] = run.places
    positioned = any(len(terms.places_at) for terms in many)
    return terms_of(
        words,
        sizes,
        numbers,
        counts,
        placed if positioned else None,
        places if positioned else None,
    )


def _run(terms: Terms, keep: Array) -> _Run:
    """What stays of a field: the postings of the articles that are kept."""
    count = len(terms.numbers)
    counts = terms.counted(0, count).astype(np.uint32) if len(terms.many) else terms.counts
    sizes = np.diff(terms.at)
    placed = np.diff(terms.places_at) if len(terms.places_at) else np.zeros_like(sizes)
    words = list(terms.terms())
    if keep.all():
        return _Run(words, sizes, terms.numbers, counts, placed, terms.places)
    stays = keep[terms.numbers]
    sizes = _within(terms.at, stays)
    places = terms.places
    if len(places):
        stays_placed = np.repeat(stays, counts)
        placed, places = _within(terms.places_at, stays_placed), places[stays_placed]
    some = sizes > 0
    return _Run(
        [word for word, there in zip(words, some.tolist(), strict=True) if there],
        sizes[some],
        (np.cumsum(keep) - 1)[terms.numbers[stays]].astype(terms.numbers.dtype),
        counts[stays],
        placed[some],
        places,
    )


def _within(bounds: Array, flags: Array) -> Array:
    """How many flags are set between each bound and the next."""
    sums = np.zeros(len(flags) + 1, np.uint32)
    np.cumsum(flags, out=sums[1:])
    return np.diff(sums[bounds])


def _interleaved(
    ranks: Sequence[Array], sizes: Sequence[Array], words: int
) -> tuple[Array, Iterator[Array]]:
    """How much there is of each word in all runs, and where each run's go in the whole.

    The places are worked out run by run, as they are asked for: they are large.
    """
    total = np.zeros(words, np.int64)
    for rank, size in zip(ranks, sizes, strict=True):
        total[rank] += size
    return total, _orders(ranks, sizes, np.cumsum(total) - total)


def _orders(ranks: Sequence[Array], sizes: Sequence[Array], free: Array) -> Iterator[Array]:
    for rank, size in zip(ranks, sizes, strict=True):
        ends = np.cumsum(size, dtype=np.int64)
        yield np.repeat(free[rank] - (ends - size), size) + np.arange(ends[-1] if len(ends) else 0)
        free[rank] += size
