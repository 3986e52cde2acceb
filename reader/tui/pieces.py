"""Pieces of a page: texts broken into lines, each line a few runs to draw.

A piece keeps its text and where the lines break, not the lines themselves, so
that a long article weighs little; the breaks are found when its lines are first
asked for, the runs of a line made when the line comes on screen. How a run looks is a word (`heading`, `quote`, …) that the
widget turns into colours.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import pairwise
from typing import Protocol

from rich.cells import cell_len

from reader.light import dataclass
from reader.models import Span
from reader.tui import marks
from reader.tui.layout import UNSEEN, Inserts, Range, break_lines, measure, own_lines

ELLIPSIS = "…"
_LOOSE = " .,;:·–—(" + ELLIPSIS
"""What does not stand before an ellipsis."""
MORE_BEFORE, MORE = "‹", "›"
"""Drawn where a line goes on beyond the page's edge."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one line with one look.

    `start` says where in the piece's text the characters stand; -1 for what is
    drawn around the text (bars, bullets, rules).
    """

    look: str
    text: str
    start: int = -1


NUMBER = "number"
"""The look of a link's number, which is drawn behind the link and is not of the text."""


def numbered(run: Run, numbers: Inserts) -> list[Run]:
    """A run of the text with the numbers that stand in it."""
    end = run.start + len(run.text)
    here = sorted(offset for offset in numbers if run.start < offset <= end)
    if not here:
        return [run]
    runs: list[Run] = []
    for first, last in pairwise([run.start, *here, end]):
        text = run.text[first - run.start : last - run.start]
        runs += [Run(run.look, text, first)] if text else []
        runs += [Run(NUMBER, numbers[last])] if last in numbers and text else []
    return runs


def part(numbers: Inserts, start: int, end: int) -> Inserts:
    """Those that stand in a part of the text, by the offsets in it."""
    return {o - start: number for o, number in numbers.items() if start < o <= end}


class Piece(Protocol):
    """What a page is stacked from. Lines count from 0; offsets are into `text`.

    A piece that is wider than the page is drawn shifted by some steps of its own, from 0
    to `shifts`.
    """

    @property
    def text(self) -> str: ...
    @property
    def spans(self) -> tuple[Span, ...]: ...
    @property
    def body(self) -> int:
        """How many characters of the text are the author's, to be searched."""

    @property
    def height(self) -> int: ...
    @property
    def shifts(self) -> int:
        """How many steps it can be moved sideways; 0 if it is no wider than the page."""

    def runs(self, line: int, shift: int = 0) -> tuple[Run, ...]:
        """What to draw on a line, from left to right."""

    def offset_at(self, line: int) -> int:
        """The first character of a line."""

    def line_of(self, offset: int) -> int:
        """The line on which a character stands."""

    def shift_for(self, offset: int, shift: int) -> int:
        """The shift that brings a character in sight, `shift` if that does."""

    def seen(self, shift: int) -> str:
        """What of it is in sight then, for a person, where it is wider than the page."""

    def copied(self, start: int, end: int) -> str:
        """These characters as they are to be pasted elsewhere."""


@dataclass(slots=True)
class Prose:
    """A text in lines, with something before the first line and before the others."""

    text: str
    room: int
    """Cells that its lines may take, what stands before them not counted."""
    body: int
    look: str
    spans: tuple[Span, ...] = ()
    first: tuple[Run, ...] = ()
    rest: tuple[Run, ...] = ()
    each: bool = False
    """`first` stands before every line of the author's own, `rest` where one goes on."""
    lead: str = ""
    """What a copy of its beginning begins with: a bullet, a number."""
    numbers: Inserts = field(default_factory=dict)
    """Those of the links, drawn behind them."""
    most: int = 0
    """Lines that are drawn at most, an ellipsis behind the last of more; 0 for all."""
    looks: tuple[tuple[str, int, int], ...] = ()
    """Parts of the text that have a look of their own: it, the first character, the one after
    the last."""
    shifts: int = 0
    _lines: list[Range] | None = None

    @property
    def lines(self) -> list[Range]:
        """Where the text is broken, found when it is first asked for."""
        if self._lines is None:
            lines = _without_gaps(break_lines(self.text, self.room, self.numbers))
            self._lines = self._first(lines) if 0 < self.most < len(lines) else lines
        return self._lines

    def _first(self, lines: list[Range]) -> list[Range]:
        """Those that are drawn, the last with room for the ellipsis."""
        *kept, (start, end) = lines[: self.most]
        while kept and start == end:
            start, end = kept.pop()
        short = break_lines(self.text[start:end], self.room - 1)[0]
        words = self.text[start : start + short[1]].rstrip(_LOOSE)
        return [*kept, (start, start + max(len(words), 1))]

    def hides(self, offset: int) -> bool:
        """Is this character one of those that are left out?"""
        return self._goes_on and offset >= self.lines[-1][1]

    @property
    def _goes_on(self) -> bool:
        return bool(self.most and self.lines) and self.lines[-1][1] < len(self.text)

    @property
    def height(self) -> int:
        return len(self.lines)

    def runs(self, line: int, shift: int = 0) -> tuple[Run, ...]:
        start, end = self.lines[line]
        begins = line == 0 or (self.each and self.text[start - 1] == "\n")
        before = self.first if begins else self.rest
        if start == end:
            return before
        look = self.look if start < self.body else "address"
        parts = (Run(*part) for part in self._parts(look, start, end))
        runs = (run for part in parts for run in numbered(part, self.numbers))
        more = self._goes_on and line == self.height - 1
        return (*before, *runs, *([Run(look, ELLIPSIS)] if more else ()))

    def _parts(self, look: str, start: int, end: int) -> Iterator[tuple[str, str, int]]:
        """A line in its looks, each with its characters and the first one's place."""
        for own, first, last in self.looks:
            if start < last and first < end:
                if start < first:
                    yield look, self.text[start:first], start
                yield own, self.text[max(start, first) : min(end, last)], max(start, first)
                start = min(end, last)
        if start < end:
            yield look, self.text[start:end], start

    def offset_at(self, line: int) -> int:
        return self.lines[line][0] if line else 0

    def line_of(self, offset: int) -> int:
        return max(bisect_right(self.lines, offset, key=lambda line: line[0]) - 1, 0)

    def shift_for(self, offset: int, shift: int) -> int:
        return 0

    def seen(self, shift: int) -> str:
        return ""

    def copied(self, start: int, end: int) -> str:
        own = marks.as_written(self.text[start : min(end, self.body)]).translate(UNSEEN)
        lead = self.lead if own and not start else ""
        return "\n".join(filter(None, (lead + own, self._address(start, end))))

    def _address(self, start: int, end: int) -> str:
        """The address below the text, the whole of it although it may be drawn cut."""
        first = self.body + 1 if self.body else 0
        if self.body == len(self.text) or end <= first:
            return ""
        whole = (span.target for span in self.spans if span.end == len(self.text))
        return next(whole, self.text[max(start, first) : end])


def _without_gaps(lines: list[Range]) -> list[Range]:
    """The lines without empty ones at either end, and one at most between two others."""
    kept: list[Range] = []
    for line in lines:
        if line[0] < line[1] or (kept and kept[-1][0] < kept[-1][1]):
            kept.append(line)
    if len(kept) > 1 and kept[-1][0] == kept[-1][1]:
        kept.pop()
    return kept or lines[:1]


@dataclass(frozen=True, slots=True)
class Boxed:
    """A picture's words and address in a frame."""

    inner: Prose
    before: tuple[Run, ...]
    breadth: int
    """Cells between the two sides of the frame."""
    number: str = ""
    """That of the picture's address, drawn in the frame."""

    @property
    def text(self) -> str:
        return self.inner.text

    @property
    def spans(self) -> tuple[Span, ...]:
        return self.inner.spans

    @property
    def body(self) -> int:
        return self.inner.body

    @property
    def height(self) -> int:
        return self.inner.height + 2

    @property
    def shifts(self) -> int:
        return 0

    def runs(self, line: int, shift: int = 0) -> tuple[Run, ...]:
        if line == 0:
            named = "─ ▨ "[: self.breadth]
            number = f"{self.number} "[: self.breadth - cell_len(named)] if self.number else ""
            rest = "─" * (self.breadth - cell_len(named) - len(number))
            runs = (
                Run("rule", f"╭{named}"),
                Run(NUMBER, number[:-1]),
                Run("rule", f"{number[-1:]}{rest}╮"),
            )
            return (*self.before, *(run for run in runs if run.text))
        if line == self.height - 1:
            return (*self.before, Run("rule", f"╰{'─' * self.breadth}╯"))
        inner = self.inner.runs(line - 1)
        used = sum(cell_len(run.text.translate(UNSEEN)) for run in inner)
        blank = " " * (self.breadth - 1 - used)
        return (*self.before, Run("rule", "│ "), *inner, Run("rule", f"{blank}│"))

    def offset_at(self, line: int) -> int:
        return self.inner.offset_at(min(max(line - 1, 0), self.inner.height - 1))

    def line_of(self, offset: int) -> int:
        return self.inner.line_of(offset) + 1

    def shift_for(self, offset: int, shift: int) -> int:
        return 0

    def seen(self, shift: int) -> str:
        return ""

    def copied(self, start: int, end: int) -> str:
        return self.inner.copied(start, end)


@dataclass(slots=True)
class Verbatim:
    """Lines of which every space counts (code): never broken, moved sideways if too long."""

    text: str
    room: int
    """Cells for the lines, the gutter before them not counted."""
    look: str
    spans: tuple[Span, ...] = ()
    before: tuple[Run, ...] = ()
    numbers: Inserts = field(default_factory=dict)
    _lines: list[Range] | None = None
    _breadth: int = -1

    @property
    def lines(self) -> list[Range]:
        """Where the text's own lines stand."""
        if self._lines is None:
            self._lines = own_lines(self.text)
        return self._lines

    @property
    def breadth(self) -> int:
        """Cells of the longest line."""
        if self._breadth < 0:
            self._breadth = max(self._edges(a, b)[-1] for a, b in self.lines)
        return self._breadth

    @property
    def body(self) -> int:
        return len(self.text)

    @property
    def height(self) -> int:
        return len(self.lines)

    @property
    def shifts(self) -> int:
        return max(-(-(self.breadth - self.room) // self._step), 0)

    @property
    def _step(self) -> int:
        return max(self.room // 2, 1)

    def _edges(self, start: int, end: int) -> Sequence[int]:
        return measure(self.text[start:end], part(self.numbers, start, end))

    def _left(self, shift: int) -> int:
        """The first cell in sight."""
        return max(min(shift * self._step, self.breadth - self.room), 0)

    def runs(self, line: int, shift: int = 0) -> tuple[Run, ...]:
        start, end = self.lines[line]
        edges, left = self._edges(start, end), self._left(shift)
        gutter = Run("gutter", "┊" + (MORE_BEFORE if left and start < end else " "))
        goes_on = edges[-1] > left + self.room
        right = left + self.room - goes_on
        first = bisect_left(edges, left)
        while left and first < end - start and edges[first] == edges[first + 1]:
            first += 1  # an accent whose letter is out of sight
        last = max(bisect_right(edges, right) - 1, first)
        if first >= len(edges) - 1:
            return (*self.before, gutter)
        shown = Run(self.look, self.text[start + first : start + last], start + first)
        blank = Run(self.look, " " * (edges[first] - left))
        runs = [*self.before, gutter, blank, *numbered(shown, self.numbers)]
        if goes_on:
            runs += [Run(self.look, " " * (right - edges[last])), Run("gutter", MORE)]
        return tuple(run for run in runs if run.text)

    def offset_at(self, line: int) -> int:
        return self.lines[line][0]

    def line_of(self, offset: int) -> int:
        return max(bisect_right(self.lines, offset, key=lambda line: line[0]) - 1, 0)

    def shift_for(self, offset: int, shift: int) -> int:
        start, end = self.lines[self.line_of(offset)]
        edges = self._edges(start, end)
        cell = edges[min(offset - start, len(edges) - 1)]
        if self._left(shift) <= cell < self._left(shift) + self.room - 1:
            return shift
        return min(max(cell - self.room // 4, 0) // self._step, self.shifts)

    def seen(self, shift: int) -> str:
        left = self._left(shift)
        last = min(left + self.room, self.breadth)
        return f"Code: characters {left + 1} to {last} of {self.breadth}"

    def copied(self, start: int, end: int) -> str:
        return self.text[start:end].translate(UNSEEN)
