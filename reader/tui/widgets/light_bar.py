"""A scroll bar that is drawn in a tenth of the time of Textual's own.

That one makes a renderable, has it laid out as text and filters every line of it; in a
list that another search fills with every key, its thumb changes with every key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from rich.color import Color
from rich.segment import Segment
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.widget import Widget
else:
    Widget = object  # of two widget classes Textual would take the first one's styles alone

_UNKNOWN = Color.default()


class LightBar(ScrollBar):
    """Looks and behaves like Textual's vertical scroll bar."""

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Have it drawn anew. What it measures moves nothing else, so nothing is laid out."""
        return super().refresh(*regions, repaint=repaint, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Its lines; most are the same, and those are made once."""
        made: dict[int, Strip] = {}
        return [
            made.get(id(segment)) or made.setdefault(id(segment), self._strip(segment))
            for segment in self._segments()[crop.y : crop.bottom]
        ]

    def _segments(self) -> list[Segment]:
        bar, size = self.render(), self.size
        if not isinstance(bar, ScrollBarRender) or isinstance(bar.style, str):
            return [Segment(" " * size.width)] * size.height
        segments = bar.render_bar(
            size.height,
            bar.virtual_size,
            bar.window_size,
            bar.position,
            size.width,
            back_color=bar.style.bgcolor or _UNKNOWN,
            bar_color=bar.style.color or _UNKNOWN,
        ).segments
        return list(segments)

    def _strip(self, segment: Segment) -> Strip:
        strip = Strip([segment], self.size.width).apply_style(self.rich_style)
        ground = self.background_colors[1]
        for each in self.get_line_filters():
            strip = strip.apply_filter(each, ground)
        return strip


class LightlyScrolled(Widget):
    """To be put before a scrolling widget's class: its vertical scroll bar is a `LightBar`."""

    _vertical_scrollbar: ScrollBar | None

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scroll bar, made when it is first asked for."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = bar = LightBar(
                name="vertical", thickness=self.scrollbar_size_vertical
            )
            bar.display = False
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar
