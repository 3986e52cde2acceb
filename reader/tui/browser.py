"""Handing an address to the desktop's browser, away from our terminal."""

from __future__ import annotations

import subprocess
import sys

_OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"
_PATIENCE_S = 5.0


def browse(address: str) -> bool:
    """Open the address; False if no browser could be started.

    In a process and session of its own without our terminal: what a browser prints
    must not reach the screen, and one that draws in the terminal must not take it.
    The address is an argument, never part of a command that a shell reads.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", _OPEN, address],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(_PATIENCE_S) == 0
    except subprocess.TimeoutExpired:
        return True  # some browsers only return when they are closed
