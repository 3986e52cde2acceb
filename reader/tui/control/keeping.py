"""The actions that keep: star, read, all read; and back again."""

from __future__ import annotations

from reader.tui.control.lists import Lists
from reader.tui.control.selection import Selection
from reader.tui.control.states import States
from reader.tui.widgets.headlines import Headlines


class Keeping:
    """Changes the state of the selected articles, the one at the cursor, or the whole list."""

    def __init__(
        self, headlines: Headlines, lists: Lists, selection: Selection, states: States
    ) -> None:
        self._headlines = headlines
        self._lists = lists
        self._selection = selection
        self._states = states

    def do_star(self) -> None:
        """Star, or take the star."""
        headline = self._headlines.headline
        if self._selection.many:
            self._states.turn(self._selection.keys, "starred")
            self._selection.acted()
        elif headline:
            self._states.mark(headline, starred=not headline.starred)

    def do_read(self) -> None:
        """Read, or unread again."""
        headline = self._headlines.headline
        if self._selection.many:
            self._states.turn(self._selection.keys, "read")
            self._selection.acted()
        elif headline:
            self._states.mark(headline, read=not headline.read)

    def do_all_read(self) -> None:
        """Mark everything in the list read; of a search, what it shows."""
        if self._lists.covered:
            self._states.mark_all(list(self._headlines.keys))
        else:
            self._states.mark_all(scope=self._lists.scope)

    def do_undo(self) -> None:
        """Take the last change back."""
        self._states.step(back=True)

    def do_redo(self) -> None:
        """Do again what was taken back."""
        self._states.step(back=False)
