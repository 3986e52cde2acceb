"""The library file: made, migrated, shared between threads and processes, and its faults explained."""

from __future__ import annotations

import gzip
import sqlite3
import threading
from pathlib import Path

import pytest

from reader.errors import LibraryError
from reader.library import open_library
from reader.store.database import Database, migrate, migrations


def tables(path: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(path) as db:
        found = db.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    db.close()
    return found


def test_every_earlier_version_is_brought_to_the_same_shape(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.sqlite"
    Database(fresh).close()
    newest = migrations()[-1][0]
    for version in range(newest + 1):
        path = tmp_path / f"from-{version}.sqlite"
        db = sqlite3.connect(path, isolation_level=None)
        migrate(db, upto=version)
        db.close()
        Database(path).close()
        assert tables(path) == tables(fresh), f"from version {version}"


def test_each_migration_has_a_number_of_its_own_and_a_new_library_has_them_all(
    tmp_path: Path,
) -> None:
    numbers = [number for number, _ in migrations()]
    assert len(set(numbers)) == len(numbers)
    database = Database(tmp_path / "library.sqlite")
    assert database.connection.execute("PRAGMA user_version").fetchone() == (max(numbers),)
    database.close()


def test_a_library_of_the_second_version_keeps_its_states_and_can_undo_them(
    tmp_path: Path,
) -> None:
    """The file was written by that version: three articles, all read, then the newest starred."""
    packed = Path(__file__).parent / "library-2.sqlite.gz"
    (tmp_path / "library.sqlite").write_bytes(gzip.decompress(packed.read_bytes()))
    library = open_library(tmp_path)
    keys = library.keys()
    rows = library.headlines(keys)
    assert [row.title for row in rows] == [
        "Chess title stays home",
        "Bread prices rise",
        "Ferry back in service",
    ]
    assert [(row.read, row.starred, row.tags) for row in rows] == [
        (True, True, ()),
        (True, False, ()),
        (True, False, ()),
    ]
    moment = library.moment()
    undone = [library.undo(), library.undo(), library.undo()]
    assert [done.sentence if done else None for done in undone] == [
        "“Chess title stays home” is no longer starred.",
        "3 articles are unread again.",
        None,
    ]
    assert sorted(library.states_since(moment)) == sorted(keys)
    library.close()


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    Database(path).close()
    before = path.read_bytes()
    Database(path).close()
    assert path.read_bytes() == before


def test_a_library_of_a_newer_version_is_refused_politely(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    Database(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
    db.close()
    with pytest.raises(LibraryError, match="newer Broadsheet"):
        Database(path)


def test_a_file_that_is_no_library_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(b"this is a shopping list, not a database" * 50)
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="is not a Broadsheet library"):
        Database(path)
    assert path.read_bytes() == before


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be opened"):
        Database(tmp_path / "nowhere" / "library.sqlite")


def test_a_failed_transaction_leaves_nothing_behind(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.sqlite")
    with pytest.raises(RuntimeError), database.writing() as db:
        db.execute("INSERT INTO facts VALUES ('a', 'b')")
        raise RuntimeError
    assert database.connection.execute("SELECT count(*) FROM facts").fetchone() == (0,)
    database.close()


def test_a_full_disk_is_named_and_what_was_saved_stays(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.sqlite")
    with database.writing() as db:
        db.execute("INSERT INTO facts VALUES ('kept', '1')")
    pages = database.connection.execute("PRAGMA page_count").fetchone()[0]
    database.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(LibraryError, match="The disk is full"), database.writing() as db:
        db.execute("INSERT INTO facts VALUES ('large', ?)", ("x" * 1_000_000,))
    assert database.connection.execute("SELECT name FROM facts").fetchall() == [("kept",)]
    database.close()


def test_writers_in_many_threads_wait_for_each_other(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.sqlite")

    def add(start: int) -> None:
        for number in range(start, start + 25):
            with database.writing() as db:
                db.execute("INSERT INTO facts VALUES (?, '')", (str(number),))

    threads = [threading.Thread(target=add, args=(100 * n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert database.connection.execute("SELECT count(*) FROM facts").fetchone() == (100,)
    database.close()


def test_the_version_changes_when_another_connection_commits(tmp_path: Path) -> None:
    here, there = (Database(tmp_path / "library.sqlite") for _ in range(2))
    before = here.version()
    assert here.version() == before
    with there.writing() as db:
        db.execute("INSERT INTO facts VALUES ('a', 'b')")
    assert here.version() != before
    here.close()
    there.close()
