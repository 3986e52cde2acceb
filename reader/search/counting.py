"""How many articles match a plan, and which: sets alone, without any score."""

from __future__ import annotations

import numpy as np

from reader.search.plan import All, Any, Plan, Without
from reader.search.ranking import Ranking
from reader.search.view import Flags


def count(ranking: Ranking, plan: Plan, allowed: Flags | None = None) -> int:
    """How many articles match, among the allowed ones."""
    return int(np.count_nonzero(having(ranking, plan, allowed)))


def having(ranking: Ranking, plan: Plan, allowed: Flags | None = None) -> Flags:
    """Which articles match, among the allowed ones."""
    flags = _flags(ranking, plan)
    if allowed is not None:
        return flags & allowed & ranking.view.living
    return flags & ranking.view.living if ranking.view.dead else flags


def _flags(ranking: Ranking, plan: Plan) -> Flags:
    """The same among all articles; of those deleted there may be some too many."""
    match plan:
        case All(children):
            found = ranking.view.living.copy()
            for child in children:
                found &= _flags(ranking, child)
            return found
        case Any(children):
            found = np.zeros(len(ranking.view.keys), np.bool_)
            for child in children:
                found |= _flags(ranking, child)
            return found
        case Without(child):
            return ~_flags(ranking, child)
    return ranking.flags(plan)
