"""The application: opens the library, shows the reading screen, lets go of everything at the end."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import App

from reader.library import Library, open_library
from reader.tui.screens.reading import ReadingScreen


class Broadsheet(App[int]):
    """A news reader in the terminal."""

    CSS_PATH = "app.tcss"
    TITLE = "Broadsheet"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+underscore"  # ours is declared with the other actions
    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]]] = [(0, "-narrow"), (100, "-wide")]

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.library = library
        self.reading = ReadingScreen(library)

    def get_default_screen(self) -> ReadingScreen:
        """The one screen that is always there."""
        return self.reading


def run(folder: Path) -> int:
    """Open the reader on the library in `folder`; returns the exit code when it is closed.

    Raises:
        LibraryError: the library cannot be opened.
    """
    library = open_library(folder)
    app = Broadsheet(library)
    try:
        app.run()
    finally:
        app.reading.let_go()
        library.close()
    return app.return_code or 0
