"""Keys while the line at the foot asks for something."""

from __future__ import annotations

from reader.tui.widgets.ask import Ask


class Asking:
    """What Enter, Esc, Tab and the arrows do there."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def do_answer(self) -> None:
        """Take what is typed."""
        self._ask.answer()

    def do_give_up(self) -> None:
        """Ask no more."""
        self._ask.give_up()

    def do_next_choice(self) -> None:
        """What could be meant, one after the other."""
        self._ask.complete()

    def do_former_answer(self) -> None:
        """The answer before this one."""
        self._ask.walk(1)

    def do_newer_answer(self) -> None:
        """The answer after it."""
        self._ask.walk(-1)
