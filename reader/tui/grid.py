"""Tables: columns as wide as they need where there is room, wrapped where not.

A table that would have to cut its words stays a table and is wider than the page: it
is drawn from some column on, the first one kept in sight as the name of each row.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import field
from itertools import accumulate

from reader.light import dataclass, pattern
from reader.models import Span
from reader.tui import marks
from reader.tui.layout import UNSEEN, Inserts, Range, break_lines, measure
from reader.tui.pieces import MORE, MORE_BEFORE, Run, numbered, part

BETWEEN = " │ "
_HIDDEN = f" {MORE_BEFORE} "
_CROSSING = "─┼─"
_ENDING = f" {MORE}"
_LONGEST_WORD = 16
"""Cells that the longest word of a column may claim; a longer one is cut."""
_COMFORT = 32
"""Cells a column takes at most in a table that is wider than the page."""
_LEAST_ROOM = 12
_WORD = pattern(r"\S+")
_NUMBER = pattern(r"[-+−–]?\s?[$£€¥]?\s?\d[\d.,: \u00a0\u202f]*\s?[%‰]?")

Cells = tuple[tuple[Range, ...], ...]
"""Where each cell stands in the table's text, row by row, all rows as long."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table drawn in columns. Offsets are into its text, where the cells stand."""

    text: str
    spans: tuple[Span, ...]
    cells: Cells
    widths: tuple[int, ...]
    numeric: tuple[bool, ...]
    header: bool
    before: tuple[Run, ...]
    tops: list[int]
    """The first line of each row, and the line after the last."""
    room: int
    """Cells there are for the columns."""
    pinned: int = 0
    """How many columns at the left are always drawn."""
    shifts: int = 0
    """How many columns after those can be left out so that the last one comes in sight."""
    numbers: Inserts = field(default_factory=dict)
    """Those of the links, drawn behind them."""

    @property
    def body(self) -> int:
        return len(self.text)

    @property
    def height(self) -> int:
        return self.tops[-1]

    def runs(self, line: int, shift: int = 0) -> tuple[Run, ...]:
        row = self._row(line)
        within = line - self.tops[row]
        ruled = self.header and row == 0 and line == self.tops[1] - 1
        runs = list(self.before)
        for place, column in enumerate(self._drawn(shift)):
            if place:
                hidden = shift and place == self.pinned
                runs.append(Run("rule", _CROSSING if ruled else _HIDDEN if hidden else BETWEEN))
            if ruled:
                runs.append(Run("rule", "─" * self.widths[column]))
            else:
                runs += self._cell(row, column, within)
        if shift < self.shifts:
            runs.append(Run("rule", _ENDING))
        return tuple(runs)

    def _drawn(self, shift: int) -> list[int]:
        """The columns that are drawn: whole ones only, half a number is another number."""
        columns = [*range(self.pinned), *range(self.pinned + shift, len(self.widths))]
        if shift >= self.shifts:
            return columns
        ends = accumulate(self.widths[column] + len(BETWEEN) for column in columns)
        room = self.room - len(_ENDING) + len(BETWEEN)
        return [column for column, end in zip(columns, ends, strict=True) if end <= room]

    def _cell(self, row: int, column: int, within: int) -> list[Run]:
        start = self.cells[row][column][0]
        broken = self._lines(row, column)
        first, last = broken[within] if within < len(broken) else (0, 0)
        text = self.text[start + first : start + last]
        look = "header" if self.header and row == 0 else "text"
        shown = numbered(Run(look, text, start + first), self.numbers)
        used = _cells(self.text, start + first, start + last, self.numbers)
        blank = Run("text", " " * (self.widths[column] - used))
        runs = [blank, *shown] if self.numeric[column] else [*shown, blank]
        return [run for run in runs if run.text]

    def _lines(self, row: int, column: int) -> list[Range]:
        start, end = self.cells[row][column]
        inserts = part(self.numbers, start, end) if self.numbers else None
        return break_lines(self.text[start:end], self.widths[column], inserts)

    def offset_at(self, line: int) -> int:
        row = self.cells[self._row(line)]
        return row[0][0] if row else 0

    def line_of(self, offset: int) -> int:
        row, column = self._place(offset)
        start, end = self.cells[row][column]
        if not start <= offset < end:
            return self.tops[row]
        lines = self._lines(row, column)
        within = bisect_right(lines, offset - start, key=lambda line: line[0]) - 1
        return self.tops[row] + max(within, 0)

    def shift_for(self, offset: int, shift: int) -> int:
        column = self._place(offset)[1]
        if not self.shifts or column in self._drawn(shift):
            return shift
        if column < self.pinned + shift:
            return column - self.pinned
        while column not in self._drawn(shift):
            shift += 1
        return shift

    def seen(self, shift: int) -> str:
        columns = self._drawn(shift)[self.pinned :]
        total = len(self.widths)
        first, last = columns[0] + 1, columns[-1] + 1
        named = f"columns {first} to {last}" if first < last else f"column {first}"
        return f"Table: {named} of {total}"

    def copied(self, start: int, end: int) -> str:
        """Rows as lines, a tab between two cells."""
        rows = []
        for row in self.cells:
            cells = [(max(a, start), min(b, end)) for a, b in row if a < end and b >= start]
            if cells and row[-1][1] > start:
                rows.append("\t".join(self.text[a:b] for a, b in cells))
        return marks.as_written("\n".join(rows)).translate(UNSEEN)

    def _place(self, offset: int) -> tuple[int, int]:
        """The row and column of a character; of one between two cells, the one before."""
        row = max(bisect_right(self.cells, offset, key=lambda cells: cells[0][0]) - 1, 0)
        column = bisect_right(self.cells[row], offset, key=lambda cell: cell[0]) - 1
        return row, max(column, 0)

    def _row(self, line: int) -> int:
        return min(bisect_right(self.tops, line) - 1, len(self.cells) - 1)


def set_grid(
    text: str,
    cells: Cells,
    header: bool,
    width: int,
    spans: tuple[Span, ...] = (),
    before: tuple[Run, ...] = (),
    numbers: Inserts | None = None,
) -> Grid | None:
    """A table at most `width` cells wide, or drawn from some column on.

    None where so few cells hold no column that could be read.
    """
    columns = list(zip(*cells, strict=True))
    numbers = numbers or {}
    natural = [max(2, *(_cells(text, a, b, numbers) for a, b in column)) for column in columns]
    least = [
        min(natural[n], _LONGEST_WORD, max(2, *_words(text, column, numbers)))
        for n, column in enumerate(columns)
    ]
    widths = share(natural, width - _across([0] * len(columns)), least)
    pinned = shifts = 0
    if widths is None:
        if width < _LEAST_ROOM:
            return None
        widths, pinned, shifts = _wider(natural, width)
    heights = [_height(text, row, widths, numbers) for row in cells]
    if header:
        heights[0] += 1
    return Grid(
        text=text,
        spans=spans,
        cells=cells,
        widths=widths,
        numeric=tuple(_is_numeric(text, column[1:] if header else column) for column in columns),
        header=header,
        before=before,
        tops=list(accumulate(heights, initial=0)),
        room=width,
        pinned=pinned,
        shifts=shifts,
        numbers=numbers,
    )


def _cells(text: str, start: int, end: int, numbers: Inserts) -> int:
    return measure(text[start:end], part(numbers, start, end) if numbers else None)[-1]


def _words(text: str, column: Sequence[Range], numbers: Inserts) -> list[int]:
    """The cells of each word in a column; 0 if there is none."""
    words = (
        (start + found.start(), start + found.end())
        for start, end in column
        for found in _WORD.finditer(text[start:end])
    )
    return [0, *(_cells(text, first, last, numbers) for first, last in words)]


def _wider(natural: Sequence[int], room: int) -> tuple[tuple[int, ...], int, int]:
    """Widths for a table wider than its room, columns that stay, columns to leave out."""
    beside = room - natural[0] - len(BETWEEN) - len(_ENDING)
    pinned = 1 if natural[0] <= room // 3 and beside >= _LONGEST_WORD else 0
    most = min(_COMFORT, beside if pinned else room - len(_ENDING))
    widths = tuple(min(each, most) for each in natural)
    shifts = 0
    while _across(widths[:pinned] + widths[pinned + shifts :]) > room:
        shifts += 1
    return widths, pinned, shifts


def _across(widths: Sequence[int]) -> int:
    return sum(widths) + len(BETWEEN) * (len(widths) - 1)


def share(
    natural: Sequence[int], room: int, least: Sequence[int] | None = None
) -> tuple[int, ...] | None:
    """Widths for columns that would like `natural` cells and have `room` together.

    Each gets `least` of them, 1 if that is not told; what is left goes to the narrow
    columns first, and the wide ones divide the rest. None when there is less room.
    """
    widths = list(least or [min(1, each) for each in natural])
    room -= sum(widths)
    if room < 0:
        return None
    left = len(natural)
    for column in sorted(range(len(natural)), key=lambda n: natural[n] - widths[n]):
        more = min(natural[column] - widths[column], room // left)
        widths[column] += more
        room -= more
        left -= 1
    return tuple(widths)


def _height(text: str, row: Sequence[Range], widths: Sequence[int], numbers: Inserts) -> int:
    return max(
        1 if b - a <= 1 else len(break_lines(text[a:b], width, part(numbers, a, b)))
        for (a, b), width in zip(row, widths, strict=True)
    )


def _is_numeric(text: str, cells: Sequence[Range]) -> bool:
    filled = [cell for a, b in cells if (cell := text[a:b]).strip()]
    return bool(filled) and all(_NUMBER.fullmatch(cell) for cell in filled)
