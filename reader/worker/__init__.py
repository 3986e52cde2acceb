"""Long jobs in a process of their own, so that the screen never waits for them.

The child speaks JSON, a line a message. In: `{"job": 1, "do": "index"}`,
`{"job": 2, "do": "add", "paths": […]}`, `{"stop": 2}`. Out: `{"job": 1, "begins":
true}`, `{"job": 1, "what": "indexing", "done": 200, "total": 900}` while it works
and, at its end, `{"job": 1, "ended": …}` or `{"job": 1, "failed": "a sentence"}`.
Jobs run one after the other. When its input closes, because the screen left or
died, the child ends after the batch at hand.

A child that dies is told in a sentence, and its last words are kept (`crashes`).
Jobs that waited go to another child. The job at hand is done again, once, if
the child was killed, and not if it had a fault: that would come again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from reader.light import dataclass
from reader.models import Progress
from reader.settings import Paths
from reader.worker import crashes

_MOST_DEATHS = 3
"""In a row, with no job done in between: then no other child is started."""
_LAST_LINES = 400
_LINGERING_S = 2.0


@dataclass(frozen=True, slots=True)
class Report:
    """A message from the worker about one of its jobs."""

    job: int
    do: str
    progress: Progress | None = None
    ended: dict[str, Any] | None = None
    failed: str = ""
    note: str = ""
    """What a person should know although the job goes on."""


@dataclass(slots=True)
class _Job:
    message: dict[str, Any]
    repeated: bool = False
    stopped: bool = False

    @property
    def do(self) -> str:
        return str(self.message["do"])


class Worker:
    """The screen's side. Calls return at once; reports come on a thread of ours."""

    def __init__(self, folder: Path, on_report: Callable[[Report], None]) -> None:
        """The process starts with the first job, and again should it die."""
        self._paths = Paths(folder)
        self._on_report = on_report
        self._process: subprocess.Popen[str] | None = None
        self._jobs: dict[int, _Job] = {}
        self._running = 0
        self._last = 0
        self._deaths = 0
        self._kept = False
        self._lock = threading.Lock()
        self._closing = False

    def start(self, do: str, **details: Any) -> int:
        """Ask for a job; returns its number.

        `index`, `mend`, `welcome`, `add` with `paths`, `tidy`; for feeds see `reader.worker.feeds`.
        """
        with self._lock:
            self._last += 1
            number, job = self._last, _Job({"job": self._last, "do": do, **details})
            if given_up := self._deaths >= _MOST_DEATHS:
                refused = Report(number, do, failed=self._gave_up())
            else:
                self._jobs[number] = job
                self._send(job.message)
        if given_up:
            self._on_report(refused)
        return number

    def busy(self, do: str) -> bool:
        """Is such a job waiting or running?"""
        return any(job.do == do for job in tuple(self._jobs.values()))

    def stop(self, job: int) -> None:
        """End a job early; what it did until then stands."""
        with self._lock:
            if job in self._jobs:
                self._jobs[job].stopped = True
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
            self._process = _spawn(self._paths.folder)
            threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        assert self._process.stdin
        # A broken pipe: the child died, and the thread that listens to it says so.
        with suppress(OSError):
            self._process.stdin.write(json.dumps(message) + "\n")
            self._process.stdin.flush()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        assert process.stderr
        words: deque[str] = deque(maxlen=_LAST_LINES)
        hearing = threading.Thread(target=_hear, args=(process.stderr, words), daemon=True)
        hearing.start()
        for line in process.stdout:
            with suppress(ValueError, KeyError):
                self._relay(json.loads(line))
        process.stdout.close()
        code = process.wait()
        hearing.join(_LINGERING_S)
        if not self._closing:
            self._died(process, code, "".join(tuple(words)))

    def _relay(self, message: dict[str, Any]) -> None:
        number = message["job"]
        if "begins" in message:
            self._running = number
            return
        known = self._jobs.get(number)
        do = known.do if known else ""
        if "ended" in message or "failed" in message:
            self._jobs.pop(number, None)
            self._running = self._deaths = 0
            self._on_report(
                Report(number, do, ended=message.get("ended"), failed=message.get("failed", ""))
            )
        else:
            progress = Progress(
                message["what"], message["done"], message["total"], message.get("new", 0)
            )
            self._on_report(Report(number, do, progress))

    # When the child dies

    def _died(self, process: subprocess.Popen[str], code: int, words: str) -> None:
        assert process.stdin
        how = crashes.ending(code)
        when = datetime.now().astimezone()
        self._kept = crashes.keep(self._paths.crashes, when, f"In the background {how}.", words)
        with self._lock:
            with suppress(OSError):
                process.stdin.close()
            if self._process is process:
                self._process = None
            self._deaths += 1
            reports = self._after_death(killed=code < 0, how=how)
            for job in self._jobs.values():  # none are left when this is given up
                self._send(job.message)
        for report in reports:
            self._on_report(report)

    def _after_death(self, *, killed: bool, how: str) -> list[Report]:
        """Decide which jobs are done again; what is to be told. With the lock held."""
        number = self._running or next(iter(self._jobs), 0)
        self._running = 0
        if self._deaths >= _MOST_DEATHS:
            lost, self._jobs = self._jobs, {}
            return [Report(n, job.do, failed=self._gave_up()) for n, job in lost.items()]
        job = self._jobs.get(number)
        if job is None:
            return []  # it had nothing to do, and nothing is lost
        if killed and not (job.repeated or job.stopped):
            job.repeated = True
            note = f"The background process ended unexpectedly ({how}) and was started again."
            return [Report(number, job.do, note=note)]
        del self._jobs[number]
        fault = (
            f"The background process ended unexpectedly ({how}) while it was busy with: {job.do}."
        )
        return [Report(number, job.do, failed=f"{fault} {self._where}".strip())]

    def _gave_up(self) -> str:
        return (
            "The background process keeps ending unexpectedly and is left alone until "
            f"Broadsheet is started again. {self._where}"
        ).strip()

    @property
    def _where(self) -> str:
        return f"What is known of it is in {self._paths.crashes}." if self._kept else ""


def _hear(stream: IO[str], words: deque[str]) -> None:
    """Keep the last lines of what the child has to say to nobody."""
    with stream:
        words.extend(stream)


def _spawn(folder: Path) -> subprocess.Popen[str]:
    # A group of its own: Ctrl+C and a closed terminal are the screen's to handle. Not a session:
    # where the kernel shares processors out by sessions, being nice within one's own is in vain.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "reader.worker", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        process_group=0,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )
