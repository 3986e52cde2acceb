"""Handing an address to the desktop's browser, or to the program the person chose."""

from __future__ import annotations

import sys

from reader.tui.outside import run_aside, words

_OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


def opener(command: str, address: str) -> list[str]:
    """The command for an address, which is put at the end where no `{url}` stands."""
    found = words(command, url=address)
    return found if "{url}" in command else [*found, address]


def browse(address: str, command: str = "") -> str:
    """Open the address away from our terminal; "" or a sentence that says what failed.

    Without a command in a process of its own all the same: what a browser prints must not
    reach the screen, and one that draws in the terminal must not take it.
    """
    if command:
        return run_aside(opener(command, address))
    failed = run_aside([sys.executable, "-P", "-c", _OPEN, address])
    return "No browser could be started." if failed else ""
