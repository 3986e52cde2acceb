"""Which language an article is in.

What the document says of itself counts, unless its text plainly says otherwise:
templates declare `en` whatever is written in them. Where the document says
nothing, the text is asked, and what is not clear stays unknown.

The detector is py3langid: naive Bayes over byte sequences (Lui and Baldwin,
*langid.py*, 2012), with a model that comes with the package. It is loaded when
the first document is looked at.
"""

from __future__ import annotations

import threading
from functools import cache
from typing import Any

_LANGUAGES = """af ar az be bg bn ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy
id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my ne nl no pa pl pt ro ru si sk sl sq sr sv
sw ta te th tl tr uk ur uz vi zh zxx"""
"""What may be found; the model's others are seldom written and often mistaken for these. `zxx`
is what is no language: numbers, addresses, markup."""
_SAMPLE = 600
"""Characters that are looked at …"""
_LONG_SAMPLE = 3000
"""… and where those leave it open."""
_SURE = 0.9
"""Probability from which a language counts as found."""
_PLAIN = 0.99
"""Probability, and letters, from which a text contradicts what is declared."""
_ENOUGH = 200
_FEWEST = 12
"""Letters of a text that can be judged."""
_ALIKE = ({"no", "nb", "nn", "da"}, {"hr", "bs", "sr", "sh"}, {"id", "ms"}, {"zh", "yue", "wuu"})
"""Languages so alike that the text cannot contradict one with another."""

_asking = threading.Lock()


def language_of(declared: str, text: str) -> str:
    """The language of an article as a BCP 47 tag in lower case, "" when it is unknown.

    Args:
        declared: the tag that the document gives itself, "" if none.
        text: what is read of it, without markup.
    """
    found, sure = _detected(text)
    if not declared:
        return found if sure >= _SURE else ""
    enough = sure >= _PLAIN and _letters(text[:_SAMPLE]) >= _ENOUGH
    return found if enough and not _compatible(declared, found) else declared


def _compatible(declared: str, found: str) -> bool:
    code = declared.split("-", 1)[0]
    return code == found or any({code, found} <= alike for alike in _ALIKE)


def _detected(text: str) -> tuple[str, float]:
    """The likeliest language and its probability; "" for what is no language."""
    sample = " ".join(text[:_LONG_SAMPLE].split())
    if _letters(sample[:_SAMPLE]) < _fewest(sample):
        return "", 0.0
    with _asking:
        code, probability = _detector().classify(sample[:_SAMPLE])
        if probability < _PLAIN and len(sample) > _SAMPLE:
            code, probability = _detector().classify(sample)
    return ("", 0.0) if code == "zxx" else (code, float(probability))


def _fewest(sample: str) -> int:
    """A character of an unspaced script says as much as several letters."""
    return _FEWEST if sample[:_FEWEST].isascii() else _FEWEST // 3


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


@cache
def _detector() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    detector = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    detector.set_languages(_LANGUAGES.split())
    return detector
