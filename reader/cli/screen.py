"""`broadsheet open`: from the command line to the screen."""

from __future__ import annotations

import gc
import sys
from typing import Any

from reader.errors import UsageError
from reader.settings import choose_library


def open_screen(options: Any) -> int:
    """Open the reader; returns when it is closed."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The reader needs a terminal. In a pipe, use `broadsheet list` or `broadsheet search`."
        )
    # What is made until the first frame stays; to look through it for garbage meanwhile takes
    # a tenth of the start. The screen turns this on again (reader.tui.control.resting).
    gc.disable()
    from importlib import import_module

    # By name: the two faces do not know each other, the command line only starts the screen.
    app = import_module("reader.tui.app")
    return int(app.run(choose_library(options.library)))
