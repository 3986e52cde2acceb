"""100,000 garbled documents of every format: read or refused, soon, without growth."""

from __future__ import annotations

from pathlib import Path

from tests.torture.garbling import try_many

SEEDS = 50
EACH = 2_000


def test_garbled_documents_are_read_or_refused(corpus: Path, seed: int) -> None:
    assert try_many(corpus, seed, EACH).inputs == EACH
