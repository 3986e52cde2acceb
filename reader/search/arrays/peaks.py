"""How much a common term can be worth in each block of articles: upper bounds.

For every stem, word and beginning that is summed up, with many postings in a part,
the part holds one byte for each block of `BLOCK` articles: the most that

    tf / (tf + k1)        tf as in `reader.search.weighing`, over all fields

is in one of them, of 255, rounded up; 0 where none has the term. Averages of lengths
change with every commit. Bounds are made with those of the part, and `table` raises
them by as much as the change can matter: where every average grew at most `growth`
times, tf did too, since

    (1 − b + b · l / a) / (1 − b + b · l / A)  ≤  A / a        for A ≥ a

So the best of a million articles are found by looking at those blocks alone where they
can be (Ding, Suel: *Faster top-k document retrieval using block-max indexes*, 2011).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

from reader.search.arrays.part import Array, Peaks, Terms, peaks_of
from reader.search.arrays.starts import starting, starts_of
from reader.search.query import FIELDS
from reader.search.schema import exact
from reader.search.weighing import K1, Floats, unit

SHIFT = 3
BLOCK = 1 << SHIFT
"""Articles of a block."""
STEMS, FORMS, STARTS = "stems", "forms", "starts"
"""The kinds of terms that have peaks."""
_FEWEST = 1000
"""Postings in one field worth the bytes: more than this …"""
_SHARE = 16
"""… and more than the articles, divided by this. Of fewer, a search looks at each."""
_LookUp = Callable[[str, bytes], tuple[Array, Array]]
"""The postings of a term in a field."""
_NOTHING = (np.zeros(0, np.uint16), np.zeros(0, np.float32))
_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.float32)


def with_peaks(
    terms: Mapping[str, Terms], lengths: Mapping[str, Array], articles: int
) -> dict[str, Peaks]:
    """The peaks of a part of so many articles with these terms and lengths."""
    units = {f: unit(f, norms(lengths[f], average(lengths[f]))) for f in FIELDS}

    def made(names: Mapping[str, str], look_up: _LookUp) -> Peaks:
        words = sorted({w for name in names.values() for w in _common(terms[name], articles)})
        values = [_of((look_up(f, w), units[f]) for f in FIELDS) for w in words]
        return peaks_of(words, np.concatenate([np.zeros(0, np.uint8), *values]))

    def postings(name: str, word: bytes) -> tuple[Array, Array]:
        number = terms[name].find(word)
        return terms[name].postings(number) if number >= 0 else _NOTHING

    return {
        STEMS: made({f: f for f in FIELDS}, postings),
        FORMS: made({f: exact(f) for f in FIELDS}, lambda f, w: postings(exact(f), w)),
        STARTS: made(
            {f: starts_of(exact(f)) for f in FIELDS},
            lambda f, w: starting(terms, exact(f), w, articles),
        ),
    }


def blocks(articles: int) -> int:
    """How many blocks so many articles are; the last may be smaller."""
    return -(-articles // BLOCK)


def average(lengths: Array) -> float:
    """The mean of Whoosh's rounded lengths; 1 where all are empty."""
    counts = np.bincount(lengths, minlength=256)
    return float(counts @ _LENGTHS) / max(1, len(lengths)) or 1.0


def norms(lengths: Array, mean: float) -> Floats:
    """Lengths in units of a mean."""
    found: Floats = (_LENGTHS / np.float32(mean))[lengths]
    return found


def table(growth: float) -> Floats:
    """What each byte bounds, as tf · (k1 + 1) / (tf + k1), when tf is `growth` times as much."""
    share = np.arange(256) / 255
    grown = growth * share / (growth * share + 1 - share)
    return (grown * (K1 + 1)).astype(np.float32)


def peaks(frequency: Floats) -> NDArray[np.uint8]:
    """The bytes of a weighted frequency, one for each article, 0 for none."""
    whole = np.zeros(blocks(len(frequency)) * BLOCK, np.float32)
    whole[: len(frequency)] = frequency
    highest = whole.reshape(-1, BLOCK).max(axis=1)
    share = highest / (highest + np.float32(K1))
    found: NDArray[np.uint8] = np.minimum(np.ceil(share * np.float32(255.01)), 255).astype(np.uint8)
    return found


def _common(terms: Terms, articles: int) -> Iterator[bytes]:
    least = max(_FEWEST, articles // _SHARE)
    for number in np.flatnonzero(np.diff(terms.at) > least).tolist():
        yield terms.term(number)


def _of(found: Iterable[tuple[tuple[Array, Array], Floats]]) -> NDArray[np.uint8]:
    """The bytes of what was found in each field, with what it is worth there."""
    frequency: Floats | None = None
    for (numbers, counts), worth in found:
        if frequency is None:
            frequency = np.zeros(len(worth), np.float32)
        frequency[numbers] += counts * worth[numbers]
    return peaks(np.zeros(0, np.float32) if frequency is None else frequency)
