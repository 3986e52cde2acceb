"""What a key means where it is pressed; keys for rows that are not there yet wait for them."""

from __future__ import annotations

from collections.abc import Callable

from textual import events

from reader.tui.commands import Command, Place, spoken
from reader.tui.control.panes import Panes
from reader.tui.control.searching import Search
from reader.tui.keymap import Bindings, Keymap
from reader.tui.widgets.status import StatusLine

HELD_S = 2.0
"""How long keys for the rows of a search wait for its answer."""


class Keys:
    """Turns keys into actions, one after the other."""

    def __init__(
        self,
        panes: Panes,
        search: Search,
        status: StatusLine,
        run: Callable[[Command], None],
        typed: Callable[[str], None],
        later: Callable[[float, Callable[[], None]], object],
        bindings: Bindings,
    ) -> None:
        """`run` does a command, `typed` is told what stands in the bar, `later` waits."""
        self._panes = panes
        self._search = search
        self._status = status
        self._run = run
        self._typed = typed
        self._later = later
        self._keymap = Keymap(bindings)
        self._held: list[str] = []

    async def take(self, event: events.Key) -> bool:
        """Do what a key means here; False if it is for the focused widget to take."""
        key = name_of(event)
        place = self._panes.keys_go_to
        if self._held or (place == "list" and self._search.awaited):
            # The rows it means are not there yet; `release` does it when they are.
            if not self._held:
                self._later(HELD_S, self._wait_no_longer)
            self._held.append(key)
            return True
        if place == "ask" and self._keymap.has(place, key):
            await self._panes.ask.settle()
        if place == "search" and self._keymap.has(place, key):
            await self._panes.bar.settle()
            self._typed(self._panes.bar.query_text)
        return self._press(place, key)

    def release(self) -> None:
        """Do the keys that had to wait for an answer."""
        held, self._held = self._held, []
        for place, key in enumerate(held):
            self._press(self._panes.keys_go_to, key)
            if self._panes.keys_go_to == "search":
                # Back in the bar: the rest is for its line.
                self._panes.bar.type("".join(k for k in held[place + 1 :] if len(k) == 1))
                return

    def _wait_no_longer(self) -> None:
        if self._held:
            self._search.wait_no_longer()
            self.release()

    def _press(self, place: Place, key: str) -> bool:
        command = self._keymap.press(place, key)
        if command:
            # What was said of the last key is over; how a search was read stays said.
            self._status.show(message=self._search.note)
            self._run(command)
        self._show_pending()
        return command is not None or bool(self._keymap.pending)

    def _show_pending(self) -> None:
        if self._keymap.pending:
            self._status.show(message=f"{spoken(self._keymap.pending)} …")
        elif self._status.message.endswith(" …"):
            self._status.show(message="")


def name_of(event: events.Key) -> str:
    """A key as the table of commands writes it: `G`, `space`, `ctrl+p`."""
    printed = event.character if event.is_printable and event.character != " " else ""
    return printed or event.key
