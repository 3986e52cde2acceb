"""The stem of a word in a language: Snowball's, and which of them a word calls for.

An article's words are stemmed by its language, where that language is written in
the word's script; a word of another script, and every word of an article whose
language is unknown, by the script's usual language (English for Latin letters,
Russian for Cyrillic …). Stems of different languages are different terms: German
strips `Rates` to `rat`, which must not find English rats. So all but those of the
script's usual language carry their language's code: `rat/de`. A language without
a stemmer has its words as they are.

Snowball's rules name letters with their accents, and people leave accents out. A
word with accents therefore has two stems, both folded: that of the word as it is
written, and that of the word without accents. Algorithms: snowballstem.org.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable

from reader.search.folding import fold

_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque",
    "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "st": "sesotho", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_USUAL = (
    ("\u0370", "\u03ff", "el"),
    ("\u0400", "\u052f", "ru"),
    ("\u0531", "\u058f", "hy"),
    ("\u0590", "\u05ff", ""),
    ("\u0600", "\u06ff", "ar"),
    ("\u0900", "\u097f", "hi"),
    ("\u0b80", "\u0bff", "ta"),
    ("\u1f00", "\u1fff", "el"),
)
"""First and last character of a script, and its usual language; Latin before and between."""
_LATIN_ENDS = "\u024f"
_SCRIPTS = {
    code: usual
    for usual, codes in {
        "el": "el", "hy": "hy", "ta": "ta",
        "ru": "ru sr uk be bg mk kk ky mn tg tt ba",
        "ar": "ar fa ur ps ug ckb sd",
        "hi": "hi ne mr sa",
        "": "he yi",
        "none": "zh yue wuu ja ko th lo km my bn as pa gu or te kn ml si ka am ti bo dz",
    }.items()
    for code in codes.split()
}  # fmt: skip
"""The usual language of the script that a language is written in, where that is not Latin."""
_BOTH = {"sr"}
"""Languages written in Latin letters as well."""
_ONE_CODE = {"nb": "no", "nn": "no"}
_SHORTEST = 3

_stemming = threading.Lock()  # a stemmer keeps the word it works on in itself
_stemmers: dict[str, Callable[[str], str]] = {}


def primary(tag: str) -> str:
    """The language of a BCP 47 tag, without country or script: `pt` of `pt-br`."""
    code = tag.split("-", 1)[0]
    return _ONE_CODE.get(code, code)


def stem(form: str, language: str = "", written: str = "") -> tuple[str, str]:
    """The stem of a folded word in a language, and a second one or "".

    Args:
        form: the folded word.
        language: a code as `primary` gives it, "" when it is unknown.
        written: the word with its accents, in lower case, if it has any.
    """
    if len(form) < _SHORTEST or not _is_word(form):
        return form, ""
    usual = _usual(form)
    chosen = language if _writes(language, usual) else usual
    if chosen not in _ALGORITHMS:
        return form, ""
    mark = "" if chosen == usual else f"/{chosen}"
    plain = _stemmed(chosen, form)
    if written in ("", form) or chosen == "en":
        return plain + mark, ""
    exact = fold(_stemmed(chosen, written))
    return (exact + mark, plain + mark) if exact and exact != plain else (plain + mark, "")


def _usual(form: str) -> str:
    """The usual language of the script that a word is written in, "" when it has none."""
    first = form[0]
    if first <= _LATIN_ENDS:
        return "en"
    for start, end, language in _USUAL:
        if start <= first <= end:
            return language
    return "en" if "\u1e00" <= first <= "\u1eff" else ""


def _writes(language: str, usual: str) -> bool:
    """Whether words of a script are in that language, in an article of it."""
    return bool(language) and (
        _SCRIPTS.get(language, "en") == usual or (language in _BOTH and usual == "en")
    )


def _is_word(form: str) -> bool:
    return form.isalpha() or all(unicodedata.category(char)[0] in "LM" for char in form)


def _stemmed(language: str, word: str) -> str:
    with _stemming:
        if language not in _stemmers:
            _stemmers[language] = _load(_ALGORITHMS[language])
        return _stemmers[language](word) or word


def _load(algorithm: str) -> Callable[[str], str]:
    import Stemmer

    # Without its own cache: each word is asked for once, and then kept by the caller.
    stemmer: Callable[[str], str] = Stemmer.Stemmer(algorithm, 0).stemWord
    return stemmer
