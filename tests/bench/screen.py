"""What a person waits for at the screen: the start, and the answer to a key.

Measured from outside, in a pseudo-terminal. What the program writes is noted with
its time while it runs and drawn on a screen only afterwards, so that nothing but
the program itself is timed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyte

from tests.bench import option_list
from tests.bench.table import Figure, high, middle
from tests.terminal import Terminal, environment

ROOT = Path(__file__).parents[2]
COLS, ROWS = 120, 36
QUIET = 0.04
"""Seconds without a byte after which a frame counts as complete."""
SETTLED = 0.5
"""Seconds without a byte after which a program counts as started."""
ROWS_OF_BASELINE = 2000

BARE = (sys.executable, "-c", "import textual.app")


Look = tuple[str, bool] | None
"""A title's background and reversal; None while it is not on the screen."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A library to start with, and the titles its list begins with."""

    folder: Path
    count: int
    first: str
    second: str


def starts(samples: list[Sample], runs: int) -> list[Figure]:
    """Start to an answered key for each library, taken in turns with a bare import."""
    bare: list[float] = []
    shown: dict[int, list[float]] = {sample.count: [] for sample in samples}
    moved: dict[int, list[float]] = {sample.count: [] for sample in samples}
    for run in range(runs + 1):
        bare_run = _bare_import()
        for sample in samples:
            seen, answered = _start(sample)
            if run:  # the first round only warms the caches of the file system
                shown[sample.count].append(seen)
                moved[sample.count].append(answered)
        if run:
            bare.append(bare_run)
    against = 'python -c "import textual.app"'
    return [
        Figure(
            f"start, {sample.count:,} articles: {what}",
            "ms",
            middle(times[sample.count]),
            middle(bare),
            against,
            f"from process start, medians of {runs} runs in turns, {COLS}×{ROWS}",
        )
        for sample in samples
        for what, times in (("first headline shown", shown), ("j has moved the cursor", moved))
    ]


def keys(sample: Sample, presses: int) -> list[Figure]:
    """A `j` in the running list, taken in turns with Textual's `OptionList`."""
    ours, theirs = Presses(), Presses()
    baseline = [sys.executable, "-m", option_list.__name__, str(ROWS_OF_BASELINE)]
    with _reader(sample.folder) as reader, _terminal(baseline) as other:
        _wait_until_shown(reader, sample.first)
        _wait_until_shown(other, option_list.READY)
        for _ in range(presses):
            ours.add(*_press(reader, "j"))
            theirs.add(*_press(other, "j"))
    how = f"{presses} presses in turns, {COLS}×{ROWS}, to the last byte of the frame"
    against = f"a Textual OptionList of {ROWS_OF_BASELINE:,} such rows, no pane beside it"
    name = f"j, {sample.count:,} articles:"
    return [
        Figure(f"{name} median", "ms", middle(ours.times), middle(theirs.times), against, how),
        Figure(f"{name} 95th percentile", "ms", high(ours.times), high(theirs.times), against, how),
        Figure(f"{name} bytes", "B", middle(ours.sizes), middle(theirs.sizes), against, how),
    ]


class Presses:
    """Times in milliseconds and sizes in bytes of the frames that answered keys."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.sizes: list[float] = []

    def add(self, milliseconds: float, size: int) -> None:
        self.times.append(milliseconds)
        self.sizes.append(size)


def _press(terminal: Terminal, key: str) -> tuple[float, int]:
    before, sent = terminal.written, time.perf_counter()
    terminal.send(key)
    last = terminal.read_until_quiet(QUIET)
    return max(0.0, last - sent) * 1000, terminal.written - before


def _bare_import() -> float:
    began = time.perf_counter()
    subprocess.run(BARE, check=True, env=environment({}))
    return (time.perf_counter() - began) * 1000


def _start(sample: Sample) -> tuple[float, float]:
    """Milliseconds until the first headline is on the screen, and until `j` moved the cursor."""
    with _reader(sample.folder) as terminal:
        _read_until(terminal, lambda: sample.first.encode() in terminal.raw)
        terminal.send("j")
        terminal.read_until_quiet(SETTLED)
    frames = [(at, looks) for at, looks in _frames(terminal, sample) if looks[0]]
    both = [(at, looks) for at, looks in frames if looks[1]]
    for at, looks in both:
        if all(old != new for old, new in zip(both[0][1], looks, strict=True)):
            return _since(terminal, frames[0][0]), _since(terminal, at)
    raise AssertionError(f"`j` did not move the cursor:\n{terminal.text}")


def _since(terminal: Terminal, moment: float) -> float:
    return (moment - terminal.started) * 1000


def _read_until(terminal: Terminal, holds: Callable[[], bool]) -> None:
    while not holds():
        if not terminal.read(30.0):
            raise AssertionError(f"the program fell silent:\n{terminal.text}")


def _wait_until_shown(terminal: Terminal, text: str) -> None:
    terminal.wait_for(text, timeout=30)
    terminal.read_until_quiet(SETTLED)


def _frames(terminal: Terminal, sample: Sample) -> Iterator[tuple[float, tuple[Look, Look]]]:
    """How the first two titles looked after each piece of what was written, and when."""
    screen = pyte.Screen(COLS, ROWS)
    stream = pyte.ByteStream(screen)
    raw, drawn = terminal.raw, 0
    for at, end in terminal.moments:
        stream.feed(raw[drawn:end])
        drawn = end
        yield at, (_look(screen, sample.first), _look(screen, sample.second))


def _look(screen: pyte.Screen, title: str) -> Look:
    """Background and reversal of a title, where it stands furthest left; None if nowhere."""
    places = [(line.find(title), y) for y, line in enumerate(screen.display) if title in line]
    if not places:
        return None
    x, y = min(places)
    cell = screen.buffer[y][x]
    return cell.bg, cell.reverse


def _reader(folder: Path) -> Terminal:
    return _terminal([sys.executable, "-m", "reader", "--library", str(folder)])


def _terminal(command: list[str]) -> Terminal:
    return Terminal(command, cols=COLS, rows=ROWS, cwd=ROOT)
