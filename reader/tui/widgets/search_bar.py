"""The search bar: one line to type in; beside it, what was understood and how much was found."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from reader.safe import line
from reader.tui.render import fit
from reader.tui.widgets.aside import Aside
from reader.tui.widgets.typed import TypedInOrder

if TYPE_CHECKING:
    from reader.library import Chip


class Line(TypedInOrder, Input):
    """An input as wide as it is given room, whatever stands in it.

    Textual's own lays out the whole screen anew with every letter, because the text
    might have made it wider.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    title = ""
    """What stands there in place of the text while nobody types."""

    def render_line(self, y: int) -> Strip:
        """The text, or the title."""
        if not self.title or self.has_focus:
            return super().render_line(y)
        width, style = self.size.width, self.rich_style
        shown = Segment(fit(line(self.title), width), style + Style(bold=True))
        return Strip([shown]).adjust_cell_length(width, style)


class SearchBar(Widget):
    """Posts `Typed` after each change of the query."""

    DEFAULT_CSS = """
    SearchBar {
        layout: horizontal;
        height: 1;
        dock: top;
        background: $panel;
        & > #sign { width: 3; color: $text-muted; padding: 0 1; }
        & > Input { width: 1fr; height: 1; border: none; padding: 0; background: $panel; }
        & > Input:focus { background: $panel; background-tint: $foreground 0%; border: none; }
        & > Input > .input--placeholder { color: $text-muted; }
        &:focus-within > #sign { color: $text-accent; text-style: bold; }
    }
    """

    class Typed(Message):
        """The query is another one now."""

    def __init__(self, *, blink: bool = True, id: str | None = None) -> None:
        """The cursor may `blink`."""
        super().__init__(id=id)
        self._input = Line(placeholder="Search everything", compact=True, select_on_focus=False)
        self._input.cursor_blink = blink
        self._aside = Aside()

    def compose(self) -> ComposeResult:
        """The sign, the line, and what there is to say of it."""
        yield Static("/", id="sign")
        yield self._input
        yield self._aside

    @property
    def query_text(self) -> str:
        """What is typed."""
        return self._input.value

    @property
    def cursor(self) -> int:
        """How many characters stand before the cursor."""
        return self._input.cursor_position

    @property
    def typing(self) -> bool:
        """Do the keys go here?"""
        return self.screen.focused is self._input

    def start(self) -> None:
        """Take the keys; what was typed before can be continued."""
        # Not Widget.focus: that waits its turn, and letters typed meanwhile would go elsewhere.
        self.screen.set_focus(self._input, scroll_visible=False)
        self._input.cursor_position = len(self._input.value)

    async def settle(self) -> None:
        """Wait until every letter that was typed stands in the line."""
        done = asyncio.Event()
        if self._input.call_later(done.set):
            await done.wait()

    def clear(self) -> None:
        """Empty the line without saying so."""
        with self.prevent(Input.Changed):
            self._input.value = ""
        self.entitle("")
        self.tell("")
        self.understand(())

    def put(self, text: str, cursor: int | None = None) -> None:
        """Have the line say this, as if it had been typed."""
        self._input.value = text
        self._input.cursor_position = len(text) if cursor is None else cursor

    def entitle(self, title: str) -> None:
        """Show this in place of the query while nobody types: the name of the list that it is."""
        if title != self._input.title:
            self._input.title = title
            self._input.refresh()
            self._aside.hush(bool(title))

    def understand(self, chips: Sequence[Chip]) -> None:
        """Show what was understood of the line."""
        self._aside.show(chips=chips)

    @property
    def chips(self) -> Sequence[Chip]:
        """What is shown as understood."""
        return self._aside.chips

    def tell(self, text: str) -> None:
        """Say beside the line how much was found."""
        self._aside.show(found=text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass the query on under our own name."""
        event.stop()
        self.post_message(self.Typed())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter is a command of the screen."""
        event.stop()
