"""The help: every action with its keys, from the one table that declares them; `/` finds in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.safe import line
from reader.tui.commands import COMMANDS, GROUPS, Command, spoken
from reader.tui.keymap import DEFAULT, Bindings, Keymap
from reader.tui.keynames import name_of
from reader.tui.layout import break_lines

Scroll = Callable[[VerticalScroll], None]

_KEYS, _KEYS_NARROW, _ROOMY = 18, 12, 56


class HelpScreen(ModalScreen[None]):
    """Lists the keys over the reader; any of the keys to go back closes it.

    What is to be found is typed to the screen itself, so that keys which come together are
    taken in their order.
    """

    def __init__(self, bindings: Bindings) -> None:
        super().__init__()
        self._map = bindings
        self._keymap = Keymap(bindings)
        self._sought = ""
        self._typing = False

    def compose(self) -> ComposeResult:
        """A card that scrolls where the screen is small."""
        with VerticalScroll(id="card") as card:
            card.can_focus = False  # its own keys would scroll a second time
            preset = self._map.preset
            card.border_title = "Keys" if preset == DEFAULT else f"Keys ({preset})"
            yield Static(id="keys")
        yield Static(id="sought")

    def on_resize(self) -> None:
        """The rows are broken to the width there is."""
        self.query_one("#card").styles.min_height = None
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        card = self.query_one("#card", VerticalScroll)
        rows = table(self._map, card.size.width - 5, self._sought)
        self.query_one("#keys", Static).update(rows)
        asked = self._typing or bool(self._sought)
        leaves, finds = self._map.spoken("escape"), self._map.spoken("search")
        card.border_subtitle = f"{leaves} shows all" if asked else f"{finds} finds, {leaves} closes"
        sought = self.query_one("#sought", Static)
        sought.display = asked
        caret = ("█", "") if self._typing else ""
        sought.update(
            Content.assemble(("Find in the help ", "bold $text-accent"), self._sought, caret)
        )

    # Keys

    def on_click(self, event: events.Click) -> None:
        """A click beside the card closes it, as Esc does."""
        if event.widget is self:
            self.dismiss()

    def on_key(self, event: events.Key) -> None:
        """Keys mean here what they mean in the reader, so far as it can be done."""
        if self._typing and self._type(event):
            event.stop()
            return
        command = self._keymap.press("list", name_of(event))
        if command and command.name in FINDING:
            event.stop()
            self._find()
        elif command and command.name in STEPPING and self._sought:
            event.stop()
            self._seek("")
        elif command and command.name in CLOSING:
            event.stop()
            self.dismiss()
        elif command and command.name in SCROLLING:
            event.stop()
            SCROLLING[command.name](self.query_one("#card", VerticalScroll))

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted is as if typed."""
        if self._typing:
            self._seek(self._sought + line(event.text))

    def _find(self) -> None:
        card = self.query_one("#card")
        card.styles.min_height = card.outer_size.height  # it stays while fewer rows are shown
        self._typing = True
        self._fill()

    def _type(self, event: events.Key) -> bool:
        """Take a key as part of what is to be found, or as the end of typing it."""
        if event.is_printable and event.character:
            self._seek(self._sought + event.character)
        elif event.key in _ERASED:
            self._seek(_ERASED[event.key](self._sought))
        else:
            command = self._keymap.press("ask", event.key)
            if command is None or command.name not in ("answer", "give_up"):
                return False
            self._typing = False
            self._seek(self._sought if command.name == "answer" else "")
        return True

    def _seek(self, sought: str) -> None:
        self._sought = sought
        self._fill()
        self.query_one("#card").scroll_home(animate=False)


def _by_lines(lines: int) -> Scroll:
    return lambda card: card.scroll_relative(y=lines, animate=False)


def _by_pages(pages: int) -> Scroll:
    return lambda card: card.scroll_relative(y=pages * max(1, card.size.height - 1), animate=False)


CLOSING = frozenset({"back", "escape", "leave", "open", "help"})
"""Actions that lead back to the reader."""

STEPPING = frozenset({"back", "escape", "leave"})
"""Those of them that first lead back to all rows, where some were sought."""

FINDING = frozenset({"search", "find"})
"""Actions that find in the help."""

_ERASED: dict[str, Callable[[str], str]] = {
    "backspace": lambda typed: typed[:-1],
    "ctrl+h": lambda typed: typed[:-1],
    "ctrl+w": lambda typed: typed.rstrip().rpartition(" ")[0],
    "ctrl+u": lambda _: "",
}
"""What is left of what was typed."""

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


def table(bindings: Bindings, width: int, sought: str = "") -> Content:
    """The actions with their keys, for a card this many cells wide inside.

    All of them, or those that have the `sought` words; if it is a key, what that does first,
    and nothing else if it is of single letters, which all texts have.
    """
    key = sought.strip()
    found = [c for c in COMMANDS if key and key in map(spoken, bindings.keys_of(c))]
    groups = {f"The key {key}": found} if found else {}
    if not found or any(len(word) > 1 for word in key.split()):
        groups |= {group: [c for c in COMMANDS if _has(c, group, sought)] for group in GROUPS}
    parts: list[str | tuple[str, str]] = []
    for group, commands in groups.items():
        if commands:
            parts.append((f"\n{group}\n", "bold $text-primary"))
        for command in commands:
            parts += _row(command, bindings.keys_of(command), width)
    if not parts:
        parts.append("\nNo action has these words, or this key.")
    return Content.assemble(*parts)


def _has(command: Command, group: str, sought: str) -> bool:
    """Is it of this group, with every word that is sought?"""
    told = command.name, command.label, command.help, command.known_as, group
    text = " ".join(told).casefold()
    return command.group == group and all(word in text for word in sought.casefold().split())


def _row(command: Command, bound: Sequence[str], width: int) -> list[str | tuple[str, str]]:
    keys = "  ".join(map(spoken, bound)) or "–"
    column = _KEYS if width >= _ROOMY else _KEYS_NARROW
    room = max(width - column, 10)
    lines = [command.help[start:end].strip() for start, end in break_lines(command.help, room)]
    first = f"{keys:<{column}}" if len(keys) < column else f"{keys}\n{'':<{column}}"
    rest = "".join(f"\n{'':<{column}}{text}" for text in lines[1:])
    return [(first, "bold $text-accent"), f"{lines[0]}{rest}\n"]
