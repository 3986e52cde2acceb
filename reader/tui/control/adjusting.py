"""The person's settings, written in their own editor from within the reader."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen

from reader.tui.outside import editor, run_outside


class Adjusting:
    """Opens `settings.toml`; where there is none, one in which every setting stands as a comment."""

    def __init__(self, screen: Screen[None], command: str, say: Callable[[str], None]) -> None:
        """`command` is the editor that the person set, "" for the usual one."""
        self._screen = screen
        self._command = command
        self._say = say

    def do_settings(self) -> None:
        """Write in the settings, and hear at once whether they can be meant."""
        from reader.settings import load_settings
        from reader.settings.paths import settings_file
        from reader.settings.writing import template

        path = settings_file()
        try:
            command = editor(self._command)
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(template(), encoding="utf-8")
        except OSError as error:
            self._say(f"{path} cannot be written: {error.strerror}.")
        except ValueError:
            self._say("The editor cannot be: a quotation mark is not closed in it.")
        else:
            fault = run_outside(self._screen.app, [*command, str(path)])
            faults = load_settings().faults
            sound = "settings.toml is sound; it holds from the next start on."
            self._say(fault or (str(faults[0]) if faults else sound))
