"""Which letters stand beside which link of the lines on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reader.tui.render import link_target
from reader.tui.sheet import Sheet

LETTERS = "fjdkslaghrueiwoncmvtybpxqz"
"""Those under the fingers first."""

Spot = tuple[int, int]
"""The index of a piece on its sheet, and the character where a link begins."""


@dataclass(frozen=True, slots=True)
class Hints:
    """Letters to type, where they stand, and where they lead."""

    labels: Mapping[Spot, str] = field(default_factory=dict)
    targets: Mapping[str, str] = field(default_factory=dict)


def hints(sheet: Sheet, first: int, last: int, shifts: Mapping[int, int]) -> Hints:
    """The links, those to pictures too, that begin on lines `first` up to `last`, in reading order.

    Not those that a table moved sideways, by `shifts`, has out of sight.
    """
    spots = list(_spots(sheet, first, last, shifts))
    names = _names(len(spots))
    labels = {spot: name for (spot, _), name in zip(spots, names, strict=True)}
    targets = {name: target for (_, target), name in zip(spots, names, strict=True)}
    return Hints(labels, targets)


def _names(count: int) -> list[str]:
    """As many names as that, none the beginning of another."""
    if count <= len(LETTERS):
        return list(LETTERS[:count])
    return [a + b for a in LETTERS for b in LETTERS][:count]


def _spots(
    sheet: Sheet, first: int, last: int, shifts: Mapping[int, int]
) -> Iterator[tuple[Spot, str]]:
    top, end = sheet.at(first)[0], sheet.at(last - 1)[0]
    for index in range(max(top, 0), end + 1):
        piece, shift = sheet.sets[index].piece, shifts.get(index, 0)
        for span in piece.spans:
            target = link_target(span.target) if span.style == "link" else ""
            seen = piece.shift_for(span.start, shift) == shift
            if target and seen and first <= sheet.line_in(index, span.start) < last:
                yield (index, span.start), target
