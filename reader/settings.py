"""Where things live, and what the screen remembers of how a person likes it.

The one place that knows the platform's folders and the environment.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

LIBRARY_VARIABLE = "BROADSHEET_LIBRARY"


@dataclass(frozen=True, slots=True)
class Paths:
    """The files of one library. Everything lies in one folder that can be moved or copied."""

    folder: Path

    @property
    def store(self) -> Path:
        """The articles and what was done to them: the file to back up."""
        return self.folder / "library.sqlite"

    @property
    def index(self) -> Path:
        """The search index; may be deleted at any time and is built again."""
        return self.folder / "index"

    @property
    def crashes(self) -> Path:
        """What is known of how the background process died, should it ever."""
        return self.folder / "crash-report.txt"

    @property
    def screen(self) -> Path:
        """How the screen was left: density of the list, width of the text and the like."""
        return self.folder / "screen.json"

    @property
    def refreshing(self) -> Path:
        """Held by the one process that is asking for feeds."""
        return self.folder / "refresh.lock"

    @property
    def lock(self) -> Path:
        """Held by the one process that is writing the index."""
        return self.folder / "index.lock"


T = TypeVar("T", bool, int, str)


class Preferences:
    """What the screen remembers from one session to the next, by name.

    Nothing of it is a person's work: a file that is missing or damaged is as good as an
    empty one, and of two screens the one that writes last is remembered.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held = self._read()

    def get(self, name: str, otherwise: T) -> T:
        """What was remembered, if it is of the kind of `otherwise`."""
        value = self._held.get(name)
        return value if type(value) is type(otherwise) else otherwise

    def put(self, name: str, value: bool | int | str) -> None:
        """Remember this; written whole or not at all, and not at all if the disk refuses."""
        if self._held.get(name) == value:
            return
        self._held = {**self._read(), name: value}
        temporary = self._path.with_suffix(f".{os.getpid()}")
        try:
            temporary.write_text(json.dumps(self._held, indent=1) + "\n", encoding="utf-8")
            temporary.replace(self._path)
        except OSError:
            return  # it looks as before the next time, which is no reason to interrupt anybody

    def _read(self) -> dict[str, object]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def choose_library(named: str | None = None) -> Path:
    """The library's folder: the one named, else BROADSHEET_LIBRARY, else the platform's data folder."""
    chosen = named or os.environ.get(LIBRARY_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    import platformdirs  # late: only a start without a named library needs it

    return Path(platformdirs.user_data_dir("broadsheet", appauthor=False))
