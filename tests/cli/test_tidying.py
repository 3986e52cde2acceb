"""`broadsheet tidy`: what it says, what it does, and what is wished of a feed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.conftest import Run
from tests.feeds import serves
from tests.web import Web


def test_tidying_is_told_before_it_is_done(
    run: Run, web: Web, own_library: Path, tmp_path: Path
) -> None:
    web.answers["/a"] = serves("Ferry", "Bread", "Chess")
    assert run("follow", web.at("/a")).code == 0
    alone = run("tidy")
    assert alone.code == 0 and "Everything is kept: no limit is set." in alone.err
    wrong = run("feeds", "set", "1", "--keep", "soon")
    assert wrong.code == 2 and "write 90d, 200, 90d,200 or all" in wrong.err
    assert run("feeds", "set", "1", "--keep", "9d, 1", "--json").records[0]["keep"] == "9d,1"
    assert 'broadsheetKeep="9d,1"' in run("feeds", "export").out
    run("read", "--all")
    assert "Nothing would go." in run("tidy", "--dry-run").err  # all was touched today
    with closing(sqlite3.connect(own_library / "library.sqlite")) as db:
        db.execute("UPDATE states SET read_at = 1")
        db.execute("UPDATE articles SET added = 1")
        db.commit()
    planned = run("tidy", "--dry-run")
    assert planned.out.split()[:2] == ["1", "3"] and planned.out.rstrip().endswith("The Paper")
    assert "3 articles of 1 feed would go" in planned.err and "cannot be undone" in planned.err
    assert run("feeds", "set", "1", "--keep", "all").code == 0
    assert run("tidy", "--dry-run", "--json").records[0]["articles"] == 0
    assert run("settings", "set", "keep.count", "2").code == 0
    assert "Nothing would go." not in run("feeds", "set", "1", "--keep", "", "--json").err
    kept = tmp_path / "kept.sqlite"
    done = run("tidy", "--backup", str(kept), "--json")
    assert (done.code, done.records[0]["articles"], done.records[0]["left"]) == (0, 1, 0)
    assert "Backed up to" in done.err and "1 article went." in done.err
    assert len(run("list", "--json").records) == 2 and kept.exists()
    assert run("tidy", "--backup", str(kept)).code == 2  # it is there already, so nothing went
    # By itself after a refresh, once it is turned on; the first look only notes the clock.
    run("settings", "set", "keep.automatic", "true")
    run("settings", "set", "keep.count", "1")
    assert "went" not in run("refresh", "--all").err
    with closing(sqlite3.connect(own_library / "library.sqlite")) as db:
        db.execute("UPDATE facts SET value = value - 90000 WHERE name = 'tidied'")
        db.commit()
    assert "1 old article went, as your settings say." in run("refresh", "--all").err
    assert len(run("search", "ferry OR bread OR chess", "--json").records) == 1
