"""A page as one tall sheet of lines: which piece stands where, and the way back.

A book is not laid out before its first line is read. Every piece has a guess at its
height until something near it is looked at; `settle` lays out what is near a line, and
tells where that line is then. What is settled stays as it is.

Places are told in three ways: a line (of this width only, and until the next `settle`),
a source and a character (the same text at any width), and a fraction (to be kept for
later). The last two do not depend on how much is laid out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import accumulate

from reader.light import dataclass
from reader.tui.footnotes import Footnotes
from reader.tui.pieces import Piece

TITLE, BYLINE, ADDRESS, VANISHED, TAGS, NOTE = range(-6, 0)
"""Where the lines of the head count as standing: before block 0."""

_PREPARED = 40_000
"""Characters whose lines are broken in one go: about five milliseconds."""


@dataclass(slots=True)
class Set:
    """A piece in its place on the page, made when it is first looked at."""

    make: Callable[[], Piece]
    source: int
    """The block it came from, or one of `TITLE`, `BYLINE` and the others of the head."""
    weight: int
    """How many characters it counts for in a fraction, about as many as its text has; 0 for
    what can come and go, so that a fraction that was kept is of the same text without it."""
    guess: int
    """About how many lines it takes."""
    bars: int = 0
    removed: bool = False
    searchable: bool = True
    tight: bool = False
    """Follows the piece before it without a blank line."""
    made: Piece | None = None

    @property
    def piece(self) -> Piece:
        """The piece itself; its text is cheap to have, its lines are not."""
        if self.made is None:
            self.made = self.make()
        return self.made

    @property
    def gap(self) -> int:
        """Blank lines above it."""
        return 0 if self.tight else 1


class Sheet:
    """A whole article at one width: which line stands where.

    Lines count from 0 for the whole page, which begins and ends with a blank one.
    """

    def __init__(self, sets: list[Set], width: int, footnotes: Footnotes | None = None) -> None:
        self.sets = sets
        self.width = width
        self.footnotes = footnotes or Footnotes()
        """Where the marks of footnotes on it lead."""
        self._sources = [each.source for each in sets]
        self._before = [0, *accumulate(each.weight + bool(each.weight) for each in sets)]
        self._extents = [each.guess + (not each.tight) for each in sets]
        """Lines of each piece, the blank one above it counted."""
        self._ends = [0, *accumulate(self._extents)]
        """The line after each piece, 0 before the first."""
        self._settled = bytearray(len(sets))
        self._prepared = 0

    @property
    def height(self) -> int:
        """Lines on the page; a guess until everything is settled."""
        return self._ends[-1] + 1 if self.sets else 0

    @property
    def complete(self) -> bool:
        """Is every piece laid out?"""
        return all(self._settled)

    # Laying out

    def settle(self, y: int, above: int, below: int) -> int:
        """Lay out what stands so many lines above and below line `y`; where it is now.

        A line of a piece that was a guess becomes the line as far down in it.
        """
        while True:
            index, within = self.at(y)
            first, last = self.at(y - above)[0], self.at(y + below)[0]
            loose = [i for i in range(max(first, 0), last + 1) if not self._settled[i]]
            if not loose:
                return y
            before = self._height(index)
            self._lay(loose)
            if index in loose:
                within = within * self._height(index) // before
            y = self.top(index) + within if index >= 0 else y

    def settle_all(self, y: int) -> int:
        """Lay out the whole page; where line `y` is now."""
        return self.settle(y, y + 1, self.height)

    def is_settled(self, index: int) -> bool:
        """Is this piece laid out, so that its lines can be told?"""
        return bool(self._settled[index])

    def prepare(self) -> bool:
        """Break some more of the text into lines, to settle later; False when all is.

        Nothing on the page moves by it.
        """
        characters = 0
        while self._prepared < len(self.sets) and characters < _PREPARED:
            piece = self.sets[self._prepared].piece
            characters += len(piece.text) if piece.height else 0
            self._prepared += 1
        return self._prepared < len(self.sets)

    def _lay(self, pieces: list[int]) -> None:
        for index in pieces:
            placed = self.sets[index]
            self._extents[index] = placed.piece.height + placed.gap
            self._settled[index] = True
        self._ends = [0, *accumulate(self._extents)]

    # Lines

    def top(self, index: int) -> int:
        """The first line of a piece."""
        return self._ends[index] + self.sets[index].gap

    def _height(self, index: int) -> int:
        return self._extents[index] - self.sets[index].gap

    def at(self, y: int) -> tuple[int, int]:
        """Which piece line `y` belongs to and the line within; a line at or past
        the piece's height is the blank that follows it, piece -1 the one on top."""
        index = min(bisect_right(self._ends, y), len(self.sets)) - 1
        while index >= 0 and (y < self.top(index) or not self._extents[index]):
            index -= 1
        return index, y - self.top(index) if index >= 0 else y

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
        index = self.piece_of(source)
        if index < 0:
            return 0
        if self._sources[index] != source:
            return self.line_in(index, len(self.sets[index].piece.text))
        if offset >= 0:
            return self.line_in(index, offset)
        first = bisect_left(self._sources, source)
        return self._ends[first]

    def piece_of(self, source: int) -> int:
        """The piece that a source became or, where it is not shown, the one before it."""
        return bisect_right(self._sources, source) - 1

    def line_in(self, index: int, offset: int) -> int:
        """The line on which a character of piece `index` stands; lays the piece out."""
        if not self._settled[index]:
            self._lay([index])
        return self.top(index) + self.sets[index].piece.line_of(offset)

    # Fractions

    def fraction(self, y: int) -> float:
        """How much of the text stands above line `y`, 0 to 1, the same at any width."""
        index, within = self.at(y)
        if index < 0:
            return 0.0
        placed = self.sets[index]
        inside = 1.0
        if within < placed.piece.height and placed.piece.text:
            inside = placed.piece.offset_at(within) / len(placed.piece.text)
        elif within < placed.piece.height:
            inside = 0.0
        return (self._before[index] + inside * placed.weight) / self._before[-1]

    def line_at(self, fraction: float) -> int:
        """The line that has so much of the text above it; undoes `fraction`."""
        wanted = min(max(fraction, 0.0), 1.0) * self._before[-1]
        if wanted < 0.5 or not self.sets:
            return 0
        index = min(bisect_right(self._before, wanted + 0.5), len(self.sets)) - 1
        placed = self.sets[index]
        inside = min(max(wanted - self._before[index], 0) / max(placed.weight, 1), 1.0)
        offset = round(inside * len(placed.piece.text))
        line = self.line_in(index, offset)
        if placed.piece.text and offset >= len(placed.piece.text):
            return self.top(index) + placed.piece.height
        return line
