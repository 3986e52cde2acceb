"""How the screen looks: a theme is chosen, shown at once and remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual.app import App

from reader.settings import Preferences
from reader.tui.commands import Choice
from reader.tui.themes import OWN, names


class Looks:
    """Chooses among the themes."""

    def __init__(
        self, app: Callable[[], App[Any]], preferences: Preferences, say: Callable[[str], None]
    ) -> None:
        self._app = app
        self._preferences = preferences
        self._say = say

    def do_theme(self) -> None:
        """The next of our own themes, from any other the first."""
        self.choose(self._next)

    @property
    def _next(self) -> str:
        own = [theme.name for theme in OWN]
        now = self._app().theme
        at = own.index(now) + 1 if now in own else 0
        return own[at % len(own)]

    def choices(self) -> Iterator[Choice]:
        """Every theme, our own first."""
        app, following = self._app(), self._next
        for name in names():
            action = "theme" if name == following else ""
            yield Choice(f"Theme: {name}", partial(self.choose, name), name == app.theme, action)

    def choose(self, name: str) -> None:
        """Show this theme from now on."""
        self._app().theme = name
        self._preferences.put("theme", name)
        self._say(
            f"Theme: {name}. {self._preferences.outlook('theme') or 'The palette has all of them.'}"
        )
