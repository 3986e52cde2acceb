"""The list by itself, against what Textual offers: keys, bytes, size, memory, resizing.

All programs run side by side in pseudo-terminals and are asked in turns.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.bench import list_app, option_list
from tests.bench.screen import (
    COLS,
    QUIET,
    ROWS,
    ROWS_OF_BASELINE,
    Answer,
    answered,
    press,
    started,
    wait_until_shown,
)
from tests.bench.table import Figure, middle
from tests.terminal import Terminal

FEW, MANY = 10_000, 1_000_000
SMALL = (80, 24)
ALL = slice(None)
KEY_BAR, BYTES_BAR, SIZE_BAR, MEMORY_BAR, RESIZE_BAR = 0.3, 0.1, 1.1, 1.4, 2.0


def measure(presses: int) -> list[Figure]:
    """Every figure that the list is held to, each with its bar."""
    with ExitStack() as open_programs:
        few, many, textual, single = (
            open_programs.enter_context(started([sys.executable, "-m", *command]))
            for command in (
                (list_app.__name__, str(FEW)),
                (list_app.__name__, str(MANY)),
                (option_list.__name__, str(ROWS_OF_BASELINE)),
                (list_app.__name__, "static"),
            )
        )
        for program in (few, many, textual, single):
            wait_until_shown(program, list_app.READY)
        ours, longer, theirs, pages, resizes = [], [], [], [], []
        for _ in range(presses):
            ours.append(press(few, "j"))
            longer.append(press(many, "j"))
            theirs.append(press(textual, "j"))
        for _ in range(max(5, presses // 10)):
            pages.append(press(few, "pagedown").frame)
            resizes.append(_resized(few))
        return [
            *_keys(ours, longer, theirs),
            _memory(many, single),
            Figure(
                f"resize to {SMALL[0]}×{SMALL[1]} and back",
                "ms",
                middle(resizes),
                middle(pages),
                "a page down in the same list",
                f"both ways together, medians of {len(resizes)}, from {COLS}×{ROWS}",
                RESIZE_BAR,
            ),
        ]


def _keys(ours: list[Answer], longer: list[Answer], theirs: list[Answer]) -> list[Figure]:
    against = f"a Textual OptionList of {ROWS_OF_BASELINE:,} such rows"
    how = f"the list alone, medians of {len(ours)} presses in turns, {COLS}×{ROWS}"
    # The first rows are shown, so that so many presses move the cursor and no line.
    moves = ROWS // 2

    def compared(
        what: str, unit: str, of: Callable[[Answer], float], bar: float, part: slice = ALL
    ) -> Figure:
        values = middle([of(a) for a in ours[part]]), middle([of(a) for a in theirs[part]])
        taken = how if part == ALL else f"{how}, {len(ours[part])} of them"
        return Figure(f"list of {FEW:,}, j, {what}", unit, *values, against, taken, bar)

    within, scrolled = slice(1, moves - 1), slice(moves + 1, None)
    return [
        compared("end of frame", "ms", lambda a: a.frame, KEY_BAR),
        compared("bytes in the window", "B", lambda a: a.size, BYTES_BAR, within),
        compared("bytes where it scrolls", "B", lambda a: a.size, BYTES_BAR, scrolled),
        Figure(
            f"list of {MANY:,}, j, end of frame",
            "ms",
            middle([a.frame for a in longer]),
            middle([a.frame for a in ours]),
            f"the same list with {FEW:,} rows",
            how,
            SIZE_BAR,
        ),
    ]


def _memory(many: Terminal, single: Terminal) -> Figure:
    return Figure(
        f"list of {MANY:,}, memory",
        "MB",
        _resident(many.pid),
        _resident(single.pid),
        "a Textual app with one Static",
        "resident, after the keys above",
        MEMORY_BAR,
    )


def _resident(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1000 if found else float("nan")


def _resized(terminal: Terminal) -> float:
    """Milliseconds to the end of the frame, smaller and back."""
    total = 0.0
    for size in (SMALL, (COLS, ROWS)):
        assert terminal.text  # drawn here and now, or the resizing would have to wait for it
        total += answered(terminal, lambda size=size: terminal.resize(*size)).frame  # type: ignore[misc]
        terminal.read_until_quiet(QUIET)
    return total
