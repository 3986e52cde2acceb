"""What the screen remembers from one session to the next, by name."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

T = TypeVar("T", bound=bool | int | str)

_PATIENCE_S = 5.0


def _at_once(work: Callable[[], None]) -> None:
    work()


class Preferences:
    """What was chosen on the screen, unless the person wrote something else down.

    `written` outranks what is remembered, also the next time; what a key changes holds
    until the screen is left and is remembered beneath it. Nothing here is a person's work: a
    file that is missing or damaged is as good as an empty one. Of two screens each name is
    remembered as it was chosen last; none loses what the other chose under another name.
    """

    def __init__(self, path: Path, written: Mapping[str, bool | int | str] | None = None) -> None:
        """`written` is by the names used here."""
        self._path = path
        self._written = dict(written or {})
        self._held = self._read()
        self._unsaved: dict[str, bool | int | str] = {}
        self._guard = threading.Lock()
        self.run: Callable[[Callable[[], None]], object] = _at_once
        """Does the writing; the screen has it done by a thread of its own."""

    def get(self, name: str, otherwise: T) -> T:
        """What was written or remembered, if it is of the kind of `otherwise`."""
        value = self._written.get(name, self._held.get(name))
        return value if type(value) is type(otherwise) else otherwise

    def outlook(self, name: str) -> str:
        """A sentence where something that was written holds from the next start on, else ""."""
        return "The next time it is as settings.toml says." if name in self._written else ""

    def put(self, name: str, value: bool | int | str) -> None:
        """Remember this; written whole or not at all, and not at all if the disk refuses."""
        with self._guard:
            if self._held.get(name) == value:
                return
            self._held[name] = self._unsaved[name] = value
        self.run(self._save)

    def _save(self) -> None:
        """Join what changed here to what the file says by now, under a lock."""
        from filelock import FileLock, Timeout  # late: the first frame does not need it

        with self._guard:
            fresh, self._unsaved = self._unsaved, {}
        if not fresh or not self._path.parent.is_dir():
            return
        temporary = self._path.with_suffix(f".{os.getpid()}")
        try:
            with FileLock(self._path.with_suffix(".lock"), timeout=_PATIENCE_S):
                held = {**self._read(), **fresh}
                temporary.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
                temporary.replace(self._path)
        except (OSError, Timeout):
            return  # it looks as before the next time, which is no reason to interrupt anybody

    def _read(self) -> dict[str, object]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}
