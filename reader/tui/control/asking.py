"""One line for whatever is asked: tags, a command, what to narrow the list to.

The search bar's line is lent for it, so that letters typed right after the key stand in
it. While it is lent, Enter answers and Esc gives up; what stood there comes back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reader.tui.control.panes import Panes
from reader.tui.recall import History, Offer
from reader.tui.widgets.status import StatusLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reader.library import Completion

OFFERED = 6
"""How many completions are shown."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and what is done with the answer."""

    sign: str
    """What stands before the line: `Tags`."""
    answered: Callable[[str], None]
    """Called with what was typed."""
    hint: str = ""
    """What stands in the empty line."""
    text: str = ""
    """What stands in it at first."""
    typed: Callable[[str], None] | None = None
    """Called with the line after each change."""
    given_up: Callable[[], None] | None = None
    """Called if it is left without an answer."""
    complete: Callable[[str, int], Completion | None] | None = None
    """What could stand at the cursor."""
    history: History | None = None
    """Former answers."""


class Asking:
    """Puts a question into the bar, and its answer where it is wanted."""

    def __init__(self, panes: Panes, status: StatusLine) -> None:
        self._panes = panes
        self._bar = panes.bar
        self._status = status
        self._question: Question | None = None
        self._offer = Offer()

    def ask(self, question: Question) -> None:
        """Take the keys, and what they say as the answer."""
        self._question, self._offer = question, Offer()
        self._bar.lend(question.sign, question.text, question.hint)
        self.offer()

    def do_answer(self) -> None:
        """Done: do what was asked for."""
        question, text = self._end()
        if question:
            question.answered(text)

    def do_give_up(self) -> None:
        """Nothing is to be done."""
        question, _ = self._end()
        if question and question.given_up:
            question.given_up()

    def do_complete_answer(self) -> None:
        """Complete what the cursor stands in, or the next of what was offered."""
        if self._question and self._question.complete:
            text, cursor = self._bar.query_text, self._bar.cursor
            found = self._question.complete(text, cursor)
            if taken := self._offer.take(text, cursor, found):
                self._bar.put(*taken)
                self.offer()

    def do_older_answer(self) -> None:
        """The answer before this one."""
        if self._question and self._question.history:
            older = self._question.history.older(self._bar.query_text)
            if older is not None:
                self._bar.put(older)

    def do_newer_answer(self) -> None:
        """The answer after this one."""
        if self._question and self._question.history and self._question.history.walking:
            self._bar.put(self._question.history.newer())

    def typed(self, text: str) -> None:
        """The line says this now."""
        if self._question is None:
            return
        if self._question.history:
            self._question.history.typed(text)
        self.offer()
        if self._question.typed:
            self._question.typed(text)

    def offer(self) -> None:
        """Say at the foot what Tab would make of it."""
        question, text = self._question, self._bar.query_text
        if question is None or question.complete is None:
            return
        choices = self._offer.choices if self._offer.standing(text) else ()
        if len(choices) < 2:
            found = question.complete(text, self._bar.cursor)
            choices = found.choices if found else ()
        more = " …" if len(choices) > OFFERED else ""
        said = "Tab: " + " · ".join(c.strip() for c in choices[:OFFERED]) + more
        self._status.show(message=said if choices else "")

    def _end(self) -> tuple[Question | None, str]:
        question, self._question = self._question, None
        text = self._bar.query_text
        if question:
            self._bar.take_back()
            self._status.show(message="")
            self._panes.focus_former()
        return question, text
