"""What is kept when the screen itself fails, and where it goes on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from reader.library import Order, Scope
from reader.light import dataclass
from reader.tui.widgets.headlines import Place
from reader.worker import crashes


@dataclass(frozen=True, slots=True)
class Resume:
    """Where a person was when the screen failed."""

    scope: Scope
    place: Place
    order: Order
    reading: bool
    """Was the article open?"""
    said: str
    """What to tell of it."""


def keep(path: Path, error: BaseException) -> str:
    """Add a report to the file; returns a sentence that says so."""
    what = crashes.trace(error)
    kept = crashes.keep(path, datetime.now().astimezone(), "The screen failed.", what)
    return f"What is known of it, without any text of yours, is in {path}." if kept else ""
