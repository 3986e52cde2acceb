"""How the command line speaks: data on stdout, one voice on stderr, a bar for what takes time."""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

from reader.library import Library, open_library
from reader.models import Progress
from reader.safe import clean
from reader.settings import choose_library

if TYPE_CHECKING:
    from pydantic import BaseModel

_BAR_AFTER_S = 1.0


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


def put_json(value: dict[str, Any] | BaseModel) -> None:
    """Print one JSON object on a line of its own."""
    data = value if isinstance(value, dict) else value.model_dump()
    # Lone surrogates (a file name that is no UTF-8) can only be written escaped.
    text = json.dumps(data, ensure_ascii=False)
    print(text if text.isprintable() or _encodes(text) else json.dumps(data))


def _encodes(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def number(count: int, one: str, many: str = "") -> str:
    """`1 article`, `3 articles`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


@contextmanager
def bar() -> Iterator[Callable[[Progress], None]]:
    """A progress bar with count, rate and time left, once a job has taken a second."""
    shown: dict[str, Any] = {}
    began: dict[str, float] = {}

    def on_progress(progress: Progress) -> None:
        what = progress.what
        started = began.setdefault(what, time.monotonic())
        if what not in shown and time.monotonic() - started > _BAR_AFTER_S and sys.stderr.isatty():
            shown[what] = _tqdm(progress)
        if what in shown:
            shown[what].total = progress.total or None
            shown[what].update(progress.done - shown[what].n)

    try:
        yield on_progress
    finally:
        for line in shown.values():
            line.close()


def _tqdm(progress: Progress) -> Any:
    from tqdm import tqdm

    return tqdm(
        desc=progress.what.capitalize(), total=progress.total or None, unit="", file=sys.stderr
    )


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Ctrl+C ends the work after the present batch; pressed twice it ends at once."""
    asked = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        say("\nStopping after this batch; Ctrl+C again stops at once.")

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
