"""The words of an index that are spelled like another."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from reader.search.arrays.part import Array, Terms
from reader.search.schema import exact
from reader.search.view import View

_LONG = 5
"""Longer words may have two slips."""


class Near(NamedTuple):
    """A word that is spelled like another."""

    slips: int
    places: Sequence[tuple[str, int, int]]
    """The field, the place of the part, and the number of the term there."""


def similar(view: View, fields: Iterable[str], word: str, most: int) -> list[str]:
    """The words that are fewest slips from `word` but not itself, most frequent first."""
    found: dict[int, list[tuple[int, str]]] = {1: [], 2: []}
    for other, near in within(view, fields, word).items():
        if near.slips:
            found[near.slips].append((-frequency(view, near), other))
    return [other for _, other in heapq.nsmallest(most, found[1] or found[2])]


def within(view: View, fields: Iterable[str], word: str) -> dict[str, Near]:
    """The words of some fields that are a few slips from `word`.

    A slip is a letter too many, missing, wrong, or swapped with the next. One
    is allowed, in words of more than five letters two. The first letter is
    taken to be right.
    """
    most = slips(word)
    places: dict[bytes, list[tuple[str, int, int]]] = defaultdict(list)
    for field in fields:
        for place, (terms, first, last) in enumerate(view.words(field, word[0])):
            for other, number in _alike(terms, first, last, word, most):
                places[other].append((field, place, number))
    others = [other.decode() for other in places]
    apart = zip(others, places.values(), distances(word, others), strict=True)
    return {other: Near(slips, where) for other, where, slips in apart if slips <= most}


def frequency(view: View, near: Near) -> int:
    """In how many articles the word is; one counts once for each field."""
    at = ((view.parts[place][1].terms[exact(f)].at, number) for f, place, number in near.places)
    return sum(int(bounds[number + 1] - bounds[number]) for bounds, number in at)


def slips(word: str) -> int:
    """How many slips are forgiven in a word."""
    return 2 if len(word) > _LONG else 1


def distances(word: str, others: list[str]) -> list[int]:
    """How many slips lie between `word` and each of the others.

    Optimal string alignment (Levenshtein's distance with swapped neighbours as
    one slip), each step of the table for all words at once:

        d(i, j) = min(d(i−1, j) + 1, d(i, j−1) + 1, d(i−1, j−1) + [w_i ≠ o_j],
                      d(i−2, j−2) + 1 where w_i w_{i−1} = o_{j−1} o_j)
    """
    if not others:
        return []
    letters = np.array(others).view(np.uint32).reshape(len(others), -1).T
    width = len(letters)
    before = row = np.repeat(np.arange(width + 1)[:, None], len(others), 1)
    for i, letter in enumerate(map(ord, word)):
        twice, before = before, row
        row = np.empty_like(before)
        row[0] = i + 1
        same = letters == letter
        swapped = letters[1:] == ord(word[i - 1]) if i else same[:0]
        for j in range(width):
            np.minimum(before[j + 1], row[j], out=row[j + 1])
            row[j + 1] += 1
            np.minimum(row[j + 1], before[j] + ~same[j], out=row[j + 1])
            if i and j:
                turned = np.where(swapped[j - 1] & same[j - 1], twice[j - 1] + 1, width + i)
                np.minimum(row[j + 1], turned, out=row[j + 1])
    lengths = np.fromiter(map(len, others), np.intp, len(others))
    return [int(slips) for slips in row[lengths, np.arange(len(others))]]


def _alike(
    terms: Terms, first: int, last: int, word: str, most: int
) -> Iterator[tuple[bytes, int]]:
    """Words that may be near enough, with their numbers: most are not looked at.

    A slip takes one kind of letter away at most and brings one at most; of the slips that
    make a word longer none takes one away, of those that make it shorter none brings one.
    """
    if first == last:
        return
    bounds = terms.bounds[first : last + 1].astype(np.int64)
    stretch, starts = terms.text[bounds[0] : bounds[-1]], bounds[:-1] - bounds[0]
    flags, ends = _letters(stretch)
    (own,) = np.bitwise_or.reduceat(_letters(np.frombuffer(word.encode(), np.uint8))[0], [0])
    kinds = np.bitwise_or.reduceat(flags, starts)
    longer = np.add.reduceat(ends, starts, dtype=np.int64) - len(word)
    near = np.bitwise_count(own & ~kinds) + np.maximum(longer, 0) <= most
    near &= np.bitwise_count(kinds & ~own) + np.maximum(-longer, 0) <= most
    found, text = np.flatnonzero(near), stretch.tobytes()
    spans = zip(starts[found].tolist(), (bounds[found + 1] - bounds[0]).tolist(), strict=True)
    numbers = (found + first).tolist()
    yield from ((text[a:b], number) for (a, b), number in zip(spans, numbers, strict=True))


def _letters(text: Array) -> tuple[Array, Array]:
    """A flag for the kind of each letter, at its last byte of UTF-8, and where such bytes are."""
    ends = np.ones(len(text), np.bool_)
    np.not_equal(text[1:] & 0xC0, 0x80, out=ends[:-1])
    return np.left_shift(np.uint64(1), (text & 63).astype(np.uint64)) * ends, ends
