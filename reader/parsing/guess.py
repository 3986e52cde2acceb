"""Which character set bytes were most likely written in, when nothing else says.

Each candidate reads the bytes, and the reading is priced in bits: how
surprising its letters are in the language that fits them best, and how
surprising their order is (a capital inside a word, two scripts in one word, a
sign between letters). The cheapest reading wins. This is the likelihood of the
bytes under a small model of writing, so it needs no threshold, works on a
sentence, and says windows-1252 where nothing speaks for anything else.

Candidates are the sets of the Encoding standard (https://encoding.spec.whatwg.org)
that differ in more than a name, and the DOS sets of old files. A letter's
likelihood follows from its rank by Gusein-Zade's law, p(r) ~ ln((n + 1) / r)
(S. M. Gusein-Zade, Problems of Information Transmission 24, 1988).
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache
from math import log, log2
from typing import NamedTuple

from reader.parsing import alphabets

Bits = Mapping[str, float]

_PRIORS = {
    "cp1252": 0, "cp1251": 2, "cp1250": 2, "cp1253": 3, "cp1254": 4, "cp1255": 3, "cp1256": 3,
    "cp1257": 4, "cp1258": 5, "cp874": 3, "koi8_r": 3, "koi8_u": 3.5, "iso8859_2": 4,
    "iso8859_5": 5, "iso8859_6": 6, "iso8859_7": 5, "iso8859_15": 6, "mac_roman": 6,
    "mac_cyrillic": 6, "cp866": 5, "cp850": 7, "cp437": 8, "cp852": 8, "cp855": 8,
    "gb18030": 2, "big5hkscs": 3, "cp932": 2, "euc_jp": 3, "cp949": 2,
}  # fmt: skip
"""Candidates, and in bits how much rarer each is than windows-1252 where nobody declares a set."""

_EAST_ASIAN = {
    "gb18030": "chinese simplified",
    "big5hkscs": "chinese traditional",
    "cp932": "japanese",
    "euc_jp": "japanese",
    "cp949": "korean",
}
_SAMPLE = 6000
_BEFORE = 400

_TAG = re.compile(rb"<[^<>]{1,2000}>")
_HIGH = re.compile(rb"[\x80-\xff]")
_SEAM = re.compile(rb"[\t\n\r !-/:-?][^\t\n\r !-/:-?]*\Z")
_MIXED = re.compile("[A-Za-z][\u3040-\uffef]|[\u3040-\uffef][A-Za-z]")

# Bits for what no alphabet holds.
_ASCII_SIGN = 4.0
_FOREIGN, _STRANGER = 11.0, 15.0
_IMPOSSIBLE = 30.0
_LONE_QUOTE = 5.0
_SIGNS = {
    **dict.fromkeys("“”’«»\u00a0–", 6.0),
    **dict.fromkeys("„‘—…•·°£€©", 7.0),
    **dict.fromkeys("‹›‚®™§¡¿½№\u00ad´", 10.0),
    **dict.fromkeys("、。，．「」：！？（）・", 5.0),
}
_SIGN, _RARE_SIGN = 13.0, 16.0
_COMMON_FOREIGN = frozenset("àáâãäåæçèéêëíîïñóôöøúûüßœšžýčćāīēōłșțăşÀÁÂÄÅÆÇÈÉÊËÍÎÑÓÔÖØÚÜŒŠŽČ")


def guess(raw: bytes) -> str:
    """Python's name of the likeliest character set of `raw`, which is no valid UTF-8."""
    sample = telling(raw)
    counts = Counter(sample)
    pairs = Counter(
        pair for pair in itertools.pairwise(b"\n" + sample + b"\n") if max(pair) >= 0x80
    )
    prices = {
        codec: prior
        + (
            _price_of_text(sample.decode(codec, "replace"), _EAST_ASIAN[codec])
            if codec in _EAST_ASIAN
            else _price_of_bytes(counts, pairs, codec)
        )
        for codec, prior in _PRIORS.items()
    }
    return min(prices, key=prices.__getitem__)


def telling(raw: bytes) -> bytes:
    """The lines, or stretches of long lines, that tell one set from another: a few thousand bytes."""
    parts: list[bytes] = []
    size = end = 0
    while size < _SAMPLE and (found := _HIGH.search(raw, end)):
        start = max(raw.rfind(b"\n", end, found.start()) + 1, end, found.start() - _BEFORE)
        stop = raw.find(b"\n", found.start(), found.start() + _SAMPLE) + 1
        end = stop or _seam(raw, found.start() + _SAMPLE)
        parts.append(_TAG.sub(b" ", raw[start:end]))
        size += len(parts[-1])
    return b"".join(parts)


def _seam(raw: bytes, end: int) -> int:
    """A place near `end` where no character of several bytes is cut."""
    found = _SEAM.search(raw[max(0, end - _BEFORE) : end]) if end < len(raw) else None
    return end - len(found[0]) if found else end


def _price_of_bytes(
    counts: Counter[int], pairs: Counter[tuple[int, int]], codec: str
) -> float:
    """Bits of a reading with one byte a character: its letters, and their order."""
    page = _code_page(codec)
    order = sum(n * _AFTER[page.kinds[a]][page.kinds[b]] for (a, b), n in pairs.items())
    latin = _latin_surcharge(counts, sum(n for byte, n in counts.items() if byte >= 0x80))
    lone = abs(counts[page.quotes[0]] - counts[page.quotes[1]]) if page.quotes else 0
    return order + lone * _LONE_QUOTE + min(
        (0.0 if language in alphabets.LATIN else latin)
        + sum(n * prices[byte] for byte, n in counts.items())
        for language, prices in page.prices.items()
    )


def _latin_surcharge(counts: Counter[int], high: int) -> float:
    """What it costs to take a text for one of another script when most of it is in ASCII."""
    letters = sum(n for byte, n in counts.items() if byte < 0x80 and chr(byte).isalpha())
    return min(25.0, max(0, letters - 2 * high) / 3)


def _price_of_text(text: str, language: str) -> float:
    """Bits of a reading with several bytes a character."""
    prices = _east_asian(language)
    counts = Counter(text)
    letters = sum(n for c, n in counts.items() if "a" <= c.lower() <= "z")
    high = sum(n for c, n in counts.items() if c > "\x7f")
    surcharge = min(25.0, max(0, letters - high * 4) / 3)
    mixed = 5.0 * len(_MIXED.findall(text))
    return surcharge + mixed + sum(n * _price_in(prices, c) for c, n in counts.items())


class _CodePage(NamedTuple):
    """A single-byte set: of each byte the kind of character, and its bits in each language."""

    kinds: tuple[int, ...]
    prices: dict[str, tuple[float, ...]]
    quotes: tuple[int, ...]
    """The bytes of « and », if it has them: they come in pairs."""


_SPACE, _UPPER, _LOWER, _OTHER_UPPER, _OTHER_LOWER, _MARK = range(6)
_DIGIT, _OPENING, _CLOSING, _JOINER, _DASH, _OTHER_SIGN = range(6, 12)
_AFTER = (
    # space Upper lower OTHER other mark  digit open close join  dash  sign   after:
    (0.5, 2.5, 1.5, 2.5, 1.5, 12.0, 4.0, 4.0, 8.0, 7.0, 3.0, 5.0),  # space
    (2.0, 2.0, 1.0, 10.0, 10.0, 6.0, 7.0, 9.0, 3.0, 5.0, 8.0, 9.0),  # Latin capital
    (2.0, 8.0, 0.3, 12.0, 10.0, 4.0, 7.0, 9.0, 3.0, 5.0, 8.0, 9.0),  # Latin small letter
    (2.0, 10.0, 10.0, 2.0, 1.0, 6.0, 7.0, 9.0, 3.0, 5.0, 8.0, 9.0),  # capital of another script
    (2.0, 12.0, 10.0, 8.0, 0.3, 1.0, 7.0, 9.0, 3.0, 5.0, 8.0, 9.0),  # its other letters
    (2.0, 9.0, 1.0, 9.0, 1.0, 2.0, 7.0, 9.0, 3.0, 5.0, 8.0, 9.0),  # combining mark
    (2.0, 7.0, 7.0, 7.0, 7.0, 12.0, 1.0, 7.0, 3.0, 4.0, 4.0, 3.0),  # digit
    (4.0, 1.5, 1.5, 1.5, 1.5, 12.0, 4.0, 4.0, 7.0, 7.0, 5.0, 5.0),  # opening mark
    (0.7, 8.0, 8.0, 8.0, 8.0, 12.0, 7.0, 5.0, 3.0, 4.0, 4.0, 6.0),  # closing mark
    (2.0, 2.0, 2.0, 2.0, 2.0, 12.0, 3.0, 4.0, 4.0, 4.0, 6.0, 6.0),  # hyphen, apostrophe
    (0.7, 3.0, 4.0, 3.0, 4.0, 12.0, 3.0, 4.0, 4.0, 6.0, 6.0, 6.0),  # dash
    (2.5, 6.0, 8.0, 7.0, 8.0, 12.0, 3.0, 5.0, 4.0, 5.0, 5.0, 4.0),  # any other sign
)
"""Bits for a kind of character after a kind: what comes as no surprise costs little."""


@cache
def _code_page(codec: str) -> _CodePage:
    chars = [_char(byte, codec) for byte in range(256)]
    usable = [
        language
        for language, letters in {**alphabets.LATIN, **alphabets.OTHER}.items()
        if sum(letter in chars for letter in letters) >= 0.9 * len(letters)
        and any(letter in chars[128:] for letter in letters) or language == "english"
    ]
    return _CodePage(
        tuple(map(_kind, chars)),
        {
            language: tuple(_price_in(_alphabet(language), char) for char in chars)
            for language in usable
        },
        tuple(chars.index(quote) for quote in "«»" if quote in chars),
    )


def _char(byte: int, codec: str) -> str:
    return bytes([byte]).decode(codec, "replace")


def _kind(char: str) -> int:
    category = unicodedata.category(char)
    if char.isspace() or char < " ":
        return _SPACE
    if category in {"Ll", "Lu"} and char != "µ":
        latin = unicodedata.name(char, "").startswith("LATIN")
        return (_OTHER_LOWER, _OTHER_UPPER, _LOWER, _UPPER)[2 * latin + (category == "Lu")]
    if category in {"Lo", "Lm"} and char not in "ªºˆ":
        return _OTHER_LOWER
    if char in "-'’·\u00ad\u200c":
        return _JOINER
    if char in "–—":
        return _DASH
    if char in "“«‘„‚‹([{¿¡":
        return _OPENING
    if char in "”»›)]}.,;:!?…/، ؛؟":
        return _CLOSING
    return {"Mn": _MARK, "Nd": _DIGIT}.get(category, _OTHER_SIGN)


def _price_in(prices: Bits, char: str) -> float:
    """Bits of a character in a language; one that its alphabet lacks costs by its kind."""
    lower = char.lower() if len(char.lower()) == 1 else char
    if (known := prices.get(lower)) is not None:
        return known
    if char < "\x80":
        return _ASCII_SIGN
    category = unicodedata.category(char)
    if char == "\ufffd" or category in {"Cc", "Cn", "Co"}:
        return _IMPOSSIBLE
    if char in _SIGNS:
        return _SIGNS[char]
    if category[0] in "LM":
        return _FOREIGN if char in _COMMON_FOREIGN else _STRANGER
    return _RARE_SIGN if "\u2500" <= char <= "\u25a0" else _SIGN


@cache
def _alphabet(language: str) -> Bits:
    if language in alphabets.LATIN:
        return _ranked(alphabets.LATIN[language], 1.0)
    return {
        **_ranked(alphabets.LATIN["english"], 1.0),
        **_ranked(alphabets.OTHER[language], 1.0),
    }


def _ranked(letters: str, share: float) -> Bits:
    """Bits of letters in the order of their frequency, which together make `share` of a text."""
    weights = [log((len(letters) + 1) / rank) for rank in range(1, len(letters) + 1)]
    whole = sum(weights) / share
    return {c: -log2(weight / whole) for c, weight in zip(letters, weights, strict=True)}


def _even(letters: str, share: float) -> Bits:
    """Bits of letters of which nothing is known but their share of a text all together."""
    return dict.fromkeys(letters, log2(len(letters) / share))


@cache
def _east_asian(language: str) -> Bits:
    """Common characters by rank, over the rest of their national set by its levels."""
    latin = _ranked(alphabets.LATIN["english"], 0.5)
    if language == "korean":
        return {
            **_even(_rows("euc_kr", 0xCA, 0xFD), 0.005),
            **_even(_rows("euc_kr", 0xB0, 0xC8), 0.15),
            **latin,
            **_ranked(alphabets.HANGUL, 0.75),
        }
    if language == "japanese":
        return {
            **_even(_rows("euc_jp", 0xD0, 0xF4), 0.002),
            **_even(_rows("euc_jp", 0xB0, 0xCF), 0.08),
            **latin,
            **_ranked(alphabets.KANJI, 0.22),
            **_ranked(alphabets.HIRAGANA, 0.45),
            **_ranked(alphabets.KATAKANA, 0.12),
            "ー": 6.0,
        }
    simplified = language == "chinese simplified"
    first, second = (
        (_rows("gb2312", 0xB0, 0xD7), _rows("gb2312", 0xD8, 0xF7))
        if simplified
        else (_rows("big5", 0xA4, 0xC6, 0x40), _rows("big5", 0xC9, 0xF9, 0x40))
    )
    common = alphabets.HANZI_SIMPLIFIED if simplified else alphabets.HANZI_TRADITIONAL
    return {**_even(second, 0.005), **_even(first, 0.3), **latin, **_ranked(common, 0.6)}


def _rows(codec: str, first: int, last: int, low: int = 0xA1) -> str:
    """The characters of some rows of a national set, in its order."""
    cells = (bytes((row, cell)) for row in range(first, last + 1) for cell in range(low, 0xFF))
    return "".join(cell.decode(codec, "ignore") for cell in cells)
