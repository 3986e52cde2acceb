"""Tables: columns as wide as they need where there is room, wrapped where not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from rich.cells import cell_len

from reader.models import Span
from reader.tui.layout import Range, break_lines
from reader.tui.pieces import Run

BETWEEN = " │ "
_CROSSING = "─┼─"
_NARROWEST = 5
_NUMBER = re.compile(r"[-+−–]?\s?[$£€¥]?\s?\d[\d.,: \u00a0\u202f]*\s?[%‰]?")

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

    @property
    def body(self) -> int:
        return len(self.text)

    @property
    def height(self) -> int:
        return self.tops[-1]

    def runs(self, line: int) -> tuple[Run, ...]:
        row = self._row(line)
        within = line - self.tops[row]
        if self.header and row == 0 and line == self.tops[1] - 1:
            rule = _CROSSING.join("─" * width for width in self.widths)
            return (*self.before, Run("rule", rule))
        runs = list(self.before)
        for column, (start, end) in enumerate(self.cells[row]):
            if column:
                runs.append(Run("rule", BETWEEN))
            broken = break_lines(self.text[start:end], self.widths[column])
            first, last = broken[within] if within < len(broken) else (0, 0)
            text = self.text[start + first : start + last]
            runs.extend(self._cell(row, column, text, start + first))
        return tuple(runs)

    def _cell(self, row: int, column: int, text: str, start: int) -> list[Run]:
        look = "header" if self.header and row == 0 else "text"
        blank = Run("text", " " * (self.widths[column] - cell_len(text)))
        runs = [Run(look, text, start), blank]
        if self.numeric[column]:
            runs.reverse()
        return [run for run in runs if run.text]

    def offset_at(self, line: int) -> int:
        row = self.cells[self._row(line)]
        return row[0][0] if row else 0

    def line_of(self, offset: int) -> int:
        row = bisect_right(self.cells, offset, key=lambda cells: cells[0][0]) - 1
        row = max(row, 0)
        for column, (start, end) in enumerate(self.cells[row]):
            if start <= offset < end:
                lines = break_lines(self.text[start:end], self.widths[column])
                within = bisect_right(lines, offset - start, key=lambda line: line[0]) - 1
                return self.tops[row] + max(within, 0)
        return self.tops[row]

    def _row(self, line: int) -> int:
        return min(bisect_right(self.tops, line) - 1, len(self.cells) - 1)


def set_grid(
    text: str,
    cells: Cells,
    header: bool,
    width: int,
    spans: tuple[Span, ...] = (),
    before: tuple[Run, ...] = (),
) -> Grid | None:
    """A table at most `width` cells wide; None where the columns would be too narrow."""
    columns = list(zip(*cells, strict=True))
    natural = [max(2, *(cell_len(text[a:b]) for a, b in column)) for column in columns]
    widths = share(natural, width - len(BETWEEN) * (len(columns) - 1))
    if widths is None:
        return None
    heights = [_height(text, row, widths) for row in cells]
    if header:
        heights[0] += 1
    body = [column[1:] if header else column for column in columns]
    return Grid(
        text=text,
        spans=spans,
        cells=cells,
        widths=widths,
        numeric=tuple(_is_numeric([text[a:b] for a, b in column]) for column in body),
        header=header,
        before=before,
        tops=list(accumulate(heights, initial=0)),
    )


def share(natural: Sequence[int], room: int) -> tuple[int, ...] | None:
    """Widths for columns that would like `natural` cells and have `room` together.

    Narrow columns keep what they need and the wide ones divide the rest; None
    when some column would get less than it needs and less than five cells.
    """
    widths = [0] * len(natural)
    left = len(natural)
    for column in sorted(range(len(natural)), key=natural.__getitem__):
        widths[column] = min(natural[column], room // left)
        if widths[column] < min(natural[column], _NARROWEST):
            return None
        room -= widths[column]
        left -= 1
    return tuple(widths)


def _height(text: str, row: Sequence[Range], widths: Sequence[int]) -> int:
    return max(
        1 if b - a <= 1 else len(break_lines(text[a:b], width))
        for (a, b), width in zip(row, widths, strict=True)
    )


def _is_numeric(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and all(_NUMBER.fullmatch(cell) for cell in filled)
