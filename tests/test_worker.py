"""Long jobs in a process of their own: done, reported, stopped, survived."""

from __future__ import annotations

import json
import os
import queue
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader import __version__
from reader.library import Library
from reader.worker import Report, Worker, _spawn, crashes

Write = Callable[..., Path]
Reports = queue.Queue[Report]


@pytest.fixture
def by_an_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker starts as it does for a person."""
    monkeypatch.setattr("reader.worker._spawn", _spawn)


@pytest.fixture
def reports() -> Reports:
    return queue.Queue()


@pytest.fixture
def worker(library: Library, reports: Reports) -> Iterator[Worker]:
    made = Worker(library.paths.folder, reports.put)
    yield made
    made.close(patience_s=30)


def end_of(reports: Reports, job: int) -> Report:
    """The last report of a job; those on its way there are progress."""
    while True:
        report = reports.get(timeout=30)
        if report.job == job and report.progress is None:
            return report


@pytest.mark.usefixtures("by_an_interpreter")
def test_jobs_are_done_one_after_the_other_and_reported(
    worker: Worker, reports: Reports, library: Library, write: Write
) -> None:
    path = write("a.txt", "A title here\n\nSome words about turnips.\n")
    adding, indexing = (
        worker.start("add", paths=[str(path), "/no/such/file"]),
        worker.start("index"),
    )
    added = end_of(reports, adding)
    assert added.ended is not None
    assert (added.do, added.ended["added"], len(added.ended["failures"])) == ("add", 1, 1)
    assert end_of(reports, indexing).ended == {"indexed": 1}
    assert library.search("turnips").total == 1
    assert not worker.busy("index")


def test_progress_is_relayed(worker: Worker, reports: Reports, write: Write) -> None:
    lines = "".join(
        json.dumps({"title": f"T{n}", "text": "Words here."}) + "\n" for n in range(120)
    )
    worker.start("add", paths=[str(write("a.jsonl", lines))])
    report = reports.get(timeout=30)
    assert report.progress is not None
    assert (report.progress.what, report.progress.total) == ("adding", 120)


def test_a_job_can_be_stopped_and_what_it_did_stands(
    worker: Worker, reports: Reports, library: Library, write: Write
) -> None:
    lines = "".join(
        json.dumps({"title": f"T{n}", "text": f"Words {n}."}) + "\n" for n in range(5000)
    )
    job = worker.start("add", paths=[str(write("a.jsonl", lines))])
    while (report := reports.get(timeout=30)).progress is None or report.progress.done < 200:
        pass
    worker.stop(job)
    ended = end_of(reports, job).ended
    assert ended is not None
    assert 0 < ended["added"] < 5000
    assert library.count() == ended["added"]


@pytest.mark.usefixtures("by_an_interpreter")
def test_a_killed_worker_is_told_and_its_job_is_done_by_another(
    worker: Worker, reports: Reports, library: Library, write: Write
) -> None:
    end_of(reports, worker.start("index"))
    assert worker._process is not None
    os.kill(worker._process.pid, signal.SIGSTOP)  # so that the job cannot end before the signal
    adding = worker.start("add", paths=[str(write("a.txt", "Title\n\nWords about turnips.\n"))])
    indexing = worker.start("index")
    os.kill(worker._process.pid, signal.SIGKILL)
    told = end_of(reports, adding)
    assert "ended unexpectedly (it was ended by SIGKILL) and was started again" in told.note
    added = end_of(reports, adding).ended
    assert added is not None
    assert added["added"] == 1
    assert end_of(reports, indexing).ended == {"indexed": 1}
    assert "it was ended by SIGKILL" in library.paths.crashes.read_text("utf-8")


@pytest.mark.usefixtures("by_an_interpreter")
def test_a_fault_is_told_kept_and_not_tried_again_and_other_jobs_go_on(
    worker: Worker, reports: Reports, library: Library
) -> None:
    faulty = worker.start("add")  # of what is not said: no request that the screen makes
    indexing = worker.start("index")
    told = end_of(reports, faulty).failed
    assert "ended with code 1" in told
    assert "busy with: add" in told
    assert str(library.paths.crashes) in told
    assert end_of(reports, indexing).ended == {"indexed": 0}
    kept = library.paths.crashes.read_text("utf-8")
    assert "KeyError: 'paths'" in kept
    assert __version__ in kept


def test_a_worker_that_keeps_dying_is_left_alone(worker: Worker, reports: Reports) -> None:
    told = [end_of(reports, worker.start("add")).failed for _ in range(3)]
    assert "left alone" not in told[1]
    assert "left alone until Broadsheet is started again" in told[2]
    assert worker._process is None
    refused = end_of(reports, worker.start("index"))
    assert "left alone" in refused.failed
    assert worker._process is None
    assert not worker.busy("index")


def test_crash_reports_never_grow_past_a_bound(tmp_path: Path) -> None:
    path, when = tmp_path / "crash-report.txt", datetime(2026, 11, 23, tzinfo=UTC)
    for number in range(300):
        words = "".join(f"line {n}{' and so on' * 99}\n" for n in range(900))
        assert crashes.keep(path, when, f"It ended, number {number}.", words)
    kept = path.read_text("utf-8")
    assert len(kept.encode()) <= 64_000
    assert kept.startswith("2026-11-23T00:00:00+00:00 · Broadsheet")
    assert "number 299." in kept
    assert "number 0." not in kept
    assert max(map(len, kept.splitlines())) <= 300
    assert not crashes.keep(tmp_path / "no folder" / "file", when, "It ended.", "")


def test_documents_do_not_wait_until_the_index_is_built(
    worker: Worker, reports: Reports, library: Library, write: Write
) -> None:
    lines = "".join(
        json.dumps({"title": f"T{n}", "text": f"Words {n}."}) + "\n" for n in range(1000)
    )
    library.add([str(write("a.jsonl", lines))])
    end_of(reports, worker.start("welcome"))
    assert worker._process is not None
    os.kill(worker._process.pid, signal.SIGSTOP)  # so that both are there when it goes on
    indexing = worker.start("index")
    adding = worker.start("add", paths=[str(write("b.txt", "Title\n\nWords about turnips.\n"))])
    os.kill(worker._process.pid, signal.SIGCONT)
    assert end_of(reports, adding).ended is not None
    assert worker.busy("index")
    ended = end_of(reports, indexing).ended
    assert ended == {"indexed": library.count()}
    assert library.search("turnips").total == 1


def test_an_unusable_library_is_a_sentence(tmp_path: Path, reports: Reports) -> None:
    (tmp_path / "library.sqlite").write_bytes(b"not a database at all, but a long enough line" * 40)
    worker = Worker(tmp_path, reports.put)
    job = worker.start("index")
    assert "is not a Broadsheet library" in end_of(reports, job).failed
    worker.close(patience_s=30)


@pytest.mark.usefixtures("by_an_interpreter")
def test_the_child_ends_with_its_parent(worker: Worker, reports: Reports) -> None:
    end_of(reports, worker.start("index"))
    process = worker._process
    assert process is not None
    worker.close(patience_s=30)
    assert process.returncode == 0
