"""Stars, tags, notes and read marks for one article or many; orders of the list; pipes."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reader import __version__
from reader.library import Library, open_library
from reader.settings import Preferences
from reader.settings.shells import shell_sign
from reader.store import facts
from reader.tui.control.orders import ordered, resorted
from reader.tui.control.tagging import named, offers
from tests.filling import Filled
from tests.pilot import desk
from tests.terminal import Terminal

Write = Callable[..., Path]
SOURCES = ("Paper", "Herald", "Paper", "Courier", "")
TITLES = [f"Story {n}" for n in range(1, 6)]


def stock(library: Library, folder: Path) -> None:
    """Five stories, the first the newest; indexed."""
    lines = [
        json.dumps({"title": t, "text": f"The text of {t}.", "source": s, "date": f"2020-01-{20 - n}"})
        for n, (t, s) in enumerate(zip(TITLES, SOURCES, strict=True))
    ]  # fmt: skip
    (folder / "news.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    library.add([str(folder / "news.jsonl")])
    library.update_index()
    with library._database.writing() as db:
        facts.put(db, "welcomed", __version__)


@pytest.fixture
def stocked(filled: Filled) -> Library:
    """Five stories, the first the newest; indexed."""
    return filled(stock)


def those(library: Library, what: str) -> list[str]:
    return [h.title for h in library.headlines(library.keys()) if getattr(h, what)]


def tagged(library: Library) -> dict[str, list[str]]:
    rows = library.headlines(library.keys())
    return {h.title: [tag.name for tag in h.tags] for h in rows if h.tags}


async def test_a_key_typed_again_counts_from_what_is_shown_also_when_the_list_is_read_between(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        library, headlines = at.app.library, at.screen.headlines
        before, mark, go = library.headlines(library.keys()), library.mark, threading.Event()

        def mark_later(*arguments: Any) -> list[int]:
            go.wait()
            return mark(*arguments)

        library.mark = mark_later  # type: ignore[method-assign]
        await at.press("s", "m")
        headlines.compare(before)
        await at.press("m")
        headlines.refresh_rows()
        await at.press("s", "s", "j", "s")
        go.set()
        await at.until(lambda: those(stocked, "starred") == TITLES[:2])
        assert those(stocked, "read") == []


async def test_what_is_done_to_a_selection_is_one_change(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("x", "j", "x")
        await at.sees("2 selected")
        await at.press("s")
        await at.sees("2 articles starred; u takes it back.")
        assert those(stocked, "starred") == ["Story 1", "Story 3"]
        await at.press("m")
        await at.sees("2 articles marked read")
        await at.press("u")
        await at.until(lambda: those(stocked, "read") == [])
        await at.press("u")
        await at.until(lambda: those(stocked, "starred") == [])
        await at.press("escape", "s")
        await at.until(lambda: those(stocked, "starred") == ["Story 4"])


async def test_a_range_is_drawn_with_the_cursor(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("j", "v", "j", "j")
        await at.until(lambda: at.text.count("✓") == 3)
        await at.press("v", "g", "g", "m")
        await at.until(lambda: those(stocked, "read") == ["Story 2", "Story 3", "Story 4"])
        await at.press("escape")
        await at.until(lambda: "✓" not in at.text)
        await at.press("v", "G", "escape", "g", "g", "s")
        await at.until(lambda: those(stocked, "starred") == ["Story 1"])


async def test_a_mixed_selection_gets_what_one_of_it_lacks(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("s", "ctrl+a", "s")
        await at.until(lambda: those(stocked, "starred") == TITLES)
        await at.press("s")
        await at.until(lambda: those(stocked, "starred") == [])


async def test_a_selection_outlives_another_order_and_new_articles(
    stocked: Library, write: Write
) -> None:
    async with desk(stocked) as at:
        await at.press("j", "x", "S")
        await at.until(lambda: at.titles == TITLES[::-1])
        # Over a connection of its own: SQLite tells nobody of what they did themselves.
        other = open_library(stocked.paths.folder)
        other.add([str(write("new.txt", "Another story\n\nIt came in just now."))])
        other.close()
        await at.until(lambda: len(at.titles) == 6)
        await at.press("s")
        await at.until(lambda: those(stocked, "starred") == ["Story 2"])


async def test_tags_are_given_and_taken_with_completion(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("t")
        await at.type("sea, news desk")
        await at.press("enter")
        await at.sees("1 article tagged +sea +news desk", "#sea")
        await at.press("j", "x", "x", "t")
        await at.sees("Tag 2 articles, parted by commas")
        await at.type("se")
        await at.press("tab", "enter")
        await at.until(lambda: tagged(stocked).keys() == set(TITLES[:3]))
        await at.press("escape", "g", "g", "t")
        await at.sees(
            "Tags (news desk, sea; -sea takes it)", "Tab: news desk · sea; Enter done, Esc leave it"
        )
        await at.type("xyz")
        await at.sees("Enter done, Esc leave it")
        await at.press("ctrl+u")
        for typed, said in (
            ("+sea", "The article has #sea already."),
            ("-old", "The article has no #old."),
            ("sea, news desk, -old", "The article has #sea, #news desk already, and no #old."),
        ):
            await at.type(typed)
            await at.press("enter")
            await at.sees(said)
            await at.press("t")
        await at.type("-sea")
        await at.press("enter")
        await at.until(lambda: tagged(stocked)["Story 1"] == ["news desk"])
        await at.press("u")
        await at.until(lambda: tagged(stocked)["Story 1"] == ["news desk", "sea"])


async def test_tags_and_note_stand_in_the_head_of_the_article_as_soon_as_they_change(
    stocked: Library, write: Write
) -> None:
    async with desk(stocked) as at:
        await at.press("enter")
        await at.until(lambda: at.screen.page.article and at.screen.reading)

        def head() -> str:
            rows = at.screen.page.lines_within(0, 8)
            return "\n".join(row.text.strip() for row in rows)

        await at.press("t")
        await at.type("sea")
        await at.press("enter")
        await at.until(lambda: "#sea" in head())
        await at.press("c")
        await at.type("ask the baker")
        await at.press("escape")
        await at.until(lambda: "✎ ask the baker" in head())
        await at.press("u", "u")
        await at.until(lambda: "#sea" not in head() and "✎" not in head())
        other = open_library(stocked.paths.folder)
        try:
            other.tag(other.keys()[:1], ["elsewhere"])
            other.note(other.keys()[0], "By another")
        finally:
            other.close()
        await at.until(lambda: "#elsewhere" in head() and "✎ By another" in head())
        assert "The text of Story 1." in head()


async def test_letters_typed_for_tags_are_text_and_escape_changes_nothing(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("t")
        await at.type("qsmA")
        assert at.screen.ask.text == "qsmA"
        await at.press("escape", "j")
        await at.until(lambda: at.title == "Story 2")
        assert (those(stocked, "starred"), those(stocked, "read"), tagged(stocked)) == ([], [], {})


async def test_a_note_is_kept_whichever_way_it_is_left_and_undone(stocked: Library) -> None:
    key = stocked.keys()[0]
    async with desk(stocked) as at:
        await at.press("c")
        await at.sees("Note on Story 1", "Esc leaves it as it is · Ctrl+E your editor")
        await at.type("ask the baker")
        await at.sees("Esc keeps it, u takes it back · Ctrl+E your editor")
        await at.press("escape")
        await at.sees("Note saved; u takes it back.", "✎")
        assert (note := stocked.note_of(key)) and note.text == "ask the baker"
        await at.press("c")
        await at.sees("ask the baker")
        await at.type(" today")
        await at.press("ctrl+s")
        await at.until(lambda: stocked.note_of(key).text == "ask the baker today")  # type: ignore[union-attr]
        await at.press("u")
        await at.until(lambda: stocked.note_of(key).text == "ask the baker")  # type: ignore[union-attr]


async def test_the_order_is_chosen_and_the_article_stays_under_the_cursor(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("j", "S")
        await at.sees("Oldest first.")
        await at.until(lambda: at.titles == TITLES[::-1] and at.title == "Story 2")
        await at.press("S")
        await at.until(lambda: at.titles == ["Story 4", "Story 2", "Story 1", "Story 3", "Story 5"])
        await at.press("S")
        await at.until(lambda: at.titles == TITLES and at.title == "Story 2")
        await at.press("S")
        await at.sees("Oldest first.")
    async with desk(stocked) as at:  # it is remembered, and the list begins at its top
        await at.until(lambda: at.titles == TITLES[::-1] and at.title == TITLES[-1])


async def test_the_order_of_a_search_is_part_of_the_query(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("slash")
        await at.type("story")
        await at.until(lambda: len(at.titles) == 5)
        await at.press("enter", "S")
        await at.until(lambda: at.screen.bar.query_text == "story sort:new" and at.titles == TITLES)
        await at.press("S")
        await at.until(lambda: at.titles == TITLES[::-1])


async def test_a_list_is_narrowed_and_given_back(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("equals_sign")
        await at.type("feed:paper ")
        await at.until(lambda: sorted(at.titles) == ["Story 1", "Story 3"])
        await at.press("enter", "equals_sign")
        await at.type("3")
        await at.until(lambda: at.titles == ["Story 3"])
        await at.press("escape")
        await at.until(lambda: at.titles == TITLES)


async def test_the_density_is_remembered(stocked: Library) -> None:
    async with desk(stocked) as at:
        assert at.screen.headlines.density == "two"
        await at.press("D")
    async with desk(stocked) as at:
        assert at.screen.headlines.density == "one"


def test_preferences_that_are_damaged_are_as_good_as_none(tmp_path: Path) -> None:
    path = tmp_path / "screen.json"
    path.write_text('{"density": 3, "measure"')
    preferences = Preferences(path)
    assert preferences.get("density", "two") == "two"
    preferences.put("density", "one")
    assert Preferences(path).get("density", "two") == "one"
    path.write_text('{"density": 3}')
    assert Preferences(path).get("density", "two") == "two"
    assert Preferences(tmp_path / "no" / "such.json").get("zen", False) is False
    Preferences(tmp_path / "no" / "such.json").put("zen", True)  # says nothing, loses nothing


@pytest.mark.parametrize(
    ("typed", "add", "remove"),
    [
        ("sea +ml #x -old", ["sea", "ml", "x"], ["old"]),
        ("sea, news desk, -old news", ["sea", "news desk"], ["old news"]),
        (" , - ", [], []),
        ("", [], []),
    ],
)
def test_tags_are_read_as_they_are_typed(typed: str, add: list[str], remove: list[str]) -> None:
    assert named(typed) == (add, remove)


def test_the_last_name_is_completed() -> None:
    known = ["News desk", "sea", "season"]
    assert offers(known, ["sea"], "news desk, SE") == ["news desk, sea", "news desk, season"]
    assert offers(known, ["sea"], "-s") == ["-sea"]
    assert offers(known, [], "x +sea") == ["x +sea", "x +season"]


def test_the_orders_of_a_search_follow_each_other() -> None:
    assert resorted("quake", "new") == "quake sort:new"
    assert resorted('"of sort:old" quake sort:new', "feed") == '"of sort:old" quake sort:feed'
    assert resorted("sort:old quake", "feed") == "quake sort:feed"
    orders = ("quake", "sort:old quake", "quake sort:nonsense")
    assert [ordered(query) for query in orders] == ["relevance", "old", "relevance"]


def test_the_text_goes_to_a_command_and_no_shell_reads_it(stocked: Library) -> None:
    folder = stocked.paths.folder
    stocked.close()
    command = ["--library", str(folder)]
    with Terminal(command, cols=100, rows=30, forked=True) as seen:
        seen.wait_for("Story 1")
        seen.type("|")
        seen.wait_for("Pipe the text to")
        seen.type("wc -w ; echo hacked\r")
        seen.wait_for("No shell reads this: for “;” type sh -c '…'.")
        seen.type("|")
        seen.wait_for("Pipe the text to")
        seen.type("wc -w ';' $(echo hacked)\r")
        seen.wait_for("Enter goes back")
        assert "hacked\r\n" not in seen.raw.decode()
        seen.type("\r")
        seen.wait_for("5 unread")


@pytest.mark.parametrize(
    ("typed", "sign"),
    [
        ("grep quake | wc -l", "|"),
        ("cat >> notes.txt", ">>"),
        ("cat >notes.txt", ">"),
        ("wc 2>&1", ">"),
        ("true && wc", "&&"),
        ("true; wc", ";"),
        ("wc &", "&"),
        ("sh -c 'grep quake | wc > found'", ""),
        ("grep '|' \">\"", ""),
        ("grep a|b \\> x\\;", ""),
        ("curl -d @- https://a.example/?b=1&c=2", ""),
    ],
)
def test_what_is_typed_for_a_shell_is_known_by_its_signs(typed: str, sign: str) -> None:
    assert shell_sign(typed) == sign


async def test_a_note_that_was_being_written_outlives_the_screen(stocked: Library) -> None:
    draft = stocked.paths.draft
    async with desk(stocked) as at:
        await at.press("j", "c")
        await at.sees("Note on Story 2")
        await at.type("ask the baker")
        await at.until(lambda: draft.exists() and "ask the baker" in draft.read_text())
    key = stocked.keys()[1]
    assert stocked.note_of(key) is None
    async with desk(stocked) as at:
        await at.sees("The note on “Story 2” was not finished; it is kept. c there goes on.")
        await at.press("c")
        await at.sees("Note on Story 1")
        assert "ask the baker" not in at.text
        await at.press("escape")
        await at.until(lambda: at.app.screen is at.screen)


async def test_a_draft_is_gone_on_with_and_over_when_the_note_is_kept(stocked: Library) -> None:
    key = stocked.keys()[0]
    stocked.paths.draft.write_text(json.dumps({"note": f"{key}\nask the"}))
    async with desk(stocked) as at:
        await at.press("c")
        await at.sees("Note on Story 1", "ask the")
        await at.type(" baker")
        await at.press("escape")
        await at.until(lambda: (note := stocked.note_of(key)) and note.text == "ask the baker")
    assert json.loads(stocked.paths.draft.read_text()) == {"note": ""}


async def test_a_note_on_an_article_that_another_process_deletes_meanwhile_is_not_lost(
    stocked: Library,
) -> None:
    key = stocked.keys()[0]
    async with desk(stocked) as at:
        await at.press("c")
        await at.sees("Note on Story 1")
        await at.type("ask the baker")
        with closing(open_library(stocked.paths.folder)) as other:
            other.delete([key])
        await at.press("escape")
        await at.sees("The article is gone, so the note was not saved")
        await at.until(lambda: at.title == "Story 2")
        await at.press("u")
        await at.until(lambda: "Story 1" in at.titles)
        await at.press("g", "g", "c")
        await at.sees("Note on Story 1", "ask the baker")
        await at.press("escape")
        await at.until(lambda: (note := stocked.note_of(key)) and note.text == "ask the baker")


async def test_commands_that_texts_were_piped_to_are_remembered(stocked: Library) -> None:
    async with desk(stocked) as at:
        for command in ("wc -w", "sort"):
            await at.press("vertical_line")
            await at.type(command)
            await at.press("enter")
    async with desk(stocked) as at:
        await at.press("vertical_line", "up", "up")
        await at.until(lambda: at.screen.ask.text == "wc -w")
        # Also those that are refused, so that they can be mended.
        await at.press("escape")
        for command, why in (("sort | uniq", "No shell reads this"), ("wc 'a", "not closed")):
            await at.press("vertical_line")
            await at.type(command)
            await at.press("enter")
            await at.sees(why)
        await at.press("vertical_line", "up")
        await at.until(lambda: at.screen.ask.text == "wc 'a")
        await at.press("up", "up")
        await at.until(lambda: at.screen.ask.text == "sort")


async def test_an_article_is_deleted_in_the_list_and_from_the_page_and_comes_back(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        await at.until(lambda: at.titles == TITLES)
        await at.press("j", "d", "d")
        await at.sees("Deleted “Story 2”; u takes it back.")
        await at.until(lambda: at.titles == [TITLES[0], *TITLES[2:]] and at.title == "Story 3")
        await at.press("enter")
        await at.until(lambda: at.screen.reading and at.open_title == "Story 3")
        await at.press("delete")
        await at.until(lambda: at.titles == [TITLES[0], *TITLES[3:]] and not at.screen.reading)
        await at.press("u", "u", "u")  # opening it had marked it read
        await at.sees("“Story 2” is back")
        await at.until(lambda: at.titles == TITLES)
        await at.press("ctrl+a", "d", "d")
        await at.sees("No articles yet", "Deleted 5 articles")
        assert not at.screen.headlines.selected_count
        await at.press("u")
        await at.until(lambda: at.titles == TITLES)


@pytest.mark.parametrize("gone", [0, 2, -1])
async def test_what_another_process_deletes_leaves_the_list(stocked: Library, gone: int) -> None:
    async with desk(stocked) as at:
        await at.until(lambda: at.titles == TITLES)
        left = [title for title in TITLES if title != TITLES[gone]]
        with closing(open_library(stocked.paths.folder)) as other:
            other.delete([stocked.keys()[gone]])
        await at.until(lambda: at.titles == left and at.screen.headlines.count == len(left))


async def test_what_is_deleted_leaves_what_was_found(stocked: Library) -> None:
    async with desk(stocked) as at:
        await at.press("slash")
        await at.type("story")
        await at.until(lambda: len(at.titles) == 5)
        await at.press("enter")
        gone = at.title
        await at.press("d", "d")
        await at.until(lambda: len(at.titles) == 4 and gone not in at.titles)
        await at.until(lambda: at.screen._search.answer.total == 4)
        await at.press("escape")
        await at.until(lambda: len(at.titles) == 4 and gone not in at.titles)
