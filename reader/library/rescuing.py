"""Saving what can be saved of a damaged library; the damaged file is kept.

All that can be read goes into a new library, which then takes the damaged one's place.
A text that is lost is made again from the original that is kept of it, where that can be
read; the search index is built anew.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from reader import parsing
from reader.errors import LibraryError, UsageError
from reader.library.restoring import alone, exchange
from reader.library.versions import made_again
from reader.light import dataclass
from reader.models import Document
from reader.settings import Paths
from reader.store import articles, backups, firstpage
from reader.store.faults import explained
from reader.store.salvage import Salvaged, mend, salvage

_FILES = ("", "-wal", "-journal")


@dataclass(frozen=True, slots=True)
class Rescued:
    """What a rescue did."""

    articles: int
    revived: int
    """Of these, articles that were made again from the original."""
    remade: int
    """Articles whose text was made again from the original."""
    textless: int
    """Articles of which only title and facts are left."""
    without_article: int
    """Stars, tags, notes and the like whose article is lost."""
    broken: tuple[str, ...]
    """Tables of which a part could not be read."""
    damaged: Path
    """Where the damaged library is kept."""


def rescue(paths: Paths, *, anyway: bool = False) -> Rescued:
    """Make a sound library of what can be read of a damaged one.

    Args:
        anyway: do it although no damage is found.

    Raises:
        UsageError: there is no library, or it is sound.
        LibraryError: nothing of it can be read; it is open in another program, or was
            changed meanwhile; or the disk refused. The library is as it was.
    """
    store = paths.store
    if not store.exists():
        raise UsageError(f"There is no library in {paths.folder}, so there is nothing to rescue.")
    with alone(store):
        pass  # so that what a killed program left in the log is in the file
    before = _stamp(store)
    with _copied(store) as copy, backups.beside(store) as successor:
        if not anyway and _is_sound(copy):
            raise UsageError(f"The library {store} is sound; there is nothing to rescue.")
        found, revived, remade = _salvaged(store, copy, successor)
        with explained(successor), closing(sqlite3.connect(successor)) as made:
            count = int(made.execute("SELECT count(*) FROM articles").fetchone()[0])
        with alone(store) as sound:
            if _stamp(store) != before:
                raise LibraryError(
                    f"The library {store} was changed during the rescue. Quit every other Broadsheet and try again; nothing was changed."
                )
            damaged = exchange(paths, successor, sound, "damaged")
    assert damaged is not None
    lost = len(found.textless) - remade
    return Rescued(
        count, revived, remade, lost, found.without_article, tuple(found.broken), damaged
    )


def _stamp(store: Path) -> tuple[int, int]:
    about = store.stat()
    return about.st_mtime_ns, about.st_size


@contextmanager
def _copied(store: Path) -> Iterator[Path]:
    """A copy to read from, log and all: reading a damaged file may change it."""
    try:
        with tempfile.TemporaryDirectory(prefix=".rescue-", dir=store.parent) as folder:
            copy = Path(folder, store.name)
            for ending in _FILES:
                with suppress(FileNotFoundError):
                    shutil.copyfile(f"{store}{ending}", f"{copy}{ending}")
            yield copy
    except OSError as error:
        raise LibraryError(
            f"The library cannot be copied to be read: {error.strerror}. A rescue needs room for two more copies in {store.parent}; nothing was changed."
        ) from error


def _is_sound(copy: Path) -> bool:
    try:
        with closing(sqlite3.connect(copy)) as db:
            sound: bool = db.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            return sound
    except sqlite3.DatabaseError:
        return False


def _lists_its_tables(copy: Path) -> bool:
    try:
        with closing(sqlite3.connect(copy)) as db:
            return bool(db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except sqlite3.DatabaseError:
        return False


def _salvaged(store: Path, copy: Path, successor: Path) -> tuple[Salvaged, int, int]:
    """Fill the successor; returns what was found, and how many articles and texts were made again."""
    if not _lists_its_tables(copy) and not (firstpage.mend(copy) and _lists_its_tables(copy)):
        raise LibraryError(_hopeless(store))
    with (
        closing(sqlite3.connect(copy, isolation_level=None)) as damaged,
        closing(sqlite3.connect(successor, isolation_level=None)) as made,
    ):
        # Text that is no longer UTF-8 is damage to a word, not to the row.
        damaged.text_factory = lambda raw: raw.decode("utf-8", "replace")
        with explained(successor):
            found = salvage(damaged, made)
            made.execute("BEGIN")
            revived = sum(_revive(made, *lost) for lost in articles.orphaned_originals(made))
            mend(made, found)
            remade = sum(_remake(made, key) for key in found.textless)
            made.execute("COMMIT")
            if made.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                raise LibraryError(
                    "What was saved could not be written whole. Nothing was changed."
                )
            made.execute("PRAGMA journal_mode = WAL")
    return found, revived, remade


def _revive(db: sqlite3.Connection, key: int, sha256: str, added: int) -> bool:
    """Make a lost article again from its original, so that star, tags and note stay with it."""
    made = made_again(db, key)
    if made is None:
        return False
    original, parsed = made
    name = parsing.article_id(Document("", original.name, original.raw), parsed)
    return articles.put_back(db, key, name, parsed, sha256, added)


def _remake(db: sqlite3.Connection, key: int) -> bool:
    made = made_again(db, key)
    if made is not None:
        articles.set_blocks(db, key, made[1].blocks)
    return made is not None


def _hopeless(store: Path) -> str:
    """Nothing can be read; the copies that there are."""
    copies = sorted(path.name for path in store.parent.glob(f"{store.stem}-*{store.suffix}"))
    kept = f" Beside it lie {', '.join(copies)}." if copies else ""
    return (
        f"Nothing of the library {store} can be read; nothing was changed."
        f" `broadsheet restore FILE` puts a backup in its place.{kept}"
    )
