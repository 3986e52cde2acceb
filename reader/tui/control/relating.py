"""Related stories: what else was reported on the story of an article, in the list's place."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import partial

from reader.library import Library
from reader.models import Headline, Hit
from reader.tui.control.errands import Errands, Turn
from reader.tui.control.lists import Lists
from reader.tui.control.panes import Panes
from reader.tui.control.searching import Search

MOST = 20
"""Related articles that are listed."""


class Relating:
    """Lists what is related to the article under the cursor."""

    def __init__(
        self,
        library: Library,
        errands: Errands,
        panes: Panes,
        lists: Lists,
        search: Search,
        say: Callable[[str], None],
        shown: Callable[[bool], None],
    ) -> None:
        self._library = library
        self._errands = errands
        self._panes = panes
        self._lists = lists
        self._search = search
        self._say = say
        self._shown = shown
        self._turn = Turn()

    def do_related(self) -> None:
        """What else was reported on this story."""
        headline = self._panes.headlines.headline
        if headline:
            token = self._turn.take()
            work, then = partial(self._find, headline, token), partial(self._take, headline)
            self._errands.ask(self._errands.asking, work, then)

    def _find(self, headline: Headline, token: int) -> Sequence[Hit] | None:
        """None where the key was pressed again before this one's turn came."""
        return self._library.related(headline.key, MOST) if self._turn.holds(token) else None

    def _take(self, headline: Headline, hits: Sequence[Hit] | None) -> None:
        current = self._panes.headlines.headline
        if hits is None or current is None or current.key != headline.key:
            return  # one has gone on meanwhile
        if not hits:
            self._say("Nothing else on this story was found.")
            return
        self._panes.to_list()
        self._search.stand_in(f"Related to “{headline.title}”")
        self._panes.headlines.show(array("q", (hit.key for hit in hits)), keep="top")
        self._shown(True)
