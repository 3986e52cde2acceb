"""The actions that keep: star, read, all read; for one article or all selected; and back again."""

from __future__ import annotations

from collections.abc import Callable

from reader.library import StateName
from reader.tui.control.lists import Lists
from reader.tui.control.selection import Selection
from reader.tui.control.states import States
from reader.tui.render import fit, title
from reader.tui.widgets.headlines import Headlines

LONGEST_TITLE = 40
"""Cells of a title in what is said of its article."""


class Keeping:
    """Changes the state of the articles selected, else of the one under the cursor."""

    def __init__(
        self,
        headlines: Headlines,
        selection: Selection,
        lists: Lists,
        states: States,
        say: Callable[[str], None],
        key: Callable[[str], str],
        leave: Callable[[], None],
    ) -> None:
        """`key` tells an action's key; `leave` closes the article that is open, if one is."""
        self._leave = leave
        self._key = key
        self._selection = selection
        self._say = say
        self._headlines = headlines
        self._lists = lists
        self._states = states

    def do_star(self) -> None:
        """Star, or take the star."""
        self._toggle("starred")

    def do_read(self) -> None:
        """Read, or unread again."""
        self._toggle("read")

    def _toggle(self, what: StateName) -> None:
        """Of several articles, all get what one of them lacks; if none does, all lose it."""
        headline = self._headlines.headline
        if self._selection.many:
            self._states.turn(self._selection.keys, what)
        elif headline:
            self._states.mark(headline, **{what: not getattr(headline, what)})

    def do_delete(self) -> None:
        """Delete the articles; the one that is open is left for the list."""
        keys, headline = list(self._selection.keys), self._headlines.headline
        if headline:
            if self._selection.many:
                self._headlines.select_none()
            self._leave()
            self._states.delete(keys, fit(title(headline.title), LONGEST_TITLE))

    # Selecting

    def do_select(self) -> None:
        """Select the article and go on to the next, or let go of it."""
        self._headlines.toggle()
        self._headlines.move(1)
        self._say_selected()

    def do_range(self) -> None:
        """Begin a range, or select what it holds."""
        self._headlines.draw_range()
        self._say_selected()

    def do_select_all(self) -> None:
        """Select every article of the list."""
        self._headlines.select_all()
        self._say_selected()

    def _say_selected(self) -> None:
        if self._headlines.ranging:
            range_, back = self._key("range"), self._key("escape")
            self._say(f"Move to draw the range; {range_} selects it, {back} lets go.")
        else:
            count = self._headlines.selected_count
            lets_go = f"{self._key('escape')} lets go of what is selected."
            self._say(lets_go if count else "Nothing is selected.")

    def do_all_read(self) -> None:
        """Mark what is selected read, else everything in the list; of a search, what it shows."""
        if self._selection.many:
            self._states.mark_all(self._selection.keys, which="selected ")
        elif self._lists.covered:
            self._states.mark_all(list(self._headlines.keys))
        else:
            self._states.mark_all(scope=self._lists.scope)

    def do_undo(self) -> None:
        """Take the last change back."""
        self._states.step(back=True)

    def do_redo(self) -> None:
        """Do again what was taken back."""
        self._states.step(back=False)
