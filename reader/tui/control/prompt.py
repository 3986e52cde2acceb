"""Help with typing a search: past searches, and what Tab completes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from reader.library import Library
from reader.tui.control.errands import Errands
from reader.tui.recall import History, Offer
from reader.tui.widgets.search_bar import SearchBar
from reader.tui.widgets.status import StatusLine

if TYPE_CHECKING:
    from reader.library import Completion, Vocabulary

OFFERED = 6
"""How many completions are shown."""


class Prompt:
    """Puts into the bar what need not be typed."""

    def __init__(
        self,
        library: Library,
        errands: Errands,
        bar: SearchBar,
        status: StatusLine,
        key: Callable[[str], str],
    ) -> None:
        """`key` tells an action's key."""
        self._key = key
        self._library = library
        self._errands = errands
        self._bar = bar
        self._status = status
        self._history = History(library.searches)
        self._offer = Offer()
        self._vocabulary: Vocabulary | None = None

    # Past searches

    def typed(self, query: str) -> None:
        """The bar says this now."""
        self._history.typed(query)

    def remember(self, query: str) -> None:
        """This search was made: it is the newest of the past ones."""
        if self._history.add(query):
            work = partial(self._library.remember_search, query)
            # A search that cannot be remembered is no reason to interrupt anybody.
            self._errands.ask(self._errands.saving, work, lambda _: None, lambda _: None)

    def do_older_search(self) -> None:
        """The past search before the one in the bar."""
        query = self._history.older(self._bar.query_text)
        if query is None:
            self._status.show(message="No search before this one is remembered.")
        else:
            self._bar.put(query)

    def newer(self) -> bool:
        """The past search after the one in the bar; False if no past search stands there."""
        if not self._history.walking:
            return False
        self._bar.put(self._history.newer())
        return True

    # Completion

    def learn(self) -> None:
        """Have the names at hand that Tab completes."""

        def then(vocabulary: Vocabulary) -> None:
            self._vocabulary = vocabulary

        if self._vocabulary is None and self._bar.typing:
            self._errands.ask(self._errands.listing, self._library.vocabulary, then)

    def forget(self) -> None:
        """The articles have changed, and with them perhaps the names."""
        self._vocabulary = None
        self.learn()

    def complete(self) -> bool:
        """Complete what the cursor stands in; False if nothing can be completed there."""
        text, cursor = self._bar.query_text, self._bar.cursor
        taken = self._offer.take(text, cursor, self._completion(text, cursor))
        if taken is None:
            return False
        self._bar.put(*taken)
        return True

    def _completion(self, text: str, cursor: int) -> Completion | None:
        if self._vocabulary is None:
            self._vocabulary = self._library.vocabulary()
        named = self._library.complete(text, cursor, self._vocabulary)
        return named or self._library.complete(text, cursor, self._vocabulary, words=True)

    def offered(self) -> str:
        """What Tab would make of the value at the cursor, for the line at the foot."""
        if not self._bar.typing or self._vocabulary is None:
            return ""
        text, cursor = self._bar.query_text, self._bar.cursor
        choices = self._offer.choices if self._offer.standing(text) else ()
        if len(choices) < 2:
            found = self._library.complete(text, cursor, self._vocabulary)
            choices = found.choices if found and text[: found.start].endswith(":") else ()
        if not choices:
            return ""
        more = " …" if len(choices) > OFFERED else ""
        return (
            f"{self._key('complete')}: " + " · ".join(c.strip() for c in choices[:OFFERED]) + more
        )
