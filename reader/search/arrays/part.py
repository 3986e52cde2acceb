"""The arrays of some neighbouring segments: one part of the index."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

MANY = 255
"""A count of this or more stands in `many`."""
_HEAD = 8


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one field, in order of their UTF-8 bytes, and their postings.

    Term `i` is `text[bounds[i]:bounds[i + 1]]`; its postings are `at[i]` to
    `at[i + 1]` of `numbers` and `counts`. So what starts alike lies side by side.
    """

    text: Array
    """uint8: all terms, one after the other."""
    bounds: Array
    """uint32, one more than terms."""
    heads: Array
    """uint64: the first eight bytes of each term, for quick comparing."""
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

    def find(self, term: bytes) -> int:
        """The number of a term; -1 when the field does not have it."""
        at = self._first(term)
        return at if at < len(self.heads) and self.term(at) == term else -1

    def starting(self, prefix: bytes) -> tuple[int, int]:
        """The terms that start so, as a range; UTF-8 has no byte 255."""
        return self._first(prefix), self._first(prefix + b"\xff")

    def term(self, number: int) -> bytes:
        """The bytes of a term."""
        return self.text[self.bounds[number] : self.bounds[number + 1]].tobytes()

    def terms(self) -> Iterator[bytes]:
        """All of them, in order."""
        text, bounds = self.text.tobytes(), self.bounds.tolist()
        return (text[a:b] for a, b in pairwise(bounds))

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

    def _first(self, term: bytes) -> int:
        """The first term that is not smaller."""
        head = np.uint64(int.from_bytes(term[:_HEAD].ljust(_HEAD, b"\0"), "big"))
        low = int(self.heads.searchsorted(head))
        if len(term) <= _HEAD:  # terms hold no zero byte, so no other is as small
            return low
        high = int(self.heads.searchsorted(head, "right"))
        return bisect_left(range(high), term, low, key=self.term)


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

    @property
    def articles(self) -> int:
        """How many it holds, deleted ones too."""
        return sum(segment.articles for segment in self.segments)


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
    text = np.frombuffer(b"".join(words), np.uint8)
    heads = b"".join([word[:_HEAD].ljust(_HEAD, b"\0") for word in words])
    many_at = np.flatnonzero(counts >= MANY)
    return Terms(
        text=text,
        bounds=_sums(np.fromiter(map(len, words), np.uint32, len(words))),
        heads=np.frombuffer(heads, ">u8").astype(np.uint64),
        at=_sums(postings),
        numbers=numbers,
        counts=np.minimum(counts, MANY).astype(np.uint8),
        many_at=many_at.astype(np.uint32),
        many=counts[many_at].astype(np.uint32),
        places_at=np.zeros(0, np.uint32) if placed is None else _sums(placed),
        places=np.zeros(0, np.uint16) if places is None else _narrow(places),
    )


def _sums(lengths: Array) -> Array:
    """0 and the running sums."""
    sums = np.zeros(len(lengths) + 1, np.uint32)
    np.cumsum(lengths, out=sums[1:])
    return sums


def _narrow(places: Array) -> Array:
    small = not len(places) or int(places.max()) < 1 << 16
    return places.astype(np.uint16 if small else np.uint32)
