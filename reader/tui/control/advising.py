"""Nothing found becomes help: what each part finds alone, and what would find something."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from reader.library import Library
from reader.tui.control.errands import Errands, Turn
from reader.tui.control.lists import Lists
from reader.tui.control.searching import Search
from reader.tui.widgets.notice import Choice, Notice

if TYPE_CHECKING:
    from reader.library import Advice


class Advising:
    """Asks for advice where a search found nothing, and offers it in the list's place."""

    def __init__(
        self, library: Library, errands: Errands, lists: Lists, search: Search, notice: Notice
    ) -> None:
        self._library = library
        self._errands = errands
        self._lists = lists
        self._search = search
        self._notice = notice
        self._turn = Turn()

    def searched(self) -> None:
        """A search was answered or given up."""
        token, answer, query = self._turn.take(), self._search.answer, self._search.query
        if answer is None or answer.total or not query.strip():
            return
        work = partial(
            self._library.advice, query, self._lists.scope, typing=self._search.unfinished
        )
        # That the index cannot answer has been said by the search.
        self._errands.ask(self._errands.counting, work, partial(self._take, token), lambda _: None)

    def _take(self, token: int, advice: Advice) -> None:
        if self._turn.holds(token):
            self._notice.offer(choices(advice))


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
