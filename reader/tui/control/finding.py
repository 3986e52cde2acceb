"""The actions that find: the scopes, into the search bar and out of it."""

from __future__ import annotations

from collections.abc import Callable

from reader.library import Library, Scope
from reader.tui.control.lists import Lists
from reader.tui.control.orders import unordered
from reader.tui.control.panes import Panes
from reader.tui.control.prompt import Prompt
from reader.tui.control.reading import Reading
from reader.tui.control.searching import Search


class Finding:
    """Chooses what the list shows."""

    def __init__(
        self,
        library: Library,
        panes: Panes,
        lists: Lists,
        search: Search,
        reading: Reading,
        prompt: Prompt,
        say: Callable[[str], None],
        key: Callable[[str], str],
    ) -> None:
        """`say` tells on the line at the foot; `key` tells an action's key."""
        self._say = say
        self._key = key
        self._library = library
        self._panes = panes
        self._lists = lists
        self._search = search
        self._reading = reading
        self._prompt = prompt

    # Scopes

    def do_all(self) -> None:
        """All articles."""
        self.choose("all")

    def do_unread(self) -> None:
        """Unread articles."""
        self.choose("unread")

    def do_starred(self) -> None:
        """Starred articles."""
        self.choose("starred")

    def choose(self, scope: Scope) -> None:
        """List a scope; of what was found or of a list such as a tag's, where one is shown.

        Where all of that is shown already, all articles of the library. Unread ones chosen again
        are those that are unread by now.
        """
        all_shown = scope == self._lists.scope == "all"
        if self._lists.covered and (all_shown or not self._search.query):
            self._search.end()
        self._lists.choose(scope)
        if self._lists.covered:
            self._search.again()
        else:
            self._reading.glance()
        if self._panes.reading:
            self._reading.leave()

    # Search

    def do_search(self) -> None:
        """Put the keys into the search bar; in a tag's list, say, to search within it."""
        if self._panes.reading:
            self._reading.leave()
        if self._search.lists:
            self._panes.bar.put(f"{unordered(self._search.query)} ")
        self._panes.bar.start()

    def do_widen(self) -> None:
        """Only what has every word, or what is like it as well."""
        search = self._search
        if search.sought_words or (search.query.strip() and not search.lists):
            self._search.toggle_widening()
        else:
            self._say(f"No words are searched for; {self._key('search')} begins a search.")

    def do_leave_search(self) -> None:
        """Give the former list back; where nothing was typed, it is there."""
        self._panes.focus_list()
        if not self._search.lists:
            self._search.back()

    def do_to_results(self) -> None:
        """From the bar to the rows found."""
        query = self._panes.bar.query_text
        if self._library.understand(query).empty:
            self._search.end()
        else:
            self._prompt.remember(query)
            self._search.finish(query)
        self._panes.focus_list()

    def do_newer_search(self) -> None:
        """The past search after the one in the bar; from the newest to the rows found."""
        if not self._prompt.newer():
            self.do_to_results()

    def do_complete(self) -> None:
        """Complete what the cursor stands in; with nothing to complete, to the rows found."""
        if not self._prompt.complete():
            self.do_to_results()
