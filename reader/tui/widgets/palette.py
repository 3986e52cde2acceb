"""The palette, in which anything can be chosen by its name. What it offers is `tui.palette`."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.command import CommandInput, CommandPalette, SearchIcon

SHORT = 24
"""Lines of the screen below which the space around the line is left out."""


class Palette(CommandPalette):
    """Textual's, with our sign before the line, and still where nothing may move."""

    def on_mount(self) -> None:
        self.set_class(self.app.size.height < SHORT, "short")
        self.query_one(SearchIcon).icon = ":"
        self.query_one(CommandInput).cursor_blink = self.app.animation_level != "none"


def open_palette(app: App[Any]) -> None:
    """Open it over the screen, unless it is open."""
    if not CommandPalette.is_open(app):
        told = "Actions, lists, settings…"
        app.push_screen(Palette(placeholder=told, id="--command-palette"))
