"""Where things live: the library's folder, and the one of what a person wrote for us."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

from reader.light import dataclass

LIBRARY_VARIABLE = "BROADSHEET_LIBRARY"
CONFIG_VARIABLE = "BROADSHEET_CONFIG"
LOG = "broadsheet.log"


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
    def log(self) -> Path:
        """What was done and how it went, a line each."""
        return self.folder / LOG

    @property
    def screen(self) -> Path:
        """How the screen was left: density of the list, width of the text and the like."""
        return self.folder / "screen.json"

    @property
    def refreshing(self) -> Path:
        """Held by the one process that is asking for feeds."""
        return self.folder / "refresh.lock"

    @property
    def draft(self) -> Path:
        """The note that is being written, as long as it is."""
        return self.folder / "draft.json"

    @property
    def ours(self) -> tuple[Path, ...]:
        """All that is for nobody else to read: files, and the folder of the index."""
        beside = [self.store.with_name(self.store.name + end) for end in ("-wal", "-shm")]
        rest = (self.crashes, self.log, self.screen, self.draft, self.lock, self.refreshing)
        return (self.store, *beside, self.index, *rest)

    @property
    def lock(self) -> Path:
        """Held by the one process that is writing the index."""
        return self.folder / "index.lock"


def choose_library(named: str | None = None) -> Path:
    """The library's folder: the one named, else BROADSHEET_LIBRARY, else the platform's data folder."""
    chosen = named or os.environ.get(LIBRARY_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    return _platform_folder("data", "XDG_DATA_HOME", "~/.local/share")


def config_folder() -> Path:
    """Where `settings.toml` and `keys.toml` are: BROADSHEET_CONFIG, else the platform's place.

    On Linux that is `broadsheet` in XDG_CONFIG_HOME, else in `~/.config`.
    """
    chosen = os.environ.get(CONFIG_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    return _platform_folder("config", "XDG_CONFIG_HOME", "~/.config")


def _platform_folder(kind: Literal["data", "config"], variable: str, usual: str) -> Path:
    """Our folder where the platform keeps such things.

    On Linux by the two lines that its specification asks for
    (https://specifications.freedesktop.org/basedir-spec/latest/): to import `platformdirs`,
    which knows all other platforms, takes a hundredth of the start.
    """
    if sys.platform == "linux":
        named = os.environ.get(variable, "")
        return Path(named if named.startswith("/") else usual).expanduser() / "broadsheet"
    import platformdirs

    found = getattr(platformdirs, f"user_{kind}_dir")
    return Path(found("broadsheet", appauthor=False))


def settings_file() -> Path:
    """What a person wrote of how they like it."""
    return config_folder() / "settings.toml"


def keys_file() -> Path:
    """The keys that a person gave to actions."""
    return config_folder() / "keys.toml"
