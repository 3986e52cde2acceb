"""The index's files. Each is read whole when it is opened, and closed at once.

Whoosh opens files to look things up in them for as long as a reader lives; here
its segments are only read from end to end, and none has more than a few thousand
articles. Nothing stays open, whatever goes wrong with a damaged one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile


class Storage(FileStorage):  # type: ignore[misc]
    """Whoosh's storage in a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))

    def open_file(self, name: str, **options: Any) -> BufferFile:
        """A file of the index, read."""
        data = Path(self._fpath(name)).read_bytes()
        return BufferFile(memoryview(data), name=name, **options)
