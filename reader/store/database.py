"""The SQLite file: how it is opened, migrated and written, and what its faults mean.

Write-ahead logging lets the screen read while another process writes.
`synchronous=FULL` costs one fsync a commit and is the level at which a change
that was acknowledged survives a power cut (docs/technotes/power-cut.md).
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib.resources import files
from pathlib import Path

from reader.errors import LibraryDamaged, LibraryError
from reader.store.backups import keep_before_migration
from reader.store.faults import explained, has_locks, is_busy, refusal

_BUSY_MS, _SOON_MS = 30_000, 1_000
"""How long others may hold a lock; after how long it is asked whether there are locks at all."""
_PRAGMAS = """
PRAGMA foreign_keys = ON;
PRAGMA synchronous = FULL;
PRAGMA journal_size_limit = 67108864;
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
        _make_private(path)
        with explained(path):
            if self.damaged:
                self._must_be_newest()
                return
            if 0 < version_of(self.connection) < NEWEST:
                keep_before_migration(self.connection, path, version_of(self.connection))
            migrate(self.connection)
            # A backup put here by hand, or a restore that was killed, is a file without a log.
            if self.connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                self.connection.execute("PRAGMA journal_mode = WAL")

    @property
    def damaged(self) -> bool:
        """Was it found to be damaged, here or in another process? Then nothing is changed in it.

        A note beside the file says so, with the file's number: one that took its place is another.
        """
        try:
            return self._note.read_text("ascii") == str(self.path.stat().st_ino)
        except (OSError, ValueError):
            return False

    @property
    def _note(self) -> Path:
        return self.path.with_name(f"{self.path.name}.damaged")

    def note_damage(self, *, found: bool = True) -> None:
        """Remember that it is damaged, or that it is not."""
        with suppress(OSError):
            if found:
                self._note.write_text(str(self.path.stat().st_ino), "ascii")
            else:
                self._note.unlink(missing_ok=True)

    def _must_be_newest(self) -> None:
        """A damaged library is not brought up to date."""
        if version_of(self.connection) != NEWEST:
            raise LibraryDamaged(refusal(self.path))

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
            LibraryDamaged: it is damaged, and therefore not changed.
        """
        connection = self.connection
        if self.damaged:
            raise LibraryDamaged(refusal(self.path))
        with self.reading():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # A full disk has made SQLite roll back by itself.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Faults of SQLite explained; damage that is met is remembered."""
        try:
            with explained(self.path):
                yield
        except LibraryDamaged:
            self.note_damage()
            raise

    def version(self) -> int:
        """A number that changes when another connection has committed something."""
        with explained(self.path):
            row = self.connection.execute("PRAGMA data_version").fetchone()
        return int(row[0])

    def size(self) -> int:
        """Bytes of the file, as soon as all of the log is in it."""
        return self._pages("page_count")

    def free(self) -> int:
        """Bytes within the file that hold nothing and are used for what comes."""
        return self._pages("freelist_count")

    def _pages(self, which: str) -> int:
        with explained(self.path):
            (pages,) = self.connection.execute(f"PRAGMA {which}").fetchone()
            (size,) = self.connection.execute("PRAGMA page_size").fetchone()
        return int(pages) * int(size)

    def shrink(self) -> int:
        """Give back to the disk what is free in the file; returns how many bytes that were.

        Others may read meanwhile. Who reads holds the file as large as it is: it then
        shrinks when the last of them is done.

        Raises:
            sqlite3.Error: another process is writing, or there is no room to do it.
        """
        before = self.size()
        with closing(_connect(self.path)) as connection:
            # A copy of the library is no matter for memory.
            connection.execute("PRAGMA temp_store = FILE")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return max(0, before - self.size())

    def close(self) -> None:
        """Close every thread's connection. Nothing may use this object afterwards."""
        with self._lock:
            for connection in self._opened:
                connection.close()
            self._opened.clear()
        self._threads = threading.local()


def _make_private(path: Path) -> None:
    """A new library is its owner's alone; SQLite gives the files beside it the same rights."""
    with suppress(OSError):  # it is there, or SQLite will say why it cannot be
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _connect(path: Path) -> sqlite3.Connection:
    connection = _opened(path.absolute().as_uri())
    try:
        _make_ready(connection, _SOON_MS)
    except sqlite3.OperationalError as error:
        connection.close()
        if is_busy(error) and has_locks(path.parent):
            connection = _opened(path.absolute().as_uri())
            _make_ready(connection, _BUSY_MS)
        elif only_to_be_read(path):
            connection = _opened(f"{path.absolute().as_uri()}?mode=ro&immutable=1")
            connection.executescript(_PRAGMAS)
        else:
            raise
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    return connection


def _opened(address: str) -> sqlite3.Connection:
    # check_same_thread is off only so that `close` may end them all from one thread.
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)


def _make_ready(connection: sqlite3.Connection, patience_ms: int) -> None:
    """Set it up and read something, waiting so long for whoever holds a lock."""
    connection.execute(f"PRAGMA busy_timeout = {patience_ms}")
    connection.executescript(_PRAGMAS)
    version_of(connection)


def only_to_be_read(path: Path) -> bool:
    """Does a sound library lie where nothing can be written, so that no log can be beside it?

    Whoever reads without a log sees no changes, so this is for disks that have none.
    """
    return (
        path.is_file()
        and os.access(path, os.R_OK)
        and not os.access(path.parent, os.W_OK)
        and not path.with_name(f"{path.name}-wal").exists()
    )


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
    newest = NEWEST if upto is None else upto
    version = version_of(connection)
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
        if version_of(connection) < number:
            for statement in _statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def version_of(connection: sqlite3.Connection) -> int:
    """How many migrations the file has had; 0 for a new one."""
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
NEWEST = 14
