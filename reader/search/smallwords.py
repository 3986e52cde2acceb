"""Which words of a question say nothing about what it asks for: `who`, `in`, `about`.

The lists are Whoosh's (after Snowball's), with a few English ones more. A word can
be small in one language and telling in another (`die`, `war`), so the question
itself says which list counts: the one that knows most of its words.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache, lru_cache

from reader.search.analysis import terms
from reader.search.folding import fold
from reader.search.stemming import primary

_MORE = """also another could ever get got had let made make many may might much must new often
ought shall since still upon used using via whose within without would yet"""
_NEEDED = 2
"""Words of a question that another language than English has to know at least."""


def small_words(question: Collection[str]) -> frozenset[str]:
    """The small words of the language that a question (folded words) seems to be in."""
    lists = _lists()
    known = {language: len(words.intersection(question)) for language, words in lists.items()}
    language = max(known, key=lambda name: (known[name], name == "en"))
    return lists[language if known[language] >= _NEEDED else "en"]


def small_words_of(language: str) -> frozenset[str]:
    """The small words of a language (`de`, `pt-br`); English ones where it has no list."""
    lists = _lists()
    return lists.get(_whoosh_name(language), lists["en"])


@lru_cache(16)
def small_stems(language: str) -> frozenset[str]:
    """The stems of the small words of a language, as its articles have them."""
    found = terms(" ".join(sorted(small_words_of(language))), primary(language)).stems
    return frozenset(stem.decode() for stem in found)


def _whoosh_name(language: str) -> str:
    name = language.lower().partition("-")[0]
    return "no" if name in ("nb", "nn") else name


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    from whoosh.lang.stopwords import stoplists

    lists = {name: frozenset(map(fold, words)) for name, words in stoplists.items()}
    return lists | {"en": lists["en"] | frozenset(_MORE.split())}
