"""How the screen is shared between list and article: dragged or by key, and remembered."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen
from textual.widget import Widget

from reader.settings import Preferences
from reader.tui.control.panes import NARROW, Panes

STEP, LEAST, MOST = 40, 150, 750
"""In thousandths of the width: what a key changes, and how narrow and wide the list may be."""
_NAME = "list width"


class Sizing:
    """Gives the list the width that the person chose, where the article stands beside it."""

    def __init__(
        self,
        screen: Screen[None],
        panes: Panes,
        left: Widget,
        preferences: Preferences,
        say: Callable[[str], None],
    ) -> None:
        self._say = say
        self._screen = screen
        self._panes = panes
        self._left = left
        self._preferences = preferences
        self._share = preferences.get(_NAME, 0)

    def arrange(self) -> None:
        """Take the chosen width, or the usual one where nothing was chosen or there is no room."""
        styles = self._left.styles.inline
        if self._share and self._panes.wide:
            styles.width, styles.max_width = f"{self._share / 10}%", "100%"
        elif styles.has_rule("width"):
            styles.clear_rule("width")
            styles.clear_rule("max_width")
            self._left.refresh(layout=True)

    def drag_to(self, column: int) -> None:
        """Have the list end before this column of the screen."""
        cells = column - self._left.region.x
        self._choose(-(-cells * 1000 // max(1, self._width)))  # rounded up, as it is cut later

    def keep(self) -> None:
        """Remember it for the next session."""
        self._preferences.put(_NAME, self._share)

    def do_narrow_list(self) -> None:
        """Less room for the list."""
        self._step(-STEP)

    def do_widen_list(self) -> None:
        """More room for the list."""
        self._step(STEP)

    @property
    def _width(self) -> int:
        return self._screen.size.width

    def _step(self, change: int) -> None:
        if not self._left.display or not self._panes.wide:
            self._say(self._why_not())
            return
        before = self._share or self._left.region.width * 1000 // max(1, self._width)
        self._choose(before + change)
        self.keep()
        if self._share == before:
            self._say(f"The list is as {'narrow' if change < 0 else 'wide'} as it gets.")

    def _why_not(self) -> str:
        if self._panes.wide:
            return "The article stands alone; there is no list beside it."
        if self._width < NARROW:
            return f"From {NARROW} columns on list and article share the screen; here are {self._width}."
        return "List and article take turns, for screen readers."

    def _choose(self, share: int) -> None:
        self._share = max(LEAST, min(share, MOST))
        self.arrange()
