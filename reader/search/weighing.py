"""What an occurrence is worth: BM25F, its constants and its pieces. Pure functions.

For a term with count c_f in field f of an article (Robertson, Zaragoza,
Taylor: *Simple BM25 extension to multiple weighted fields*, 2004):

    tf    = sum over f of  w_f · c_f / (1 − b_f + b_f · length_f / average_f)
    score = idf · tf · (k1 + 1) / (tf + k1)
    idf   = ln(N / (n + 1)) + 1        N articles

n is the most articles that have the term in any one field and spelling: nearly those
that have it at all, and known without putting lists together.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

K1 = 1.6
WEIGHT = {"title": 3.0, "author": 1.0, "body": 1.0}
LENGTH_COUNTS = {"title": 0.5, "author": 0.5, "body": 0.75}
"""b_f: 0 pays no attention to a field's length, 1 full attention."""


def idf(size: int, having: int) -> float:
    """How telling a term is that `having` of `size` articles have."""
    return math.log(size / (having + 1)) + 1


def saturated(frequency: Floats) -> Floats:
    """What a weighted frequency is worth: the second occurrence less than the first."""
    return frequency * np.float32(K1 + 1) / (frequency + np.float32(K1))


def unit(field: str, norms: NDArray[Any]) -> Floats:
    """What one occurrence in `field` is worth in articles of these lengths over the average."""
    b = LENGTH_COUNTS[field]
    return np.float32(WEIGHT[field]) / (np.float32(1 - b) + np.float32(b) * norms)
