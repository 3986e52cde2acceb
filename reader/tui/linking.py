"""The links of an article: their numbers, and the letters that stand in their place on the screen.

Marks of footnotes have letters, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from reader.light import dataclass
from reader.models import Block
from reader.safe import line
from reader.tui.addresses import spans_of
from reader.tui.footnotes import REFERENCE, Footnotes, Spot, with_marks
from reader.tui.marks import label_in
from reader.tui.pieces import NUMBER, Run
from reader.tui.render import link_target
from reader.tui.sheet import Sheet

LETTERS = "fjdkslaghrueiwoncmvtybpxqz"
"""Those under the fingers first."""


@dataclass(frozen=True, slots=True)
class Hints:
    """Where links lead, by what is typed: letters, or the link's number."""

    labels: Mapping[str | Spot, str] = field(default_factory=dict)
    """The letters to be drawn in the place of a number, by the number as it is drawn, and in
    that of a footnote's mark, by where it leads."""
    targets: Mapping[str, str | Spot] = field(default_factory=dict)
    """Addresses, and where marks of footnotes lead."""


def links_of(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The addresses that a text leads to, pictures too, in reading order, each once."""
    return tuple(dict.fromkeys(filter(None, map(link_target, _targets(blocks)))))


class LinkNumbers(Mapping[str, int]):
    """The numbers of the links of a text: those of `links_of`, counted as far as is looked.

    A book of thousands of links opens without the last of them having been read.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._rest = map(link_target, _targets(blocks))
        self._known: dict[str, int] = {}

    def __getitem__(self, target: str) -> int:
        """The number of the link that leads there, from 1."""
        if target not in self._known and target:
            self._count(to=target)
        return self._known[target]

    def __bool__(self) -> bool:
        """Without looking whether there are any."""
        return True

    def __len__(self) -> int:
        self._count()
        return len(self._known)

    def __iter__(self) -> Iterator[str]:
        self._count()
        return iter(self._known)

    def _count(self, to: str = "") -> None:
        for target in self._rest:
            if target:
                self._known.setdefault(target, len(self._known) + 1)
                if target == to:
                    return


def _targets(blocks: Sequence[Block]) -> Iterator[str]:
    footnotes = Footnotes(blocks, original=True)
    for block in blocks:
        if block.kind == "image":
            yield line(block.target)  # its number stands in the frame, above those of the caption
        found = (span for span in spans_of(footnotes.drawn(block)) if span.style == "link")
        yield from (span.target for span in sorted(found, key=lambda span: span.start))


def leads(sheet: Sheet, index: int, run: Run) -> Spot | None:
    """Where a footnote's mark in a piece leads, None if nowhere."""
    spot = Spot(sheet.sets[index].source, max(run.start, 0))
    return sheet.footnotes.leads(label_in(run.text), spot)


def hints(
    sheet: Sheet,
    first: int,
    last: int,
    shifts: Mapping[int, int],
    links: tuple[str, ...],
    footnotes: bool = False,
) -> Hints:
    """Letters for the links and, if asked for, the footnotes on lines `first` up to `last`.

    Numbers lead to all the other links, too. What a table moved sideways, by `shifts`, has
    out of sight has no letters.
    """
    numbered = {f"[{number}]": target for number, target in enumerate(links, 1)}
    seen = {
        what: cells
        for what, cells in _seen(sheet, first, last, shifts)
        if (footnotes if isinstance(what, Spot) else what in numbered)
    }
    labels = _named(seen)
    targets: dict[str, str | Spot] = {
        letters: what if isinstance(what, Spot) else numbered[what]
        for what, letters in labels.items()
    }
    return Hints(labels, targets | {name[1:-1]: target for name, target in numbered.items()})


def _named(seen: Mapping[str | Spot, int]) -> dict[str | Spot, str]:
    """Names for what has so many cells on the screen, none the beginning of another.

    Where there are more than letters, what has one cell alone comes first to those; what is
    then too much, on no screen of a usual size, goes without.
    """
    if len(seen) <= len(LETTERS):
        return dict(zip(seen, LETTERS, strict=False))
    narrow = [what for what, cells in seen.items() if cells < 2][: len(LETTERS) // 2]
    wide = [what for what, cells in seen.items() if cells > 1]
    pairs = (a + b for a in LETTERS[len(narrow) :] for b in LETTERS)
    return dict(zip(narrow, LETTERS, strict=False)) | dict(zip(wide, pairs, strict=False))


def _seen(
    sheet: Sheet, first: int, last: int, shifts: Mapping[int, int]
) -> Iterator[tuple[str | Spot, int]]:
    """The numbers and where the footnotes' marks lead, from the top down, with their cells."""
    for y in range(first, last):
        index, within = sheet.at(y)
        if index < 0 or within >= sheet.sets[index].piece.height:
            continue
        runs: Sequence[Run] = sheet.sets[index].piece.runs(within, shifts.get(index, 0))
        for run in with_marks(runs):
            if run.look == NUMBER:
                yield run.text, len(run.text)
            elif run.look == REFERENCE and (spot := leads(sheet, index, run)):
                yield spot, len(label_in(run.text))
