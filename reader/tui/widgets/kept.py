"""Widgets whose lines are kept until they are to be drawn anew.

Textual's compositor takes all lines of every widget between the uppermost and the
lowest change on the screen, whatever of them has changed. With a letter in the top
line and a number in the bottom line that is the whole screen, twice for each key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from textual.containers import Horizontal, Vertical
from textual.geometry import Region, Size
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.widget import Widget
else:
    Widget = object  # of two widget classes Textual would take the first one's styles alone


class Kept(Widget):
    """To be put before a widget's class; what it draws must change by `refresh` alone."""

    _lines: tuple[Region, Size, list[Strip]] | None = None

    def refresh(self, *regions: Region, **options: Any) -> Self:
        """Have it drawn anew."""
        self._lines = None
        return super().refresh(*regions, **options)

    def notify_style_update(self) -> None:
        """Another theme or focus."""
        self._lines = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines as they were drawn last, if nothing has changed."""
        if self._lines is None or self._lines[:2] != (crop, self.size):
            self._lines = (crop, self.size, super().render_lines(crop))
        return self._lines[2]


class Row(Kept, Horizontal):
    """Widgets side by side."""


class Column(Kept, Vertical):
    """Widgets one above the other."""
