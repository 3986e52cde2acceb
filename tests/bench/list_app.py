"""The list alone in an app, over any number of rows; or, for its memory, a single `Static`.

`python -m tests.bench.list_app COUNT` or `python -m tests.bench.list_app static`.
"""

from __future__ import annotations

import sys
import time
from array import array
from collections.abc import Sequence

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Static

from reader.models import Headline
from reader.tui.frames import DrawnSparingly, Ground
from reader.tui.resizing import ResizedAtOnce, ResizedOnce
from reader.tui.widgets.headlines import Headlines

READY = "Story number 0"
NOW = time.time()


class Alone(ResizedOnce, DrawnSparingly, Ground, Screen[None]):
    """Resized and drawn as the reading screen is."""


class ListOnly(ResizedAtOnce, App[None]):
    """`Headlines` with keys of its own, as `option_list` has."""

    CSS = "Headlines { height: 1fr; }"
    BINDINGS = [  # noqa: RUF012 - as Textual declares it
        Binding("j", "move(1)"),
        Binding("k", "move(-1)"),
        Binding("pagedown", "page(1)"),
        Binding("pageup", "page(-1)"),
    ]

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count
        self._list = Headlines(_rows)

    def get_default_screen(self) -> Alone:
        return Alone(id="_default")

    def compose(self) -> ComposeResult:
        yield self._list

    def on_mount(self) -> None:
        self._list.show(array("q", range(self._count)), keep="top")
        self._list.focus()

    def action_move(self, step: int) -> None:
        self._list.move(step)

    def action_page(self, step: int) -> None:
        self._list.page(step)


class One(App[None]):
    """As small as an app gets."""

    def compose(self) -> ComposeResult:
        yield Static(READY)


def _rows(keys: Sequence[int]) -> list[Headline]:
    return [
        Headline(
            key=key,
            id=f"{key:08x}",
            title=f"Story number {key} with a title of a usual length, say sixty cells",
            source="The Gazette",
            published="",
            when=int(NOW) - 3 * 3600,
            added=int(NOW) - 3 * 3600,
            words=900,
            read=False,
            starred=False,
        )
        for key in keys
    ]


if __name__ == "__main__":
    app = One() if sys.argv[1] == "static" else ListOnly(int(sys.argv[1]))
    app.run()
