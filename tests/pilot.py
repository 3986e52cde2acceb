"""Driving the real application in tests: conditions are awaited, never the clock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import patch

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.events import Key
from textual.keys import REPLACED_KEYS, _character_to_key
from textual.pilot import Pilot

from reader.library import Library
from reader.settings import Settings
from reader.tui.app import Broadsheet
from reader.tui.screens.reading import ReadingScreen

PATIENCE_S = 60.0


class Desk:
    """The application under a pilot, with the questions that tests ask of it."""

    def __init__(self, app: Broadsheet, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> ReadingScreen:
        """The reading screen."""
        return self.app.reading

    @property
    def title(self) -> str:
        """The title under the cursor, "" in an empty list."""
        headline = self.screen.headlines.headline
        return headline.title if headline else ""

    @property
    def titles(self) -> list[str]:
        """Every title of the list, in its order."""
        rows = self.app.library.headlines(self.screen.headlines.keys)
        return [row.title for row in rows]

    @property
    def open_title(self) -> str:
        """The title of the article on the page, "" when there is none."""
        article = self.screen.page.article
        return article.headline.title if article else ""

    @property
    def text(self) -> str:
        """Everything on the screen, line by line."""
        rows = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in row).rstrip() for row in rows)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Press the keys of a text."""
        await self.pilot.press(*("space" if c == " " else c for c in text))

    async def type_ahead(self, text: str) -> None:
        """The same, as quickly as a terminal hands over what was typed before it was read."""
        driver = self.app._driver
        assert driver is not None
        for character in text[:-1]:
            event = _pressed(character)
            event.set_sender(self.app)
            driver.send_message(event)
        await self.pilot.press(*(_NAMES.get(c, c) for c in text[-1:]))

    async def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Wait for a condition; fails with the screen's text when it does not come."""
        end, rest = time.monotonic() + PATIENCE_S, 0.005
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain {what}; the screen shows:\n{self.text}")
            await asyncio.sleep(rest)
            rest = min(2 * rest, 0.08)  # what takes long is not made longer by asking
            await self.pilot.pause()

    async def sees(self, *texts: str) -> None:
        """Wait until all of these texts are on the screen."""
        await self.until(lambda: all(text in self.text for text in texts), f"for {texts}")


_NAMES = {" ": "space", "\r": "enter"}


def _pressed(character: str) -> Key:
    """The event of a character's key, as a terminal's driver makes it."""
    if character == "\r":
        return Key("enter", character)
    name = character if character.isalnum() else _character_to_key(character)
    return Key(REPLACED_KEYS.get(name, name), character)


_parse_rules = Stylesheet._parse_rules
_parsed: dict[frozenset[tuple[str, str]], dict[tuple[Any, ...], list[RuleSet]]] = {}
"""By the variables of a theme, then by what was read."""


def _parsed_once(sheet: Stylesheet, css: str, read_from: CSSLocation, **how: Any) -> list[RuleSet]:
    """Keep the rules of a style sheet for all applications of a process, not for one alone."""
    rules = _parsed.setdefault(frozenset(sheet._variables.items()), {})
    source = (css, read_from, *sorted(how.items()))
    if source not in rules:
        rules[source] = _parse_rules(sheet, css, read_from, **how)
    return rules[source]


@asynccontextmanager
async def desk(
    library: Library, size: tuple[int, int] = (120, 36), settings: Settings | None = None
) -> AsyncIterator[Desk]:
    """The application on a library, in a terminal of this size."""
    app = Broadsheet(library, settings)
    try:
        with patch.object(Stylesheet, "_parse_rules", _parsed_once):
            async with app.run_test(size=size) as pilot:
                yield Desk(app, pilot)
    finally:
        assert app.reading.let_go(patience_s=PATIENCE_S)
