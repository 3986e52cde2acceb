"""Tags on the screen: what a line of them means, and giving them with completion."""

from __future__ import annotations

import pytest

from reader.library import Library
from reader.tui.tag_line import TagLine, choices, read
from tests.pilot import desk
from tests.tui.test_screen import TITLES, stocked

__all__ = ["stocked"]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", TagLine()),
        ("+ - ,", TagLine()),
        ("ml", TagLine(("ml",))),
        ("+a -b c", TagLine(("a", "c"), ("b",))),
        ("#a,b , #c", TagLine(("a", "b", "c"))),
        ('+"long reads" -"to do"', TagLine(("long reads",), ("to do",))),
        ('"never closed', TagLine(("never closed",))),
        ("+A -a", TagLine((), ("a",))),
    ],
)
def test_a_line_of_tags(typed: str, asked: TagLine) -> None:
    assert read(typed) == asked


def test_completion_offers_what_can_be_given_and_what_can_be_taken() -> None:
    known, borne = ["news", "ml", "new york"], ["ml"]
    assert choices("+n", known, borne) == ["+news", '+"new york"']
    assert choices("a -", known, borne) == ["a -ml"]
    assert choices("m", known, borne) == ["ml"]  # some selected article may lack it
    assert choices("", known, borne) == []


def tags_of(library: Library) -> list[str]:
    return [" ".join(t.name for t in h.tags) for h in library.headlines(library.keys())]


async def test_t_tags_the_selection_and_completes(stocked: Library) -> None:
    stocked.tag([stocked.keys()[4]], ["weather"])
    async with desk(stocked) as at:
        await at.press("t", *"sea +we")  # all of it typed ahead
        await at.sees("Tab: +weather")
        await at.press("tab", "enter")
        await at.sees("+sea +weather on 1 article; u takes it back.", "#sea", "#weather")
        await at.press("x", "x", "G", "x", "t", *"-weather +late", "enter")
        await at.sees("-weather on 3 articles")
        assert tags_of(stocked) == ["late sea", "late", "", "", "late"]
        await at.press("u")
        await at.until(lambda: tags_of(stocked) == ["sea weather", "", "", "", "weather"])


async def test_a_question_that_is_left_changes_nothing(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("slash", *"harvest", "enter")
        await at.until(lambda: len(at.titles) == 2)
        await at.press("t", *"never", "escape", "j")
        assert at.title == at.titles[1]
        assert not stocked.tags()


@pytest.mark.parametrize("width", [120, 60])
async def test_tagging_an_open_article_leaves_it_open(stocked: Library, width: int) -> None:
    async with desk(stocked, size=(width, 20)) as at:
        await at.press("enter")
        await at.until(lambda: at.open_title == TITLES[0])
        await at.press("t", *"sea", "enter")
        await at.until(lambda: tags_of(stocked)[0] == "sea")
        assert at.screen.reading
        assert at.screen._panes.on_page
