"""Inside an article: finding, links by hint, the place where one left off, width, zen."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reader import __version__
from reader.library import Library
from reader.store import facts
from reader.tui.finder import finder
from tests.filling import Filled
from tests.pilot import Desk, desk

Write = Callable[..., Path]

LINKED = (
    "<title>Two harbours</title><p>From <a href='https://example.org/north'>the north</a> to"
    " <a href='https://example.org/south'>the south harbour</a> the ferry takes a day, and the"
    " Café of the pier is open. A <a href='javascript:alert(1)'>trap</a> leads nowhere.</p>"
    "<p>The harbour master says so.</p>"
)


def stock(library: Library, folder: Path) -> None:
    """A long story and, older, one with links; indexed."""
    long = "\n\n".join(f"Paragraph {n} of the long story, which goes on." for n in range(200))
    record = {"title": "A long story", "text": long, "date": "2020-02-02"}
    other = {"title": "Two harbours", "html": LINKED, "date": "2020-01-01"}
    (folder / "news.jsonl").write_text(
        json.dumps(record) + "\n" + json.dumps(other) + "\n", "utf-8"
    )
    library.add([str(folder / "news.jsonl")])
    library.update_index()
    with library._database.writing() as db:
        facts.put(db, "welcomed", __version__)


@pytest.fixture
def stocked(filled: Filled) -> Library:
    """A long story and, older, one with links; indexed."""
    return filled(stock)


async def opened(at: Desk, title: str) -> None:
    """Open an article from the list and wait for its text."""
    if at.title != title:
        await at.press("j")
    await at.press("enter")
    await at.until(lambda: at.open_title == title and at.screen.reading)


async def test_a_footnote_is_followed_by_its_letter_and_a_step_back_returns(
    library: Library, write: Write
) -> None:
    between = "".join(f"<p>Paragraph {n} of the story.</p>" for n in range(60))
    noted = (
        "<p>It was seen by <a href='https://example.org/all'>all</a>.<sup><a href='#fn1'>1</a></sup>"
        f" And once more.<a href='#fn2'><sup>2</sup></a></p>{between}<p>The end is near.</p>"
        "<ol><li id='fn1'>By nearly all. <a href='#r1'>↩</a></li><li id='fn2'>In spring.</li></ol>"
    )
    record = {"title": "A comet", "html": noted}
    library.add([str(write("news.jsonl", json.dumps(record) + "\n"))])
    async with desk(library, size=(120, 20)) as at:
        await opened(at, "A comet")
        await at.sees("by all[1].¹ And once more.²")
        await at.press("f")
        await at.sees("by all f .j And once more.d")
        await at.press("d")
        await at.sees(
            "The footnote; Esc leads back to the text.", "¹ By nearly all.", "² In spring."
        )
        page = at.screen.page
        assert page.scroll_offset.y > 0
        await at.press("q")
        assert page.scroll_offset.y == 0 and at.screen.reading
        await at.press("escape")
        assert not at.screen.reading
        # Who reads on elsewhere has not left the text for a note any more.
        await at.press("enter", "f", "j", "pageup", "pageup", "escape")
        assert not at.screen.reading
        # The mark of a note itself leads back; an address to copy is no footnote's.
        await at.press("enter", "G", "f", "j")
        await at.until(lambda: page.scroll_offset.y == 0)
        await at.press("Y")
        await at.sees("by all f .¹ And once more.²")
        await at.press("f")
        assert at.app.clipboard == "https://example.org/all"


async def test_a_word_with_a_footnote_behind_it_is_a_hit_as_any_other(
    library: Library, write: Write
) -> None:
    mark = "<sup><a href='#fn1'>1</a></sup>"
    noted = (
        f"<p>In Geneva{mark} they speak of covid-19{mark} galore; see"
        f" https://example.org/report{mark}.</p>"
        "<ol><li id='fn1'>As told. <a href='#r1'>↩</a></li></ol>"
    )
    record = {"title": "A letter", "html": noted}
    library.add([str(write("news.jsonl", json.dumps(record) + "\n"))])
    library.update_index()
    async with desk(library) as at:
        await at.type("/geneva covid-19")
        await at.press("enter")
        await at.until(lambda: at.titles == ["A letter"])
        await opened(at, "A letter")
        page = at.screen.page
        await at.sees("In Geneva¹ they speak of covid-19¹ galore")
        await at.until(lambda: page.mark_count == 2)
        await at.press("n", "n")
        await at.until(lambda: page.mark_index == 2)
        await at.press("ctrl+f")
        await at.type("[1]")
        await at.until(lambda: page.mark_count == 3)
        await at.type(".")
        await at.sees("1 of 1")
        await at.press("escape", "Y")
        await at.type("1")
        await at.until(lambda: at.app.clipboard == "https://example.org/report")


async def test_what_is_no_letter_of_a_footnote_is_said_to_lead_nowhere(
    library: Library, write: Write
) -> None:
    noted = "<p>It is so.<a href='#fn1'><sup>1</sup></a></p><ol><li id='fn1'>It is.</li></ol>"
    record = {"title": "A comet", "html": noted}
    library.add([str(write("news.jsonl", json.dumps(record) + "\n"))])
    async with desk(library) as at:
        await opened(at, "A comet")
        await at.press("f")
        await at.sees("Follow the footnote (letters)")
        await at.press("1")
        await at.sees("This article has no links; letters lead to the footnotes on the screen.")
        await at.press("Y")
        await at.sees("This article has no links.")


async def test_a_wide_table_is_moved_by_key_and_what_of_it_is_seen_is_said(
    library: Library, write: Write
) -> None:
    row = "".join(f"<td>column {n} of the harbour</td>" for n in range(9))
    record = {
        "title": "A register",
        "html": f"<p>Text.</p><table><tr>{row}</tr><tr>{row}</tr></table>",
    }
    library.add([str(write("news.jsonl", json.dumps(record) + "\n"))])
    async with desk(library) as at:
        await opened(at, "A register")
        await at.press("]")
        await at.sees("Table: column 2 of 9.", "column 1 of the harbour")
        await at.press("shift+right", "[")
        await at.sees("Table: column 2 of 9.")
        await at.press("[", "[")
        await at.sees("Nothing on the screen goes further left.")
        await at.press("q")
        assert not at.screen.reading


@pytest.mark.parametrize("size", [(140, 36), (80, 24)])
async def test_a_key_typed_before_the_text_has_come_is_for_that_text(
    stocked: Library, size: tuple[int, int]
) -> None:
    async with desk(stocked, size=size) as at:
        await at.until(lambda: at.title == "A long story")
        await at.type_ahead("l qjlf")
        await at.sees("Follow the link", "Two harbours")
        await at.press("escape", "q", "k")
        await at.type_ahead("l   ")
        await at.until(lambda: at.screen.page.scroll_offset.y > 3 * size[1] // 2)


async def test_a_part_of_the_text_is_selected_by_keys_and_copied(stocked: Library) -> None:
    async with desk(stocked) as at:
        await opened(at, "Two harbours")
        await at.press("v")
        await at.sees("v begins to select, Esc ends")
        await at.press("}", "}", "w", "w", "v", "w", "w", "w", "e")
        assert at.screen.page.selected_text == "north to the south"
        await at.press("y")
        await at.sees("Copied 4 words.")
        assert at.app.clipboard == "north to the south"
        assert not at.screen.page.passage.caret and at.screen.reading
        # Escape lets go of what is selected, then of the caret, and only then leaves.
        await at.press("v", "}", "}", "v", "w", "escape")
        assert at.screen.page.passage.caret and not at.screen.page.selected_text
        await at.press("y")
        await at.sees("Copied")
        assert at.app.clipboard.startswith("From the north to the south harbour")
        await at.press("v", "escape")
        assert at.screen.reading
        await at.press("escape")
        assert not at.screen.reading


async def test_o_opens_the_picture_or_link_that_is_selected(
    library: Library, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("reader.tui.control.reading.browse", lambda a, _: asked.append(a) or "")
    html = (
        "<p>From <a href='https://example.org/north'>the north</a> it goes on and on.</p>"
        "<figure><img src='https://example.org/crane.jpg' alt='A crane'></figure><p>More text.</p>"
    )
    library.add([str(write("news.jsonl", json.dumps({"title": "Cranes", "html": html}) + "\n"))])
    async with desk(library) as at:
        await opened(at, "Cranes")
        await at.press("v", "}", "}", "o")
        await at.sees("No link or picture is under the caret.")
        await at.press("w", "o")
        await at.until(lambda: asked == ["https://example.org/north"])
        await at.press("escape")
        row = next(y for y, line in enumerate(at.text.splitlines()) if "A crane" in line)
        column = at.text.splitlines()[row].index("A crane")
        await at.pilot.click(offset=(column, row), times=2)
        await at.press("o")
        await at.until(lambda: asked[1:] == ["https://example.org/crane.jpg"])


async def test_what_the_mouse_selects_is_copied_in_place_of_the_address(stocked: Library) -> None:
    async with desk(stocked) as at:
        await opened(at, "Two harbours")
        row = next(y for y, line in enumerate(at.text.splitlines()) if "The harbour" in line)
        column = at.text.splitlines()[row].index("The harbour")
        await at.pilot.click(offset=(column + 6, row), times=3)
        await at.sees("5 words selected; y copies.")
        await at.press("y")
        assert at.app.clipboard == "The harbour master says so."
        await at.press("escape")
        assert at.screen.reading and not at.screen.page.selected_text


async def test_what_is_typed_is_found_in_the_article_and_walked(stocked: Library) -> None:
    async with desk(stocked) as at:
        await opened(at, "Two harbours")
        await at.press("ctrl+f")
        await at.type_ahead("HARBOUR")
        await at.sees("Find", "1 of 3")
        await at.press("enter", "n")
        await at.sees("Match 2 of 3")
        await at.press("N", "N")
        await at.sees("Match 3 of 3")
        await at.press("escape")
        assert at.screen.reading
        assert at.screen.page.mark_count == 0
        await at.press("escape")
        assert not at.screen.reading


async def test_enter_finds_what_stands_in_the_line_although_word_of_its_letters_is_to_come(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        await opened(at, "Two harbours")
        await at.press("ctrl+f")
        ask = at.screen.ask
        ask._input.value = "harbour"  # the line posts word of it, which nobody has read yet
        ask.answer()
        await at.sees("1 of 3;")
        assert at.screen.page.finding == "harbour"


async def test_what_is_not_there_is_said_and_escape_brings_the_search_s_marks_back(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        await at.press("slash")
        await at.type("ferry")
        await at.until(lambda: at.titles == ["Two harbours"])
        await at.press("enter", "enter")
        await at.until(lambda: at.screen.page.mark_count == 1)
        await at.press("ctrl+f")
        await at.type_ahead("zebra")
        await at.sees("not in this article")
        await at.press("enter")
        await at.sees("“zebra” is not in this article")
        await at.press("escape")
        await at.until(lambda: at.screen.page.mark_count == 1)


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("cafe", "Ein Café, CAFÉ", ["Café", "CAFÉ"]),
        ("STRASSE", "die Straße", ["Straße"]),
        ("new york", "New\nYork", ["New\nYork"]),
        ("ﬁ", "final ﬁnal", ["fi", "ﬁ"]),
        ("aa", "aaaa", ["aa", "aa"]),
        ("北京", "在北京。", ["北京"]),
    ],
)
def test_capitals_and_accents_make_no_difference(typed: str, text: str, found: list[str]) -> None:
    marker = finder(typed)
    assert marker
    assert [text[start:end] for start, end in marker(text)] == found


def test_nothing_typed_marks_nothing() -> None:
    assert finder("  ") is None


async def test_links_are_followed_and_copied_by_letters_or_number(
    stocked: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("reader.tui.control.reading.browse", lambda a, _: asked.append(a) or "")
    async with desk(stocked) as at:
        await opened(at, "Two harbours")
        await at.sees("the north[1] to the south harbour[2] the")
        await at.press("f")
        await at.sees("letters or number", "the north f  to the south harbour j  the")
        await at.type("j")
        await at.until(lambda: asked == ["https://example.org/south"])
        await at.sees("harbour[2] the")
        await at.press("f")
        await at.type("2")
        await at.until(lambda: len(asked) == 2)
        await at.press("Y")
        await at.type("1")
        await at.until(lambda: at.app.clipboard == "https://example.org/north")
        await at.press("f")
        await at.type("k")  # the trap has no letter
        await at.sees("No link has these letters.")
        await at.press("f", "3")
        await at.sees("No link has the number 3; the last is 2.")
        # Numbers are drawn and not copied; without them, they are there while one is followed.
        await at.press("v", "}", "}", "y")
        assert "the north to the south harbour the ferry" in at.app.clipboard
        await at.press("escape", "#")
        await at.sees("the north to the south harbour the", "Links have no numbers")
        await at.press("f")
        await at.sees("the north f  to the south")
        await at.press("escape")
        await at.sees("the north to the south")
        await at.press("f", "escape", "q")
        assert not at.screen.reading
    assert asked == ["https://example.org/south"] * 2
    async with desk(stocked) as at:
        await opened(at, "Two harbours")
        assert not at.screen.page.numbered  # remembered


async def test_an_address_written_out_in_a_text_file_is_a_link(
    library: Library, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("reader.tui.control.reading.browse", lambda a, _: asked.append(a) or "")
    first, second = "https://example.org/Halifax_(town)", "http://www.example.org/x"
    text = f"The harbour\n\nIt is told ({first}), and at www.example.org/x, how it began.\n"
    library.add([str(write("harbour.txt", text))])
    async with desk(library) as at:
        await opened(at, "The harbour")
        await at.sees("Halifax_(town)[1]), and at", "www.example.org/x[2], how it began")
        strips = at.screen.page.lines_within(0, at.screen.page.size.height)
        told = {segment.style.link for strip in strips for segment in strip if segment.style}
        assert {first, second} <= told
        await at.press("f")
        await at.type("1")
        await at.until(lambda: asked == [first])
        await at.press("Y")
        await at.type("2")
        await at.until(lambda: at.app.clipboard == second)
        await at.press("f")
        await at.type("j")
        await at.until(lambda: asked[1:] == [second])


async def test_a_number_that_others_begin_with_is_taken_by_enter(
    library: Library, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("reader.tui.control.reading.browse", lambda a, _: asked.append(a) or "")
    links = "".join(f"<p><a href='https://example.org/{n}'>link {n}</a></p>" for n in range(1, 61))
    library.add([str(write("news.jsonl", json.dumps({"title": "Links", "html": links}) + "\n"))])
    async with desk(library, size=(100, 30)) as at:
        await opened(at, "Links")
        await at.press("f", "5")
        await at.sees("Enter: https://example.org/5")
        await at.press("enter")
        await at.until(lambda: asked == ["https://example.org/5"])
        await at.press("f", "6", "0")  # below the screen, and none has a longer one
        await at.until(lambda: asked[1:] == ["https://example.org/60"])


async def test_an_article_is_opened_where_one_left_off_also_in_the_next_session(
    stocked: Library,
) -> None:
    key = stocked.keys()[0]
    async with desk(stocked) as at:
        await opened(at, "A long story")
        await at.press("space", "space", "escape")
        await at.until(lambda: stocked.position(key) > 0)
        before = at.screen.page.scroll_offset.y
        await opened(at, "Two harbours")
        await at.press("escape", "k")
        await opened(at, "A long story")
        await at.sees("Where you left off")
        assert at.screen.page.scroll_offset.y == before
        await at.press("space")
        further = at.screen.page.position
        await at.press("ctrl+q")
    assert stocked.position(key) == pytest.approx(further, abs=1e-5)
    async with desk(stocked, size=(60, 20)) as at:
        await opened(at, "A long story")
        await at.until(lambda: at.screen.page.position > 0.05)
        await at.press("G", "escape")
        await at.until(lambda: stocked.position(key) == 0)


async def test_glancing_moves_no_place(stocked: Library) -> None:
    key = stocked.keys()[0]
    stocked.keep_position(key, 0.5)
    async with desk(stocked) as at:
        await at.press("j", "k", "j")
        await at.until(lambda: at.open_title == "Two harbours")
    assert stocked.position(key) == 0.5
    stocked.keep_position(999, 0.5)  # an article that is gone
    assert stocked.position(999) == 0


async def test_the_width_of_the_text_is_chosen_and_remembered(stocked: Library) -> None:
    async with desk(stocked, size=(160, 40)) as at:
        await opened(at, "A long story")
        await at.press(">", ">")
        await at.sees("Lines of at most 86 characters.")
        await at.press(">", ">")
        await at.sees("Lines of at most 90 characters.")
    async with desk(stocked) as at:
        assert at.screen.page.measure == 90
        await at.press(*"<" * 9)
        await at.sees("Lines of at most 60 characters.")


async def test_zen_shows_the_article_alone_and_a_step_back_leads_out_of_it_only(
    stocked: Library,
) -> None:
    async with desk(stocked) as at:
        await at.press("z")
        await at.until(lambda: at.screen.reading and at.screen.page.size.width > 110)
        assert "Search everything" not in at.text
        await at.press("z")
        await at.sees("Search everything")
        for key in ("escape", "q", "h"):
            await at.press("z")
            await at.until(lambda: "Search everything" not in at.text)
            await at.press(key)
            await at.sees("Search everything")
            assert at.screen.reading, key
        await at.press("escape")
        assert not at.screen.reading
        await at.press("z", "g", "t")
        await at.sees("Search everything", "Unread")
    async with desk(stocked, size=(80, 24)) as at:  # where it stands alone anyway
        await at.press("z")
        await at.until(lambda: at.screen.reading)
        await at.press("z")
        await at.sees("The article has the whole window already; nothing is beside it.")
        await at.press("q")
        assert not at.screen.reading
