"""The passage that is selected on a page, and the caret that selects it.

Both are places in the text (a piece of the sheet and a character), never lines, so that
they outlive scrolling and changes of width. Textual's own selection knows lines of a
widget, which move here while a long article is laid out, and would copy them as broken.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator, Mapping

from reader.light import pattern
from reader.tui.layout import Range, measure
from reader.tui.pieces import Piece
from reader.tui.sheet import Sheet

Place = tuple[int, int]
"""The index of a piece on its sheet, and a character of its text."""
Stop = tuple[int, Place]
"""A cell of a line, counted from the sheet's edge, and what stands there."""

_WORD = pattern(r"\w+(?:['’]\w+)*|[^\w\s]+")


class Passage:
    """From the anchor to the head, both included; or a caret alone, or nothing."""

    def __init__(self) -> None:
        self.head: Place | None = None
        self.anchor: Place | None = None
        self.caret = False
        """Is the head shown, for keys to move it?"""
        self.goal: int | None = None
        """The cell that a caret moved up and down keeps to."""

    @property
    def ends(self) -> tuple[Place, Place] | None:
        """The first and the last character selected; None if none is."""
        if self.anchor is None or self.head is None:
            return None
        return min(self.anchor, self.head), max(self.anchor, self.head)

    def is_in(self, pieces: Container[int]) -> bool:
        """Does it begin or end in one of these?"""
        return any(place is not None and place[0] in pieces for place in (self.anchor, self.head))

    def within(self, index: int, piece: Piece) -> Range | None:
        """What of a piece is selected."""
        if self.ends is None or not self.ends[0][0] <= index <= self.ends[1][0]:
            return None
        first, last = self.ends
        start = first[1] if index == first[0] else 0
        return start, _end_of_sign(piece.text, last[1]) if index == last[0] else len(piece.text)

    def caret_within(self, index: int, piece: Piece) -> Range | None:
        """The sign under the caret, if it stands in this piece."""
        if not self.caret or self.head is None or self.head[0] != index:
            return None
        return self.head[1], _end_of_sign(piece.text, self.head[1])

    def text(self, sheet: Sheet) -> str:
        """What is selected as the article has it: no line broken, nothing drawn around it."""
        if self.ends is None:
            return ""
        found = ""
        for index in range(self.ends[0][0], self.ends[1][0] + 1):
            placed = sheet.sets[index]
            selected = self.within(index, placed.piece)
            part = placed.piece.copied(*selected) if selected else ""
            if part:
                found += ("" if not found else "\n" if placed.tight else "\n\n") + part
        return found


def _end_of_sign(text: str, offset: int) -> int:
    """Behind a character and what is drawn on it."""
    edges, end = measure(text), offset + 1
    while end < len(text) and edges[end] == edges[end + 1]:
        end += 1
    return min(end, len(text))


# Where a caret can stand


def stops(sheet: Sheet, y: int, shifts: Mapping[int, int]) -> list[Stop]:
    """What stands on a line of the article's text, from left to right."""
    index, within = sheet.at(y)
    if index < 0 or within >= sheet.sets[index].piece.height:
        return []
    found: list[Stop] = []
    x = 0
    for run in sheet.sets[index].piece.runs(within, shifts.get(index, 0)):
        edges = measure(run.text)
        if run.start >= 0:
            places = ((n, (index, run.start + n)) for n in range(len(run.text)))
            found += ((x + edges[n], place) for n, place in places if edges[n] < edges[n + 1])
        x += edges[-1]
    return found


def nearest(found: list[Stop], x: int) -> Place:
    """Of the stops of a line, the one at this cell or the nearest to it."""
    at = bisect_right(found, x, key=lambda stop: stop[0]) - 1
    return found[max(at, 0)][1]


def line_stops(
    sheet: Sheet, y: int, step: int, shifts: Mapping[int, int]
) -> tuple[int, list[Stop]] | None:
    """The first line with text from `y` on, or from there up if `step` is -1."""
    while 0 <= y < sheet.height:
        if found := stops(sheet, y, shifts):
            return y, found
        y += step
    return None


def step_beside(sheet: Sheet, place: Place, step: int, shifts: Mapping[int, int]) -> Place:
    """The sign before (-1) or after (1) on the page; the same at either end."""
    y = sheet.line_in(*place)
    here = stops(sheet, y, shifts)
    at = bisect_right(here, place, key=lambda stop: stop[1]) - 1 + step
    if 0 <= at < len(here):
        return here[at][1]
    other = line_stops(sheet, y + step, step, shifts)
    return other[1][0 if step > 0 else -1][1] if other else place


def step_line(sheet: Sheet, place: Place, step: int, goal: int, shifts: Mapping[int, int]) -> Place:
    """The line with text before or after, at the cell `goal`."""
    other = line_stops(sheet, sheet.line_in(*place) + step, step, shifts)
    return nearest(other[1], goal) if other else place


def line_ends(sheet: Sheet, place: Place, shifts: Mapping[int, int]) -> tuple[Place, Place]:
    """The first and last sign of the line."""
    here = stops(sheet, sheet.line_in(*place), shifts)
    return (here[0][1], here[-1][1]) if here else (place, place)


# Words and paragraphs


def step_word(sheet: Sheet, place: Place, step: int, *, end: bool = False) -> Place:
    """The beginning, or the end, of a word before or after; the same if there is none."""
    for at in range(place[0], len(sheet.sets) if step > 0 else -1, step):
        piece = sheet.sets[at].piece
        words = (found.span() for found in _WORD.finditer(piece.text[: piece.body]))
        # What parts the cells of a table is in its text, but neither drawn nor copied.
        places = [(at, (b - 1 if end else a)) for a, b in words if piece.copied(a, b)]
        beyond = [p for p in places if (p > place if step > 0 else p < place)]
        if beyond:
            return beyond[0 if step > 0 else -1]
    return place


def step_paragraph(sheet: Sheet, place: Place, step: int) -> Place:
    """The beginning of this paragraph or the one before; of the next, or the text's end."""
    if step < 0 and place[1] > 0:
        return place[0], 0
    texts = _with_text(sheet, place[0] + step, step)
    return next(((at, 0) for at in texts), place)


def _with_text(sheet: Sheet, index: int, step: int) -> Iterator[int]:
    stop = len(sheet.sets) if step > 0 else -1
    return (at for at in range(index, stop, step) if sheet.sets[at].piece.body)


def word_at(sheet: Sheet, place: Place) -> tuple[Place, Place]:
    """The first and last character of the word that a place is in, or of what parts words."""
    index, offset = place
    for found in _WORD.finditer(sheet.sets[index].piece.text):
        if found.start() <= offset < found.end():
            return (index, found.start()), (index, found.end() - 1)
    return place, place


def paragraph_at(sheet: Sheet, place: Place) -> tuple[Place, Place]:
    """The first and last character of the paragraph that a place is in."""
    index = place[0]
    return (index, 0), (index, max(len(sheet.sets[index].piece.text) - 1, 0))
