"""Nothing found becomes help: what each part finds alone, and what would find more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from reader.library import Library
from reader.models import FEW
from reader.tui.control.errands import Errands, Turn
from reader.tui.control.lists import Lists
from reader.tui.control.searching import Search
from reader.tui.widgets.notice import Choice, Notice

if TYPE_CHECKING:
    from reader.library import Advice, Offer
    from reader.models import Answer


class Advising:
    """Asks for advice where a search finds nothing or little.

    What helps is offered in the list's place, if that is empty; another spelling also
    beside a list that has something else in it.
    """

    def __init__(
        self,
        library: Library,
        errands: Errands,
        lists: Lists,
        search: Search,
        notice: Notice,
        say: Callable[[str], None],
        take: Callable[[Offer], None],
        key: Callable[[str], str],
    ) -> None:
        """`take` searches for what an offer says; `key` tells an action's key."""
        self._library = library
        self._errands = errands
        self._lists = lists
        self._search = search
        self._notice = notice
        self._say = say
        self._accept = take
        self._key = key
        self._turn = Turn()
        self._spelling: Offer | None = None

    def searched(self) -> None:
        """A search was answered or given up."""
        token, answer, query = self._turn.take(), self._search.answer, self._search.query
        self._spelling = None
        if answer is None or not query.strip() or not self._helps(answer):
            return
        scope, typing = self._lists.scope, self._search.unfinished

        def work() -> Advice | None:
            waits = self._turn.holds(token)  # or another search has been answered meanwhile
            return self._library.advice(query, scope, typing=typing) if waits else None

        # That the index cannot answer has been said by the search.
        self._errands.ask(self._errands.asking, work, partial(self._take, token), lambda _: None)

    def _helps(self, answer: Answer) -> bool:
        """Is there perhaps something better? While it is being typed, only if nothing was found."""
        if not answer.total:
            return True
        return not self._search.unfinished and (answer.widened or answer.total < FEW)

    def _take(self, token: int, advice: Advice | None) -> None:
        answer = self._search.answer
        if not self._turn.holds(token) or answer is None or advice is None:
            return
        self._spelling = advice.spelling(answer)
        if not answer.total:
            self._notice.offer(choices(advice))
        elif self._spelling:
            label, count = self._spelling.label, self._spelling.count
            key = self._key("respell")
            self._search.aside = f"Did you mean “{label}”? {key} finds {count:,}."
            self._say(self._search.note)

    def do_respell(self) -> None:
        """Search for what may have been meant."""
        if self._spelling:
            self._accept(self._spelling)
        elif self._search.sought_words or (self._search.query.strip() and not self._search.lists):
            self._say("No other spelling of these words would find much more.")
        else:
            self._say(f"No words are searched for; {self._key('search')} begins a search.")


def choices(advice: Advice) -> Sequence[Choice]:
    """What can be done, each with what it finds; then what each part finds by itself."""
    offered = [
        Choice(f"{_said(offer.kind, offer.label)}: {offer.count:,}", offer)
        for offer in advice.offers
    ]
    parts = [
        Choice(f"only {part.label}: {part.count:,}", part.query)
        for part in advice.parts
        if part.count and len(advice.parts) > 2  # of two, `without` the other says the same
    ]
    return [*offered, *parts]


def _said(kind: str, label: str) -> str:
    return f"did you mean {label}?" if kind == "spelling" else label
