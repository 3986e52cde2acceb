"""What other threads and processes did to the library, noticed and shown."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from reader.library import Library, Moment
from reader.tui.control.chores import Chores
from reader.tui.control.errands import Errands
from reader.tui.control.lists import Lists
from reader.tui.control.searching import Search
from reader.tui.widgets.headlines import Headlines

NEWS_EVERY_S = 1.0
"""Seconds between looks."""
CALM_S = 4.0
"""Seconds between two readings of the lists while feeds are fetched: articles come in all the
time then, and whoever presses a key shall not feel each of them."""


class News:
    """Looks whether the store or the index is another one than before."""

    def __init__(
        self,
        library: Library,
        errands: Errands,
        headlines: Headlines,
        lists: Lists,
        search: Search,
        chores: Chores,
        changed: Callable[[], None],
        seen: Callable[[], None],
        redress: Callable[[], None],
    ) -> None:
        """`changed` is called when articles came, changed or went, `seen` when anything did.

        `redress` shows anew what a person has put on the open article.
        """
        self._redress = redress
        self._library = library
        self._errands = errands
        self._headlines = headlines
        self._lists = lists
        self._search = search
        self._chores = chores
        self._changed = changed
        self._seen = seen
        self._moment = Moment(0, 0)
        self._version = -1
        self._generation = -1
        self._listed = 0.0
        self._waits = False
        """Has something come in that the lists do not show yet?"""

    def begin(self) -> None:
        """What is in the library now is no news. To be called before its rows are read."""
        self._moment = self._library.moment()

    def look(self) -> None:
        """Notice what has changed; costs one pragma when nothing has.

        Raises:
            ReaderError: the library cannot be read.
        """
        version, generation = self._library.version(), self._library.index_generation()
        if version != self._version or self._waits:
            self._version, self._waits = version, False
            work = partial(self._read, self._moment)
            self._errands.ask(self._errands.listing, work, self._take)
        if generation != self._generation and not self._calm:
            self._generation = generation
            # Also by the first look: what came in before it may have come after the answer.
            if self._lists.covered and self._search.query:
                self._search.again(quietly=True)

    def _read(self, since: Moment) -> tuple[Moment, list[int]]:
        moment = self._library.moment()
        return moment, self._library.states_since(since) if moment.state != since.state else []

    @property
    def _calm(self) -> bool:
        """Are feeds being fetched, and the lists fresh enough meanwhile?"""
        return self._chores.busy("refresh") and time.monotonic() - self._listed < CALM_S

    def _take(self, news: tuple[Moment, list[int]]) -> None:
        before, (self._moment, states) = self._moment, news
        self._redress()
        if states:
            self._headlines.refresh_rows(states)
        if self._calm:
            self._waits = True
            self._moment = replace(self._moment, content=before.content)
            return
        self._listed = time.monotonic()
        if self._moment.content != before.content:
            self._changed()
            self._chores.have_done("index")  # whoever brought it may not index it
            self._lists.reload()
        elif self._moment != before:
            self._lists.count()
        else:
            self._seen()  # a feed was renamed, say: no article has changed
