"""What `add` does: find the files, take them in by batches, notice what vanished; fetch pages."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from reader import parsing
from reader.errors import DocumentError
from reader.library import carrying
from reader.library.intake import BATCH, BATCH_BYTES, Intake
from reader.models import AddReport, Document, Failure, Progress, file_of
from reader.search.index import Index
from reader.sources import files, pages, shipped
from reader.store import facts, lists, origins
from reader.store.database import Database

OnProgress = Callable[[Progress], None]
Stopped = Callable[[], bool]

_DAY = 86_400


def add(
    database: Database,
    index: Index,
    paths: Sequence[str],
    stdin: BinaryIO | None,
    now: int,
    on_progress: OnProgress,
    stopped: Stopped,
) -> AddReport:
    """Take in all that is found at these paths and web addresses; `-` stands for `stdin`."""
    addresses = dict.fromkeys(path for path in paths if pages.is_address(path))
    named = [path for path in paths if path != "-" and path not in addresses]
    found = files.find(named)
    intake = Intake(database, now)
    intake.report.failures.extend(found.failures)
    intake.report.passed_over = dict(found.passed_over)
    whole = [path for path in found.files if files.holds_records(path) and _is_library(path)]
    found = replace(found, files=tuple(path for path in found.files if path not in whole))
    total = _count([*whole, *found.files]) + ("-" in paths) + len(addresses)
    progress = Progress("adding", 0, total)
    piped = files.read_stdin(stdin) if "-" in paths and stdin is not None else None

    def take_library(report: AddReport, lines: Iterable[bytes | Failure], named: str) -> None:
        had = _had(itertools.takewhile(lambda _: not stopped(), lines), report)
        try:
            for _ in carrying.take_in(database, index, had, now, report):
                progress.done += 1
                on_progress(progress)
        except DocumentError as error:
            report.failures.append(Failure(named, str(error)))

    for path in whole:
        records = files.open_records(path)
        if isinstance(records, Failure):
            intake.report.failures.append(records)
        else:
            take_library(intake.report, records.lines, str(path))
    if isinstance(piped, Document) and carrying.is_carried(piped.raw):
        take_library(intake.report, piped.raw.splitlines(), "standard input")
        piped = None
    _take(intake, _documents(found.files, piped), progress, on_progress, stopped)
    for address in addresses:
        # Each by itself: what has been fetched is saved before the next one is waited for.
        if not stopped():
            _take(intake, _page(address, stopped), progress, on_progress, stopped)
    intake.report.stopped = stopped()
    intake.finish()
    if not intake.report.stopped:
        intake.lose(_vanished(database, named, found.files, intake.seen))
    return intake.report


def _is_library(path: Path) -> bool:
    """Is it what `export --all` wrote?"""
    records = files.open_records(path)
    if isinstance(records, Failure):
        return False
    first = next(records.lines, b"")
    return not isinstance(first, Failure) and carrying.is_carried(first)


def _had(lines: Iterable[bytes | Failure], report: AddReport) -> Iterator[bytes]:
    """The lines that could be read; the others go into the report."""
    for line in lines:
        if isinstance(line, Failure):
            report.failures.append(line)
        else:
            yield line


def welcome(database: Database, now: int, version: str) -> AddReport:
    """Take in the shipped articles and remember of which version they are.

    A library that somebody has filled without them is left as it is.
    """
    intake = Intake(database, now, below=_DAY)  # today's news stands above the guide
    if facts.get(database.connection, "welcomed") or lists.is_empty(database.connection):
        intake.take(shipped.documents())
    with database.writing() as db:
        facts.put(db, "welcomed", version)
    return intake.report


def _documents(
    found: Iterable[Path], piped: Document | Failure | None
) -> Iterator[Document | Failure]:
    if piped is not None:
        yield from _split(piped)
    for path in found:
        yield from _read_records(path) if files.holds_records(path) else iter((files.read(path),))


def _page(address: str, stopped: Stopped) -> Iterator[Document | Failure]:
    page = pages.read(address, stopped)
    if not stopped():
        yield page


def _read_records(path: Path) -> Iterator[Document | Failure]:
    records = files.open_records(path)
    if isinstance(records, Failure):
        return iter((records,))
    return parsing.split_lines(records.origin, records.name, records.lines)


def _count(found: Iterable[Path]) -> int:
    """How many documents there are to read, for the progress bar."""
    total = 0
    for path in found:
        records = files.open_records(path) if files.holds_records(path) else None
        total += (
            1 if records is None or isinstance(records, Failure) else sum(1 for _ in records.lines)
        )
    return total


def _split(document: Document | Failure) -> Iterator[Document | Failure]:
    if isinstance(document, Failure):
        yield document
    else:
        yield from parsing.split(document)


def _take(
    intake: Intake,
    documents: Iterator[Document | Failure],
    progress: Progress,
    on_progress: OnProgress,
    stopped: Stopped,
) -> None:
    def count() -> None:
        progress.done += 1
        on_progress(progress)

    on_progress(progress)
    for batch in _batches(intake, documents, count):
        # Whoever stops waits for the documents at hand only, not for the whole batch.
        intake.take(itertools.takewhile(lambda _: not stopped(), batch), count)
        if stopped():
            break


def _batches(
    intake: Intake, documents: Iterator[Document | Failure], count: Callable[[], None]
) -> Iterator[list[Document]]:
    """As many documents as one transaction should hold; what failed goes into the report."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        if isinstance(document, Failure):
            intake.report.failures.append(document)
            count()
            continue
        batch.append(document)
        size += len(document.raw)
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    yield batch


def _vanished(
    database: Database, named: Sequence[str], found: Iterable[Path], seen: set[str]
) -> Iterator[str]:
    """Places known from before, below what was named, at which nothing is found any more."""
    read = {files.origin_of(path) for path in found}
    for path in named:
        place = _place(path)
        below = origins.under(database.connection, place.rstrip("/") + "/")
        records = origins.under(database.connection, place + "#")
        alone = [place] if origins.find(database.connection, place) else []
        for origin in {*below, *records, *alone} - seen:
            if _is_gone(origin, read):
                yield origin


def _place(path: str) -> str:
    try:
        return files.origin_of(files.real(path))
    except RuntimeError:  # `~nobody`: nothing was ever read there
        return path


def _is_gone(origin: str, read: set[str]) -> bool:
    """A file that is not there, or a record that its file no longer holds.

    A place that cannot be looked at (a folder without permission) is not gone.
    """
    path = file_of(origin)
    if path != origin and path in read:
        return True
    try:
        Path(path).lstat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return False
