"""How a library is filled that tests start from: once for all tests of a process, then copied."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reader.library import Library

Fill = Callable[[Library, Path], None]
"""Puts into an empty library what tests start from; the folder is for its documents."""
Filled = Callable[[Fill], Library]
"""The fixture `filled`: opens this test's library as a function fills it."""
