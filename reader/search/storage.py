"""The index's files, with every one that was opened known, so that all can be closed.

Whoosh leaves the files of a segment that it failed to open to the garbage
collector; on a damaged index they would stay open for an unknown time.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile


class Storage(FileStorage):  # type: ignore[misc]
    """Whoosh's storage in a folder; `release` closes what was opened for reading."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._opened: list[StructFile] = []

    def open_file(self, name: str, **options: Any) -> StructFile:
        """A file of the index, open for reading."""
        raw = Path(self._fpath(name)).open("rb")  # noqa: SIM115 - handed on
        try:
            file = StructFile(raw, name=name, **options)
        except BaseException:
            raw.close()
            raise
        self._opened.append(file)
        return file

    def release(self) -> None:
        """Close every file that is still open."""
        while self._opened:
            file = self._opened.pop()
            if not file.is_closed:
                with suppress(Exception):
                    file.close()
