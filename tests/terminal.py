"""A real terminal for a command: what it writes is read off a screen, what it reads is typed.

The command runs under a pseudo-terminal of a given size and `pyte` keeps the
screen. Nothing is answered on the command's behalf, and nothing waits for the
clock: `wait_for` returns when its condition holds, or fails with the screen.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

from tests import processes

Condition = str | Callable[["Terminal"], object]

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "ctrl+c": "\x03",
    "ctrl+f": "\x06",
    "ctrl+p": "\x10",
    "ctrl+q": "\x11",
    "ctrl+z": "\x1a",
    "ctrl+backslash": "\x1c",
}
"""Keys by name, as xterm sends them."""

CHUNK = 65536
GRACE = 5.0
"""Seconds a command has to end by itself when it is closed."""


class _Screen(pyte.Screen):
    """Mutes the answers a terminal would give, which pyte would otherwise queue."""

    @property
    def display(self) -> list[str]:
        """The lines; also where half of a wide sign was written over, at which pyte's own fails."""
        columns = range(self.columns)
        return ["".join(self.buffer[y][x].data for x in columns) for y in range(self.lines)]

    def report_device_status(self, mode: int = 0, **kwargs: object) -> None:
        pass

    def report_device_attributes(self, mode: int = 0, **kwargs: object) -> None:
        pass


class Terminal:
    """A command in a pseudo-terminal of `cols` by `rows`; a context manager.

    `env` is all that is added to PATH, HOME, BROADSHEET_CONFIG, a UTF-8 locale, TERM=xterm-256color
    and COLORTERM=truecolor; nothing else of our own environment is passed on. A
    value there replaces ours. With `forked`, the command is what stands behind `broadsheet`, and
    it runs without an interpreter being started for it: see `tests/processes.py`.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        cols: int = 120,
        rows: int = 36,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        forked: bool = False,
    ) -> None:
        self._screen = _Screen(cols, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._raw = bytearray()
        self._drawn = 0  # how many of the raw bytes the screen has seen
        self._ended = False
        self._fd, child = pty.openpty()
        self._set_size(cols, rows)
        self.started = time.perf_counter()
        """When the command was started, on `time.perf_counter`."""
        self.last_read = self.started
        """When the last bytes came, on the same clock."""
        self.moments: list[tuple[float, int]] = []
        """After each read: when it was, and how many bytes had come in all."""
        words = [str(word) for word in command]
        self._process = (_fork if forked else _start)(words, child, environment(env or {}), cwd)
        os.close(child)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # What there is to see

    @property
    def screen(self) -> list[str]:
        """The lines on the screen, from what was read so far, without trailing blanks."""
        self._draw()
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The screen as one string."""
        return "\n".join(self.screen)

    def columns(self, line: int, signs: str) -> list[int]:
        """The columns of a line in which one of these signs stands, from 0."""
        self._draw()
        cells = self._screen.buffer[line]
        return [x for x in range(self._screen.columns) if cells[x].data and cells[x].data in signs]

    @property
    def raw(self) -> bytes:
        """Every byte the command ever wrote."""
        return bytes(self._raw)

    @property
    def written(self) -> int:
        """How many bytes the command wrote so far."""
        return len(self._raw)

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and line of the cursor, from 0."""
        self._draw()
        return self._screen.cursor.x, self._screen.cursor.y

    @property
    def pid(self) -> int:
        """The process number of the command."""
        return self._process.pid

    @property
    def status(self) -> int | None:
        """The command's exit status, None while it runs; negative for a signal."""
        return self._process.poll()

    # What there is to do

    def send(self, *keys: str) -> None:
        """Press keys: each is a name in `KEYS`, or characters sent as they are."""
        for key in keys:
            self.type(KEYS.get(key, key))

    def type(self, text: str) -> None:
        """Send the characters of a text, even where they spell the name of a key."""
        data = text.encode()
        while data:
            data = data[os.write(self._fd, data) :]

    def resize(self, cols: int, rows: int) -> None:
        """Change the size of the window and tell the command."""
        self._draw()
        self._screen.resize(rows, cols)
        self._set_size(cols, rows)

    def read(self, timeout: float) -> bytes:
        """What the command writes next, b"" if nothing within `timeout` seconds or at its end."""
        if self._ended or not select.select([self._fd], [], [], max(0.0, timeout))[0]:
            return b""
        try:
            data = os.read(self._fd, CHUNK)
        except OSError:  # Linux reports the end of the other side as an error
            data = b""
        if not data:
            self._ended = True
        self.last_read = time.perf_counter()
        self._raw += data
        self.moments.append((self.last_read, len(self._raw)))
        return data

    def wait_for(self, condition: Condition, timeout: float = 10.0) -> None:
        """Read until the text is on the screen, or the condition holds of this terminal.

        Raises:
            AssertionError: it did not within `timeout` seconds, or the command
                ended before it did; the message shows the screen.
        """
        holds = condition if callable(condition) else lambda self: condition in self.text
        deadline = time.monotonic() + timeout
        while not holds(self):
            left = deadline - time.monotonic()
            if left <= 0 or self._ended:
                raise AssertionError(self._complaint(condition))
            self.read(left)

    def wait_for_end(self, timeout: float = 10.0) -> int:
        """Read until the command has ended; its exit status."""
        self.wait_for(lambda self: self._ended, timeout)
        return self._process.wait(timeout)

    def read_until_quiet(self, quiet: float, timeout: float = 10.0) -> float:
        """Read until nothing was written for `quiet` seconds; `last_read` of the last byte.

        For measuring: a test waits for a condition instead. The screen is drawn
        only when it is looked at, so drawing is no part of what is measured.
        """
        deadline = time.perf_counter() + timeout
        while time.perf_counter() < deadline and self.read(quiet):
            pass
        return self.last_read

    def close(self) -> None:
        """End the command, gently first, and give the terminal back."""
        if self._fd < 0:
            return
        for kind in (signal.SIGTERM, signal.SIGKILL):
            if self._process.poll() is not None:
                break
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, kind)
            self._drain(GRACE)
        self._process.wait()
        os.close(self._fd)
        self._fd, self._ended = -1, True

    def _reap(self) -> int | None:
        """The exit status of a command that has let go of the terminal."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(GRACE)
        return self.status

    def _draw(self) -> None:
        """Bring the screen up to date."""
        fresh = self._raw[self._drawn :]
        self._drawn += len(fresh)
        if fresh:
            self._stream.feed(bytes(fresh))

    def _drain(self, seconds: float) -> None:
        """Read until the command has ended, so that no write holds it up."""
        deadline = time.monotonic() + seconds
        while self._process.poll() is None and time.monotonic() < deadline:
            if self._ended:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(deadline - time.monotonic())
            else:
                self.read(0.05)

    def _set_size(self, cols: int, rows: int) -> None:
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))

    def _complaint(self, condition: Condition) -> str:
        what = repr(condition) if isinstance(condition, str) else "the condition"
        end = f"; the command ended with status {self._reap()}" if self._ended else ""
        return f"waited in vain for {what}{end}. The screen:\n{self.text}"


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """The environment of a command: the little it needs, and `extra` over it."""
    ours = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "BROADSHEET_CONFIG")
        if name in os.environ
    }
    fixed = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    return {**ours, **fixed, **extra}


def _fork(
    words: list[str], terminal: int, env: Mapping[str, str], cwd: Path | None
) -> processes.Forked:
    files = (terminal, terminal, terminal)
    return processes.start(
        "reader", ["broadsheet", *words], files, env, alone="terminal", folder=cwd
    )


def _start(
    command: list[str], terminal: int, env: Mapping[str, str], cwd: Path | None
) -> subprocess.Popen[bytes]:
    with warnings.catch_warnings():
        # Threads left over by other tests do no harm: the child makes one system call.
        warnings.simplefilter("ignore", DeprecationWarning)
        return subprocess.Popen(
            command,
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            env=env,
            cwd=cwd,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )


def _take_terminal() -> None:
    """Make standard input the controlling terminal, so that ^C and resizes arrive.

    Tests run in the background of a shell have inherited that ^C is ignored.
    """
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for each in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(each, signal.SIG_DFL)
