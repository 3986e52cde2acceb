"""A thousand kills in the midst of all that is done to a library."""

from __future__ import annotations

from pathlib import Path

from tests.library.deaths import end_many
from tests.web import Web

SEEDS = 20
KILLS = 50
"""For each seed, one after the other on one library."""


def test_killed_a_thousand_times_nothing_acknowledged_is_lost(
    tmp_path: Path, web: Web, seed: int
) -> None:
    assert end_many(tmp_path, web, seed, KILLS) < 3 * KILLS
