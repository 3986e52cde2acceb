"""Text of an article is selected by mouse and by keys, and copied as the article has it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.pilot import Pilot

from reader.models import Block, Span
from reader.tui.passage import Passage, step_beside, step_word, stops
from reader.tui.sheet import Sheet
from reader.tui.typeset import typeset
from reader.tui.widgets.page import Page
from tests.tui.test_page import Reader, make, shown, story
from tests.tui.test_typeset import BLOCKS

SIZE = (60, 20)
LONG = "The ferry to the northern isles leaves at seven, and the café on the pier opens at six."
ADDRESS = "https://example.org/" + "long/" * 20
BLOCKS_OF_ALL_KINDS = (
    Block("paragraph", LONG),
    Block("item", "soft\u00adly", marker="1."),
    Block("item", "second", marker="2."),
    Block("rule"),
    Block("image", "A crane", target=ADDRESS),
    Block("code", "if x:\n\treturn 1"),
    Block("table", "a\tbee\n\tc", rows=(("a", "bee"), ("", "c"))),
    Block("paragraph", "verse\nof two lines", quoted=1),
)
ALL_TEXT = (
    f"{LONG}\n\n1. softly\n2. second\n\nA crane\n{ADDRESS}\n\nif x:\n    return 1\n\n"
    "a\tbee\n\tc\n\nverse\nof two lines"
)


def place_of(sheet: Sheet | None, text: str) -> tuple[int, int]:
    """Where a text stands on the sheet."""
    assert sheet
    found = ((i, each.piece.text.find(text)) for i, each in enumerate(sheet.sets))
    return next(place for place in found if place[1] >= 0)


def on_screen(page: Page, text: str) -> tuple[int, int]:
    """Column and line of the pane at which a text is drawn."""
    rows = [page.render_line(y).text for y in range(page.size.height)]
    return next((row.index(text), y) for y, row in enumerate(rows) if text in row)


def highlighted(page: Page) -> str:
    """What is drawn as selected."""
    plain = page._style("text").bgcolor
    found = ""
    for y in range(page.size.height):
        for segment in page.render_line(y):
            if segment.style and segment.style.bgcolor not in (None, plain):
                found += segment.text
        found = found.rstrip() + " "
    return found.strip()


async def test_a_drag_selects_and_what_is_copied_has_no_line_breaks_of_ours() -> None:
    async with Reader().run_test(size=SIZE) as pilot:
        page = await shown(pilot, make(Block("paragraph", LONG), Block("paragraph", "Next.")))
        start, end = on_screen(page, "northern"), on_screen(page, "café")
        await pilot.mouse_down(type(page), offset=start)
        await pilot._post_mouse_events([events.MouseMove], type(page), (end[0] + 3, end[1]))
        await pilot.mouse_up(type(page), offset=(end[0] + 3, end[1]))
        assert start[1] < end[1]  # it goes over a line's end
        assert page.selected_text == "northern isles leaves at seven, and the café"
        assert highlighted(page).split() == page.selected_text.split()
        # It stays on its text at another width, and a click lets go of it.
        await pilot.resize_terminal(34, 20)
        await pilot.pause()
        assert page.selected_text.startswith("northern") and highlighted(page)
        await pilot.click(type(page), offset=(3, 1))
        assert page.selected_text == "" and not highlighted(page)


async def test_clicks_select_a_word_a_paragraph_and_up_to_there() -> None:
    async with Reader().run_test(size=(60, 30)) as pilot:
        page = await shown(pilot, make(*BLOCKS_OF_ALL_KINDS))
        await pilot.click(type(page), offset=on_screen(page, "caf"), times=2)
        assert page.selected_text == "café"
        await pilot.click(type(page), offset=on_screen(page, "second"), times=3)
        assert page.selected_text == "2. second"
        await pilot.click(type(page), offset=on_screen(page, "lines"), shift=True)
        assert page.selected_text.startswith("2. second\n\nA crane\nhttps://")
        assert page.selected_text.endswith("c\n\nverse\nof two l")


async def test_what_is_selected_outlives_a_star_and_is_let_go_of_when_the_text_is_another() -> None:
    async with Reader().run_test(size=SIZE) as pilot:
        page = await shown(pilot, make(Block("paragraph", LONG)))
        await pilot.click(type(page), offset=on_screen(page, "northern"), times=2)
        assert page.selected_text == "northern"
        page.show(make(Block("paragraph", LONG)))
        assert page.selected_text == "northern"
        page.show(make(Block("paragraph", "The ferry does not leave at all.")))
        assert page.selected_text == "" and not highlighted(page)


async def test_a_drag_beyond_the_edge_scrolls_and_selects_across_screens() -> None:
    async with Reader().run_test(size=SIZE) as pilot:
        page = await shown(pilot, story())
        await pilot.mouse_down(type(page), offset=on_screen(page, "p0w0"))
        page.on_mouse_move(_moved(page, 5, 25))
        while page.scroll_y < 30:
            await pilot.pause(0.02)
        page.on_mouse_move(_moved(page, 5, 3))
        await pilot.mouse_up(type(page), offset=(5, 3))
        reached = page.scroll_y
        assert page.selected_text.startswith("p0w0 p0w1") and "p0w39\n\np1w0" in page.selected_text
        await pilot.pause(0.2)
        assert page.scroll_y == reached  # it scrolls no more


def _moved(page: Page, x: int, y: int) -> events.MouseMove:
    return events.MouseMove(page, x, y, 0, 0, 1, False, False, False, x, y)


async def test_all_kinds_of_blocks_are_copied_as_text() -> None:
    async with Reader().run_test(size=SIZE) as pilot:
        page = await shown(pilot, make(*BLOCKS_OF_ALL_KINDS))
        assert page.sheet
        page.select(place_of(page.sheet, "The ferry"), (len(page.sheet.sets) - 1, 17))
        assert page.selected_text == ALL_TEXT
        page.select(place_of(page.sheet, "bee"), place_of(page.sheet, "bee"))
        assert page.selected_text == "b"


async def caret_at(pilot: Pilot[None], page: Page, text: str) -> None:
    assert page.show_caret()
    page._caret_to(place_of(page.sheet, text))
    await pilot.pause()


async def test_the_caret_moves_by_sign_word_line_and_paragraph() -> None:
    article = make(
        Block("paragraph", LONG),
        Block("paragraph", "ééé a\u0301b 東京"),
        Block("rule"),
        Block("table", "one\ttwo", rows=(("one", "two"),)),
    )
    async with Reader().run_test(size=SIZE) as pilot:
        page = await shown(pilot, article)

        def under() -> str:
            assert page.sheet and page.passage.head
            index, at = page.passage.head
            return page.sheet.sets[index].piece.text[at : at + 7][:7]

        await caret_at(pilot, page, "isles")
        steps = [
            (lambda: page.caret_word(1), "leaves "),
            (lambda: page.caret_word(1, end=True), "s at se"),
            (lambda: page.caret_word(-1), "leaves "),
            (lambda: page.caret_line_end(-1), "The fer"),
            (lambda: page.caret_beside(1), "he ferr"),
            (lambda: page.caret_line(1), "he café"),  # one line down, at the same column
            (lambda: page.caret_line_end(1), "."),
            (lambda: page.caret_beside(1), "ééé a\u0301b"),
            (lambda: page.caret_word(1), "a\u0301b 東京"),
            (lambda: page.caret_beside(1), "b 東京"),  # a letter with its accent is one step
            (lambda: page.caret_paragraph(-1), "ééé a\u0301b"),
            (lambda: page.caret_paragraph(-1), "The fer"),
            (lambda: page.caret_paragraph(1), "ééé a\u0301b"),
            (lambda: page.caret_paragraph(1), "one · t"),
            (lambda: page.caret_word(1), "two"),
            (lambda: page.caret_paragraph(-1), "one · t"),
            (lambda: page.caret_paragraph(-1), "ééé a\u0301b"),
            (lambda: page.caret_to_end(1), "o"),
            (lambda: page.caret_beside(1), "o"),
            (lambda: page.caret_to_end(-1), "A title"),
            (lambda: page.caret_beside(-1), "A title"),
        ]
        for number, (step, expected) in enumerate(steps):
            step()
            assert under() == expected, number


async def test_the_caret_selects_and_scrolls_what_it_reaches_into_sight() -> None:
    async with Reader().run_test(size=SIZE) as pilot:
        page = await shown(pilot, story())
        await caret_at(pilot, page, "p0w0")
        page.mark_caret()
        for _ in range(30):
            page.caret_line(1)
        page.caret_screen(1)
        page.caret_screen(-1)
        assert page.sheet and page.passage.head
        y = page.sheet.line_in(*page.passage.head) - page.scroll_offset.y
        assert 0 <= y < page.size.height and page.scroll_y > 0
        text = page.selected_text
        assert text.startswith("p0w0 ") and len(text.split()) > 200
        page.caret_to_end(1)
        assert page.at_end and page.selected_text.endswith("p59w39")
        page.mark_caret(begin=False)
        assert page.selected_text == "" and page.paragraph_text.startswith("p59w0 ")


@settings(deadline=None, max_examples=30)
@given(st.lists(BLOCKS, min_size=1, max_size=3), st.integers(24, 60))
def test_a_caret_walks_every_sign_and_back(blocks: list[Block], width: int) -> None:
    sheet = typeset(make(*blocks), width, True)
    sheet.settle_all(0)
    drawn = [place for y in range(sheet.height) for _, place in stops(sheet, y, {})]
    place, walked = drawn[0], [drawn[0]]
    while (after := step_beside(sheet, place, 1, {})) != place:
        walked.append(place := after)
    assert walked == drawn
    back = [place]
    while (before := step_beside(sheet, place, -1, {})) != place:
        back.append(place := before)
    assert back == drawn[::-1]
    while (after := step_word(sheet, place, 1)) != place:
        piece, at = sheet.sets[after[0]].piece, after[1]
        shifts = {after[0]: piece.shift_for(at, 0)}  # as the page is moved to it
        seen = [found for _, found in stops(sheet, sheet.line_in(*after), shifts)]
        assert after > place and (after in seen or piece.text[at] == "\u0301")
        place = after


@settings(deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=6), st.integers(0, 999), st.integers(0, 999))
def test_any_two_places_select_a_text_without_what_is_drawn_around_it(
    blocks: list[Block], one: int, other: int
) -> None:
    sheet = typeset(make(*blocks), 40, True)
    drawn = [place for y in range(sheet.height) for _, place in stops(sheet, y, {})]
    passage = Passage()
    passage.anchor, passage.head = drawn[one % len(drawn)], drawn[other % len(drawn)]
    assert not set(passage.text(sheet)) & set("│┊▨‹›\u00ad")


def test_a_link_in_the_text_is_copied_as_text() -> None:
    sheet = typeset(make(Block("paragraph", "see here", (Span(4, 8, "link", ADDRESS),))), 40)
    passage = Passage()
    passage.anchor, passage.head = (len(sheet.sets) - 1, 0), (len(sheet.sets) - 1, 7)
    assert passage.text(sheet) == "see here"
