"""The terminal's window bears the name of what is open, and its former one afterwards.

Named with OSC 0, which windows, tabs and tmux's panes show. The name from before is kept on
the terminal's own stack (XTWINOPS 22 and 23 of xterm) and taken from there whenever the
terminal is given up: at the end, after a fault, while another program has it. A terminal
without a stack is left without a name, which the shell's prompt gives anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.safe import line

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.drivers.linux_driver import LinuxDriver as _Base
else:
    _Base = object  # the platform's own stands behind it, see `naming`

_KEEP, _GIVE_BACK = "\x1b[22;0t", "\x1b[23;0t"


class Naming(_Base):
    """What a driver of Textual's needs besides to name its window."""

    _name = ""

    def name_window(self, name: str) -> None:
        """Name the window so; text alone, whatever stands in it."""
        name = line(name)
        if name and name != self._name:
            self.write(f"{'' if self._name else _KEEP}{_named(name)}")
            self.flush()
            self._name = name

    def start_application_mode(self) -> None:
        """Take the terminal; a name given before is given again."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._name:
            self.write(_KEEP + _named(self._name))

    def stop_application_mode(self) -> None:
        """Give the terminal up, and with it the name."""
        if self._name:
            self.write(_named("") + _GIVE_BACK)
        super().stop_application_mode()


def naming(driver: type[Driver]) -> type[Any]:
    """The driver, able to name the window of its terminal."""
    return type("NamingDriver", (Naming, driver), {})


def _named(name: str) -> str:
    return f"\x1b]0;{name}\x07"
