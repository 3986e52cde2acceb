"""The parts of the screen, and which of them has the keys."""

from __future__ import annotations

from textual.screen import Screen

from reader.tui.commands import Place
from reader.tui.widgets.headlines import Headlines
from reader.tui.widgets.page import Page
from reader.tui.widgets.search_bar import SearchBar

NARROW = 100
"""Columns below which list and article are shown one at a time."""


class Panes:
    """List, article and search bar; one of them has the keys."""

    def __init__(
        self, screen: Screen[None], headlines: Headlines, page: Page, bar: SearchBar
    ) -> None:
        self._screen = screen
        self.headlines = headlines
        self.page = page
        self.bar = bar

    @property
    def reading(self) -> bool:
        """Is an article open (rather than glanced at from the list)?"""
        return self._screen.has_class("reading")

    @property
    def wide(self) -> bool:
        """Is there room for the article beside the list?"""
        return self._screen.size.width >= NARROW

    @property
    def keys_go_to(self) -> Place:
        """Where a key that is pressed now is meant for."""
        if self.bar.has_keys:
            return "prompt" if self.bar.lent else "search"
        return "page" if self.on_page else "list"

    @property
    def on_page(self) -> bool:
        """Do the keys go to an open article?"""
        return self.reading and self._screen.focused is self.page

    @property
    def on_list(self) -> bool:
        """Does the list have the focus?"""
        return self._screen.focused is self.headlines

    def to_article(self) -> None:
        """Give the keys to the article, at once."""
        self._screen.add_class("reading")
        self._screen.set_focus(self.page, scroll_visible=False)

    def to_list(self) -> None:
        """Give the keys to the list, at once; no article is open any more."""
        self._screen.remove_class("reading")
        self.focus_list()

    def focus_former(self) -> None:
        """Give the keys back to where they were before something was asked."""
        self._screen.set_focus(self.page if self.reading else self.headlines, scroll_visible=False)

    def focus_list(self) -> None:
        """Give the keys to the list."""
        self._screen.set_focus(self.headlines, scroll_visible=False)
