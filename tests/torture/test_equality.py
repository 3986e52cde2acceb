"""1,000 queries, for each seed, on an index that lives meanwhile."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from reader.search import Index, writer
from reader.search.arrays import tiers
from tests.search.test_equality import Reference, change, compare, some_query

SEEDS = 10
STEPS, QUERIES = 50, 20


def test_1000_queries_on_a_living_index_equal_plain_whoosh(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(tiers, "FACTOR", chance.choice([2, 3, 8]))
    monkeypatch.setattr(writer, "_TIER", chance.choice([2, 3, 8]))
    index, held = Index(tmp_path), dict[int, int]()
    for step in range(1, STEPS + 1):
        change(chance, index, held, step)
        if chance.random() < 0.05:
            follow(index, chance)
        assert index.revisions() == held
        reference = Reference(index.place)
        for _ in range(QUERIES):
            compare(index, reference, some_query(chance), chance.random() < 0.5)
        reference.reader.close()
    index.close()


def follow(index: Index, chance: random.Random) -> None:
    """A successor with the same articles, other texts, takes over."""
    from tests.search.test_equality import article

    entries = [article(chance, key, revision) for key, revision in index.revisions().items()]
    index.succeeded_by().apply(entries, [])
    index.hand_over()
