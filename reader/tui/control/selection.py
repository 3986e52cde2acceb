"""What an action is done to: the selected articles, else the one under the cursor.

While an article is open, keys are meant for that article alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from reader.tui.control.panes import Panes


class Selection:
    """Tells which articles a key is meant for."""

    def __init__(self, panes: Panes) -> None:
        self._panes = panes
        self._list = panes.headlines

    @property
    def many(self) -> bool:
        """Is it the selected ones?"""
        return not self._panes.on_page and self._list.selected_count > 0

    @property
    def keys(self) -> Sequence[int]:
        """The articles; none in an empty list."""
        if self.many:
            return self._list.selected
        return [] if self._list.key is None else [self._list.key]
