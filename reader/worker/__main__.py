"""The child process: takes jobs from its standard input, one after the other.

A fault ends it, with a traceback on standard error; the screen's side keeps
that and starts another. What the index needs goes on whenever nothing else waits,
so that nobody's documents wait until an index is built anew.
"""

from __future__ import annotations

import faulthandler
import json
import os
import queue
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import IO, Any

from reader.errors import ReaderError
from reader.library import Library, open_library
from reader.light import dataclass
from reader.models import Progress
from reader.worker import feeds

NICENESS = 10
_TELL_S = 0.25
"""The least time between two words on how far a job is."""
_UPKEEP = ("index", "mend", "refresh")
"""Jobs that give way to others and go on afterwards."""


@dataclass(slots=True)
class _Child:
    """Jobs come by a queue that a thread fills."""

    folder: Path
    output: IO[str]
    library: Library | None = None
    jobs: queue.Queue[dict[str, Any] | None] = field(default_factory=queue.Queue)
    stopped: set[int] = field(default_factory=set)
    closed: threading.Event = field(default_factory=threading.Event)

    def listen(self, lines: IO[str]) -> None:
        """Read orders until the input closes."""
        for line in lines:
            message = json.loads(line)
            if "stop" in message:
                self.stopped.add(message["stop"])
            else:
                self.jobs.put(message)
        self.closed.set()
        self.jobs.put(None)

    def work(self) -> None:
        """Do the jobs, one after the other, until the input closes."""
        while (message := self.jobs.get()) is not None and not self.closed.is_set():
            self._say(message["job"], begins=True)
            try:
                result = self._do(message)
            except ReaderError as error:
                self._say(message["job"], failed=str(error))
            else:
                self._end(message, result)

    def _end(self, message: dict[str, Any], result: dict[str, Any]) -> None:
        """Say so; or, if it only gave way to another job, let it go on after that one."""
        if message["do"] in _UPKEEP and self._others_wait() and not self._is_stopped(message):
            message["so far"] = result
            self.jobs.put(message)
        else:
            self._say(message["job"], ended=result)

    def _do(self, message: dict[str, Any]) -> dict[str, Any]:
        job = message["job"]
        if self.library is None:
            self.library = open_library(self.folder)
        library = self.library

        last = 0.0

        def on_progress(progress: Progress) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last < _TELL_S and progress.done < progress.total:
                return  # each is drawn by the screen, which has keys to answer
            last = now
            told = {"done": progress.done, "total": progress.total, "new": progress.new}
            self._say(job, what=progress.what, **told)

        def stopped() -> bool:
            return self._is_stopped(message)

        def gives_way() -> bool:
            return stopped() or self._others_wait()

        match message["do"]:
            case "index" | "mend":  # what a search stumbled over is known to the index
                heard = library.update_index(on_progress=on_progress, stopped=gives_way)
                return {"indexed": heard + message.get("so far", {}).get("indexed", 0)}
            case "refresh":
                return feeds.refresh(library, message, on_progress, gives_way)
            case "follow":
                return feeds.follow(library, message, stopped)
            case "fulltext":
                return feeds.fulltext(library, message, stopped)
            case "starters":
                return feeds.starters(library, message)
            case "tidy":
                return feeds.tidy(library, on_progress, stopped)
            case "welcome":
                return {"added": library.welcome().added}
            case "add":
                report = library.add(message["paths"], on_progress=on_progress, stopped=stopped)
                return {
                    "added": report.added,
                    "updated": report.updated,
                    "failures": [[failure.what, failure.why] for failure in report.failures],
                }
        return {}

    def _is_stopped(self, message: dict[str, Any]) -> bool:
        return self.closed.is_set() or message["job"] in self.stopped

    def _others_wait(self) -> bool:
        return any(m is not None and m["do"] not in _UPKEEP for m in tuple(self.jobs.queue))

    def _say(self, job: int, **fields: Any) -> None:
        # The screen may be gone; then there is nobody to tell and the input closes too.
        with suppress(OSError):
            self.output.write(json.dumps({"job": job, **fields}) + "\n")
            self.output.flush()


def _give_way() -> None:
    """Let the screen, and whatever else a person waits for, have the processor first."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    if hasattr(os, "SCHED_BATCH"):
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def main(arguments: Sequence[str]) -> int:
    """Serve the library in `arguments[0]` until standard input closes."""
    faulthandler.enable()
    _give_way()
    child = _Child(Path(arguments[0]), sys.stdout)
    threading.Thread(target=child.listen, args=(sys.stdin,), daemon=True).start()
    try:
        child.work()
    finally:
        if child.library:
            child.library.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
