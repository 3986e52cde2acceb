"""How surprising a reading of bytes is, in bits, in the language that fits it best.

Two things are priced: each character, by its rank in a language's alphabet,
and the order of kinds of characters (a capital inside a word, two scripts in
one word, a sign between letters). A letter's likelihood follows from its rank
by Gusein-Zade's law, p(r) ~ ln((n + 1) / r) (S. M. Gusein-Zade, Problems of
Information Transmission 24, 1988). The other figures are estimates, measured
on texts in forty languages.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from math import inf, log, log2
from typing import NamedTuple

from reader.light import dataclass
from reader.parsing import alphabets

Bits = Mapping[str, float]

_ASCII_SIGN, _FOREIGN, _STRANGER = 4.0, 11.0, 15.0
_SIGN, _RARE_SIGN, _IMPOSSIBLE = 13.0, 16.0, 30.0
_LONE_QUOTE = 5.0
_SIGNS = {
    **dict.fromkeys("“”‘’«»\u00a0–", 5.5),
    **dict.fromkeys("„—…•·°£€©", 7.0),
    **dict.fromkeys("‹›‚®™§¡¿½№\u00ad´", 10.0),
    **dict.fromkeys("、。，．「」：！？（）・ー", 5.0),
}
_COMMON_FOREIGN = frozenset("àáâãäåæçèéêëíîïñóôöøúûüßœšžýčćāīēōłșțăşÀÁÂÄÅÆÇÈÉÊËÍÎÑÓÔÖØÚÜŒŠŽČ")
"""Letters that names from abroad bring into any Latin text."""
_BOXES = range(0x2500, 0x25A1)
_LETTERS = tuple(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_MIXED = re.compile("[A-Za-z][\u3040-\uffef]|[\u3040-\uffef][A-Za-z]")
_MIXED_WORD = 5.0

_SPACE, _UPPER, _LOWER, _OTHER_UPPER, _OTHER_LOWER, _MARK, _DIGIT = range(7)
_QUOTE, _OPENING, _CLOSING, _JOINER, _DASH, _OTHER_SIGN = range(7, 13)
_AFTER = (
    # space Upper lower OTHER other mark  digit quote open close join  dash  sign   after:
    (0.5, 2.5, 1.5, 2.5, 1.5, 12.0, 4.0, 4.0, 4.0, 8.0, 7.0, 3.0, 5.0),  # space
    (2.0, 2.0, 1.0, 10.0, 10.0, 6.0, 7.0, 4.0, 9.0, 3.0, 4.0, 8.0, 9.0),  # Latin capital
    (2.0, 8.0, 0.3, 12.0, 10.0, 4.0, 7.0, 4.0, 9.0, 3.0, 4.0, 8.0, 9.0),  # Latin small letter
    (2.0, 10.0, 10.0, 1.0, 1.0, 6.0, 7.0, 4.0, 9.0, 3.0, 4.0, 8.0, 9.0),  # other script's capital
    (2.0, 12.0, 10.0, 8.0, 0.3, 1.0, 7.0, 4.0, 9.0, 3.0, 4.0, 8.0, 9.0),  # its other letters
    (2.0, 9.0, 1.0, 9.0, 1.0, 2.0, 7.0, 4.0, 9.0, 3.0, 5.0, 8.0, 9.0),  # combining mark
    (2.0, 7.0, 7.0, 7.0, 7.0, 12.0, 1.0, 4.0, 7.0, 3.0, 4.0, 4.0, 3.0),  # digit
    (1.5, 2.0, 3.0, 2.0, 3.0, 12.0, 4.0, 4.0, 4.0, 2.0, 4.0, 4.0, 5.0),  # quotation mark
    (4.0, 1.5, 1.5, 1.5, 1.5, 12.0, 4.0, 4.0, 4.0, 7.0, 7.0, 5.0, 5.0),  # opening mark
    (0.7, 8.0, 8.0, 8.0, 8.0, 12.0, 7.0, 3.0, 5.0, 3.0, 4.0, 4.0, 6.0),  # closing mark
    (2.0, 2.0, 2.0, 2.0, 2.0, 12.0, 3.0, 4.0, 4.0, 4.0, 4.0, 6.0, 6.0),  # hyphen, apostrophe
    (0.7, 3.0, 4.0, 3.0, 4.0, 12.0, 3.0, 4.0, 4.0, 4.0, 6.0, 6.0, 6.0),  # dash
    (2.5, 6.0, 8.0, 7.0, 8.0, 12.0, 3.0, 4.0, 5.0, 4.0, 5.0, 5.0, 4.0),  # any other sign
)
"""Bits for a kind of character after a kind: what comes as no surprise costs little."""


class _Level(NamedTuple):
    """Rows of a national character set, whose characters share a part of a text evenly."""

    first: int
    last: int
    """Lead bytes in the set's usual encoding."""
    bits: float


class _EastAsian(NamedTuple):
    """A language of many characters: the common ones by rank, the others by level."""

    codec: str
    levels: tuple[_Level, ...]
    common: tuple[tuple[str, float], ...]
    """Characters by frequency, and their share of a text."""


_EAST_ASIAN = {
    "chinese simplified": _EastAsian(
        "gb2312",
        (_Level(0xB0, 0xD7, log2(3755 / 0.3)), _Level(0xD8, 0xF7, log2(3008 / 0.005))),
        ((alphabets.HANZI_SIMPLIFIED, 0.6),),
    ),
    "chinese traditional": _EastAsian(
        "big5",
        (_Level(0xA4, 0xC6, log2(5401 / 0.3)), _Level(0xC9, 0xF9, log2(7652 / 0.005))),
        ((alphabets.HANZI_TRADITIONAL, 0.6),),
    ),
    "japanese": _EastAsian(
        "euc_jp",
        (_Level(0xB0, 0xCF, log2(2965 / 0.08)), _Level(0xD0, 0xF4, log2(3390 / 0.002))),
        ((alphabets.KANJI, 0.22), (alphabets.KATAKANA, 0.12), (alphabets.HIRAGANA, 0.45)),
    ),
    "korean": _EastAsian(
        "euc_kr",
        (_Level(0xB0, 0xC8, log2(2350 / 0.15)), _Level(0xCA, 0xFD, log2(4888 / 0.005))),
        ((alphabets.HANGUL, 0.75),),
    ),
}


@dataclass(frozen=True)
class Sample:
    """Bytes of one unknown text, counted once for all the readings of it."""

    raw: bytes

    def price(self, codec: str, language: str = "", limit: float = inf) -> float:
        """Bits of the sample read with `codec`; anything above `limit` may come back as infinite.

        `language` is asked for with codecs of several bytes a character, and
        is one of the East Asian ones; for the others the best is found.
        """
        if language:
            return self._price_of_text(self.raw.decode(codec, "replace"), language, limit)
        page = _code_page(codec)
        letters = self._price_of_letters(page)
        return letters + self._price_of_order(page) if letters < limit else inf

    @cached_property
    def _low(self) -> Counter[str]:
        return Counter({chr(byte): n for byte, n in self._bytes.items() if byte < 0x80})

    @cached_property
    def _bytes(self) -> Counter[int]:
        return Counter(self.raw)

    @cached_property
    def _high(self) -> list[tuple[int, int]]:
        return [(byte, n) for byte, n in self._bytes.items() if byte >= 0x80]

    @cached_property
    def _pairs(self) -> list[tuple[int, int, int]]:
        """Neighbours of which one is not ASCII, and how often they occur."""
        pairs = Counter(itertools.pairwise(b"\n" + self.raw + b"\n"))
        return [(a, b, n) for (a, b), n in pairs.items() if a >= 0x80 or b >= 0x80]

    @cached_property
    def _low_prices(self) -> dict[str, float]:
        """Bits of the ASCII in each language."""
        return {language: _total(_alphabet(language), self._low) for language in alphabets.LATIN}

    @cached_property
    def _latin(self) -> int:
        return sum(self._bytes[byte] for byte in _LETTERS)

    def _price_of_letters(self, page: _CodePage) -> float:
        return min(
            self._low_prices.get(language, self._low_prices["english"])
            + sum([n * prices[byte - 0x80] for byte, n in self._high])
            + (0.0 if language in alphabets.LATIN else self._price_of_switching(page))
            for language, prices in page.prices.items()
        )

    def _price_of_order(self, page: _CodePage) -> float:
        kinds = page.kinds
        order = sum([n * _AFTER[kinds[a]][kinds[b]] for a, b, n in self._pairs])
        opened, closed = (self._bytes[byte] if byte else 0 for byte in page.quotes)
        return order + _LONE_QUOTE * abs(opened - closed)

    def _price_of_switching(self, page: _CodePage) -> float:
        """What words of another script cost in a text that is mostly in Latin letters."""
        excess = self._latin - 2 * sum(n for _, n in self._high)
        if excess <= 0:
            return 0.0
        other = (_OTHER_UPPER, _OTHER_LOWER)
        kinds = page.kinds
        words = sum(n for a, b, n in self._pairs if kinds[a] == _SPACE and kinds[b] in other)
        return min(25.0, excess / 3) + 4.0 * words

    def _price_of_text(self, text: str, language: str, limit: float) -> float:
        if text.count("\ufffd") * _IMPOSSIBLE > limit:
            return inf
        counts = Counter(text)
        latin = sum(counts[chr(byte)] for byte in _LETTERS)
        high = sum(n for char, n in counts.items() if char > "\x7f")
        switching = max(0.0, min(25.0, (latin - 4 * high) / 3))
        known = _alphabet(language)
        bits = sum(
            n * (known.get(char) or _price_by_level(language, char)) for char, n in counts.items()
        )
        return switching + _MIXED_WORD * len(_MIXED.findall(text)) + bits


class _CodePage(NamedTuple):
    """A single-byte set: the kind of each byte's character, and the bits of the bytes from 0x80
    on in each language."""

    kinds: tuple[int, ...]
    prices: dict[str, tuple[float, ...]]
    quotes: tuple[int, int]
    """The bytes of « and », which come in pairs; 0 if it has none."""


@cache
def _code_page(codec: str) -> _CodePage:
    chars = [bytes([byte]).decode(codec, "replace") for byte in range(256)]
    repertoire, high = frozenset(chars), frozenset(chars[0x80:])
    prices = {
        language: tuple([_price(_alphabet(language), char) for char in chars[0x80:]])
        for language, letters in {**alphabets.LATIN, **alphabets.OTHER}.items()
        if language == "english" or _serves(repertoire, high, frozenset(letters))
    }
    opening, closing = (chars.index(quote) if quote in high else 0 for quote in "«»")
    return _CodePage(tuple(map(_kind, chars)), prices, (opening, closing))


def _serves(repertoire: frozenset[str], high: frozenset[str], letters: frozenset[str]) -> bool:
    """Whether a set was made for a language: it has nearly all of its letters."""
    return bool(letters & high) and len(letters & repertoire) >= 0.9 * len(letters)


@cache
def _kind(char: str) -> int:
    category = unicodedata.category(char)
    if char.isspace() or char < " ":
        return _SPACE
    if category in {"Ll", "Lu"} and char != "µ":
        latin = unicodedata.name(char, "").startswith("LATIN")
        return (_OTHER_LOWER, _OTHER_UPPER, _LOWER, _UPPER)[2 * latin + (category == "Lu")]
    if category in {"Lo", "Lm"} and char not in "ªºˆ":
        return _OTHER_LOWER
    for marks, kind in _MARKS:
        if char in marks:
            return kind
    return {"Mn": _MARK, "Nd": _DIGIT}.get(category, _OTHER_SIGN)


_MARKS = (
    ("-'’·\u00ad\u200c", _JOINER),
    ("–—", _DASH),
    ('“”«»‘"', _QUOTE),
    ("„‚‹([{¿¡", _OPENING),
    ("›)]}.,;:!?…/،؛؟", _CLOSING),
)


def _total(known: Bits, counts: Counter[str]) -> float:
    return sum(n * _price(known, char) for char, n in counts.items())


def _price(known: Bits, char: str) -> float:
    return known.get(char) or _price_by_kind(char)


@cache
def _price_by_kind(char: str) -> float:
    """Bits of a character that a language's alphabet does not have."""
    if char < "\x80":
        return _ASCII_SIGN
    category = unicodedata.category(char)
    if char == "\ufffd" or category in {"Cc", "Cn", "Co"}:
        return _IMPOSSIBLE
    if char in _SIGNS:
        return _SIGNS[char]
    if category[0] in "LM":
        return _FOREIGN if char in _COMMON_FOREIGN else _STRANGER
    return _RARE_SIGN if ord(char) in _BOXES else _SIGN


@lru_cache(maxsize=16384)
def _price_by_level(language: str, char: str) -> float:
    """Bits of a character that is none of the common ones of an East Asian language."""
    if "\u3400" <= char <= "\ud7ff":
        codec, levels, _ = _EAST_ASIAN[language]
        lead = (char.encode(codec, "ignore") or b"\0")[0]
        return next((bits for first, last, bits in levels if first <= lead <= last), _IMPOSSIBLE)
    return _price_by_kind(char)


@cache
def _alphabet(language: str) -> Bits:
    """Bits of a language's letters, large and small."""
    english = alphabets.LATIN["english"]
    if language in alphabets.LATIN:
        parts: tuple[tuple[str, float], ...] = ((alphabets.LATIN[language], 1.0),)
    elif language in alphabets.OTHER:
        parts = ((english, 1.0), (alphabets.OTHER[language], 1.0))
    else:
        parts = ((english, 0.5), *_EAST_ASIAN[language].common)
    small = {char: bits for letters, share in parts for char, bits in _ranked(letters, share)}
    large = {char.upper(): bits for char, bits in small.items() if len(char.upper()) == 1}
    return {**large, **small}


def _ranked(letters: str, share: float) -> list[tuple[str, float]]:
    """Bits of letters in the order of their frequency, which together make `share` of a text."""
    weights = [log((len(letters) + 1) / rank) for rank in range(1, len(letters) + 1)]
    whole = sum(weights) / share
    return [(c, -log2(weight / whole)) for c, weight in zip(letters, weights, strict=True)]
