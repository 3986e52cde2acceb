"""The best by bounds are the best of all, for seed after seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.search import Index
from tests.search.test_summit import test_the_best_are_the_same_however_they_are_found as same
from tests.search.test_summit import tight

__all__ = ["tight"]

SEEDS = 20


@pytest.mark.parametrize("rare", [1, 16, 10**9], ids=["read", "some bounds", "only bounds"])
def test_the_best_are_the_same_for_many_seeds(
    tmp_path: Path, seed: int, rare: int, tight: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Index(tmp_path)
    same(index, seed, rare, tight, monkeypatch, steps=12)
    index.close()
