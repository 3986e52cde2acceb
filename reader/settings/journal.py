"""The log: what was done to a library and how it went, a line each, so that a fault can be traced.

A line has the moment, the process and a sentence of ours. No words of articles, nothing
that a person typed, of an address only its host. Two files, neither larger than a bound.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from reader.safe import line

MOST_BYTES = 256_000
"""Of one file; the former one is kept beside it, so twice that in all."""
_LONGEST = 300


def note(path: Path, what: str) -> None:
    """Add a line. Where that cannot be, nothing happens: nobody's work depends on it."""
    moment = datetime.now().astimezone().isoformat(timespec="seconds")
    said = f"{moment} {os.getpid()} {line(what)[:_LONGEST]}\n".encode(errors="replace")
    with suppress(OSError):
        _turn_over(path)
        # One write at the end of the file: lines of several processes stay whole.
        log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _NO_LINK, 0o600)
        try:
            os.write(log, said)
        finally:
            os.close(log)


_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def _turn_over(path: Path) -> None:
    """Begin anew where the file has grown to its bound."""
    if not _is_full(path):
        return
    from filelock import FileLock, Timeout  # late: it is full once in thousands of lines

    with suppress(Timeout), FileLock(path.with_suffix(".log.lock"), timeout=0):
        if _is_full(path):
            path.replace(path.with_suffix(".log.1"))


def _is_full(path: Path) -> bool:
    try:
        return path.stat().st_size >= MOST_BYTES
    except OSError:
        return False
