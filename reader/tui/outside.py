"""Other programs: those that take the terminal for a while, and those that run beside it.

No shell reads their words, so that nothing an article says can become a command.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from textual.app import App

from reader import private
from reader.safe import clean, line

_PATIENCE_S = 5.0
_MOST_SAID = 100


def run_outside(app: App[Any], command: Sequence[str], text: str | None = None) -> str:
    """Run a command in the terminal while the screen makes way; "" or why it could not be.

    With `text`, that is its standard input, and what it printed stays until Enter is
    pressed; its exit code is told there. Without, one other than 0 is a failure. The
    words of the command are its own: no shell reads them. Ctrl+C and Ctrl+\\ are the
    command's too, and end it alone.
    """
    fault = ""
    if app._driver is None or not app._driver.can_suspend:
        return "No command can take this terminal."
    with _unmoved(), app.suspend():  # which would not bring the screen back after an exception
        try:
            given = None if text is None else text.encode()
            code = subprocess.run(
                command, input=given, check=False, umask=private.usual()
            ).returncode
            if text is not None:
                _wait(f"{clean(command[0])} ended with {code}; Enter goes back")
            elif code:
                fault = f"{_name(command)} ended with an error."
        except OSError as error:
            fault = f"{_name(command)} cannot be started: {error.strerror}."
    return fault


@contextmanager
def _unmoved() -> Iterator[None]:
    """What the terminal's keys signal to the program in front does nothing to us meanwhile.

    Handled and not ignored: a program inherits what is ignored, but not a handler.
    """

    def nothing(_signal: int, _frame: FrameType | None) -> None:
        pass

    before = {each: signal.signal(each, nothing) for each in (signal.SIGINT, signal.SIGQUIT)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _wait(told: str) -> None:
    sys.stdout.write(f"\n[{told}] ")
    sys.stdout.flush()
    sys.stdin.readline()


def run_aside(command: Sequence[str], text: str = "") -> str:
    """Run a command away from our terminal, the text on its standard input; "" or what failed.

    In a session of its own: what it prints must not reach the screen, and it must not take
    the terminal. Some programs only end when they are closed; they are not waited for longer
    than a moment.
    """
    try:
        with tempfile.TemporaryFile() as said:  # not a pipe: a child left behind would hold it
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=said,
                start_new_session=True,
                umask=private.usual(),
            )
            try:
                process.communicate(text.encode(errors="replace"), _PATIENCE_S)
            except subprocess.TimeoutExpired:
                return ""
            said.seek(0)
            why = said.read(10_000).decode(errors="replace")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return f"{_name(command)} cannot be started: {reason}."
    code = process.returncode
    return f"{_name(command)} ended with {code}{_last_words(why)}." if code else ""


def _name(command: Sequence[str]) -> str:
    return line(Path(command[0]).name)


def _last_words(said: str) -> str:
    words = [line(row) for row in said.splitlines() if row.strip()]
    return f": {words[-1][:_MOST_SAID].rstrip('. ')}" if words else ""


def editor(command: str) -> list[str]:
    """The words of the editor: the one that was set, else VISUAL, EDITOR or vi.

    Raises:
        ValueError: a quotation mark is not closed in it.
    """
    named = command or os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    return shlex.split(named.removeprefix("!"))


def takes_terminal(command: str) -> bool:
    """Does a command line from the settings draw in the terminal? `!` before it says so."""
    return command.startswith("!")


def words(command: str, **given: str) -> list[str]:
    """The words of a command line from the settings, `{url}` and the like filled in.

    It is parted into words before it is filled, so that a text stays one word; one that
    would begin a word with `-`, as options do, is kept apart from it by a space. The `!`
    that `takes_terminal` looks for is no part of it.
    """

    def fill(word: str) -> str:
        filled = re.sub(r"\{(\w+)\}", lambda blank: given.get(blank[1], blank[0]), word)
        return f" {filled}" if filled.startswith("-") and not word.startswith("-") else filled

    return [fill(word) for word in shlex.split(command.removeprefix("!"))]
