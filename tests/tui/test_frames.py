"""What is drawn bit by bit is what would be drawn at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyte
import pytest
from textual._compositor import CompositorUpdate, LayoutUpdate
from textual.color import Color
from textual.geometry import Offset, Region
from textual.screen import UPDATE_PERIOD
from textual.strip import Strip
from textual.widget import Widget

from reader.library import Library
from reader.tui.app import Broadsheet
from reader.tui.frames import FrameClock
from tests.filling import Filled
from tests.pilot import Desk, desk
from tests.tui.test_inside import stock

Cells = list[tuple[Any, ...]]

KEYS = (
    "j", "k", "G", "k", "g", "g", "S", "x", "v", "j", "escape", "s", "m", "tab", "j", "j", "shift+tab",
    "slash", "h", "a", "r", "b", "backspace", "enter", "n", "escape", "enter", "space", "ctrl+f", "t", "h",
    "enter", "n", "escape", "V", "j", "escape", "z", "z", "escape", "question_mark", "j", "escape", "colon",
    "t", "escape", "less_than_sign",
)  # fmt: skip


class Drawn:
    """A terminal that shows each frame of an application."""

    def __init__(self, at: Desk) -> None:
        self._at = at
        self._screen = pyte.Screen(*at.app.size)
        self._stream = pyte.Stream(self._screen)
        self._display = at.app._display
        at.app._display = self._show  # type: ignore[method-assign]
        at.screen.refresh(layout=True)

    def _show(self, screen: Any, renderable: Any) -> None:
        if isinstance(renderable, CompositorUpdate) and not self._at.app._batch_count:
            self._stream.feed(renderable.render_segments(self._at.app.console))
        self._display(screen, renderable)

    @property
    def is_whole(self) -> bool:
        """Does it show what a frame of everything shows?"""
        whole = pyte.Screen(*self._at.app.size)
        stream = pyte.Stream(whole)
        for y, strip in enumerate(self._at.app.screen._compositor.render_strips()):
            stream.feed(f"\x1b[{y + 1}H{strip.render(self._at.app.console)}")
        return _cells(whole) == _cells(self._screen)


def _cells(screen: pyte.Screen) -> Cells:
    return [tuple(screen.buffer[y][x] for x in range(screen.columns)) for y in range(screen.lines)]


def fill(library: Library, folder: Path) -> None:
    """Two long articles and many short ones."""
    stock(library, folder)
    for n in range(60):
        (folder / f"harbour-{n}.md").write_text(f"# Harbour {n}\n\nBoats of {n}.", "utf-8")
    library.add([str(folder / f"harbour-{n}.md") for n in range(60)])
    library.update_index()


async def test_after_each_key_the_screen_is_what_one_frame_of_all_would_be(filled: Filled) -> None:
    async with desk(filled(fill), size=(160, 36)) as at:
        drawn = Drawn(at)
        await at.until(lambda: drawn.is_whole)
        for key in KEYS:
            await at.pilot.press(key)
            await at.until(lambda: drawn.is_whole, f"after {key}")


async def test_widgets_one_over_the_other_are_drawn_where_they_changed(library: Library) -> None:
    async with desk(library) as at:
        await at.until(lambda: at.screen.page.article and at.screen.page.show_vertical_scrollbar)
        under, over = Widget(), Widget()
        for widget, name in ((under, "u"), (over, "o")):
            widget.styles.dock = "top"
            widget.styles.width, widget.styles.height = 30, 6
            widget.styles.background = Color.parse("red" if name == "u" else "blue")
        over.styles.layer = "over"
        at.screen.styles.layers = ("under", "over")
        under.styles.layer = "under"
        await at.screen.mount(under, over)
        over.styles.offset = Offset(11, 3)
        drawn = Drawn(at)
        await at.until(lambda: drawn.is_whole)
        change: Callable[[], object]
        for change in (
            lambda: setattr(under.styles, "background", Color.parse("green")),
            lambda: setattr(over.styles, "offset", Offset(25, 2)),
            lambda: setattr(over.styles, "background", Color.parse("white")),
            lambda: setattr(over.styles, "height", 2),
            lambda: under.refresh(),
        ):
            change()
            await at.until(lambda: drawn.is_whole, "for what changed")


async def test_of_a_widget_only_the_lines_that_have_changed_are_made_for_a_frame(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a key costs would grow with the screen otherwise."""
    async with desk(library) as at:
        widget = Widget()
        widget.styles.dock, widget.styles.height = "top", 9
        await at.screen.mount(widget)
        drawn = Drawn(at)
        await at.until(lambda: drawn.is_whole)
        lines, made = widget.render_lines, list[Region]()

        def noted(crop: Region) -> list[Strip]:
            made.append(crop)
            return lines(crop)

        monkeypatch.setattr(widget, "render_lines", noted)
        widget.refresh(Region(2, 4, 5, 2))
        await at.until(lambda: made)
        assert [(crop.y, crop.height) for crop in made] == [(4, 2)]


async def test_the_whole_screen_is_drawn_once_at_the_start_and_for_a_new_size(
    filled: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    wholes = []
    display = Broadsheet._display

    def count(app: Broadsheet, screen: Any, renderable: Any) -> None:
        if isinstance(renderable, LayoutUpdate):
            wholes.append(app.size)
        display(app, screen, renderable)

    monkeypatch.setattr(Broadsheet, "_display", count)
    async with desk(filled(fill), size=(160, 36)) as at:
        await at.sees("Harbour 59", "Boats of")
        await at.pilot.resize_terminal(100, 30)
        await at.until(lambda: len(wholes) > 1)
        await at.press("j")
        await at.sees("Harbour 58")
    assert wholes == [(160, 36), (100, 30)]


async def test_a_frame_that_comes_before_the_scroll_bar_has_its_place_shows_the_text(
    filled: Filled,
) -> None:
    async with desk(filled(fill), size=(160, 36)) as at:
        drawn, page = Drawn(at), at.screen.page
        await at.until(lambda: drawn.is_whole and page.article and not page.show_vertical_scrollbar)
        library = at.app.library
        lines = library.headlines(library.keys("all"))
        page.show(library.article(next(h.key for h in lines if h.title == "A long story")))
        at.screen._dirty_widgets.add(page)
        assert page.show_vertical_scrollbar
        at.screen._on_timer_update()
        await at.until(lambda: drawn.is_whole, "after the bar was laid out")
        assert "Paragraph 3 of the long story" in at.text


async def test_a_frame_is_drawn_at_once_and_the_next_a_period_after_it_began() -> None:
    loop, drawn, faults = asyncio.get_running_loop(), list[float](), list[Exception]()
    done = asyncio.Event()

    def draw() -> None:
        drawn.append(loop.time())
        if len(drawn) == 2:
            done.set()
            raise ValueError

    clock = FrameClock(draw, faults.append)
    clock.resume()
    clock.pause()  # drawn already
    clock.resume()
    clock.resume()
    while not drawn:
        await asyncio.sleep(0)
    clock.resume()
    await done.wait()
    assert len(drawn) == 2 and drawn[1] - drawn[0] >= UPDATE_PERIOD / 2
    assert [type(fault) for fault in faults] == [ValueError]


async def test_a_frame_that_is_due_is_drawn_before_the_loop_waits_for_anything() -> None:
    """Else a thread that searches for the letter has the interpreter before it is drawn."""
    order: list[str] = []
    done = asyncio.Event()
    clock = FrameClock(lambda: order.append("frame"), order.append)  # type: ignore[arg-type]
    clock.resume()
    asyncio.get_running_loop().call_soon(order.append, "what came behind it")
    asyncio.get_running_loop().call_soon(done.set)
    await done.wait()
    assert order == ["frame", "what came behind it"]
