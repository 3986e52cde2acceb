"""Backups are whole, restores lose nothing, and a migration leaves a copy of what was before."""

from __future__ import annotations

import gzip
import json
import sqlite3
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.errors import LibraryError, UsageError
from reader.library import Library, open_library
from reader.library.restoring import restore
from reader.settings import Paths
from reader.store import backups
from reader.store.database import Database, migrate, migrations

Write = Callable[..., Path]
Row = tuple[object, ...]


def stock(library: Library, write: Write, *words: str) -> None:
    lines = [
        json.dumps({"id": word, "title": f"All about {word}", "text": f"Some words on {word}."})
        for word in words
    ]
    library.add([str(write(f"{words[0]}.jsonl", "\n".join(lines) + "\n"))])


def state(folder: Path) -> list[Row]:
    library = open_library(folder)
    keys = library.keys()
    rows = [
        (row.id, row.title, row.read, row.starred, row.tags, note.text if note else "")
        for key, row in zip(keys, library.headlines(keys), strict=True)
        for note in [library.note_of(key)]
    ]
    library.close()
    return sorted(rows)


@pytest.fixture
def state_then(library: Library, write: Write, own_library: Path) -> list[Row]:
    """Two articles with a star, a tag and a note: what the backup `kept` holds."""
    stock(library, write, "ferries", "bread")
    first, second = library.keys()
    library.mark([first], "starred", True)
    library.tag([second], add=["ml"])
    library.note(first, "call Ada")
    return state(own_library)


@pytest.fixture
def kept(state_then: list[Row], library: Library, write: Write, own_library: Path) -> Path:
    """A backup of a library with a star, a tag and a note; the library has moved on since."""
    file = own_library.parent / "kept.sqlite"
    library.backup(file)
    library.mark(library.keys(), "starred", True)
    stock(library, write, "chess")
    library.update_index()
    library.close()
    return file


def test_a_backup_made_while_others_write_is_one_moment(tmp_path: Path) -> None:
    path, target = tmp_path / "library.sqlite", tmp_path / "copy.sqlite"
    database, done = Database(path), threading.Event()

    def write_pairs() -> None:
        number = 0
        while not done.is_set():
            number += 1
            with database.writing() as db:
                for side in "ab":
                    db.execute(
                        "INSERT OR REPLACE INTO facts VALUES (?, ?)", (side, f"{number}" * 3000)
                    )

    writer = threading.Thread(target=write_pairs)
    writer.start()
    for _ in range(20):
        backups.copy(database.connection, path, target, replace=True)
        with sqlite3.connect(target) as db:
            assert db.execute("SELECT count(DISTINCT value) FROM facts").fetchone()[0] <= 1
        db.close()
    done.set()
    writer.join()
    database.close()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert sorted(f.name for f in tmp_path.iterdir()) == ["copy.sqlite", "library.sqlite"]


def test_a_backup_writes_over_nothing_unasked_and_over_nothing_good(
    library: Library, tmp_path: Path, own_library: Path
) -> None:
    file = tmp_path / "there.sqlite"
    file.write_text("mine")
    with pytest.raises(UsageError, match="--replace"):
        library.backup(file)
    with pytest.raises(UsageError, match="is a folder"):
        library.backup(tmp_path, replace=True)
    with pytest.raises(UsageError, match="the library itself"):
        library.backup(own_library / "library.sqlite", replace=True)
    with pytest.raises(LibraryError, match="Nothing can be written"):
        library.backup(tmp_path / "nowhere" / "b.sqlite")
    assert file.read_text() == "mine"
    library.backup(file, replace=True)
    good = file.read_bytes()
    library.close()

    store = own_library / "library.sqlite"
    content = bytearray(store.read_bytes())
    content[4096 * 3 : 4096 * 9] = b"\xff" * (4096 * 6)
    store.write_bytes(content)
    with sqlite3.connect(store) as damaged, pytest.raises(LibraryError, match="damaged"):
        backups.copy(damaged, store, file, replace=True)
    damaged.close()
    assert file.read_bytes() == good


def test_a_restore_brings_back_all_and_keeps_what_was(
    state_then: list[Row], kept: Path, own_library: Path
) -> None:
    before = state(own_library)
    done = restore(Paths(own_library), kept)
    assert done.articles == 2
    assert state(own_library) == state_then
    library = open_library(own_library)
    library.update_index()
    assert [library.search(word).total for word in ("ferries", "bread", "chess")] == [1, 1, 0]
    assert library.check().damage == ()
    library.close()
    # And back again, by the same door.
    assert done.former is not None
    restore(Paths(own_library), done.former)
    assert state(own_library) == before
    assert not list(own_library.glob("*-journal")) and not list(own_library.glob(".*"))


def test_a_restore_waits_for_no_open_reader(kept: Path, own_library: Path) -> None:
    before, library = state(own_library), open_library(own_library)
    with pytest.raises(LibraryError, match="Quit that one"):
        restore(Paths(own_library), kept)
    library.mark(library.keys(), "read", True)  # who has it open goes on
    library.close()
    assert [row[0] for row in state(own_library)] == [row[0] for row in before]


def test_a_restore_of_what_is_no_sound_library_changes_nothing(
    kept: Path, own_library: Path, tmp_path: Path
) -> None:
    before = state(own_library)
    text = tmp_path / "list.txt"
    text.write_text("eggs, milk")
    newer, torn = tmp_path / "newer.sqlite", tmp_path / "torn.sqlite"
    newer.write_bytes(kept.read_bytes())
    with sqlite3.connect(newer) as db:
        db.execute("PRAGMA user_version = 999")
    db.close()
    content = bytearray(kept.read_bytes())
    content[4096 * 3 : 4096 * 9] = b"\xff" * (4096 * 6)
    torn.write_bytes(content)
    for file, kind, sentence in (
        (text, UsageError, "not a Broadsheet library"),
        (tmp_path / "nowhere", UsageError, "cannot be read"),
        (newer, LibraryError, "newer Broadsheet"),
        (torn, LibraryError, "damaged"),
        (own_library / "library.sqlite", UsageError, "the library itself"),
    ):
        with pytest.raises(kind, match=sentence):
            restore(Paths(own_library), file)
    assert state(own_library) == before
    assert not list(own_library.glob("*before-restore*"))


def test_a_backup_takes_the_place_of_a_ruined_library_or_of_none(
    kept: Path, own_library: Path, tmp_path: Path
) -> None:
    store = own_library / "library.sqlite"
    ruin = b"ruined" * 5000
    store.write_bytes(ruin)
    done = restore(Paths(own_library), kept)
    assert done.former is not None and done.former.read_bytes() == ruin
    assert restore(Paths(tmp_path / "fresh"), kept).former is None
    assert state(tmp_path / "fresh") == state(own_library) != []
    assert stat.S_IMODE((tmp_path / "fresh").stat().st_mode) == 0o700


def test_a_migration_keeps_a_copy_of_what_was_and_only_the_newest_few(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    packed = Path(__file__).parents[1] / "store" / "library-2.sqlite.gz"
    for old in (1, 7, 8):
        (tmp_path / f"library-version-{old}.sqlite").touch()
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    Database(path).close()
    names = sorted(f.name for f in tmp_path.glob("library-version-*"))
    assert names == [f"library-version-{n}.sqlite" for n in (2, 7, 8)]
    with sqlite3.connect(tmp_path / "library-version-2.sqlite") as db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
        assert db.execute("SELECT count(*) FROM articles").fetchone() == (3,)
    db.close()
    # An old backup is brought up to date on its way in.
    restore(Paths(tmp_path / "fresh"), tmp_path / "library-version-2.sqlite")
    assert len(state(tmp_path / "fresh")) == 3


def test_no_copy_no_migration(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    db = sqlite3.connect(path, isolation_level=None)
    migrate(db, upto=migrations()[1][0])
    db.close()
    (tmp_path / "library-version-2.sqlite").mkdir()
    with pytest.raises(LibraryError, match="a copy of it must be kept first"):
        Database(path)
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
    db.close()
