"""Tags: given and taken in one line, for one article or all that are selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reader.errors import ReaderError
from reader.library import Library
from reader.tui.control.errands import Errands
from reader.tui.control.selection import Selection
from reader.tui.control.states import counted
from reader.tui.widgets.ask import Ask, Question
from reader.tui.widgets.headlines import Headlines

if TYPE_CHECKING:
    from reader.tui.tag_line import TagLine

LOOKED_AT = 200
"""Selected articles whose tags are looked at, for what can be taken."""


@dataclass(slots=True)
class _Names:
    """The tags that can be completed, once they have been read."""

    known: Sequence[str] = ()
    borne: Sequence[str] = ()


class Tagging:
    """Asks for tags and gives them."""

    def __init__(
        self,
        library: Library,
        errands: Errands,
        headlines: Headlines,
        selection: Selection,
        ask: Ask,
        saved: Callable[[], None],
        say: Callable[[str], None],
        complain: Callable[[ReaderError], None],
    ) -> None:
        """`saved` is called when a change has been saved; `say` with what it came to."""
        self._library = library
        self._errands = errands
        self._headlines = headlines
        self._selection = selection
        self._ask = ask
        self._saved = saved
        self._say = say
        self._complain = complain

    def do_tag(self) -> None:
        """Ask for tags; those that the articles have are offered after a minus."""
        from reader.tui import tag_line

        keys, names = self._selection.keys, _Names()
        if not keys:
            return

        def choices(text: str) -> Sequence[str]:
            return tag_line.choices(text, names.known, names.borne)

        def learnt(found: _Names) -> None:
            names.known, names.borne = found.known, found.borne
            self._ask.say_choices()

        on = f"Tag {counted(len(keys))}" if len(keys) > 1 else "Tag"
        self._ask.open(Question(f"{on}, +one -other:", partial(self._give, keys), choices))
        work = partial(self._names, keys[:LOOKED_AT])
        self._errands.ask(self._errands.listing, work, learnt)

    def _names(self, keys: Sequence[int]) -> _Names:
        often = sorted(self._library.tags(), key=lambda counted: -counted[1])
        rows = self._library.headlines(keys)
        borne = dict.fromkeys(tag.name for row in rows for tag in row.tags)
        return _Names([tag.name for tag, _ in often], list(borne))

    def _give(self, keys: Sequence[int], text: str) -> None:
        from reader.tui.tag_line import read

        asked = read(text)
        if not asked.add and not asked.remove:
            return

        def saved(changed: list[int]) -> None:
            self._headlines.refresh_rows(changed)
            self._saved()
            self._say(_sentence(asked, len(changed)))

        work = partial(self._library.tag, keys, asked.add, asked.remove)
        self._errands.ask(self._errands.saving, work, saved, self._complain)
        self._selection.acted()


def _sentence(asked: TagLine, changed: int) -> str:
    if not changed:
        return "The tags are so already."
    marks = [f"+{name}" for name in asked.add] + [f"-{name}" for name in asked.remove]
    return f"{' '.join(marks)} on {counted(changed)}; u takes it back."
