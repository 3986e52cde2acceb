"""What two spellings of a word share: case, accents and width folded away."""

from __future__ import annotations

import re
import unicodedata

_LATIN = (
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"}
    | {"ŋ": "n", "ŧ": "t", "ĸ": "k", "ə": "e"}
)  # fmt: skip
_SPECIAL = str.maketrans(
    _LATIN
    | {"ё": "е", "ѐ": "е", "ѝ": "и"}
    | {"ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا"}
    | {"ؤ": "و", "ئ": "ي", "ـ": None}
    | dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
    | dict.fromkeys(range(0xFE00, 0xFE10))
)
_POINTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+")
_ACCENTED = re.compile("[\u0370-\u03ff\u00c0-\u024f\u1e00-\u1fff]")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_SPELLED_OUT = re.compile("[aou]e")


def fold(text: str) -> str:
    """The text with case, accents and width folded: what two spellings share."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold().translate(_SPECIAL)
    # й is a letter, é an accented e: only Latin and Greek are taken apart.
    text = _ACCENTED.sub(lambda m: unicodedata.normalize("NFD", m[0])[0], text)
    return unicodedata.normalize("NFC", _POINTS.sub("", text).translate(_SPECIAL))


def written(word: str, language: str = "") -> str:
    """A word in lower case with its accents, as stemmers know it."""
    if language == "tr":
        word = word.replace("I", "ı").replace("İ", "i")
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", word).casefold())


def accented(word: str) -> bool:
    """Whether a word has letters with accents, which others may write without.

    Points that may be left out by anyone (Hebrew, Arabic, ё) are not meant.
    """
    if word.isascii():
        return False
    lower = written(word)
    return any(
        c in _LATIN or (_ACCENTED.match(c) and fold(c) != c) for c in lower if not c.isascii()
    )


def umlauts_spelled_out(word: str) -> str:
    """A word with ä, ö or ü as it is written without them, folded: `mueller`; "" without."""
    lower = written(word)
    respelled = lower.translate(_UMLAUTS)
    return fold(respelled) if respelled != lower else ""


def umlauts_put_back(form: str) -> str:
    """A folded word as it would be if its ae, oe and ue were umlauts: `muller`; "" without."""
    return _SPELLED_OUT.sub(lambda m: m[0][0], form) if _SPELLED_OUT.search(form) else ""
