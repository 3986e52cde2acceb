"""How a text becomes the terms that are indexed, sought and marked.

One pass over the original text yields pieces with their places, so that what
is found can be marked where it stands. Every word gives two forms: its *stem*
(found by words and phrases) and the folded word itself, its *form* (found by
`=word` and `pre*`, and what spelling is compared with). Writing both costs a
third more index than stems alone, and saves guessing: a prefix never falls
between a word and its stem, and the exact form is always there.

- Folding: NFKC, case, accents of Latin and Greek letters (dotless ı, ß, ø, ł,
  đ … too), ё, Hebrew and Arabic points and the usual Arabic letter variants.
- Stems: by the article's language (`reader.search.stemming`).
- A word with capitals or accents is also kept as it stands (`=Apple`), and that it
  has accents (`~erdogan`), for exact words and for what is ranked first.
- `covid-19` is `covid` `19` side by side and `covid19`; `O'Brien` likewise. A
  possessive 's is dropped. `U.S.` is `us`, kept as `U.S` besides, also in `non-U.S.`;
  `1,000` is `1000`.
- `C++`, `C#`, `.NET`, `#tag`, `@name` are kept besides the plain word; `$`, `★` and
  other signs are words of their own.
- Chinese, Japanese, Thai, Lao, Khmer and Burmese write words together (and
  Korean its particles): a run gives its overlapping pairs of characters, and
  each single character, as stems. Pairs side by side find any part of a run, and
  two Chinese characters that stand as a word are marked (`reader.search.han`).

Whatever changes here changes what an index holds: count `SCHEMA_VERSION` in
`reader.search.index` up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reader.search.folding import accented, fold, written
from reader.search.han import is_pair, simplified, word_pairs
from reader.search.stemming import stem

WORD = "/"
"""Ends the stem of two Chinese characters that stand as a word."""
SPELT = "="
"""Begins, among the forms, a word as it stands: `=Apple`. No word has it …"""
ACCENTED = "~"
"""… nor this, which begins the form of a word that stands with accents: `~erdogan`."""
MARKS = SPELT + ACCENTED
"""What begins a form that is no word by itself."""
_LONGEST = 100
"""Characters of a term that count; what is longer is no word."""


class Piece(NamedTuple):
    """One term of a text: its place in the order of words and in the text."""

    position: int
    start: int
    end: int
    stem: str
    form: str
    """"" in scripts without spaces."""
    kind: str = ""
    """"" is a plain word or pair, `single` one character of a longer run,
    `joined` a compound without its hyphen, `whole` a word with the sign that
    belongs to it (`C++`, `#tag`)."""
    also: str = ""
    """A second stem, "" without: `stemming.stem`'s, or of a pair that is a word the
    pair marked with `WORD`."""
    spelling: str = ""
    """The word as it stands where that is not its form: with its capitals and accents."""


# Scripts whose words are not separated (and Hangul, whose particles cling).
_WIDE = (
    "\u0e01-\u0e4e\u0e81-\u0ece\u1000-\u1049\u1050-\u109f\u1100-\u11ff\u1780-\u17d3\u17d7\u17dc"
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b-\u303c\u3041-\u3096\u3099\u309a"
    "\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\ua9e0-\ua9fe\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff"
    "\uff66-\uff9f\uffa0-\uffdc\U00020000-\U000323af"
)
# Marks that `\w` leaves out although they stand inside words, and characters
# that may be hidden in one (soft hyphen, joiners, variation selectors).
_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711"
    "\u0730-\u074a\u0900-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983"
    "\u09bc\u09be-\u09cd\u09d7\u09e2\u09e3\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a75"
    "\u0a81-\u0a83\u0abc\u0abe-\u0acd\u0ae2\u0ae3\u0b01-\u0b03\u0b3c\u0b3e-\u0b57\u0b62\u0b63"
    "\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04\u0c3c\u0c3e-\u0c56\u0c62\u0c63\u0c81-\u0c83\u0cbc"
    "\u0cbe-\u0cd6\u0ce2\u0ce3\u0d00-\u0d03\u0d3b\u0d3c\u0d3e-\u0d4d\u0d57\u0d62\u0d63"
    "\u0d81-\u0d83\u0dca-\u0df3\u0f71-\u0f84\u1dc0-\u1dff\u200b-\u200d\u2060\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufe20-\ufe2f\ufeff"
)
_SIGNS = (
    "$%\u00a2-\u00a9\u00ac\u00ae-\u00b1\u00d7\u00f7\u2030\u20a0-\u20cf\u2100-\u214f\u2190-\u23ff"
    "\u25a0-\u27bf\u2900-\u2bff\u3012\u3020\uff04\uff05\uffe0-\uffe6\U0001f000-\U0001faff"
)
_APOSTROPHES = "'\u2018\u2019\u201b\u02bc\uff07"
_HYPHENS = r"\-\u2010\u2011\uff0d"
_LETTERS = rf"[^\W_\u02bc{_WIDE}]+(?:[{_MARKS}]+[^\W_\u02bc{_WIDE}]*)*"
_TOKEN = re.compile(
    rf"(?P<word>(?:[#@\uff03\uff20]|(?<![^\s({{\[\"'\u2018-\u201f])\.(?=[^\W\d_]))?{_LETTERS}(?:[{_APOSTROPHES}{_HYPHENS}.,&]{_LETTERS})*"
    rf"(?:\+\+?|\#)?)"
    rf"|(?P<wide>[{_WIDE}]+)"
    rf"|(?P<sign>[{_SIGNS}])"
)
_TOKENS = re.compile(re.sub(r"\?P<\w+>", "?:", _TOKEN.pattern))
_WIDE_RUN = re.compile(rf"[{_WIDE}]+")
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
_PART = re.compile(
    rf"(?:^|(?<=[{_HYPHENS}])){_INITIALS.pattern}(?=$|[{_HYPHENS}])"
    rf"|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![\d,])|\d+(?:\.\d+)+|{_LETTERS}"
)
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}][sS]$")
_JOINTS = re.compile(rf"[{_APOSTROPHES}{_HYPHENS}]")


def pieces(text: str, language: str = "") -> Iterator[Piece]:
    """Every term of `text`, in order. Positions count words from 0.

    `language` is that of the text (`stemming.primary`), "" when it is unknown.
    """
    position = 0
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "wide":
            found, width = _wide(token[0], language)
        else:
            found, width = _word(token[0], language)
        base = token.start()
        for piece in found:
            yield piece._replace(
                position=position + piece.position, start=base + piece.start, end=base + piece.end
            )
        position += width


class Terms(NamedTuple):
    """What an index holds of one text, by term in UTF-8."""

    stems: dict[bytes, list[int]]
    """Where each stem stands: word positions, rising."""
    forms: dict[bytes, int]
    """How often each word stands there."""


def terms(text: str, language: str = "") -> Terms:
    """The stems and the forms of a text in a language."""
    stems: dict[bytes, list[int]] = {}
    forms: dict[bytes, int] = {}
    position = 0
    known = _known[language]
    for token in _TOKENS.findall(text):
        found, width = known[token]
        for at, stems_, forms_ in found:
            for stem_ in stems_:
                if stem_ in stems:
                    stems[stem_].append(position + at)
                else:
                    stems[stem_] = [position + at]
            for form in forms_:
                forms[form] = forms.get(form, 0) + 1
        position += width
    return Terms(stems, forms)


_Found = tuple[tuple[Piece, ...], int]
_MOST_WORDS = 200_000


@lru_cache(20_000)
def _word(token: str, language: str) -> _Found:
    """The pieces of a spaced word; news repeats itself, and stemming is dear."""
    return _analysed(token, language)


_Indexed = tuple[tuple[tuple[int, tuple[bytes, ...], tuple[bytes, ...]], ...], int]


class _Known(dict[str, _Indexed]):
    """Position, stems and forms of each piece of a token, and how many positions it takes.

    Kept for the words seen before in a language: the inner loop of indexing.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, token: str) -> _Indexed:
        wide = bool(_WIDE_RUN.fullmatch(token))
        pieces_, width = (_wide if wide else _analysed)(token, self._language)
        found = tuple((p.position, _stems_of(p), _forms_of(p)) for p in pieces_)
        if not wide:
            if len(self) >= _MOST_WORDS:
                self.clear()
            self[token] = found, width
        return found, width


class _Languages(dict[str, _Known]):
    """What is known of the words of each language."""

    def __missing__(self, language: str) -> _Known:
        known = self[language] = _Known(language)
        return known


_known = _Languages()


def _stems_of(piece: Piece) -> tuple[bytes, ...]:
    return tuple(stem_.encode() for stem_ in (piece.stem, piece.also) if stem_)


def _forms_of(piece: Piece) -> tuple[bytes, ...]:
    if not piece.form:
        return ()
    forms = [piece.form]
    if piece.spelling:
        forms.append(SPELT + piece.spelling)
        if accented(piece.spelling):
            forms.append(ACCENTED + piece.form)
    return tuple(form.encode() for form in forms)


def _analysed(token: str, language: str) -> _Found:
    """The pieces of one spaced word or sign, and how many positions it takes."""
    if token.isascii() and token.isalpha() and language != "tr":
        # Most words, and nothing in them to take apart.
        form = token.lower()[:_LONGEST]
        first, second = stem(form, language, "")
        return (Piece(0, 0, len(token), first, form, "", second, _other(token, form)),), 1
    if len(token) == 1 and not token.isalnum():
        sign = fold(token)
        return (Piece(0, 0, 1, sign, sign),), 1
    body_end = len(token.rstrip("+#"))
    body_start = 1 if token[0] in "#@.\uff03\uff20" else 0
    body = token[body_start:body_end]
    plain = _initials(body, body_start) or _parts(body, body_start, language)
    whole: list[Piece] = []
    if body_end < len(token) or body_start:
        text = fold(token)[:_LONGEST]
        whole.append(Piece(0, 0, len(token), text, text, "whole"))
    width = plain[-1].position + 1 if plain else 0
    return (*whole, *plain), max(width, len(whole))


def _initials(body: str, offset: int) -> list[Piece]:
    """`U.S` is one word, `us`; how it stands keeps its points."""
    if not _INITIALS.fullmatch(body):
        return []
    form = fold(body.replace(".", ""))[:_LONGEST]
    end = offset + len(body)
    return [Piece(0, offset, end, form, form, "", "", _other(body, form))] if form else []


def _parts(body: str, offset: int, language: str) -> list[Piece]:
    """The words of a compound, and the compound written together."""
    clean = body if len(body) < 3 else _POSSESSIVE.sub("", body)
    found: list[Piece] = []
    for part in _PART.finditer(clean):
        start, end = offset + part.start(), offset + part.end()
        if initials := _initials(part[0], start):
            found += [piece._replace(position=len(found)) for piece in initials]
        elif piece := _piece(part[0].replace(",", ""), len(found), start, end, language):
            found.append(piece)
    if len(found) == 2 and _JOINTS.fullmatch(body[found[0].end - offset : found[1].start - offset]):
        text = "".join(_together(clean[p.start - offset : p.end - offset]) for p in found)
        if joined := _piece(text, 0, offset, offset + len(clean), language, "joined"):
            found.insert(0, joined)
    return found


def _together(part: str) -> str:
    """A part as it is in the compound written together: `nonUS` of `non-U.S`."""
    return part.replace(".", "") if _INITIALS.fullmatch(part) else part


def _piece(
    text: str, position: int, start: int, end: int, language: str, kind: str = ""
) -> Piece | None:
    """The piece of one word; None when it is made of marks alone."""
    form = fold(text)[:_LONGEST]
    if not form:
        return None
    as_written = "" if text.isascii() and language != "tr" else written(text, language)[:_LONGEST]
    first, second = stem(form, language, as_written)
    return Piece(position, start, end, first, form, kind, second, _other(text, form))


def _other(text: str, form: str) -> str:
    """The spelling of a word where it is not its form."""
    spelling = text if text.isascii() else unicodedata.normalize("NFC", text)
    return "" if spelling == form else spelling[:_LONGEST]


def _wide(run: str, language: str) -> _Found:
    """A run of an unspaced script: pairs of neighbours, and single characters."""
    chars, places = _characters(run)
    kind = "single" if len(chars) > 1 else ""
    words = word_pairs(chars) if language == "zh" and len(chars) > 1 else None
    found: list[Piece] = []
    for i, char in enumerate(chars):
        start, end = places[i]
        found.append(Piece(i, start, end, char, "", kind))
        if i + 1 < len(chars):
            pair = char + chars[i + 1]
            also = pair + WORD if (words is None or i in words) and is_pair(pair) else ""
            found.append(Piece(i, start, places[i + 1][1], pair, "", "", also))
    return tuple(found), len(chars)


def _characters(run: str) -> tuple[str, list[tuple[int, int]]]:
    """A run normalised, with the place of each of its characters in the original."""
    whole = simplified(unicodedata.normalize("NFKC", run))
    if len(whole) == len(run):
        return whole, [(i, i + 1) for i in range(len(run))]
    single = [simplified(unicodedata.normalize("NFKC", char)) for char in run]
    if "".join(single) == whole:
        return whole, [(i, i + 1) for i, out in enumerate(single) for _ in out]
    return whole, [(0, len(run))] * len(whole)
