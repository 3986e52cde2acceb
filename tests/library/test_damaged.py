"""A damaged library goes on being read; nothing is changed in it until it is rescued."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader.errors import LibraryDamaged, LibraryError
from reader.library import open_library
from reader.library.rescuing import rescue
from reader.settings import Paths
from reader.store import firstpage
from reader.store.database import migrations
from tests.library.deaths import make_former
from tests.library.test_rescuing import PAGE, stories
from tests.library.test_rescuing import paths as paths
from tests.library.test_rescuing import whole as whole


def ruin(store: Path, page: int) -> None:
    """This page holds rubbish."""
    data = bytearray(store.read_bytes())
    data[PAGE * (page - 1) : PAGE * page] = b"\xa5" * PAGE
    store.write_bytes(data)


def page_of(store: Path, table: str) -> int:
    """The page at which a table begins."""
    with closing(sqlite3.connect(store)) as db:
        found = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
        return int(found.fetchone()[0])


def test_a_damaged_library_is_read_and_not_changed_until_it_is_rescued(paths: Paths) -> None:
    library = open_library(paths.folder)
    library.update_index()
    library.close()
    before = stories(paths.folder)
    ruin(paths.store, page_of(paths.store, "notes"))
    library = open_library(paths.folder)
    keys = library.keys()
    assert not library.damaged  # nobody has met it yet
    with pytest.raises(LibraryDamaged, match="broadsheet rescue"):
        library.note(keys[0], "a word")
    assert library.damaged
    damaged = paths.store.read_bytes()
    for act in (
        lambda: library.mark(keys[:3], "starred", True),
        lambda: library.undo(),
        lambda: library.add([str(paths.folder.parent)]),
    ):
        with pytest.raises(LibraryDamaged, match="what can be read of it is shown"):
            act()
    assert len(library.headlines(keys[:0])) == 0 and len(library.keys()) == len(before)
    assert len(library.keys("starred")) == 50 and len(library.keys("unread")) == 112
    other = open_library(paths.folder)  # another process knows at once, and reads
    assert other.damaged and len(other.keys()) == len(before)
    assert other.search("said").total == len(before)
    other.close()
    library.close()
    assert paths.store.read_bytes() == damaged
    done = rescue(paths)
    assert done.damaged.exists() and done.articles == len(before)
    after = stories(paths.folder)
    assert {i: s[:4] for i, s in after.items()} == {i: s[:4] for i, s in before.items()}
    library = open_library(paths.folder)
    assert not library.damaged and library.mark(library.keys()[:1], "starred", False)
    assert not library.check().damage
    library.close()


def test_a_check_that_finds_nothing_takes_the_note_back(paths: Paths) -> None:
    library = open_library(paths.folder)
    library._database.note_damage()
    with pytest.raises(LibraryDamaged):
        library.mark(library.keys(), "read", True)
    assert library.check().damage == ()
    assert library.mark(library.keys(), "read", True)
    library.close()


@pytest.mark.parametrize("rubbish", [b"\0", b"\xa5", b"SQLite format 3\0" + b"\xff"])
def test_without_its_first_page_nothing_else_is_lost(paths: Paths, rubbish: bytes) -> None:
    before = stories(paths.folder)
    data = bytearray(paths.store.read_bytes())
    data[:PAGE] = (rubbish * PAGE)[:PAGE]
    paths.store.write_bytes(data)
    with pytest.raises(LibraryError, match="broadsheet rescue"):
        open_library(paths.folder)
    done = rescue(paths)
    assert (done.broken, done.articles) == ((), len(before))
    assert stories(paths.folder) == before
    assert done.damaged.read_bytes()[PAGE:] == bytes(data[PAGE:])
    library = open_library(paths.folder)
    assert library.undo() is not None
    library.update_index()
    assert library.search("said").total == len(before)
    library.close()


def test_the_first_page_of_every_version_can_be_made_again(tmp_path: Path) -> None:
    for version in [number for number, _ in migrations()]:
        folder = tmp_path / str(version)
        folder.mkdir()
        titles = make_former(folder / "library.sqlite", version, random.Random(version))
        with closing(sqlite3.connect(folder / "library.sqlite")) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ruin(folder / "library.sqlite", 1)
        done = rescue(Paths(folder))
        assert done.articles == len(titles)
        library = open_library(folder)
        rows = library.headlines(library.keys())
        assert {row.title: row.starred for row in rows} == titles
        library.close()


def test_without_its_first_page_rows_of_another_table_are_not_taken_for_the_list_of_tables(
    paths: Paths,
) -> None:
    before = stories(paths.folder)
    with closing(sqlite3.connect(paths.store)) as db:  # as somebody may who keeps more in the file
        db.execute("CREATE TABLE other (a TEXT, b TEXT, c TEXT, d TEXT, e TEXT)")
        rows = [(f"kind {n}", f"name {n}", "", "", "") for n in range(200)]
        db.executemany("INSERT INTO other VALUES (?, ?, ?, ?, ?)", rows)
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ruin(paths.store, 1)
    done = rescue(paths)
    assert (done.broken, done.articles) == ((), len(before))
    assert stories(paths.folder) == before


def test_where_a_page_of_the_list_of_tables_is_lost_the_rest_is_saved_and_the_loss_told(
    paths: Paths, tmp_path: Path
) -> None:
    pages = [leaf.page for leaf in firstpage._leaves(paths.store.read_bytes())]
    assert len(pages) > 3
    before, saved = stories(paths.folder), 0
    for page in pages:
        folder = Path(shutil.copytree(paths.folder, tmp_path / str(page)))
        ruin(folder / "library.sqlite", page)
        try:
            done = rescue(Paths(folder))
        except LibraryError as error:
            assert "can be read" in str(error)
            continue
        after = stories(folder)
        assert (after.keys() <= before.keys() and after.keys() == before.keys()) or done.broken
        if {i: s[1:] for i, s in after.items()} != {i: s[1:] for i, s in before.items()}:
            assert done.broken  # what is lost is told
        saved += 1
        assert done.damaged.exists()
    assert saved


def test_a_file_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").write_bytes(json.dumps({"not": "a library"}).encode() * 2000)
    with pytest.raises(LibraryError, match="Nothing of the library"):
        rescue(Paths(tmp_path))
