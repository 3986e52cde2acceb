"""One seed for a run, told at its end; `BROADSHEET_SEED` repeats it, `BROADSHEET_TORTURE` sets how much."""

from __future__ import annotations

import os
import random
from typing import Any

import pytest

SEED = int(os.environ.setdefault("BROADSHEET_SEED", str(random.SystemRandom().getrandbits(32))))
"""Processes that share the tests inherit it."""
TIMES = float(os.environ.get("BROADSHEET_TORTURE", "1"))
"""How many times the usual amount."""


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Tell the seed, also when all is well."""
    terminalreporter.write_line(f"BROADSHEET_SEED={SEED} repeats this run.")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with `seed` runs once for each of its seeds (`SEEDS` of its module)."""
    if "seed" in metafunc.fixturenames:
        many = max(1, round(metafunc.module.SEEDS * TIMES))
        metafunc.parametrize("seed", [SEED + number for number in range(many)])
