"""The measures of retrieval, of one question; a set's figure is their mean.

See Manning, Raghavan and Schütze, *Introduction to Information Retrieval*, 8.4.
Answers are right or wrong, however good a judge found them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import log2

CUT = 10


def average_precision(ranked: Sequence[int], answers: Collection[int]) -> float:
    """The precision at each answer's rank, averaged over all answers, found or not."""
    right, total = 0, 0.0
    for rank, key in enumerate(ranked, 1):
        if key in answers:
            right += 1
            total += right / rank
    return total / len(answers)


def precision(ranked: Sequence[int], answers: Collection[int]) -> float:
    """The share of answers among the first ten."""
    return sum(key in answers for key in ranked[:CUT]) / CUT


def gain(ranked: Sequence[int], answers: Collection[int]) -> float:
    """nDCG of the first ten: an answer counts 1 / log2(rank + 1), beside the best order's."""
    discounts = [1 / log2(rank + 1) for rank in range(1, CUT + 1)]
    got = sum(d for d, key in zip(discounts, ranked, strict=False) if key in answers)
    return got / sum(discounts[: len(answers)])


MEASURES = {"MAP": average_precision, "P@10": precision, "nDCG@10": gain}


def measured(ranked: Sequence[int], answers: Collection[int]) -> Mapping[str, float]:
    """Every measure of one question's answer, best first."""
    return {name: measure(ranked, answers) for name, measure in MEASURES.items()}
