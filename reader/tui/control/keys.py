"""What a key means where it is pressed; a key for what is not there yet waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from textual import events

from reader.tui.commands import Command, Place, spoken
from reader.tui.control.panes import Panes
from reader.tui.control.reading import Reading
from reader.tui.control.searching import Search
from reader.tui.keymap import Bindings, Keymap
from reader.tui.keynames import name_of
from reader.tui.widgets.status import StatusLine

HELD_S = 2.0
"""How long a key waits for the rows or the text that it is for."""


class Coming(Protocol):
    """Something of which a part may still be to come."""

    @property
    def awaited(self) -> bool:
        """Is it?"""

    def wait_no_longer(self) -> None:
        """Let keys through although it has not come."""


class Keys:
    """Turns keys into actions, one after the other."""

    def __init__(
        self,
        panes: Panes,
        search: Search,
        reading: Reading,
        side: Coming,
        status: StatusLine,
        run: Callable[[Command], None],
        typed: Callable[[str], None],
        bindings: Bindings,
    ) -> None:
        """`run` does a command, `typed` is told what stands in the bar."""
        self._panes = panes
        self._search = search
        self._waits: dict[Place, Coming] = {
            "list": search, "page": reading, "caret": reading, "side": side
        }  # fmt: skip
        self._status = status
        self._run = run
        self._typed = typed
        self._keymap = Keymap(bindings)
        self._drawn = asyncio.Event()

    async def take(self, event: events.Key) -> bool:
        """Do what a key means here; False if it is for the focused widget to take.

        While a key waits, those after it wait in the application's queue: they are done in
        the order they were typed, each where the one before has led.
        """
        key = name_of(event)
        if self._awaited:
            await self._wait()
        place = self._panes.keys_go_to
        if place == "ask" and self._keymap.has(place, key):
            await self._panes.ask.settle()
        if place == "search" and self._keymap.has(place, key):
            await self._panes.bar.settle()
            self._typed(self._panes.bar.query_text)
        return self._press(place, key)

    def drawn(self) -> None:
        """Something that was asked for stands on the screen now: keys may go on."""
        self._drawn.set()

    @property
    def _awaited(self) -> bool:
        """Is what the next key is for, rows or an article's text, still to come?"""
        waits = self._waits.get(self._panes.keys_go_to)
        return waits is not None and waits.awaited

    async def _wait(self) -> None:
        """Until it has come, but not for ever."""
        try:
            async with asyncio.timeout(HELD_S):
                while self._awaited:
                    self._drawn.clear()
                    await self._drawn.wait()
        except TimeoutError:
            for each in self._waits.values():
                each.wait_no_longer()

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
