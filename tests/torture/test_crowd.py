"""A minute of ten who give stars, two who add and two who index, at one library."""

from __future__ import annotations

from pathlib import Path

from tests.test_crowd import live_together


def test_a_minute_of_fourteen_programs(tmp_path: Path) -> None:
    live_together(tmp_path, ["stars"] * 10 + ["adds"] * 2 + ["indexes"] * 2, seconds=60)
