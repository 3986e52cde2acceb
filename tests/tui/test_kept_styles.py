"""Looks that were kept are those that Textual would work out."""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet

from reader.library import Library
from reader.tui.app import Broadsheet
from tests.filling import Filled
from tests.pilot import desk
from tests.tui.test_screen import stock


def shown(app: Broadsheet) -> dict[tuple[str, str], object]:
    """The rules in force for each part of each widget."""
    return {
        (f"{widget!r}", part): widget._component_styles[part].get_rules()
        for widget in app.screen.walk_children(with_self=True)
        for part in widget._get_component_classes()
    }


def worked_out(app: Broadsheet) -> dict[tuple[str, str], object]:
    """The same, when Textual has worked all of them out anew."""
    for widget in app.screen.walk_children(with_self=True):
        Stylesheet._process_component_classes(app.stylesheet, widget)
    return shown(app)


async def test_in_any_state_parts_look_as_if_worked_out_anew(filled: Filled) -> None:
    library: Library = filled(stock)
    async with desk(library) as at:
        states = set()

        def compare(after: object) -> None:
            kept = shown(at.app)
            assert kept == worked_out(at.app), after
            states.add(str(kept))

        for _ in range(2):  # the second time all of them are known
            for key in ("tab", "slash", "escape", "x"):
                await at.press(key)
                compare(key)
            for width in (70, 120):
                await at.pilot.resize_terminal(width, 30)
                compare(width)
            for focus in (False, True):
                at.app.app_focus = focus
                await at.pilot.pause()
                compare(focus)
            for theme in ("ansi-light", "ink"):
                at.app.theme = theme
                await at.pilot.pause()
                compare(theme)
        assert len(states) > 4
