"""The line between list and article: dragged, moved by key, remembered."""

from __future__ import annotations

from textual.pilot import Pilot

from reader.library import Library
from tests.pilot import Desk, desk
from tests.tui.test_screen import stocked

__all__ = ["stocked"]


def width(at: Desk) -> int:
    return at.screen.headlines.region.width


async def drag(pilot: Pilot[int], column: int) -> None:
    await pilot.mouse_down("#divider", offset=(0, 5))
    await pilot.hover(offset=(column, 5))
    await pilot.mouse_up(offset=(column, 5))


async def test_the_divider_is_dragged_and_remembered_where_there_is_room(stocked: Library) -> None:
    async with desk(stocked, size=(120, 20)) as at:
        left = at.screen.headlines.region.x
        usual = width(at)
        await at.press("}")
        await at.until(lambda: width(at) > usual)
        await drag(at.pilot, left + 50)
        await at.until(lambda: width(at) == 50)
        await drag(at.pilot, 0)
        await at.until(lambda: 10 <= width(at) < 25)  # never so narrow that it is gone
        await drag(at.pilot, left + 60)
        await at.until(lambda: width(at) == 60)
    async with desk(stocked, size=(120, 20)) as at:
        await at.until(lambda: width(at) == 60)
        await at.pilot.resize_terminal(60, 20)
        await at.until(lambda: width(at) == 60 and not at.screen.page.display)
        await at.press("{")
        await at.sees("From 100 columns on")
        await at.pilot.resize_terminal(120, 20)
        await at.until(lambda: width(at) == 60 and at.screen.page.display)
        await at.press("{")
        await at.until(lambda: width(at) < 60)
        await at.press(*"{" * 9)
        await at.sees("The list is as narrow as it gets.")
        await at.press("z", "}")
        await at.sees("The article stands alone")
