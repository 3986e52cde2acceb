"""The actions that leave the screen: to the palette, to the help, to the shell."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen

from reader.tui.keymap import Bindings


class Leaving:
    """Turns from the screen to something else."""

    def __init__(self, screen: Screen[None], bindings: Bindings, learn: Callable[[], None]) -> None:
        """`learn` has the lists at hand."""
        self._learn = learn
        self._screen = screen
        self._bindings = bindings

    def do_palette(self) -> None:
        """All actions by name, and all lists."""
        # Late: the first frame does not need it.
        from reader.tui.widgets.palette import open_palette

        self._learn()
        open_palette(self._screen.app)

    def do_help(self) -> None:
        """The keys."""
        from reader.tui.screens.help import HelpScreen

        self._screen.app.push_screen(HelpScreen(self._bindings))

    def do_suspend(self) -> None:
        """Back to the shell."""
        self._screen.app.action_suspend_process()

    def do_quit(self) -> None:
        """Leave."""
        self._screen.app.exit()
