"""What is kept when a process of ours fails: the end of what it said, in one small file.

A report says when, with which version, how the process ended and what it
printed last, which for a fault is a traceback. Tracebacks name lines of
Broadsheet and no values; long lines are cut all the same. The newest reports
stay, the file never grows past a bound.
"""

from __future__ import annotations

import platform
import signal
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from reader import __version__
from reader.settings import journal
from reader.settings.paths import LOG

_MOST_BYTES = 64_000
_MOST_LINES = 200
_LONGEST_LINE = 300
_RULE = "\n" + "-" * 72 + "\n"


def keep(path: Path, when: datetime, ending: str, last_words: str) -> bool:
    """Add a report to the file; False if that cannot be done, which is no reason to fail."""
    lines = [line[:_LONGEST_LINE] for line in last_words.splitlines()[-_MOST_LINES:]]
    about = f"Broadsheet {__version__}, Python {platform.python_version()}, {platform.platform()}"
    journal.note(path.with_name(LOG), f"{ending} What is known of it is in {path.name}.")
    head = f"{when.isoformat(timespec='seconds')} · {about}\n{ending}\n\n"
    report = head + "\n".join(lines) + _RULE
    with suppress(OSError):
        kept = _newest(_read(path) + report)
        half = path.with_name(f"{path.name}.new")
        half.write_text(kept, encoding="utf-8")
        half.replace(path)
        return True
    return False


def ending(code: int) -> str:
    """How a process ended, from its exit code, as it goes into a sentence."""
    if code >= 0:
        return f"it ended with code {code}"
    try:
        return f"it was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"it was ended by signal {-code}"


def trace(error: BaseException) -> str:
    """Each line of code on the way to a fault, and the kinds of faults, the first one first.

    It has no values in it and no messages, which may hold what people wrote.
    """
    parts = []
    for each in reversed(list(_chain(error))):
        frames = traceback.extract_tb(each.__traceback__)
        lines = [f"{f.filename}:{f.lineno} in {f.name}: {f.line}" for f in frames]
        parts.append("\n".join([*lines, type(each).__name__]))
    return "\n\n".join(parts)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen = set[int]()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""


def _newest(reports: str) -> str:
    """As many reports as there is room for, the last one in any case, cut at its start."""
    room = reports.encode()[-_MOST_BYTES:].decode(errors="ignore")
    if len(room) == len(reports):
        return reports
    _, _, whole = room.partition(_RULE)
    return whole or room
