"""One commit of the index, open for reading: postings, words, keys.

Articles are numbered through all segments. Posting lists are read a block at
a time and kept, so that the next key pressed finds them in memory; that is
what makes plain Whoosh quick enough here. A view never changes: another
commit is another view, because a refreshed Whoosh searcher gives deleted and
replaced articles. Every file is opened at once: the next commit removes some.

Not safe for two threads at once; `Index` lets in one at a time.
"""

from __future__ import annotations

import heapq
import sys
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import LENGTHS_COLUMN, W3TermInfo, _lenfield
from whoosh.formats import Positions
from whoosh.index import _DEF_INDEX_NAME as NAME
from whoosh.index import TOC, FileIndex
from whoosh.matching.wrappers import FilterMatcher
from whoosh.support.levenshtein import damerau_levenshtein
from whoosh.util.numeric import byte_to_length

from reader.search.query import FIELDS
from reader.search.schema import exact, schema
from reader.search.storage import Storage

_MOST_CACHED = 2_000_000
"""Postings kept in memory, 8 bytes each."""

Postings = tuple["array[int]", "array[float]"]
"""Article numbers, rising, and how often the term stands in each."""


class View:
    """A generation of the index. Close it when another is opened."""

    def __init__(self, folder: Path) -> None:
        self._storage = Storage(folder)
        try:
            self._open()
        except BaseException:
            self._storage.release()
            raise

    def _open(self) -> None:
        contents = TOC.read(self._storage, NAME, schema=schema())
        self._reader = FileIndex._reader(
            self._storage, contents.schema, contents.segments, contents.generation
        )
        self._leaves: list[tuple[Any, int]] = (
            [] if self._reader.doc_count_all() == 0 else list(self._reader.leaf_readers())
        )
        self.keys = self._column("key")
        self.revisions = self._column("revision")
        self._dead = {
            base + number for leaf, base in self._leaves for number in leaf.deleted_docs_set
        }
        self.size = len(self.keys) - len(self._dead)
        self._norms = {field: self._relative_lengths(field) for field in FIELDS}
        self._numbers: dict[int, int] | None = None
        self._cache: OrderedDict[tuple[str, bytes], Postings] = OrderedDict()
        self._cached = 0
        self._lexicon: dict[tuple[str, str], dict[str, int]] = {}

    def close(self) -> None:
        """Let the files go; it may fail on a damaged index, which is none the worse for it."""
        with suppress(Exception):
            self._reader.close()
        self._storage.release()

    def live(self) -> Iterator[int]:
        """The numbers of all articles that are not deleted."""
        return (n for n in range(len(self.keys)) if n not in self._dead)

    def numbers(self) -> dict[int, int]:
        """Article number by key."""
        if self._numbers is None:
            self._numbers = {self.keys[n]: n for n in self.live()}
        return self._numbers

    def postings(self, field: str, term: str) -> Postings:
        """The live articles that have the term in this field; empty when none has."""
        at = (field, term.encode())
        found = self._cache.get(at)
        if found is None:
            found = self._read(*at)
            self._cache[at] = found
            self._cached += len(found[0]) + 8
            while self._cached > _MOST_CACHED:
                self._cached -= len(self._cache.popitem(last=False)[1][0]) + 8
        else:
            self._cache.move_to_end(at)
        return found

    def norms(self, field: str) -> array[float]:
        """Each article's length of `field` in units of the average one; 0 when empty."""
        return self._norms[field]

    def positions(self, field: str, term: str, articles: list[int]) -> dict[int, list[int]]:
        """Where the term stands in those of the articles (numbers, rising) that have it."""
        found: dict[int, list[int]] = {}
        decode = Positions().decode_positions
        for leaf, base in self._leaves:
            if (matcher := _matcher(leaf, field, term.encode())) is None:
                continue
            first = bisect_left(articles, base)
            last = bisect_left(articles, base + leaf.doc_count_all())
            for number in articles[first:last]:
                if not matcher.is_active():
                    break
                matcher.skip_to(number - base)
                if matcher.is_active() and matcher.id() == number - base:
                    found[number] = decode(matcher.value())
        return found

    def starting(self, field: str, prefix: str, most: int) -> list[tuple[str, int]]:
        """The `most` most frequent words of `field` that start so, and their articles."""
        words = self._words(field, prefix[0])
        counts = {word: n for word, n in words.items() if word.startswith(prefix)}
        return heapq.nsmallest(most, counts.items(), key=lambda item: (-item[1], item[0]))

    def similar(self, fields: Iterable[str], word: str, most: int) -> list[str]:
        """The words that are fewest slips from `word`, most frequent first.

        A slip is a letter too many, missing, wrong, or swapped with the next.
        One is allowed, two in words of more than five letters if none is near
        by one. The first letter is taken to be right.
        """
        near: dict[int, dict[str, int]] = {1: {}, 2: {}}
        slips = 2 if len(word) > 5 else 1
        for field in fields:
            for other, count in self._words(field, word[0]).items():
                if 0 < (apart := _slips(word, other, slips)) <= slips:
                    near[apart][other] = near[apart].get(other, 0) + count
        counts = near[1] or near[2]
        return heapq.nsmallest(most, counts, key=lambda other: (-counts[other], other))

    def _words(self, field: str, letter: str) -> dict[str, int]:
        """The words of `field` with this first letter and the articles each stands in."""
        if (field, letter) not in self._lexicon:
            words: dict[str, int] = {}
            for leaf, _ in self._leaves:
                for found, count in _counted(leaf, exact(field), letter.encode()):
                    word = found.decode()
                    words[word] = words.get(word, 0) + count
            self._lexicon[field, letter] = words
        return self._lexicon[field, letter]

    def _read(self, field: str, term: bytes) -> Postings:
        ids, counts = array("I"), array("f")
        for leaf, base in self._leaves:
            if (matcher := _matcher(leaf, field, term)) is not None:
                for numbers, weights in _blocks(matcher):
                    ids.extend([base + number for number in numbers])
                    counts.extend(weights)
        if self._dead and not self._dead.isdisjoint(ids):
            kept = [i for i, number in enumerate(ids) if number not in self._dead]
            return array("I", [ids[i] for i in kept]), array("f", [counts[i] for i in kept])
        return ids, counts

    def _column(self, name: str) -> array[int]:
        whole = array("q")
        for leaf, _ in self._leaves:
            values = _values(leaf.column_reader(name, translate=False), "q")
            if len(values) != leaf.doc_count_all():
                raise ValueError(f"the column {name} is cut off")
            whole.extend(values)
        return whole

    def _relative_lengths(self, field: str) -> array[float]:
        average = self._reader.field_length(field) / max(1, len(self.keys)) or 1.0
        table = [byte_to_length(b) / average if b else 0.0 for b in range(256)]
        return array("f", [table[b] for b in self._lengths(field)])

    def _lengths(self, field: str) -> bytes:
        whole = bytearray()
        for leaf, _ in self._leaves:
            part = b""
            if leaf._perdoc.has_column(_lenfield(field)):
                column = leaf._perdoc.column_reader(_lenfield(field), LENGTHS_COLUMN)
                part = _values(column, "B").tobytes()
            whole += part.ljust(leaf.doc_count_all(), b"\0")
        return bytes(whole)


def _matcher(leaf: Any, field: str, term: bytes) -> Any | None:
    """Whoosh's matcher for a term, deleted articles included; None without postings."""
    if (field, term) not in leaf:
        return None
    matcher = leaf.postings(field, term)
    return matcher.child if isinstance(matcher, FilterMatcher) else matcher


def _blocks(matcher: Any) -> Iterator[tuple[Any, Any]]:
    """The matcher's numbers and weights a block at a time, ten times quicker than singly."""
    if not hasattr(matcher, "_read_ids"):  # a term of one posting stands in the word list
        yield matcher._ids, matcher._weights
        return
    while matcher.is_active():
        matcher._read_ids()
        matcher._read_weights()
        yield matcher._ids, matcher._weights
        matcher._next_block()


def _counted(leaf: Any, field: str, start: bytes) -> Iterator[tuple[bytes, int]]:
    """Words of a segment's field that start so, with the number of articles.

    Deleted articles count until their segment is rewritten. Reads the word
    list past Whoosh's term objects, which take three times as long to make.
    """
    if field not in leaf.indexed_field_names():
        return
    terms = leaf._terms
    index = terms._tindex
    head = terms._keycoder(field, b"")
    for at, length, data, _ in index.ranges_from(head + start):
        key = index.dbfile.get(at, length)
        if not key.startswith(head + start):
            return
        yield key[len(head) :], W3TermInfo.read_doc_freq(index.dbfile, data)


def _slips(word: str, other: str, most: int) -> int:
    """How many slips apart two words are; any number above `most` when more."""
    if abs(len(word) - len(other)) > most or len(set(word) ^ set(other)) > 2 * most:
        return most + 1
    return int(damerau_levenshtein(word, other))


def _values(column: Any, code: str) -> array[int]:
    """The values of a numeric column, read whole; without the zeros it leaves out at the end."""
    values = array(code)
    if hasattr(column, "_dbfile"):  # else Whoosh made it up: the file is not there
        width = values.itemsize
        values.frombytes(bytes(column._dbfile.get(column._basepos, column._count * width)))
    if sys.byteorder == "little":
        values.byteswap()
    return values
