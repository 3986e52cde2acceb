"""How the command line speaks: data on stdout, one voice on stderr, a bar for what takes time."""

from __future__ import annotations

import json
import os
import signal
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn
from unicodedata import east_asian_width

from reader.library import Library, open_library
from reader.models import Progress
from reader.safe import clean
from reader.settings import choose_library

if TYPE_CHECKING:
    from pydantic import BaseModel
    from tqdm import tqdm

_BAR_AFTER_S = 1.0
# tqdm's own format turns a slow rate around: `1.57s/`, without saying of what.
_BAR = (
    "{desc}: {percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt}"
    " [{elapsed}<{remaining}, {rate_noinv_fmt}]"
)


@contextmanager
def library(options: Any) -> Iterator[Library]:
    """The library that the command line chose, closed again at the end."""
    opened = open_library(choose_library(options.library))
    try:
        yield opened
    finally:
        opened.close()


def say(sentence: str) -> None:
    """Talk to the person."""
    print(clean(sentence), file=sys.stderr)


def put(text: str) -> None:
    """Print data. Text of articles may hold anything, so it is cleaned also here."""
    print(clean(text))


def put_heads(text: str) -> None:
    """Name the columns of the lines that follow, for a person: no program has to pass over them."""
    if sys.stdout.isatty():
        put(text)


def put_marked(
    text: str, marks: Sequence[tuple[int, int]], indent: str = "", width: int = 0
) -> None:
    """Print a line of data with ranges of its characters in bold, for a terminal.

    With `width` it is broken into lines of so many columns, each with the indent.
    """
    plain = clean(text)
    bold = set[int]()
    if plain == text and _may_style():
        bold.update(at for start, end in marks for at in range(start, end))
    at = 0
    for row in textwrap.wrap(plain, _chars(plain, width)) if width else [plain]:
        at = plain.find(row, at)
        print(indent + _styled(row, {place - at for place in bold}))
        at += len(row)


def _may_style() -> bool:
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _chars(text: str, columns: int) -> int:
    """How many of its characters fit: East Asian ones take two columns."""
    wide = sum(1 for char in text if east_asian_width(char) in "WF")
    return max(1, columns * len(text) // (len(text) + wide)) if text else columns


def _styled(text: str, bold: set[int]) -> str:
    runs = groupby(enumerate(text), key=lambda pair: pair[0] in bold)
    joined = ((marked, "".join(char for _, char in run)) for marked, run in runs)
    return "".join(f"\x1b[1m{run}\x1b[0m" if marked else run for marked, run in joined)


def put_json(value: dict[str, Any] | BaseModel) -> None:
    """Print one JSON object on a line of its own.

    What a terminal would obey, and lone surrogates of a file name that is no UTF-8,
    are written escaped: the same text to whoever reads the JSON.
    """
    data = value if isinstance(value, dict) else value.model_dump()
    text = json.dumps(data, ensure_ascii=False)
    encoding = sys.stdout.encoding or "utf-8"
    print(text if clean(text) == text and _encodes(text, encoding) else json.dumps(data))


def _encodes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def number(count: int, one: str, many: str = "") -> str:
    """`1 article`, `3 articles`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


@contextmanager
def bar() -> Iterator[Callable[[Progress], None]]:
    """A progress bar with count, rate and time left, once a job has taken a second."""
    shown: dict[str, tqdm[NoReturn]] = {}

    def on_progress(progress: Progress) -> None:
        if not sys.stderr.isatty():
            return
        line = shown.get(progress.what)
        if line is None:
            line = shown[progress.what] = _line(progress)
        line.total = progress.total or None
        line.update(progress.done - line.n)

    try:
        yield on_progress
    finally:
        for line in shown.values():
            line.close()


def _line(progress: Progress) -> tqdm[NoReturn]:
    from tqdm import tqdm

    return tqdm(
        desc=progress.what.capitalize(),
        total=progress.total or None,
        bar_format=_BAR if progress.total else None,
        delay=_BAR_AFTER_S,
        unit="",
        file=sys.stderr,
    )


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Ctrl+C ends the work after the present batch; pressed twice it ends at once."""
    asked = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()  # and nothing else: a signal may come in the middle of a print

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
