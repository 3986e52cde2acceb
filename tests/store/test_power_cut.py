"""The power goes: of the log, whatever was not synced yet is cut off, torn, garbled or never written.

After each commit that was acknowledged, SQLite has synced the log up to there. So from there on
it may hold anything, and up to there it is whole: every commit that was acknowledged is there,
the next one all or not at all. A real power cut on a real file system is torture's
(`test_power.py`).
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader.library import open_library
from reader.store.database import Database

_FRAME_HEAD, _LOG_HEAD, _PAGE = 24, 32, 4096
_FRAME = _FRAME_HEAD + _PAGE
WORDS = "a stretch of text that fills a page of the file before long " * 40


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[int, int]]]:
    """A library in the midst of its life: the file, the log, and (bytes of log, facts) after each commit."""
    folder = tmp_path_factory.mktemp("lives")
    open_library(folder).close()
    database = Database(folder / "library.sqlite")
    log, commits = folder / "library.sqlite-wal", []
    for number in range(1, 40):
        with database.writing() as db:
            for part in range(number % 4 + 1):
                db.execute("INSERT INTO facts VALUES (?, ?)", (f"{number}-{part}", WORDS))
            db.execute("INSERT OR REPLACE INTO facts VALUES ('number', ?)", (str(number),))
        commits.append((log.stat().st_size, number))
    shutil.copytree(folder, folder / "copy", ignore=shutil.ignore_patterns("*-shm", "copy"))
    database.close()
    return folder / "copy", commits


def opened_after(place: Path, store: bytes, log: bytes) -> int:
    """The last commit that is there, when these two files are found; all of each, or nothing of it."""
    place.mkdir()
    (place / "library.sqlite").write_bytes(store)
    (place / "library.sqlite-wal").write_bytes(log)
    with closing(Database(place / "library.sqlite")) as database:
        db = database.connection
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        row = db.execute("SELECT value FROM facts WHERE name = 'number'").fetchone()
        last = int(row[0]) if row else 0
        parts = sum(number % 4 + 1 for number in range(1, last + 1))
        found = db.execute("SELECT count(*) FROM facts WHERE value = ?", (WORDS,)).fetchone()
        assert found == (parts,)
    return last


def test_whatever_becomes_of_what_was_not_synced_each_acknowledged_commit_is_there(
    written: tuple[Path, list[tuple[int, int]]], tmp_path: Path
) -> None:
    folder, commits = written
    store = (folder / "library.sqlite").read_bytes()
    log = (folder / "library.sqlite-wal").read_bytes()
    chance = random.Random(6)
    ends = [*range(_LOG_HEAD, len(log) + 1, _FRAME), *chance.sample(range(len(log)), 40)]
    for turn, end in enumerate(ends):
        acknowledged = max((number for size, number in commits if size <= end), default=0)
        torn = log[:end]
        match chance.randrange(4):
            case 0:
                torn += bytes(len(log) - end)  # the length was written, the bytes were not
            case 1:
                torn += chance.randbytes(3 * _FRAME)
            case 2:  # a later frame came to the disk before an earlier one
                torn += bytes(_FRAME) + log[end + _FRAME :]
        assert opened_after(tmp_path / str(turn), store, torn) == acknowledged


def test_a_checkpoint_that_is_cut_off_loses_nothing(
    written: tuple[Path, list[tuple[int, int]]], tmp_path: Path
) -> None:
    """Some of its pages are in the file, torn ones among them; the log is there until all are."""
    folder, commits = written
    store = (folder / "library.sqlite").read_bytes()
    log = (folder / "library.sqlite-wal").read_bytes()
    whole = tmp_path / "whole"
    shutil.copytree(folder, whole)
    with closing(sqlite3.connect(whole / "library.sqlite")) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    after = (whole / "library.sqlite").read_bytes()
    chance = random.Random(7)
    for turn in range(30):
        mixed = bytearray(store.ljust(len(after), b"\0"))
        for place in range(0, len(after), _PAGE):
            if chance.random() < turn / 30:
                end = place + (_PAGE if chance.random() < 0.8 else 512 * chance.randrange(8))
                mixed[place:end] = after[place:end]
        assert opened_after(tmp_path / str(turn), bytes(mixed), log) == commits[-1][1]


def test_every_connection_syncs_with_each_commit(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "library.sqlite")) as database:
        for pragma, value in (
            ("synchronous", 2),
            ("journal_mode", "wal"),
            ("foreign_keys", 1),
            ("journal_size_limit", 64 << 20),
        ):
            assert database.connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)
