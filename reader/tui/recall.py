"""What the search bar remembers while one types: past searches, and what Tab offered last."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.library import Completion


class History:
    """Past searches, walked with ↑ and ↓; what was being typed comes after the newest."""

    def __init__(self, load: Callable[[], list[str]]) -> None:
        """`load` gives the searches, the newest first; it is called when they are first wanted."""
        self._load = load
        self._past: list[str] | None = None
        self._at = -1
        self._draft = ""

    @property
    def walking(self) -> bool:
        """A past search stands in the bar."""
        return self._at >= 0

    def older(self, now: str) -> str | None:
        """The search before the one in the bar; None at the oldest."""
        if not self.walking:
            self._draft = now
        for place in range(self._at + 1, len(self._searches)):
            if self._searches[place] != now:
                self._at = place
                return self._searches[place]
        return None

    def newer(self) -> str:
        """The search after the one in the bar, at the end what was being typed."""
        self._at = max(self._at - 1, -1)
        return self._searches[self._at] if self.walking else self._draft

    def typed(self, now: str) -> None:
        """The bar says this now: the walk is over if it is not the search it stands at."""
        if self.walking and now != self._searches[self._at]:
            self._at = -1

    def add(self, query: str) -> bool:
        """Make this the newest search; False if it is that already."""
        self._at = -1
        if self._searches[:1] == [query]:
            return False
        self._past = [query, *(past for past in self._searches if past != query)]
        return True

    @property
    def _searches(self) -> list[str]:
        if self._past is None:
            self._past = self._load()
        return self._past


class Offer:
    """Tab pressed again gives the next of the choices it gave one of."""

    def __init__(self) -> None:
        self._completion: Completion | None = None
        self._text = ""
        self._at = 0
        self._now = ("", 0)

    def take(self, text: str, cursor: int, found: Completion | None) -> tuple[str, int] | None:
        """Text and cursor with the first choice of `found` in them, or the next of the last ones.

        None where nothing can be completed.
        """
        if (text, cursor) == self._now and self._completion and len(self._completion.choices) > 1:
            self._at = (self._at + 1) % len(self._completion.choices)
        elif found is None:
            return None
        else:
            self._completion, self._text, self._at = found, text, 0
        return self._put()

    @property
    def choices(self) -> tuple[str, ...]:
        """The choices, from the one that was taken on."""
        if self._completion is None:
            return ()
        choices = self._completion.choices
        return choices[self._at :] + choices[: self._at]

    def standing(self, text: str) -> bool:
        """Whether the bar says what was taken last."""
        return self._completion is not None and text == self._now[0]

    def _put(self) -> tuple[str, int]:
        completion = self._completion
        assert completion is not None
        choice = completion.choices[self._at]
        text = self._text[: completion.start] + choice + self._text[completion.end :]
        self._now = (text, completion.start + len(choice))
        return self._now
