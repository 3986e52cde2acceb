"""What the screen says and does while the index is made anew, and when the worker dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

from reader import __version__
from reader.library import Library
from reader.models import Progress
from reader.search import SCHEMA_VERSION, editions
from reader.store import facts
from reader.tui.screens.reading import Told
from reader.worker import Report
from tests.pilot import desk


def stock(library: Library, write: Callable[..., Path]) -> None:
    """One article, indexed; and nothing that comes with Broadsheet."""
    with library._database.writing() as db:
        facts.put(db, "welcomed", __version__)
    library.add([str(write("a.txt", "Ferry back in service\n\nThe ferry sails again.\n"))])
    library.update_index()


async def test_an_index_of_another_version_answers_on_the_screen_and_is_built_anew(
    library: Library, write: Callable[..., Path]
) -> None:
    stock(library, write)
    editions.put_mark(library.paths.index, editions.Mark(SCHEMA_VERSION, "another"))
    async with desk(library) as at:
        await at.press("slash")
        await at.type("ferry")
        await at.sees("1 found")
        await at.until(lambda: library.index_state() == "ready")
        await at.type(" sails")
        await at.sees("1 found", "Ferry back in service")


async def test_how_far_a_rebuild_is_stands_in_the_status_line(library: Library) -> None:
    report = Report(99, "index", Progress("rebuilding", 12_000, 50_000))
    async with desk(library) as at:

        def seen() -> bool:
            at.screen.post_message(Told(report))  # again: the worker's own reports come between
            return "Rebuilding the index, 12,000 of 50,000; search answers" in at.text

        await at.until(seen)


async def test_a_killed_worker_is_told_on_the_screen(
    library: Library, write: Callable[..., Path]
) -> None:
    stock(library, write)
    async with desk(library) as at:
        await at.until(lambda: at.screen._chores._worker)
        worker = at.screen._chores._worker
        assert worker
        await at.until(lambda: worker._process and not worker.busy("index"))
        assert worker._process
        os.kill(worker._process.pid, signal.SIGSTOP)  # so that it cannot end before the signal
        worker.start("index")
        os.kill(worker._process.pid, signal.SIGKILL)
        await at.sees("The background process ended unexpectedly (it was ended by SIGKILL)")
        await at.until(lambda: not worker.busy("index"))
