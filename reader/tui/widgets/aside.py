"""Beside the search line: what was understood of it, and how much was found.

Its width never depends on what it says: a word more or less would otherwise lay
out the whole screen anew with every key.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from reader.safe import line
from reader.tui.render import fit

if TYPE_CHECKING:
    from reader.library import Chip

BETWEEN = " · "
FEWEST = 4
"""Cells below which a chip is left out rather than cut."""


class Aside(Widget):
    """One line that ends at the right: chips, then the count, which is never cut for them."""

    DEFAULT_CSS = """
    Aside {
        width: 45%;
        height: 1;
        color: $text-muted;
        & > .aside--filter, & > .aside--order { color: $text-accent; }
        & > .aside--not { color: $text-error; }
        & > .aside--or, & > .aside--word { color: $text; }
        & > .aside--text { color: $text-warning; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "aside--filter",
        "aside--order",
        "aside--not",
        "aside--or",
        "aside--word",
        "aside--text",
    }

    def __init__(self) -> None:
        super().__init__()
        self._chips: Sequence[Chip] = ()
        self._found = ""
        self._hushed = False

    @property
    def chips(self) -> Sequence[Chip]:
        """What was understood, part by part."""
        return self._chips

    def show(self, *, chips: Sequence[Chip] | None = None, found: str | None = None) -> None:
        """Replace the parts that are given; draws only if something differs."""
        before = self._chips, self._found
        if chips is not None:
            self._chips = chips
        if found is not None:
            self._found = line(found)
        if before != (self._chips, self._found):
            self.refresh()

    def hush(self, hushed: bool) -> None:
        """Show nothing, or what there is to say again: a list with a name is no search."""
        if hushed != self._hushed:
            self._hushed = hushed
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The only line."""
        width, base = self.size.width, self.rich_style
        if self._hushed:
            return Strip.blank(width, base)
        found = f" {fit(self._found, width - 2)} " if self._found else ""
        chips = self._fitting(width - cell_len(found) - 1)
        used = sum(cell_len(chip.text) for chip in chips) + cell_len(found)
        segments = [Segment(" " * (width - used), base), *chips, Segment(found, base)]
        return Strip(segments).adjust_cell_length(width, base)

    def _fitting(self, room: int) -> list[Segment]:
        """The chips from the first on, the last of them cut where the room ends."""
        segments: list[Segment] = []
        for chip in self._chips:
            between = BETWEEN if segments else ""
            room -= cell_len(between)
            if room < FEWEST:
                break
            style = self.get_component_rich_style(f"aside--{chip.kind}")
            text = fit(line(chip.label), room)
            segments += [Segment(between, self.rich_style), Segment(text, style)]
            room -= cell_len(text)
        return segments
