"""A page as one tall sheet of lines: which piece stands where, and the way back.

Places are told in three ways: a line (of this width only), a source and a
character (the same text at any width), and a fraction (to be kept for later).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from reader.tui.pieces import Piece

TITLE, BYLINE, ADDRESS, VANISHED = -4, -3, -2, -1
"""Where the lines of the head count as standing: before block 0."""


@dataclass(frozen=True, slots=True)
class Set:
    """A piece in its place on the page."""

    piece: Piece
    source: int
    """The block it came from, or one of `TITLE`, `BYLINE`, `ADDRESS`, `VANISHED`."""
    bars: int = 0
    removed: bool = False
    searchable: bool = True
    tight: bool = False
    """Follows the piece before it without a blank line."""


class Sheet:
    """A whole article at one width: which line stands where.

    Lines count from 0 for the whole page, which begins and ends with a blank one.
    """

    def __init__(self, sets: list[Set], width: int) -> None:
        self.sets = sets
        self.width = width
        self.tops: list[int] = []
        self._sources = [s.source for s in sets]
        self._before: list[int] = []
        y, characters = 0, 0
        for placed in sets:
            y += 0 if placed.tight else 1
            self.tops.append(y)
            self._before.append(characters)
            y += placed.piece.height
            characters += len(placed.piece.text) + 1
        self.height = y + 1 if sets else 0
        self._characters = max(characters, 1)

    def at(self, y: int) -> tuple[int, int]:
        """Which piece line `y` belongs to and the line within; a line at or past
        the piece's height is the blank that follows it, piece -1 the one on top."""
        index = bisect_right(self.tops, y) - 1
        return index, y - self.tops[index] if index >= 0 else y

    def bars(self, index: int, within: int) -> int:
        """How many quote bars run through the blank line after a piece."""
        if index < 0 or index + 1 >= len(self.sets) or within < self.sets[index].piece.height:
            return 0
        return min(self.sets[index].bars, self.sets[index + 1].bars)

    def anchor(self, y: int) -> tuple[int, int]:
        """The text at the top when line `y` is: its source and the character."""
        index, within = self.at(y)
        if index < 0:
            return TITLE, -1
        placed = self.sets[index]
        if within < placed.piece.height:
            return placed.source, placed.piece.offset_at(within)
        if index + 1 < len(self.sets):
            return self.sets[index + 1].source, -1
        return placed.source, len(placed.piece.text)

    def line_of(self, source: int, offset: int) -> int:
        """The line on which a character stands; offset -1 is the blank line before.

        A source that is not shown counts as the end of the one before it.
        """
        index = bisect_right(self._sources, source) - 1
        if index < 0:
            return 0
        if self._sources[index] != source:
            return self.line_in(index, len(self.sets[index].piece.text))
        if offset >= 0:
            return self.line_in(index, offset)
        first = bisect_left(self._sources, source)
        return self.tops[first] - (0 if self.sets[first].tight else 1)

    def line_in(self, index: int, offset: int) -> int:
        """The line on which a character of piece `index` stands."""
        return self.tops[index] + self.sets[index].piece.line_of(offset)

    def fraction(self, y: int) -> float:
        """How much of the text stands above line `y`, 0 to 1, the same at any width."""
        index, within = self.at(y)
        if index < 0:
            return 0.0
        piece = self.sets[index].piece
        inside = piece.offset_at(within) if within < piece.height else len(piece.text)
        return (self._before[index] + inside) / self._characters

    def line_at(self, fraction: float) -> int:
        """The line that has so much of the text above it; undoes `fraction`."""
        wanted = round(min(max(fraction, 0.0), 1.0) * self._characters)
        if not wanted:
            return 0
        index = bisect_right(self._before, wanted) - 1
        piece, offset = self.sets[index].piece, wanted - self._before[index]
        if piece.text and offset >= len(piece.text):
            return self.tops[index] + piece.height
        return self.line_in(index, offset)
