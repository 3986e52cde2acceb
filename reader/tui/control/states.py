"""What a person says about an article: read, starred. Drawn at once, saved behind it."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from reader.errors import ReaderError
from reader.library import Library
from reader.models import Headline, Undone
from reader.tui.control.errands import Errands
from reader.tui.render import counted
from reader.tui.widgets.headlines import Headlines

if TYPE_CHECKING:
    from reader.library import Scope, StateName

_DONE = {
    ("read", True): "marked read",
    ("read", False): "marked unread",
    ("starred", True): "starred",
    ("starred", False): "unstarred",
}


class States:
    """Changes the states of articles."""

    def __init__(
        self,
        library: Library,
        errands: Errands,
        headlines: Headlines,
        saved: Callable[[], None],
        say: Callable[[str], None],
        complain: Callable[[ReaderError], None],
        key: Callable[[str], str],
        relisted: Callable[[str, str], None],
        reread: Callable[[int], None],
        came_or_went: Callable[[Container[int]], None],
    ) -> None:
        """`saved` is called when a change has been saved; `say` with what it came to.

        `relisted` hears of other lists: the query of one before, and what it is now; `reread` of
        an article that has another text; `came_or_went` of articles that went, or of none where
        some came.

        `key` tells an action's key.
        """
        self._key = key
        self._relisted = relisted
        self._reread = reread
        self._came_or_went = came_or_went
        self._library = library
        self._errands = errands
        self._headlines = headlines
        self._saved = saved
        self._say = say
        self._complain = complain

    def mark(self, headline: Headline, **state: bool) -> None:
        """Change a state; drawn at once, so that a key typed twice undoes itself."""
        key = headline.key
        self._headlines.amend(key, state)

        def save() -> None:
            for what, value in state.items():
                self._library.mark([key], cast("StateName", what), value)

        def saved(_: None) -> None:
            self._headlines.settle(key)
            self._saved()

        def failed(error: ReaderError) -> None:
            self._headlines.settle(key)
            self._complain(error)

        self._errands.ask(self._errands.saving, save, saved, failed)

    def turn(self, keys: Sequence[int], what: StateName) -> None:
        """Give several articles a state as one change; if all have it already, take it."""

        def save() -> tuple[list[int], bool]:
            given = self._library.mark(keys, what, True)
            return (given, True) if given else (self._library.mark(keys, what, False), False)

        def saved(done: tuple[list[int], bool]) -> None:
            changed, value = done
            self._headlines.refresh_rows(changed)
            self._saved()
            self._say(f"{counted(len(changed), 'article')} {_DONE[what, value]}; {self._back}.")

        self._errands.ask(self._errands.saving, save, saved, self._complain)

    def tag(self, keys: Sequence[int], add: Sequence[str], remove: Sequence[str]) -> None:
        """Give and take tags as one change."""

        def saved(changed: list[int]) -> None:
            self._headlines.refresh_rows(changed)
            self._saved()
            given = [*(f"+{name}" for name in add), *(f"-{name}" for name in remove)]
            self._say(
                f"{counted(len(changed), 'article')} tagged {' '.join(given)}; {self._back}."
                if changed
                else as_before(len(keys), add, remove)
            )

        work = partial(self._library.tag, keys, add, remove)
        self._errands.ask(self._errands.saving, work, saved, self._complain)

    def note(self, key: int, text: str, lost: Callable[[], None]) -> None:
        """Write the note on an article, or take it away with an empty text.

        `lost` is called where that cannot be saved; it keeps the text elsewhere.
        """

        def saved(changed: bool) -> None:
            self._headlines.refresh_rows([key])
            self._saved()
            if changed:
                done = "saved" if text.strip() else "deleted"
                self._say(f"Note {done}; {self._back}.")

        work = partial(self._library.note, key, text)
        self._errands.ask(self._errands.saving, work, saved, partial(self._not_noted, lost))

    def _not_noted(self, lost: Callable[[], None], error: ReaderError) -> None:
        lost()
        goes_on = f"What you wrote is kept; {self._key('note')} there goes on."
        self._complain(type(error)(f"{error} {goes_on}"))

    def add_note(self, keys: Sequence[int], text: str, lost: Callable[[], None]) -> None:
        """Write this beneath the notes on several articles, as one change; `lost` as for `note`."""

        def saved(changed: list[int]) -> None:
            self._headlines.refresh_rows(changed)
            self._saved()
            if changed:
                self._say(f"Note added to {counted(len(changed), 'article')}; {self._back}.")

        work = partial(self._library.add_note, keys, text)
        self._errands.ask(self._errands.saving, work, saved, partial(self._not_noted, lost))

    def mark_all(
        self, keys: Sequence[int] = (), *, scope: Scope | None = None, which: str = ""
    ) -> None:
        """Mark these articles read, or all of a scope, as one change; `which` says what they are."""

        def save() -> list[int]:
            if scope is None:
                return self._library.mark(keys, "read", True)
            return self._library.mark_all(scope=scope)

        def saved(changed: list[int]) -> None:
            self._headlines.refresh_rows(changed)
            self._saved()
            said = (
                f"Marked {counted(len(changed), f'{which}article')} read; {self._back}."
                if changed
                else f"All {which}are read already."
            )
            self._say(said)

        self._errands.ask(self._errands.saving, save, saved, self._complain)

    def delete(self, keys: Sequence[int], title: str) -> None:
        """Delete these articles as one change; of one, `title` says which."""

        def saved(gone: list[int]) -> None:
            self._came_or_went(frozenset(gone))
            what = f"“{title}”" if len(gone) == 1 else counted(len(gone), "article")
            if gone:
                self._say(f"Deleted {what}; {self._back}.")

        work = partial(self._library.delete, keys)
        self._errands.ask(self._errands.saving, work, saved, self._complain)

    @property
    def _back(self) -> str:
        return f"{self._key('undo')} takes it back"

    def step(self, *, back: bool) -> None:
        """Take the last change back, or do it again; in turn with what is still being saved."""
        step = self._library.undo if back else self._library.redo

        def work() -> tuple[Undone | None, frozenset[int]]:
            undone = step()
            if undone is None or not undone.listed:
                return undone, frozenset()
            here = self._library.arranged(undone.keys, "new")
            return undone, frozenset(undone.keys).difference(here)

        def done(found: tuple[Undone | None, frozenset[int]]) -> None:
            undone, gone = found
            if undone is None:
                self._say("There is nothing to undo." if back else "There is nothing to do again.")
                return
            self._headlines.refresh_rows(undone.keys)
            self._saved()
            if undone.lists:
                self._relisted(*undone.moved)
            for key in undone.keys if undone.texts else ():
                self._reread(key)
            if undone.listed:
                self._came_or_went(gone)
            self._say(undone.sentence)

        self._errands.ask(self._errands.saving, work, done, self._complain)


def as_before(count: int, add: Sequence[str], remove: Sequence[str]) -> str:
    """Why tags that were to be given to so many articles, and taken from them, changed none."""
    borne, lacked = (", ".join(f"#{name}" for name in names) for names in (add, remove))
    who = "The article has" if count == 1 else f"The {counted(count, 'article')} have"
    has = f"{who} {borne} already" if borne else ""
    none = f"no {lacked}" if borne else f"{who} no {lacked}"
    return f"{', and '.join(filter(None, (has, none if lacked else '')))}."
