"""The article: glanced at beside the list, opened, left; its address and its removed parts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reader.library import Library
from reader.models import Article
from reader.tui.browser import browse
from reader.tui.control.errands import Errands, Turn
from reader.tui.control.panes import Panes
from reader.tui.control.searching import Search
from reader.tui.control.states import States
from reader.tui.render import link_target
from reader.tui.widgets.status import StatusLine

GLANCE_S = 0.06
"""How long the cursor rests on a row before its article is shown beside it."""
TYPING_S = 0.35
"""As long while a search is typed: an article set between two keys would hold up the second."""


class Reading:
    """Puts articles on the page."""

    def __init__(
        self,
        library: Library,
        errands: Errands,
        panes: Panes,
        search: Search,
        states: States,
        status: StatusLine,
        later: Callable[[float, Callable[[], None]], object],
    ) -> None:
        """`later` calls something after so many seconds."""
        self._library = library
        self._errands = errands
        self._panes = panes
        self._search = search
        self._states = states
        self._status = status
        self._later = later
        self._turn = Turn()
        self._original = False

    # Open and close

    def glance(self) -> None:
        """Show the article under the cursor beside the list, once the cursor rests."""
        token, key = self._turn.take(), self._panes.headlines.key
        if not self._panes.wide:
            return
        if key is None:
            self._panes.page.show(None)
            return
        rest = TYPING_S if self._panes.bar.typing else GLANCE_S
        self._later(rest, partial(self._load, token, key, False))

    def open(self) -> None:
        """Turn to the article under the cursor at once, so that the next key is already its.

        The text follows.
        """
        key = self._panes.headlines.key
        if key is None:
            return
        self._original = False
        self._panes.to_article()
        headline = self._panes.headlines.headline
        if headline and headline.key == key and not headline.read:
            self._states.mark(headline, read=True)
        self._load(self._turn.take(), key, True)

    def leave(self) -> None:
        """Back to the list."""
        self._original = False
        self._panes.to_list()

    def _load(self, token: int, key: int, opened: bool) -> None:
        if not self._turn.holds(token):
            return
        then = partial(self._show, token, opened)
        self._errands.ask(self._errands.opening, partial(self._library.article, key), then)

    def _show(self, token: int, opened: bool, article: Article | None) -> None:
        if not self._turn.holds(token):
            return
        if article is None:
            self._status.show(message="This article is no longer in the library.", alarm=True)
            return
        self._put(article, self._original and opened)

    def _put(self, article: Article, original: bool) -> None:
        self._panes.page.show(article, terms_marker=self._search.marker(), original=original)

    # What is done with it

    def do_browser(self) -> None:
        """Open the address with the desktop's browser."""
        address = self._address()
        if address:
            self._status.show(message=f"Opening {address}")
            then = partial(self._browsed, address)
            self._errands.ask(self._errands.browsing, partial(browse, address), then)

    def _browsed(self, address: str, opened: bool) -> None:
        if not opened:
            message = f"No browser could be started; y copies {address}"
            self._status.show(message=message, alarm=True)

    def do_copy(self) -> None:
        """Put the address on the clipboard."""
        address = self._address()
        if address:
            self._panes.page.app.copy_to_clipboard(address)
            self._status.show(message=f"Copied {address}")

    def _address(self) -> str:
        """The shown article's address; says so if there is none that may be opened."""
        article, key = self._panes.page.article, self._panes.headlines.key
        if article is None or key != article.headline.key:
            article = None if key is None else self._library.article(key)
        address = link_target(article.url) if article else ""
        if article and not address:
            self._status.show(message="This article has no address.")
        return address

    def do_original(self) -> None:
        """What was taken out of the article, shown or hidden."""
        article = self._panes.page.article
        if article is None:
            return
        removed = sum(1 for block in article.blocks if block.removed)
        if not removed:
            self._status.show(message="Nothing was taken out of this article.")
            return
        self._original = not self._original
        self._put(article, self._original)
        parts = f"{removed} part{'s' if removed > 1 else ''}"
        shown = f"Showing {parts} that had been taken out."
        self._status.show(message=shown if self._original else f"{parts} taken out.")
