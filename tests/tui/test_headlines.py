"""The article list: what a person sees and what the app is told."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult
from textual.color import Color
from textual.containers import Horizontal
from textual.filter import LineFilter
from textual.pilot import Pilot
from textual.widgets import Static

from reader.errors import IndexUnavailable
from reader.models import Headline
from reader.tui.rows import details, stretches
from reader.tui.widgets.headlines import Headlines, Place, find_row

NOW = 1_700_000_000


def headline(key: int, **more: Any) -> Headline:
    plain = Headline(
        key=key,
        id=f"{key:08x}",
        title=f"Story number {key}",
        source="The Gazette",
        published=datetime.fromtimestamp(NOW - 3 * 3600, UTC).isoformat(),
        when=NOW - 3 * 3600,
        added=NOW,
        words=900,
        read=False,
        starred=False,
    )
    return replace(plain, **more)


class Store:
    """Rows by key, and a note of every page that was asked for."""

    def __init__(self, rows: dict[int, Headline] | None = None) -> None:
        self.rows = rows or {}
        self.asked: list[list[int]] = []

    def fetch(self, keys: Sequence[int]) -> list[Headline]:
        self.asked.append(list(keys))
        return [self.rows.get(key) or headline(key) for key in keys]


class News(App[None]):
    """A list, beside something else that can have the focus."""

    CSS = """
    Headlines { width: 1fr; }
    #other { width: 0; }
    """

    def __init__(
        self,
        keys: Iterable[int] = (),
        rows: Iterable[Headline] = (),
        fetch: Callable[[Sequence[int]], Sequence[Headline]] | None = None,
    ) -> None:
        super().__init__()
        self.store = Store({row.key: row for row in rows})
        self.keys: Sequence[int] = list(keys) or [row.key for row in rows]
        self.clock = float(NOW)
        self.moved: list[int | None] = []
        self.chosen: list[int] = []
        self.list = Headlines(fetch or self.store.fetch, now=lambda: self.clock)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self.list
            yield Static(id="other")

    def on_mount(self) -> None:
        self.query_one("#other").can_focus = True
        if not self.list.count:
            self.list.show(self.keys, keep="top")
        self.list.focus()

    def on_key(self, event: events.Key) -> None:
        does: dict[str, Callable[[], None]] = {
            "down": lambda: self.list.move(1),
            "up": lambda: self.list.move(-1),
            "pagedown": lambda: self.list.page(1),
            "pageup": lambda: self.list.page(-1),
            "home": self.list.first,
            "end": self.list.last,
            "enter": self.list.choose,
        }
        does[event.key]()

    def on_headlines_moved(self, message: Headlines.Moved) -> None:
        self.moved.append(message.key)

    def on_headlines_chosen(self, message: Headlines.Chosen) -> None:
        self.chosen.append(message.key)


def lines(app: News) -> list[str]:
    """What the list shows, its scroll bar aside."""
    region = app.list.scrollable_content_region.size.region
    return [strip.text.rstrip() for strip in app.list.render_lines(region)]


def drawn(app: News) -> list[list[tuple[str, Any]]]:
    region = app.list.scrollable_content_region.size.region
    return [[(text, style) for text, style, _ in strip] for strip in app.list.render_lines(region)]


def style_of(app: News, text: str) -> Any:
    return next(style for line in drawn(app) for part, style in line if text in part)


def screen_row(app: News) -> int:
    """How far down the window the cursor's row is drawn."""
    return next(i for i, line in enumerate(lines(app)) if f"number {app.list.key}" in line)


async def settled(app: News, pilot: Pilot[None]) -> list[list[tuple[str, Any]]]:
    """What is drawn once nothing is left to draw."""
    while app.list._repaint_regions:
        await pilot.pause()
    return drawn(app)


def to_be_drawn(app: News) -> set[int]:
    """The lines of the list that the next frame draws."""
    return {y for region in app.list._repaint_regions for y in region.line_range}


# Rows


async def test_a_row_says_title_source_age_and_reading_time() -> None:
    app = News(rows=[headline(1, title="Harbour vote delayed", starred=True)])
    async with app.run_test(size=(80, 10)):
        assert lines(app)[:3] == [" ● Harbour vote delayed", " ★ The Gazette · 3h · 4 min", ""]


async def test_a_read_article_has_no_dot_and_is_not_bold() -> None:
    app = News(rows=[headline(1, title="New"), headline(2, title="Old", read=True)])
    async with app.run_test(size=(80, 10)):
        assert lines(app)[2] == "   Old"
        assert style_of(app, "New").bold
        assert not style_of(app, "Old").bold


async def test_one_line_density_keeps_title_source_and_age_in_columns() -> None:
    rows = [headline(1, starred=True), headline(2, source="毎日新聞", title="短い", read=True)]
    app = News(rows=rows)
    async with app.run_test(size=(80, 10)) as pilot:
        app.list.density = "one"
        await pilot.pause()
        first, second = lines(app)[:2]
        assert first.startswith(" ●★ Story number 1  ")
        assert second.startswith("    短い  ")
        assert first.endswith("3h")
        assert cell_len(first) == cell_len(second)
        assert cell_len(first[: first.index("The Gazette")]) == cell_len(
            second[: second.index("毎日新聞")]
        )


async def test_a_row_without_title_source_or_words_still_reads_well() -> None:
    app = News(rows=[headline(1, title=" \n", source="", words=0)])
    async with app.run_test(size=(80, 10)):
        assert lines(app)[:2] == [" ● Untitled", "   3h"]


@pytest.mark.parametrize("density", ["two", "one"])
@pytest.mark.parametrize("width", [160, 80, 40, 12, 3])
async def test_every_line_fills_the_width_exactly_whatever_the_script(
    width: int, density: str
) -> None:
    titles = [
        "Officials delay the vote on the harbour expansion as its costs climb past every estimate",
        "日本の首相が新しい経済政策を発表し市場は大きく反応した今日のニュースです",
        "Flood 🌊 in Málaga: a family of five 👨‍👩‍👧‍👦 was saved by the fire brigade at night",
        "رئيس الوزراء يعلن عن خطة جديدة لإصلاح الاقتصاد الوطني",
        "e\u0301" * 90,
    ]
    app = News(rows=[headline(i, title=t, source=t[:30]) for i, t in enumerate(titles, 1)])
    async with app.run_test(size=(width, 12)) as pilot:
        app.list.density = density  # type: ignore[assignment]
        await pilot.pause()
        inner = app.list.scrollable_content_region
        strips = app.list.render_lines(inner.size.region)
        assert [cell_len(strip.text) for strip in strips] == [inner.width] * 12


async def test_marks_titles_and_ages_stand_in_their_columns_whatever_the_title_is_written_in() -> (
    None
):
    titles = ["Plain", "★ Stars ★ in it", "日本の新聞", "👨‍👩‍👧 A family 🇩🇪", "שלום עולם", "नमस्ते क्षत्रिय", "Cafe\u0301 ❤\ufe0f", "Long " * 40]  # fmt: skip
    rows = [headline(n, title=t, starred=True, read=n % 2 == 0) for n, t in enumerate(titles, 1)]
    app = News(rows=rows)

    def columns(line: list[tuple[str, Any]], *parts: str) -> tuple[int, ...]:
        """The cells in which these first stand."""
        text = "".join(part for part, _ in line)
        return tuple(cell_len(text[: text.index(part)]) for part in parts)

    async with app.run_test(size=(80, 24)):
        two = drawn(app)
        for row, title in enumerate(titles):
            assert columns(two[2 * row], title[:3]) == (3,)
            assert columns(two[2 * row + 1], "★", "The Gazette") == (1, 3)
        app.list.density = "one"
        one = drawn(app)
        ends = set()
        for row, title in enumerate(titles):
            assert columns(one[row], "★ ", title[:3])[::1] == (2, 4)
            ends.add(columns(one[row], "The Gazette", "3h"))
            assert ("●" in one[row][1][0] or "●" in one[row][0][0]) == (row % 2 == 0)
        assert len(ends) == 1


async def test_a_long_title_is_cut_with_an_ellipsis_and_the_age_survives_a_long_source() -> None:
    long = "Officials delay the vote on the harbour expansion"
    app = News(rows=[headline(1, title=long, source="The Morning Gazette and Advertiser")])
    async with app.run_test(size=(40, 10)):
        title, detail = lines(app)[:2]
        assert title == " ● Officials delay the vote on the ha…"
        assert detail.startswith("   The Morning")
        assert detail.endswith("… · 3h · 4 min")


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("[@click=app.quit]free[/] [/foo]", "[@click=app.quit]free[/] [/foo]"),
        ("a\x1b]52;c;aGk=\x07b\x1b[2Jc\x9b31md", "abcd"),
        ("two\r\nlines\ttab", "two lines tab"),
        ("evil\u202etxt.exe", "eviltxt.exe"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
    ],
)
async def test_a_hostile_title_or_source_is_plain_text(hostile: str, shown: str) -> None:
    app = News(rows=[headline(1, title=hostile, source=hostile)])
    async with app.run_test(size=(80, 10)):
        assert lines(app)[:2] == [f" ● {shown}", f"   {shown} · 3h · 4 min"]


async def test_matched_words_are_marked_in_the_title_and_not_past_its_cut() -> None:
    title = "Vote on the harbour: a second vote may follow, then another harbour vote"
    app = News(rows=[headline(1, title=title)])
    async with app.run_test(size=(40, 10)) as pilot:
        app.list.show([1], marks=lambda t: [(t.index("harbour"), t.index(":")), (60, 72)])
        await pilot.pause()
        marked = [text for text, style in drawn(app)[0] if style.underline]
        assert marked == ["harbour"]
        assert lines(app)[0] == " ● Vote on the harbour: a second vote…"


async def test_a_soft_hyphen_in_a_title_does_not_shift_its_marks() -> None:
    app = News(rows=[headline(1, title="Hafen\u00adbau be\u00adginnt")])
    async with app.run_test(size=(40, 10)) as pilot:
        app.list.show([1], marks=lambda t: [(t.index("beginnt"), len(t))])
        await pilot.pause()
        assert [text for text, style in drawn(app)[0] if style.underline] == ["beginnt"]


async def test_an_article_that_is_gone_leaves_a_sentence_in_its_row() -> None:
    app = News(keys=[1, 2], fetch=lambda keys: [headline(2)])
    async with app.run_test(size=(80, 10)):
        assert lines(app)[0] == "   No longer in the library"
        assert lines(app)[2] == " ● Story number 2"
        assert app.list.headline is None


async def test_a_store_that_cannot_be_read_shows_why_and_the_app_lives() -> None:
    def fetch(keys: Sequence[int]) -> list[Headline]:
        raise IndexUnavailable("The library is [busy].")

    app = News(keys=range(100), fetch=fetch)
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("down")
        assert lines(app)[0] == "   The library is [busy]."


# The cursor


async def test_the_cursor_row_stands_out_with_and_without_the_focus() -> None:
    app = News(keys=[1, 2])
    async with app.run_test(size=(80, 10)) as pilot:
        plain = style_of(app, "number 2").bgcolor
        focused = style_of(app, "number 1").bgcolor
        app.set_focus(app.query_one("#other"))
        await pilot.pause()
        blurred = style_of(app, "number 1").bgcolor
        assert len({plain, focused, blurred}) == 3


async def test_without_colour_the_cursor_row_is_reversed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = News(keys=[1, 2])
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        assert style_of(app, "number 1").reverse
        assert not style_of(app, "number 2").reverse


async def test_what_the_app_filters_from_every_line_is_filtered_here_too() -> None:
    class Loud(LineFilter):
        def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
            return [Segment(text.upper(), style) for text, style, _ in segments]

    class Filtered(News):
        def get_line_filters(self) -> Sequence[LineFilter]:
            return [*super().get_line_filters(), Loud()]

    app = Filtered(keys=[1])
    async with app.run_test(size=(80, 10)):
        assert lines(app)[0] == " ● STORY NUMBER 1"


async def test_another_theme_redraws_the_rows() -> None:
    app = News(keys=[1, 2])
    async with app.run_test(size=(80, 10)) as pilot:
        before = style_of(app, "number 2").color
        app.theme = "textual-light"
        await pilot.pause()
        assert style_of(app, "number 2").color != before


async def test_keys_move_the_cursor_and_say_where_it_is() -> None:
    app = News(keys=range(100, 140))
    async with app.run_test(size=(80, 10)) as pilot:
        for key, row in [
            ("down", 1),
            ("down", 2),
            ("up", 1),
            ("pagedown", 6),
            ("pagedown", 11),
            ("pageup", 6),
            ("end", 39),
            ("down", 39),
            ("home", 0),
            ("up", 0),
        ]:
            await pilot.press(key)
            assert (key, app.list.cursor) == (key, row)
            assert f"number {app.list.key}" in "\n".join(lines(app))
        assert app.moved == [100, 101, 102, 101, 106, 111, 106, 139, 100]


async def test_a_page_keeps_the_cursor_at_its_height() -> None:
    app = News(keys=range(1, 100))
    async with app.run_test(size=(80, 11)) as pilot:
        app.list.move(3)
        height = screen_row(app)
        await pilot.press("pagedown", "pagedown")
        assert (screen_row(app), app.list.cursor) == (height, 13)


async def test_the_window_begins_with_a_whole_row_even_when_its_height_is_odd() -> None:
    app = News(keys=range(1, 30))
    async with app.run_test(size=(80, 11)) as pilot:
        for keys in (["down"] * 9, ["end"], ["up"] * 8):
            await pilot.press(*keys)
            assert lines(app)[0].startswith(" ● Story")


async def test_moving_to_a_row_beyond_the_list_stops_at_its_ends() -> None:
    app = News(keys=range(10))
    async with app.run_test(size=(80, 10)):
        app.list.move_to(1000)
        assert app.list.cursor == 9
        app.list.move(-1000)
        assert app.list.cursor == 0


async def test_enter_chooses_the_article_under_the_cursor() -> None:
    app = News(keys=[7, 8])
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("down", "enter")
        assert app.chosen == [8]


async def test_an_empty_list_takes_every_key_and_says_nothing() -> None:
    app = News()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("down", "up", "pagedown", "pageup", "home", "end", "enter")
        await pilot.click(Headlines, offset=(5, 1))
        assert (app.list.key, app.list.count, app.list.headline) == (None, 0, None)
        assert (app.moved, app.chosen) == ([], [])


# The mouse


async def test_a_click_selects_and_a_click_on_the_selected_row_opens() -> None:
    app = News(keys=range(1, 20))
    app.CLICK_CHAIN_TIME_THRESHOLD = -1.0  # type: ignore[misc]  # no two clicks are a pair
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.click(Headlines, offset=(10, 5))
        assert (app.list.key, app.chosen) == (3, [])
        await pilot.click(Headlines, offset=(10, 4))
        assert (app.list.key, app.chosen) == (3, [3])


@pytest.mark.parametrize("line", [1, 5])
async def test_a_double_click_opens_once_wherever_the_cursor_was(line: int) -> None:
    app = News(keys=range(1, 20))
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.click(Headlines, offset=(10, line), times=2)
        assert app.chosen == [app.list.key] == [1 + line // 2]


async def test_a_click_below_the_last_row_does_nothing() -> None:
    app = News(keys=[1, 2])
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.click(Headlines, offset=(10, 7))
        assert (app.list.key, app.chosen) == (1, [])


async def test_the_wheel_scrolls_and_leaves_the_cursor_and_a_key_brings_it_back() -> None:
    app = News(keys=range(1, 200))
    async with app.run_test(size=(80, 10)) as pilot:
        await wheel_down(pilot, 20)
        assert app.list.cursor == 0
        assert "number 1" not in lines(app)[0].split()
        await pilot.press("down")
        assert lines(app)[0] == " ● Story number 2"


async def test_a_click_below_the_thumb_of_the_scroll_bar_pages_at_once() -> None:
    app = News(keys=range(1, 200))
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.click(offset=(79, 9))
        await pilot.pause()
        assert lines(app)[0] == " ● Story number 6"
        assert not app.animator.is_being_animated(app.list, "scroll_y")


async def test_other_buttons_than_the_left_neither_select_nor_open() -> None:
    app = News(keys=range(1, 20))
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.click(Headlines, offset=(10, 5), button=3)
        await pilot.click(Headlines, offset=(10, 0), button=2)
        assert (app.list.key, app.chosen) == (1, [])


async def wheel_down(pilot: Pilot[None], times: int) -> None:
    from textual.events import MouseScrollDown

    for _ in range(times):
        await pilot._post_mouse_events([MouseScrollDown], Headlines, offset=(5, 5), button=0)


# Replacing the list


async def test_a_reordered_list_keeps_the_article_and_its_height_on_the_screen() -> None:
    app = News(keys=range(1, 101))
    async with app.run_test(size=(80, 20)) as pilot:
        app.list.move_to(50)
        app.list.move_to(47)
        height, key = screen_row(app), app.list.key
        app.list.show(array("q", reversed(range(1, 101))))
        await pilot.pause()
        assert (app.list.key, app.list.cursor, screen_row(app)) == (key, 52, height)
        assert app.moved == [1, 51, 48]


async def test_articles_added_above_do_not_move_what_is_read() -> None:
    app = News(keys=range(100, 200))
    async with app.run_test(size=(80, 20)) as pilot:
        app.list.move_to(30)
        before = lines(app)
        app.list.show([*range(50, 100), *range(100, 200)])
        await pilot.pause()
        assert lines(app) == before


async def test_a_list_without_the_article_selects_its_nearest_neighbour() -> None:
    app = News(keys=range(100))
    async with app.run_test(size=(80, 20)) as pilot:
        app.list.move_to(40)
        app.list.show([key for key in range(100) if key % 5])
        await pilot.pause()
        assert (app.list.key, app.moved[-1]) == (41, 41)
        app.list.show([])
        await pilot.pause()
        assert (app.list.key, app.moved[-1]) == (None, None)


async def test_a_new_list_can_begin_at_its_top() -> None:
    app = News(keys=range(100))
    async with app.run_test(size=(80, 20)) as pilot:
        app.list.last()
        app.list.show(range(50, 90), keep="top")
        await pilot.pause()
        assert (app.list.key, app.list.cursor) == (50, 0)
        assert lines(app)[0] == " ● Story number 50"


async def test_the_same_article_in_a_new_list_is_not_announced_again() -> None:
    app = News(keys=range(100))
    async with app.run_test(size=(80, 20)) as pilot:
        app.list.show(range(50))
        app.list.show(range(50), keep="top")
        await pilot.pause()
        assert app.moved == [0]


async def test_more_articles_behind_those_shown_move_nothing() -> None:
    app = News(keys=range(20))
    async with app.run_test(size=(80, 20)) as pilot:
        app.list.move_to(15)
        before, asked = lines(app), len(app.store.asked)
        app.list.extend(range(20, 5000))
        await pilot.pause()
        assert lines(app) == before
        assert (app.list.count, app.list.cursor) == (5000, 15)
        assert len(app.store.asked) <= asked + 1
        await pilot.press("end")
        assert app.list.key == 4999
        assert "number 4999" in lines(app)[-2]


async def test_extending_a_list_leaves_the_callers_array_alone() -> None:
    app = News()
    async with app.run_test(size=(80, 20)):
        mine = array("q", [1, 2])
        app.list.show(mine)
        app.list.extend([3])
        assert (list(mine), list(app.list.keys)) == ([1, 2], [1, 2, 3])


async def test_keys_may_come_as_any_sequence_of_whole_numbers() -> None:
    app = News()
    async with app.run_test(size=(80, 20)) as pilot:
        for keys in ((1, 2), range(1, 3), array("i", [1, 2]), array("q", [1, 2])):
            app.list.show(keys)
            app.list.extend(keys[:0])
            app.list.extend(array("l", [3]))
            await pilot.pause()
            assert list(app.list.keys) == [1, 2, 3]


async def test_extending_an_empty_list_announces_its_first_article() -> None:
    app = News()
    async with app.run_test(size=(80, 20)) as pilot:
        app.list.extend([5, 6])
        await pilot.pause()
        assert (app.list.key, app.moved) == (5, [5])
        assert lines(app)[0] == " ● Story number 5"


async def test_a_place_can_be_taken_up_again_after_a_search() -> None:
    app = News(keys=range(1, 500))
    async with app.run_test(size=(80, 21)) as pilot:
        app.list.move_to(300)
        app.list.move_to(296)
        keys, place, before = app.list.keys, app.list.place(), lines(app)
        for hits in ([3, 2, 1], [], [44]):
            app.list.show(hits, keep="top", marks=lambda title: [(0, 5)])
            await pilot.pause()
        app.list.restore(keys, place)
        await pilot.pause()
        assert (lines(app), app.list.cursor) == (before, 296)


async def test_a_list_shown_before_it_is_mounted_is_there_when_it_is() -> None:
    app = News()
    app.list.show(range(1, 100), keep="top")
    app.list.move_to(60)
    async with app.run_test(size=(80, 20)):
        assert app.list.key == 61
        assert "number 61" in "\n".join(lines(app))


# Changed rows


async def test_a_changed_row_is_read_again_and_no_other_line_is_drawn() -> None:
    app = News(rows=[headline(key) for key in range(1, 30)])
    async with app.run_test(size=(80, 20)) as pilot:
        before = await settled(app, pilot)
        app.store.rows[3] = headline(3, read=True, starred=True)
        app.list.refresh_rows([3, 25])
        redrawn = to_be_drawn(app)
        await pilot.pause()
        after = drawn(app)
        assert lines(app)[4:6] == ["   Story number 3", " ★ The Gazette · 3h · 4 min"]
        assert [i for i in range(20) if before[i] != after[i]] == [4, 5]
        assert redrawn == {4, 5}


async def test_a_row_changed_out_of_sight_is_new_when_it_is_scrolled_to() -> None:
    app = News(rows=[headline(key) for key in range(1, 100)])
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.press("end", "home")
        app.store.rows[99] = headline(99, title="Changed meanwhile")
        app.list.refresh_rows([99])
        await pilot.press("end")
        assert "Changed meanwhile" in "\n".join(lines(app))


async def test_all_rows_can_be_read_again_at_the_cost_of_those_on_the_screen() -> None:
    app = News(keys=range(10_000))
    async with app.run_test(size=(80, 20)) as pilot:
        app.store.rows[2] = headline(2, title="Changed meanwhile")
        asked = len(app.store.asked)
        app.list.refresh_rows()
        await pilot.pause()
        assert lines(app)[4] == " ● Changed meanwhile"
        assert len(app.store.asked) == asked + 1


async def test_articles_that_come_in_above_draw_nothing_where_the_same_rows_are_seen() -> None:
    app = News(rows=[headline(key) for key in range(100, 0, -1)])
    async with app.run_test(size=(80, 20)) as pilot:
        app.list.move_to(50)
        before = await settled(app, pilot)
        app.store.rows |= {key: headline(key) for key in range(101, 110)}
        asked = len(app.store.asked)
        app.list.compare([headline(key) for key in app.list.seen])
        app.list.rearrange(range(109, 0, -1))
        assert to_be_drawn(app) == set()
        assert (app.list.key, app.list.cursor, app.list.count) == (50, 59, 109)
        assert drawn(app) == before
        assert len(app.store.asked) == asked


async def test_of_articles_compared_those_that_differ_are_read_and_drawn_anew() -> None:
    app = News(rows=[headline(key) for key in range(1, 100)])
    async with app.run_test(size=(80, 20)) as pilot:
        await settled(app, pilot)
        for key in (3, 90):
            app.store.rows[key] = headline(key, title="Changed meanwhile")
        app.list.compare([app.store.rows[key] for key in app.list.seen])
        assert to_be_drawn(app) == {4, 5}
        assert lines(app)[4] == " ● Changed meanwhile"
        app.list.rearrange([key for key in range(1, 100) if key != 2])
        assert lines(app)[2] == " ● Changed meanwhile"
        app.list.last()
        assert "Changed meanwhile" in "\n".join(lines(app))


async def test_a_key_press_draws_the_two_rows_that_changed() -> None:
    app = News(keys=range(1, 100))
    async with app.run_test(size=(80, 20)) as pilot:
        await settled(app, pilot)
        app.list.move(1)
        assert to_be_drawn(app) == {0, 1, 2, 3}


async def test_an_age_that_reads_differently_is_drawn_and_nothing_else() -> None:
    app = News(rows=[headline(1, when=NOW - 60), headline(2, when=NOW - 9 * 86400)])
    async with app.run_test(size=(80, 20)) as pilot:
        await settled(app, pilot)
        assert "1m" in lines(app)[1]
        app.clock += 120
        app.list._tick()
        redrawn = to_be_drawn(app)
        await pilot.pause()
        assert "3m" in lines(app)[1]
        assert redrawn == {0, 1}


# Size


async def test_a_smaller_window_keeps_the_cursor_in_sight() -> None:
    app = News(keys=range(1, 100))
    async with app.run_test(size=(120, 40)) as pilot:
        app.list.move_to(15)
        for size in ((80, 12), (40, 7), (160, 50)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert "number 16" in "\n".join(lines(app))


async def test_a_window_that_is_resized_to_and_fro_shows_what_it_did() -> None:
    app = News(keys=range(1, 40))

    def stands() -> tuple[int, int]:
        return app.list.scroll_offset.y, app.list.cursor

    async with app.run_test(size=(120, 36)) as pilot:
        for moves in (["down"] * 17, ["down"] * 6 + ["up"] * 2, ["end"], ["up"] * 9):
            await pilot.press(*moves)
            before = stands()
            for sizes in ([(80, 24)], [(80, 23), (40, 7)], [(60, 60)], [(90, 100), (40, 15)]):
                for size in (*sizes, (120, 36)):
                    await pilot.resize_terminal(*size)
                    await pilot.pause()
                assert stands() == before, (moves, sizes)
        # Who moves in the other size stays there.
        await pilot.resize_terminal(120, 12)
        await pilot.pause()
        await pilot.press("home", "down")
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert stands() == (0, 1)


async def test_another_density_keeps_the_cursor_in_sight() -> None:
    app = News(keys=range(1, 100))
    async with app.run_test(size=(80, 20)) as pilot:
        app.list.move_to(50)
        for density in ("one", "two"):
            app.list.density = density
            await pilot.pause()
            assert "number 51" in "\n".join(lines(app))
        app.list.density = "one"
        await pilot.press("end")
        assert "number 99" in lines(app)[-1]


async def test_a_border_or_padding_around_the_list_is_respected() -> None:
    app = News(keys=range(1, 100))
    app.list.styles.border = ("round", "white")
    app.list.styles.padding = (0, 2)
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.click(Headlines, offset=(10, 4))
        assert app.list.key == 2
        whole = app.list.render_lines(app.list.size.region.grow((1, 3, 1, 3)).at_offset((0, 0)))
        assert whole[0].text.startswith("╭")
        assert whole[1].text.startswith("│   ● Story number 1")


async def test_a_million_rows_cost_the_pages_that_were_looked_at() -> None:
    app = News()
    app.keys = array("q", range(1_000_000))
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("end")
        assert app.list.key == 999_999
        assert "number 999999" in lines(app)[-2]
        app.list.move_to(500_000)
        await pilot.press("pagedown", "down", "home")
        await pilot.pause()
        assert len(app.store.asked) <= 6
        assert sum(map(len, app.store.asked)) <= 6 * 64
        assert app.list.keys is app.keys


# Decisions without a screen


@pytest.mark.parametrize(
    ("keys", "place", "row"),
    [
        ([], Place(3, 2, 0), 0),
        ([1, 2, 3], Place(None, 9, 0), 0),
        ([3, 2, 1], Place(1, 0, 0), 2),
        ([1, 2, 4, 5], Place(3, 2, 0, (4, 5, 2, 1)), 2),
        ([1, 2], Place(3, 2, 0, (4, 5, 2, 1)), 1),
        ([8, 9], Place(3, 7, 0), 1),
        ([*range(1000), -1], Place(-1, 0, 0), 1000),
    ],
)
def test_the_row_to_stand_on_in_another_list(keys: list[int], place: Place, row: int) -> None:
    assert find_row(keys, place) == row


@pytest.mark.parametrize(
    ("marks", "runs"),
    [
        ([], [(0, 10, False)]),
        ([(0, 4)], [(0, 4, True), (4, 10, False)]),
        (
            [(6, 8), (2, 3)],
            [(0, 2, False), (2, 3, True), (3, 6, False), (6, 8, True), (8, 10, False)],
        ),
        ([(2, 6), (4, 7)], [(0, 2, False), (2, 6, True), (6, 7, True), (7, 10, False)]),
        ([(7, 20), (-3, 1)], [(0, 1, True), (1, 7, False), (7, 9, True), (9, 10, False)]),
        ([(5, 5), (9, 12)], [(0, 10, False)]),
    ],
)
def test_marks_cut_a_text_into_runs_that_are_the_whole_text(
    marks: list[tuple[int, int]], runs: list[tuple[int, int, bool]]
) -> None:
    assert list(stretches(10, 9, marks)) == runs


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (60, "The Gazette · 2d · 4 min"),
        (20, "The Ga… · 2d · 4 min"),
        (17, "2d · 4 min"),
        (6, "2d ·…"),
        (0, ""),
    ],
)
def test_the_source_gives_way_before_age_and_reading_time(cells: int, shown: str) -> None:
    assert details(headline(1), "2d", cells) == shown


async def test_an_undated_row_does_not_pass_its_arrival_off_as_its_date() -> None:
    times = (10, 3 * 3600, 9 * 86400)
    app = News(rows=[headline(n, published="", added=NOW - t) for n, t in enumerate(times, 1)])
    async with app.run_test(size=(80, 10)):
        assert [lines(app)[n] for n in (1, 3, 5)] == [
            "   The Gazette · just added · 4 min",
            "   The Gazette · added 3h ago · 4 min",
            "   The Gazette · added 5 Nov · 4 min",
        ]


async def test_a_list_that_turns_by_pages_moves_only_at_its_edges() -> None:
    app = News(range(1, 101))
    app.list = Headlines(app.store.fetch, now=lambda: app.clock, leap=True)
    async with app.run_test(size=(60, 21)) as pilot:  # ten rows
        await pilot.press(*["down"] * 9)
        assert (app.list.scroll_offset.y, screen_row(app)) == (0, 18)
        await pilot.press("down")
        assert (app.list.key, screen_row(app)) == (11, 0)
        await pilot.press(*["down"] * 9)
        assert (app.list.key, screen_row(app)) == (20, 18)
        await pilot.press(*["up"] * 10)
        assert (app.list.key, screen_row(app)) == (10, 18)
        await pilot.press("end", "up")
        assert (app.list.key, screen_row(app)) == (99, 16)
        await pilot.resize_terminal(60, 11)
        await pilot.pause()
        assert 0 <= screen_row(app) <= 9
