"""The pane at the left: names to choose from in groups, each with a number.

It is handed rows and posts which one was chosen; what they stand for is not its matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len as cells
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.light import dataclass
from reader.models import Shelf
from reader.safe import line
from reader.tui.frames import DrawnStraight
from reader.tui.render import fit
from reader.tui.tag_colours import ON_DARK, ON_LIGHT
from reader.tui.widgets.light_bar import LightlyScrolled

_LEAD, _ARROW = 2, 2
"""Cells before the text of a row, and those of a folder's arrow."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the pane."""

    text: str
    count: str = ""
    """What stands at the right."""
    target: object = None
    """What choosing it means; None for a line that cannot be chosen."""
    heading: bool = False
    weighty: bool = False
    """There is something new behind it."""
    current: bool = False
    """It is what the list shows."""
    indent: int = 0
    """How deep it stands below what is above it."""
    colour: int | None = None
    """A tag's place in the palette."""
    bar: float = 0.0
    """Its share of the longest, 0 to 1, drawn behind the text's line; 0 for none."""


_DRAWN = 256
"""Rows that are kept as they were drawn."""


class Side(DrawnStraight, LightlyScrolled, ScrollView, can_focus=True, inherit_bindings=False):
    """Rows with a cursor that stands on those that can be chosen."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "side--heading",
        "side--row",
        "side--weighty",
        "side--count",
        "side--current",
        "side--cursor",
        "side--bar",
    }
    DEFAULT_CSS = """
    Side {
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
        & > .side--heading { color: $text-muted; text-style: bold; }
        & > .side--row { color: $text-muted; }
        & > .side--weighty { color: $foreground; text-style: bold; }
        & > .side--count { color: $text-muted; }
        & > .side--bar { color: $text-accent; }
        & > .side--current { color: $text-primary; text-style: bold; }
        & > .side--cursor { background: $background; }
        &:focus > .side--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
        }
        &:focus:nocolor > .side--cursor { text-style: reverse; }
    }
    """

    class Chosen(Message):
        """A row is to be shown; `target` is the row's own."""

        def __init__(self, target: object) -> None:
            super().__init__()
            self.target = target

    class Folded(Message):
        """The arrow before a folder was clicked; `target` is the row's own."""

        def __init__(self, target: object) -> None:
            super().__init__()
            self.target = target

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Sequence[Row] = ()
        self._cursor = 0
        self._drawn: LRUCache[tuple[Row, bool, int], Strip] = LRUCache(_DRAWN)

    # What it shows

    @property
    def rows(self) -> Sequence[Row]:
        """What stands in it."""
        return self._rows

    @property
    def row(self) -> Row | None:
        """The row under the cursor, None if none can be chosen."""
        row = self._rows[self._cursor] if self._cursor < len(self._rows) else None
        return row if row and row.target is not None else None

    def show(self, rows: Sequence[Row]) -> None:
        """Replace the rows; the cursor stays on what it stood on, else goes to what is current.

        While the keys come here it goes to what stands in the place instead.
        """
        if rows == self._rows:
            return
        before, stood, had = self.row, self._cursor, self._rows
        self._rows = rows
        places = self._places
        same = [at for at in places if before and _name(rows[at]) == _name(before)]
        near = [at for at in places if at >= stood] if before and self.has_focus else []
        current = [at for at in places if rows[at].current]
        self._cursor = next(iter([*same, *near, *current, *places]), 0)
        if len(rows) == len(had):
            changed = {at for at, row in enumerate(rows) if row != had[at]}
            self._draw_anew(changed | {stood, self._cursor})
        else:
            self.virtual_size = Size(self.size.width, len(rows))
            self.refresh()
        self._reveal()

    def stand_on(self, wanted: str) -> bool:
        """Put the cursor on the first row below a heading; False if there is none such."""
        for at, row in enumerate(self._rows):
            if row.heading and row.text == wanted:
                below = [place for place in self._places if place > at]
                if below:
                    self._go(below[0])
                    return True
        return False

    def stand_by(self, target: object) -> None:
        """Put the cursor on the row of this target, if it is there."""
        wanted = _name(Row("", target=target))
        here = [at for at in self._places if _name(self._rows[at]) == wanted]
        if here:
            self._go(here[0])

    def stand_on_current(self) -> None:
        """Put the cursor on the row of what the list shows, if there is one."""
        current = [at for at in self._places if self._rows[at].current]
        if current:
            self._go(current[0])

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where on the terminal the row under the cursor begins."""
        return self.content_region.offset + Offset(0, self._cursor - self.scroll_offset.y)

    # Moving about

    def move(self, delta: int) -> None:
        """By so many rows that can be chosen, at most to either end."""
        places = self._places
        if places:
            here = places.index(self._cursor) if self._cursor in places else 0
            self._go(places[max(0, min(here + delta, len(places) - 1))])

    def page(self, direction: int) -> None:
        """By a screenful."""
        self.move(direction * max(1, self.size.height - 1))

    def choose(self) -> None:
        """Ask for what the cursor is on."""
        if row := self.row:
            self.post_message(self.Chosen(row.target))

    @property
    def _places(self) -> list[int]:
        return [at for at, row in enumerate(self._rows) if row.target is not None]

    def _go(self, at: int) -> None:
        stood, self._cursor = self._cursor, at
        self._draw_anew({stood, at})
        self._reveal()

    def _draw_anew(self, rows: Iterable[int]) -> None:
        """Only these rows: a key in the search bar waits for what is drawn with it."""
        for at in rows:
            self.refresh_line(at)

    def _reveal(self) -> None:
        top, height = self.scroll_offset.y, self.size.height
        first = self._places[:1] == [self._cursor]
        if self._cursor < top or first:
            self.scroll_to(y=0 if first else self._cursor, animate=False, force=True)
        elif height and self._cursor >= top + height:
            self.scroll_to(y=self._cursor - height + 1, animate=False, force=True)

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked."""
        at = event.get_content_offset(self)
        row = self.scroll_offset.y + at.y if at else len(self._rows)
        if row < len(self._rows) and self._rows[row].target is not None:
            event.stop()
            self._go(row)
            target = self._rows[row].target
            folder = isinstance(target, Shelf) and target.kind == "folder"
            if folder and at and at.x < _LEAD + 2 * self._rows[row].indent + _ARROW:
                self.post_message(self.Folded(target))
            else:
                self.choose()

    def on_resize(self) -> None:
        """As wide as it is given room."""
        self.virtual_size = Size(self.size.width, len(self._rows))

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One row."""
        return self.lines_within(y, y + 1)[0]

    def lines_within(self, start: int, end: int) -> list[Strip]:
        """The lines of the window from `start` on, up to `end`."""
        width, top, focused = (
            self.scrollable_content_region.width,
            self.scroll_offset.y,
            self.has_focus,
        )
        chosen = self._cursor if focused else -1
        rows = range(top + start, min(top + end, len(self._rows)))
        lines = [self._line(at, width, at == chosen) for at in rows]
        if missing := end - start - len(lines):
            lines += [Strip.blank(width, self.rich_style)] * missing
        return lines

    def _line(self, at: int, width: int, chosen: bool) -> Strip:
        row = self._rows[at], chosen, width
        drawn = self._drawn.get(row)
        if drawn is None:
            drawn = self._drawn[row] = self._draw(*row)
        return drawn

    def notify_style_update(self) -> None:
        """Another theme or focus: what was drawn no longer fits."""
        super().notify_style_update()
        self._drawn.clear()

    def _draw(self, row: Row, chosen: bool, width: int) -> Strip:
        count = f" {row.count} " if row.count else " "
        room = max(width - cells(count) - 2, 1)
        shift = " " * min(2 * row.indent, room // 2)
        text = None
        if row.target is None or not row.bar:
            text = shift + fit(line(row.text), room - len(shift))
        if text is None:
            return self._with_bar(row, width, count, chosen)
        lead = " ▸"[row.current] if not row.heading else " "
        segments = [
            Segment(f"{lead} ", self._style(self._tone(row), chosen)),
            Segment(text + " " * (room - cells(text)), self._tinted(row, chosen)),
            Segment(count, self._style("count", chosen)),
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _tinted(self, row: Row, chosen: bool) -> Style:
        """The style of a row's text: a tag has its own colour, as in the list."""
        style = self._style(self._tone(row), chosen)
        if row.colour is None or chosen:
            return style
        colours = ON_DARK if self.app.current_theme.dark else ON_LIGHT
        return style + Style(color=colours[row.colour])

    def _with_bar(self, row: Row, width: int, count: str, chosen: bool) -> Strip:
        """A value with a bar of blocks before its number, as long as its share."""
        longest = max(min(8, width // 4), 3)
        length = max(1, round(longest * row.bar))
        room = max(width - cells(count) - longest - 3, 1)
        text = fit(line(row.text), room)
        segments = [
            Segment(f"  {text}{' ' * (room - cells(text))} ", self._style("row", chosen)),
            Segment("▆" * length + " " * (longest - length), self._style("bar", chosen)),
            Segment(count, self._style("count", chosen)),
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    @staticmethod
    def _tone(row: Row) -> str:
        if row.heading:
            return "heading"
        if row.current:
            return "current"
        return "weighty" if row.weighty else "row"

    def _style(self, part: str, chosen: bool) -> Style:
        style = self.get_component_rich_style(f"side--{part}")
        return (
            style + self.get_component_rich_style("side--cursor", partial=True) if chosen else style
        )


def _name(row: Row) -> object:
    """What a row is about: its numbers may be others by now."""
    target = row.target
    if isinstance(target, Shelf):
        return target.kind, target.name, target.key, target.query
    return target
