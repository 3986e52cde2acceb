"""Where one term stands: its postings in each part and field, looked up and not yet read.

What a term of a plan is made of, such as the stems of one word in two languages,
are its *sources*. Looking one up costs a few steps a part; what it matches is then
read for all articles, or only for those that an answer needs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reader.light import dataclass
from reader.search.arrays.part import MANY, Array, Part, Terms
from reader.search.arrays.peaks import FORMS, STARTS, STEMS
from reader.search.arrays.phrase import together
from reader.search.arrays.starts import starting, starts_of
from reader.search.arrays.starts import together as summed
from reader.search.plan import Form, Near, Spelled, Starts, Stem
from reader.search.query import FIELDS
from reader.search.schema import exact
from reader.search.spelling import Near as Spelling
from reader.search.spelling import within
from reader.search.view import Some, View

Term = Stem | Form | Starts | Spelled | Near
"""What counts as one term."""


class Run(NamedTuple):
    """Postings of one field of a part."""

    numbers: Array
    """Articles of the part, rising."""
    counts: Array
    """How often it stands there; of bytes, `MANY` may be more."""
    terms: Terms | None = None
    """Where such counts stand in full …"""
    first: int = 0
    """… and the number of the first posting there."""

    def among(self, articles: Array) -> Array:
        """How often it stands in each of some articles, rising, of the same type."""
        at = self.numbers.searchsorted(articles)
        there = self.numbers.take(at, mode="clip") == articles
        counts: Array = self.counts.take(at, mode="clip") * there
        if self.terms is not None and counts.max(initial=0) == MANY:
            often = np.flatnonzero(counts == MANY)
            places = self.terms.many_at.searchsorted(at[often] + self.first)
            counts = counts.astype(np.float32)
            counts[often] = self.terms.many[places]
        return counts

    def whole(self) -> Array:
        """All counts in full, as float32."""
        if self.terms is None:
            return self.counts
        return self.terms.counted(self.first, self.first + len(self.numbers))


@dataclass(frozen=True, slots=True)
class Source:
    """One of the things that a term is made of."""

    kind: str
    """The kind of its peaks; "" when it has none."""
    word: bytes
    """Its name among the peaks."""
    fields: frozenset[str]
    """Those in which it stands anywhere."""
    runs: tuple[dict[str, Run], ...]
    """For each part the postings by field, empty ones left out."""


class Found(NamedTuple):
    """A term looked up in all parts."""

    sources: tuple[Source, ...]
    having: int
    """The most articles that have one of the sources in one of the fields."""


def look_up(view: View, term: Term) -> Found:
    """Where a term stands."""
    fields = (term.field,) if term.field else FIELDS
    sources = []
    for kind, word, run_in in _sources(view, term):
        runs = tuple(_runs(view, fields, run_in))
        sources.append(Source(kind, word, frozenset().union(*runs), runs))
    having = (_living(view, source, field) for source in sources for field in fields)
    return Found(tuple(sources), max(having, default=0))


def among(source: Source, field: str, some: Sequence[Some]) -> NDArray[np.float32]:
    """How often a source stands in a field of each of some articles."""
    counts = np.zeros(sum(len(each.articles) for each in some), np.float32)
    end = 0
    for _, _, articles, place in some:
        begin, end = end, end + len(articles)
        if (run := source.runs[place].get(field)) is not None:
            counts[begin:end] = run.among(articles)
    return counts


_RunIn = Callable[[int, Part, str], Run | None]
"""The postings of a source in the part at a place, in a field."""


def _runs(view: View, fields: Sequence[str], run_in: _RunIn) -> Iterator[dict[str, Run]]:
    for place, (_, part) in enumerate(view.parts):
        found = [(field, run_in(place, part, field)) for field in fields]
        yield {field: run for field, run in found if run is not None and len(run.numbers)}


def _sources(view: View, term: Term) -> Iterator[tuple[str, bytes, _RunIn]]:
    """Each source: the kind and name of its peaks, and its postings."""
    match term:
        case Stem():
            yield from ((STEMS, text.encode(), _term(text)) for text in term.texts)
            if term.respelled:
                yield FORMS, term.respelled.encode(), _form(term.respelled)
        case Form(_, text):
            yield FORMS, text.encode(), _form(text)
        case Starts(_, text):
            yield STARTS, text.encode(), _start(text)
        case Spelled(_, text):
            fields = (term.field,) if term.field else FIELDS
            yield "", b"", _alike(within(view, fields, text).values())
        case Near(_, _, offsets):
            for stems in term.readings:
                yield "", b"", _near(stems, offsets)


def _term(text: str) -> _RunIn:
    word = text.encode()
    return lambda _, part, field: _run(part.terms[field], word)


def _form(text: str) -> _RunIn:
    word = text.encode()
    return lambda _, part, field: _run(part.terms[exact(field)], word)


def _run(terms: Terms, word: bytes) -> Run | None:
    number = terms.find(word)
    if number < 0:
        return None
    first, last = terms.at[number : number + 2].tolist()
    return Run(terms.numbers[first:last], terms.counts[first:last], terms, first)


def _start(text: str) -> _RunIn:
    prefix = text.encode()

    def run_in(_: int, part: Part, field: str) -> Run | None:
        form = exact(field)
        if (ready := _run(part.terms[starts_of(form)], prefix)) is not None:
            return ready
        return Run(*starting(part.terms, form, prefix, part.articles))

    return run_in


def _alike(words: Iterable[Spelling]) -> _RunIn:
    """Several words as one: each article once."""
    where: dict[tuple[int, str], list[int]] = defaultdict(list)
    for word in words:
        for field, place, number in word.places:
            where[place, field].append(number)

    def run_in(place: int, part: Part, field: str) -> Run | None:
        terms = part.terms[exact(field)]
        found = [terms.postings(number) for number in where.get((place, field), ())]
        if len(found) < 2:
            return Run(*found[0]) if found else None
        numbers, counts = map(np.concatenate, zip(*found, strict=True))
        return Run(*summed(numbers, counts, part.articles))

    return run_in


def _near(stems: Sequence[str], offsets: Sequence[int]) -> _RunIn:
    def run_in(_: int, part: Part, field: str) -> Run | None:
        terms = part.terms[field]
        which = [terms.find(stem.encode()) for stem in stems]
        if min(which) < 0:
            return None
        numbers, counts = together(terms, which, offsets)
        return Run(numbers.astype(terms.numbers.dtype), counts)

    return run_in


def _living(view: View, source: Source, field: str) -> int:
    """How many articles have the source in a field."""
    total = 0
    for (base, part), runs in zip(view.parts, source.runs, strict=True):
        if (run := runs.get(field)) is not None:
            living = view.living[base : base + part.articles] if view.dead else None
            total += len(run.numbers) if living is None else _count(living, run.numbers)
    return total


def _count(living: Array, numbers: Array) -> int:
    return int(np.count_nonzero(living[numbers]))
