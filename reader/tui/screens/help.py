"""The help: every action with its keys, from the one table that declares them."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.tui.commands import COMMANDS, GROUPS, Command, spoken
from reader.tui.layout import break_lines

_KEYS, _KEYS_NARROW, _ROOMY = 18, 12, 56


class HelpScreen(ModalScreen[None]):
    """Lists the keys over the reader; any of the keys to go back closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,h,enter", "app.pop_screen", "Close", show=False),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
        Binding("space", "page(1)", show=False),
        Binding("b", "page(-1)", show=False),
    ]

    def compose(self) -> ComposeResult:
        """A card that scrolls where the screen is small."""
        with VerticalScroll(id="card") as card:
            card.border_title = "Keys"
            card.border_subtitle = "Esc closes"
            yield Static(id="keys")

    def on_resize(self) -> None:
        """The rows are broken to the width there is."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        self.query_one("#keys", Static).update(table(self.query_one("#card").size.width - 5))

    def action_scroll(self, lines: int) -> None:
        """By a line."""
        self.query_one("#card").scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """By a screenful."""
        card = self.query_one("#card")
        card.scroll_relative(y=pages * max(1, card.size.height - 1), animate=False)


def table(width: int) -> Content:
    """Every action with its keys, for a card this many cells wide inside."""
    parts: list[str | tuple[str, str]] = []
    for group in GROUPS:
        parts.append((f"\n{group}\n", "bold $text-primary"))
        for command in COMMANDS:
            if command.group == group:
                parts += _row(command, width)
    return Content.assemble(*parts)


def _row(command: Command, width: int) -> list[str | tuple[str, str]]:
    keys = "  ".join(spoken(k) for k in command.keys)
    column = _KEYS if width >= _ROOMY else _KEYS_NARROW
    room = max(width - column, 10)
    lines = [command.help[start:end].strip() for start, end in break_lines(command.help, room)]
    first = f"{keys:<{column}}" if len(keys) < column else f"{keys}\n{'':<{column}}"
    rest = "".join(f"\n{'':<{column}}{text}" for text in lines[1:])
    return [(first, "bold $text-accent"), f"{lines[0]}{rest}\n"]
