"""Threads that work for the screen, so that the screen's own thread only draws.

A lane keeps one thread for its whole life: the library gives each thread its
own connection and searcher, which are worth keeping.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

Job = Callable[[], None]

_CHANGE_S = 30.0  # as long as the store waits for a lock
_QUESTION_S = 0.2


class Lane:
    """Runs jobs one after the other.

    With `newest`, a waiting job gives way to a newer one. With `lossless`, what waits
    is still done when the lane is closed.
    """

    def __init__(self, name: str, *, newest: bool = False, lossless: bool = False) -> None:
        self._newest = newest
        self._lossless = lossless
        self._jobs: deque[Job] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._started = False

    def submit(self, job: Job) -> None:
        """Have the job done; returns at once. Jobs handle their own expected failures."""
        with self._changed:
            if self._newest:
                self._jobs.clear()
            self._jobs.append(job)
            if not self._started:
                self._started = True
                self._thread.start()
            self._changed.notify()

    def close(self) -> bool:
        """End the thread; False if it is still answering a question that nobody waits for."""
        with self._changed:
            if not self._lossless:
                self._jobs.clear()
            self._closed = True
            self._changed.notify()
        if self._started:
            self._thread.join(_CHANGE_S if self._lossless else _QUESTION_S)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._jobs and not self._closed:
                    self._changed.wait()
                if not self._jobs:
                    return
                job = self._jobs.popleft()
            job()
