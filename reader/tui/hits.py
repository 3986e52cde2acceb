"""The highlighted hits of a search in the article on the page.

Finding them costs a look at every word, so a piece is searched when it is
first drawn, and the whole article only when hits are counted or walked.

Marks of footnotes are read as they were written, as the index has read them: `Geneva[1]` is
a hit for Geneva, while the letters of `Geneva¹` are another word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.tui.layout import Range
from reader.tui.marks import as_written
from reader.tui.sheet import Sheet

TermsMarker = Callable[[str], Sequence[Range]]
"""Given a text, the ranges of characters to highlight in it."""

Hit = tuple[int, int, int]
"""The index of a piece on its sheet, the first character, the one after the last."""


class Hits:
    """What a marker finds in one article.

    Pieces have the same indices and texts at every width, so that hits outlive
    the sheet they were found on.
    """

    def __init__(self, marker: TermsMarker | None) -> None:
        self.marker = marker
        self._found: dict[int, list[Range]] = {}
        self._all: list[Hit] | None = None

    def within(self, sheet: Sheet, index: int) -> list[Range]:
        """The hits in one piece, in order."""
        if self.marker is None or not sheet.sets[index].searchable:
            return []
        found = self._found.get(index)
        if found is None:
            piece = sheet.sets[index].piece
            text = as_written(piece.text[: piece.body])
            found = self._found[index] = _search(self.marker, text)
        return found

    def all(self, sheet: Sheet) -> list[Hit]:
        """The hits in the whole article, in reading order."""
        if self._all is None:
            count = len(sheet.sets) if self.marker else 0
            self._all = [(i, *found) for i in range(count) for found in self.within(sheet, i)]
        return self._all


def _search(marker: TermsMarker, text: str) -> list[Range]:
    if not text:
        return []
    ranges = ((max(start, 0), min(end, len(text))) for start, end in marker(text))
    return sorted((start, end) for start, end in ranges if start < end)
