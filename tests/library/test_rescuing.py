"""A damaged library gives up what can be read of it, and is kept."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.errors import LibraryError, UsageError
from reader.library import Library, open_library
from reader.library.rescuing import rescue
from reader.settings import Paths

Write = Callable[..., Path]
Story = tuple[str, bool, bool, tuple[str, ...], str]
PAGE = 4096
ARTICLES = 150


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of articles with stars, tags and notes, closed."""
    folder = tmp_path_factory.mktemp("whole")
    lines = [
        json.dumps(
            {"id": f"a{n}", "title": f"Story {n}", "text": f"Word{n} said. " * (20 + n % 50)}
        )
        for n in range(ARTICLES)
    ]
    (folder / "news.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    library = open_library(folder / "library")
    library.add([str(folder / "news.jsonl")])
    keys = library.keys()
    library.mark(keys[::3], "starred", True)
    library.mark(keys[::4], "read", True)
    library.tag(keys[::5], add=["kept"])
    for key in keys[::10]:
        library.note(key, f"remember {key}")
    library.close()
    return folder / "library"


@pytest.fixture
def paths(whole: Path, tmp_path: Path) -> Paths:
    return Paths(Path(shutil.copytree(whole, tmp_path / "library")))


def stories(folder: Path) -> dict[str, Story]:
    library = open_library(folder)
    keys = library.keys()
    rows = zip(keys, library.headlines(keys), strict=True)
    found = {
        row.id: (row.title, row.read, row.starred, row.tags, note(library, k)) for k, row in rows
    }
    library.close()
    return found


def note(library: Library, key: int) -> str:
    found = library.note_of(key)
    return found.text if found else ""


def damage(store: Path, seed: int) -> None:
    """Pages of zeros or rubbish, the first one left alone."""
    chance = random.Random(seed)
    data = bytearray(store.read_bytes())
    for _ in range(chance.randint(1, 3)):
        at = PAGE * chance.randrange(1, len(data) // PAGE)
        data[at : at + PAGE] = bytes(PAGE) if chance.random() < 0.5 else chance.randbytes(PAGE)
    store.write_bytes(data)


def test_a_sound_library_is_left_alone(paths: Paths) -> None:
    with pytest.raises(UsageError, match="is sound"):
        rescue(paths)
    assert len(list(paths.folder.glob("library*.sqlite"))) == 1


def test_a_sound_library_can_be_rescued_anyway_and_is_the_same(paths: Paths) -> None:
    before = stories(paths.folder)
    assert rescue(paths, anyway=True).broken == ()
    assert stories(paths.folder) == before
    library = open_library(paths.folder)
    library.update_index()
    assert not library.check().differs
    assert library.undo() is not None  # what was done can be taken back still
    library.close()


@pytest.mark.parametrize("seed", range(10))
def test_what_can_be_read_is_saved_and_nothing_is_made_up(paths: Paths, seed: int) -> None:
    before = stories(paths.folder)
    damage(paths.store, seed)
    damaged = paths.store.read_bytes()
    try:
        done = rescue(paths, anyway=True)
    except LibraryError as error:
        assert "can be read" in str(error)
        assert paths.store.read_bytes() == damaged
        return
    assert done.damaged.read_bytes()[PAGE:] == damaged[PAGE:]  # the first says how it is locked
    with closing(sqlite3.connect(paths.store)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    after = stories(paths.folder)
    assert len(after) == done.articles
    for name, story in after.items():
        assert story[0] == before[name][0]
        assert all(
            is_so in (was, empty(was)) for is_so, was in zip(story, before[name], strict=True)
        )
    library = open_library(paths.folder)
    library.update_index()
    assert not library.check().differs
    library.close()


def empty(value: object) -> object:
    return type(value)()


def test_most_is_saved_of_most_damage(whole: Path, tmp_path: Path) -> None:
    saved = list(shares(whole, tmp_path))
    assert sum(share > 0.5 for share in saved) >= len(saved) * 2 // 3


def shares(whole: Path, tmp_path: Path) -> Iterator[float]:
    for seed in range(12):
        paths = Paths(Path(shutil.copytree(whole, tmp_path / f"{seed}")))
        damage(paths.store, 100 + seed)
        try:
            yield rescue(paths, anyway=True).articles / ARTICLES
        except LibraryError:
            yield 0.0


def test_a_text_that_is_lost_is_made_again_from_the_original(paths: Paths) -> None:
    with closing(sqlite3.connect(paths.store)) as db:
        db.execute("UPDATE bodies SET blocks = 'rubbish' WHERE article = 1")
        db.commit()
    done = rescue(paths, anyway=True)
    assert (done.remade, done.textless) == (1, 0)
    library = open_library(paths.folder)
    assert "said." in library.article(1).text
    library.close()


def test_an_article_that_is_lost_is_made_again_with_its_star(paths: Paths) -> None:
    before = stories(paths.folder)
    with closing(sqlite3.connect(paths.store)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("DROP TRIGGER entry_goes_first")
        db.execute("DELETE FROM articles WHERE key <= 20")
        db.commit()
    assert rescue(paths, anyway=True).revived == 20
    assert stories(paths.folder) == before


def test_of_what_is_no_library_the_copies_are_named(paths: Paths) -> None:
    paths.store.write_bytes(b"rubbish" * 10_000)
    (paths.folder / "library-version-3.sqlite").write_bytes(b"a copy")
    with pytest.raises(LibraryError, match="Beside it lie library-version-3"):
        rescue(paths)
    assert paths.store.read_bytes() == b"rubbish" * 10_000
