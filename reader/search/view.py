"""One commit of the index, open for reading: the articles, and where terms stand in them.

Articles are numbered from 0 through all parts, in the order they came. A view
never changes, so any number of threads may read it at once; another commit is
another view. The files it was made from may go: what is mapped stays.
"""

from __future__ import annotations

import mmap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.index import _DEF_INDEX_NAME as NAME
from whoosh.index import TOC
from whoosh.util.numeric import byte_to_length

from reader.search.arrays import shelf
from reader.search.arrays.part import Array, Part, Terms, number_type
from reader.search.arrays.standing import counted, standing
from reader.search.query import FIELDS
from reader.search.schema import LANGUAGE, exact, schema
from reader.search.storage import Storage

Numbers = NDArray[np.intp]
"""Articles, rising."""
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
"""One for each article."""


_MOST_LANGUAGES = 16
"""Languages of a library that a word is stemmed in; each costs a search two look-ups a field."""


_OWN_MEMORY = Path("/proc/self/statm")
MAPPED = 128 << 20
"""Bytes of files that searches may map until they are given back."""
_KNOWN = 1_000
"""Stems whose numbers are kept."""


class Postings(NamedTuple):
    """The articles that have something, deleted ones left out, and how often."""

    numbers: Numbers
    counts: Floats


class Some(NamedTuple):
    """Some articles of a part."""

    base: int
    """The number of the part's first article."""
    part: Part
    articles: Array
    """Their numbers in the part, rising, of the type that it has them in."""
    place: int
    """Which part it is."""


class View:
    """A generation of the index."""

    @classmethod
    def of(cls, folder: Path, former: View | None = None) -> View:
        """The last commit. Raises all that Whoosh raises when it is damaged.

        `former` is a view of an earlier one: what it has open of the same parts is shared.
        """
        return cls(*committed(folder, [part for _, part in former.parts] if former else ()))

    def __init__(self, parts: Sequence[Part], segments: Sequence[Any]) -> None:
        """`parts` hold at least these segments (Whoosh's own, which know what is deleted)."""
        self.parts = list(zip(_bases(parts), parts, strict=True))
        """Each part with the number of its first article."""
        self._bases = np.array([base for base, _ in self.parts], np.intp)
        self._kinds = [number_type(part.articles) for part in parts]
        self.keys: NDArray[np.int64] = _column(parts, "key")
        """Each article's key, deleted ones too; likewise the next three."""
        self.revisions: NDArray[np.int64] = _column(parts, "revision")
        self.dates: NDArray[np.int64] = _column(parts, "when")
        self.living: Flags = _living(parts, segments)
        self.size = int(np.count_nonzero(self.living))
        """Articles that are not deleted."""
        self.dead = self.size < len(self.keys)
        """Are some deleted?"""
        self.averages = {field: _average(segments, field) for field in FIELDS}
        """The mean length of each field, deleted articles counted until they are rewritten."""
        self._known: dict[tuple[str, str], list[int]] = {}
        self._mapped_before = _mapped()
        self._norms = {field: _norms(parts, self.averages[field], field) for field in FIELDS}

    def let_go(self) -> None:
        """Give what is mapped of the files back to the system, if it has become much."""
        if _mapped() - self._mapped_before > MAPPED:
            for _, part in self.parts:
                part.let_go()
            self._mapped_before = _mapped()

    def norms(self, field: str) -> Floats:
        """Each article's length of `field` in units of the average one; 0 when empty."""
        return self._norms[field]

    def having(self, keys: Iterable[int]) -> Flags:
        """Which articles have one of these keys."""
        wanted = keys if isinstance(keys, np.ndarray) else np.fromiter(keys, np.int64)
        return np.isin(self.keys, wanted)

    def postings(self, field: str, term: str) -> Postings:
        """The articles that have the term in this field."""
        found = []
        for base, part in self.parts:
            terms = part.terms[field]
            if (number := terms.find(term.encode())) >= 0:
                found.append((base, *terms.postings(number)))
        return self._all(found)

    def frequency(self, field: str, term: str) -> int:
        """How many articles have the term in this field; deleted ones count until they are rewritten."""
        total = 0
        for _, part in self.parts:
            terms = part.terms[field]
            if (number := terms.find(term.encode())) >= 0:
                total += int(terms.at[number + 1] - terms.at[number])
        return total

    def divided(self, articles: Numbers) -> list[Some]:
        """Some articles (rising) by the parts that hold them."""
        ends = [*np.searchsorted(articles, self._bases).tolist(), len(articles)]
        return [
            Some(base, part, (articles[begin:end] - base).astype(kind), place)
            for place, ((base, part), kind, begin, end) in enumerate(
                zip(self.parts, self._kinds, ends, ends[1:], strict=False)
            )
            if begin < end
        ]

    def standing(self, field: str, stem: str, among: Sequence[Some]) -> NDArray[np.int64]:
        """Where a stem stands in some articles: `article · 2³² + position`, rising."""
        numbers, found = self._numbers_of(field, stem), [np.zeros(0, np.int64)]
        for base, part, articles, place in among:
            if (number := numbers[place]) >= 0:
                found.append(standing(part.terms[field], number, articles, base))
        return np.concatenate(found)

    def _numbers_of(self, field: str, stem: str) -> list[int]:
        """The number of a stem in each part, -1 where it is not; kept while the same are asked for."""
        found = self._known.get((field, stem))
        if found is None:
            term = stem.encode()
            found = [part.terms[field].find(term) for _, part in self.parts]
            if len(self._known) >= _KNOWN:
                self._known = {}
            self._known[field, stem] = found
        return found

    def counts(self, field: str, stem: str, among: Sequence[Some]) -> Floats:
        """How often a stem stands in each of some articles, as far as 255."""
        term, found = stem.encode(), [np.zeros(0, np.float32)]
        for _, part, articles, _ in among:
            terms = part.terms[field]
            number = terms.find(term)
            found.append(counted(terms, number, articles))
        return np.concatenate(found)

    def words(self, field: str, start: str) -> Iterator[tuple[Terms, int, int]]:
        """The words of `field` that start so: for each part its terms, and which of them."""
        for _, part in self.parts:
            terms = part.terms[exact(field)]
            yield (terms, *terms.starting(start.encode()))

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the articles, the commonest first; at most `_MOST_LANGUAGES`."""
        counts: Counter[str] = Counter()
        for _, part in self.parts:
            terms = part.terms[LANGUAGE]
            for number, code in enumerate(terms.terms()):
                counts[code.decode()] += int(terms.at[number + 1] - terms.at[number])
        return tuple(code for code, _ in counts.most_common(_MOST_LANGUAGES))

    def whole(self, found: Iterable[tuple[int, Array, Array]]) -> Postings:
        """What was found in some parts (by their places), as one; without deleted articles."""
        placed = [(self.parts[place][0], numbers, counts) for place, numbers, counts in found]
        return self._all(placed)

    def _all(self, found: Sequence[tuple[int, Array, Array]]) -> Postings:
        """What was found in parts that begin so, as one; without the deleted articles."""
        if not found:
            return Postings(np.zeros(0, np.intp), np.zeros(0, np.float32))
        numbers = np.concatenate([part.astype(np.intp) + base for base, part, _ in found])
        counts = found[0][2] if len(found) == 1 else np.concatenate([c for _, _, c in found])
        if self.dead:
            kept = self.living[numbers]
            return Postings(numbers[kept], counts[kept])
        return Postings(numbers, counts)


def _mapped() -> int:
    """Bytes of files in this process's memory; 0 where the system does not tell."""
    try:
        return int(_OWN_MEMORY.read_bytes().split()[2]) * mmap.PAGESIZE
    except (OSError, ValueError, IndexError):
        return 0


def committed(folder: Path, opened: Sequence[Part] = ()) -> tuple[list[Part], list[Any]]:
    """The parts and the segments of the last commit; `opened` parts are used again."""
    storage = Storage(folder)
    segments = TOC.read(storage, NAME, schema=schema()).segments
    return shelf.parts(storage, segments, opened=opened), segments


def _bases(parts: Sequence[Part]) -> list[int]:
    """The number of each part's first article."""
    return [0, *accumulate(part.articles for part in parts)][: len(parts)]


def _column(parts: Sequence[Part], name: str) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(0, np.int64), *(part.columns[name] for part in parts)])


def _living(parts: Sequence[Part], segments: Sequence[Any]) -> Flags:
    """Which articles are not deleted, nor of a segment that has left the index."""
    known = {segment.segid: segment for segment in segments}
    flags = []
    for held in (held for part in parts for held in part.segments):
        segment = known.get(held.id)
        living = np.full(held.articles, segment is not None)
        if segment and segment.deleted_count():
            living[list(segment.deleted_docs())] = False
        flags.append(living)
    return np.concatenate([np.zeros(0, np.bool_), *flags])


def _average(segments: Sequence[Any], field: str) -> float:
    total = sum(segment._fieldlengths.get(field, 0) for segment in segments)
    return total / max(1, sum(segment.doc_count_all() for segment in segments)) or 1.0


def _norms(parts: Sequence[Part], average: float, field: str) -> Floats:
    table = np.array([byte_to_length(b) / average if b else 0.0 for b in range(256)], np.float32)
    return np.concatenate([np.zeros(0, np.float32), *(table[p.lengths[field]] for p in parts)])
