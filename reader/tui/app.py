"""The application: opens the library, shows the reading screen, lets go of everything at the end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import COLOR_SYSTEMS
from textual import events
from textual.app import App
from textual.filter import LineFilter, Monochrome

from reader.library import Library, open_library
from reader.settings import Fault, Settings, load_settings
from reader.tui.filters import TextOnly, Uncoloured
from reader.tui.keymap import Bindings, load_bindings
from reader.tui.screens.reading import ReadingScreen
from reader.tui.themes import FIRST, OWN, unknown

if TYPE_CHECKING:
    from textual.command import Provider

COLOURS = {"millions": "truecolor", "256": "256", "16": "standard"}
"""What the settings call how many colours a terminal has, and what rich calls it."""
SWITCH_S = 0.0005
"""How long a thread may keep the interpreter while another wants it; Python's own is 5 ms."""


def _actions() -> type[Provider]:
    """The palette's content, imported when it is first opened."""
    from reader.tui.palette import Actions

    return Actions


class Broadsheet(App[int]):
    """A news reader in the terminal."""

    CSS_PATH = "app.tcss"
    TITLE = "Broadsheet"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar = {_actions}
    COMMAND_PALETTE_BINDING = "ctrl+underscore"  # ours is declared with the other actions
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (120, "-broad")]  # noqa: RUF012 (typed by App)

    def __init__(
        self, library: Library, settings: Settings | None = None, bindings: Bindings | None = None
    ) -> None:
        """Settings and keys are those of the person who runs this, if none are given."""
        super().__init__()
        self.library = library
        for theme in OWN:
            self.register_theme(theme)
        settings = self._checked(settings or load_settings())
        self._limit_colours(settings.look.colours)
        self.reading = ReadingScreen(library, settings, bindings or load_bindings())
        wanted = self.reading.preferences.get("theme", FIRST)
        self.theme = wanted if wanted in self.available_themes else FIRST
        self._locks = (TextOnly(), *([Uncoloured()] if self.no_color else []))

    def _checked(self, settings: Settings) -> Settings:
        """The settings, with a fault more where they name a theme that there is not."""
        theme, where = settings.look.theme, settings.origins.get("look.theme")
        if not where or theme in self.available_themes:
            return settings
        fault = Fault(where, unknown(theme, self.available_themes))
        return replace(settings, faults=(*settings.faults, fault))

    def _limit_colours(self, colours: str) -> None:
        """Send no more colours than the person allows; `NO_COLOR` outranks it."""
        self.no_color = self.no_color or colours == "none"
        if colours in COLOURS:
            # What its constructor is given; Textual passes only the environment's on.
            self.console._color_system = COLOR_SYSTEMS[COLOURS[colours]]

    def get_default_screen(self) -> ReadingScreen:
        """The one screen that is always there."""
        return self.reading

    def exit(self, *result: Any, **options: Any) -> None:
        """End; how far an open article was read is remembered while it can still be seen."""
        self.reading.remember_place()
        super().exit(*result, **options)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line of every widget passes on its way to the terminal."""
        filters = [each for each in super().get_line_filters() if type(each) is not Monochrome]
        return [*filters, *self._locks]

    async def action_quit(self) -> None:
        """Quit at once; only a note that is being written is closed and kept instead."""
        keep = getattr(self.screen, "action_keep", None)
        if keep:
            keep()
        else:
            await super().action_quit()

    async def on_event(self, event: events.Event) -> None:
        """Let the reading screen have a key before it goes the long way through the widgets.

        Keys that arrive together (typed ahead, pasted, held down) are then done one
        after the other: what `/` does is done before the next letter is looked at.
        """
        if isinstance(event, events.Key) and not event.is_forwarded and self.screen is self.reading:
            self.app_focus = True
            if await self.reading.take_key(event):
                return
        await super().on_event(event)


def run(folder: Path) -> int:
    """Open the reader on the library in `folder`; returns the exit code when it is closed.

    Raises:
        LibraryError: the library cannot be opened.
    """
    # A key waits for a search this long at each of the threads it passes through.
    sys.setswitchinterval(SWITCH_S)
    library = open_library(folder)
    app = Broadsheet(library)
    try:
        app.run()
    finally:
        if app.reading.let_go():
            library.close()
    return app.return_code or 0
