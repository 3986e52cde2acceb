"""The long jobs that the worker process does for the screen, and how far they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from reader.library import Library
from reader.tui.widgets.status import StatusLine

if TYPE_CHECKING:
    from reader.worker import Report, Worker


class Chores:
    """Starts the worker's jobs and says how they go."""

    def __init__(
        self,
        library: Library,
        status: StatusLine,
        hear: Callable[[Report], None],
        *,
        quiet: bool = False,
    ) -> None:
        """`hear` is called on the worker's thread and brings its reports to `take`.

        With `quiet`, how far a job is does not stand in the line at the foot.
        """
        self._quiet = quiet
        self._library = library
        self._status = status
        self._hear = hear
        self._worker: Worker | None = None
        self._numbers: dict[str, int] = {}
        self.progress = ""
        """How far the job at hand is, as a sentence; "" when there is none."""

    def begin(self) -> None:
        """Start the worker, once: the first articles of an empty library, and the index."""
        if self._worker:
            return
        from reader.worker import Worker

        self._worker = Worker(self._library.paths.folder, self._hear)
        if not self._library.welcomed:
            self._worker.start("welcome")
        self._worker.start("index")

    def have_done(self, job: str, **details: Any) -> None:
        """Have a job done, unless it is under way."""
        if not self.busy(job):
            self.start(job, **details)

    def start(self, job: str, **details: Any) -> None:
        """Have a job done after those that wait."""
        self.begin()
        if self._worker:
            self._numbers[job] = self._worker.start(job, **details)

    def busy(self, job: str) -> bool:
        """Is such a job waiting or under way?"""
        return self._worker is not None and self._worker.busy(job)

    def stop(self, job: str) -> None:
        """End the newest of such jobs early; what it did until then stands."""
        if self._worker and job in self._numbers:
            self._worker.stop(self._numbers[job])

    @property
    def welcoming(self) -> bool:
        """Are the first articles still to come?"""
        return self._worker is None or self._worker.busy("welcome")

    def take(self, report: Report) -> bool:
        """Say what the worker reports; True if a job has ended."""
        self.progress = ""
        if report.progress:
            self.progress = report.progress.sentence
        self._status.show(progress="" if self._quiet else self.progress)
        if alarm := report.failed or report.note:
            self._status.show(message=alarm, alarm=True)
        return report.progress is None

    def close(self, patience_s: float) -> None:
        """Tell the worker to end; it is given `patience_s`, and also ends, later, by itself."""
        if self._worker:
            self._worker.close(patience_s)
