"""The reading pane by itself with a book in it, against what Textual offers: opening, paging, memory.

All programs run side by side in pseudo-terminals and are asked in turns.
"""

from __future__ import annotations

import re
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from tests.bench import page_app
from tests.bench.screen import COLS, QUIET, ROWS, press, started, wait_until_shown
from tests.bench.table import Figure, middle
from tests.terminal import Terminal

OPEN_BAR, PAGE_BAR, MEMORY_BAR = 0.15, 0.1, 1.0
MOST_MB = 10.0
RUNS = 5


def measure(presses: int) -> list[Figure]:
    """Every figure that the reading pane is held to, each with its bar."""
    opened: dict[str, list[float]] = {kind: [] for kind in ("page", "static")}
    for _ in range(RUNS):
        for kind, times in opened.items():
            with _started(kind) as program:
                times.append(_open(program))
    with ExitStack() as programs:
        ours, log, bare = (programs.enter_context(_started(k)) for k in ("page", "log", "bare"))
        for program in (ours, log):
            _open(program)
        pages = [
            (press(ours, "\x1b[6~").settled, press(log, "\x1b[6~").settled)
            for _ in range(max(5, presses // 10))
        ]
        more = _resident(ours) - _resident(bare)
    words = f"an article of {page_app.WORDS:,} words"
    return [
        Figure(
            f"{words}, open to first screenful",
            "ms",
            *(middle(opened[kind]) for kind in ("page", "static")),
            "Textual's Static(Content) in a VerticalScroll",
            f"key to the end of the frame with the title, medians of {RUNS} programs each in turns",
            OPEN_BAR,
        ),
        Figure(
            f"{words}, page down",
            "ms",
            *(middle([pair[n] for pair in pages]) for n in (0, 1)),
            "a Textual RichLog, which animates it",
            f"key to the last byte, medians of {len(pages)} in turns, {COLS}×{ROWS}",
            PAGE_BAR,
        ),
        Figure(
            f"{words}, memory",
            "MB",
            more,
            MOST_MB,
            "the most it may take",
            "resident, more than an app that has the text but no pane, after the pages above",
            MEMORY_BAR,
        ),
    ]


def _started(kind: str) -> Terminal:
    program = started([sys.executable, "-m", page_app.__name__, kind])
    wait_until_shown(program, page_app.READY)
    return program


def _open(program: Terminal) -> float:
    """Milliseconds until the article is on the screen."""
    sent = time.perf_counter()
    program.send("o")
    seen = len(program.moments)
    while page_app.OPENED.encode() not in program.raw:
        if not program.read(60.0):
            raise AssertionError(f"the article did not open:\n{program.text}")
    program.read_until_quiet(QUIET)
    return _end_of_frame(program, seen, sent)


def _end_of_frame(program: Terminal, seen: int, sent: float) -> float:
    raw = program.raw
    at = next(m for m, end in program.moments[seen:] if page_app.OPENED.encode() in raw[:end])
    return (at - sent) * 1000


def _resident(program: Terminal) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{program.pid}/status").read_text())
    return int(found[1]) / 1000 if found else float("nan")
