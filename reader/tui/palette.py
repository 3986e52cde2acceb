"""The palette: every action by name, each with its key."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from reader.tui.commands import COMMANDS, Command, spoken
from reader.tui.screens.reading import ReadingScreen

HIDDEN = frozenset({"palette", "escape"})
"""Actions that the palette need not offer."""


class Actions(Provider):
    """Offers the actions of the reading screen. (Its name is the palette's to choose.)"""

    def _offered(self) -> list[Command]:
        here = isinstance(self.screen, ReadingScreen)
        return (
            [c for c in COMMANDS if {"list", "page"} & {*c.places} and c.name not in HIDDEN]
            if here
            else []
        )

    def _run(self, command: Command) -> None:
        assert isinstance(self.screen, ReadingScreen)
        self.screen.run_command(command)

    def _themes(self) -> list[str]:
        here = isinstance(self.screen, ReadingScreen)
        return sorted(self.app.available_themes) if here else []

    def _choose(self, theme: str) -> None:
        assert isinstance(self.screen, ReadingScreen)
        self.screen.looks.choose(theme)

    async def discover(self) -> Hits:
        """All actions, before anything is typed."""
        for command in self._offered():
            yield DiscoveryHit(
                self._shown(command), partial(self._run, command), command.label, command.help
            )

    async def search(self, query: str) -> Hits:
        """Those whose label or help fits."""
        matcher = self.matcher(query)
        for command in self._offered():
            score = max(matcher.match(command.label), 0.8 * matcher.match(command.help))
            if score > 0:
                yield Hit(
                    score,
                    self._shown(command),
                    partial(self._run, command),
                    command.label,
                    command.help,
                )
        for theme in self._themes():
            score = matcher.match(f"theme {theme}")
            if score > 0:
                shown = Content.assemble("Theme: ", theme)
                yield Hit(
                    score, shown, partial(self._choose, theme), theme, "Another look, remembered"
                )

    def _shown(self, command: Command) -> Content:
        assert isinstance(self.screen, ReadingScreen)
        keys = " or ".join(map(spoken, self.screen.bindings.keys_of(command)[:2]))
        name = command.label[:1].upper() + command.label[1:]
        return Content.assemble(name, (f"  {keys}", "$text-muted"))
