"""The words of an index that are spelled like another."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

import numpy as np

from reader.search.arrays.part import Array, Terms
from reader.search.view import View

_LONG = 5
"""Longer words may have two slips."""


def similar(view: View, fields: Iterable[str], word: str, most: int) -> list[str]:
    """The words that are fewest slips from `word` but not itself, most frequent first."""
    near: dict[int, dict[str, int]] = {1: {}, 2: {}}
    for field in fields:
        for other, (apart, count) in within(view, field, word).items():
            if apart:
                near[apart][other] = near[apart].get(other, 0) + count
    found = near[1] or near[2]
    return heapq.nsmallest(most, found, key=lambda other: (-found[other], other))


def within(view: View, field: str, word: str) -> dict[str, tuple[int, int]]:
    """The words of a field that are a few slips from `word`: how many, and in how many articles.

    A slip is a letter too many, missing, wrong, or swapped with the next. One
    is allowed, in words of more than five letters two. The first letter is
    taken to be right.
    """
    most = slips(word)
    counts: dict[str, int] = {}
    for terms, first, last in view.words(field, word[0]):
        for other, count in _alike(terms, first, last, word, most):
            counts[other] = counts.get(other, 0) + count
    apart = zip(counts.items(), distances(word, list(counts)), strict=True)
    return {other: (slips, count) for (other, count), slips in apart if slips <= most}


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


def _alike(terms: Terms, first: int, last: int, word: str, slips: int) -> Iterator[tuple[str, int]]:
    """Words that may be near enough, with the number of articles: most are not looked at.

    A slip changes the length by one character at most (four bytes), and takes at
    most one kind of byte for each of its own away and brings as many.
    """
    if first == last:
        return
    bounds = terms.bounds[first : last + 1].astype(np.int64)
    near = np.abs(np.diff(bounds) - len(word.encode())) <= _bytes(word) * slips
    letters = _letters(terms.text[bounds[0] : bounds[-1]], bounds[:-1] - bounds[0])
    own = np.bitwise_or.reduce(_flags(np.frombuffer(word.encode(), np.uint8)))
    near &= np.bitwise_count(letters ^ own) <= 2 * _bytes(word) * slips
    for number in (np.flatnonzero(near) + first).tolist():
        yield terms.term(number).decode(), int(terms.at[number + 1] - terms.at[number])


def _bytes(word: str) -> int:
    """Bytes of a character of such a word, at most."""
    return max(len(char.encode()) for char in word)


def _letters(text: Array, bounds: Array) -> Array:
    """Which kinds of bytes each word has, as flags."""
    return np.bitwise_or.reduceat(_flags(text), bounds)


def _flags(text: Array) -> Array:
    return np.left_shift(np.uint64(1), (text & 63).astype(np.uint64))
