"""The index follows the store, and can always be mended from it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from reader.errors import IndexUnavailable
from reader.library import Library, open_library
from reader.store import changes

Write = Callable[..., Path]


@pytest.fixture
def stocked(library: Library, write: Write) -> Library:
    for name, body in {
        "ferry.txt": "Ferry back in service\n\nThe ferry crosses the strait again from Monday on.",
        "bread.txt": "Bread prices rise\n\nBakers blame the harvest for dearer flour.",
        "chess.txt": "Chess title stays home\n\nThe final lasted six hours before a draw.",
    }.items():
        path = write(name, body)
    library.add([str(path.parent)])
    library.update_index()
    return library


def found(library: Library, query: str, **options: bool) -> list[str]:
    answer = library.search(query, **options)  # type: ignore[arg-type]
    return [h.title for h in library.headlines([hit.key for hit in answer.hits])]


def test_every_word_of_every_article_is_found(stocked: Library) -> None:
    assert found(stocked, "strait") == ["Ferry back in service"]
    assert found(stocked, "baker flour") == ["Bread prices rise"]
    assert found(stocked, "ferr", typing=True) == ["Ferry back in service"]


def test_the_index_is_on_the_disk_before_the_store_is_told_that_it_has_heard(
    stocked: Library, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut would keep what was told and lose what it was told of."""
    synced, missing = set[int](), list[str]()
    sync, told = os.fsync, changes.acknowledge

    def noted(file: int) -> None:
        synced.add(os.fstat(file).st_ino)
        sync(file)

    def acknowledge(db: sqlite3.Connection, numbers: list[int]) -> None:
        place = stocked._index.place
        now = {path.name: path.stat().st_ino for path in place.iterdir() if path.is_file()}
        new = {name for name in now if name not in before and "LOCK" not in name}
        assert new
        missing.extend(name for name in new if now[name] not in synced)
        missing.extend(["the folder"] * (place.stat().st_ino not in synced))
        told(db, numbers)

    before = {path.name for path in stocked._index.place.iterdir()}
    stocked.add([str(write("snow.txt", "Snow on the pass\n\nThe road stays closed."))])
    monkeypatch.setattr(os, "fsync", noted)
    monkeypatch.setattr(changes, "acknowledge", acknowledge)
    stocked.update_index()
    assert found(stocked, "snow") == ["Snow on the pass"]
    assert synced and not missing


def test_an_edit_is_found_and_the_former_text_is_not(stocked: Library, write: Write) -> None:
    path = write(
        "ferry.txt", "Ferry back in service\n\nThe boat crosses the lagoon again from Monday on."
    )
    stocked.add([str(path)])
    stocked.update_index()
    assert found(stocked, "lagoon") == ["Ferry back in service"]
    assert found(stocked, "strait") == []


def test_a_list_narrows_the_search(stocked: Library) -> None:
    key = next(
        k for k in list(stocked.keys()) if stocked.headlines([k])[0].title.startswith("Bread")
    )
    stocked.mark([key], "starred", True)
    assert len(stocked.search("the", "all").hits) == 3
    assert [h.key for h in stocked.search("the", "starred").hits] == [key]


def test_a_healthy_library_agrees(stocked: Library) -> None:
    report = stocked.check()
    assert (report.articles, report.differs, report.pending, report.damage) == (3, False, 0, ())


@pytest.mark.parametrize("harm", ["delete", "truncate", "garble"])
def test_a_harmed_index_is_noticed_and_healed(stocked: Library, harm: str) -> None:
    folder = stocked.paths.index
    stocked.close()
    files = [f for f in folder.rglob("*") if f.is_file() and f.stat().st_size]
    if harm == "delete":
        shutil.rmtree(folder)
    for file in files if harm != "delete" else []:
        raw = file.read_bytes()
        file.write_bytes(raw[: len(raw) // 2] if harm == "truncate" else raw[::-1])
    again = open_library(stocked.paths.folder)
    report = again.check()
    assert report.differs
    again.heal(report)
    assert not again.check().differs
    assert found(again, "strait") == ["Ferry back in service"]
    again.close()


@pytest.mark.parametrize("kind", ["*.trm", "*.pst", "*.key.col", "*.toc"])
def test_harm_to_any_one_kind_of_file_is_mended_by_check(stocked: Library, kind: str) -> None:
    stocked.close()
    for file in stocked.paths.index.glob(kind):
        file.write_bytes(b"\xff" * file.stat().st_size)
    again = open_library(stocked.paths.folder)
    with suppress(IndexUnavailable):
        again.search("strait six")
    again.close()
    # Another process knows of what the search came upon.
    again = open_library(stocked.paths.folder)
    again.heal(again.check())
    assert found(again, "strait") == ["Ferry back in service"]
    assert not again.check().differs
    again.close()


def test_what_the_index_lacks_or_has_too_much_of_is_named_and_mended(stocked: Library) -> None:
    keys = list(stocked.keys())
    with stocked._database.writing() as db:
        db.execute("UPDATE articles SET revision = 9 WHERE key = ?", (keys[0],))
        db.execute("DELETE FROM articles WHERE key = ?", (keys[1],))
        db.execute("DELETE FROM changes")
    stocked._index.apply([], [keys[2]])
    report = stocked.check()
    assert (report.outdated, report.extra, report.missing) == ([keys[0]], [keys[1]], [keys[2]])
    stocked.heal(report)
    assert not stocked.check().differs


def test_a_rebuild_gives_the_same_answers(stocked: Library) -> None:
    before = found(stocked, "the")
    assert stocked.rebuild_index() == 3
    assert found(stocked, "the") == before


def test_a_stopped_update_goes_on_where_it_was(stocked: Library) -> None:
    assert stocked.rebuild_index(stopped=lambda: True) == 0
    with stocked._database.writing() as db:
        db.execute("UPDATE articles SET revision = revision + 1")
    assert stocked.update_index(stopped=lambda: True) == 0
    assert stocked.pending() == 3
    assert stocked.update_index() == 3


def test_two_that_index_at_once_take_turns(stocked: Library, write: Write) -> None:
    for number in range(60):
        path = write(
            f"more{number}.txt", f"More {number}\n\nText of article number {number} about turnips."
        )
    stocked.add([str(path.parent)])
    other = open_library(stocked.paths.folder)
    threads = [threading.Thread(target=lib.update_index) for lib in (stocked, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not stocked.check().differs
    assert stocked.search("turnips").total == other.search("turnips").total == 60
    other.close()


def test_an_empty_library_is_healthy(library: Library) -> None:
    assert not library.check().differs
    assert library.search("anything").total == 0


def test_articles_from_before_languages_were_found_get_theirs_with_the_index(
    stocked: Library,
) -> None:
    with sqlite3.connect(stocked.paths.store) as db:
        db.execute("UPDATE articles SET language = ''")
        before = db.execute("SELECT key, revision FROM articles").fetchall()
    db.close()
    assert stocked.search("lang:en").total == 0
    stocked.rebuild_index()
    assert stocked.search("lang:en").total == 3
    with sqlite3.connect(stocked.paths.store) as db:
        assert db.execute("SELECT key, revision FROM articles").fetchall() == before
    db.close()
    assert not stocked.check().differs
