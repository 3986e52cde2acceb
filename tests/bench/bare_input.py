"""A line to type in and nothing else: what Textual itself needs to show a key.

`python -m tests.bench.bare_input`
"""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Input, Static

READY = "The bare line is ready."


class Bare(App[None]):
    """Three cells, then the line, as in the reader's search bar."""

    CSS = "#row { height: 1; } Input { height: 1; border: none; padding: 0 0 0 3; }"

    def compose(self) -> ComposeResult:
        """The line on top, so that it stands where the reader's does."""
        yield Input(compact=True, select_on_focus=False)
        yield Static(READY)


if __name__ == "__main__":
    Bare().run()
