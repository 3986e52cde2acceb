"""Acting on many: selecting by key, and one undoable change for all that is selected."""

from __future__ import annotations

import pytest

from reader.library import Library
from tests.pilot import Desk, desk
from tests.tui.test_screen import STORIES, TITLES, states, stocked, unwelcome

__all__ = ["STORIES", "stocked", "unwelcome"]


def picked(at: Desk) -> list[str]:
    return sorted(h.title for h in at.app.library.headlines(at.screen.headlines.picked))


async def test_x_selects_and_an_action_is_one_change_for_all(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("x", "j", "x")
        await at.sees("✓● Ferry back", "✓● Chess title", "· 2 selected")
        await at.press("s")
        await at.sees("Starred 2 articles; u takes it back.")
        assert states(stocked, "starred") == [TITLES[0], TITLES[2]]
        await at.press("s")
        await at.sees("Took the star from 2 articles")
        await at.press("u")
        await at.sees("2 articles are starred again.")
        assert states(stocked, "starred") == [TITLES[0], TITLES[2]]
        await at.press("m")
        await at.sees("Marked 2 articles read")
        await at.press("escape")
        await at.sees("3 unread")
        assert picked(at) == []
        assert "✓" not in at.text


@pytest.mark.parametrize(
    ("keys", "selected"),
    [
        ("vjj", [0, 1, 2]),
        ("jjvk", [1, 2]),
        ("vGv", [0, 1, 2, 3, 4]),
        ("vjvgg", [0, 1]),  # kept: it follows the cursor no longer
        ("vjxGx", [0, 1, 4]),
        ("xxggx", [1]),  # let go again
        ("X", [0, 1, 2, 3, 4]),
        ("XX", []),
        ("xvj", [0, 1, 2]),
    ],
)
async def test_ranges_and_all(stocked: Library, keys: str, selected: list[int]) -> None:
    async with desk(stocked) as at:
        await at.until(lambda: at.screen._lists.complete)
        await at.press(*keys)
        assert picked(at) == sorted(TITLES[n] for n in selected)


async def test_a_range_ends_with_escape_or_with_what_is_done_to_it(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("x", "v", "j")
        await at.sees("3 selected")
        await at.press("escape")
        await at.sees("1 selected")
        await at.press("v", "j", "m")
        await at.sees("Marked 3 articles read")
        assert picked(at) == [TITLES[0]]


async def test_a_selection_is_kept_by_key_through_searches_and_other_lists(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        await at.press("x", "slash", *"harvest", "enter")
        await at.until(lambda: len(at.titles) == 2)
        await at.press("x")
        await at.sees("2 selected")
        await at.press("3")
        await at.press("s")
        await at.until(lambda: len(states(stocked, "starred")) == 2)
        assert TITLES[0] in states(stocked, "starred")


async def test_a_refresh_keeps_range_and_cursor_on_their_articles(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("j", "v", "j")
        keys = list(at.screen.headlines.picked)
        at.screen.headlines.show(list(reversed(at.screen.headlines.keys)), keep="key")
        assert sorted(at.screen.headlines.picked) == sorted(keys)


async def test_an_open_article_is_acted_on_alone(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("x", "x", "G", "enter")
        await at.until(lambda: at.screen.reading)
        await at.press("s")
        await at.until(lambda: states(stocked, "starred") == [TITLES[4]])
