"""The arrays of some neighbouring segments: one part of the index."""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reader.light import dataclass

Array = NDArray[Any]

MANY = 255
"""A count of this or more stands in `many`."""
_HEAD = 8


@lru_cache(256)
def _head(word: bytes) -> np.uint64:
    """The first eight bytes as a number; in a search many parts are asked for one word."""
    return np.uint64(int.from_bytes(word[:_HEAD].ljust(_HEAD, b"\0"), "big"))


@dataclass(frozen=True, slots=True)
class Words:
    """Different strings of bytes in order, for looking up: `text[bounds[i]:bounds[i + 1]]`."""

    text: Array
    """uint8: all of them, one after the other."""
    bounds: Array
    """uint32, one more than words."""
    heads: Array
    """uint64: the first eight bytes of each, for quick comparing."""

    def find(self, word: bytes) -> int:
        """The number of a word; -1 when it is not there."""
        at = self._first(word)
        if at >= len(self.heads):
            return -1
        # A word shorter than a head is the head without its zero bytes, which no word has.
        same = self.heads[at] == _head(word) if len(word) < _HEAD else self.term(at) == word
        return at if same else -1

    def starting(self, prefix: bytes) -> tuple[int, int]:
        """The words that start so, as a range; UTF-8 has no byte 255."""
        return self._first(prefix), self._first(prefix + b"\xff")

    def term(self, number: int) -> bytes:
        """The bytes of a word."""
        return self.text[self.bounds[number] : self.bounds[number + 1]].tobytes()

    def terms(self) -> Iterator[bytes]:
        """All of them, in order."""
        text, bounds = self.text.tobytes(), self.bounds.tolist()
        return (text[a:b] for a, b in pairwise(bounds))

    def _first(self, word: bytes) -> int:
        """The first word that is not smaller."""
        head = _head(word)
        low = int(self.heads.searchsorted(head))
        if len(word) <= _HEAD:  # words hold no zero byte, so no other is as small
            return low
        high = int(self.heads.searchsorted(head, "right"))
        return bisect_left(range(high), word, low, key=self.term)


@dataclass(frozen=True, slots=True)
class Terms(Words):
    """The terms of one field, in order of their UTF-8 bytes, and their postings.

    Those of term `i` are `at[i]` to `at[i + 1]` of `numbers` and `counts`. So what
    starts alike lies side by side.
    """

    at: Array
    """uint32, one more than terms."""
    numbers: Array
    """uint16 (uint32 in a part of more than 65,536): articles of the part, rising in a term."""
    counts: Array
    """uint8: how often the term stands in the article; `MANY` when that often or more."""
    many_at: Array
    """uint32: the postings whose count is `MANY`, rising …"""
    many: Array
    """… and uint32: their counts."""
    places_at: Array
    """uint32, one more than terms: where a term's positions are; empty without positions."""
    places: Array
    """uint16, or uint32 where needed: the positions, posting by posting, rising in each."""

    def postings(self, number: int) -> tuple[Array, Array]:
        """The articles of a term and how often it stands in each."""
        first, last = self.at[number : number + 2].tolist()
        return self.numbers[first:last], self.counted(first, last)

    def counted(self, first: int, last: int) -> Array:
        """The counts of the postings from `first` up to `last`, as float32."""
        counts = self.counts[first:last].astype(np.float32)
        if len(self.many_at):
            a, b = int(self.many_at.searchsorted(first)), int(self.many_at.searchsorted(last))
            if a < b:
                counts[self.many_at[a:b] - np.uint32(first)] = self.many[a:b]
        return counts


@dataclass(frozen=True, slots=True)
class Peaks(Words):
    """The terms of one kind that are common in a part, and how much each can be worth where.

    `reader.search.arrays.peaks` says what the bytes mean.
    """

    values: Array
    """uint8: a byte for each block of articles, term by term."""

    def of(self, word: bytes) -> Array | None:
        """The bytes of a term; None of one that is not so common."""
        number = self.find(word)
        if number < 0:
            return None
        size = len(self.values) // len(self.heads)
        return self.values[number * size : (number + 1) * size]


@dataclass(frozen=True, slots=True)
class Segment:
    """A Whoosh segment as a part knows it."""

    id: str
    articles: int
    """Deleted ones too."""
    sizes: tuple[int, ...]
    """The sizes of its files, to notice when they are no longer what they were."""


@dataclass(frozen=True, slots=True)
class Part:
    """Articles are numbered from 0 through its segments."""

    segments: tuple[Segment, ...]
    columns: Mapping[str, Array]
    """int64: key, revision and date of each article."""
    lengths: Mapping[str, Array]
    """uint8: Whoosh's rounded length of each text field in each article."""
    terms: Mapping[str, Terms]
    """By field, and by `starts_of(field)` where short beginnings are summed up."""
    peaks: Mapping[str, Peaks] = field(default_factory=dict)
    """By kind; whatever is missing is worked out when it is asked for."""
    file: mmap.mmap | None = None
    """What the arrays lie in, where that is a mapped file."""

    def let_go(self) -> None:
        """Count the file's pages as the system's; whatever is read again comes back by itself."""
        if self.file is not None and hasattr(mmap, "MADV_DONTNEED"):
            self.file.madvise(mmap.MADV_DONTNEED)

    @property
    def articles(self) -> int:
        """How many it holds, deleted ones too."""
        return len(self.columns["key"])


def number_type(articles: int) -> type[np.unsignedinteger[Any]]:
    """What an article's number in a part of this size takes."""
    return np.uint16 if articles <= 1 << 16 else np.uint32


def terms_of(
    words: list[bytes],
    postings: Array,
    numbers: Array,
    counts: Array,
    placed: Array | None = None,
    places: Array | None = None,
) -> Terms:
    """`Terms` of words in order with so many postings (and positions) each.

    `numbers`, `counts` and `places` go through all words.
    """
    many_at = np.flatnonzero(counts >= MANY)
    return Terms(
        *_looked_up(words),
        at=_sums(postings),
        numbers=numbers,
        counts=np.minimum(counts, MANY).astype(np.uint8),
        many_at=many_at.astype(np.uint32),
        many=counts[many_at].astype(np.uint32),
        places_at=np.zeros(0, np.uint32) if placed is None else _sums(placed),
        places=np.zeros(0, np.uint16) if places is None else _narrow(places),
    )


def peaks_of(words: list[bytes], values: Array) -> Peaks:
    """`Peaks` of words in order; `values` go through all of them."""
    return Peaks(*_looked_up(words), values)


def _looked_up(words: list[bytes]) -> tuple[Array, Array, Array]:
    """Text, bounds and heads of `Words`."""
    heads = b"".join([word[:_HEAD].ljust(_HEAD, b"\0") for word in words])
    return (
        np.frombuffer(b"".join(words), np.uint8),
        _sums(np.fromiter(map(len, words), np.uint32, len(words))),
        np.frombuffer(heads, ">u8").astype(np.uint64),
    )


def _sums(lengths: Array) -> Array:
    """0 and the running sums."""
    sums = np.zeros(len(lengths) + 1, np.uint32)
    np.cumsum(lengths, out=sums[1:])
    return sums


def _narrow(places: Array) -> Array:
    small = not len(places) or int(places.max()) < 1 << 16
    return places.astype(np.uint16 if small else np.uint32)
