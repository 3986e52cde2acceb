"""Pieces of a page: texts broken into lines, each line a few runs to draw.

A piece keeps its text and where the lines break, not the lines themselves, so
that a long article weighs little; the breaks are found when its lines are first
asked for, the runs of a line made when the line comes on screen. How a run looks is a word (`heading`, `quote`, …) that the
widget turns into colours.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from reader.models import Span
from reader.tui.layout import Range, break_lines


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one line with one look.

    `start` says where in the piece's text the characters stand; -1 for what is
    drawn around the text (bars, bullets, rules).
    """

    look: str
    text: str
    start: int = -1


class Piece(Protocol):
    """What a page is stacked from. Lines count from 0; offsets are into `text`."""

    @property
    def text(self) -> str: ...
    @property
    def spans(self) -> tuple[Span, ...]: ...
    @property
    def body(self) -> int:
        """How many characters of the text are the author's, to be searched."""

    @property
    def height(self) -> int: ...
    def runs(self, line: int) -> tuple[Run, ...]:
        """What to draw on a line, from left to right."""

    def offset_at(self, line: int) -> int:
        """The first character of a line."""

    def line_of(self, offset: int) -> int:
        """The line on which a character stands."""


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
    break_at: Callable[[str, int], list[Range]] = break_lines
    _lines: list[Range] | None = None

    @property
    def lines(self) -> list[Range]:
        """Where the text is broken, found when it is first asked for."""
        if self._lines is None:
            self._lines = self.break_at(self.text, self.room)
        return self._lines

    @property
    def height(self) -> int:
        return len(self.lines)

    def runs(self, line: int) -> tuple[Run, ...]:
        start, end = self.lines[line]
        begins = line == 0 or (self.each and self.text[start - 1] == "\n")
        before = self.first if begins else self.rest
        if start == end:
            return before
        look = self.look if start < self.body else "address"
        return (*before, Run(look, self.text[start:end], start))

    def offset_at(self, line: int) -> int:
        return self.lines[line][0]

    def line_of(self, offset: int) -> int:
        return max(bisect_right(self.lines, offset, key=lambda line: line[0]) - 1, 0)
