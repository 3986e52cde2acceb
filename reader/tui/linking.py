"""The links of an article: their numbers, and the letters that stand in their place on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reader.models import Block
from reader.safe import line
from reader.tui.addresses import spans_of
from reader.tui.pieces import NUMBER
from reader.tui.render import link_target
from reader.tui.sheet import Sheet

LETTERS = "fjdkslaghrueiwoncmvtybpxqz"
"""Those under the fingers first."""


@dataclass(frozen=True, slots=True)
class Hints:
    """Where links lead, by what is typed: letters, or the link's number."""

    labels: Mapping[str, str] = field(default_factory=dict)
    """The letters to be drawn in the place of a number, by the number as it is drawn."""
    targets: Mapping[str, str] = field(default_factory=dict)


def links_of(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The addresses that a text leads to, pictures too, in reading order, each once."""
    return tuple(dict.fromkeys(filter(None, map(link_target, _targets(blocks)))))


class LinkNumbers(Mapping[str, int]):
    """The numbers of the links of a text: those of `links_of`, counted as far as is looked.

    A book of thousands of links opens without the last of them having been read.
    """

    def __init__(self, blocks: Iterable[Block]) -> None:
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


def _targets(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if block.kind == "image":
            yield line(block.target)
        else:
            found = (span for span in spans_of(block) if span.style == "link")
            yield from (span.target for span in sorted(found, key=lambda span: span.start))


def hints(
    sheet: Sheet, first: int, last: int, shifts: Mapping[int, int], links: tuple[str, ...]
) -> Hints:
    """Letters for the links on lines `first` up to `last`; numbers lead to all the others, too.

    What a table moved sideways, by `shifts`, has out of sight has no letters.
    """
    numbered = {f"[{number}]": target for number, target in enumerate(links, 1)}
    seen = [name for name in _seen(sheet, first, last, shifts) if name in numbered]
    labels = dict(zip(seen, _names(len(seen)), strict=True))
    targets = {letters: numbered[name] for name, letters in labels.items()}
    return Hints(labels, targets | {name[1:-1]: target for name, target in numbered.items()})


def _names(count: int) -> list[str]:
    """As many names as that, none the beginning of another."""
    if count <= len(LETTERS):
        return list(LETTERS[:count])
    return [a + b for a in LETTERS for b in LETTERS][:count]


def _seen(sheet: Sheet, first: int, last: int, shifts: Mapping[int, int]) -> list[str]:
    """The numbers drawn on these lines, from the top down, each once."""
    found: dict[str, None] = {}
    for y in range(first, last):
        index, within = sheet.at(y)
        if index < 0 or within >= sheet.sets[index].piece.height:
            continue
        runs = sheet.sets[index].piece.runs(within, shifts.get(index, 0))
        found |= dict.fromkeys(run.text for run in runs if run.look == NUMBER)
    return list(found)
