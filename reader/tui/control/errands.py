"""Work off the screen's thread: asked for here, done in a lane, its result drawn here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from textual.message import Message

from reader.errors import ReaderError
from reader.tui.lanes import Lane

T = TypeVar("T")


class Ready(Message):
    """A lane has done its work; `then` draws the result on the screen's thread."""

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__()
        self.then = then


class Errands:
    """The lanes of the screen, and the way back from them."""

    def __init__(
        self, post: Callable[[Message], object], complain: Callable[[ReaderError], None]
    ) -> None:
        """`post` takes a message from any thread to the screen's; `complain` tells a failure."""
        self._post = post
        self._complain = complain
        self.searching = Lane("search", newest=True)
        self.opening = Lane("open", newest=True)
        self.listing = Lane("list")
        self.counting = Lane("count", newest=True)
        # What a person asks for must not give way to a count that nobody asked for.
        self.asking = Lane("ask")
        self.excerpting = Lane("excerpts", newest=True)
        self.saving = Lane("save", lossless=True)
        self.browsing = Lane("browse")

    def ask(
        self,
        lane: Lane,
        work: Callable[[], T],
        then: Callable[[T], None],
        fail: Callable[[ReaderError], None] | None = None,
    ) -> None:
        """Have `work` done in a lane and `then` called on the screen's thread with its result."""
        failed = fail or self._complain

        def job() -> None:
            try:
                result = work()
            except ReaderError as error:
                self._post(Ready(partial(failed, error)))
            except Exception as bug:
                self._post(Ready(partial(_raise, bug)))
            else:
                self._post(Ready(partial(then, result)))

        lane.submit(job)

    def close(self) -> bool:
        """Save what is to be saved and end; False if a question is still being answered."""
        lanes = (
            *(self.saving, self.searching, self.opening),
            *(self.listing, self.counting, self.asking, self.excerpting, self.browsing),
        )
        ended = [lane.close() for lane in lanes]
        return all(ended)


class Turn:
    """Numbers questions, so that only the answer to the newest one counts."""

    def __init__(self) -> None:
        self._last = 0

    def take(self) -> int:
        """A number for a question; the ones before it are void."""
        self._last += 1
        return self._last

    def holds(self, number: int) -> bool:
        """Is this still the newest question?"""
        return number == self._last


def _raise(bug: Exception) -> None:
    raise bug
