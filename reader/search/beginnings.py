"""The words of an index that start so, the commonest first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from reader.search.analysis import SPELT
from reader.search.folding import fold
from reader.search.query import FIELDS

if TYPE_CHECKING:
    from reader.search.view import View

_CANDIDATES = 64
"""Words of each part and field that are looked at: its commonest with this beginning."""


def words_starting(view: View, start: str, field: str = "", most: int = 8) -> tuple[str, ...]:
    """Words of articles, folded, that go on from `start`, the commonest first; for `=Ap`, as they are spelled.

    A word is counted where it is among the commonest of a part of the index, so
    that the costs do not grow with how many words start so; an article that has it
    in title and text counts twice.
    """
    begin = start if start.startswith(SPELT) else fold(start)
    if not begin:
        return ()
    counts: Counter[str] = Counter()
    for name in (field,) if field else FIELDS:
        for terms, first, last in view.words(name, begin):
            sizes = np.diff(terms.at[first : last + 1])
            best = np.argsort(sizes)[-_CANDIDATES:]
            for at in best.tolist():
                counts[terms.term(first + at).decode()] += int(sizes[at])
    del counts[begin]
    best_first = sorted(counts.items(), key=lambda p: (-p[1], p[0]))[:most]
    return tuple(word.removeprefix(SPELT) for word, _ in best_first)
