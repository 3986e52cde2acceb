"""The help: every action with its keys, from the one table that declares them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.tui.commands import COMMANDS, GROUPS, Command, spoken
from reader.tui.control.keys import name_of
from reader.tui.keymap import DEFAULT, Bindings, Keymap
from reader.tui.layout import break_lines

Scroll = Callable[[VerticalScroll], None]

_KEYS, _KEYS_NARROW, _ROOMY = 18, 12, 56


class HelpScreen(ModalScreen[None]):
    """Lists the keys over the reader; any of the keys to go back closes it."""

    def __init__(self, bindings: Bindings) -> None:
        super().__init__()
        self._map = bindings
        self._keymap = Keymap(bindings)

    def compose(self) -> ComposeResult:
        """A card that scrolls where the screen is small."""
        with VerticalScroll(id="card") as card:
            card.can_focus = False  # its own keys would scroll a second time
            preset = self._map.preset
            card.border_title = "Keys" if preset == DEFAULT else f"Keys ({preset})"
            card.border_subtitle = f"{self._map.spoken('escape')} closes"
            yield Static(id="keys")

    def on_resize(self) -> None:
        """The rows are broken to the width there is."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        self.query_one("#keys", Static).update(
            table(self._map, self.query_one("#card").size.width - 5)
        )

    def on_key(self, event: events.Key) -> None:
        """Keys mean here what they mean in the reader, so far as it can be done."""
        command = self._keymap.press("list", name_of(event))
        if command and command.name in CLOSING:
            event.stop()
            self.dismiss()
        elif command and command.name in SCROLLING:
            event.stop()
            SCROLLING[command.name](self.query_one("#card", VerticalScroll))


def _by_lines(lines: int) -> Scroll:
    return lambda card: card.scroll_relative(y=lines, animate=False)


def _by_pages(pages: int) -> Scroll:
    return lambda card: card.scroll_relative(y=pages * max(1, card.size.height - 1), animate=False)


CLOSING = frozenset({"back", "escape", "leave", "open", "help"})
"""Actions that lead back to the reader."""

SCROLLING: dict[str, Scroll] = {
    "down": _by_lines(1),
    "up": _by_lines(-1),
    "page": _by_pages(1),
    "page_back": _by_pages(-1),
    "screen_down": _by_pages(1),
    "screen_up": _by_pages(-1),
    "top": lambda card: card.scroll_home(animate=False),
    "end": lambda card: card.scroll_end(animate=False),
}
"""Actions that can be done to a text."""


def table(bindings: Bindings, width: int) -> Content:
    """Every action with its keys, for a card this many cells wide inside."""
    parts: list[str | tuple[str, str]] = []
    for group in GROUPS:
        parts.append((f"\n{group}\n", "bold $text-primary"))
        for command in COMMANDS:
            if command.group == group:
                parts += _row(command, bindings.keys_of(command), width)
    return Content.assemble(*parts)


def _row(command: Command, bound: Sequence[str], width: int) -> list[str | tuple[str, str]]:
    keys = "  ".join(map(spoken, bound)) or "–"
    column = _KEYS if width >= _ROOMY else _KEYS_NARROW
    room = max(width - column, 10)
    lines = [command.help[start:end].strip() for start, end in break_lines(command.help, room)]
    first = f"{keys:<{column}}" if len(keys) < column else f"{keys}\n{'':<{column}}"
    rest = "".join(f"\n{'':<{column}}{text}" for text in lines[1:])
    return [(first, "bold $text-accent"), f"{lines[0]}{rest}\n"]
