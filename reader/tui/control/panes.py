"""The parts of the screen, and which of them has the keys."""

from __future__ import annotations

from textual.screen import Screen

from reader.tui.commands import Place
from reader.tui.widgets.ask import Ask
from reader.tui.widgets.headlines import Headlines
from reader.tui.widgets.page import Page
from reader.tui.widgets.search_bar import SearchBar
from reader.tui.widgets.side import Side

NARROW = 100
"""Columns below which list and article are shown one at a time."""
BROAD = 120
"""Columns from which the lists to choose from stand beside both."""


class Panes:
    """List, article and search bar; one of them has the keys."""

    def __init__(
        self,
        screen: Screen[None],
        headlines: Headlines,
        page: Page,
        bar: SearchBar,
        side: Side,
        ask: Ask,
        *,
        single: bool = False,
    ) -> None:
        """With `single`, one at a time is shown whatever room there is."""
        self._single = single
        self._screen = screen
        self.headlines = headlines
        self.page = page
        self.bar = bar
        self.side = side
        self.ask = ask

    @property
    def reading(self) -> bool:
        """Is an article open (rather than glanced at from the list)?"""
        return self._screen.has_class("reading")

    @property
    def wide(self) -> bool:
        """Is there room for the article beside the list?"""
        return self._screen.size.width >= NARROW and not self._single

    @property
    def keys_go_to(self) -> Place:
        """Where a key that is pressed now is meant for."""
        if self.ask.asking:
            return "ask"
        if self.bar.typing:
            return "search"
        if self.on_side:
            return "side"
        if self.on_page:
            return "caret" if self.page.passage.caret else "page"
        return "list"

    @property
    def on_page(self) -> bool:
        """Do the keys go to an open article?"""
        return self.reading and self._screen.focused is self.page

    @property
    def on_list(self) -> bool:
        """Does the list have the focus?"""
        return self._screen.focused is self.headlines

    # The pane at the left

    @property
    def on_side(self) -> bool:
        """Do the keys go to the pane at the left?"""
        return self._screen.focused is self.side

    @property
    def broad(self) -> bool:
        """Is there room for the pane at the left beside the others?"""
        return self._screen.size.width >= BROAD and not self._single

    @property
    def side_shown(self) -> bool:
        """Can the pane at the left be seen?"""
        hidden = "no-side" if self.broad else "siding"
        return self._screen.has_class(hidden) != self.broad

    def to_side(self) -> None:
        """Show the pane at the left, if need be in the list's place, and give it the keys."""
        self._screen.remove_class("reading", "no-side", "zen")
        self._screen.add_class("siding")
        self._screen.set_focus(self.side, scroll_visible=False)

    def close_side(self) -> None:
        """Where it stood in the list's place, the list is back."""
        self._screen.remove_class("siding")

    def toggle_side(self) -> bool:
        """Show or hide the pane at the left; True if it is shown now."""
        if not self.broad:
            if self.side_shown:
                self.to_list()
            else:
                self.to_side()
        else:
            self._screen.toggle_class("no-side")
            if not self.side_shown and self.on_side:
                self.focus_list()
        return self.side_shown

    def toggle_zen(self) -> None:
        """Hide all but the article, or show it again."""
        self._screen.toggle_class("zen")

    def end_zen(self) -> bool:
        """Show again what was hidden beside the article; False if that changes nothing."""
        hiding = self._screen.has_class("zen") and self.wide
        self._screen.remove_class("zen")
        return hiding

    # Who has the keys

    def to_article(self) -> None:
        """Give the keys to the article, at once."""
        self._screen.remove_class("siding")
        self._screen.add_class("reading")
        self._screen.set_focus(self.page, scroll_visible=False)

    def to_list(self) -> None:
        """Give the keys to the list, at once; no article is open any more."""
        self._screen.remove_class("reading", "siding", "zen")
        self.focus_list()

    def focus_list(self) -> None:
        """Give the keys to the list."""
        self._screen.set_focus(self.headlines, scroll_visible=False)
