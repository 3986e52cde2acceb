"""The article: glanced at beside the list, opened, left; its address and its removed parts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reader.errors import ReaderError
from reader.library import Library
from reader.models import Article
from reader.settings import Settings
from reader.tui.browser import browse, opener
from reader.tui.control.errands import Errands, Turn
from reader.tui.control.panes import Panes
from reader.tui.control.searching import Search
from reader.tui.control.selection import Selection
from reader.tui.control.states import States
from reader.tui.outside import run_aside, run_outside, takes_terminal, words
from reader.tui.render import link_target
from reader.tui.widgets.status import StatusLine

GLANCE_S = 0.06
"""How long the cursor rests on a row before its article is shown beside it."""
TYPING_S = 0.35
"""As long while a search is typed: an article set between two keys would hold up the second."""
MOST_OPENED = 20
"""Addresses that are opened at once."""


PLACE_S = 1.0
"""How long a part of an article is on the screen before that is remembered."""


class Reading:
    """Puts articles on the page."""

    def __init__(
        self,
        library: Library,
        errands: Errands,
        panes: Panes,
        selection: Selection,
        search: Search,
        states: States,
        status: StatusLine,
        later: Callable[[float, Callable[[], None]], object],
        settings: Settings,
        key: Callable[[str], str],
        shown: Callable[[], None],
    ) -> None:
        """`later` calls something after so many seconds; `key` tells an action's key.

        `shown` hears that another article is on the page.
        """
        self._shown = shown
        self._key = key
        self._commands = settings.commands
        self._library = library
        self._errands = errands
        self._panes = panes
        self._selection = selection
        self._search = search
        self._states = states
        self._status = status
        self._later = later
        self._turn = Turn()
        self._original = False
        self._opened: int | None = None
        self._opening = 0
        self._placed = 0.0
        self._moves = 0

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
        self.remember_place()
        self._original = False
        self._panes.to_article()
        headline = self._panes.headlines.headline
        if headline and headline.key == key and not headline.read:
            self._states.mark(headline, read=True)
        self._opening = self._turn.take()
        self._load(self._opening, key, True)

    @property
    def awaited(self) -> bool:
        """Is the text of the article that was opened still to come?"""
        return bool(self._opening) and self._turn.holds(self._opening)

    def wait_no_longer(self) -> None:
        """Let keys through although the text has not come."""
        self._opening = 0

    def reread(self, key: int) -> None:
        """Show the text of this article anew, if it is the one on the page."""
        article = self._panes.page.article
        if article is not None and article.headline.key == key and not self.awaited:
            self._load(self._turn.take(), key, self._panes.reading)

    def redress(self) -> None:
        """Show the tags and the note of the article on the page as they are now."""
        article = self._panes.page.article
        if article is None:
            return
        key = article.headline.key

        def read() -> Article | None:
            return next(self._library.walk([key], bodies=False), None)

        def then(found: Article | None) -> None:
            if found:
                self._panes.page.dress(found.headline, found.note)

        self._errands.ask(self._errands.listing, read, then)

    def leave(self) -> None:
        """Back to the list."""
        self.remember_place()
        self._original = False
        self._panes.to_list()

    def place_changed(self) -> None:
        """Another part of the article is shown: kept when one has read there for a moment."""
        if self._panes.reading:
            self._moves += 1
            self._later(PLACE_S, partial(self._rested, self._moves))

    def _rested(self, moves: int) -> None:
        if moves == self._moves:
            self.remember_place()

    def remember_place(self) -> None:
        """Keep how far the open article was read, for the next time."""
        article, page = self._panes.page.article, self._panes.page
        if article is None or self._opened != article.headline.key or not page.size.width:
            return
        place = round(page.position, 9)
        if place != self._placed:
            self._placed = place
            work = partial(self._library.keep_position, article.headline.key, place)
            self._errands.ask(self._errands.saving, work, lambda _: None)

    def _load(self, token: int, key: int, opened: bool) -> None:
        if not self._turn.holds(token):
            return
        work, then = partial(self._read, key), partial(self._show, token, opened)
        self._errands.ask(self._errands.opening, work, then, self._unread)

    def _read(self, key: int) -> tuple[Article | None, float]:
        return self._library.article(key), self._library.position(key)

    def _unread(self, why: ReaderError) -> None:
        """It cannot be read."""
        self.wait_no_longer()
        self._status.show(message=str(why), alarm=True)

    def _show(self, token: int, opened: bool, read: tuple[Article | None, float]) -> None:
        if not self._turn.holds(token):
            return
        self.wait_no_longer()
        article, place = read
        if article is None:
            self._status.show(message="This article is no longer in the library.", alarm=True)
            return
        page = self._panes.page
        stays = page.article is not None and page.article.headline.key == article.headline.key
        self._put(article, self._original and opened)
        if opened and self._opened != article.headline.key:
            self._opened, self._placed = article.headline.key, place
            if place and not (stays and page.position):
                page.position = place
                top = self._key("top")
                self._status.show(message=f"Where you left off; {top} goes to the top.")
        elif not opened:
            self._opened = None
        self._shown()

    def _put(self, article: Article, original: bool) -> None:
        self._panes.page.show(article, terms_marker=self._search.marker(), original=original)

    # What is done with it

    def do_browser(self) -> None:
        """Open the address with the desktop's browser; of selected articles, each one's.

        In an article, the picture or link that is selected.
        """
        if target := self._panes.page.target_here if self._panes.on_page else "":
            self.browse(target)
        elif self._selection.many:
            self._with_addresses(self._open_all)
        elif address := self._address():
            self.browse(address)

    def browse(self, address: str) -> None:
        """Have the desktop, or the person's own command, open an address."""
        self._status.show(message=f"Opening {address}")
        self._browse(address)

    def _browse(self, address: str) -> None:
        command = self._commands.open
        if not link_target(address):
            self._browsed(address, "Addresses of this kind are not opened.")
        elif takes_terminal(command):
            self._browsed(address, run_outside(self._panes.page.app, opener(command, address)))
        else:
            work, then = partial(browse, address, command), partial(self._browsed, address)
            self._errands.ask(self._errands.browsing, work, then)

    def _browsed(self, address: str, fault: str) -> None:
        if fault:
            self._status.show(message=f"{fault} The address: {address}", alarm=True)

    def do_copy(self) -> None:
        """Put the address on the clipboard; of selected articles all, a line each.

        In an article, what is selected of its text.
        """
        if text := self._panes.page.selected_text if self._panes.on_page else "":
            self.copy_text(text)
        elif self._selection.many:
            self._with_addresses(self._copy_all)
        elif address := self._address():
            self.copy(address)

    def copy(self, address: str) -> None:
        """Put an address on the clipboard."""
        self._copy(address, address)

    def copy_text(self, text: str) -> None:
        """Put a part of an article's text on the clipboard."""
        count = len(text.split())
        self._copy(text, f"{count:,} word{'' if count == 1 else 's'}.")

    def _copy(self, text: str, what: str) -> None:
        """By the person's own command, or by asking the terminal."""

        def then(fault: str) -> None:
            said = f"Nothing was copied: {fault}" if fault else f"Copied {what}"
            self._status.show(message=said, alarm=bool(fault))

        if command := self._commands.copy:
            work = partial(run_aside, words(command), text)
            self._errands.ask(self._errands.browsing, work, then)
        else:
            self._panes.page.app.copy_to_clipboard(text)
            then("")

    def _with_addresses(self, then: Callable[[list[str]], None]) -> None:
        """Read the addresses of the selected articles, those that may be opened, each once."""
        keys = self._selection.keys

        def read() -> list[str]:
            found = (link_target(a.url) for a in self._library.walk(keys, bodies=False))
            return list(dict.fromkeys(filter(None, found)))

        self._errands.ask(self._errands.browsing, read, then)

    def _copy_all(self, addresses: list[str]) -> None:
        if addresses:
            self._copy("\n".join(addresses), f"{_addresses(len(addresses))}.")
        else:
            self._status.show(message=f"Copied {_addresses(0)}.")

    def _open_all(self, addresses: list[str]) -> None:
        if len(addresses) > MOST_OPENED:
            told = f"{_addresses(len(addresses))}: at most {MOST_OPENED} are opened at once."
            self._status.show(message=told)
            return
        for address in addresses:
            self._browse(address)
        self._status.show(message=f"Opening {_addresses(len(addresses))}.")

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


def _addresses(count: int) -> str:
    return f"{count:,} address{'' if count == 1 else 'es'}" if count else "no address"
