"""The line at the foot: where one is, what just happened, which keys help here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len as cells
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.safe import line
from reader.tui.render import fit, fit_words

HELP = "help"
"""The hint that leads to all the others, by its label."""


class Hint(NamedTuple):
    """A key that helps here."""

    key: str
    label: str
    """What it does."""
    name: str
    """The action's."""


def _breadth(hint: Hint) -> int:
    """Cells of a key, what it does, and the spaces behind them."""
    return cells(hint.key) + 1 + cells(hint.label) + 2


class StatusLine(Widget):
    """One line of three parts. The message outranks the hints where there is little room.

    Posts `Clicked` with the action of a hint: who has only a mouse finds the way back here.
    """

    class Clicked(Message):
        """A hint was clicked; `name` is its action's."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        dock: bottom;
        background: $panel;
        color: $text-muted;
        & > .status--place { color: $text; text-style: bold; }
        & > .status--message { color: $text-accent; }
        & > .status--alarm { color: $text-error; text-style: bold; }
        & > .status--key { color: $text-primary; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "status--place",
        "status--message",
        "status--alarm",
        "status--key",
    }

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._places: Sequence[str] = [""]
        self._message = ""
        self._progress = ""
        self._alarm = False
        self._hints: Sequence[Hint] = ()
        self._drawn: Sequence[Hint] = ()

    def show(
        self,
        *,
        places: Sequence[str] = (),
        message: str | None = None,
        progress: str | None = None,
        alarm: bool = False,
        hints: Sequence[Hint] | None = None,
    ) -> None:
        """Replace the parts that are given; draws only if something differs.

        Progress is shown while there is no message. Of `places`, which say the same from the
        longest to the shortest, the first that leaves room for what else matters.
        """
        before = self._shown
        if places:
            self._places = [line(place) for place in places]
        if message is not None:
            self._message, self._alarm = line(message), alarm
        if progress is not None:
            self._progress = line(progress)
        if hints is not None:
            self._hints = hints
        if before != self._shown:
            self.refresh()

    @property
    def _shown(self) -> tuple[object, ...]:
        return (self._places, self._message, self._progress, self._alarm, self._hints)

    @property
    def message(self) -> str:
        """What is being said now."""
        return self._message

    def render_line(self, y: int) -> Strip:
        """The only line."""
        width, base = self.size.width, self.rich_style
        said = self._message or self._progress
        needed = self._helping() if said else [*self._leading(), *self._helping()]
        fitting = (p for p in self._places if self._excess(p, said, needed) <= 0)
        place = next(fitting, self._places[-1])
        # What was just said matters more than where one is, if there is room for one only.
        place = "" if self._message and self._excess(place, said) > 0 else place
        segments = [Segment(" ", base), Segment(fit(place, width - 1), self._style("place"))]
        room = width - sum(cells(s.text) for s in segments)
        if said and room > 6:
            text = fit_words(said, room - 3)
            style = self._style("alarm" if self._message and self._alarm else "message")
            between = " · " if place else ""
            segments += [Segment(between, base), Segment(text, style)]
            room -= len(between) + cells(text)
        self._drawn = self._fitting(room - 3)
        hints = self._written(self._drawn, base)
        segments += [Segment(" " * (room - sum(cells(s.text) for s in hints)), base), *hints]
        return Strip(segments).adjust_cell_length(width, base)

    def _excess(self, place: str, said: str, hints: Sequence[Hint] = ()) -> int:
        """Cells that are lacking for all of these."""
        return cells(place) + cells(said) + 4 + sum(map(_breadth, hints)) - self.size.width

    def _leading(self) -> Sequence[Hint]:
        """The hint that comes first: into the article, or out of it."""
        return [hint for hint in self._hints[:1] if hint.label != HELP]

    def _helping(self) -> list[Hint]:
        return [hint for hint in self._hints if hint.label == HELP]

    def on_click(self, event: events.Click) -> None:
        """Find the hint under the mouse; the last one ends at the line's end."""
        event.stop()
        end = self.size.width
        for hint in reversed(self._drawn):
            start = end - _breadth(hint)
            if start <= event.x < end - 2:  # not the spaces behind it
                self.post_message(self.Clicked(hint.name))
            end = start

    def _fitting(self, room: int) -> list[Hint]:
        """As many hints as there is room for, in their order; the way to help before others."""
        hints, chosen = list(self._hints), list[Hint]()
        helping = self._helping()
        for hint in [*helping, *(hint for hint in hints if hint not in helping)]:
            wanted = _breadth(hint)
            if wanted > room:
                break
            chosen.append(hint)
            room -= wanted
        return [hint for hint in hints if hint in chosen]

    def _written(self, hints: Sequence[Hint], base: Style) -> list[Segment]:
        segments: list[Segment] = []
        for hint in hints:
            key = Segment(hint.key, self._style("key"))
            segments += [key, Segment(f" {hint.label}  ", base)]
        return segments

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(f"status--{part}")
