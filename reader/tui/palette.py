"""What the palette offers: every action by name, list, command to share with and setting, with keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from reader.light import dataclass
from reader.safe import line
from reader.settings.options import SETTINGS
from reader.tui.commands import COMMANDS, spoken
from reader.tui.screens.reading import ReadingScreen

HIDDEN = frozenset({"palette", "escape"})
"""Actions that the palette need not offer."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be chosen."""

    name: str
    help: str
    run: Callable[[], None]
    action: str
    """The action whose keys lead there too."""
    first: bool = False
    """Is it offered before anything is typed?"""
    known_as: str = ""
    """What others call it."""


class Actions(Provider):
    """Offers what the reading screen can do. (Its name is the palette's to choose.)"""

    def _entries(self) -> Iterator[Entry]:
        if isinstance(self.screen, ReadingScreen):
            yield from self._actions(self.screen)
            yield from self._lists(self.screen)
            for name in self.screen.shares:
                share = partial(self.screen.sharing.share, name)
                yield Entry(f"Share with {line(name)}", "By a command of yours", share, "share")
            for choice in self.screen.choices():
                told = "As it is now" if choice.held else choice.told
                yield Entry(choice.name, told, choice.run, choice.action)
            yield from self._settings(self.screen)

    def _settings(self, screen: ReadingScreen) -> Iterator[Entry]:
        """Every setting by its name; those that nothing on the screen chooses are only written."""
        write = next(command for command in COMMANDS if command.name == "settings")
        for setting in SETTINGS.values():
            value = json.dumps(screen.settings.get(setting.name), ensure_ascii=False)
            run = partial(screen.run_command, write)
            yield Entry(f"Setting: {setting.name} = {line(value)}", setting.help, run, "settings")

    def _actions(self, screen: ReadingScreen) -> Iterator[Entry]:
        for command in COMMANDS:
            if {"list", "page"} & {*command.places} and command.name not in HIDDEN:
                name = command.label[:1].upper() + command.label[1:]
                run = partial(screen.run_command, command)
                yield Entry(name, command.help, run, command.name, True, command.known_as)

    def _lists(self, screen: ReadingScreen) -> Iterator[Entry]:
        for shelf in screen.lists:
            if shelf.kind != "scope":
                kind = "Saved search" if shelf.kind == "saved" else shelf.kind.capitalize()
                action = {"tag": "tags", "saved": "saved"}.get(shelf.kind, "feeds")
                counts = f"{shelf.unread or 0:,} unread of {shelf.total or 0:,}"
                choose = partial(screen.choose_list, shelf)
                yield Entry(f"{kind}: {line(shelf.name)}", counts, choose, action)

    async def discover(self) -> Hits:
        """All actions, before anything is typed."""
        for entry in self._entries():
            if entry.first:
                yield DiscoveryHit(self._shown(entry), entry.run, entry.name, entry.help)

    async def search(self, query: str) -> Hits:
        """Those whose name has these letters, or whose help or other names have these words."""
        matcher, words = self.matcher(query), query.casefold().split()
        for entry in self._entries():
            score = matcher.match(entry.name)
            # Among so many words, letters alone stand somewhere in every other sentence.
            for said, weight in ((entry.known_as, 0.9), (entry.help, 0.8)):
                if all(word in said.casefold() for word in words):
                    score = max(score, weight * matcher.match(said))
            if score > 0:
                yield Hit(score, self._shown(entry), entry.run, entry.name, entry.help)

    def _shown(self, entry: Entry) -> Content:
        assert isinstance(self.screen, ReadingScreen)
        commands = [command for command in COMMANDS if command.name == entry.action]
        keys = self.screen.bindings.keys_of(commands[0])[:2] if commands else ()
        return Content.assemble(entry.name, ("  " + " or ".join(map(spoken, keys)), "$text-muted"))
