"""Themes: chosen by key and palette, remembered, and readable, also where colours are few."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.color import ColorSystem, ColorType
from rich.segment import Segment
from textual.color import Color
from textual.strip import Strip
from textual.widgets import Input, TextArea

from reader.library import Library
from reader.settings import Settings
from reader.settings.options import Access, Look
from reader.tui import legible
from reader.tui.themes import OWN
from tests.filling import Filled
from tests.pilot import Desk, desk
from tests.terminal import Terminal


def contrast(one: Color, other: Color) -> float:
    """The ratio of WCAG 2.1, 1 to 21: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(color: Color) -> float:
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [theme.name for theme in OWN])
async def test_text_stands_out_from_its_ground(library: Library, theme: str) -> None:
    async with desk(library) as at:
        at.app.theme = theme
        await at.pilot.pause()
        screen = at.screen
        for widget, parts, least in [
            (screen.headlines, ("unread", "match", "star", "tag", "picked"), 4.5),
            (screen.headlines, ("read", "detail", "excerpt"), 4.5),
            (screen.page, ("text", "title", "heading", "link", "code", "address"), 4.5),
            (screen.side, ("row", "weighty", "current", "count", "heading"), 4.5),
            (screen.status, ("place", "message", "alarm", "key"), 4.5),
        ]:
            for part in parts:
                name = f"{widget.__class__.__name__.lower()}--{part}"
                name = name.replace("statusline", "status")
                style = widget.get_visual_style(name)
                ground = widget.background_colors[1] + style.background
                ratio = contrast(ground + style.foreground, ground)
                assert ratio >= least, (name, round(ratio, 2))
        for part in ("cursor",):
            style = screen.headlines.get_visual_style("headlines--unread", f"headlines--{part}")
            assert contrast(style.background + style.foreground, style.background) >= 4.5


async def test_the_theme_is_chosen_by_key_or_palette_and_remembered(library: Library) -> None:
    async with desk(library) as at:
        assert at.app.theme == "ink"
        await at.press("T")
        await at.sees("Theme: paper.")
        assert at.app.theme == "paper"
        await at.press("colon")
        await at.type_ahead("theme nord")
        await at.sees("Theme: nord")
        await at.press("enter")
        await at.until(lambda: at.app.theme == "nord")
    async with desk(library) as at:
        assert at.app.theme == "nord"
    (library.paths.screen).write_text('{"theme": "no such theme"}')
    async with desk(library) as at:
        assert at.app.theme == "ink"


def told_apart(segment: Segment, *, dark: bool) -> float:
    """The contrast of a segment as a terminal with xterm's palette would show it."""
    style = segment.style
    assert style
    ink, ground = style.color or legible.Ink.default(), style.bgcolor or legible.Ink.default()
    return legible._contrast(legible._seen(ink, True, dark), legible._seen(ground, False, dark))


def welcomed(library: Library, _: Path) -> None:
    """The shipped articles, indexed, each with tags, two of them starred."""
    library.welcome()
    library.update_index()
    keys = library.keys()
    for n, key in enumerate(keys):
        library.tag([key], [f"tag{n}", f"more{n}"])
    library.mark(keys[1:3], "starred", True)


@pytest.mark.parametrize(
    ("theme", "colours"),
    [("ink", "256"), ("ink", "16"), ("paper", "256"), ("paper", "16"),
     ("ansi-dark", "auto"), ("ansi-light", "auto"), ("nord", "16")],
)  # fmt: skip
async def test_with_few_colours_every_word_still_stands_out(
    filled: Filled, theme: str, colours: str
) -> None:
    library = filled(welcomed)
    settings = replace(Settings(), look=Look(theme=theme, colours=colours))
    allowed = {ColorType.DEFAULT, ColorType.STANDARD}
    allowed |= {ColorType.EIGHT_BIT} if colours == "256" else set()
    async with desk(library, (150, 40), settings) as at:
        at.app.theme = theme
        if colours == "auto":
            at.app.console._color_system = ColorSystem.TRUECOLOR
        await at.press("x", "slash", *"search", "enter")
        await at.sees("Found 1/")
        await at.press("enter")
        await at.until(lambda: at.screen.reading and at.screen.page.mark_count)
        dark = at.app.current_theme.dark
        words = [
            segment
            for row in at.app.screen._compositor.render_strips()
            for segment in row
            if re.search(r"\w", segment.text) and segment.style
        ]
        assert len(words) > 60
        for segment in words:
            style = segment.style
            assert style
            assert {c.type for c in (style.color, style.bgcolor) if c} <= allowed, segment
            assert told_apart(segment, dark=dark) >= 4.5, segment


@pytest.mark.parametrize(
    ("theme", "colours"),
    [("ink", "none"), ("paper", "none"), ("ink", "16"), ("ansi-dark", "auto"), ("ansi-light", "auto")],
)  # fmt: skip
async def test_where_one_types_is_seen_in_every_line_that_is_typed_in(
    filled: Filled, theme: str, colours: str
) -> None:
    library = filled(welcomed)
    settings = replace(
        Settings(), look=Look(colours=colours), access=Access(reduced_motion=True)
    )  # blinking, it would be away half of the time
    async with desk(library, (80, 24), settings) as at:
        at.app.theme = theme

        def seen() -> bool:
            x, y = at.app.cursor_position
            row = Strip(at.app.screen._compositor.render_strips()[y])
            here, beside = (next(iter(row.crop(n, n + 1))).style for n in (x, x + 1))
            assert here and beside
            reversed_, ground = (style.reverse for style in (here, beside))
            return bool(reversed_) != bool(ground) or here.bgcolor != beside.bgcolor

        for keys in ("/", "/moon", "t", "tsea", "\x06moon", "c", "chello", ":", ":the"):
            await at.press("ctrl+f" if keys[0] == "\x06" else keys[0])
            await at.until(lambda: isinstance(at.app.focused, Input | TextArea))
            await at.type(keys[1:])
            await at.until(seen, f"after {keys!r} in {theme}, {colours}")
            await at.press("escape")
            await at.until(lambda: not isinstance(at.app.focused, Input | TextArea))


def test_a_screen_reader_finds_the_cursor_on_the_row_and_silence(
    library: Library, tmp_path: Path
) -> None:
    library.welcome()
    library.update_index()
    library.close()
    config = tmp_path / "own config"
    config.mkdir()
    (config / "settings.toml").write_text("access.screen_reader = true\n")
    command = ["--library", str(library.paths.folder)]
    with Terminal(command, cols=140, rows=30, forked=True) as terminal:
        terminal.wait_for("Getting around")
        terminal.wait_for(lambda t: t.cursor == (0, 1))
        terminal.read_until_quiet(1.2)
        assert terminal.raw.rfind(b"\x1b[?25h") > terminal.raw.rfind(b"\x1b[?25l")
        assert "Broadsheet shows a list" not in terminal.text  # one pane at a time
        terminal.type("j")
        terminal.wait_for(lambda t: t.cursor == (0, 3))
        terminal.read_until_quiet(0.5)
        assert terminal.read(2.5) == b""  # nothing is drawn that nothing caused
        terminal.type("/")
        terminal.wait_for(lambda t: t.cursor[1] == 0)
        terminal.type("sea")
        terminal.wait_for(lambda t: t.cursor == (6, 0))
        terminal.wait_for("found")
        terminal.read_until_quiet(1.0)
        assert terminal.read(1.5) == b""  # no blinking either


async def test_in_forty_columns_there_is_room_to_type_and_nothing_is_cut_without_a_sign(
    library: Library,
) -> None:
    library.welcome()
    library.tag(library.keys(), ["international-relations", "economy"])
    library.update_index()
    async with desk(library, (40, 15)) as at:
        await at.until(lambda: at.titles)
        await at.press("slash", "m")
        await at.sees("Esc former list")
        await at.press("escape")
        for key, asked in [("a", "Follow (the address of a…"), ("t", "Tags"), ("ctrl+f", "Find")]:
            await at.press(*(["enter"] if key == "ctrl+f" else []), key)
            await at.sees(asked)
            assert at.screen.ask._input.size.width >= 12
            foot = at.text.splitlines()[-1]
            assert re.fullmatch(r".*(\w|…|\))\s*(Tab: [\w-]+( · [\w-]+)*…?)?\s*", foot), foot
            await at.press("escape")
        await at.press("q", "A")
        await at.until(lambda: at.screen.status.message)
        assert re.search(r"Marked [56] articles read; u takes( it|)…", at.text), at.text


async def test_keys_typed_ahead_of_the_lists_wait_for_them(library: Library) -> None:
    library.welcome()
    library.tag(library.keys()[:1], ["one"])
    library.tag(library.keys()[:2], ["two"])
    async with desk(library, (40, 15)) as at:
        await at.until(lambda: at.titles)
        await at.type_ahead("gtj")
        await at.press("enter")
        await at.until(lambda: len(at.titles) == 2)
        assert at.screen.bar.query_text == 'tag:"two"'


async def test_the_foot_tells_the_way_in_and_out_before_how_much_is_unread(
    library: Library,
) -> None:
    library.welcome()
    library.update_index()
    async with desk(library, (40, 15)) as at:
        await at.until(lambda: at.titles)
        await at.sees("All 1/6", "Enter open", "? help")
        assert "unread" not in at.text.splitlines()[-1]
        await at.press("enter")
        await at.sees("q back", "? help")
    async with desk(library) as at:
        await at.sees("All 1/6 · 5 unread", "q quit")
        await at.press("S")
        await at.press("j")
        await at.sees("/6 · oldest first · 5 unread")


async def test_who_has_only_a_mouse_finds_the_way_at_the_foot_and_out_of_a_card(
    library: Library,
) -> None:
    library.welcome()
    library.update_index()

    def at_foot(at: Desk, hint: str) -> tuple[int, int]:
        lines = at.text.splitlines()
        return lines[-1].index(hint) + 1, len(lines) - 1

    async with desk(library, (80, 24)) as at:
        await at.sees("6 unread")
        await at.pilot.click(offset=at_foot(at, "Enter open"))
        await at.until(lambda: at.screen.reading and at.open_title)
        await at.sees("5 unread", "q back")
        await at.pilot.click(offset=at_foot(at, "q back"))
        await at.until(lambda: not at.screen.reading)
        await at.pilot.click(offset=at_foot(at, "? help"))
        await at.sees("Next row, or scroll down")
        await at.pilot.click(offset=(0, 5))
        await at.until(lambda: "Next row" not in at.text)
        await at.press("c")
        await at.sees("Note on")
        await at.type("kept")
        await at.pilot.click(offset=(0, 5))
        await at.sees("Note saved")
