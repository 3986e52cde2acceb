"""`broadsheet doctor` says what is amiss, and names nothing that is a person's own."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from tests.cli.conftest import Run


def advice(run: Run) -> dict[str, str]:
    return {each["name"]: each["advice"] for each in run("doctor", "--json").records}


def test_a_library_that_is_well_has_nothing_amiss_but_what_the_place_lacks(
    run: Run, stocked: Path, own_library: Path
) -> None:
    told = run("doctor")
    assert "store         version" in told.out and "index         ready, 3 articles" in told.out
    assert "names no article" in told.err
    assert "ferry" not in told.out.lower()
    found = advice(run)
    assert not any(found[name] for name in ("library", "permissions", "store", "index", "clock"))


def test_before_the_first_article_it_works_and_makes_nothing(run: Run, own_library: Path) -> None:
    assert "is not there yet" in run("doctor").out
    assert not own_library.exists()


def test_each_trouble_is_named_with_what_to_do(run: Run, stocked: Path, own_library: Path) -> None:
    os.chmod(own_library, 0o755)  # noqa: PTH101
    with closing(sqlite3.connect(own_library / "library.sqlite")) as db:
        db.execute("UPDATE articles SET added = ? WHERE key = 1", (int(time.time()) + 10 * 86400,))
        db.execute("PRAGMA user_version = 999")
        db.commit()
    for path in (own_library / "index").rglob("*.toc"):
        path.unlink()
    found = advice(run)
    assert "chmod 700" in found["permissions"]
    assert "10.0 days" in found["clock"]
    assert "Update Broadsheet" in found["store"]
    assert "broadsheet index" in found["index"]
    assert run("doctor").code == 1


def test_a_ruined_store_is_told_and_left_as_it_is(
    run: Run, stocked: Path, own_library: Path
) -> None:
    store = own_library / "library.sqlite"
    store.write_bytes(b"rubbish" * 1000)
    assert "broadsheet rescue" in advice(run)["store"]
    assert store.read_bytes() == b"rubbish" * 1000
