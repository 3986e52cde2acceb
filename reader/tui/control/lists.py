"""The list of a scope: all, unread or starred articles, also while a search stands in its place."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Container, Sequence
from functools import partial
from typing import Literal

from reader.library import Library, Order, Scope
from reader.models import Headline
from reader.tui.control.errands import Errands, Turn
from reader.tui.widgets.headlines import Headlines, Place

FIRST_ROWS = 200
"""Rows read before the first frame; the rest of the list follows behind it."""

ARRANGED_AT_ONCE = 20_000
"""Articles in a list that is put in another order than its own before the first frame."""

NAMES: dict[Scope, str] = {"all": "All", "unread": "Unread", "starred": "Starred"}
"""The scopes, as the screen calls them."""


class Lists:
    """Which scope is listed, what is in it, and how much there is of each."""

    def __init__(
        self,
        library: Library,
        errands: Errands,
        headlines: Headlines,
        changed: Callable[[], None],
    ) -> None:
        """`changed` is called when a list or a count is another one than before."""
        self._library = library
        self._errands = errands
        self._headlines = headlines
        self._changed = changed
        self._turn = Turn()
        self._former: tuple[Sequence[int], Place] | None = None
        self.scope: Scope = "all"
        self.order: Order = "new"
        self.covering = ""
        """What the rows are that stand in the list's place, "" for those of a search."""
        self.counts: dict[Scope, int] = {}
        self.touched = False
        """Has anybody pressed a key yet? Until then what comes in is shown, on top."""
        self.complete = False
        """Is the whole list here, and not only its first rows?"""

    # The list itself

    def begin(self) -> None:
        """Show the first rows at once; of a long list in another order, the newest until then."""
        rows = self._first_rows()
        if self.order != "new" and self._library.count(self.scope) <= ARRANGED_AT_ONCE:
            rows = self._fresh(self.scope, self.order, array("q"))
        self._headlines.show(rows, keep="top")

    def resume(self, scope: Scope, place: Place, order: Order) -> None:
        """Stand in a list where somebody stood before."""
        self.scope, self.order, self.touched = scope, order, True
        self._headlines.restore(self._fresh(scope, order, array("q")), place)

    @property
    def place(self) -> Place:
        """Where somebody stands in the list, or stood before a search took its place."""
        return self._headlines.place() if self._former is None else self._former[1]

    def choose(self, scope: Scope) -> None:
        """List this scope from its top; while a search is shown, behind it."""
        self.scope, self.complete = scope, False
        token = self._turn.take()
        if self.covered:
            self._former = (self._first_rows(), Place(None, 0, 0))
        else:
            self.begin()
        first = self._headlines.key
        work = partial(self._fresh, scope, self.order, array("q"))

        def then(keys: array[int]) -> None:
            # In another order than the first rows came in, the top is elsewhere.
            at_top = self.order != "new" and self._headlines.key == first
            self._relist(token, keys, keep="top" if at_top else "key")

        self._errands.ask(self._errands.listing, work, then)
        self.count()
        self._changed()

    def reload(self) -> None:
        """Read the whole list of the scope again, and count; what is looked at stays where it is."""
        token, scope, order = self._turn.take(), self.scope, self.order
        shown = self._headlines.keys if self._former is None else self._former[0]
        held = array("q", shown) if self.complete else array("q")
        seen = self._headlines.seen

        def read() -> tuple[array[int], dict[Scope, int], Sequence[Headline]]:
            return self._fresh(scope, order, held), self._counted(), self._library.headlines(seen)

        def then(found: tuple[array[int], dict[Scope, int], Sequence[Headline]]) -> None:
            keys, self.counts, rows = found
            self._headlines.compare(rows)
            self._relist(token, keys)

        self._errands.ask(self._errands.listing, read, then)

    def come_or_gone(self, gone: Container[int] = ()) -> None:
        """Articles came into the library, or these went out of it: show it at once."""
        if gone:
            self._headlines.rearrange([key for key in self._headlines.keys if key not in gone])
            self._changed()
        self.reload()

    def arrange(self, order: Order) -> None:
        """List in another order; what is looked at stays where it is."""
        self.order = order
        self.complete = False
        self.reload()

    def count(self) -> None:
        """Count the scopes."""

        def then(found: dict[Scope, int]) -> None:
            self.counts = found
            self._changed()

        self._errands.ask(self._errands.listing, self._counted, then)

    def _counted(self) -> dict[Scope, int]:
        return {scope: self._library.count(scope) for scope in NAMES}

    def _first_rows(self) -> array[int]:
        return self._library.keys(self.scope, limit=FIRST_ROWS)

    def _fresh(self, scope: Scope, order: Order, held: array[int]) -> array[int]:
        """The list as the store has it, together with rows that have left the scope since.

        An article read in the unread list stays in it until the list is chosen again.
        """
        keys = self._library.keys(scope)
        left = set(held) - set(keys) if scope != "all" else set()
        if left:
            return self._library.arranged([*keys, *left], order)
        return keys if order == "new" else self._library.arranged(keys, order)

    def _relist(self, token: int, keys: array[int], keep: Literal["key", "top"] = "key") -> None:
        if not self._turn.holds(token):
            return
        self.complete = True
        if self._former is not None:
            self._former = (keys, self._former[1])
        elif self._headlines.keys != keys[: self._headlines.count]:
            kept = self.touched and self._headlines.count
            self._headlines.rearrange(keys, keep=keep if kept else "top")
        elif len(keys) > self._headlines.count:
            self._headlines.extend(keys[self._headlines.count :])
        self._changed()

    # While a search stands in its place

    @property
    def covered(self) -> bool:
        """Are other rows shown in place of the list?"""
        return self._former is not None

    def cover(self, name: str) -> None:
        """Other rows are about to be shown: remember these, and where one stood in them.

        `name` is what the other rows are; "" for those of a search.
        """
        self.covering = name
        if self._former is None:
            self._former = (self._headlines.keys, self._headlines.place())

    def uncover(self) -> bool:
        """Give the list back as it was; False if it is there already."""
        if self._former is None:
            return False
        (keys, place), self._former = self._former, None
        self._headlines.restore(keys, place)
        return True

    # Unread articles

    def unread_row(self, step: int) -> int | None:
        """The row of the nearest unread article in a direction; None if no other is left."""
        keys, here = self._headlines.keys, self._headlines.cursor
        if not keys:
            return None
        if self.covered or self.order != "new":
            around = [(here + step * n) % len(keys) for n in range(1, len(keys))]
            place = self._library.first_unread([keys[row] for row in around])
            return None if place is None else around[place]
        found = self._library.next_unread(self.scope, keys[here], step)
        return None if found is None or found == keys[here] else _row_of(keys, found, here)


def _row_of(keys: Sequence[int], key: int, near: int) -> int | None:
    """The row of a key in a list, looked for from a row on and then from the top."""
    for start in (near, 0):
        try:
            return keys.index(key, start)
        except ValueError:
            continue
    return None
