"""What a person says about an article: read, starred. Drawn at once, saved behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from reader.errors import ReaderError
from reader.library import Library
from reader.models import Headline
from reader.tui.control.errands import Errands
from reader.tui.widgets.headlines import Headlines

if TYPE_CHECKING:
    from reader.library import StateName


class States:
    """Changes the states of articles."""

    def __init__(
        self,
        library: Library,
        errands: Errands,
        headlines: Headlines,
        saved: Callable[[], None],
        complain: Callable[[ReaderError], None],
    ) -> None:
        """`saved` is called when a change has been saved."""
        self._library = library
        self._errands = errands
        self._headlines = headlines
        self._saved = saved
        self._complain = complain

    def mark(self, headline: Headline, **state: bool) -> None:
        """Change a state; drawn at once, so that a key typed twice undoes itself."""
        self._headlines.amend(replace(headline, **state))  # type: ignore[arg-type]
        keys = [headline.key]

        def save() -> None:
            for what, value in state.items():
                self._library.mark(keys, cast("StateName", what), value)

        def saved(_: None) -> None:
            self._headlines.refresh_rows(keys)
            self._saved()

        def failed(error: ReaderError) -> None:
            self._headlines.refresh_rows(keys)
            self._complain(error)

        self._errands.ask(self._errands.saving, save, saved, failed)
