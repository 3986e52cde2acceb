"""Garbled documents of every format are read or refused; `make torture` tries 100,000."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.torture import garbling


def test_garbled_documents_are_read_or_refused(corpus: Path) -> None:
    assert garbling.try_many(corpus, seed=6, many=120).inputs == 120


@pytest.mark.parametrize("change", sorted({m.__name__ for m in garbling.MUTATIONS}))
def test_each_way_of_garbling_changes_a_document_and_a_seed_repeats_it(change: str) -> None:
    raw, other = b"<p title='x'>The ferry.</p>" * 9, b"# Bread\n" * 9
    mutation = getattr(garbling, change)
    results = []
    for _ in range(2):
        data = bytearray(raw)
        for seed in range(5):
            mutation(random.Random(seed), data, other)
        results.append(bytes(data))
    assert results[0] == results[1] != raw
