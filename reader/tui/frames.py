"""A frame has those lines of those widgets drawn that it shows anew, and no others.

Textual 8 asks every widget that may be seen between the uppermost and the lowest change on
the screen for all of its lines. With a letter in the top line and a number in the bottom line
that is the whole screen, twice for each key, and nearly all of it is thrown away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, cast

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

if TYPE_CHECKING:
    Base = Screen[Any]
else:
    Base = object  # of two classes of screens Textual would take the first one's styles


class Sparing(Compositor):
    """Puts a frame together of the lines that it shows anew."""

    _changed: Collection[Region] | None = None
    """What the frame that is put together shows anew; None of one that shows all."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """What has changed on the screen, None if nothing has."""
        self._changed = list(self._dirty_regions)
        try:
            update = super().render_partial_update()
        finally:
            self._changed = None
        if update:
            _end_with_spans(update)
        return update

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Of each widget that has changed its place, the part seen of it, and its lines there.

        The part is as wide as the widget: lines are cut where widgets begin and end.
        """
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if self._changed is not None:
                changed = [each for each in self._changed if each.overlaps(seen)]
                if not changed:
                    continue
                band = Region.from_union(changed)
                seen = seen.intersection(Region(seen.x, band.y, seen.width, band.height))
            if seen:
                yield region, seen, widget.render_lines(seen.translate(-region.offset))


def _end_with_spans(update: ChopsUpdate) -> None:
    """Leave out the part of a line that begins where what has changed of it ends.

    Textual writes nothing of it, but has the terminal's cursor go there.
    """
    spans = Counter(y for y, _, _ in update.spans)
    for y, _, end in update.spans:
        parts = cast("dict[int, Strip | None]", update.chops[y])
        if spans[y] == 1 and end in parts:
            parts[end] = None


class DrawnSparingly(Base):
    """To be put before a screen's class: its frames are put together by `Sparing`."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._compositor = Sparing()
