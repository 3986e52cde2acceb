"""What an action is done to: the selected articles, else the one under the cursor.

A selection outlives refreshes, other orders and other lists, as it is kept by key.
While an article is open, keys are meant for that article alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.tui.control.lists import Lists
from reader.tui.control.panes import Panes


class Selection:
    """Selects in the list, and says what is selected."""

    def __init__(self, panes: Panes, lists: Lists, say: Callable[[str], None]) -> None:
        self._panes = panes
        self._list = panes.headlines
        self._lists = lists
        self._say = say

    @property
    def many(self) -> bool:
        """Are actions meant for selected articles?"""
        return not self._panes.on_page and self._list.picked_count > 0

    @property
    def keys(self) -> Sequence[int]:
        """The articles that an action is meant for."""
        if self.many:
            return self._list.picked
        return [] if self._list.key is None else [self._list.key]

    def acted(self) -> None:
        """Something was done to it: a range is over, as in vim; what was picked stays."""
        if self._list.ranging and not self._panes.on_page:
            self._list.end_range(keep=False)

    def let_go(self) -> bool:
        """End the range, else select nothing; False if nothing was selected."""
        if self._list.ranging:
            self._list.end_range(keep=False)
        elif self._list.picked_count:
            self._list.pick_none()
        else:
            return False
        return True

    def do_select(self) -> None:
        """Select the article and go on to the next, or keep what the range holds."""
        if self._list.ranging:
            self._list.end_range(keep=True)
        elif self._list.key is not None:
            self._list.pick(self._list.cursor)
            self._list.move(1)

    def do_select_range(self) -> None:
        """Have the selection follow the cursor; the second time, keep what it holds."""
        if self._list.ranging:
            self._list.end_range(keep=True)
        else:
            self._list.begin_range()

    def do_select_all(self) -> None:
        """Every article of the list, or none."""
        if self._list.picked_count:
            self._list.pick_none()
        elif self._lists.covered or self._lists.complete:
            self._list.pick_all()
        else:
            self._say("The list is still being read.")
