"""Where the words that were sought stand in a text, and the passage to show.

Uses the same analysis as the index, so what was found is what is marked.
Terms are those of `Answer.terms`: a stem, `=form`, `==Spelling`, `=~form` of a word
that stands with accents, `prefix*`, `like~`, or a phrase as `plan.marked` writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from unicodedata import is_normalized

from reader import safe
from reader.light import dataclass
from reader.models import Passage
from reader.search.folding import accented
from reader.search.han import simplified
from reader.search.plan import NEXT_PLACE, OR_STEM

_Phrase = tuple[frozenset[str], ...]
"""The stems that may stand at each of its places."""
_ELLIPSIS = "…"
_SLACK = 20
"""How far from where a passage would be cut a space is looked for."""
_LONGEST = 300_000
"""Characters of a text that are looked at."""
_SENTENCE = 0.25
"""What beginning with a sentence is worth, in parts of the width that matches may be apart."""
_MOST_WINDOWS = 200
"""Windows that are compared; a common word in a long text has thousands."""
_WORD = 40
_WORD_END = "/"
"""Before the language of a stem, and at the end of two Chinese characters that are a word."""
_MOST_WORDS = 20_000
_OVERLAPPING = 4
"""Matches behind a word among which the next word of a phrase is: a compound, and pairs of
characters, stand over one another."""
_BETWEEN = re.compile(r"(?:['’]s)?\W*")
"""What may stand between two words of a phrase."""
_RUN = re.compile(r"\S+")
_JOINED = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3]+")
_PARTS = re.compile(rf"(?P<joined>{_JOINED.pattern})|[^\u2e80-\u9fff\uac00-\ud7a3]+")
"""Words that are written together as in Chinese, and what stands between."""
_SPACE = re.compile(r"\s+")
_BREAK = re.compile(r"(?<=[^\s.!?…:;,—–。！？：；，、])\s*\n\s*(?!\s|[•◦▪]|\d+[.)] )")
"""Between two lines where neither has a sign of its own for where it ends or begins."""
_SENTENCE_END = re.compile(r"[.!?…]+[)\]\"'”’»]*\s+|[。！？]+[」』”）]*\s*|\n\s*")


def marks(text: str, terms: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """Character ranges of `text` with sought words in them, rising, none touching.

    A phrase is one range, where its words stand side by side.
    """
    merged: list[tuple[int, int]] = []
    for start, end, _ in _matches(text, terms):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def passage(text: str, terms: frozenset[str], width: int = 160) -> Passage:
    """The stretch of `text`, on one line, that shows best why it was found.

    About `width` characters with most of the different terms, close together and
    rather from the start of a sentence on; the earliest of equals, and the beginning
    where no term stands in the text. Cut at spaces, with “…” where it was cut, and with “ · ”
    between what are two rows of a table or a heading and its text. Of a text of more than 300,000 characters the rest is not looked at.
    """
    text = safe.clean(text).strip()[:_LONGEST]
    if len(text) <= width:
        start, end = 0, len(text)
    else:
        start, end = _bounds(text, *_best(text, list(_matches(text, terms)), width), width)
    before = _ELLIPSIS if start > 0 else ""
    after = _ELLIPSIS if end < len(text) else ""
    shown = before + safe.line(_BREAK.sub(" · ", text[start:end].strip())) + after
    return Passage(shown, marks(shown, terms))


@dataclass(frozen=True, slots=True)
class _Terms:
    """The sought terms by kind."""

    stems: frozenset[str]
    forms: frozenset[str]
    spellings: frozenset[str]
    accented: frozenset[str]
    starts: tuple[str, ...]
    alike: tuple[str, ...]
    phrases: tuple[_Phrase, ...]
    alone: frozenset[str]
    """The stems that are sought by themselves, not in a phrase only."""

    def of(self, reading: _Reading) -> str:
        """The term that a piece matches, "" when it matches none."""
        if not self.stems.isdisjoint(reading.stems):
            return next(stem for stem in reading.stems if stem in self.stems)
        form = reading.form
        if form in self.forms:
            return form
        if reading.spelling in self.spellings:
            return reading.spelling
        if form in self.accented and accented(reading.spelling):
            return form
        if form and self.starts and form.startswith(self.starts):
            return next(start for start in self.starts if form.startswith(start))
        if self.alike:
            return next((word for word in self.alike if _is_like(form, word)), "")
        return ""


def _split(terms: frozenset[str]) -> _Terms:
    forms = frozenset(t[1:] for t in terms if len(t) > 1 and t[0] == "=")
    starts = tuple(t[:-1] for t in terms if len(t) > 1 and t[-1] == "*")
    alike = tuple(t[:-1] for t in terms if len(t) > 1 and t[-1] == "~")
    spellings = frozenset(form[1:] for form in forms if len(form) > 1 and form[0] == "=")
    with_accents = frozenset(form[1:] for form in forms if len(form) > 1 and form[0] == "~")
    phrases = tuple(
        tuple(frozenset(place.split(OR_STEM)) for place in term[1:].split(NEXT_PLACE))
        for term in sorted(terms)
        if len(term) > 1 and term[0] == '"'
    )
    stems = terms.union(*(place for phrase in phrases for place in phrase))
    return _Terms(stems, forms, spellings, with_accents, starts, alike, phrases, terms)


@lru_cache(maxsize=20_000)
def _is_like(form: str, word: str) -> bool:
    if form[:1] != word[:1]:
        return False
    from reader.search.spelling import distances, slips

    most = slips(word)
    # A slip takes one letter away at most, and brings one: most words are out at once.
    if abs(len(form) - len(word)) > most or len(set(form) ^ set(word)) > 2 * most:
        return False
    return distances(word, [form])[0] <= most


def _matches(text: str, terms: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Start, end and matched term of every piece that was sought."""
    if not terms:
        return
    seeker = _seeker(terms)
    words = _words(text, seeker)
    yield from _side_by_side(text, list(words), seeker.terms) if seeker.terms.phrases else words


def _words(text: str, seeker: _Seeker) -> Iterator[tuple[int, int, str]]:
    for run in _RUN.finditer(text):
        if found := seeker.found(run[0]):
            base = run.start()
            for start, end, term in found:
                yield base + start, base + end, term


def _side_by_side(
    text: str, words: list[tuple[int, int, str]], terms: _Terms
) -> list[tuple[int, int, str]]:
    """Of the words those that are sought by themselves, and phrases, each as one."""
    found = [word for word in words if word[2] not in terms.stems or word[2] in terms.alone]
    for first, (start, *_) in enumerate(words):
        for phrase in terms.phrases:
            last = _last(text, words, first, phrase)
            if last is not None:
                found.append((start, words[last][1], str(terms.phrases.index(phrase))))
    return sorted(found)


def _last(text: str, words: list[tuple[int, int, str]], first: int, phrase: _Phrase) -> int | None:
    """The last word of a phrase that begins with the word `first`, None if none begins there."""
    if words[first][2] not in phrase[0]:
        return None
    at = first
    for place in phrase[1:]:
        end = words[at][1]
        beyond = range(at + 1, min(at + 1 + _OVERLAPPING, len(words)))
        near = (n for n in beyond if words[n][2] in place and _joins(text, end, words[n][0]))
        found = next(near, None)
        if found is None:
            return None
        at = found
    return at


def _joins(text: str, end: int, start: int) -> bool:
    """Is there no word between these two places of a text?"""
    return start <= end or bool(_BETWEEN.fullmatch(text, end, start))


_Found = tuple[tuple[int, int, str], ...]
"""Start, end and term of each match."""


class _Seeker:
    """Finds terms in what stands between spaces; news repeats itself, so that is remembered."""

    def __init__(self, terms: frozenset[str]) -> None:
        self.terms = _split(terms)
        self._languages = ("", *_languages(self.terms.stems))
        written = {term.removesuffix(_WORD_END) for term in self.terms.stems}
        joined = sorted(filter(_JOINED.fullmatch, written), key=len, reverse=True)
        self._joined = re.compile(f"(?=({'|'.join(joined)}))") if joined else None
        self._known: dict[str, _Found] = {}

    def found(self, run: str) -> _Found:
        """The matches in a text without spaces."""
        found = self._known.get(run)
        if found is None:
            if len(run) > _WORD:
                return tuple(self._in_long(run))
            found = tuple(self._in_word(run))
            if len(self._known) < _MOST_WORDS:
                self._known[run] = found
        return found

    def _in_word(self, word: str) -> Iterator[tuple[int, int, str]]:
        for reading in _readings(word, self._languages):
            if term := self.terms.of(reading):
                yield reading.start, reading.end, term

    def _in_long(self, run: str) -> Iterator[tuple[int, int, str]]:
        """In words that are written together the terms are sought as they stand."""
        for part in _PARTS.finditer(run):
            base, text = part.start(), part[0]
            if not (part["joined"] and is_normalized("NFKC", text)):
                found = self._in_word(text)
                yield from ((base + start, base + end, term) for start, end, term in found)
            elif self._joined:
                for match in self._joined.finditer(simplified(text)):
                    yield base + match.start(1), base + match.end(1), match[1]


def _languages(terms: frozenset[str]) -> list[str]:
    """The languages that the stems among the terms are of."""
    return sorted({code for term in terms if (code := term.partition(_WORD_END)[2])})


class _Reading(NamedTuple):
    """A piece of a word in all of some languages at once; they differ in the stem alone."""

    start: int
    end: int
    stems: tuple[str, ...]
    form: str
    spelling: str


@lru_cache(maxsize=20_000)
def _readings(word: str, languages: tuple[str, ...]) -> tuple[_Reading, ...]:
    from reader.search.analysis import pieces

    readings = zip(*(pieces(word, code) for code in languages), strict=True)
    return tuple(
        _Reading(
            first.start,
            first.end,
            tuple(dict.fromkeys(s for p in (first, *others) for s in (p.stem, p.also) if s)),
            first.form,
            first.spelling,
        )
        for first, *others in readings
    )


@lru_cache(maxsize=8)
def _seeker(terms: frozenset[str]) -> _Seeker:
    return _Seeker(terms)


def _best(text: str, found: list[tuple[int, int, str]], width: int) -> tuple[int, int]:
    """The first and the last character of the matches to show."""
    fullest = _fullest(found, width)
    best, least = (0, 0), float("inf")
    for first, count in fullest[:_MOST_WINDOWS]:
        start, end = _covering(found, first, count)
        room = max(0, width - (end - start)) // 2
        badness = (end - start) / width - _SENTENCE * (_sentence(text, start, room) >= 0)
        if badness < least:
            best, least = (start, end), badness
    return best


def _fullest(found: list[tuple[int, int, str]], width: int) -> list[tuple[int, int]]:
    """The windows of `width` with most different terms: their first match and how many terms."""
    counts: list[int] = []
    last = 0
    inside: dict[str, int] = {}
    for first, (start, _, term) in enumerate(found):
        while last < len(found) and (last <= first or found[last][1] - start <= width):
            inside[found[last][2]] = inside.get(found[last][2], 0) + 1
            last += 1
        counts.append(len(inside))
        inside[term] -= 1
        if not inside[term]:
            del inside[term]
    most = max(counts, default=0)
    return [(first, count) for first, count in enumerate(counts) if count == most]


def _covering(found: list[tuple[int, int, str]], first: int, count: int) -> tuple[int, int]:
    """From a match up to where so many different terms have come."""
    terms: set[str] = set()
    end = 0
    for _, stop, term in islice(found, first, None):
        terms.add(term)
        end = max(end, stop)
        if len(terms) == count:
            break
    return found[first][0], end


def _sentence(text: str, first: int, room: int) -> int:
    """Where the sentence begins in which `first` lies, if no further back than `room`; else -1."""
    low = max(0, first - room)
    starts = [match.end() for match in _SENTENCE_END.finditer(text, low, first)]
    return starts[-1] if starts else (0 if low == 0 else -1)


def _bounds(text: str, first: int, last: int, width: int) -> tuple[int, int]:
    """Where to cut around the matches: from their sentence on, or with a third of the room before."""
    room = max(0, width - (last - first))
    start = _sentence(text, first, room // 2)
    if start < 0:
        start = _after_space(text, first - room // 3, first)
    if start > len(text) - width:
        start = _after_space(text, len(text) - width, first)
    end = min(len(text), max(start + width, last))
    return start, _before_space(text, end, last)


def _after_space(text: str, start: int, first: int) -> int:
    if start <= 0 or text[start - 1].isspace():
        return max(0, start)
    space = _SPACE.search(text, start, min(first, start + _SLACK) or start)
    return space.end() if space else start


def _before_space(text: str, end: int, last: int) -> int:
    if end == len(text) or text[end].isspace():
        return end
    low = max(last, end - _SLACK)
    spaces = [space.start() for space in _SPACE.finditer(text, low, end)]
    return spaces[-1] if spaces else end
