"""The arrays of one segment, from what Whoosh has written of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any

import numpy as np

from reader.search import segment as committed
from reader.search.arrays.part import Part, Segment, Terms, number_type, terms_of
from reader.search.arrays.peaks import with_peaks
from reader.search.arrays.starts import with_starts
from reader.search.schema import TERM_FIELDS
from reader.search.storage import Storage

WATCHED = (".trm", ".pst", ".key.col")
"""The files of a segment whose sizes a part remembers."""


def part_of(storage: Storage, segment: Any, known: Mapping[str, Terms] | None = None) -> Part:
    """The part of one committed segment. Raises what Whoosh raises on a damaged one.

    `known` are its terms by field, where whoever wrote it still has them.
    """
    articles = committed.articles(storage, segment)
    count = segment.doc_count_all()
    terms = {field: _no_terms() for field in TERM_FIELDS} | dict(known or {})
    for field, postings in groupby(
        committed.postings(storage, segment) if known is None else (), attrgetter("field")
    ):
        terms[field] = terms_from(postings, count)
    lengths = {name: np.frombuffer(length, np.uint8) for name, length in articles.lengths.items()}
    terms = with_starts(terms, count)
    return Part(
        (identity(storage, segment),),
        {name: np.frombuffer(column, np.int64) for name, column in articles.columns.items()},
        lengths,
        terms,
        with_peaks(terms, lengths, count),
    )


def identity(storage: Storage, segment: Any) -> Segment:
    """How a part remembers the segment. Raises OSError when a file is missing."""
    start = f"{storage.folder}{os.sep}{segment.make_filename('')}"
    # There are hundreds of them at every opening: a Path costs as much as the look itself.
    sizes = tuple(os.stat(start + end).st_size for end in WATCHED)  # noqa: PTH116
    return Segment(segment.segid, segment.doc_count_all(), sizes)


def terms_from(postings: Iterable[committed.Postings], articles: int) -> Terms:
    """The terms of one field of a segment with so many articles, from its postings in order."""
    words, sizes, placed = list[bytes](), list[int](), list[int]()
    numbers, counts, places = list[int](), list[float](), list[bytes]()
    for _, term, ids, times, values in postings:
        words.append(term)
        sizes.append(len(ids))
        numbers += ids
        counts += times
        places += values
        placed.append(sum(map(len, values)) // 4)
    positioned = bool(places)
    return terms_of(
        words,
        np.array(sizes, np.uint32),
        np.array(numbers, number_type(articles)),
        np.array(counts, np.float64).astype(np.uint32),
        np.array(placed, np.uint32) if positioned else None,
        np.frombuffer(b"".join(places), "<u4") if positioned else None,
    )


def _no_terms() -> Terms:
    return terms_from((), 0)
