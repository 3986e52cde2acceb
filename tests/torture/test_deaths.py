"""Killed at any moment, a library loses nothing, answers rightly and heals."""

from __future__ import annotations

from pathlib import Path

from tests.torture.deaths import lives, look

SEEDS = 5
KILLS = 50
"""For each seed, one after the other on one library."""


def test_killed_again_and_again_nothing_is_lost(tmp_path: Path, seed: int) -> None:
    killed = number = 0
    with lives() as leading:
        while killed < KILLS:
            number += 1
            life = seed * 1000 + number
            killed += leading.end_one(tmp_path, life)
            look(tmp_path, life)
    assert number < 2 * KILLS
