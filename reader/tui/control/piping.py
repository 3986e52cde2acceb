"""The article handed to a command of the person's own."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from functools import partial

from reader.library import Library
from reader.safe import line
from reader.settings import Preferences
from reader.settings.shells import runs_input, shell_sign
from reader.tui.control.selection import Selection
from reader.tui.outside import run_outside
from reader.tui.widgets.ask import Ask, Question
from reader.tui.widgets.headlines import Headlines

_MOST_PAST = 20
_NAME = "pipes"


class Piping:
    """Runs a command with the text of the articles on its standard input.

    The command is what the person types and nothing else: no shell reads it, so that
    nothing an article says can become part of it.
    """

    def __init__(
        self,
        library: Library,
        headlines: Headlines,
        selection: Selection,
        ask: Ask,
        say: Callable[[str], None],
        preferences: Preferences,
    ) -> None:
        self._preferences = preferences
        self._library = library
        self._headlines = headlines
        self._selection = selection
        self._ask = ask
        self._say = say
        self._past = [past for past in preferences.get(_NAME, "").splitlines() if past]

    def do_pipe(self) -> None:
        """Ask for the command."""
        keys = self._selection.keys
        if keys:
            then = partial(self._pipe, keys)
            self._ask.open(Question("Pipe the text to (a command)", then, past=tuple(self._past)))

    def _pipe(self, keys: Sequence[int], typed: str) -> None:
        if typed.strip():  # also what is refused: it can be mended then
            self._past = [typed, *(p for p in self._past if p != typed)][:_MOST_PAST]
            self._preferences.put(_NAME, "\n".join(self._past))
        try:
            command = shlex.split(typed)
        except ValueError:
            self._say("A quotation mark is not closed in this command.")
            return
        if not command:
            return
        if sign := shell_sign(typed):
            self._say(f"No shell reads this: for “{sign}” type sh -c '…'.")
            return
        if runs_input(command):
            self._say(f"Not run: {line(command[0])} would run what the article says as commands.")
            return
        from reader.library.export import render

        text = "\n".join(render(article, "txt") for article in self._library.walk(keys))
        if fault := run_outside(self._headlines.app, command, text):
            self._say(fault)
