"""One line at the foot that asks for something: a name, tags, a command."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input, Static

from reader.light import dataclass
from reader.safe import line
from reader.tui.render import fit, fit_words
from reader.tui.widgets.search_bar import Line

TYPED, LETTER = 12, 3
"""Cells that are always left to type in: for a line, for one letter."""
LEAST = 10
"""Cells below which nothing is said beside the line."""
MOST = 5
"""Choices that are told."""
BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and what becomes of the answer."""

    label: str
    then: Callable[[str], None]
    """Called with what was typed when Enter is pressed."""
    choices: Callable[[str], Sequence[str]] = lambda _: ()
    """Given what is typed, the whole lines that Tab offers one after the other."""
    typed: Callable[[str], None] = lambda _: None
    """Called with each change of what is typed."""
    left: Callable[[], None] = lambda: None
    """Called when no answer was given."""
    past: Sequence[str] = ()
    """Former answers, the newest first, for the arrow keys."""
    at_once: str = ""
    """Letters each of which is a whole answer, so that Enter is not waited for."""


def is_yes(answer: str) -> bool:
    """Whether a question with `y` and `n` was answered with the former."""
    return answer.strip().casefold() in ("y", "yes")


def starting(names: Iterable[str], typed: str) -> list[str]:
    """Those that begin with what is typed; capitals make no difference."""
    start = typed.strip().casefold()
    return [name for name in names if name.casefold().startswith(start)]


class Ask(Widget):
    """Stands over the status line while something is asked, and nowhere else."""

    DEFAULT_CSS = """
    Ask {
        display: none;
        layout: horizontal;
        dock: bottom;
        height: 1;
        background: $panel;
        & > #label { width: auto; padding: 0 1; color: $text-accent; text-style: bold; }
        & > Input { width: 1fr; height: 1; border: none; padding: 0; background: $panel; }
        & > Input:focus { background: $panel; border: none; }
        & > #offer { width: auto; padding: 0 1; color: $text-muted; }
    }
    """

    def __init__(
        self, key: Callable[[str], str], *, blink: bool = True, id: str | None = None
    ) -> None:
        """`key` tells an action's key; the cursor may `blink`."""
        super().__init__(id=id)
        self._key = key
        self._label = Static(id="label", markup=False)
        self._input = Line(compact=True, select_on_focus=False)
        self._input.cursor_blink = blink
        self._offer = Static(id="offer", markup=False)
        self._question: Question | None = None
        self._former: Widget | None = None
        self._shown_label = ""
        self._taken: tuple[str, Sequence[str]] = ("", ())
        self._past = -1

    def compose(self) -> ComposeResult:
        """The question, the line, and what could stand in it."""
        yield self._label
        yield self._input
        yield self._offer

    @property
    def asking(self) -> bool:
        """Do the keys go here?"""
        return self._question is not None and self.screen.focused is self._input

    @property
    def text(self) -> str:
        """What is typed."""
        return self._input.value

    def open(self, question: Question, text: str = "") -> None:
        """Ask; the keys come here until Enter or Esc."""
        if self._question is None:
            self._former = self.screen.focused
        self._question, self._past = question, -1
        self._fit_label()
        self._input.value = text
        self._input.cursor_position = len(text)
        self._say_choices()
        self.display = True
        self.screen.set_focus(self._input, scroll_visible=False)

    def give_up(self) -> None:
        """Ask no more, without an answer."""
        question = self._question
        self.close()
        if question:
            question.left()

    def close(self) -> None:
        """Ask no more; the keys go back where they were."""
        self._question = None
        self.display = False
        if self.screen.focused is self._input:
            self.screen.set_focus(self._former, scroll_visible=False)

    def tell(self, text: str) -> None:
        """Say something beside the line, where there is room for it."""
        room = self._room
        shown = fit(text, room) if room >= LEAST else ""
        self._offer.update(shown)
        self._offer.display = bool(shown)  # else its margins would take cells

    @property
    def _room(self) -> int:
        """Cells beside the line that what is typed can spare."""
        width = self.screen.size.width
        typed = max(TYPED, cell_len(self._input.value) + 2)
        return min(width // 2, width - cell_len(self._shown_label) - typed - 4)

    def _fit_label(self) -> None:
        label = self._question.label if self._question else ""
        # A key for each answer is no line to type in: such a question may have it all.
        most = self.screen.size.width - (LETTER if self._answered_by_key else TYPED) - 2
        self._shown_label = fit_words(label, most)
        self._label.update(self._shown_label)

    @property
    def _answered_by_key(self) -> bool:
        return self._question is not None and bool(self._question.at_once)

    def on_resize(self) -> None:
        """Another width has other room."""
        if self._question is not None:
            self._fit_label()
            self._say_choices()

    async def settle(self) -> None:
        """Wait until every letter that was typed stands in the line."""
        done = asyncio.Event()
        if self._input.call_later(done.set):
            await done.wait()

    def answer(self) -> None:
        """Take what is typed as the answer."""
        question, text = self._question, self._input.value
        self.close()
        if question:
            question.then(text)

    def complete(self) -> None:
        """Put the first choice into the line; again, the next one."""
        if self._question is None:
            return
        typed, choices = self._taken
        if self._input.value not in choices:
            typed = self._input.value
            choices = [typed, *(c for c in self._question.choices(typed) if c != typed)]
        if len(choices) > 1:
            at = (choices.index(self._input.value) + 1) % len(choices)
            self._taken = (typed, choices)
            self._put(choices[at])

    def walk(self, step: int) -> None:
        """The answer before (1) or after (-1) among former ones."""
        past = self._question.past if self._question else ()
        if past:
            self._past = max(-1, min(self._past + step, len(past) - 1))
            self._put(past[self._past] if self._past >= 0 else "")

    def _put(self, text: str) -> None:
        self._input.value = text
        self._input.cursor_position = len(text)

    def _say_choices(self) -> None:
        """What could be meant, and the keys that lead out, as far as there is room."""
        typed = self._input.value
        choices = self._question.choices(typed) if self._question else ()
        known = len(typed.rpartition(" ")[0])
        named = BETWEEN.join(line(c[known:]) for c in choices[:MOST])
        told = f"{self._key('next_choice')}: {named}" if choices else ""
        if not self._answered_by_key:  # else the question itself names its keys
            out = f"{self._key('answer')} done, {self._key('give_up')} leave it"
            both = f"{told}; {out}" if told else out
            told = both if cell_len(both) <= self._room else told
        self.tell(told)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what could be meant."""
        event.stop()
        if self._input.value not in self._taken[1]:
            self._say_choices()
        if question := self._question:
            typed = self._input.value
            question.typed(typed)
            # What was typed may have been the answer, as a link's letters are.
            if (
                self._question is question
                and len(typed) == 1
                and typed.casefold() in question.at_once
            ):
                self.answer()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter is a command of the screen."""
        event.stop()
