"""Long jobs in a process of their own: done, reported, stopped, survived."""

from __future__ import annotations

import json
import os
import queue
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.library import Library
from reader.worker import Report, Worker

Write = Callable[..., Path]
Reports = queue.Queue[Report]


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


def test_a_killed_worker_is_told_and_the_next_job_starts_another(
    worker: Worker, reports: Reports, library: Library, write: Write
) -> None:
    worker.start("index")
    assert worker._process is not None
    reports.get(timeout=30)
    job = worker.start("add", paths=[str(write("a.txt", "Title\n\nWords.\n"))])
    os.kill(worker._process.pid, signal.SIGKILL)
    report = end_of(reports, job)
    # It may have been quicker than the signal; either way the next job is done.
    assert report.ended or "ended unexpectedly" in report.failed
    again = worker.start("index")
    while (report := end_of(reports, again)).failed:
        again = worker.start("index")
    assert report.ended is not None


def test_an_unusable_library_is_a_sentence(tmp_path: Path, reports: Reports) -> None:
    (tmp_path / "library.sqlite").write_bytes(b"not a database at all, but a long enough line" * 40)
    worker = Worker(tmp_path, reports.put)
    job = worker.start("index")
    assert "is not a Broadsheet library" in end_of(reports, job).failed
    worker.close(patience_s=30)


def test_the_child_ends_with_its_parent(worker: Worker, reports: Reports) -> None:
    end_of(reports, worker.start("index"))
    process = worker._process
    assert process is not None
    worker.close(patience_s=30)
    assert process.returncode == 0
