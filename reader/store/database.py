"""The SQLite file: how it is opened, migrated and written, and what its faults mean.

Write-ahead logging lets the screen read while another process writes.
`synchronous=FULL` costs one fsync a commit and is the level at which a change
that was acknowledged survives a power cut.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from reader.errors import LibraryError

_BUSY_MS = 30_000
_PRAGMAS = f"""
PRAGMA busy_timeout = {_BUSY_MS};
PRAGMA foreign_keys = ON;
PRAGMA synchronous = FULL;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -16000;
PRAGMA mmap_size = 268435456;
"""


class Database:
    """One library file. Each thread gets its own connection, opened when it first asks."""

    def __init__(self, path: Path) -> None:
        """Open and, where needed, create or migrate the file.

        Raises:
            LibraryError: the file cannot be opened, is damaged, or is from a newer version.
        """
        self.path = path
        self._threads = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        with explained(path):
            migrate(self.connection)

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, for reading; each statement sees the latest commit."""
        found: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if found is None:
            with explained(self.path):
                found = self._threads.connection = _connect(self.path)
            with self._lock:
                self._opened.append(found)
        return found

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Several questions that all see the same commit."""
        connection = self.connection
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that holds the write lock from the start; all of it or nothing.

        Raises:
            LibraryError: another process kept the lock for half a minute, or the disk refused.
        """
        connection = self.connection
        with explained(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # A full disk has made SQLite roll back by itself.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def version(self) -> int:
        """A number that changes when another connection has committed something."""
        with explained(self.path):
            row = self.connection.execute("PRAGMA data_version").fetchone()
        return int(row[0])

    def close(self) -> None:
        """Close every thread's connection. Nothing may use this object afterwards."""
        with self._lock:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
        self._threads = threading.local()


def _connect(path: Path) -> sqlite3.Connection:
    # check_same_thread is off only so that `close` may end them all from one thread.
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.executescript(_PRAGMAS)
    return connection


def migrations() -> list[tuple[int, str]]:
    """Every step as (number, SQL), in order."""
    folder = files(__package__) / "migrations"
    found = [
        (int(f.name[:4]), f.read_text("utf-8")) for f in folder.iterdir() if f.name[:4].isdigit()
    ]
    return sorted(found)


def migrate(connection: sqlite3.Connection, upto: int | None = None) -> None:
    """Bring the file to the newest version (or `upto`), each step a transaction of its own.

    Raises:
        LibraryError: the file is from a newer Broadsheet than this one.
    """
    newest = _NEWEST if upto is None else upto
    version = _version(connection)
    if version == newest:
        return
    if version > newest:
        raise LibraryError(
            f"This library was made by a newer Broadsheet (its version is {version}, "
            f"this program knows {newest}). Update Broadsheet, or choose another --library."
        )
    connection.execute("PRAGMA journal_mode = WAL")
    for number, script in migrations():
        if version < number <= newest:
            _step(connection, number, script)


def _step(connection: sqlite3.Connection, number: int, script: str) -> None:
    """One migration; another process may have been quicker, so look again under the lock."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _version(connection) < number:
            for statement in _statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    """Split a script; `executescript` would end the transaction around it."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


# Raised with each new file in migrations/; a constant, so that a start reads no folder.
_NEWEST = 8


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's faults into a sentence that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise LibraryError(_sentence(error, path)) from error


def _sentence(error: sqlite3.Error, path: Path) -> str:
    name = getattr(error, "sqlite_errorname", "")
    kind = "_".join(name.split("_")[:2])
    sentences = {
        "SQLITE_BUSY": f"The library {path} is in use by another program that does not let go of it. Close it and try again.",
        "SQLITE_LOCKED": f"The library {path} is in use by another program that does not let go of it. Close it and try again.",
        "SQLITE_FULL": f"The disk is full: nothing more can be saved in {path.parent}. Make room and try again; what was saved before is safe.",
        "SQLITE_READONLY": f"The library {path} cannot be written. Check the permissions of its folder, or choose another with --library.",
        "SQLITE_CANTOPEN": f"The library {path} cannot be opened. Check that its folder exists and may be written, or choose another with --library.",
        "SQLITE_PERM": f"The library {path} cannot be opened: permission denied.",
        "SQLITE_IOERR": f"The disk failed while the library {path} was read or written ({name}). What was saved before is untouched.",
        "SQLITE_NOTADB": f"{path} is not a Broadsheet library. Move it away, or choose another folder with --library.",
        "SQLITE_CORRUPT": f"The library {path} is damaged. Nothing was changed; make a copy of the file before anything else.",
    }
    return sentences.get(kind, f"The library {path} could not be used: {error}.")
