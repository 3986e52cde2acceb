"""Where the words that were sought stand in a text, and the passage to show.

Uses the same analysis as the index, so what was found is what is marked.
Terms are those of `Answer.terms`: a stem, `=form`, `==Spelling`, `=~form` of a word
that stands with accents, `prefix*` or `like~`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader import safe
from reader.models import Passage
from reader.search.folding import accented

if TYPE_CHECKING:
    from reader.search.analysis import Piece

_ELLIPSIS = "…"
_SLACK = 20
"""How far from where a passage would be cut a space is looked for."""


def marks(text: str, terms: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """Character ranges of `text` with sought words in them, rising, none touching.

    The words of a phrase are marked wherever they stand.
    """
    merged: list[tuple[int, int]] = []
    for start, end, _ in _matches(text, terms):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def passage(text: str, terms: frozenset[str], width: int = 160) -> Passage:
    """The stretch of `text`, on one line, that shows most of the different terms.

    About `width` characters, cut at spaces, with “…” where it was cut; the
    earliest of equals, and the beginning where no term stands in the text.
    """
    text = safe.line(text)
    start, end = _bounds(text, *_best(list(_matches(text, terms)), width), width)
    before = _ELLIPSIS if start > 0 else ""
    after = _ELLIPSIS if end < len(text) else ""
    shown = before + text[start:end] + after
    found = marks(shown, terms)
    return Passage(shown, found)


@dataclass(frozen=True, slots=True)
class _Terms:
    """The sought terms by kind."""

    stems: frozenset[str]
    forms: frozenset[str]
    spellings: frozenset[str]
    accented: frozenset[str]
    starts: tuple[str, ...]
    alike: tuple[str, ...]

    def of(self, piece: Piece) -> str:
        """The term that the piece matches, "" when it matches none."""
        if piece.stem in self.stems:
            return piece.stem
        if piece.also in self.stems:
            return piece.also
        if piece.form and (piece.form in self.forms or piece.form.startswith(self.starts)):
            return piece.form
        if piece.spelling in self.spellings:
            return piece.form
        if piece.form in self.accented and accented(piece.spelling):
            return piece.form
        return next((word for word in self.alike if _is_like(piece.form, word)), "")


def _split(terms: frozenset[str]) -> _Terms:
    forms = frozenset(t[1:] for t in terms if len(t) > 1 and t[0] == "=")
    starts = tuple(t[:-1] for t in terms if len(t) > 1 and t[-1] == "*")
    alike = tuple(t[:-1] for t in terms if len(t) > 1 and t[-1] == "~")
    spellings = frozenset(form[1:] for form in forms if len(form) > 1 and form[0] == "=")
    with_accents = frozenset(form[1:] for form in forms if len(form) > 1 and form[0] == "~")
    return _Terms(terms, forms, spellings, with_accents, starts, alike)


def _is_like(form: str, word: str) -> bool:
    if form[:1] != word[:1]:
        return False
    from reader.search.spelling import distances, slips

    most = slips(word)
    return abs(len(form) - len(word)) <= most and distances(word, [form])[0] <= most


def _matches(text: str, terms: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Start, end and matched term of every piece that was sought."""
    if not terms:
        return
    from reader.search.analysis import pieces

    sought = _split(terms)
    readings = [pieces(text, code) for code in ("", *_languages(terms))]
    for in_all in zip(*readings, strict=True):
        if term := next((term for piece in in_all if (term := sought.of(piece))), ""):
            yield in_all[0].start, in_all[0].end, term


def _languages(terms: frozenset[str]) -> list[str]:
    """The languages that the stems among the terms are of."""
    return sorted({code for term in terms if (code := term.rpartition("/")[2]) and "/" in term})


def _best(found: list[tuple[int, int, str]], width: int) -> tuple[int, int]:
    """The first window of `width` with most distinct terms: first and last match in it."""
    best, most, last = (0, 0), 0, 0
    inside: dict[str, int] = {}
    for first, (start, _, term) in enumerate(found):
        while last < len(found) and found[last][1] - start <= width:
            inside[found[last][2]] = inside.get(found[last][2], 0) + 1
            last += 1
        if len(inside) > most:
            best, most = (start, found[max(first, last - 1)][1]), len(inside)
        if first >= last:  # one match wider than the window
            last = first + 1
            continue
        inside[term] -= 1
        if not inside[term]:
            del inside[term]
    return best


def _bounds(text: str, first: int, last: int, width: int) -> tuple[int, int]:
    """Where to cut around the matches, with a third of the room before them."""
    if len(text) <= width:
        return 0, len(text)
    start = max(0, first - max(0, width - (last - first)) // 3)
    start = max(0, min(start, len(text) - width))
    end = min(len(text), max(start + width, last))
    return _after_space(text, start, first), _before_space(text, end, last)


def _after_space(text: str, start: int, first: int) -> int:
    if start == 0 or text[start - 1] == " ":
        return start
    space = text.find(" ", start, min(first, start + _SLACK) or start)
    return space + 1 if space >= 0 else start


def _before_space(text: str, end: int, last: int) -> int:
    if end == len(text) or text[end] == " ":
        return end
    space = text.rfind(" ", max(last, end - _SLACK), end)
    return space if space > 0 else end
