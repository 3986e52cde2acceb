"""How good an article of a block can be at most: upper bounds of scores, block by block.

A score is a sum over terms of something that is not negative and depends on one
article alone, times its recency. So for a block of articles the sum of what each term
can be worth there at most, times the best recency, is a bound for each of its articles.
What a common term can be worth stands in the parts (`reader.search.arrays.peaks`);
for another it is worked out from its postings, which are few.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from reader.search.arrays.part import Array, Part
from reader.search.arrays.peaks import BLOCK, SHIFT, average, blocks, table
from reader.search.matches import Matches
from reader.search.occurrences import Run, Source
from reader.search.query import FIELDS
from reader.search.view import Flags, Floats, Numbers, View
from reader.search.weighing import saturated

ROUNDING = np.float32(1 + 1e-5)
"""By how much sums of a few numbers of 24 bits can differ, and more."""


class Blocks:
    """The blocks of a view, numbered through its parts."""

    def __init__(self, view: View, recency: Floats, units: Mapping[str, Floats]) -> None:
        """`units` is what an occurrence is worth in each article, by field."""
        self._view = view
        self._units = units
        counts = [blocks(part.articles) for _, part in view.parts]
        self.bases: Numbers = np.concatenate([[0], np.cumsum(counts, dtype=np.intp)])
        """The number of each part's first block, and how many blocks there are."""
        starts = [base + np.arange(0, p.articles, BLOCK) for base, p in view.parts if p.articles]
        self._starts: Numbers = np.concatenate([np.zeros(0, np.intp), *starts])
        self._recency = self.highest(recency) * ROUNDING
        self._tables = [table(_growth(view, part)) for _, part in view.parts]

    def of(self, articles: Numbers) -> Numbers:
        """The blocks of some articles, rising."""
        if len(self._view.parts) < 2:
            return articles >> SHIFT
        bases = np.array([base for base, _ in self._view.parts], np.intp)
        ends = [*np.searchsorted(articles, bases).tolist(), len(articles)]
        found = articles.copy()
        for place, (begin, end) in enumerate(pairwise(ends)):
            found[begin:end] -= bases[place]
        found >>= SHIFT
        for place, (begin, end) in enumerate(pairwise(ends)):
            found[begin:end] += self.bases[place]
        return found

    def spread(self, found: Matches) -> Floats:
        """The highest score in each block; 0 where there is none."""
        highest = np.zeros(self.bases[-1], np.float32)
        np.maximum.at(highest, self.of(found.numbers), found.scores)
        return highest

    def highest(self, values: Array) -> Array:
        """The highest of some values, one for each article, in each block."""
        found: Array = values[:0]
        return np.maximum.reduceat(values, self._starts) if len(self._starts) else found

    def raised(self, bounds: Floats, allowed: Flags | None) -> Floats:
        """Bounds of whole scores, where an article is allowed: recency counts as well."""
        found = bounds * self._recency
        return found if allowed is None else found * self.highest(allowed)

    def bound(self, source: Source) -> Floats:
        """The most that a source is worth, in units of idf; 0 where no article has it."""
        found = np.zeros(self.bases[-1], np.float32)
        for place, runs in enumerate(source.runs):
            if runs:
                self._fill(found[self.bases[place] : self.bases[place + 1]], place, source, runs)
        return found

    def _fill(self, found: Floats, place: int, source: Source, runs: Mapping[str, Run]) -> None:
        base, part = self._view.parts[place]
        ready = part.peaks[source.kind].of(source.word) if source.kind in part.peaks else None
        if ready is not None:
            # Never an index out of range: a table has something for every byte.
            self._tables[place].take(ready, out=found, mode="clip")
            return
        highest = np.zeros(len(found), np.float32)
        for field, run in runs.items():
            units = self._units[field][base : base + part.articles]
            worth = run.whole() * units[run.numbers]
            here = highest if len(runs) == 1 else np.zeros(len(found), np.float32)
            np.maximum.at(here, run.numbers >> SHIFT, worth)
            if here is not highest:
                highest += here
        found[:] = saturated(highest)


def _growth(view: View, part: Part) -> float:
    """How much longer than in the part the average article is, in the field that grew most."""
    means = ((view.averages[field], average(part.lengths[field])) for field in FIELDS)
    return max(1.0, *(now / then for now, then in means))
