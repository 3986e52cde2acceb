"""How a text becomes the terms that are indexed, sought and marked.

One pass over the original text yields pieces with their places, so that what
is found can be marked where it stands. Every word gives two forms: its *stem*
(found by words and phrases) and the folded word itself, its *form* (found by
`=word` and `pre*`, and what spelling is compared with). Writing both costs a
third more index than stems alone, and saves guessing: a prefix never falls
between a word and its stem, and the exact form is always there.

- Folding: NFKC, case, accents of Latin and Greek letters (dotless ı, ß, ø, ł,
  đ … too), ё, Hebrew and Arabic points and the usual Arabic letter variants.
- Stems: English for Latin letters, Russian for Cyrillic (Snowball).
- `covid-19` is `covid` `19` side by side and `covid19`; `O'Brien` likewise. A
  possessive 's is dropped. `U.S.` is `us`; `1,000` is `1000`.
- `C++`, `C#`, `#tag`, `@name` are kept besides the plain word; `$`, `★` and
  other signs are words of their own.
- Chinese, Japanese, Thai, Lao, Khmer and Burmese write words together (and
  Korean its particles): a run gives its overlapping pairs of characters, and
  each single character, as stems. Pairs side by side find any part of a run.

Whatever changes here changes what an index holds: count `SCHEMA_VERSION` in
`reader.search.index` up.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

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
_LETTERS = rf"[^\W_{_WIDE}]+(?:[{_MARKS}]+[^\W_{_WIDE}]*)*"
_TOKEN = re.compile(
    rf"(?P<word>[#@\uff03\uff20]?{_LETTERS}(?:[{_APOSTROPHES}{_HYPHENS}.,&]{_LETTERS})*"
    rf"(?:\+\+?|\#)?)"
    rf"|(?P<wide>[{_WIDE}]+)"
    rf"|(?P<sign>[{_SIGNS}])"
)
_TOKENS = re.compile(re.sub(r"\?P<\w+>", "?:", _TOKEN.pattern))
_WIDE_RUN = re.compile(rf"[{_WIDE}]+")
_PART = re.compile(rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![\d,])|\d+(?:\.\d+)+|{_LETTERS}")
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}][sS]$")
_JOINTS = re.compile(rf"[{_APOSTROPHES}{_HYPHENS}]")

_SPECIAL = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"}
    | {"ŋ": "n", "ŧ": "t", "ĸ": "k", "ə": "e", "ё": "е", "ѐ": "е", "ѝ": "и"}
    | {"ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا"}
    | {"ؤ": "و", "ئ": "ي", "ـ": None}
    | dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
    | dict.fromkeys(range(0xFE00, 0xFE10))
)
_POINTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+")
_ACCENTED = re.compile("[\u0370-\u03ff\u00c0-\u024f\u1e00-\u1fff]")


def fold(text: str) -> str:
    """The text with case, accents and width folded: what two spellings share."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold().translate(_SPECIAL)
    # й is a letter, é an accented e: only Latin and Greek are taken apart.
    text = _ACCENTED.sub(lambda m: unicodedata.normalize("NFD", m[0])[0], text)
    return unicodedata.normalize("NFC", _POINTS.sub("", text).translate(_SPECIAL))


def pieces(text: str) -> Iterator[Piece]:
    """Every term of `text`, in order. Positions count words from 0."""
    position = 0
    for token in _TOKEN.finditer(text):
        found, width = (_wide if token.lastgroup == "wide" else _word)(token[0])
        base = token.start()
        for at, start, end, stem, form, kind in found:
            yield Piece(position + at, base + start, base + end, stem, form, kind)
        position += width


class Terms(NamedTuple):
    """What an index holds of one text, by term in UTF-8."""

    stems: dict[bytes, list[int]]
    """Where each stem stands: word positions, rising."""
    forms: dict[bytes, int]
    """How often each word stands there."""


def terms(text: str) -> Terms:
    """The stems and the forms of a text."""
    stems: dict[bytes, list[int]] = {}
    forms: dict[bytes, int] = {}
    position = 0
    for token in _TOKENS.findall(text):
        found, width = _known[token]
        for at, stem_, form in found:
            if stem_ in stems:
                stems[stem_].append(position + at)
            else:
                stems[stem_] = [position + at]
            if form:
                forms[form] = forms.get(form, 0) + 1
        position += width
    return Terms(stems, forms)


_Found = tuple[tuple[Piece, ...], int]
_MOST_WORDS = 200_000


@lru_cache(20_000)
def _word(token: str) -> _Found:
    """The pieces of a spaced word; news repeats itself, and stemming is dear."""
    return _analysed(token)


class _Known(dict[str, tuple[tuple[tuple[int, bytes, bytes], ...], int]]):
    """Position, stem and form of each piece of a token, and how many positions it takes.

    Kept for the words seen before: the inner loop of indexing.
    """

    def __missing__(self, token: str) -> tuple[tuple[tuple[int, bytes, bytes], ...], int]:
        wide = bool(_WIDE_RUN.fullmatch(token))
        pieces_, width = _wide(token) if wide else _analysed(token)
        found = tuple((p.position, p.stem.encode(), p.form.encode()) for p in pieces_)
        if not wide:
            if len(self) >= _MOST_WORDS:
                self.clear()
            self[token] = found, width
        return found, width


_known = _Known()
_stemming = threading.Lock()  # a stemmer keeps the word it works on in itself
_stemmers: list[Callable[[str], str]] = []


def _analysed(token: str) -> _Found:
    """The pieces of one spaced word or sign, and how many positions it takes."""
    if len(token) == 1 and not token.isalnum():
        sign = fold(token)
        return (Piece(0, 0, 1, sign, sign),), 1
    body_end = len(token.rstrip("+#"))
    body_start = 1 if token[0] in "#@\uff03\uff20" else 0
    body = token[body_start:body_end]
    plain = _initials(body, body_start) or _parts(body, body_start)
    whole: list[Piece] = []
    if body_end < len(token) or body_start:
        text = fold(token)[:_LONGEST]
        whole.append(Piece(0, 0, len(token), text, text, "whole"))
    width = plain[-1].position + 1 if plain else 0
    return (*whole, *plain), max(width, len(whole))


def _initials(body: str, offset: int) -> list[Piece]:
    """`U.S` is one word, `us`."""
    if not _INITIALS.fullmatch(body):
        return []
    form = fold(body.replace(".", ""))[:_LONGEST]
    return [Piece(0, offset, offset + len(body), form, form)] if form else []


def _parts(body: str, offset: int) -> list[Piece]:
    """The words of a compound, and the compound written together."""
    clean = body if len(body) < 3 else _POSSESSIVE.sub("", body)
    found: list[Piece] = []
    for part in _PART.finditer(clean):
        if form := fold(part[0].replace(",", ""))[:_LONGEST]:
            start, end = offset + part.start(), offset + part.end()
            found.append(Piece(len(found), start, end, stem(form), form))
    if len(found) == 2 and _JOINTS.fullmatch(body[found[0].end - offset : found[1].start - offset]):
        form = (found[0].form + found[1].form)[:_LONGEST]
        found.insert(0, Piece(0, offset, offset + len(clean), stem(form), form, "joined"))
    return found


def stem(form: str) -> str:
    """The stem of a folded word: English or Russian by its letters, else itself."""
    if len(form) < 3 or not form.isalpha():
        return form
    if form.isascii():
        language = 0
    elif min(form) >= "а" and max(form) <= "я":
        language = 1
    else:
        return form
    with _stemming:
        if not _stemmers:
            _stemmers.extend(_load_stemmers())
        return _stemmers[language](form)


def _load_stemmers() -> list[Callable[[str], str]]:
    import Stemmer

    # Without its own cache: each word is asked for once, and then kept here.
    return [Stemmer.Stemmer(name, 0).stemWord for name in ("english", "russian")]


def _wide(run: str) -> _Found:
    """A run of an unspaced script: pairs of neighbours, and single characters."""
    chars, places = _characters(run)
    kind = "single" if len(chars) > 1 else ""
    found: list[Piece] = []
    for i, char in enumerate(chars):
        start, end = places[i]
        found.append(Piece(i, start, end, char, "", kind))
        if i + 1 < len(chars):
            found.append(Piece(i, start, places[i + 1][1], char + chars[i + 1], ""))
    return tuple(found), len(chars)


def _characters(run: str) -> tuple[str, list[tuple[int, int]]]:
    """A run normalised, with the place of each of its characters in the original."""
    whole = unicodedata.normalize("NFKC", run)
    if len(whole) == len(run):
        return whole, [(i, i + 1) for i in range(len(run))]
    single = [unicodedata.normalize("NFKC", char) for char in run]
    if "".join(single) == whole:
        return whole, [(i, i + 1) for i, out in enumerate(single) for _ in out]
    return whole, [(0, len(run))] * len(whole)
