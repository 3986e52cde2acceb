"""Killed at any moment of anything it does, nothing acknowledged is lost. A thousand times: torture."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.library.deaths import end_many
from tests.web import Web


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_killed_fifty_times_nothing_acknowledged_is_lost(tmp_path: Path, web: Web) -> None:
    assert end_many(tmp_path, web, seed=6, kills=50) < 120
