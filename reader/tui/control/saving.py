"""Searches kept under a name: saved, renamed, forgotten."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING

from reader.errors import ReaderError
from reader.library import Library, Scope
from reader.library.shelves import saved_query
from reader.models import folded_name
from reader.tui.control.errands import Errands
from reader.tui.control.lists import Lists
from reader.tui.control.panes import Panes
from reader.tui.control.searching import Search
from reader.tui.render import fit
from reader.tui.widgets.ask import Question, is_yes, starting

if TYPE_CHECKING:
    from reader.library import Deleted


class Saving:
    """Asks for a name and saves the search under it; renames and forgets saved ones."""

    def __init__(
        self,
        library: Library,
        errands: Errands,
        panes: Panes,
        lists: Lists,
        search: Search,
        say: Callable[[str], None],
        saved: Callable[[], None],
    ) -> None:
        """`saved` is called when the saved searches are other ones."""
        self._library = library
        self._errands = errands
        self._panes = panes
        self._lists = lists
        self._search = search
        self._say = say
        self._saved = saved

    def do_save_search(self) -> None:
        """Keep the search that is shown."""
        query = self._search.query.strip()
        if not query:
            self._say("There is no search to save; / begins one.")
            return
        names = self._library.saved_names()
        scope = self._lists.scope
        where = "" if scope == "all" else f" among {scope} articles"
        label = f"Save {query}{where} as"
        then = partial(self._named, query, scope, frozenset(map(folded_name, names)))
        starts = partial(starting, names)
        self._panes.ask.open(Question(label, then, starts))

    def _named(self, query: str, scope: Scope, taken: Collection[str], name: str) -> None:
        if folded_name(name) in taken:
            self._ask_whether(query, scope, name)  # at once: the next key may be the answer
        elif name.strip():
            self._save(query, scope, name, replace=False)

    def _ask_whether(self, query: str, scope: Scope, name: str) -> None:
        again = partial(self._answered, query, scope, name)
        label = f"“{name.strip()}” is taken; put this search in its place? y or n"
        self._panes.ask.open(Question(label, again, at_once="yn"))

    def _save(self, query: str, scope: Scope, name: str, *, replace: bool) -> None:
        def then(kept: str) -> None:
            self._say(f"Saved as “{kept}”; {saved_query(kept)} finds {self._what()}.")
            self._saved()

        def failed(error: ReaderError) -> None:
            from reader.library.keeping import NameTaken  # late: it is there by now

            if isinstance(error, NameTaken):  # by another process, or written otherwise
                self._ask_whether(query, scope, name)
            else:
                self._say(str(error))

        work = partial(self._library.save_search, name, query, scope, replace=replace)
        self._errands.ask(self._errands.saving, work, then, failed)

    def _what(self) -> str:
        """A saved search is never widened, which matters where the one shown is."""
        answer = self._search.answer
        return "only what has every word" if answer and answer.widened else "it again"

    def rename(self, name: str) -> None:
        """Ask for another name of a saved search."""
        then = partial(self._renamed, name)
        self._panes.ask.open(Question("Name of the saved search", then), name)

    def _renamed(self, old: str, new: str) -> None:
        if not new.strip() or new == old:
            self._say("Nothing was changed.")
            return
        shown = self._shows(old)

        def then(kept: str) -> None:
            if shown:
                self._panes.bar.put(saved_query(kept))
                self._search.ask_whole(saved_query(kept), quietly=True)
            self._say(f"“{old}” is now “{kept}”.")
            self._saved()

        work = partial(self._library.rename_search, old, new)
        self._errands.ask(self._errands.saving, work, then)

    def forget(self, name: str) -> None:
        """Forget a saved search, once that was said twice."""
        label = f"y forgets the saved search {fit(name, 30)}, n not; no article goes"
        self._panes.ask.open(Question(label, partial(self._forget, name), at_once="yn"))

    def _forget(self, name: str, answer: str) -> None:
        if not is_yes(answer):
            self._say("Nothing was changed.")
            return
        shown = self._shows(name)

        def then(gone: Deleted) -> None:
            if shown:
                self._search.end()
            self._say(f"“{name}” is no longer saved; it was: {gone.search.query}{gone.consequence}")
            self._saved()

        work = partial(self._library.delete_search, name)
        self._errands.ask(self._errands.saving, work, then)

    def _shows(self, name: str) -> bool:
        """Does the list show this saved search?"""
        return self._search.query.strip() == saved_query(name)

    def _answered(self, query: str, scope: Scope, name: str, answer: str) -> None:
        if is_yes(answer):
            self._save(query, scope, name, replace=True)
        else:
            self._say("Nothing was changed.")
