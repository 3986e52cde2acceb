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
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyte

from tests.bench import option_list
from tests.bench.newsboat import Newsboat
from tests.bench.table import Figure, high, middle
from tests.terminal import Terminal, environment

ROOT = Path(__file__).parents[2]
COLS, ROWS = 120, 36
GAP = 0.01
"""Seconds without a byte that end a frame; Textual draws at most one in 16 ms."""
QUIET = 0.2
"""Seconds without a byte after which a key counts as answered in full."""
SETTLED = 0.5
"""Seconds without a byte after which a program counts as started."""
ROWS_OF_BASELINE = 2000
START_BAR, MORE_BAR = 1.4, 1.1

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


def starts(samples: list[Sample], runs: int, other: Newsboat | None) -> list[Figure]:
    """Start to an answered key for each library, taken in turns with a bare import.

    The last library is the largest, and held to the one before it; `other` has as many
    articles as that one.
    """
    bare: list[float] = []
    theirs: list[float] = []
    shown: dict[int, list[float]] = {sample.count: [] for sample in samples}
    moved: dict[int, list[float]] = {sample.count: [] for sample in samples}
    for run in range(runs + 1):
        bare_run = _bare_import()
        # In another order each time, so that what is left of one does not fall on the same other.
        for sample in samples[:: 1 if run % 2 else -1]:
            seen, answered = _start(sample)
            if run:  # the first round only warms the caches of the file system
                shown[sample.count].append(seen)
                moved[sample.count].append(answered)
        if run:
            bare.append(bare_run)
    if other:
        theirs = [other.start(COLS, ROWS) for _ in range(runs + 1)][1:]
    how = f"from process start, medians of {runs} runs in turns, {COLS}×{ROWS}"
    figures = [
        Figure(
            f"start, {sample.count:,} articles: {what}",
            "ms",
            middle(times[sample.count]),
            middle(bare),
            'python -c "import textual.app"',
            how,
            START_BAR,
        )
        for sample in samples
        for what, times in (("first headline shown", shown), ("j has moved the cursor", moved))
    ]
    before, most = samples[-2].count, samples[-1].count
    against = f"the same with {before:,} articles"
    figures.append(
        Figure(f"start, {most:,} articles: as quick", "ms", middle(moved[most]), middle(moved[before]), against, how, MORE_BAR)
    )  # fmt: skip
    if other:
        name, against = f"start, {before:,} articles: list shown", "newsboat with as many"
        figures.append(Figure(name, "ms", middle(shown[before]), middle(theirs), against, how))
    return figures


def keys(sample: Sample, presses: int) -> list[Figure]:
    """A `j` in the running list, taken in turns with Textual's `OptionList`."""
    ours, theirs = [], []
    baseline = [sys.executable, "-m", option_list.__name__, str(ROWS_OF_BASELINE)]
    with _reader(sample.folder) as reader, started(baseline) as other:
        wait_until_shown(reader, sample.first)
        wait_until_shown(other, option_list.READY)
        for _ in range(presses):
            ours.append(press(reader, "j"))
            theirs.append(press(other, "j"))
    return _compared(f"j, {sample.count:,} articles:", ours, theirs)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a key brought about."""

    frame: float
    """Milliseconds to the last byte of the first frame: the list has answered."""
    settled: float
    """Milliseconds to the last byte of all, the article beside the list included."""
    size: int
    """Bytes of the first frame."""


def _compared(name: str, ours: list[Answer], theirs: list[Answer]) -> list[Figure]:
    against = f"a Textual OptionList of {ROWS_OF_BASELINE:,} such rows, nothing beside it"
    how = f"{len(ours)} presses in turns, {COLS}×{ROWS}, past the window's end the list scrolls"
    frames, others = [a.frame for a in ours], [a.frame for a in theirs]
    settled = middle([a.settled for a in ours]), middle([a.settled for a in theirs])
    sizes = middle([a.size for a in ours]), middle([a.size for a in theirs])
    return [
        Figure(f"{name} list drawn, median", "ms", middle(frames), middle(others), against, how),
        Figure(f"{name} list drawn, 95 %", "ms", high(frames), high(others), against, how),
        Figure(f"{name} list drawn, bytes", "B", *sizes, against, how),
        Figure(f"{name} article beside it too", "ms", *settled, against, how),
    ]


def press(terminal: Terminal, key: str) -> Answer:
    """What a key brings about."""
    return answered(terminal, lambda: terminal.send(key))


def answered(terminal: Terminal, act: Callable[[], None]) -> Answer:
    """What is written when something is done to a program that rests."""
    known, before, sent = len(terminal.moments), terminal.written, time.perf_counter()
    act()
    terminal.read_until_quiet(QUIET)
    reads = terminal.moments[known:] or [(sent, before)]
    gaps = (n for n in range(1, len(reads)) if reads[n][0] - reads[n - 1][0] > GAP)
    frame, end = reads[next(gaps, len(reads)) - 1]
    return Answer((frame - sent) * 1000, (reads[-1][0] - sent) * 1000, end - before)


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
    _wait_for_workers(sample.folder)
    frames = [(at, looks) for at, looks in _frames(terminal, sample) if looks[0]]
    both = [(at, looks) for at, looks in frames if looks[1]]
    for at, looks in both:
        if all(old != new for old, new in zip(both[0][1], looks, strict=True)):
            return _since(terminal, frames[0][0]), _since(terminal, at)
    raise AssertionError(f"`j` did not move the cursor:\n{terminal.text}")


def _wait_for_workers(folder: Path) -> None:
    """Until the reader's other process has ended too: it would take a processor from who is next."""
    sign = str(folder).encode()
    commands = Path("/proc").glob("[0-9]*/cmdline")
    for command in commands:
        with suppress(OSError):
            while sign in command.read_bytes():
                time.sleep(GAP)


def _since(terminal: Terminal, moment: float) -> float:
    return (moment - terminal.started) * 1000


def _read_until(terminal: Terminal, holds: Callable[[], bool]) -> None:
    while not holds():
        if not terminal.read(30.0):
            raise AssertionError(f"the program fell silent:\n{terminal.text}")


def wait_until_shown(terminal: Terminal, text: str) -> None:
    """Wait for a text, and until the program has nothing left to draw."""
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
    return started([sys.executable, "-m", "reader", "--library", str(folder)])


def started(command: list[str]) -> Terminal:
    """A program in a terminal of the size that all figures are taken at."""
    return Terminal(command, cols=COLS, rows=ROWS, cwd=ROOT)
