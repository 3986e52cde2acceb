"""A frame has those lines of those widgets drawn that it shows anew, and by the shortest way.

Textual 8 asks every widget that may be seen between the uppermost and the lowest change on
the screen for all of its lines. With a letter in the top line and a number in the bottom line
that is the whole screen, twice for each key, and nearly all of it is thrown away. Each line
is taken apart to have borders and padding put to it, also where there are none, and the
ground that other widgets cover is drawn line by line. And a frame waits for the next stroke
of a clock, or the one after that, also when there has been none for long.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any, cast

from textual._compositor import ChopsUpdate, Compositor
from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.screen import UPDATE_PERIOD, Screen
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.widget import Widget

    Base = Screen[Any]
else:
    Base = Widget = object  # of two of Textual's classes it would take the first one's styles


class Sparing(Compositor):
    """Puts a frame together of the lines that it shows anew."""

    _changed: Collection[Region] | None = None
    """What the frame that is put together shows anew; None of one that shows all."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """What has changed on the screen, None if nothing has."""
        self._changed = list(self._dirty_regions)
        try:
            update = super().render_partial_update()
        finally:
            self._changed = None
        if update:
            _end_with_spans(update)
        return update

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Of each widget that has changed its place, the part seen of it, and its lines there.

        The part is as wide as the widget: lines are cut where widgets begin and end.
        """
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if self._changed is not None:
                changed = [each for each in self._changed if each.overlaps(seen)]
                if not changed:
                    continue
                band = Region.from_union(changed)
                seen = seen.intersection(Region(seen.x, band.y, seen.width, band.height))
            if seen:
                lines = widget.render_lines(seen.translate(-region.offset))
                if not self._has_bar_of(widget):
                    lines = [
                        line.extend_cell_length(seen.width, widget.rich_style) for line in lines
                    ]
                yield region, seen, lines

    def _has_bar_of(self, widget: Widget) -> bool:
        """Does its scroll bar, if it leaves room for one, have a place of its own in the frame?

        Not in a frame that falls between when it is shown and when the screen is laid out anew.
        Lines too short for the place of their widget would be left out of such a frame, and
        what comes with the layout is the bar alone.
        """
        bar = widget._vertical_scrollbar
        return not widget.show_vertical_scrollbar or (bar in self.visible_widgets)


def _end_with_spans(update: ChopsUpdate) -> None:
    """Leave out the part of a line that begins where what has changed of it ends.

    Textual writes nothing of it, but has the terminal's cursor go there.
    """
    spans = Counter(y for y, _, _ in update.spans)
    for y, _, end in update.spans:
        parts = cast("dict[int, Strip | None]", update.chops[y])
        if spans[y] == 1 and end in parts:
            parts[end] = None


class FrameClock:
    """Says when the next frame is drawn: at once, if the last one began a period ago.

    Stands in for Textual's timer, whose strokes are a period apart whatever is drawn, and
    which leaves one out when a frame has taken longer than that: a key pressed just after
    something else was drawn waited for up to two periods.
    """

    def __init__(self, draw: Callable[[], None], failed: Callable[[Exception], object]) -> None:
        """`failed` is told of what goes wrong in `draw`."""
        self._draw = draw
        self._failed = failed
        self._next: asyncio.Handle | None = None
        self._began = 0.0

    def resume(self) -> None:
        """Something is to be drawn."""
        if self._next is None:
            loop = asyncio.get_running_loop()
            due = self._began + UPDATE_PERIOD
            # Not at a time that has come: the loop would wait a millisecond for it, and a thread
            # that searches for the letter would have the interpreter before it is drawn.
            soon = due <= loop.time()
            self._next = loop.call_soon(self._strike) if soon else loop.call_at(due, self._strike)

    def pause(self) -> None:
        """All that there was has been drawn."""
        if self._next is not None:
            self._next.cancel()
            self._next = None

    def _strike(self) -> None:
        self._next = None
        self._began = asyncio.get_running_loop().time()
        try:
            self._draw()
        except Exception as fault:
            self._failed(fault)


class DrawnSparingly(Base):
    """To be put before a screen's class: its frames are put together by `Sparing`, and drawn
    when a `FrameClock` says.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._compositor = Sparing()
        self._frames = FrameClock(
            self._on_timer_update, lambda why: self.app._handle_exception(why)
        )

    @property
    def _update_timer(self) -> Any:
        return self._frames


class DrawnStraight(Widget):
    """To be put before a widget's class: its lines go into the frame as it draws them.

    They have to be as wide as the widget, without its scroll bar where that is shown.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in `crop`; by Textual's own way where there is a border or padding."""
        if _is_framed(self):
            return super().render_lines(crop)
        return _finished(self, self.lines_within(crop.y, crop.bottom), crop)

    def lines_within(self, start: int, end: int) -> list[Strip]:
        """The lines of the window from `start` on, up to `end`."""
        return [self.render_line(y) for y in range(start, end)]


class Ground(Widget):
    """To be put before the class of a widget that is nothing but the ground of others."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """One line for all; of most of them nothing is seen."""
        if _is_framed(self):
            return super().render_lines(crop)
        line = Strip.blank(crop.width, self.rich_style)
        return _finished(self, [line], Region(0, crop.y, self.size.width, 1)) * crop.height


class Row(Ground, Horizontal):
    """Widgets side by side."""


class Column(Ground, Vertical):
    """Widgets one above the other."""


def _is_framed(widget: Widget) -> bool:
    """Is something put around or over what it draws?"""
    styles = widget.styles
    return any(styles.gutter) or widget.opacity < 1 or bool(styles.tint.a)


def _finished(widget: Widget, strips: list[Strip], crop: Region) -> list[Strip]:
    """The strips as the app's filters let them through, those columns of them."""
    ground = widget.background_colors[1]
    for each in widget.get_line_filters():
        strips = [strip.apply_filter(each, ground) for strip in strips]
    if crop.column_span != (0, widget.size.width):
        strips = [strip.crop(*crop.column_span) for strip in strips]
    return strips
