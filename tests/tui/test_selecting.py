"""Selecting: which articles keys are meant for, and how the rows show it."""

from __future__ import annotations

from array import array

import pytest
from rich.cells import cell_len

from reader.library import Library
from reader.tui.picks import Picks
from reader.tui.screens.note import NoteScreen
from tests.pilot import Desk, desk
from tests.tui.test_screen import TITLES, states, stocked

__all__ = ["stocked"]


def picked(at: Desk) -> list[int]:
    rows = at.app.library.headlines(at.screen.headlines.selected)
    return sorted(TITLES.index(row.title) for row in rows)


async def test_ranges_and_picks(stocked: Library) -> None:
    async with desk(stocked) as at:
        for keys, selected in (
            ("vjj", [0, 1, 2]),
            ("jjvk", [1, 2]),
            ("vjvgg", [0, 1]),  # kept: it follows the cursor no longer
            ("xxggx", [1]),  # let go again
            ("xvj", [0, 1, 2]),
        ):
            await at.press(*keys)
            assert picked(at) == selected, keys
            await at.sees(f"{len(selected)} selected")
            await at.press("escape", "escape", "g", "g")
            assert picked(at) == []


async def test_ctrl_click_picks_and_shift_click_picks_up_to_there(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.pilot.click("#list", offset=(20, 2), control=True)
        await at.pilot.click("#list", offset=(20, 8), control=True)
        assert picked(at) == [1, 4]
        await at.pilot.click("#list", offset=(20, 6), shift=True)
        assert picked(at) == [1, 3, 4]
        assert not at.screen.reading


async def test_a_selection_outlives_searches_and_other_lists(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("x", "slash", *"harvest", "enter")
        await at.until(lambda: len(at.titles) == 2)
        await at.press("j", "x")
        await at.sees("2 selected, 1 not in this list")
        await at.press("k")
        await at.pilot.resize_terminal(48, 20)
        await at.sees("2 selected, 1 not here")
        await at.pilot.resize_terminal(120, 36)
        await at.press("escape", "escape", "2")
        await at.press("x", "slash", *"harvest", "enter", "x")
        await at.sees("2 selected")


async def test_an_open_article_is_acted_on_alone(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("x", "x", "G", "enter")
        await at.until(lambda: at.screen.reading)
        await at.press("s")
        await at.until(lambda: states(stocked, "starred") == [TITLES[4]])


async def test_capital_a_marks_what_is_selected_and_one_u_takes_it_back(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("m", "x", "x", "G", "x", "A")
        await at.sees("Marked 2 selected articles read; u takes it back.")
        read = [title for n, title in enumerate(TITLES) if n in (0, 1, len(TITLES) - 1)]
        assert sorted(states(stocked, "read")) == sorted(read)
        await at.press("A")
        await at.sees("All selected are read already.")
        await at.press("u")
        await at.until(lambda: states(stocked, "read") == [TITLES[0]])
        # An article that is open has no selection: the list it stands in is meant.
        await at.press("enter", "A")
        await at.until(lambda: stocked.count("unread") == 0)


async def test_y_copies_and_o_opens_the_addresses_of_all_selected(
    stocked: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("reader.tui.control.reading.browse", lambda a, _: opened.append(a) or "")
    async with desk(stocked) as at:
        await at.press("x", "x", "y")
        await at.sees("Copied 2 addresses.")
        assert at.app.clipboard == "https://example.org/0\nhttps://example.org/1"
        await at.press("o")
        await at.until(lambda: opened == ["https://example.org/0", "https://example.org/1"])


async def test_ctrl_q_on_a_note_keeps_what_was_written(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("c", *"Ask Ann")  # all of it typed ahead
        await at.until(lambda: isinstance(at.app.screen, NoteScreen))
        await at.press("ctrl+q")
        key = stocked.keys()[0]
        await at.until(lambda: (n := stocked.note_of(key)) and n.text == "Ask Ann")
        assert not at.app._exit


async def test_tags_have_their_own_colours_and_those_without_room_are_counted(
    stocked: Library,
) -> None:
    key = stocked.keys()[0]
    stocked.tag([key], ["sea", "خبر", "a-rather-long-name", "another-long-name"])
    async with desk(stocked) as at:
        await at.sees("… +3")
        for density in range(2):
            region = at.screen.headlines.scrollable_content_region.size.region
            strips = at.screen.headlines.render_lines(region)
            assert {cell_len(strip.text) for strip in strips} == {region.width}, density
            await at.press("D")


def test_a_list_that_is_selected_whole_is_so_at_once_and_outlives_it() -> None:
    picks, listed = Picks(), array("q", range(10, 20))
    picks.add_all(listed)
    assert (bool(picks), picks.count(listed, 0)) == (True, 10)
    assert picks.has(19, 9, 0)
    picks.toggle(12)
    assert not picks.has(12, 2, 0)
    assert (picks.count(listed, 0), picks.absent) == (9, 0)
    picks.toggle(13)
    picks.toggle(13)
    other = array("q", [12, 19, 30])
    picks.shown(other)
    assert [picks.has(key, row, 0) for row, key in enumerate(other)] == [False, True, False]
    assert list(picks.keys(other, 0)) == [10, 11, *range(13, 20)]
    assert picks.absent == 8
    picks.add_all(other)
    assert (picks.count(other, 0), picks.absent) == (11, 8)
    picks.clear()
    assert not picks


async def test_a_note_on_several_stands_beneath_the_note_of_each_and_is_undone_at_once(
    stocked: Library,
) -> None:
    keys = stocked.keys()[:3]
    stocked.note(keys[0], "before")

    def notes() -> list[str | None]:
        found = [stocked.note_of(key) for key in keys]
        return [note.text if note else None for note in found]

    async with desk(stocked) as at:
        await at.press("x", "x", "c")
        await at.sees("Note on 2 articles")
        await at.press(*"mine", "escape")
        await at.sees("Note added to 2 articles; u takes it back.")
        assert notes() == ["before\n\nmine", "mine", None]
        await at.press("u")
        await at.sees("The notes on 2 articles are as they were.")
        assert notes() == ["before", None, None]
        await at.press("U")
        await at.until(lambda: notes() == ["before\n\nmine", "mine", None])
        # Nothing written changes nothing; without a selection the note is the article's own.
        await at.press("c", "escape", "escape", "c", *"only", "escape")
        await at.until(lambda: notes() == ["before\n\nmine", "mine", "only"])
