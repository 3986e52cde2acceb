"""What SQLite's faults mean to a person."""

from __future__ import annotations

import errno
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.errors import LibraryDamaged, LibraryError


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's faults into a sentence that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        damaged = _kind(error) == "SQLITE_CORRUPT"
        raise (LibraryDamaged if damaged else LibraryError)(_sentence(error, path)) from error


def has_locks(folder: Path) -> bool:
    """Can files in this folder be locked? True also where that cannot be tried."""
    try:
        import fcntl
    except ImportError:  # Windows, where a file system without locks is unheard of
        return True
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)
    return True


def is_busy(error: sqlite3.Error) -> bool:
    """Does somebody else hold a lock? SQLite says the same where there can be none."""
    return _kind(error) == "SQLITE_BUSY"


def _kind(error: sqlite3.Error) -> str:
    return "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])


def refusal(path: Path) -> str:
    """Why nothing is changed in a library that is known to be damaged."""
    return f"The library is damaged: what can be read of it is shown, and nothing is changed. {_WAYS_OUT} It is {path}."


_WAYS_OUT = "`broadsheet rescue` saves what can be read of it, `broadsheet restore FILE` puts a backup in its place; both keep the damaged file."


def _sentence(error: sqlite3.Error, path: Path) -> str:
    name = getattr(error, "sqlite_errorname", "")
    kind = _kind(error)
    if is_busy(error) and not has_locks(path.parent):
        name = "SQLITE_PROTOCOL"
    sentences = {
        "SQLITE_READONLY_DBMOVED": f"The library {path} was replaced while it was being opened, as a restore does. Try again; nothing was changed.",
        "SQLITE_BUSY": f"The library {path} is in use by another program that does not let go of it. Close it and try again.",
        "SQLITE_LOCKED": f"The library {path} is in use by another program that does not let go of it. Close it and try again.",
        "SQLITE_FULL": f"The disk is full: nothing more can be saved in {path.parent}. Make room and try again; what was saved before is safe.",
        "SQLITE_READONLY": f"The library {path} cannot be written. Check the permissions of its folder, or choose another with --library.",
        "SQLITE_CANTOPEN": f"The library {path} cannot be opened. Check that its folder exists and may be written, or choose another with --library.",
        "SQLITE_PERM": f"The library {path} cannot be opened: permission denied.",
        "SQLITE_IOERR": f"The disk failed while the library {path} was read or written ({name}). What was saved before is untouched.",
        "SQLITE_NOTADB": f"{path} is not a Broadsheet library, or its beginning is damaged. If it was one, `broadsheet rescue` saves what can be read of it; else move it away, or choose another folder with --library.",
        "SQLITE_PROTOCOL": f"The library {path} cannot be locked: its disk has no locks that work, as some network disks. Choose a folder on another disk with --library.",
        "SQLITE_NOLFS": f"The disk allows no file so large as the library {path} has to be.",
        "SQLITE_CORRUPT": f"The library {path} is damaged. Nothing was changed. {_WAYS_OUT}",
        "SQLITE_IOERR_LOCK": f"The library {path} cannot be locked: its disk has no locks that work, as some network disks. Choose a folder on another disk with --library.",
        "SQLITE_IOERR_SHMMAP": f"The library {path} cannot be shared between programs: its disk cannot map files into memory, as some network disks. Choose a folder on another disk with --library.",
        "SQLITE_IOERR_SHMLOCK": f"The library {path} cannot be locked: its disk has no locks that work, as some network disks. Choose a folder on another disk with --library.",
        "SQLITE_IOERR_SHMOPEN": f"The library {path} cannot be shared between programs: no file can be made beside it. Check the permissions of its folder and the room on its disk.",
        "SQLITE_IOERR_SHMSIZE": f"The disk is full: nothing more can be saved in {path.parent}. Make room and try again; what was saved before is safe.",
    }
    return sentences.get(name) or sentences.get(
        kind, f"The library {path} could not be used: {error}."
    )
