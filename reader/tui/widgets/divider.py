"""The lines between the panes; the one before the article is moved with the mouse."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.tui.frames import DrawnStraight


class Edge(DrawnStraight, Widget):
    """Where a pane ends."""

    ALLOW_SELECT = False
    LINE = "▕"

    DEFAULT_CSS = """
    Edge {
        width: 1;
        height: 1fr;
        color: $panel;
        background: $background;
    }
    """

    def render_line(self, y: int) -> Strip:
        """A line from top to bottom."""
        return Strip([Segment(self.LINE, self.rich_style)], 1)

    def lines_within(self, start: int, end: int) -> list[Strip]:
        """All of them are the same."""
        return [self.render_line(start)] * (end - start)


class Divider(Edge):
    """Says where it is dragged to; who made it moves it."""

    LINE = "▏"

    DEFAULT_CSS = """
    Divider {
        &:hover { color: $primary; }
        &.dragged { color: $accent; }
    }
    """

    class Dragged(Message):
        """The mouse holds it at this column of the screen."""

        def __init__(self, column: int) -> None:
            super().__init__()
            self.column = column

    class Dropped(Message):
        """The mouse has let go of it."""

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of it."""
        event.stop()
        self.capture_mouse()
        self.add_class("dragged")

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Follow the mouse."""
        if self.has_class("dragged"):
            event.stop()
            self.post_message(self.Dragged(event.screen_x))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        if self.has_class("dragged"):
            event.stop()
            self.release_mouse()
            self.remove_class("dragged")
            self.post_message(self.Dropped())
