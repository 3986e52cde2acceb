"""The search: one question in flight, the newest wins, and only its answer is shown."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from reader.errors import ReaderError
from reader.library import Library, Scope
from reader.models import Answer
from reader.tui.control.errands import Errands, Turn
from reader.tui.control.lists import Lists
from reader.tui.hits import TermsMarker
from reader.tui.widgets.headlines import Headlines, Place
from reader.tui.widgets.search_bar import SearchBar

FOUND_ROWS = 500
"""How many of the articles found are listed, the best ones."""


FILTERED_ROWS = 20_000
"""As many where no word tells which are the best."""


_Keep = Literal["key", "top"]

EXCERPTS_FROM = 22
"""Lines of the screen from which the rows of a search have a third line."""


@dataclass(frozen=True, slots=True)
class _Left:
    """A search as it was left for its related stories; or the list of a tag, say, for another search."""

    query: str
    named: bool
    """Is it a list with a name?"""
    widen: bool
    scope: Scope
    answer: Answer | None
    keys: Sequence[int]
    place: Place


class Search:
    """What is searched for, and what was found."""

    def __init__(
        self,
        library: Library,
        errands: Errands,
        lists: Lists,
        headlines: Headlines,
        bar: SearchBar,
        shown: Callable[[bool], None],
        is_list: Callable[[str], bool],
    ) -> None:
        """`shown` is called after an answer; with True if the list shows other rows now.

        `is_list` tells the queries that stand for a list with a name: a tag, a feed.
        """
        self._is_list = is_list
        self._left: _Left | None = None
        self._library = library
        self._errands = errands
        self._lists = lists
        self._headlines = headlines
        self._bar = bar
        self._shown = shown
        self._turn = Turn()
        self._awaited = self._answered = 0
        self.query = ""
        """What was asked last."""
        self.widen = True
        """May articles be shown that have only some of the words?"""
        self.unfinished = False
        """Is it still being typed?"""
        self.answer: Answer | None = None
        """What was found; None while no search is shown."""
        self.aside = ""
        """What else there is to say of it, such as another spelling."""
        self.quietly = False
        """Was it asked again by itself, so that nobody waits to be told of it?"""
        self.failure = ""
        """Why the index cannot answer, "" while it can."""

    # Asking

    def warm_up(self) -> None:
        """Have ready what the first search needs, unless that has been asked already."""
        if self._awaited:
            return
        scope = self._lists.scope

        def work() -> None:
            # Two words, one of them the start of many: what nearly every search goes through.
            answer = self._library.search("news a", scope, limit=FOUND_ROWS, typing=True)
            self._library.marks("News", answer.terms)

        # Whatever is amiss will be said when somebody searches.
        self._errands.ask(self._errands.searching, work, lambda _: None, lambda _: None)

    def ask_for(self, query: str) -> bool:
        """Search for this; False if that is what was asked already."""
        if query == self.query:
            return False
        self._leave_list()
        self.query, self.unfinished, self.widen = query, True, True
        self.again()
        return True

    def ask_whole(self, query: str, *, quietly: bool = False) -> None:
        """Search for this, which is typed to its end; `quietly` as for `again`."""
        if self._is_list(query):
            self._left = None
        elif not quietly:
            self._leave_list()
        self.query, self.unfinished = query, False
        self.again(quietly)

    def ask_in_order(self, query: str) -> None:
        """The same in another order; what is looked at stays where it is."""
        self.query, self.unfinished = query, False
        self.again(keep="key")

    def finish(self, query: str) -> None:
        """It is typed to its end: the last word no longer goes on, and nothing is left out."""
        self.query = query
        if self._is_list(query):
            self._left = None
        if self.unfinished:
            self.unfinished = False
            self.again()

    def stand_in(self, name: str) -> None:
        """Other rows than a search's stand in the list's place now, under this name."""
        if self.query:
            self._leave()
        self._answered = self._turn.take()
        self.query, self.unfinished, self.widen, self.quietly = "", False, True, False
        self.answer, self.failure = None, ""
        self._bar.clear()
        self._lists.cover(name)

    def toggle_widening(self) -> None:
        """Show only what has every word, or what is like it as well."""
        self.widen = not self.widen
        self.again()

    @property
    def lists(self) -> bool:
        """Is what is asked a list with a name, and not what somebody is typing?"""
        return not self.unfinished and self._is_list(self.query)

    def _leave_list(self) -> None:
        """Another search is about to be made: remember the list with a name it is made from."""
        if self.lists:
            self._leave()

    def _leave(self) -> None:
        """Remember what is shown, so that one can come back to it."""
        if self._lists.covered:
            rows = self._headlines.keys, self._headlines.place()
            how = self.lists, self.widen, self._lists.scope
            self._left = _Left(self.query, *how, self.answer, *rows)

    def back(self) -> None:
        """Give it up; what it was made from, a list or another search, is given back as it was."""
        left, self._left = self._left, None
        if left is None or (left.named and not self._is_list(left.query)):
            self.end()
            return
        self._bar.put(left.query)
        self.query, self.unfinished, self.widen, self.quietly = left.query, False, left.widen, False
        self._lists.cover("")
        if left.answer is None or left.scope != self._lists.scope:
            self.again()
            return
        self._answered = self._turn.take()
        self.answer, self.failure, self.aside = left.answer, "", ""
        self._headlines.restore(left.keys, left.place, marks=self.marker(), excerpts=self.excerpted)
        self._tell_total(left.answer)
        self._shown(True)
        self.again(quietly=True)  # something may have come in meanwhile

    def end(self) -> None:
        """Give it up; the list of the scope is given back as it was before it."""
        self._left = None
        self._answered = self._turn.take()
        self.query, self.unfinished, self.widen, self.quietly = "", False, True, False
        self._bar.clear()
        self._give_list_back()

    def again(self, quietly: bool = False, keep: _Keep = "top") -> None:
        """Ask for what the bar says; a newer question makes this one void.

        `quietly`: nobody pressed a key for it, so the cursor stays and no key waits for it.
        `keep` is where the cursor stands in the answer otherwise.
        """
        token, query, typing = self._turn.take(), self.query, self.unfinished
        self.quietly = quietly
        understood = self._library.understand(query, typing=typing)
        self._bar.understand(understood.chips)
        if understood.empty:
            self._answered = token  # nothing is awaited any more
            self._give_list_back()
            return
        self._lists.cover("")
        if not quietly:
            self._awaited = token
        scope = self._lists.scope
        limit = FOUND_ROWS if understood.words else FILTERED_ROWS
        work = partial(
            self._library.search, query, scope, limit=limit, typing=typing, widen=self.widen
        )
        self._errands.ask(
            self._errands.searching,
            partial(work, hurried=True),
            partial(self._show_answer, token, "key" if quietly else keep, work),
            partial(self._show_failure, token),
        )

    # Waiting

    @property
    def awaited(self) -> bool:
        """Is a question under way whose answer a person waits for?"""
        return self._answered < self._awaited

    def wait_no_longer(self) -> None:
        """Let keys through although the answer has not come."""
        self._answered = self._awaited

    # Answers

    @property
    def note(self) -> str:
        """What there is to say about how the search was read."""
        return f"{self.aside} {self.answer.note}".strip() if self.answer else ""

    def hints(self) -> Sequence[str]:
        """What was not understood of it."""
        return self._library.understand(self.query, typing=self.unfinished).hints

    def marker(self) -> TermsMarker | None:
        """Finds the words that were searched for in a text; None without any."""
        if self.answer is None or not self.answer.terms:
            return None
        return partial(_marks, self._library, self.answer.terms)

    @property
    def sought_words(self) -> bool:
        """Are words searched for, and not only a feed, a date or the like?"""
        return self.answer is not None and bool(self.answer.terms)

    @property
    def excerpted(self) -> bool:
        """Do rows show a passage? Where words were found and there is room for it."""
        roomy = self._headlines.screen.size.height >= EXCERPTS_FROM
        return roomy and self.answer is not None and bool(self.answer.terms)

    def _show_answer(
        self, token: int, keep: _Keep, work: Callable[[], Answer], answer: Answer
    ) -> None:
        """The articles as soon as they are known; how many there are perhaps later, by `work`."""
        if not self._is_due(token):
            return
        self._answered = token
        self.answer, self.failure, self.aside = answer, "", ""
        keys = array("q", (hit.key for hit in answer.hits))
        self._headlines.show(keys, keep=keep, marks=self.marker(), excerpts=self.excerpted)
        self._tell_total(answer)
        self._shown(True)
        if not answer.counted:
            lane, failed = self._errands.searching, partial(self._show_failure, token)
            self._errands.ask(lane, work, partial(self._show_total, token), failed)

    def _show_total(self, token: int, answer: Answer) -> None:
        """How many there are, beside the rows that are shown already."""
        if self._is_due(token) and self.answer is not None:
            self.answer = replace(self.answer, total=answer.total, counted=True)
            self._tell_total(self.answer)
            self._shown(False)

    def _tell_total(self, answer: Answer) -> None:
        total = f"{answer.total:,} found" if answer.total else "nothing found"
        self._bar.tell(total if answer.counted else f"over {total}")

    def _show_failure(self, token: int, error: ReaderError) -> None:
        if not self._is_due(token):
            return
        self._answered = token
        self.answer, self.failure = None, str(error)
        self._headlines.show(array("q"), keep="top")
        self._shown(True)

    def _is_due(self, token: int) -> bool:
        return self._turn.holds(token) and self._lists.covered

    def _give_list_back(self) -> None:
        self.answer, self.failure = None, ""
        self._bar.tell("")
        self._shown(self._lists.uncover())


def _marks(library: Library, terms: frozenset[str], text: str) -> Sequence[tuple[int, int]]:
    return library.marks(text, terms)
