"""Themes: chosen by key and palette, remembered, and readable."""

from __future__ import annotations

import pytest
from textual.color import Color

from reader.library import Library
from reader.tui.themes import OWN
from tests.pilot import desk


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
        await at.type("theme nord")
        await at.sees("Theme: nord")
        await at.press("enter")
        await at.until(lambda: at.app.theme == "nord")
    async with desk(library) as at:
        assert at.app.theme == "nord"
    (library.paths.screen).write_text('{"theme": "no such theme"}')
    async with desk(library) as at:
        assert at.app.theme == "ink"
