"""Related stories: what else was reported on the story of an article, in the list's place."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from functools import partial

from reader.library import Library
from reader.models import Headline, Hit
from reader.tui.control.errands import Errands
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

    def do_related(self) -> None:
        """What else was reported on this story."""
        headline = self._panes.headlines.headline
        if headline:
            work = partial(self._library.related, headline.key, MOST)
            then = partial(self._take, headline)
            self._errands.ask(self._errands.counting, work, then)

    def _take(self, headline: Headline, hits: Sequence[Hit]) -> None:
        current = self._panes.headlines.headline
        if current is None or current.key != headline.key:
            return  # one has gone on meanwhile
        if not hits:
            self._say("Nothing else on this story was found.")
            return
        self._panes.to_list()
        self._search.stand_in(f"Related to “{headline.title}”")
        self._panes.headlines.show(array("q", (hit.key for hit in hits)), keep="top")
        self._shown(True)
