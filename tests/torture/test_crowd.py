"""A minute of ten who give stars, two who add, two who index, one who refreshes and one who looks."""

from __future__ import annotations

from pathlib import Path

from tests.test_crowd import live_together


def test_a_minute_of_sixteen_programs(tmp_path: Path) -> None:
    live_together(
        tmp_path,
        ["stars"] * 10 + ["adds"] * 2 + ["indexes"] * 2 + ["refreshes", "looks"],
        seconds=60,
    )
