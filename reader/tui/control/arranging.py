"""How the list is arranged: its order, lines in a row; narrowing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import cast, get_args

from reader.library import Order
from reader.settings import Preferences
from reader.tui.commands import Choice
from reader.tui.control.lists import Lists
from reader.tui.control.orders import SAID, ordered, resorted
from reader.tui.control.panes import Panes
from reader.tui.control.searching import Search
from reader.tui.rows import Density


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
        """`say` tells on the line at the foot what was done."""
        self._panes = panes
        self._lists = lists
        self._search = search
        self._preferences = preferences
        self._say = say

    def begin(self) -> None:
        """As it was left the last time."""
        if self._preferences.get("density", "two") == "one":
            self._panes.headlines.density = "one"
        order = self._preferences.get("order", "new")
        if order in get_args(Order):
            self._lists.order = cast(Order, order)

    def do_sort(self) -> None:
        """The next order; in a search it is part of the query."""
        if self._lists.covered and not self._search.query.strip():
            self._say("These stand in the order of how near they are.")
        else:
            orders = self._orders
            self._order(orders[(orders.index(self._now) + 1) % len(orders)])

    @property
    def _orders(self) -> tuple[str, ...]:
        """Those that what is listed can stand in."""
        return (*(["relevance"] if self._search.sought_words else []), *get_args(Order))

    @property
    def _now(self) -> str:
        now = ordered(self._search.query) if self._lists.covered else self._lists.order
        return now if now in self._orders else "new"  # where no word tells which are the best

    def _order(self, order: str) -> None:
        if self._lists.covered:
            query = resorted(self._search.query, order)
            self._panes.bar.put(query)
            self._search.ask_in_order(query)
        else:
            self._lists.arrange(cast(Order, order))
            self._preferences.put("order", order)
        self._say(f"{SAID[order].capitalize()}.")

    def do_density(self) -> None:
        """Rows of one line, or of two."""
        self._dense("one" if self._panes.headlines.density == "two" else "two")

    def _dense(self, density: Density) -> None:
        self._panes.headlines.density = density
        self._preferences.put("density", density)

    def choices(self) -> Iterator[Choice]:
        """Every order and density."""
        if not self._lists.covered or self._search.query.strip():
            orders, now = self._orders, self._now
            following = orders[(orders.index(now) + 1) % len(orders)]
            for order in orders:
                name = f"Order: {SAID[order]}"
                action = "sort" if order == following else ""
                choose = partial(self._order, order)
                yield Choice(name, choose, order == now, action, "Another order of this list")
        held = self._panes.headlines.density
        for density in get_args(Density):
            name = f"Rows: {density} line{'' if density == 'one' else 's'}"
            action = "" if density == held else "density"
            yield Choice(name, partial(self._dense, density), density == held, action)

    def do_narrow(self) -> None:
        """Into the search bar, behind what the list shows by now."""
        if self._lists.covered and not self._search.query.strip():
            self._search.end()
        query = self._panes.bar.query_text
        if query and not query.endswith(" "):
            self._panes.bar.put(query + " ")
        self._panes.to_list()
        self._panes.bar.start()
