"""The only file input: finding documents on a disk and reading their bytes.

What cannot be found or read is a value in the answer, not an exception, and
nothing that is not a regular file is ever opened: a pipe would never end.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import BinaryIO

from reader.light import dataclass
from reader.models import RECORD_SUFFIXES, Document, Failure
from reader.safe import line

MAX_BYTES = 64 * 1024 * 1024
"""The most that one document, or one record of a file of records, may have."""
MAX_RECORDS_BYTES = 2 * 1024 * 1024 * 1024
"""The most that a file of records may have."""

_COMPANIONS = frozenset(
    [".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".webp", ".avif", ".svg", ".svgz", ".ico", ".bmp", ".tif", ".tiff", ".heic", ".cur", ".css", ".scss", ".less", ".js", ".mjs", ".cjs", ".map", ".wasm", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".mp3", ".mp4", ".m4a", ".m4v", ".ogg", ".oga", ".ogv", ".webm", ".wav", ".flac", ".aac", ".opus", ".mov", ".avi", ".mkv", ".mpg", ".mpeg", ".vtt"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What a search for documents came upon."""

    files: tuple[Path, ...]
    """Absolute; in the order of the paths asked for, sorted within each folder, each once."""
    failures: tuple[Failure, ...] = ()
    passed_over: Mapping[str, int] = field(default_factory=dict)
    """How many companions of web pages (images, styles …) were left out, by extension."""


@dataclass(frozen=True, slots=True)
class Records:
    """A file of records, ready to be read line by line."""

    origin: str
    name: str
    lines: Iterator[bytes | Failure]
    """The lines with their ends; a failure stands in the place of a line that cannot be had."""


def find(paths: Sequence[str]) -> Found:
    """The documents at `paths`: files as named, folders with all that is below them.

    In folders, hidden names are skipped and companions of web pages counted;
    whatever else lies there is a document until parsing says otherwise. Links are
    followed as far as they stay within what was named: a folder may come from a
    stranger's archive, and a link in it lead to anything. No folder and no file is found twice.
    """
    search = _Search()
    for place in [place for path in paths if (place := search.place(path))]:
        search.start(place)
    return Found(tuple(search.files), tuple(search.failures), dict(sorted(search.passed.items())))


def holds_records(path: Path) -> bool:
    """Whether a file is one of records by its extension: to be opened with `open_records`."""
    return path.suffix.lower() in RECORD_SUFFIXES


def real(text: str) -> Path:
    """Where a path as a person gave it leads: absolute, without links, dots and `~`.

    One file must have one name however it is reached, or its edit would look like
    the edit of a copy. Raises RuntimeError where `~` names nobody.
    """
    path = Path(text).expanduser()
    return path if "\0" in text else Path(os.path.realpath(path))


def origin_of(path: Path) -> str:
    """The path as text that any encoder accepts: bytes that are no UTF-8 become `\\xff`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read(path: Path | str) -> Document | Failure:
    """The bytes of one document, or why they cannot be had."""
    path = Path(path)
    opened = _open(path, MAX_BYTES)
    if isinstance(opened, Failure):
        return opened
    with opened as stream:
        try:
            raw = stream.read(MAX_BYTES + 1)
        except OSError as error:
            return Failure(shown(path), _reason(error))
    if not raw or len(raw) > MAX_BYTES:
        return Failure(shown(path), "is empty" if not raw else _too_large(len(raw), MAX_BYTES))
    origin = origin_of(path.absolute())
    return Document(origin, os.path.basename(origin), raw)  # noqa: PTH119 (a str)


def open_records(path: Path | str) -> Records | Failure:
    """A file of records, opened; its lines come one by one and are never held together."""
    path = Path(path)
    opened = _open(path, MAX_RECORDS_BYTES)
    if isinstance(opened, Failure):
        return opened
    origin = origin_of(path.absolute())
    name = os.path.basename(origin)  # noqa: PTH119 (a str)
    return Records(origin, name, _lines(opened, path))


def read_stdin(stream: BinaryIO) -> Document | Failure:
    """What was piped in, as one document named `stdin` whose origin is a hash of its bytes."""
    try:
        raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return Failure("stdin", _reason(error))
    if not raw:
        return Failure("stdin", "is empty")
    if len(raw) > MAX_BYTES:
        return Failure("stdin", f"is larger than {_size(MAX_BYTES)}, the most a document may have")
    return Document(f"stdin:{hashlib.sha256(raw).hexdigest()}", "stdin", raw)


def shown(path: Path | str) -> str:
    """A path as it may be shown: on one line, without anything a terminal would obey."""
    return line(str(path))


class _Search:
    """What has been found so far, and what has been seen and need not be again."""

    def __init__(self) -> None:
        self.files: list[Path] = []
        self.failures: list[Failure] = []
        self.passed: Counter[str] = Counter()
        self._seen: set[tuple[int, int]] = set()
        self._named: set[Path] = set()

    def place(self, text: str) -> Path | None:
        """Where a path as a person gave it leads; from then on links may lead there."""
        try:
            path = real(text)
        except RuntimeError:
            self._fail(Path(text), "has no such home folder")
            return None
        self._named.add(path)
        return path

    def start(self, path: Path) -> None:
        """Look there: hidden or a companion, it is meant."""
        status = self._status(path)
        if status is None:
            return None
        if stat.S_ISDIR(status.st_mode):
            return self._walk(path, status)
        return self._file(path, status)

    def _walk(self, top: Path, status: os.stat_result) -> None:
        """All below a folder, in order of names; a stack, since folders may be deep."""
        stack = [(top, status)]
        while stack:
            path, status = stack.pop()
            if not stat.S_ISDIR(status.st_mode):
                self._file(path, status)
            elif self._is_new(status):
                stack.extend(reversed(list(self._inside(path))))

    def _inside(self, folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
        try:
            names = sorted(os.listdir(folder))  # noqa: PTH208 (names alone are wanted)
        except OSError as error:
            return self._fail(folder, _reason(error))
        for name in names:
            path = folder / name
            if name.startswith("."):
                continue
            if path.is_symlink() and path.exists():
                link, path = path, Path(os.path.realpath(path))
                if self._named.isdisjoint((path, *path.parents)):
                    self._fail(
                        link, "leads out of the folder; name what it leads to if it is meant"
                    )
                    continue
            if path.suffix.lower() in _COMPANIONS and not path.is_dir():
                self.passed[path.suffix.lower()] += 1
            elif (status := self._status(path)) is not None:
                yield path, status
        return None

    def _file(self, path: Path, status: os.stat_result) -> None:
        if not stat.S_ISREG(status.st_mode):
            self._fail(path, "is not a regular file")
        elif self._is_new(status):
            self.files.append(path)

    def _status(self, path: Path) -> os.stat_result | None:
        try:
            return path.stat()
        except (OSError, ValueError) as error:
            broken = path.is_symlink() if isinstance(error, FileNotFoundError) else False
            self._fail(path, "is a link to nothing" if broken else _reason(error))
            return None

    def _is_new(self, status: os.stat_result) -> bool:
        identity = (status.st_dev, status.st_ino)
        if identity in self._seen:
            return False
        self._seen.add(identity)
        return True

    def _fail(self, path: Path, why: str) -> None:
        self.failures.append(Failure(shown(path), why))


def _open(path: Path, limit: int) -> BinaryIO | Failure:
    """A regular file opened for reading."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return Failure(shown(path), "is not a regular file")
        # Without O_NONBLOCK a pipe put in the file's place a moment ago would hang here.
        number = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except (OSError, ValueError) as error:
        return Failure(shown(path), _reason(error))
    stream = os.fdopen(number, "rb")
    why = _unfit(os.fstat(number), limit)
    if why:
        stream.close()
        return Failure(shown(path), why)
    return stream


def _unfit(status: os.stat_result, limit: int) -> str:
    if not stat.S_ISREG(status.st_mode):
        return "is not a regular file"
    if not status.st_size:
        return "is empty"
    return _too_large(status.st_size, limit) if status.st_size > limit else ""


def _lines(stream: BinaryIO, path: Path) -> Iterator[bytes | Failure]:
    with stream:
        number = 0
        while True:
            number += 1
            try:
                raw = stream.readline(MAX_BYTES + 1)
                size = len(raw)
                while len(raw) > MAX_BYTES and not raw.endswith(b"\n"):
                    raw = stream.readline(MAX_BYTES + 1)
                    size += len(raw)
            except OSError as error:
                yield Failure(shown(path), _reason(error))
                return
            if not size:
                return
            if size > MAX_BYTES:
                yield Failure(f"{shown(path)}:{number}", _too_large(size, MAX_BYTES))
            else:
                yield raw


def _reason(error: Exception) -> str:
    """Why a file cannot be had, as a person says it."""
    if isinstance(error, FileNotFoundError):
        return "does not exist"
    if isinstance(error, PermissionError):
        return "cannot be read: permission denied"
    if isinstance(error, IsADirectoryError):
        return "is a folder"
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return "is a link that leads in a circle"
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"cannot be read: {line(why).lower()}"


def _too_large(size: int, limit: int) -> str:
    return f"is {_size(size)}; a document may have at most {_size(limit)}"


def _size(size: int) -> str:
    unit, name = (1024**3, "GB") if size >= 1024**3 else (1024**2, "MB")
    return f"{-(-size // unit)} {name}"
