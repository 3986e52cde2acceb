"""Putting a backup in the place of a library, so that neither is ever lost.

The backup is checked, copied and brought up to date first. Only then, under a lock that no
other program can have the library open beside, the former library takes another name
and the copy takes its place. Killed at any moment, the folder holds a whole library.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from reader.errors import LibraryError, UsageError
from reader.light import dataclass
from reader.settings import Paths
from reader.store import backups
from reader.store.database import NEWEST, migrate, version_of
from reader.store.faults import explained

_WAIT_MS = 2_000
"""How long another program may take to let go of the library."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    articles: int
    former: Path | None
    """Where the library that was here is kept; None if there was none."""


def restore(paths: Paths, file: Path) -> Restored:
    """Make the library what the backup holds; what it was is kept beside it.

    The search index is thrown away, to be built again from what is there now.

    Raises:
        UsageError: the file cannot be read or is no library.
        LibraryError: it is damaged or from a newer Broadsheet; the library is open in
            another program; or the disk refused. The library is as it was.
    """
    if paths.store.exists() and file.exists() and file.samefile(paths.store):
        raise UsageError(f"{file} is the library itself. Name a backup of it.")
    with backups.opened(file) as backup:
        if version_of(backup) > NEWEST:
            raise LibraryError(
                f"{file} was made by a newer Broadsheet. Update Broadsheet, and restore it then."
            )
        _make_folder(paths.folder)
        with backups.beside(paths.store) as successor:
            backups.pages(backup, file, successor)
            articles = _prepare(successor)
            with alone(paths.store) as sound:
                former = exchange(paths, successor, sound, "before-restore")
    return Restored(articles, former)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"The library's folder {folder} cannot be made: {error.strerror}. Choose another with --library."
        ) from error


def _prepare(successor: Path) -> int:
    """Bring the copy up to date, as a library at rest; returns its number of articles."""
    with explained(successor), closing(sqlite3.connect(successor, isolation_level=None)) as db:
        migrate(db)
        db.execute("PRAGMA journal_mode = WAL")
        return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])


@contextmanager
def alone(store: Path) -> Iterator[bool]:
    """Hold the library so that nobody else has it open; all of it is then in its one file.

    False where it is too damaged for that; no program can have it open then.
    """
    if not store.exists():
        yield True
        return
    with explained(store), closing(sqlite3.connect(store, isolation_level=None)) as db:
        sound = _lock(db, store)
        try:
            yield sound
        except BaseException:
            with suppress(sqlite3.Error):  # whoever opens it next does the same
                db.execute("COMMIT")
                db.execute("PRAGMA journal_mode = WAL")
            raise


def _lock(db: sqlite3.Connection, store: Path) -> bool:
    try:
        db.execute(f"PRAGMA busy_timeout = {_WAIT_MS}")
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = DELETE")  # only the last who has it open may
        db.execute("BEGIN EXCLUSIVE")
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
            return False
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise LibraryError(
                f"The library {store} is open in another Broadsheet. Quit that one and try again; nothing was changed."
            ) from error
        raise
    return True


def exchange(paths: Paths, successor: Path, sound: bool, named: str) -> Path | None:
    """Put the successor in the library's place; returns where the former one is kept, `named` so.

    Call it while `alone` holds the library.

    Raises:
        LibraryError: the disk refused.
    """
    try:
        # First, so that no index is ever left that tells of the former articles.
        if paths.index.exists():
            shutil.rmtree(paths.index)
        former = _keep(paths.store, sound, named) if paths.store.exists() else None
        successor.replace(paths.store)
    except OSError as error:
        raise LibraryError(
            f"The library could not be exchanged: {error.strerror} ({error.filename}). The former one is in {paths.folder} still."
        ) from error
    backups.sync_folder(paths.folder)
    return former


def _keep(store: Path, sound: bool, named: str) -> Path:
    """Give the library a second name, and what SQLite left beside a damaged one along with it."""
    start = f"{store.stem}-{named}-{time.strftime('%Y%m%d-%H%M%S')}"
    number, kept = 1, store.with_name(start + store.suffix)
    while kept.exists():
        number += 1
        kept = store.with_name(f"{start}-{number}{store.suffix}")
    try:
        os.link(store, kept)
    except OSError:  # a file system without links
        shutil.copy2(store, kept)
    for ending in ("-wal", "-shm", "-journal"):
        left = Path(f"{store}{ending}")
        with suppress(FileNotFoundError):
            # Beside a sound one lies at most the journal of our own lock.
            left.unlink() if sound else left.rename(f"{kept}{ending}")
    return kept
