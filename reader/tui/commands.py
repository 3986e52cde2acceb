"""Every action of the screen, declared once: name, keys, label, help, when it applies.

The dispatcher, the footer, the help screen and the palette all read this
table; an object of `reader.tui.control` has a method `do_<name>` for each row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Place = Literal["list", "page", "search", "prompt"]
"""Where the keys go: to the list, to the article that is open, to the search, to a question."""

_READING: tuple[Place, ...] = ("list", "page")
_ANYWHERE: tuple[Place, ...] = ("list", "page", "search", "prompt")


@dataclass(frozen=True, slots=True)
class Command:
    """One action.

    `keys` are written as they are typed, a sequence with spaces between: `g g`.
    """

    name: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    places: tuple[Place, ...] = _READING
    label_found: str = ""
    """What it does in an article that a search found, where that is something else."""
    footer: bool = False
    """Shown among the hints at the foot of the screen, as far as there is room."""


COMMANDS: tuple[Command, ...] = (
    Command("down", ("j", "down"), "down", "Next row, or scroll down", "Moving"),
    Command("up", ("k", "up"), "up", "Previous row, or scroll up", "Moving"),
    Command("open", ("enter", "l"), "open", "Open the article and mark it read", "Moving", ("list",), footer=True),
    Command("back", ("h", "escape"), "back", "From the article to the list, from a selection to none, from a search to the list", "Moving"),
    Command("leave", ("q",), "back/quit", "One step back; from the list, out of the reader", "Moving", footer=True),
    Command("page", ("space",), "page on", "Page down, then on to the next unread article", "Moving", footer=True),
    Command("page_back", ("b",), "page back", "Page up", "Moving"),
    Command("screen_down", ("pagedown",), "page down", "A screenful down", "Moving"),
    Command("screen_up", ("pageup",), "page up", "A screenful up", "Moving"),
    Command("top", ("g g", "home"), "top", "To the top", "Moving"),
    Command("end", ("G", "end"), "end", "To the end", "Moving"),
    Command("next_unread", ("n",), "next unread", "Next unread article; in a found article the next match", "Moving", label_found="next match", footer=True),
    Command("previous_unread", ("N",), "previous unread", "Previous unread article; in a found article the previous match", "Moving"),
    Command("next_article", ("J",), "next article", "Open the next article of the list", "Moving"),
    Command("previous_article", ("K",), "previous article", "Open the previous article of the list", "Moving"),
    Command("switch", ("tab", "shift+tab"), "other pane", "Between the list and the article", "Moving"),
    Command("search", ("/",), "search", "Search everything as you type", "Finding", footer=True),
    Command("all", ("1", "g a"), "all", "All articles", "Finding", footer=True),
    Command("unread", ("2", "g u"), "unread", "Unread articles", "Finding", footer=True),
    Command("starred", ("3", "g s"), "starred", "Starred articles", "Finding", footer=True),
    Command("select", ("x",), "select", "Select the article, or let it go; keys then act on all selected", "Selecting", ("list",)),
    Command("select_range", ("v",), "range", "Select from here to where the cursor goes; v again keeps it, Esc ends it", "Selecting", ("list",)),
    Command("select_all", ("X",), "select all", "Select everything in the list; with a selection, nothing", "Selecting", ("list",)),
    Command("star", ("s",), "star", "Star the article, or take its star", "Keeping", footer=True),
    Command("read", ("m",), "read/unread", "Mark the article read, or unread again", "Keeping", footer=True),
    Command("tag", ("t",), "tag", "Give and take tags: +one -other; Tab completes", "Keeping"),
    Command("all_read", ("A",), "all read", "Mark everything in this list read; no question asked, u takes it back", "Keeping"),
    Command("undo", ("u",), "undo", "Take the last change back, also after a restart", "Keeping"),
    Command("redo", ("U",), "redo", "Do again what was taken back", "Keeping"),
    Command("browser", ("o",), "browser", "Open the article's address in the browser", "Article"),
    Command("copy", ("y",), "copy address", "Copy the article's address", "Article"),
    Command("original", ("ctrl+r",), "original", "Show what was taken out of the article, or hide it again", "Article"),
    Command("palette", ("ctrl+p", ":"), "palette", "All actions by name", "Broadsheet"),
    Command("help", ("?",), "help", "This help", "Broadsheet", footer=True),
    Command("suspend", ("ctrl+z",), "suspend", "Back to the shell; `fg` returns here", "Broadsheet", _ANYWHERE),
    Command("quit", ("ctrl+q",), "quit", "Out of the reader at once", "Broadsheet", _ANYWHERE),
    Command("leave_search", ("escape",), "former list", "Give up the search; the former list comes back", "Searching", ("search",), footer=True),
    Command("to_results", ("enter",), "results", "From the search bar to what was found", "Searching", ("search",), footer=True),
    Command("complete", ("tab",), "complete", "Complete a field or its value; Tab again for the next; with nothing to complete, to what was found", "Searching", ("search",), footer=True),
    Command("older_search", ("up",), "past searches", "The search before this one", "Searching", ("search",), footer=True),
    Command("newer_search", ("down",), "newer search", "The search after it; from the newest, to what was found", "Searching", ("search",)),
    Command("give_up", ("escape",), "give up", "Leave the question unanswered", "Asked at the top", ("prompt",), footer=True),
    Command("answer", ("enter",), "done", "Do what was asked for", "Asked at the top", ("prompt",), footer=True),
    Command("complete_answer", ("tab",), "complete", "Complete the word; Tab again for the next", "Asked at the top", ("prompt",), footer=True),
    Command("older_answer", ("up",), "past answers", "The answer before this one", "Asked at the top", ("prompt",), footer=True),
    Command("newer_answer", ("down",), "newer answer", "The answer after it", "Asked at the top", ("prompt",)),
)  # fmt: skip

GROUPS = (
    "Moving",
    "Finding",
    "Searching",
    "Selecting",
    "Keeping",
    "Article",
    "Asked at the top",
    "Broadsheet",
)

_SPOKEN = {
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "down": "↓",
    "up": "↑",
    "home": "Home",
    "end": "End",
    "pagedown": "PgDn",
    "pageup": "PgUp",
}


def spoken(keys: str) -> str:
    """A key or sequence as help and footer write it: `g g`, `Ctrl+P`, `Space`."""
    return " ".join(
        _SPOKEN.get(key, key.replace("ctrl+", "Ctrl+").title() if "ctrl+" in key else key)
        for key in keys.split(" ")
    )


class Keymap:
    """Turns keys into commands, sequences such as `g g` included."""

    def __init__(self, commands: Iterable[Command] = COMMANDS) -> None:
        self._table: dict[Place, dict[str, Command]] = {
            "list": {},
            "page": {},
            "search": {},
            "prompt": {},
        }
        for command in commands:
            for place in command.places:
                for keys in command.keys:
                    self._table[place][keys] = command
        self.pending = ""
        """The beginning of a sequence that was typed, "" when none is open."""

    def has(self, place: Place, key: str) -> bool:
        """Does this one key mean something there?"""
        return key in self._table[place]

    def press(self, place: Place, key: str) -> Command | None:
        """The command this key completes there, if any; remembers the start of a sequence."""
        table = self._table[place]
        typed = f"{self.pending} {key}" if self.pending else key
        if self.pending and typed not in table and not _opens(table, typed):
            typed = key  # no such sequence: the key is meant for itself
        opens = _opens(table, typed)
        self.pending = typed if opens else ""
        return None if opens else table.get(typed)


def _opens(table: dict[str, Command], typed: str) -> bool:
    return any(keys.startswith(typed + " ") for keys in table)
