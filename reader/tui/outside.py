"""Other programs that take the terminal for a while."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from textual.app import App

from reader.safe import clean


def run_outside(app: App[Any], command: Sequence[str], text: str | None = None) -> str:
    """Run a command in the terminal while the screen makes way; "" or why it could not be.

    With `text`, that is its standard input, and what it printed stays until Enter is
    pressed; its exit code is told there. Without, one other than 0 is a failure. The
    words of the command are its own: no shell reads them.
    """
    fault = ""
    if app._driver is None or not app._driver.can_suspend:
        return "No command can take this terminal."
    with app.suspend():  # which would not bring the screen back after an exception
        try:
            given = None if text is None else text.encode()
            code = subprocess.run(command, input=given, check=False).returncode
            if text is not None:
                _wait(f"{clean(command[0])} ended with {code}; Enter goes back")
            elif code:
                fault = f"{command[0]} ended with an error."
        except OSError as error:
            fault = f"{command[0]} cannot be started: {error.strerror}."
    return fault


def _wait(told: str) -> None:
    sys.stdout.write(f"\n[{told}] ")
    sys.stdout.flush()
    sys.stdin.readline()
