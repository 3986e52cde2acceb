"""The log: a line for what was done, bounded, its owner's, and without anybody's words."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from reader.library import Library
from reader.settings import journal
from reader.worker import crashes
from tests.feeds import serves
from tests.library.test_refreshing import follow, refresh
from tests.web import Answer, Web


def test_what_was_done_is_told_without_words_of_articles_addresses_or_passwords(
    library: Library, web: Web, tmp_path: Path
) -> None:
    web.answers["/feed?token=t0ken"] = serves("Zeppelin lands")
    follow(library, web.at("/feed?token=t0ken", "ada:s3cret@127.0.0.1"))
    web.answers["/feed?token=t0ken"] = Answer(
        b"Zeppelin", status=500, headers={"X-\x1b]0;x\x07": "s3cret"}
    )
    refresh(library)
    document = tmp_path / "zeppelin.txt"
    document.write_text("Zeppelin\n\nIt lands.\n")
    library.add([str(document), str(tmp_path / "none-s3cret.txt")])
    library.rebuild_index()
    try:
        raise ValueError("Zeppelin s3cret")
    except ValueError as error:
        from datetime import datetime

        when = datetime.now().astimezone()
        crashes.keep(library.paths.crashes, when, "The screen failed.", crashes.trace(error))
    log = library.paths.log.read_text()
    for said in ("add: 1 added, 0 edited, 1 not read", "refresh: 1 feeds", "feed 1 (127.0.0.1) ",
                 "index: to be built anew", "The screen failed."):  # fmt: skip
        assert said in log, log
    for hidden in ("eppelin", "s3cret", "t0ken", "ada", "/feed"):
        assert hidden not in log, log
    assert library.paths.log.stat().st_mode & 0o077 == 0


def test_it_turns_over_at_its_bound_and_many_writers_lose_no_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "broadsheet.log"
    journal.note(path, "one \x1b[31m red \x07\n line \u202e" + "x" * 9_999)
    (only,) = path.read_text().splitlines()
    assert only.isprintable()
    assert len(only) < 400
    monkeypatch.setattr(journal, "MOST_BYTES", 100_000)

    def write(name: int) -> None:
        for number in range(200):
            journal.note(path, f"writer {name} line {number}")

    writers = [threading.Thread(target=write, args=(name,)) for name in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    lines = [r for p in tmp_path.glob("broadsheet.log*") if ".lock" not in p.name for r in p.read_text().splitlines()]  # fmt: skip
    assert len(lines) == 1 + 8 * 200
    for number in range(6_000):
        journal.note(path, f"line {number}")
    kept = [p for p in tmp_path.iterdir() if not p.name.endswith(".lock")]
    assert {p.name for p in kept} == {"broadsheet.log", "broadsheet.log.1"}
    assert all(p.stat().st_size < 100_000 + 400 for p in kept)


def test_where_no_log_can_be_work_goes_on(library: Library, tmp_path: Path) -> None:
    library.paths.log.mkdir()
    document = tmp_path / "a.txt"
    document.write_text("A title\n\nSome words.\n")
    assert library.add([str(document)]).added == 1
    elsewhere = tmp_path / "mine"
    elsewhere.write_text("mine")
    link = tmp_path / "broadsheet.log"
    link.symlink_to(elsewhere)
    journal.note(link, "not there")
    assert elsewhere.read_text() == "mine"
