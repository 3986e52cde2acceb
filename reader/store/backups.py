"""Copies of a library file: whole, checked, and in place all at once or not at all.

SQLite's backup API copies every page under one read lock, so that a copy made while
others write is the library as it was at one moment. The copy needs no file beside it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from reader.errors import LibraryError, UsageError
from reader.store.faults import explained

_MAGIC = b"SQLite format 3\0"
KEPT = 3
"""How many of the copies made before migrations stay beside a library."""


def copy(source: sqlite3.Connection, named: Path, target: Path, *, replace: bool) -> int:
    """Copy the library (`named` in sentences) to `target`, readable by its owner only.

    Returns the size in bytes.

    Raises:
        UsageError: the target is there and `replace` is off, or it is a folder.
        LibraryError: the library is damaged, or the disk refused. The target is as before.
    """
    if target.is_dir():
        raise UsageError(f"{target} is a folder. Name a file in it.")
    if not replace and os.path.lexists(target):
        raise UsageError(f"{target} is there already. Choose another name, or add --replace.")
    with beside(target) as temporary:
        pages(source, named, temporary)
        size = temporary.stat().st_size
        _publish(temporary, target, replace=replace)
    return size


def pages(source: sqlite3.Connection, named: Path, target: Path) -> None:
    """Write every page of the library into this empty file and check what was written.

    Raises:
        LibraryError: the library is damaged, or the disk refused.
    """
    with explained(target), closing(sqlite3.connect(target, isolation_level=None)) as made:
        try:
            source.backup(made)
            # A plain file: it can be read from a medium that cannot be written.
            made.execute("PRAGMA journal_mode = DELETE")
            faults = made.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorname", "")[:14] in ("SQLITE_CORRUPT", "SQLITE_NOTADB"):
                raise _damaged(named) from error
            raise
    if faults != ("ok",):
        raise _damaged(named)


def _damaged(named: Path) -> LibraryError:
    return LibraryError(f"{named} is damaged, so no copy of it was kept. Nothing was changed.")


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """An empty file of our own in the target's folder, gone at the end unless it was renamed.

    Raises:
        LibraryError: nothing can be written there.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        _sweep(target)
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise LibraryError(
            f"Nothing can be written in {target.parent}: {error.strerror}. Choose another place."
        ) from error
    try:
        yield temporary
    finally:
        _remove(temporary)


def _sweep(target: Path) -> None:
    """Remove what killed processes left of copies that they were making for this target."""
    start = f".{target.name}."
    for found in target.parent.iterdir():
        number = found.name.removeprefix(start)
        if found.name == start + number and number.isdecimal() and not _lives(int(number)):
            _remove(found)


def _lives(process: int) -> bool:
    """Whether another process of this number runs; ours would be one of a killed one's."""
    if process == os.getpid():
        return False
    if os.name != "posix":
        return True  # there the question itself would be a signal
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _remove(temporary: Path) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            Path(f"{temporary}{ending}").unlink()


def _publish(temporary: Path, target: Path, *, replace: bool) -> None:
    try:
        if replace:
            temporary.replace(target)
        else:
            _rename_to_free_name(temporary, target)
        sync_folder(target.parent)
    except FileExistsError as error:
        raise UsageError(
            f"{target} is there already. Choose another name, or add --replace."
        ) from error
    except OSError as error:
        raise LibraryError(f"{target} cannot be written: {error.strerror}.") from error


def _rename_to_free_name(temporary: Path, target: Path) -> None:
    """A link fails where the name was taken meanwhile; not every file system has links."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(target):
            raise FileExistsError(target) from None
        temporary.rename(target)


def sync_folder(folder: Path) -> None:
    """Make a rename outlive a power cut; not every file system can be asked."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def keep_before_migration(source: sqlite3.Connection, path: Path, version: int) -> None:
    """Keep a copy of a library of this version beside it, and the newest few of such copies.

    Raises:
        LibraryError: it could not be made, so the library must not be changed.
    """
    target = path.with_name(f"{path.stem}-version-{version}{path.suffix}")
    try:
        copy(source, path, target, replace=True)
    except (LibraryError, UsageError) as error:
        raise LibraryError(
            "This library was made by an older Broadsheet and has to be brought up to date; "
            f"a copy of it must be kept first, and could not be. {error}"
        ) from error
    _forget_all_but_newest(path)


def _forget_all_but_newest(path: Path) -> None:
    start = f"{path.stem}-version-"
    kept = dict[int, Path]()
    for found in path.parent.iterdir():
        version = found.stem.removeprefix(start)
        if found.name == f"{start}{version}{path.suffix}" and version.isdecimal():
            kept[int(version)] = found
    for version_kept in sorted(kept)[:-KEPT]:
        with suppress(OSError):
            kept[version_kept].unlink()


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """A backup, for reading; nothing is written to it or beside it where that can be avoided.

    Raises:
        UsageError: it is not there, cannot be read, or is no library.
    """
    try:
        with file.open("rb") as stream:
            start = stream.read(len(_MAGIC))
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.") from error
    if start != _MAGIC:
        raise UsageError(f"{file} is not a Broadsheet library.")
    # The newest changes of a library that was copied while open stand in the file beside it.
    alone = not any(Path(f"{file}{ending}").exists() for ending in ("-wal", "-journal"))
    address = f"{file.absolute().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
    with explained(file), closing(sqlite3.connect(address, uri=True)) as connection:
        found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'articles'")
        if not found.fetchone():
            raise UsageError(f"{file} is not a Broadsheet library.")
        yield connection
