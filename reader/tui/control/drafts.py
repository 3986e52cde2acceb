"""What is being written on an article, kept while it is written: a killed screen loses no word."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reader.library import Library
from reader.settings import Preferences

MANY = 0
"""In an article's place, for what is being written on several."""
REST_S = 1.0
"""Seconds after a change until it is kept."""
_NAME = "note"


class Drafts:
    """Keeps the note that is open in a file of its own, and gives it back the next time."""

    def __init__(
        self,
        library: Library,
        later: Callable[[float, Callable[[], None]], object],
        run: Callable[[Callable[[], None]], object],
    ) -> None:
        """`later` calls something after so many seconds, `run` has a file written."""
        self._library = library
        self._later = later
        self._file = Preferences(library.paths.draft)
        self._file.run = run
        self._changes = 0

    def of(self, key: int) -> str | None:
        """What was being written on this article when the screen ended without keeping it."""
        named, _, text = self._file.get(_NAME, "").partition("\n")
        return text if named == str(key) else None

    def typed(self, key: int, text: str) -> None:
        """The note says this now."""
        self._changes += 1
        self._later(REST_S, partial(self._keep, self._changes, key, text))

    def _keep(self, change: int, key: int, text: str) -> None:
        if change == self._changes:
            self.keep(key, text)

    def keep(self, key: int, text: str) -> None:
        """Give this back the next time."""
        self._file.put(_NAME, f"{key}\n{text}")

    def done(self) -> None:
        """The note is saved in the library: there is nothing to give back."""
        self._changes += 1
        self._file.put(_NAME, "")

    def reminder(self) -> str:
        """A sentence if something was left over from the last time, else ""."""
        named = self._file.get(_NAME, "").partition("\n")[0]
        if named == str(MANY):
            return "The note on several articles was not finished; it is kept."
        rows = self._library.headlines([int(named)]) if named.isdecimal() else ()
        return f"The note on “{rows[0].title}” was not finished; it is kept." if rows else ""
