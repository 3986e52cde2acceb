"""A search kept under a name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reader.errors import UsageError
from reader.library import Library, Scope
from reader.library.shelves import named
from reader.tui.control.errands import Errands
from reader.tui.control.lists import Lists
from reader.tui.control.panes import Panes
from reader.tui.control.searching import Search
from reader.tui.widgets.ask import Question


class Saving:
    """Asks for a name and saves the search under it."""

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
        """`saved` is called when a search has been saved."""
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
        then = partial(self._named, query, scope)
        starts = partial(_starting, names)
        self._panes.ask.open(Question(label, then, starts))

    def _named(self, query: str, scope: Scope, name: str) -> None:
        if name.strip():
            self._save(query, scope, name, replace=False)

    def _save(self, query: str, scope: Scope, name: str, *, replace: bool) -> None:
        try:
            kept = self._library.save_search(name, query, scope, replace=replace)
        except UsageError as error:
            taken = name.strip().casefold() in map(str.casefold, self._library.saved_names())
            if replace or not taken:
                self._say(str(error))
                return
            again = partial(self._answered, query, scope, name)
            label = f"“{name.strip()}” is taken; put this search in its place? y or n"
            self._panes.ask.open(Question(label, again, at_once="yn"))
            return
        self._say(f"Saved as “{kept}”; in:@{named(kept)} finds {self._what()}.")
        self._saved()

    def _what(self) -> str:
        """A saved search is never widened, which matters where the one shown is."""
        answer = self._search.answer
        return "only what has every word" if answer and answer.widened else "it again"

    def _answered(self, query: str, scope: Scope, name: str, answer: str) -> None:
        if answer.strip().casefold() in ("y", "yes"):
            self._save(query, scope, name, replace=True)
        else:
            self._say("Nothing was changed.")


def _starting(names: list[str], typed: str) -> list[str]:
    start = typed.casefold()
    return [name for name in names if name.casefold().startswith(start)]
