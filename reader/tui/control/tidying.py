"""Old articles of feeds let go from the screen: counted first, asked, then done by the worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.library import Library
from reader.settings import load_settings
from reader.tui.control.chores import Chores
from reader.tui.control.errands import Errands
from reader.tui.render import counted
from reader.tui.widgets.ask import Ask, Question, is_yes

if TYPE_CHECKING:
    from reader.library.tidying import Tidied
    from reader.worker import Report


class Tidying:
    """Says what would go, and has it done when that is wished."""

    def __init__(
        self,
        library: Library,
        errands: Errands,
        chores: Chores,
        ask: Ask,
        say: Callable[..., None],
    ) -> None:
        self._library = library
        self._errands = errands
        self._chores = chores
        self._ask = ask
        self._say = say

    def do_tidy(self) -> None:
        """Count what is over the limits of the settings, then ask."""
        if self._chores.busy("tidy"):
            self._say("Old articles are going already.")
            return
        self._say("Counting what is over the limits …")
        self._errands.ask(self._errands.browsing, self._plan, self._planned)

    def _plan(self) -> Tidied | None:
        """What would go; None where no limit is set."""
        keeping = load_settings().keep
        if not self._library.keeps_within(keeping):
            return None
        return self._library.tidy_plan(keeping)

    def _planned(self, plan: Tidied | None) -> None:
        if plan is None:
            self._say("Everything is kept: no limit is set. keep.days in settings.toml sets one.")
        elif not plan.shares:
            self._say("Nothing is over the limits.")
        else:
            feeds = "a feed" if len(plan.shares) == 1 else f"{len(plan.shares):,} feeds"
            label = f"y lets {counted(plan.planned, 'article')} of {feeds} go for good ({plan.bytes / 1e6:,.1f} MB), n not"
            self._ask.open(Question(label, self._answered, at_once="yn"))

    def _answered(self, answer: str) -> None:
        if not is_yes(answer):
            self._say("Nothing went.")
            return
        self._say("Old articles go …")
        self._chores.have_done("tidy")

    def take(self, report: Report) -> None:
        """Say what the worker did."""
        if report.do != "tidy" or report.ended is None:
            return
        went, freed = report.ended["articles"], report.ended["freed"]
        room = f", {freed / 1e6:,.1f} MB given back to the disk" if freed else ""
        why = f"; {report.ended['why']}" if report.ended["why"] else ""
        self._say(f"{counted(went, 'article')} went{room}{why}.")
