"""The baseline for a key press: Textual's own list of 2,000 articles, two lines each."""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

READY = "Story number 0"


class Baseline(App[None]):
    """An `OptionList` that `j` and `k` move through."""

    CSS = "OptionList { height: 1fr; }"
    BINDINGS = [Binding("j", "down"), Binding("k", "up")]  # noqa: RUF012 - as Textual declares it

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def compose(self) -> ComposeResult:
        yield OptionList(*(Option(_row(number)) for number in range(self._count)))

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()


def _row(number: int) -> Content:
    title = Content(f"Story number {number} with a title of a usual length, say sixty cells")
    return title.append("\n").append(Content.styled("The Gazette · 3h · 4 min", "dim"))


if __name__ == "__main__":
    Baseline(int(sys.argv[1])).run()
