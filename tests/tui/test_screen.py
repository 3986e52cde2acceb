"""The reading screen under the fingers: each action by its key, and the screens that say what to do."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from textual import events

from reader import __version__
from reader.errors import LibraryError
from reader.library import Library, open_library
from reader.models import Answer
from reader.store import facts
from reader.tui.commands import COMMANDS
from reader.tui.screens.help import HelpScreen
from reader.tui.screens.reading import ReadingScreen
from tests.filling import Filled
from tests.pilot import desk

Write = Callable[..., Path]

STORIES = [
    ("Ferry back in service", "The ferry crosses the strait again from Monday on."),
    (
        "Bread prices rise",
        "Bakers blame the harvest for dearer flour, and the ferry for late deliveries.",
    ),
    ("Chess title stays home", "The final lasted six hours before a draw."),
    ("Owls move into town hall", "Nobody had the heart to wake the mayor."),
    ("Rain at last", "It rained on the harvest for a week. " * 120),
]


def stock(library: Library, folder: Path) -> None:
    """Five stories, the first the newest, indexed, without the shipped articles."""
    lines = [
        json.dumps(
            {"title": t, "text": b, "date": f"2020-01-{20 - n}", "url": f"https://example.org/{n}"}
        )
        for n, (t, b) in enumerate(STORIES)
    ]
    (folder / "news.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    library.add([str(folder / "news.jsonl")])
    library.update_index()
    unwelcome(library)


@pytest.fixture
def stocked(filled: Filled) -> Library:
    """Five stories, the first the newest, indexed, without the shipped articles."""
    return filled(stock)


def unwelcome(library: Library) -> None:
    """Leave the shipped articles out."""
    with library._database.writing() as db:
        facts.put(db, "welcomed", __version__)


TITLES = [title for title, _ in STORIES]


def states(library: Library, what: str) -> list[str]:
    return [h.title for h in library.headlines(library.keys()) if getattr(h, what)]


async def test_the_list_opens_on_the_newest_article(stocked: Library) -> None:
    async with desk(stocked) as at:
        assert at.titles == TITLES
        await at.sees("Ferry back in service", "All 1/5 · 5 unread")


async def test_j_and_k_move_and_g_g_and_G_jump(stocked: Library) -> None:
    async with desk(stocked) as at:
        for keys, title in [("jj", 2), ("k", 1), ("G", 4), ("gg", 0)]:
            await at.press(*keys)
            assert at.title == TITLES[title], keys
        await at.press("down", "end", "up", "home")
        assert at.title == TITLES[0]


async def test_enter_opens_and_marks_read_and_q_goes_back_and_out(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("j", "enter")
        await at.until(lambda: at.open_title == TITLES[1] and at.screen.reading)
        await at.until(lambda: states(stocked, "read") == [TITLES[1]])
        await at.press("q")
        assert not at.screen.reading
        assert at.title == TITLES[1]
        await at.press("q")
        assert at.app._exit


async def test_escape_never_leaves_the_reader(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("escape", "escape", "h")
        assert not at.app._exit


async def test_moving_only_glances_at_an_article(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("j")
        await at.until(lambda: at.open_title == TITLES[1])
        assert states(stocked, "read") == []
        assert not at.screen.reading


async def test_space_reads_the_whole_news_with_one_key(stocked: Library) -> None:
    stocked.mark([stocked.keys()[1]], "read", True)
    async with desk(stocked) as at:
        for expected in (TITLES[0], TITLES[2], TITLES[3], TITLES[4]):
            await at.press("space")
            await at.until(lambda e=expected: at.open_title == e and at.screen.reading)
        assert at.screen.page.position == 0
        await at.press("space")
        await at.until(lambda: at.screen.page.position > 0)
        await at.press("b")
        assert at.screen.page.position == 0
        await at.until(lambda: states(stocked, "read") == TITLES)
        await at.press("end", "space")
        await at.sees("No unread article is left")


async def test_n_and_N_go_to_the_unread_neighbours(stocked: Library) -> None:
    stocked.mark(stocked.keys()[1:3], "read", True)
    async with desk(stocked) as at:
        await at.press("n")
        await at.until(lambda: at.title == TITLES[3])
        await at.press("N")
        await at.until(lambda: at.title == TITLES[0])
        await at.press("N")
        await at.until(lambda: at.title == TITLES[4])


async def test_J_and_K_read_the_neighbours(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("enter")
        await at.until(lambda: at.screen.reading)
        await at.press("J")
        await at.until(lambda: at.open_title == TITLES[1])
        await at.press("K", "K")
        await at.until(lambda: at.open_title == TITLES[0])


async def test_s_stars_and_m_toggles_read(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("s")
        await at.until(lambda: states(stocked, "starred") == [TITLES[0]])
        await at.sees("★")
        await at.press("s", "m")
        await at.until(
            lambda: states(stocked, "starred") == [] and states(stocked, "read") == [TITLES[0]]
        )
        await at.press("m")
        await at.until(lambda: states(stocked, "read") == [])


async def test_u_takes_the_last_changes_back_one_by_one_and_shift_u_does_them_again(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        await at.press("s", "j", "m", "u")
        await at.until(
            lambda: states(stocked, "read") == [] and states(stocked, "starred") == [TITLES[0]]
        )
        await at.press("u")
        await at.until(lambda: states(stocked, "starred") == [])
        await at.press("u")
        await at.sees("There is nothing to undo.")
        await at.press("U")
        await at.until(lambda: states(stocked, "starred") == [TITLES[0]])


async def test_u_takes_back_star_tag_note_and_all_read_after_a_restart(stocked: Library) -> None:
    key, folder = stocked.keys()[0], stocked.paths.folder
    async with desk(stocked) as at:
        await at.press("s", "t", *"red", "enter", "c", *"call", "escape", "A")
        await at.until(lambda: stocked.count("unread") == 0)
        await at.sees("u takes it back")
    stocked.close()
    again = open_library(folder)

    def kept() -> tuple[object, ...]:
        (row,), note = again.headlines([key]), again.note_of(key)
        tags = tuple(tag.name for tag in row.tags)
        return again.count("unread"), note and note.text, tags, row.starred

    async with desk(again) as at:
        assert kept() == (0, "call", ("red",), True)
        for said, then in [
            ("read", (5, "call", ("red",), True)),
            ("note", (5, None, ("red",), True)),
            ("tag", (5, None, (), True)),
            ("star", (5, None, (), False)),
        ]:
            await at.press("u")
            await at.until(lambda then=then: kept() == then, f"for {then}, at {kept()}")
            await at.until(lambda said=said: said in at.screen.status.message.lower())
        await at.press("u")
        await at.sees("There is nothing to undo.")
    again.close()


async def test_capital_a_in_a_search_marks_only_what_was_found(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("slash")
        await at.type("ferry")
        await at.until(lambda: len(at.titles) == 2)
        await at.press("enter", "A")
        await at.until(lambda: stocked.count("unread") == len(TITLES) - 2)


async def test_1_2_3_choose_the_list(stocked: Library) -> None:
    keys = stocked.keys()
    stocked.mark(keys[:2], "read", True)
    stocked.mark(keys[1:2], "starred", True)
    async with desk(stocked) as at:
        await at.press("2")
        await at.until(lambda: at.titles == TITLES[2:])
        await at.sees("Unread 1/3")
        await at.press("3")
        await at.until(lambda: at.titles == TITLES[1:2])
        await at.press("g", "a")
        await at.until(lambda: at.titles == TITLES)
        await at.press("g", "u")
        await at.until(lambda: at.titles == TITLES[2:])
        await at.press("g", "s")
        await at.until(lambda: at.titles == TITLES[1:2])


async def test_an_article_read_in_the_unread_list_stays_until_the_list_is_chosen_again(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        await at.press("2", "enter")
        await at.until(lambda: states(stocked, "read") == [TITLES[0]])
        await at.press("q", "j")
        assert at.titles == TITLES
        assert at.title == TITLES[1]
        await at.press("2")
        await at.until(lambda: at.titles == TITLES[1:])


async def test_the_list_follows_what_is_typed_and_escape_gives_it_back(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("j", "j", "slash")
        await at.type("harv")
        await at.until(lambda: sorted(at.titles) == sorted([TITLES[1], TITLES[4]]))
        await at.sees("2 found")
        await at.type("est flour")
        await at.until(lambda: at.titles == [TITLES[1]])
        await at.press("escape")
        await at.until(lambda: at.titles == TITLES)
        assert at.title == TITLES[2]
        assert at.screen.bar.query_text == ""


async def test_typing_a_query_never_quits_stars_or_scrolls(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("slash")
        await at.type("qsm123 ?:/goybnNGJK")
        assert at.screen.bar.query_text == "qsm123 ?:/goybnNGJK"
        assert not at.app._exit
        assert isinstance(at.app.screen, ReadingScreen)
        assert states(stocked, "starred") == states(stocked, "read") == []


async def test_enter_goes_to_the_results_and_q_ends_the_search(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("slash")
        await at.type("ferry")
        await at.until(lambda: len(at.titles) == 2)
        await at.press("enter", "j", "enter")
        await at.until(lambda: at.screen.reading and at.open_title == at.titles[1])
        await at.press("q")
        assert len(at.titles) == 2
        await at.press("q")
        await at.until(lambda: at.titles == TITLES)


async def test_n_walks_the_matches_inside_a_found_article(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("slash")
        await at.type("rained harvest")
        await at.until(lambda: at.titles == [TITLES[4]])
        await at.press("enter", "enter")
        await at.until(lambda: at.screen.reading)
        await at.press("n")
        await at.sees("Match 1 of 2")
        await at.press("N")
        await at.until(lambda: at.screen.page.position > 0.5)


async def test_words_that_no_article_has_together_widen_the_search_and_that_is_said(
    stocked: Library,
) -> None:
    async with desk(stocked, size=(140, 30)) as at:
        await at.press("slash")
        await at.type("chess harvest ")
        await at.until(lambda: len(at.titles) == 3)
        await at.until(lambda: at.screen.status.message)


async def test_a_search_narrowed_to_a_list_stays_in_it(stocked: Library) -> None:
    stocked.mark(stocked.keys()[:1], "starred", True)
    async with desk(stocked) as at:
        await at.press("3")
        await at.until(lambda: at.titles == TITLES[:1])
        await at.press("slash")
        await at.type("ferry")
        await at.sees("1 found")
        assert at.titles == TITLES[:1]
        await at.press("enter", "1")
        await at.until(lambda: len(at.titles) == 2)


async def test_nothing_found_says_what_to_do_next(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("slash")
        await at.type("zeppelin")
        await at.sees("Nothing found", "Esc gives the list back")
        await at.press("escape")
        await at.until(lambda: at.titles == TITLES)


@pytest.mark.parametrize(
    ("key", "sentence"), [("2", "Everything is read"), ("3", "Nothing is starred yet")]
)
async def test_an_empty_list_says_why(stocked: Library, key: str, sentence: str) -> None:
    stocked.mark(stocked.keys(), "read", True)
    async with desk(stocked) as at:
        await at.press(key)
        await at.sees(sentence)


async def test_an_empty_library_says_how_to_add(library: Library) -> None:
    unwelcome(library)
    async with desk(library) as at:
        await at.sees("No articles yet", "broadsheet add PATH…")


async def test_a_new_library_is_given_the_shipped_articles_by_itself(library: Library) -> None:
    async with desk(library) as at:
        await at.until(lambda: len(at.titles) == 6)
        assert at.title == "Getting around"
        await at.until(lambda: library.pending() == 0)
        await at.press("slash")
        await at.type("rare earths")
        await at.until(lambda: len(at.titles) >= 1 and "Trump" in at.titles[0])


async def test_what_is_taken_out_can_be_shown(library: Library, write: Write) -> None:
    path = write(
        "a.txt", "A fine title\n\nA fine title\n\nThe story is told here.\n\nShare this article\n"
    )
    library.add([str(path)])
    async with desk(library) as at:
        await at.until(lambda: "A fine title" in at.titles)
        at.screen.headlines.move_to(at.titles.index("A fine title"))
        await at.press("enter")
        await at.sees("The story is told here.")
        assert "Share this article" not in at.text
        await at.press("ctrl+r")
        await at.sees("Share this article")
        await at.press("ctrl+r")
        await at.until(lambda: "Share this article" not in at.text)


async def test_y_copies_the_address_and_says_so(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("j", "y")
        assert at.app.clipboard == "https://example.org/1"
        await at.sees("Copied https://example.org/1")


async def test_o_opens_only_addresses_that_are_safe(library: Library, write: Write) -> None:
    record = {"title": "No way", "text": "Words here.", "url": "file:///etc/passwd"}
    library.add([str(write("a.jsonl", json.dumps(record) + "\n"))])
    unwelcome(library)
    async with desk(library) as at:
        await at.press("o")
        await at.sees("This article has no address")


async def test_the_help_lists_every_key_and_closes_again(stocked: Library) -> None:
    async with desk(stocked, size=(100, 180)) as at:
        await at.press("question_mark")
        await at.until(lambda: isinstance(at.app.screen, HelpScreen))
        await at.sees("Esc closes", "Star the article", "Out of the reader at once")
        await at.press("escape")
        await at.until(lambda: at.app.screen is at.screen)


async def test_the_help_scrolls_by_the_keys_of_the_reader_and_any_way_back_closes_it(
    stocked: Library,
) -> None:
    async with desk(stocked, size=(60, 15)) as at:
        for way_back in ("q", "h", "escape", "enter", "question_mark"):
            await at.press("question_mark")
            await at.until(lambda: isinstance(at.app.screen, HelpScreen))
            card = at.app.screen.query_one("#card")
            await at.until(lambda c=card: c.max_scroll_y > 20)
            for keys, line in [("j", 1), ("down", 2), ("up", 1), ("k", 0), ("G", None), ("g g", 0)]:
                await at.press(*keys.split(" "))
                expected = card.max_scroll_y if line is None else line
                await at.until(lambda c=card, y=expected: c.scroll_offset.y == y, f"after {keys}")
            await at.press(way_back)
            await at.until(lambda: at.app.screen is at.screen)


async def test_the_help_is_searched_by_words_and_by_keys(stocked: Library) -> None:
    async with desk(stocked, size=(80, 24)) as at:
        await at.press("question_mark")
        await at.until(lambda: isinstance(at.app.screen, HelpScreen))
        await at.press(*"/tqg", "backspace", "backspace", "a", "g")  # `q` is text here
        await at.sees("Find in the help tag", "Give and take tags", "Choose among the tags")
        assert "Next row" not in at.text
        await at.press("enter", "j", "escape")
        await at.sees("Next row", "/ finds, Esc closes")
        assert "Find in the help" not in at.text
        await at.press("slash", *", n")
        await at.sees("The key , n", "Another name for the feed")
        assert "Moving" not in at.text
        await at.press("ctrl+u", *"no such thing")
        await at.sees("No action has these words")
        await at.press("escape")
        await at.sees("Next row")
        await at.press("slash", "s", "enter", "q")
        assert isinstance(at.app.screen, HelpScreen)
        await at.press("q")
        await at.until(lambda: at.app.screen is at.screen)


async def test_the_palette_finds_an_action_by_name_and_does_it(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("ctrl+p")
        await at.type("starred")
        await at.sees("Starred  3 or g s")
        await at.press("enter")
        await at.sees("Nothing is starred yet")


def test_every_action_is_declared_once_and_can_be_done(stocked: Library) -> None:
    names = [c.name for c in COMMANDS]
    assert len(names) == len(set(names))
    assert names == list(ReadingScreen(stocked).actions)
    for place in ("list", "page", "search"):
        keys = [key for c in COMMANDS if place in c.places for key in c.keys]
        assert len(keys) == len(set(keys)), place
        starts = {k.split(" ")[0] for k in keys if " " in k}
        assert not starts & set(keys), place


@pytest.mark.parametrize("size", [(40, 15), (60, 20), (80, 24), (99, 30)])
async def test_below_100_columns_list_and_article_take_turns(
    stocked: Library, size: tuple[int, int]
) -> None:
    async with desk(stocked, size=size) as at:
        assert at.screen.headlines.size.width >= size[0] - 2
        assert not at.screen.page.display
        await at.press("enter")
        await at.until(lambda: at.screen.page.display)
        assert not at.screen.query_one("#left").display
        await at.sees("The ferry crosses")
        await at.press("q")
        assert at.screen.query_one("#left").display
        await at.press("slash")
        await at.type("owls")
        await at.until(lambda: at.titles == [TITLES[3]])


async def test_what_other_processes_do_is_shown_without_losing_the_place(
    stocked: Library, write: Write
) -> None:
    async with desk(stocked) as at:
        await at.press("j", "j")
        other = open_library(stocked.paths.folder)
        other.mark([other.keys()[2]], "starred", True)
        await at.sees("★")
        record = {"title": "Extra, extra", "text": "New words here.", "date": "2020-02-01"}
        other.add([str(write("more.jsonl", json.dumps(record) + "\n"))])
        other.close()
        await at.until(lambda: at.titles[0] == "Extra, extra")
        assert at.title == TITLES[2]


async def test_resizing_keeps_article_and_row(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("G", "enter")
        await at.until(lambda: at.screen.reading)
        await at.press("space")
        await at.until(lambda: at.screen.page.position > 0)
        before = at.screen.page.position
        for size in ((60, 20), (120, 36)):
            await at.pilot.resize_terminal(*size)
        assert abs(at.screen.page.position - before) < 0.05
        await at.press("q")
        assert at.title == TITLES[4]


async def test_titles_are_text_and_never_markup_or_commands(library: Library, write: Write) -> None:
    titles = [
        "[@click=app.quit]press me[/]",
        "[/foo] [red]alarm",
        "Bell \x07 and \x1b]52;c;AAAA\x07 clip",
        "$text $primary",
    ]
    lines = [
        json.dumps({"title": t, "text": f"About {n} {t} [b]x[/b]"}) for n, t in enumerate(titles)
    ]
    library.add([str(write("a.jsonl", "\n".join(lines) + "\n"))])
    library.update_index()
    async with desk(library) as at:
        await at.sees("[@click=app.quit]press me[/]", "[/foo] [red]alarm", "$text $primary")
        for _ in titles:
            await at.press("enter")
            await at.until(lambda: at.screen.reading)
            await at.press("q", "j")
        await at.press("slash")
        await at.type("[red] [/foo] about")
        await at.until(lambda: at.titles)
        assert "\x1b" not in at.text


async def test_stars_given_at_the_last_moment_are_saved(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("s", "j", "s", "q")
    assert states(stocked, "starred") == TITLES[:2]


async def test_the_mouse_chooses_opens_and_goes_back(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.pilot.click("#list", offset=(5, 5))
        await at.until(lambda: at.title == TITLES[2] and at.open_title == TITLES[2])
        assert not at.screen.reading
        await at.pilot.click("#page", offset=(20, 10))
        await at.until(lambda: at.screen.reading and states(stocked, "read") == [TITLES[2]])
        await at.pilot.click("#list", offset=(5, 1))
        await at.until(lambda: not at.screen.reading and at.title == TITLES[0])
        await at.pilot.click("#list", offset=(5, 3), times=2)
        await at.until(lambda: at.screen.reading and at.open_title == TITLES[1])


async def test_an_article_whose_document_is_gone_says_so(library: Library, write: Write) -> None:
    path = write("a.txt", "A fine title\n\nThe story is told here.\n")
    library.add([str(path.parent)])
    path.unlink()
    library.add([str(path.parent)])
    unwelcome(library)
    async with desk(library) as at:
        await at.press("enter")
        await at.sees("The story is told here.", "The document this came from is no longer there.")


async def test_keys_that_arrive_together_are_done_one_after_the_other(stocked: Library) -> None:
    async with desk(stocked) as at:

        def at_once(*keys: str) -> None:
            for key in keys:
                name = "slash" if key == "/" else key
                at.app.post_message(events.Key(name, key if len(key) == 1 else None))

        at_once("s", "s", "j", "s", "j", "enter", "m", "q", "j", "enter")
        await at.until(lambda: at.screen.reading and at.open_title == TITLES[3])
        await at.until(lambda: states(stocked, "read") == [TITLES[3]])
        assert states(stocked, "starred") == [TITLES[1]]
        at_once("q", "/", *"owls", "enter", "enter")
        await at.until(lambda: at.screen.reading and at.titles == [TITLES[3]])
        assert at.screen.bar.query_text == "owls"


async def test_ctrl_c_tells_what_leaves_and_an_empty_list_has_no_links(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("ctrl+c")
        await at.sees("Ctrl+Q leaves Broadsheet.")
        assert not at.app._notifications
        await at.press("3", "f")
        await at.sees("There is no article here.")


async def test_a_fault_of_the_store_is_a_sentence_and_the_reader_stays(stocked: Library) -> None:
    async with desk(stocked, size=(140, 30)) as at:
        await at.until(lambda: at.open_title)

        def refuse(*_: object, **__: object) -> NoReturn:
            raise LibraryError("The library cannot be read just now.")

        at.app.library.keys = refuse  # type: ignore[method-assign]
        await at.press("2")
        await at.sees("The library cannot be read just now.")
        assert at.title == TITLES[0]


async def test_o_hands_the_address_to_the_browser_that_is_set(
    stocked: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho garbage\nprintf %s "$1" > {tmp_path}/opened\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    async with desk(stocked) as at:
        await at.press("j", "o")
        await at.until(lambda: (tmp_path / "opened").exists() and (tmp_path / "opened").read_text())
        assert (tmp_path / "opened").read_text() == "https://example.org/1"
        assert "garbage" not in at.text


async def test_a_query_that_was_emptied_holds_no_key_back(stocked: Library) -> None:
    asked, go = threading.Event(), threading.Event()
    search = stocked.search

    def slowly(*args: Any, **options: Any) -> Answer:
        asked.set()
        go.wait()
        return search(*args, **options)

    stocked.search = slowly  # type: ignore[method-assign]
    async with desk(stocked) as at:
        await at.press("slash", "x")
        await at.until(asked.is_set)
        await at.press("backspace")
        await at.pilot.click("#list", offset=(5, 3))
        await at.press("j")
        moved = at.title
        go.set()
        assert moved == TITLES[2]
