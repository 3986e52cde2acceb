"""`backup`, `restore` and `rescue` on the command line: what they say, and the code they end with."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.conftest import Run


def test_a_library_is_backed_up_and_put_back(run: Run, stocked: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "kept.sqlite")
    first = run("backup", file, "--json")
    assert (first.code, first.records[0]["file"]) == (0, file)
    assert first.records[0]["bytes"] == Path(file).stat().st_size
    again = run("backup", file)
    assert (again.code, again.out) == (2, "")
    assert "add --replace" in again.err
    assert run("backup", file, "--replace").code == 0

    listed = run("list", "--json").out
    (one, *_) = run("list", "--json").records
    run("star", one["id"])
    back = run("restore", file, "--json")
    assert (back.code, back.records[0]["articles"], back.records[0]["waiting"]) == (0, 3, 0)
    assert Path(back.records[0]["former"]).exists()
    assert f"is kept as {back.records[0]['former']}" in back.err
    assert run("list", "--json").out == listed
    assert len(run("search", "ferry", "--json").records) == 1


def test_backing_up_nothing_makes_nothing(run: Run, tmp_path: Path, own_library: Path) -> None:
    ran = run("backup", str(tmp_path / "kept.sqlite"))
    assert (ran.code, ran.out) == (2, "")
    assert "There is no library" in ran.err
    assert not own_library.exists() and not (tmp_path / "kept.sqlite").exists()
    assert run("restore", str(tmp_path / "kept.sqlite")).code == 2
    assert not own_library.exists()


def test_a_damaged_library_is_rescued(run: Run, stocked: Path, own_library: Path) -> None:
    listed = run("list", "--json").out
    assert run("rescue").code == 2  # nothing is wrong
    store = own_library / "library.sqlite"
    data = bytearray(store.read_bytes())
    with closing(sqlite3.connect(store)) as db:
        (page,) = db.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'articles'"
        ).fetchone()
    data[(page - 1) * 4096 : page * 4096] = bytes(4096)
    store.write_bytes(data)
    broken = run("check")
    assert broken.code == 3
    assert "broadsheet rescue" in broken.err
    done = run("rescue", "--json")
    assert (done.code, done.records[0]["articles"], done.records[0]["revived"]) == (0, 3, 3)
    assert Path(done.records[0]["damaged"]).exists()
    assert run("list", "--json").out == listed
    assert len(run("search", "ferry", "--json").records) == 1


def test_all_of_a_library_goes_through_a_pipe(run: Run, stocked: Path, tmp_path: Path) -> None:
    run("star", run("list", "--json").records[0]["id"])
    exported = run("export", "--all")
    assert exported.code == 0
    (tmp_path / "all.jsonl").write_text(exported.out, encoding="utf-8")
    other = str(tmp_path / "other")
    added = run("--library", other, "add", str(tmp_path / "all.jsonl"), "--json")
    assert added.code == 0
    listed = run("--library", other, "list", "--json").out
    assert listed == run("list", "--json").out
    assert len(run("--library", other, "search", "ferry", "--json").records) == 1
    piped = run(
        "--library", str(tmp_path / "third"), "add", "-", "--json", stdin=exported.out.encode()
    )
    assert piped.code == 0
    assert run("--library", str(tmp_path / "third"), "list", "--json").out == listed
    assert run("export").code == 2
    assert run("export", "--all", "abc").code == 2
