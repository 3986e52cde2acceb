"""The search bar: one line to type in; beside it, what was understood and how much was found."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input, Static

from reader.tui.widgets.aside import Aside
from reader.tui.widgets.kept import Kept

if TYPE_CHECKING:
    from reader.library import Chip

PLACEHOLDER = "Search everything"


class Line(Kept, Input):
    """An input as wide as it is given room, whatever stands in it.

    Textual's own lays out the whole screen anew with every letter, because the text
    might have made it wider.
    """

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))


class SearchBar(Kept, Widget):
    """Posts `Typed` with the whole query after each change of it."""

    DEFAULT_CSS = """
    SearchBar {
        layout: horizontal;
        height: 1;
        dock: top;
        background: $panel;
        & > #sign { width: auto; color: $text-muted; padding: 0 1; }
        & > Input { width: 1fr; height: 1; border: none; padding: 0; background: $panel; }
        & > Input:focus { background: $panel; border: none; }
        & > #sign.lent { color: $text; background: $accent-muted; }
        &:focus-within > #sign { color: $text-accent; text-style: bold; }
    }
    """

    class Typed(Message):
        """The query is another one now."""

        def __init__(self, query: str) -> None:
            super().__init__()
            self.query = query

    class Answered(Message):
        """The line is lent to a question, and says this now."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sign = Static("/", id="sign")
        self._query: tuple[str, int, Sequence[Chip], str] | None = None
        self._input = Line(placeholder=PLACEHOLDER, compact=True, select_on_focus=False)
        self._aside = Aside()

    def compose(self) -> ComposeResult:
        """The sign, the line, and what there is to say of it."""
        yield self._sign
        yield self._input
        yield self._aside

    @property
    def query_text(self) -> str:
        """What stands in the line."""
        return self._input.value

    @property
    def lent(self) -> bool:
        """Does the line stand open for the answer to some question, not for a search?"""
        return self._query is not None

    @property
    def cursor(self) -> int:
        """How many characters stand before the cursor."""
        return self._input.cursor_position

    @property
    def typing(self) -> bool:
        """Is a search being typed?"""
        return self.has_keys and not self.lent

    @property
    def has_keys(self) -> bool:
        """Do the keys go here?"""
        return self.screen.focused is self._input

    def start(self) -> None:
        """Take the keys; what was typed before can be continued."""
        # Not Widget.focus: that waits its turn, and letters typed meanwhile would go elsewhere.
        self.screen.set_focus(self._input, scroll_visible=False)
        self._input.cursor_position = len(self._input.value)

    def lend(self, sign: str, text: str, hint: str) -> None:
        """Ask something else in the line; the query is put aside until `take_back`."""
        former = (self._input.value, self._input.cursor_position, *self._aside.shown)
        self._query = former if self._query is None else self._query
        self._sign.update(Content(sign))
        self._sign.add_class("lent")
        self.styles.display = "block"  # also where an article hides the bar
        with self.prevent(Input.Changed):
            self._input.value = text
        self._input.placeholder = hint
        self._aside.show(chips=(), found="")
        self.start()

    def take_back(self) -> None:
        """The question is done with: the query stands here again."""
        if self._query is None:
            return
        (text, cursor, chips, found), self._query = self._query, None
        self._sign.update(Content("/"))
        self._sign.remove_class("lent")
        self.styles.clear_rule("display")
        with self.prevent(Input.Changed):
            self._input.value = text
        self._input.placeholder = PLACEHOLDER
        self._input.cursor_position = cursor
        self._aside.show(chips=chips, found=found)

    def type(self, text: str) -> None:
        """Put letters into the line as if they were typed."""
        if text:
            self._input.insert_text_at_cursor(text)

    async def settle(self) -> None:
        """Wait until every letter that was typed stands in the line."""
        done = asyncio.Event()
        if self._input.call_later(done.set):
            await done.wait()

    def clear(self) -> None:
        """Empty the line without saying so."""
        with self.prevent(Input.Changed):
            self._input.value = ""
        self.tell("")
        self.understand(())

    def put(self, text: str, cursor: int | None = None) -> None:
        """Have the line say this, as if it had been typed."""
        self._input.value = text
        self._input.cursor_position = len(text) if cursor is None else cursor

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
        if event.value != self._input.value:
            return  # the line has gone on since, perhaps to something else
        told = self.Answered(event.value) if self.lent else self.Typed(event.value)
        self.post_message(told)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter is a command of the screen."""
        event.stop()
