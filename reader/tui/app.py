"""The application: opens the library, shows the reading screen, lets go of everything at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, RenderableType
from textual import events
from textual.app import App
from textual.driver import Driver
from textual.filter import LineFilter, Monochrome
from textual.geometry import Offset
from textual.screen import Screen
from textual.widgets import Input

from reader.library import Library, open_library
from reader.settings import Fault, Settings, load_settings
from reader.tui.filters import TextOnly, Uncoloured
from reader.tui.kept_styles import KeptStyles
from reader.tui.keymap import Bindings, load_bindings
from reader.tui.placing import placed
from reader.tui.resizing import ResizedAtOnce
from reader.tui.screens.reading import ReadingScreen
from reader.tui.themes import FIRST, OWN, unknown
from reader.tui.window import Naming, naming

if TYPE_CHECKING:
    from textual.command import Provider

    from reader.tui.crash import Resume
    from reader.tui.legible import Legible

COLOURS = {"millions": "truecolor", "256": "256", "16": "standard"}
"""What the settings call how many colours a terminal has, and what rich calls it."""
SWITCH_S = 0.0005
"""How long a thread may keep the interpreter while another wants it; Python's own is 5 ms."""
STEADY_S = 10.0
"""A screen that ran for so long before it failed is opened again."""
FAILED = 70
"""The exit code of a screen that failed."""


def _actions() -> type[Provider]:
    """The palette's content, imported when it is first opened."""
    from reader.tui.palette import Actions

    return Actions


class Broadsheet(ResizedAtOnce, App[int]):
    """A news reader in the terminal."""

    CSS_PATH = "app.tcss"
    TITLE = "Broadsheet"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar = {_actions}
    COMMAND_PALETTE_BINDING = "ctrl+underscore"  # ours is declared with the other actions
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (120, "-broad")]  # noqa: RUF012 (typed by App)

    def __init__(
        self,
        library: Library,
        settings: Settings | None = None,
        bindings: Bindings | None = None,
        resume: Resume | None = None,
    ) -> None:
        """Settings and keys are those of the person who runs this, if none are given."""
        super().__init__()
        self.fault: BaseException | None = None
        """Why the screen had to end, if it failed."""
        self.library = library
        for theme in OWN:
            self.register_theme(theme)
        settings = self._checked(settings or load_settings())
        self._limit_colours(settings.look.colours)
        self._legible: dict[tuple[ColorSystem, bool], Legible] = {}
        self._access = settings.access
        self._names_window = settings.look.window_title
        if settings.still:
            self.animation_level = "none"
        if settings.access.screen_reader:
            self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow")]
        self.reading = ReadingScreen(library, settings, bindings or load_bindings(), resume)
        wanted = self.reading.preferences.get("theme", FIRST)
        self.theme = wanted if wanted in self.available_themes else FIRST
        self.stylesheet = KeptStyles(variables=self.get_css_variables())
        self._locks = (TextOnly(), *([Uncoloured()] if self.no_color else []))

    def _checked(self, settings: Settings) -> Settings:
        """The settings, with a fault more where they name a theme that there is not."""
        theme, where = settings.look.theme, settings.origins.get("look.theme")
        if not where or theme in self.available_themes:
            return settings
        fault = Fault(where, unknown(theme))
        return replace(settings, faults=(*settings.faults, fault))

    def _limit_colours(self, colours: str) -> None:
        """Send no more colours than the person allows; `NO_COLOR` outranks it."""
        self.no_color = self.no_color or colours == "none"
        if colours in COLOURS:
            # What its constructor is given; Textual passes only the environment's on.
            self.console._color_system = COLOR_SYSTEMS[COLOURS[colours]]

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor is put with each frame: on what has the keys.

        Screen readers and braille follow it, as do windows of input methods.
        """
        focused = self.screen.focused if self._screen_stack else None
        if focused is None:
            return self._cursor_position
        offset = getattr(focused, "cursor_screen_offset", focused.content_region.offset)
        # Textual tells one cell more than it draws the cursor at, behind the end of a line.
        beyond = isinstance(focused, Input) and focused.cursor_at_end
        return Offset(*offset) - Offset(beyond, 0)

    @cursor_position.setter
    def cursor_position(self, offset: Offset) -> None:
        self._cursor_position = offset

    def get_driver_class(self) -> type[Driver]:
        """The platform's driver, which for us also names the terminal's window."""
        return naming(super().get_driver_class())

    def on_reading_screen_named(self, message: ReadingScreen.Named) -> None:
        """Name the window after what is open, if the person wants that."""
        message.stop()
        if self._names_window and isinstance(self._driver, Naming):
            self._driver.name_window(message.name)

    def on_ready(self) -> None:
        """A cursor that is to be followed is shown, also after another program was."""
        if self._access.screen_reader:
            self._show_cursor()
            self.app_resume_signal.subscribe(self, self._show_cursor)

    def _show_cursor(self, _: object = None) -> None:
        if self._driver is not None:
            self._driver.write("\x1b[?25h")
            self._driver.flush()

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
        return [*filters, *self._few_colours(), *self._locks]

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Write to the terminal, and keep columns in their place whatever stands in them."""
        super()._display(screen, placed(renderable))

    def _few_colours(self) -> Sequence[LineFilter]:
        """What keeps text legible where the terminal has few colours, or its own are used."""
        own, name = self.native_ansi_color, self.console.color_system
        if self.no_color or not (own or name in ("256", "standard")):
            return ()
        from reader.tui.legible import Legible

        system = ColorSystem.EIGHT_BIT if name == "256" and not own else ColorSystem.STANDARD
        key = system, self.current_theme.dark
        if key not in self._legible:
            self._legible[key] = Legible(system, dark=key[1])
        return (self._legible[key],)

    def _fatal_error(self) -> None:
        """End the screen; Textual would print the trace with values, which are people's texts."""
        self.fault = self._exception
        self._close_messages_no_wait()

    async def action_quit(self) -> None:
        """Quit at once; only a note that is being written is closed and kept instead."""
        keep = getattr(self.screen, "action_keep", None)
        if keep:
            keep()
        else:
            await super().action_quit()

    def action_help_quit(self) -> None:
        """Ctrl+C, which ends other programs: say what leaves this one, where all else is said."""
        if self.screen is self.reading:
            self.reading.say_what_quits()
        else:
            super().action_help_quit()

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

    Should the screen fail, a report is kept and it opens again where it was, unless it
    fails at once.

    Raises:
        LibraryError: the library cannot be opened.
    """
    # A key waits for a search this long at each of the threads it passes through.
    sys.setswitchinterval(SWITCH_S)
    if sys.__stderr__ is not None and not sys.__stderr__.isatty():
        # That is where Textual draws: after `2>file`, into the file.
        sys.__stderr__ = sys.__stdout__  # type: ignore[misc]
    resume: Resume | None = None
    while True:
        began = time.monotonic()
        app = _run_once(folder, resume)
        if app.fault is None:
            return app.return_code or 0
        from reader.tui.crash import keep

        said = keep(app.library.paths.crashes, app.fault)
        if time.monotonic() - began < STEADY_S:
            sys.stderr.write(f"broadsheet: the screen failed. {said}\n")
            return FAILED
        resume = app.reading.where(f"Broadsheet failed and has started again. {said}")


def _run_once(folder: Path, resume: Resume | None) -> Broadsheet:
    library = open_library(folder)
    app = Broadsheet(library, resume=resume)
    try:
        app.run()
    finally:
        if app.reading.let_go():
            library.close()
    return app
