"""Which neighbouring parts are to be one. Pure: decides, and touches nothing.

Parts come in tiers of size, each `FACTOR` times the last, so that an article
is copied a few times in its life and a search looks into few parts: each costs every term
of it some steps. Copying an article costs about a twenty-fifth of indexing it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

FACTOR = 4
"""Neighbours of one tier that are kept before they become one."""
LARGEST = 1 << 16
"""Articles of a part that merging makes: their numbers take two bytes."""


def rewrites(living: Sequence[int], held: Sequence[int]) -> list[range]:
    """Which parts to write anew now, each range as one.

    `living` and `held` are the articles of each part, in order, without and
    with those whose segment has left the index. A range is of neighbours of one
    tier, so that the order of the articles stays, or of one part that holds
    more of the past than of the present.
    """
    found = list(_joins(living))
    joined = {number for join in found for number in join}
    alone = (n for n, size in enumerate(living) if 2 * size < held[n] and n not in joined)
    return sorted([*found, *(range(n, n + 1) for n in alone)], key=lambda r: r.start)


def _joins(sizes: Sequence[int]) -> Iterator[range]:
    # Others come after the last part only, so a part before a larger one would stay alone:
    # it counts with that one's tier.
    tiers = list(accumulate(map(tier, reversed(sizes)), max))[::-1]
    for _, alike in groupby(range(len(sizes)), tiers.__getitem__):
        run = list(alike)
        # Full ones at its beginning stay as they are.
        for begin in range(len(run) - FACTOR + 1):
            if (count := _fitting([sizes[n] for n in run[begin:]])) > 1:
                yield range(run[begin], run[begin] + count)
                break


def tier(size: int) -> int:
    """0 for fewer than `FACTOR` articles, 1 for fewer than `FACTOR` times that …"""
    return int(math.log(max(1, size), FACTOR) + 1e-9)


def _fitting(sizes: Sequence[int]) -> int:
    """How many of them, from the first, make no more than `LARGEST` together."""
    total = 0
    for count, size in enumerate(sizes):
        total += size
        if total > LARGEST:
            return count
    return len(sizes)
