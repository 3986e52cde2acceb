"""The arrays of one segment, from what Whoosh has written of it."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import Any

import numpy as np

from reader.search import segment as committed
from reader.search.arrays.part import Part, Segment, Terms, number_type, terms_of
from reader.search.arrays.starts import with_starts
from reader.search.schema import TERM_FIELDS
from reader.search.storage import Storage

WATCHED = (".trm", ".pst", ".key.col")
"""The files of a segment whose sizes a part remembers."""


def part_of(storage: Storage, segment: Any) -> Part:
    """The part of one committed segment. Raises what Whoosh raises on a damaged one."""
    articles = committed.articles(storage, segment)
    kind = number_type(segment.doc_count_all())
    terms = {field: _no_terms() for field in TERM_FIELDS}
    for field, postings in groupby(committed.postings(storage, segment), attrgetter("field")):
        terms[field] = _terms(postings, kind)
    return Part(
        (identity(storage, segment),),
        {name: np.frombuffer(column, np.int64) for name, column in articles.columns.items()},
        {name: np.frombuffer(length, np.uint8) for name, length in articles.lengths.items()},
        with_starts(terms, segment.doc_count_all()),
    )


def identity(storage: Storage, segment: Any) -> Segment:
    """How a part remembers the segment. Raises OSError when a file is missing."""
    sizes = tuple(storage.file_length(segment.make_filename(end)) for end in WATCHED)
    return Segment(segment.segid, segment.doc_count_all(), sizes)


def _terms(postings: Iterable[committed.Postings], kind: type[np.unsignedinteger[Any]]) -> Terms:
    words: list[bytes] = []
    sizes, placed = array("I"), array("I")
    numbers, counts = array("I"), array("I")
    places: list[bytes] = []
    for _, term, ids, times, values in postings:
        words.append(term)
        sizes.append(len(ids))
        numbers.extend(ids)
        counts.extend(map(int, times))
        value = b"".join(values)
        placed.append(len(value) // 4)
        places.append(value)
    return terms_of(
        words,
        np.frombuffer(sizes, np.uint32),
        np.frombuffer(numbers, np.uint32).astype(kind),
        np.frombuffer(counts, np.uint32),
        np.frombuffer(placed, np.uint32) if any(placed) else None,
        np.frombuffer(b"".join(places), "<u4") if any(placed) else None,
    )


def _no_terms() -> Terms:
    return _terms((), np.uint16)
