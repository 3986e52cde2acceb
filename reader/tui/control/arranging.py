"""How the list is arranged: its order, lines in a row; narrowing it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import get_args

from reader.library import Order
from reader.settings import Preferences
from reader.tui.control.lists import Lists
from reader.tui.control.panes import Panes
from reader.tui.control.searching import Search

_SAID = {
    "new": "Newest first.",
    "old": "Oldest first.",
    "feed": "By source.",
    "relevance": "Best first.",
}
_SORT = re.compile(r"(?:^|\s+)sort:(\w*)")


class Arranging:
    """Orders the list, and makes its rows one line or two."""

    def __init__(
        self,
        panes: Panes,
        lists: Lists,
        search: Search,
        preferences: Preferences,
        say: Callable[[str], None],
    ) -> None:
        """`show` searches for a query as if it had been typed to its end."""
        self._panes = panes
        self._lists = lists
        self._search = search
        self._preferences = preferences
        self._say = say

    def begin(self) -> None:
        """As it was left the last time."""
        if self._preferences.get("density", "two") == "one":
            self._panes.headlines.density = "one"

    def do_sort(self) -> None:
        """The next order; in a search it is part of the query."""
        if self._lists.covered and not self._search.query.strip():
            self._say("These stand in the order of how near they are.")
        elif self._lists.covered:
            query, order = resorted(self._search.query)
            self._panes.bar.put(query)
            self._search.ask_in_order(query)
            self._say(_SAID[order])
        else:
            orders = get_args(Order)
            order = orders[(orders.index(self._lists.order) + 1) % len(orders)]
            self._lists.arrange(order)
            self._say(_SAID[order])

    def do_density(self) -> None:
        """Rows of one line, or of two."""
        headlines = self._panes.headlines
        headlines.density = "one" if headlines.density == "two" else "two"
        self._preferences.put("density", headlines.density)

    def do_narrow(self) -> None:
        """Into the search bar, behind what the list shows by now."""
        if self._lists.covered and not self._search.query.strip():
            self._search.end()
        query = self._panes.bar.query_text
        if query and not query.endswith(" "):
            self._panes.bar.put(query + " ")
        self._panes.to_list()
        self._panes.bar.start()


def resorted(query: str) -> tuple[str, str]:
    """The query in the next order, and the name of that order."""
    orders = ("relevance", *get_args(Order))
    match = _SORT.search(query)
    now = match[1] if match and match[1] in orders else "relevance"
    order = orders[(orders.index(now) + 1) % len(orders)]
    return f"{_SORT.sub('', query).strip()} sort:{order}", order
