"""What follows a text stands in its column, however wide the terminal draws that text.

The scripts of India and Southeast Asia, emoji of several signs and flags have no width
that terminals agree on: what one draws in five cells is seven in the next, and neither is
ours. A terminal cannot be asked in time. So such a text is drawn as the terminal likes, on
a ground that was blanked before, and the cursor is then put where the next column begins
(CHA, ECMA-48 8.3.9). Of a text wider than we count, the end gives way; one that is narrower
leaves a gap. Wrapping is off (DECAWM) while it is drawn, lest it run into the next line.

All of it happens to what is about to be written: widgets, selection and pictures of the
screen know nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

from reader.light import pattern

_DOUBTFUL = (
    "\u0900-\u109f"  # from Devanagari to Burmese, with Thai, Lao and Tibetan between
    "\u1100-\u11ff"  # letters of Hangul, each by itself
    "\u1700-\u17ff\u1900-\u1aff\u1b00-\u1c4f\u1cd0-\u1cff"  # Khmer, Balinese and their neighbours
    "\u200d\u20e3\ufe0e\ufe0f"  # joiner, keycap, variation selectors
    "\ua800-\ua82f\ua840-\uabff\ud7b0-\ud7ff"
    "\U00011000-\U00011fff"  # more scripts of that family
    "\U0001f000-\U0001faff"  # emoji, flags, skin tones
)
_ANY = pattern(f"[{_DOUBTFUL}]")
_STRETCH = pattern(rf"[^\s│]*[{_DOUBTFUL}](?:(?!  |│).)*")
"""From the word with the first such sign to the next column: two blanks, or a bar."""
_UNWRAPPED, _WRAPPED = "\x1b[?7l", "\x1b[?7h"


def placed(update: RenderableType | None) -> RenderableType | None:
    """The update of the screen, with what follows doubtful texts put in its column."""
    if isinstance(update, LayoutUpdate):
        update.strips = [_row(line, update.region.x) for line in update.strips]
    elif isinstance(update, ChopsUpdate):
        update.chops = [
            {x: strip and _placed(strip, x) for x, strip in line.items()} for line in update.chops
        ]
    return update


def _row(strips: Iterable[Strip], x: int) -> list[Strip]:
    row = []
    for strip in strips:
        row.append(_placed(strip, x))
        x += strip.cell_length
    return row


def _placed(strip: Strip, x: int) -> Strip:
    for text, _, _ in strip:
        if not text.isascii() and _ANY.search(text):
            return Placed(strip, x)
    return strip


class Placed(Strip):
    """A strip that begins in column `x` of the screen, from 0, and holds a doubtful text."""

    __slots__ = ["x"]

    def __init__(self, strip: Strip, x: int) -> None:
        super().__init__(list(strip), strip.cell_length)
        self.x = x

    def crop(self, start: int, end: int | None = None) -> Strip:
        """The part of it between two of its cells, in its place."""
        return Placed(super().crop(start, end), self.x + start)

    def render(self, console: Console) -> str:
        """The sequences that draw it."""
        return "".join(self._parts(console))

    def _parts(self, console: Console) -> Iterator[str]:
        segments = list(self)
        text = "".join(segment.text for segment in segments)
        done, column = 0, self.x
        for found in _STRETCH.finditer(text):
            start, end = found.start(), found.start() + len(found[0].rstrip())
            beyond = len(text) - len(text[end:].lstrip(" "))
            before, doubtful = _cut(segments, done, start), _cut(segments, start, end)
            ground = [_blank(each) for each in _cut(segments, start, beyond)]
            first = column + _cells(before)
            done, column = beyond, first + _cells(ground)
            yield Strip([*before, *ground]).render(console)
            yield _to(first) + _UNWRAPPED
            yield Strip(doubtful).render(console)
            yield _WRAPPED + _to(column)
        yield Strip(_cut(segments, done, len(text))).render(console)


def _cut(segments: Iterable[Segment], start: int, end: int) -> list[Segment]:
    """The segments of the characters from `start` to `end`."""
    kept, at = [], 0
    for text, style, control in segments:
        if part := text[max(0, start - at) : max(0, end - at)]:
            kept.append(Segment(part, style, control))
        at += len(text)
    return kept


def _cells(segments: Iterable[Segment]) -> int:
    return sum(cell_len(segment.text) for segment in segments)


def _blank(segment: Segment) -> Segment:
    """The ground that a segment stands on."""
    style = segment.style
    bare = style and Style(color=style.color, bgcolor=style.bgcolor, reverse=style.reverse)
    return Segment(" " * cell_len(segment.text), bare)


def _to(column: int) -> str:
    return f"\x1b[{column + 1}G"
