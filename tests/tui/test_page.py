"""The reading pane as a person uses it: paging, walking hits, resizing, safe text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from reader.models import Article, Block, Headline, Note, Span, Tag
from reader.tui.hits import TermsMarker
from reader.tui.widgets.page import Page

WIDE, NARROW = (100, 20), (50, 20)
KINDS = ("paragraph", "heading", "item", "code", "table", "image", "rule", "footnote")


class Reader(App[None]):
    """An app that holds a page."""

    def compose(self) -> ComposeResult:
        yield Page()

    @property
    def page(self) -> Page:
        return self.query_one(Page)


def make(*blocks: Block, key: str = "a", title: str = "A title", url: str = "") -> Article:
    return Article(
        Headline(1, key, title, "The Tide", "2019-01-04", 0, 0, 500, False, False),
        "",
        url,
        "en",
        "",
        False,
        blocks,
    )


def story(count: int = 60, key: str = "a") -> Article:
    """Paragraphs in which every word says where it stands: `p12w3`."""
    texts = (" ".join(f"p{i}w{j}" for j in range(40)) for i in range(count))
    return make(*(Block("paragraph", text) for text in texts), key=key)


def words(pattern: str) -> TermsMarker:
    def mark(text: str) -> Sequence[tuple[int, int]]:
        return [found.span() for found in re.finditer(pattern, text)]

    return mark


def lines(page: Page) -> list[str]:
    return [page.render_line(y).text.strip() for y in range(page.size.height)]


def top(page: Page) -> str:
    """The first line with text on screen."""
    return next(line for line in lines(page) if line)


def first_word(page: Page) -> str:
    return top(page).split()[0]


async def shown(pilot: Pilot[None], article: Article | None, **how: object) -> Page:
    app = pilot.app
    assert isinstance(app, Reader)
    app.page.show(article, **how)  # type: ignore[arg-type]
    await pilot.pause()
    return app.page


async def test_an_article_opens_at_its_title_within_the_measure() -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, story())
        assert lines(page)[:4] == ["", "A title", "The Tide · 4 January 2019 · 3 min", ""]
        texts = [page.render_line(y).text for y in range(20)]
        assert max(cell_len(text.strip()) for text in texts) <= 76
        assert page.position == 0 and not page.at_end


async def test_an_empty_page_shows_nothing_and_does_nothing() -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, story())
        page.to_end()
        await shown(pilot, None)
        assert page.article is None and page.links == () and page.position == 0
        assert not any(lines(page)) and not page.show_vertical_scrollbar
        assert not page.page_down() and not page.page_up() and not page.next_mark()


async def test_paging_shows_every_word_in_order_and_then_says_that_it_is_the_end() -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, story())
        seen = lines(page)
        while page.page_down():
            await pilot.pause()
            seen += lines(page)
        found = dict.fromkeys(re.findall(r"p\d+w\d+", " ".join(seen)))
        assert list(found) == [f"p{i}w{j}" for i in range(60) for j in range(40)]
        assert page.at_end and page.position == 1 and not page.page_down()


async def test_page_up_undoes_page_down_and_stops_at_the_title() -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, story())
        page.page_down()
        page.page_down()
        assert page.page_up() and page.page_up()
        assert page.scroll_y == 0 and not page.page_up()


async def test_the_keys_of_any_scrolling_pane_work_without_animation() -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, story())
        page.focus()
        places = []
        for key in ("down", "down", "up", "pagedown", "pageup", "end", "home"):
            await pilot.press(key)
            places.append(page.scroll_y)
        assert places == [1, 2, 1, 20, 1, page.max_scroll_y, 0]


async def test_whoever_scrolls_scrolls_at_once() -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, story())
        page.scroll_page_down(animate=True)
        assert page.scroll_y == 20


async def test_a_new_article_starts_at_the_top_and_the_same_one_stays() -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, story())
        page.page_down()
        place = top(page)
        await shown(pilot, story(), terms_marker=words("w1"))
        assert top(page) == place
        await shown(pilot, story(key="b"))
        assert page.scroll_y == 0
        page.position = 0.7
        await shown(pilot, story(key="c"))
        assert page.scroll_y == 0


async def test_tags_and_note_come_and_go_without_moving_text_hits_or_selection() -> None:
    article = story()
    head = article.headline
    dressed = replace(head, tags=(Tag("sea", 0),))
    note = Note("Ask the baker. " * 40 + "And p99w9.", 0, 0)
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, article, terms_marker=words("p40w5|p99w9"))
        assert page.next_mark() and page.mark_count == 1
        page.line_down()
        before, position = top(page), page.position
        at = page.sheet.piece_of(40) if page.sheet else 0
        page.select((at, 0), (at, 5))
        page.dress(dressed, None)
        await pilot.pause()
        assert (top(page), page.position) == (before, position)
        assert page.selected_text == "p40w0 " and page.mark_index == 1
        page.dress(dressed, note)
        await pilot.pause()
        assert (top(page), page.position) == (before, position)
        assert page.selected_text == "p40w0 " and page.mark_count == 2
        page.to_top()
        assert lines(page)[3:5] == [
            "#sea",
            f"✎ {'Ask the baker. ' * 4}Ask the baker."[: 2 + 74].strip(),
        ]
        assert lines(page)[6].endswith("…") and lines(page)[8].startswith("p0w0")
        assert page.next_mark()  # in the note, where it is folded: the whole of it is shown
        assert any("And p99w9." in line for line in lines(page))
        page.select((3, 0), (3, 2))
        page.dress(head, Note("Another.", 0, 0))
        await pilot.pause()
        assert page.selected_text == "" and lines(page)[3] == "✎ Another."
        page.dress(replace(head, id="b"), None)  # of an article that is not shown any more
        assert page.article and page.article.note


async def test_showing_the_original_keeps_the_place_although_more_is_shown() -> None:
    furniture = [Block("paragraph", "Share this", removed="page furniture")] * 5
    article = make(*furniture, *story().blocks)
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, article)
        page.page_down()
        place = top(page)
        await shown(pilot, article, original=True)
        assert top(page) == place
        page.to_top()
        assert "Left out: page furniture" in lines(page)
        assert lines(page).count("Share this") == 5


async def test_hiding_what_was_left_out_leads_to_the_text_before_it() -> None:
    before, after = story(8).blocks, story(40).blocks[8:]
    furniture = [Block("paragraph", f"Share {i}", removed="menu") for i in range(20)]
    article = make(*before, *furniture, *after)
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, article, original=True)
        while top(page) != "Share 9":
            page.line_down()
        await shown(pilot, article)
        assert top(page).endswith("p7w39")


@pytest.mark.parametrize("down", [0, 5, 19, 40, 133])
async def test_the_text_at_the_top_stays_there_when_the_width_changes(down: int) -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, story())
        for _ in range(down):
            page.line_down()
        before, word = page.scroll_y, first_word(page)
        for size in (NARROW, (70, 20), (33, 20), (70, 30), NARROW):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert word in top(page)
            assert max(cell_len(line) for line in lines(page)) <= size[0] - 3
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert (page.scroll_y, first_word(page)) == (before, word)


async def test_a_position_is_found_again_at_another_width() -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, story())
        page.position = 0.7
        page.line_down()
        position, word = page.position, first_word(page)
        assert 0.69 < position < 0.72
    async with Reader().run_test(size=NARROW) as pilot:
        page = await shown(pilot, story())
        page.position = position
        assert word in top(page)
        page.position = 1.0
        assert page.at_end
        page.position = 0.0
        assert page.scroll_y == 0


async def test_an_article_and_a_position_may_be_given_before_there_is_a_screen() -> None:
    class Restored(Reader):
        def compose(self) -> ComposeResult:
            page = Page()
            page.show(story())
            page.position = 0.5
            yield page

    async with Restored().run_test(size=WIDE) as pilot:
        await pilot.pause()
        page = pilot.app.query_one(Page)
        assert page.position == pytest.approx(0.5, abs=0.01)
        assert first_word(page).startswith("p29w") or first_word(page).startswith("p30w")


async def test_the_scrollbar_shows_where_the_reader_is_put() -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, make(Block("paragraph", "Short.")))
        assert not page.show_vertical_scrollbar
        page.show(story(key="b"))
        page.position = 0.5
        await pilot.pause()
        assert page.show_vertical_scrollbar
        assert page.vertical_scrollbar.position == page.scroll_y > 0


async def test_hits_are_walked_round_and_brought_on_screen() -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, story(), terms_marker=words(r"p(7|40|59)w[0-5]\b"))
        assert page.mark_count == 18 and page.mark_index == 0
        assert page.next_mark() and page.mark_index == 1
        assert any("p7w0 " in line for line in lines(page))
        for _ in range(6):
            page.next_mark()
        assert page.mark_index == 7
        assert any("p40w0 " in line for line in lines(page))
        page.previous_mark()
        assert page.mark_index == 6
        for _ in range(13):
            page.next_mark()
        assert page.mark_index == 1


async def test_the_first_walk_starts_at_what_is_on_screen() -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        marker = words(r"p(7|40|59)w[0-5]\b")
        page = await shown(pilot, story(), terms_marker=marker)
        page.position = 0.4
        assert page.next_mark() and page.mark_index == 7
        await shown(pilot, story(), terms_marker=marker)
        page.position = 0.4
        assert page.previous_mark() and page.mark_index == 6


async def test_hits_are_drawn_in_reverse_and_the_one_walked_to_stands_out() -> None:
    article = make(Block("paragraph", "Some ships and more ships."), title="Of ships")
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, article, terms_marker=words("ships"))
        page.next_mark()
        page.next_mark()
        hits = [s for y in range(9) for s in page.render_line(y) if s.style and s.style.reverse]
        assert [(s.text, bool(s.style and s.style.bold)) for s in hits] == [
            ("ships", True), ("ships", True), ("ships", False),
        ]  # fmt: skip
        _, walked, other = (s.style for s in hits)
        assert walked and other and walked.color != other.color


async def test_hits_survive_a_change_of_width() -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, story(), terms_marker=words(r"p40w[0-5]\b"))
        page.next_mark()
        await pilot.resize_terminal(*NARROW)
        await pilot.pause()
        assert page.mark_count == 6 and page.mark_index == 1
        page.next_mark()
        assert any("p40w0 " in line for line in lines(page))


async def test_a_marker_that_points_outside_the_text_does_no_harm() -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(
            pilot,
            make(Block("paragraph", "Text.")),
            terms_marker=lambda _: [(-5, 2), (3, 99), (9, 4), (50, 60)],
        )
        assert page.mark_count == 4
        assert "Text." in lines(page)


async def test_what_is_found_stays_marked_when_the_article_is_read_anew() -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, story())
        page.find("p1w", words("p1w"))
        assert page.mark_count == 40
        await shown(pilot, story())
        assert (page.finding, page.mark_count) == ("p1w", 40)
        await shown(pilot, story(key="b"), terms_marker=words("p2w"))
        assert (page.finding, page.mark_count) == ("", 40)


async def test_links_are_listed_once_and_only_if_they_may_be_followed() -> None:
    targets = ["https://a.example", "javascript:x()", "https://b.example", "https://a.example"]
    text = "0 1 2 3"
    spans = tuple(Span(2 * i, 2 * i + 1, "link", t) for i, t in enumerate(targets))
    removed = Block("paragraph", "x", (Span(0, 1, "link", "https://c.example"),), removed="menu")
    article = make(Block("paragraph", text, spans), removed)
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, article)
        assert page.links == ("https://a.example", "https://b.example")
        styles = {s.text: s.style for y in range(9) for s in page.render_line(y)}
        assert styles["0"] and styles["0"].link == "https://a.example" and styles["0"].underline
        assert styles["1"] and not styles["1"].link
        await shown(pilot, article, original=True)
        assert page.links[-1] == "https://c.example"


async def test_a_link_is_told_to_the_terminal_in_ascii() -> None:
    address = "https://zeitung.example/für/日;a=1?q=%20ä&r=[1]~#top"
    article = make(Block("paragraph", "here", (Span(0, 4, "link", address),)))
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, article)
        assert page.links == (address,)
        told = {s.style.link for y in range(9) for s in page.render_line(y) if s.style}
        ascii_only = "https://zeitung.example/f%C3%BCr/%E6%97%A5;a=1?q=%20%C3%A4&r=[1]~#top"
        assert told - {None} == {ascii_only}


HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\x1b]52;c;QUJD\x07clip",
    "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x9b2Jclear",
    "a\u202eb\u2066c",
    "[red]markup[/red]",
    "[@click=app.quit]quit[/]",
    "[/foo]",
    "bell\x07 back\x08 del\x7f nul\x00",
    "\ud800 lone",
]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_shown_as_text_wherever_it_stands(text: str) -> None:
    span = (Span(0, 3, "link", f"https://example.org/{text}"),)
    kinds = ("paragraph", "heading", "item", "code", "image", "footnote")
    blocks = [Block(k, text, span, marker=text, target=text) for k in kinds]  # type: ignore[arg-type]
    blocks += [Block("table", rows=((text, text), (text,)), level=1)]
    blocks += [Block("paragraph", "x", removed=text)]
    async with Reader().run_test(size=(90, 60)) as pilot:
        page = await shown(pilot, make(*blocks, title=text, url=text), original=True)
        strips = [page.render_line(y) for y in range(60)]
    drawn = "".join(strip.text for strip in strips)
    links = "".join(s.style.link or "" for strip in strips for s in strip if s.style)
    for character in drawn + links:
        assert character >= " " and not "\x7f" <= character <= "\x9f"
        assert character not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ud800"
    if text.startswith("["):
        assert drawn.count(text) >= 7  # a link's number stands within the others
    assert not any(s.style and s.style.meta for strip in strips for s in strip)


async def test_advice_to_a_line_breaker_is_not_drawn() -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, make(Block("paragraph", "soft\u00adhyphen zero\u200bwidth")))
        assert "softhyphen zerowidth" in lines(page)


async def test_wide_characters_and_joined_emoji_fill_lines_without_tearing_them() -> None:
    text = "東京で行われた「大会」は、とても良かった。" * 6 + "👨‍👩‍👧🇫🇷❤️" * 20
    for size in (WIDE, (41, 20), (20, 20)):
        async with Reader().run_test(size=size) as pilot:
            page = await shown(pilot, make(Block("paragraph", text), Block("item", text)))
            for y in range(20):
                strip = page.render_line(y)
                bar = int(page.show_vertical_scrollbar)
                assert strip.cell_length == cell_len(strip.text) == page.size.width - bar
            joined = "".join(lines(page)).replace(" ", "")
            assert "「大会」は、とても良かった。" in joined


def book(paragraphs: int = 800) -> Article:
    """Paragraphs of 60 words that begin with their number and one word to find."""
    return make(*(Block("paragraph", f"{i} needle{i} " + "word " * 58) for i in range(paragraphs)))


async def laid_out(pilot: Pilot[None], page: Page) -> int:
    """Wait until the whole article is; how many lines it has."""
    while page.sheet is None or not page.sheet.complete:
        await pilot.pause(0.01)
    return page.virtual_size.height


async def test_a_book_of_48_000_words_opens_and_can_be_read_to_its_end() -> None:
    searched: list[str] = []

    def marker(text: str) -> Sequence[tuple[int, int]]:
        searched.append(text)
        return []

    async with Reader().run_test(size=WIDE) as pilot:
        page = pilot.app.query_one(Page)
        page.show(book(), terms_marker=marker)
        assert page.sheet and not page.sheet.complete
        assert sum(page.sheet.is_settled(i) for i in range(800)) < 30  # what is near the screen
        await pilot.pause()
        assert len(searched) < 20  # only what is on screen is looked at
        page.to_end()
        await pilot.pause()
        assert any(line.startswith("799 ") for line in lines(page))
        assert page.at_end and page.position == 1


@pytest.mark.parametrize("place", [0.0, 0.3, 0.7, 1.0])
async def test_laying_out_the_rest_moves_nothing_on_the_screen(place: float) -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        page = pilot.app.query_one(Page)
        page.show(book())
        page.position = place
        shown, position = lines(page), page.position
        assert position == pytest.approx(place, abs=0.001)
        height = await laid_out(pilot, page)
        assert (lines(page), page.position) == (shown, position)
        assert page.vertical_scrollbar.window_virtual_size == height
        assert page.vertical_scrollbar.position == page.scroll_y
        # The same as if everything had been there before.
        await shown_again(pilot, page, place)
        assert (lines(page), page.position) == (shown, position)


async def shown_again(pilot: Pilot[None], page: Page, place: float) -> None:
    page.to_top() if place else page.to_end()
    await pilot.pause()
    page.position = place


async def test_steps_hits_and_jumps_are_exact_in_what_is_not_laid_out_yet() -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        page = pilot.app.query_one(Page)
        page.show(book(), terms_marker=words(r"needle(7|650)\b"))
        page.position = 0.5
        assert page.sheet and not page.sheet.complete
        middle = lines(page)
        for _ in range(9):
            page.page_up()
        for _ in range(200):
            page.line_up()
        seen = lines(page)
        for _ in range(200):
            page.line_down()
        for _ in range(9):
            page.page_down()
        assert lines(page) == middle and seen != middle
        assert page.next_mark() and (page.mark_index, page.mark_count) == (2, 2)
        assert any("needle650 " in line for line in lines(page))
        assert page.next_mark() and any("needle7 " in line for line in lines(page))
        page.scroll_to(y=page.max_scroll_y * 0.8)  # as a drag of the scroll bar does
        before = lines(page)
        page.scroll_relative(y=-3)  # as the wheel does
        assert lines(page)[3:] == before[:-3]
        assert not page.sheet.complete
        await laid_out(pilot, page)
        assert lines(page)[3:] == before[:-3]


WIDE_ROWS = tuple(tuple(f"r{row}c{column} {'x' * 9}" for column in range(9)) for row in range(3))


async def test_what_is_wider_than_the_page_moves_sideways_each_by_itself() -> None:
    code = Block("code", "short\n" + "".join(f"{n:03d}." for n in range(60)))
    text = "\n".join("\t".join(row) for row in WIDE_ROWS)
    table = Block("table", text, (Span(0, 4, "link", "https://a.example"),), rows=WIDE_ROWS)
    article = make(table, *[Block("paragraph", "between")] * 3, code)
    async with Reader().run_test(size=(60, 20)) as pilot:
        page = await shown(pilot, article, terms_marker=words(r"r2c7|049\."))
        assert page.sideways(1, y=4) and page.sideways(1, y=5)
        await pilot.pause()
        assert [line.split()[3] for line in lines(page)[4:7]] == ["r0c3", "r1c3", "r2c3"]
        code_line = next(y for y, line in enumerate(lines(page)) if line.startswith("┊ 000"))
        assert lines(page)[code_line][2:] == "".join(f"{n:03d}." for n in range(60))[:52] + "›"

        assert page.sideways(9, y=code_line) and lines(page)[code_line].endswith("057.058.059.")
        assert not page.sideways(1, y=8)  # a paragraph
        assert page.show_hints() and page.sideways(-2, y=4)
        page.hide_hints()
        await pilot._post_mouse_events([events.MouseScrollDown], Page, (9, 5), shift=True)
        await pilot._post_mouse_events([events.MouseScrollRight], Page, (9, 5))
        assert lines(page)[4].split()[3] == "r0c3" and page.scroll_y == 0
        # A match out of sight is brought in sight, in a line of code as in a column.
        page.next_mark()
        assert "r2c7" in " ".join(lines(page))
        page.sideways(-9, y=code_line)
        page.next_mark()
        assert "049." in lines(page)[code_line]
        # The same article again is as it was, another begins at its left.
        await shown(pilot, article)
        assert "r2c7" in " ".join(lines(page))
        await shown(pilot, make(table, key="b"))
        assert "r0c0" in " ".join(lines(page)) and "r0c1" in " ".join(lines(page))


async def test_where_one_block_goes_no_further_the_next_on_the_screen_is_moved() -> None:
    code = Block("code", "".join(f"{n:03d}." for n in range(20)))
    table = Block("table", "\n".join("\t".join(row) for row in WIDE_ROWS), rows=WIDE_ROWS)
    between = [Block("paragraph", "between")] * 2
    async with Reader().run_test(size=(60, 16)) as pilot:
        page = await shown(pilot, make(*between, code, table, *between * 9))
        assert lines(page)[8].startswith("┊ 000.")

        def seen() -> tuple[bool, bool]:
            """Are both at their left?"""
            text = "\n".join(lines(page))
            return "000." in text, "r0c1" in text

        steps = []
        while page.sideways(1):
            steps.append(seen())
        assert steps[0] == (False, True) and steps[-1] == (False, False)
        assert steps == sorted(steps, reverse=True) and page.has_wide
        assert page.sideways(-1) and page.sideways(-9)  # the one that was moved last
        assert seen() == (False, True)
        assert page.sideways(-9) and seen() == (True, True)
        assert not page.sideways(-1)
        table_line = next(y for y, line in enumerate(lines(page)) if "r0c0" in line)
        assert page.sideways(1, y=table_line) and seen() == (True, False)
        page.line_down()
        assert page.sideways(1) and seen() == (False, False)  # the uppermost
        page.to_end()
        assert not page.has_wide and not page.sideways(1)


async def test_a_measure_set_later_keeps_the_place() -> None:
    async with Reader().run_test(size=WIDE) as pilot:
        page = await shown(pilot, story())
        page.page_down()
        page.line_down()
        word = first_word(page)
        page.measure = 60
        await pilot.pause()
        assert word in top(page)
        assert 50 < max(cell_len(line) for line in lines(page)) <= 60
        page.measure = 76
        await pilot.pause()
        assert first_word(page) == word


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (8, 4), (15, 5)])
async def test_a_page_of_any_size_is_drawn(size: tuple[int, int]) -> None:
    blocks = [Block(k, "some text 東京", marker="10.", quoted=2, level=3) for k in KINDS]
    async with Reader().run_test(size=size) as pilot:
        page = await shown(pilot, make(*blocks), terms_marker=words("text"))
        while page.page_down():
            await pilot.pause()
        assert page.at_end
