"""The query language under the fingers: filters, chips, hints, completion, past searches."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reader import __version__
from reader.library import Completion, Library, open_library
from reader.models import Answer
from reader.store import facts
from reader.tui.recall import History, Offer
from tests.filling import Filled
from tests.pilot import Desk, desk

Write = Callable[..., Path]

STORIES = [
    ("Ferry back in service", "The ferry crosses the strait again.", "The Paper", "en"),
    ("Bread prices rise", "Bakers blame the harvest and the ferry.", "The Paper", "en"),
    ("Chess title stays home", "The final lasted six hours.", "Chess Weekly", "en"),
    ("Eulen ziehen ins Rathaus", "Niemand mochte sie wecken.", "Stadtblatt", "de"),
]
FERRY, BREAD, CHESS, OWLS = (title for title, *_ in STORIES)


def stock(library: Library, folder: Path) -> None:
    """Four stories, the first the newest and starred, the third read; indexed."""
    lines = [
        json.dumps({"title": t, "text": b, "source": s, "language": g, "date": f"2020-01-{20 - n}"})
        for n, (t, b, s, g) in enumerate(STORIES)
    ]
    (folder / "news.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    library.add([str(folder / "news.jsonl")])
    library.update_index()
    with library._database.writing() as db:
        facts.put(db, "welcomed", __version__)
    keys = library.keys()
    library.mark([keys[0]], "starred", True)
    library.mark([keys[2]], "read", True)


@pytest.fixture
def stocked(filled: Filled) -> Library:
    """Four stories, the first the newest and starred, the third read; indexed."""
    return filled(stock)


async def seek(at: Desk, text: str, *titles: str) -> None:
    """Type a query into the empty bar and wait for what it finds."""
    await at.press("slash")
    await at.type_ahead(text)
    await at.until(lambda: at.screen.bar.query_text == text and at.titles == list(titles), text)


FINDING = {
    "is:unread ": [FERRY, BREAD, OWLS],
    "-is:unread ": [CHESS],
    "feed:paper": [FERRY, BREAD],
    "lang:de ": [OWLS],
    "is:starred OR hours ": [CHESS, FERRY],
    "ferry sort:old ": [BREAD, FERRY],
    "date:2020-01-19 ": [BREAD],
}


async def test_the_screen_finds_what_the_library_and_the_command_line_find(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        for query, titles in FINDING.items():
            await seek(at, query, *titles)
            rows = stocked.headlines([hit.key for hit in stocked.search(query).hits])
            assert [row.title for row in rows] == titles
            await at.press("escape")
            await at.until(lambda: len(at.titles) == len(STORIES) and not at.screen.bar.query_text)


async def test_what_was_understood_stands_beside_the_count(stocked: Library) -> None:
    async with desk(stocked) as at:
        await seek(at, "ferry -is:read sort:old ", BREAD, FERRY)
        await at.sees("ferry · not read · oldest first", "2 found")
        await at.press("escape")
        await at.until(lambda: "oldest first" not in at.text)


async def test_plain_words_have_no_chips_and_the_list_never_moves(stocked: Library) -> None:
    async with desk(stocked) as at:
        top = at.screen.headlines.region
        await seek(at, "ferry", FERRY, BREAD)
        assert not at.screen.bar.chips
        assert at.screen.headlines.region == top
        await at.type(" is:unread")
        await at.sees("ferry · unread")
        assert at.screen.headlines.region == top


async def test_a_filter_half_typed_leaves_the_list_as_it_is(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("j", "slash")
        await at.type("is:unr")
        await at.sees("Tab: unread")
        assert at.titles == [FERRY, BREAD, CHESS, OWLS]
        assert at.title == BREAD
        await at.type("ead")
        await at.until(lambda: at.titles == [FERRY, BREAD, OWLS])


async def test_what_is_no_filter_is_told_in_a_sentence(stocked: Library) -> None:
    async with desk(stocked) as at:
        await seek(at, "topic:zeppelin ")
        await at.sees("“topic:zeppelin” was searched as text.", "Esc gives the list back")


async def test_enter_takes_a_filter_that_stayed_unfinished_as_text(stocked: Library) -> None:
    async with desk(stocked) as at:
        await seek(at, "ferry is:arch", FERRY, BREAD)
        await at.press("enter")
        await at.sees("is: can be unread, read, starred, tagged, vanished")


async def test_enter_ends_a_search_however_quickly_it_follows(stocked: Library) -> None:
    async with desk(stocked) as at:
        for _ in range(5):
            await at.type_ahead("/ferry is:arch\rG")
            await at.sees("is: can be unread, read, starred, tagged, vanished")
            assert at.titles == []
            await at.press("escape")
            await at.until(lambda: len(at.titles) == len(STORIES))


async def test_what_comes_in_joins_a_search_and_the_cursor_stays(
    stocked: Library, write: Write
) -> None:
    async with desk(stocked) as at:
        await at.type_ahead("/ferry\rj")
        await at.until(lambda: at.title == BREAD)
        await at.sees("The ferry crosses the strait again.")  # rows have their height
        line = next(n for n, line in enumerate(at.text.splitlines()) if BREAD in line)
        with closing(open_library(stocked.paths.folder)) as another:
            another.add([str(write("late.md", "# A ferry, late\n\nThe ferry, the ferry.\n"))])
            another.update_index()
        await at.sees("3 found")
        assert set(at.titles) == {FERRY, BREAD, "A ferry, late"}
        assert at.title == BREAD
        assert BREAD in at.text.splitlines()[line]
        await at.press("slash")
        await at.type_ahead(" late")
        await at.until(lambda: at.titles == ["A ferry, late"])


async def test_what_came_in_before_the_first_look_joins_a_search_too(
    stocked: Library, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.tui.screens.reading.NEWS_EVERY_S", 3600.0)
    async with desk(stocked) as at:
        await seek(at, "ferry", FERRY, BREAD)
        with closing(open_library(stocked.paths.folder)) as another:
            another.add([str(write("late.md", "# A ferry, late\n\nThe ferry, the ferry.\n"))])
            another.update_index()
        at.screen._look()
        await at.sees("3 found")


async def test_a_row_shows_its_passage_in_its_own_width(stocked: Library) -> None:
    async with desk(stocked, (80, 24)) as at:
        await seek(at, "strait", FERRY)
        await at.sees("The ferry crosses the strait again.")
        await at.press("escape")
        await at.type_ahead("/harvest\r\r")  # the article hides the rows before they have any
        await at.until(lambda: not at.screen.headlines.size.width)
        await at.press("q")
        await at.until(lambda: f"   {STORIES[1][1]}" in at.text and BREAD in at.text)
        await at.pilot.resize_terminal(40, 24)
        await at.sees("…blame the harvest and the ferry.")
        await at.pilot.resize_terminal(80, 24)
        await at.sees("   Bakers blame the harvest and the ferry.")


async def test_enter_keeps_what_a_word_half_typed_has_found(stocked: Library) -> None:
    async with desk(stocked) as at:
        await seek(at, "ferr", FERRY, BREAD)
        await at.press("enter", "j")
        await at.until(lambda: at.title == BREAD)
        assert at.titles == [FERRY, BREAD]


async def test_enter_ends_the_last_word_so_that_it_is_what_the_command_line_finds(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        await seek(at, "in", FERRY, OWLS)  # `ins` begins so
        await at.press("enter")
        await at.until(lambda: at.titles == [FERRY])
        assert [hit.key for hit in stocked.search("in").hits] == [stocked.keys()[0]]


async def test_tab_completes_a_field_and_then_its_values_in_turn(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("slash")
        await at.type("ferry fe")
        await at.press("tab")
        assert at.screen.bar.query_text == "ferry feed:"
        await at.sees('Tab: "The Paper" · "Chess Weekly" · "Stadtblatt"')
        await at.press("tab")
        assert at.screen.bar.query_text == 'ferry feed:"The Paper" '
        await at.until(lambda: at.titles == [FERRY, BREAD])
        await at.press("tab", "tab")
        assert at.screen.bar.query_text == 'ferry feed:"Stadtblatt" '
        await at.press("tab")
        assert at.screen.bar.query_text == 'ferry feed:"The Paper" '


async def test_tab_completes_what_was_typed_of_a_value(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("slash")
        await at.type("lang:d")
        await at.press("tab")
        await at.until(lambda: at.titles == [OWLS])
        assert at.screen.bar.query_text == "lang:de "


@pytest.mark.parametrize("key", ["tab", "enter", "down"])
async def test_with_nothing_to_complete_the_keys_go_to_the_results(
    stocked: Library, key: str
) -> None:
    async with desk(stocked) as at:
        await seek(at, "ferry", FERRY, BREAD)
        await at.press(key)
        await at.until(lambda: at.app.focused is at.screen.headlines)
        assert at.titles == [FERRY, BREAD]


async def test_past_searches_come_back_with_the_arrows_in_the_next_session_too(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        for query in ("ferry", "is:starred"):
            await at.press("slash")
            await at.type(query)
            await at.press("enter", "escape")
    assert stocked.searches() == ["is:starred", "ferry"]
    async with desk(stocked) as at:
        await at.press("slash")
        await at.type("draft")
        await at.press("up")
        await at.until(lambda: at.titles == [FERRY])
        assert at.screen.bar.query_text == "is:starred"
        await at.press("up")
        await at.until(lambda: at.titles == [FERRY, BREAD])
        await at.press("up")
        assert at.screen.bar.query_text == "ferry"
        await at.sees("No search before this one")
        await at.press("down", "down")
        assert at.screen.bar.query_text == "draft"


async def test_an_empty_search_is_not_remembered(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("slash")
        await at.type(" - ")
        await at.press("enter")
        await at.until(lambda: at.app.focused is at.screen.headlines)
    assert stocked.searches() == []


@pytest.mark.parametrize("size", [(40, 15), (60, 20)])
async def test_in_a_small_terminal_there_is_room_to_type(
    stocked: Library, size: tuple[int, int]
) -> None:
    async with desk(stocked, size=size) as at:
        await seek(at, "ferry is:unread sort:old feed:paper ", BREAD, FERRY)
        assert at.screen.bar._input.size.width >= size[0] // 3
        await at.sees("2 found")


def test_history_walks_past_what_already_stands_in_the_bar() -> None:
    history = History(lambda: ["b", "a"])
    assert history.older("b") == "a"
    assert history.older("a") is None
    assert history.newer() == "b"
    assert history.newer() == "b"
    assert not history.walking


def test_typing_ends_the_walk() -> None:
    history = History(lambda: ["b", "a"])
    assert history.older("") == "b"
    history.typed("b")
    assert history.walking
    history.typed("bx")
    assert not history.walking


def test_the_newest_search_is_added_once() -> None:
    history = History(lambda: ["b", "a"])
    assert not history.add("b")
    assert history.add("a")
    assert history.older("") == "a"


def test_tab_takes_the_choices_in_turn_until_something_else_is_typed() -> None:
    offer, found = Offer(), Completion(0, 1, ("a:", "b:"))
    assert offer.take("x tail", 1, found) == ("a: tail", 2)
    assert offer.take("a: tail", 2, None) == ("b: tail", 2)
    assert offer.take("b: tail", 2, None) == ("a: tail", 2)
    assert offer.take("a: tailor", 9, None) is None


async def test_another_order_of_a_search_keeps_the_article_under_the_cursor(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        await seek(at, "is:unread ", FERRY, BREAD, OWLS)
        await at.press("enter", "j")
        await at.until(lambda: at.title == BREAD)
        for _ in range(3):
            await at.press("S")
            await at.until(lambda: not at.screen._search.awaited)
            assert at.title == BREAD


async def test_a_list_opens_at_its_top_in_every_order(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("S")
        await at.until(lambda: at.titles == [OWLS, CHESS, BREAD, FERRY])
        await at.press("2")
        await at.until(lambda: at.titles == [OWLS, BREAD, FERRY])
        assert at.title == OWLS


async def test_the_answer_to_a_question_that_is_no_longer_asked_is_dropped(
    stocked: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, go_on = threading.Event(), threading.Event()
    search = stocked.search

    def slow(query: str, *arguments: Any, **options: Any) -> Answer:
        if query == "chess":
            asked.set()
            assert go_on.wait(60)
        return search(query, *arguments, **options)

    monkeypatch.setattr(stocked, "search", slow)
    async with desk(stocked) as at:
        await at.press("slash")
        await at.type_ahead("chess")
        await at.until(asked.is_set)
        shown: list[list[str]] = []
        show = at.screen.headlines.show
        monkeypatch.setattr(
            at.screen.headlines,
            "show",
            lambda *a, **o: (show(*a, **o), shown.append(at.titles)),
        )
        await at.press("ctrl+u")
        await at.type_ahead("owls OR eulen")
        go_on.set()  # the older answer comes first, and the newer question is asked already
        await at.until(lambda: at.titles == [OWLS])
        assert [CHESS] not in shown
