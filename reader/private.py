"""What we make is its owner's alone. What other programs make through us is as they are used to."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_OWN = 0o077
_usual = -1


def settle() -> None:
    """From now on nobody else may read what this process makes, SQLite's and Whoosh's files too."""
    global _usual
    if _usual < 0:
        _usual = os.umask(_OWN)


def usual() -> int:
    """The mask that a program of the person's own is to have; -1 for that of this process."""
    return _usual


def tighten(path: Path) -> None:
    """Take from everybody else what a former version, or a copy, let them have of ours."""
    with suppress(OSError):
        mode = path.stat().st_mode
        if mode & _OWN:
            path.chmod(mode & 0o7777 & ~_OWN)
