"""Which articles have the words of a query: all of them, in no order. For counting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from reader.search import widening
from reader.search.index import asked as quoted
from reader.search.plan import plan_of

if TYPE_CHECKING:
    from reader.search.index import Index
    from reader.search.query import Query

Keys = NDArray[np.int64]
"""Articles by key, rising, each once."""
NOBODY: Keys = np.zeros(0, np.int64)


def members(
    index: Index, query: Query, among: Keys | None = None, *, asked: str = "", widen: bool = False
) -> tuple[Keys, str]:
    """The articles (`among` these) that the index finds for words, and how it was widened.

    `asked` is the query as a person would recognise it, for that note. Raises
    `IndexUnavailable`.
    """
    if among is not None and not len(among):
        return NOBODY, ""
    with index.reading() as ranking:
        plan = plan_of(query, ranking.view.languages) if ranking else None
        if ranking is None or plan is None:
            return NOBODY, ""
        allowed = None if among is None else ranking.having(among)
        found, note = widening.members(ranking, plan, quoted(asked), allowed, widen=widen)
        return np.sort(ranking.view.keys[found]), note
