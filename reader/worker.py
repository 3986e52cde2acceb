"""Long jobs in a process of their own, so that the screen never waits for them.

The child speaks JSON, a line a message. In: `{"job": 1, "do": "index"}`,
`{"job": 2, "do": "add", "paths": […]}`, `{"stop": 2}`. Out: `{"job": 1, "what":
"indexing", "done": 200, "total": 900}` while it works and, at its end,
`{"job": 1, "ended": …}` or `{"job": 1, "failed": "a sentence"}`. Jobs run one
after the other. When its input closes, because the screen left or died, the
child ends after the batch at hand.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from reader.errors import ReaderError
from reader.library import Library, open_library
from reader.models import Progress

NICENESS = 10


@dataclass(frozen=True, slots=True)
class Report:
    """A message from the worker about one of its jobs."""

    job: int
    do: str
    progress: Progress | None = None
    ended: dict[str, Any] | None = None
    failed: str = ""


class Worker:
    """The screen's side. Calls return at once; reports come on a thread of ours."""

    def __init__(self, folder: Path, on_report: Callable[[Report], None]) -> None:
        """The process starts with the first job, and again should it die."""
        self._folder = folder
        self._on_report = on_report
        self._process: subprocess.Popen[str] | None = None
        self._jobs: dict[int, str] = {}
        self._last = 0
        self._lock = threading.Lock()
        self._closing = False

    def start(self, do: str, **details: Any) -> int:
        """Ask for a job (`index`, `mend`, `welcome`, `add` with `paths`); returns its number."""
        with self._lock:
            self._last += 1
            self._jobs[self._last] = do
            self._send({"job": self._last, "do": do, **details})
            return self._last

    def busy(self, do: str) -> bool:
        """Is such a job waiting or running?"""
        return do in self._jobs.values()

    def stop(self, job: int) -> None:
        """End a job early; what it did until then stands."""
        with self._lock:
            if self._process:
                self._send({"stop": job})

    def close(self, patience_s: float = 0.0) -> None:
        """Tell the child to end. It does so after its batch, also when we are no longer there."""
        self._closing = True
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin
        with suppress(OSError):
            process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience_s)

    def _send(self, message: dict[str, Any]) -> None:
        if self._process is None:
            self._process = _spawn(self._folder)
            threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        assert self._process.stdin
        # A broken pipe: the child died, and the thread that listens to it says so.
        with suppress(OSError):
            self._process.stdin.write(json.dumps(message) + "\n")
            self._process.stdin.flush()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        for line in process.stdout:
            with suppress(ValueError, KeyError):
                self._relay(json.loads(line))
        process.stdout.close()
        process.wait()
        if not self._closing:
            self._died(process)

    def _relay(self, message: dict[str, Any]) -> None:
        job = message["job"]
        over = "ended" in message or "failed" in message
        do = self._jobs.get(job, "")
        if over:
            self._jobs.pop(job, None)
            self._on_report(
                Report(job, do, ended=message.get("ended"), failed=message.get("failed", ""))
            )
        else:
            self._on_report(
                Report(job, do, Progress(message["what"], message["done"], message["total"]))
            )

    def _died(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin
        with self._lock:
            with suppress(OSError):
                process.stdin.close()
            if self._process is process:
                self._process = None
            lost, self._jobs = self._jobs, {}
        for job, do in lost.items():
            self._on_report(Report(job, do, failed="The background process ended unexpectedly."))


def _spawn(folder: Path) -> subprocess.Popen[str]:
    # A session of its own: Ctrl+C and a closed terminal are the screen's to handle.
    return subprocess.Popen(
        [sys.executable, "-m", "reader.worker", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )


@dataclass(slots=True)
class _Child:
    """The other side: takes jobs from a queue that a thread fills."""

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
            try:
                self._say(message["job"], ended=self._do(message))
            except ReaderError as error:
                self._say(message["job"], failed=str(error))
            except Exception as bug:
                self._say(
                    message["job"], failed=f"A fault in Broadsheet ended a background job: {bug!r}"
                )
                raise

    def _do(self, message: dict[str, Any]) -> dict[str, Any]:
        job = message["job"]
        if self.library is None:
            self.library = open_library(self.folder)
        library = self.library

        def on_progress(progress: Progress) -> None:
            self._say(job, what=progress.what, done=progress.done, total=progress.total)

        def stopped() -> bool:
            return self.closed.is_set() or job in self.stopped

        match message["do"]:
            case "index":
                return {"indexed": library.update_index(on_progress=on_progress, stopped=stopped)}
            case "mend":
                # What a search stumbled over is known to the index; this starts it again.
                return {"indexed": library.update_index(on_progress=on_progress, stopped=stopped)}
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

    def _say(self, job: int, **fields: Any) -> None:
        # The screen may be gone; then there is nobody to tell and the input closes too.
        with suppress(OSError):
            self.output.write(json.dumps({"job": job, **fields}) + "\n")
            self.output.flush()


def main(arguments: Sequence[str]) -> int:
    """The child process: serve the library in `arguments[0]` until standard input closes."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
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
