"""Where things live. The one place that knows the platform's folders and the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

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
    def lock(self) -> Path:
        """Held by the one process that is writing the index."""
        return self.folder / "index.lock"


def choose_library(named: str | None = None) -> Path:
    """The library's folder: the one named, else BROADSHEET_LIBRARY, else the platform's data folder."""
    chosen = named or os.environ.get(LIBRARY_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    import platformdirs  # late: only a start without a named library needs it

    return Path(platformdirs.user_data_dir("broadsheet", appauthor=False))
