"""Passages of the articles found, for the rows on the screen and for no others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from reader.library import Library
from reader.models import Passage
from reader.tui.control.errands import Errands, Turn
from reader.tui.control.searching import Search
from reader.tui.widgets.headlines import Headlines

REST_S = 0.3
"""How long typing and scrolling rest before passages are looked for."""
_AT_ONCE = 2
"""Rows whose passages are looked for before it is asked whether anybody still waits for them."""


class Excerpts:
    """Fills the third line of the rows of a search."""

    def __init__(
        self,
        library: Library,
        errands: Errands,
        search: Search,
        headlines: Headlines,
        later: Callable[[float, Callable[[], None]], object],
    ) -> None:
        self._library = library
        self._errands = errands
        self._search = search
        self._headlines = headlines
        self._later = later
        self._turn = Turn()

    def look(self) -> None:
        """Other rows are on the screen, or they were found by another search."""
        if self._search.excerpted:
            self._later(REST_S, partial(self._ask, self._turn.take()))

    def _ask(self, token: int) -> None:
        answer = self._search.answer
        room = self._headlines.size.width
        if not self._turn.holds(token) or answer is None or not room:
            return  # behind an article that takes the whole width, there are no rows to fill
        width = max(room - 4, 20)
        work = partial(self._passages, token, self._headlines.seen, answer.terms, width)
        # A row without its passage is no reason to interrupt anybody.
        self._errands.ask(self._errands.excerpting, work, partial(self._put, token), lambda _: None)

    def _passages(
        self, token: int, keys: Sequence[int], terms: frozenset[str], width: int
    ) -> dict[int, Passage]:
        """The passages; not all of them where a search or other rows came meanwhile.

        A passage is a millisecond or more of Python, and while it is looked for nothing is
        drawn: those of a whole screen would hold up the next letter typed.
        """
        found: dict[int, Passage] = {}
        for at in range(0, len(keys), _AT_ONCE):
            if not self._turn.holds(token) or self._search.awaited:
                break
            found |= self._library.snippets(keys[at : at + _AT_ONCE], terms, width)
        return found

    def _put(self, token: int, found: Mapping[int, Passage]) -> None:
        if self._turn.holds(token):
            self._headlines.put_excerpts({key: each.text for key, each in found.items()})
