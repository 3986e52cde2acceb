"""The line at the foot: where one is in which list, and the keys that help there.

The terminal's window is named after the same.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.models import Shelf
from reader.tui.commands import COMMANDS, Command, spoken
from reader.tui.control.lists import NAMES, Lists
from reader.tui.control.orders import SAID
from reader.tui.control.panes import Panes
from reader.tui.control.searching import Search
from reader.tui.keymap import Bindings
from reader.tui.render import fit, title
from reader.tui.widgets.status import Hint, StatusLine

_LONGEST = 30
"""Cells for the name of a list."""
_FOR_ARTICLES = ("open", "page", "next_unread", "star", "read")
"""Actions that need an article in the list."""
_LONGEST_NAME = 80
"""Cells for what is open in the name of a window."""


class Foot:
    """Keeps place and hints of the status line."""

    def __init__(
        self,
        status: StatusLine,
        panes: Panes,
        lists: Lists,
        search: Search,
        bindings: Bindings,
        standing: Callable[[], Shelf | None],
        name_window: Callable[[str], object],
    ) -> None:
        """`standing` gives the list that a search stands for, if it does."""
        self._name_window = name_window
        self._named = ""
        self._standing = standing
        self._bindings = bindings
        self._status = status
        self._panes = panes
        self._lists = lists
        self._search = search
        self._empty = False
        """Is there no article in the list?"""
        self._leads_back = False
        """Is there a list behind this one?"""

    def say_place(self) -> None:
        """Which list, which row of how many."""
        name, total = self._found() if self._lists.covered else self._listed()
        headlines = self._panes.headlines
        at = f" {headlines.cursor + 1:,}/{total}" if headlines.count else ""
        if not at and name == "Found":
            name = "Nothing found"
        place, behind = f"{name}{at}", self._selected() or (f"{self._order()}{self._unread()}", "")
        self._status.show(places=[f"{place}{more}" for more in behind])
        before = self._empty, self._leads_back
        self._empty, self._leads_back = not headlines.count, self._lists.covered
        if before != (self._empty, self._leads_back):
            self.hint()
        if self._panes.reading:
            self.say_open()
        else:
            self._name(f"{name}{self._unread()}")

    def say_open(self) -> None:
        """Which article is open; while its text is awaited, the window keeps its name."""
        article = self._panes.page.article
        if article and self._panes.reading and article.headline.key == self._panes.headlines.key:
            self._name(title(article.headline.title))

    def _name(self, what: str) -> None:
        if what != self._named:
            self._named = what
            self._name_window(f"{fit(what, _LONGEST_NAME)} — Broadsheet")

    def _found(self) -> tuple[str, str]:
        scope, count = self._lists.scope, self._panes.headlines.count
        answer = self._search.answer
        more = answer is not None and answer.total > count
        total = f"{count:,} best of {answer.total:,}" if answer and more else f"{count:,}"
        total = total if answer is None or answer.counted else f"{count:,} best"
        if self._lists.covering:
            return self._lists.covering, total
        shelf = self._standing()
        name = fit(shelf.name, _LONGEST) if shelf else "Found"
        if scope == "all":
            return name, total
        return f"{name}, {scope}" if shelf else f"Found in {scope}", total

    def _listed(self) -> tuple[str, str]:
        scope, count = self._lists.scope, self._panes.headlines.count
        total = count if self._lists.complete else self._lists.counts.get(scope, count)
        return NAMES[scope], f"{total:,}"

    def _selected(self) -> tuple[str, ...]:
        """How many are selected, at length and for where there is little room; empty if none."""
        headlines = self._panes.headlines
        if not headlines.selected_count:
            return ()
        said = f" · {headlines.selected_count:,} selected"
        if not (elsewhere := headlines.selected_elsewhere):
            return (said,)
        return f"{said}, {elsewhere:,} not in this list", f"{said}, {elsewhere:,} not here"

    def _order(self) -> str:
        """That of the list where it is not the usual one; in a search the bar says it."""
        order = self._lists.order
        return "" if self._lists.covered or order == "new" else f" · {SAID[order]}"

    def _unread(self) -> str:
        shelf = self._standing()
        unread = shelf.unread if shelf else self._lists.counts.get("unread", 0)
        told = unread and self._lists.scope == "all" and (shelf or not self._lists.covered)
        return f" · {unread:,} unread" if told else ""

    def hint(self) -> None:
        """The keys that help where they go now."""
        place = self._panes.keys_go_to
        marked = self._search.sought_words or self._panes.page.finding
        found = place == "page" and marked
        back = place != "list" or self._leads_back or self._panes.headlines.selected_count > 0

        def label(c: Command) -> str:
            if c.name == "leave":  # one key, which never quits where it leads back
                return "back" if back else "quit"
            return c.label_found if found and c.label_found else c.label

        hints = [
            Hint(spoken(keys[0]), label(c), c.name)
            for c in COMMANDS
            if c.footer and (keys := self._bindings.keys_of(c, place))
            if not (place == "list" and self._empty and c.name in _FOR_ARTICLES)
        ]
        self._status.show(hints=hints)
