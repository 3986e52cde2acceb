"""The article list: any number of rows at the cost of those on the screen.

The widget is handed keys and asks for the rows behind them a page at a time. A
key press draws the two rows that changed; a list that is replaced leaves the
article under the cursor where the eye is.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, Literal

from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from reader.light import dataclass
from reader.models import TAG_COLOURS, Headline
from reader.tui.frames import DrawnStraight
from reader.tui.picks import Picks
from reader.tui.render import DateForm, arrival, when
from reader.tui.rows import PAGE, Density, Fetch, Marks, Pen, Rows
from reader.tui.tag_colours import ON_DARK, ON_LIGHT
from reader.tui.widgets.light_bar import LightlyScrolled

NEIGHBOURS = 64
"""How far around the cursor a lost article's neighbours are looked for."""
TICK = 30.0
"""Seconds between looks at whether an age on the screen has changed."""
BAR_STEPS = 8
"""Steps a scroll bar's thumb can take within a cell, in Textual."""

_EMPTY: array[int] = array("q")  # keys are SQLite's row numbers: 64 bits, signed


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person stands in a list, to be taken up again in another."""

    key: int | None
    """The article under the cursor; None in an empty list."""
    row: int
    """Its row, counted from 0."""
    offset: int
    """Screen lines from the top of the window down to that row; may be outside."""
    neighbours: tuple[int, ...] = ()
    """The articles around it, nearest first, those below before those above."""


_WIDTHS = 2
"""Widths of which drawn rows are kept."""

_Shape = tuple[int, bool, bool]
"""A key, and whether it is under the cursor and whether it is selected: a row as it looks."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A row as it was drawn, and the age it shows."""

    age: str
    strips: tuple[Strip, ...]


class Headlines(DrawnStraight, LightlyScrolled, ScrollView, can_focus=True, inherit_bindings=False):
    """A list of articles over an array of keys. Rows are two lines or one.

    `fetch` is called on the screen's thread with up to `PAGE` keys and returns
    the rows that still exist, in any order. `now` is the clock for ages, in Unix
    seconds; `dates` is how they are told, `tick` how many seconds pass between looks
    whether one has changed, 0 for no looks. With `leap`, a cursor that meets the edge of
    the window turns to the next window of rows, and only then are all of them drawn.
    """

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "headlines--unread",
        "headlines--read",
        "headlines--dot",
        "headlines--star",
        "headlines--detail",
        "headlines--excerpt",
        "headlines--match",
        "headlines--tag",
        "headlines--picked",
        "headlines--picked-row",
        *(f"headlines--tag-{number}" for number in range(TAG_COLOURS)),
        "headlines--cursor",
    }

    DEFAULT_CSS = """
    Headlines {
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;

        & > .headlines--unread { text-style: bold; }
        & > .headlines--read { color: $text-muted; }
        & > .headlines--dot { color: $primary; text-style: bold; }
        & > .headlines--star { color: $warning; text-style: bold; }
        & > .headlines--detail { color: $text-muted; }
        & > .headlines--excerpt { color: $foreground 80%; }
        & > .headlines--tag { color: $text-secondary; }
        & > .headlines--picked-row { background: $primary 16%; }
        & > .headlines--picked { color: $text-accent; text-style: bold; }
        & > .headlines--match { color: $text-warning; text-style: underline; }
        & > .headlines--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
        }
        &:focus > .headlines--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
        }
        &:nocolor > .headlines--cursor { text-style: reverse; }
        /* The terminal's own colours have no shade for a row that waits. */
        &:ansi > .headlines--cursor { text-style: reverse; }
        &:ansi:focus > .headlines--cursor { text-style: none; }
    }
    """ + "".join(
        f"Headlines:{mode} > .headlines--tag-{number} {{ color: {colour}; }}\n"
        for mode, colours in (("dark", ON_DARK), ("light", ON_LIGHT))
        for number, colour in enumerate(colours)
    )

    density: reactive[Density] = reactive[Density]("two", init=False, repaint=False)
    """"two" lines an article, or "one"."""

    class Moved(Message):
        """Another article is under the cursor; `key` is None when the list is empty."""

        def __init__(self, key: int | None) -> None:
            super().__init__()
            self.key = key

    class Chosen(Message):
        """The article is to be opened: Enter, a click on the cursor, a double click."""

        def __init__(self, key: int) -> None:
            super().__init__()
            self.key = key

    class Scrolled(Message):
        """Other rows are on the screen, or as many in another width."""

    def __init__(
        self,
        fetch: Fetch,
        *,
        now: Callable[[], float] = time.time,
        dates: DateForm = "age",
        tick: float = TICK,
        leap: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._rows = Rows(fetch)
        self._now = now
        self._dates = dates
        self._tick_s = tick
        self._leap = leap
        self._keys: array[int] = _EMPTY
        self._cursor = 0
        self._marks: Marks | None = None
        self._excerpts: dict[int, str] | None = None
        self._picks = Picks()
        self._drawn: dict[int, LRUCache[_Shape, _Drawn]] = {}
        self._looks: dict[tuple[tuple[str, ...], bool, bool], Style] = {}
        self._offset = 0  # where the cursor row goes once the size is known
        self._window = 0  # lines in the window when it was last looked at
        self._line = 0  # the first line in the window, as it was in the size that was looked at
        self._before = 0  # the first line in the window before it had other sizes
        self._resized: tuple[int, int] | None = None  # first line and cursor as these left them
        self._just_moved = False
        self._replacing = False  # whoever does that says what is to be drawn

    # What it shows

    @property
    def keys(self) -> Sequence[int]:
        """The articles in the list, in order. Not to be changed."""
        return self._keys

    @property
    def count(self) -> int:
        """How many articles the list has."""
        return len(self._keys)

    @property
    def cursor(self) -> int:
        """The row under the cursor, from 0; 0 in an empty list."""
        return self._cursor

    @property
    def key(self) -> int | None:
        """The article under the cursor, None in an empty list."""
        return self._keys[self._cursor] if self._keys else None

    @property
    def headline(self) -> Headline | None:
        """The row under the cursor, None when there is none or it is gone."""
        found = self._rows.get(self._keys, self._cursor) if self._keys else None
        return found if isinstance(found, Headline) else None

    def show(
        self,
        keys: Sequence[int],
        *,
        keep: Literal["key", "top"] = "key",
        marks: Marks | None = None,
        excerpts: bool = False,
    ) -> None:
        """Replace the list.

        With keep="key" the article under the cursor stays selected, at the same
        height of the screen; when it is gone, its nearest neighbour is. With
        "top" the first row is selected. `marks` is given a title as shown and
        returns the character ranges of matched words. An `array("q")` is kept as
        it is, so the caller must not change it afterwards. With `excerpts`, rows of
        two lines have a third one, for what `put_excerpts` gives.
        """
        place = self.place() if keep == "key" else Place(None, 0, 0)
        self.restore(keys, place, marks=marks, excerpts=excerpts)

    def extend(self, keys: Sequence[int]) -> None:
        """Put more articles behind those shown; nothing on the screen moves."""
        before = len(self._keys)
        self._keys = self._keys + _packed(keys)
        self._picks.shown(self._keys)
        self._measure()
        for row in self._visible():
            if row >= before:
                self._redraw(row)
        if not before and self._keys:
            self._say_moved()

    def refresh_rows(self, keys: Iterable[int] | None = None) -> None:
        """These articles changed, or all: read them again, draw those on the screen."""
        if keys is None or keys is self._keys:
            self._rows.clear()
            self._drawn.clear()
            self.refresh()
            return
        changed = set(keys)
        for key in changed:
            self._rows.forget(key)
            self._forget_drawn(key)
        for row in self._visible():
            if self._keys[row] in changed:
                self._redraw(row)

    def compare(self, fresh: Iterable[Headline]) -> None:
        """Draw anew what is on the screen and not among `fresh`, or another there.

        Rows out of sight are read again when they come into it.
        """
        same = self._rows.keep(fresh)
        for drawn in self._drawn.values():
            for shape in tuple(drawn.keys()):
                if shape[0] not in same:
                    drawn.discard(shape)
        for row in self._visible():
            if self._keys[row] not in same:
                self._redraw(row)

    def amend(self, key: int, state: Mapping[str, bool]) -> None:
        """Show a row as it is about to be, until `settle` is called for this change."""
        self._rows.amend(key, state)
        self._draw_row(key)

    def settle(self, key: int) -> None:
        """The first change that `amend` was told of is saved, or is not to be: show what is."""
        self._rows.settle(key)
        self._draw_row(key)

    def _draw_row(self, key: int) -> None:
        self._forget_drawn(key)
        for row in self._visible():
            if self._keys[row] == key:
                self._redraw(row)

    @property
    def seen(self) -> Sequence[int]:
        """The articles whose rows are on the screen."""
        rows = self._visible()
        return self._keys[rows.start : rows.stop]

    def put_excerpts(self, texts: Mapping[int, str]) -> None:
        """Show a line of each of these articles' texts, where rows have one for it."""
        if self._excerpts is None:
            return
        changed = {key for key, text in texts.items() if self._excerpts.get(key) != text}
        self._excerpts = {**self._excerpts, **texts}
        for key in changed:
            self._forget_drawn(key)
        for row in self._visible():
            if self._keys[row] in changed:
                self._redraw(row)

    def place(self) -> Place:
        """Where the cursor stands, to be given to `restore`."""
        row = self._cursor
        below = self._keys[row + 1 : row + 1 + NEIGHBOURS]
        above = self._keys[max(0, row - NEIGHBOURS) : row]
        offset = self._line_of(row) - self._top if self._window else self._offset
        return Place(self.key, row, offset, (*below, *reversed(above)))

    def restore(
        self,
        keys: Sequence[int],
        place: Place,
        *,
        marks: Marks | None = None,
        excerpts: bool = False,
    ) -> None:
        """Replace the list and stand in it as `place` says: same article, same height."""
        self._excerpts = (self._excerpts or {}) if excerpts else None
        self._marks = marks
        self._rows.clear()
        self._drawn.clear()
        self._put(keys, place)
        self.refresh()

    def rearrange(self, keys: Sequence[int], *, keep: Literal["key", "top"] = "key") -> None:
        """As `show`, where articles came or went and those in both lists are the same ones.

        Nothing is drawn if there is nothing else to be seen afterwards.
        """
        before = self._view()
        self._put(keys, self.place() if keep == "key" else Place(None, 0, 0))
        if self._view() != before:
            self.refresh()

    def _put(self, keys: Sequence[int], place: Place) -> None:
        """Have these articles in the list, and stand in it as `place` says."""
        before = self.key
        row = self._picks.anchor
        anchor = None if row is None or row >= len(self._keys) else self._keys[row]
        self._keys = _packed(keys)
        self._picks.shown(self._keys)
        if anchor is not None:
            self._picks.begin(self._keys.index(anchor) if anchor in self._keys else None)
        self._cursor = find_row(self._keys, place)
        self._offset = place.offset
        self._resized = None
        self._replacing = True
        self._measure()
        self._scroll(self._line_of(self._cursor) - place.offset)
        if 0 <= place.offset < self._window:
            self._reveal()
        self._replacing = False
        if self.key != before:
            self._say_moved()

    def _view(self) -> tuple[int, list[_Shape]]:
        """What there is to see: the part of the first row that is above the window, and the rows."""
        rows = self._visible()
        shapes = [(self._keys[row], row == self._cursor, self._is_selected(row)) for row in rows]
        return self._top % self._height, shapes

    # Selecting

    @property
    def selected(self) -> Sequence[int]:
        """The selected articles, whether this list shows them or not, in the order of selecting."""
        return self._picks.keys(self._keys, self._cursor)

    @property
    def selected_count(self) -> int:
        """How many articles are selected."""
        return self._picks.count(self._keys, self._cursor)

    @property
    def selected_elsewhere(self) -> int:
        """How many of them this list does not show."""
        return self._picks.absent

    @property
    def ranging(self) -> bool:
        """Is a range open, which the cursor draws out?"""
        return self._picks.ranging

    def toggle(self) -> None:
        """Select the article under the cursor, or let go of it."""
        if (key := self.key) is not None:
            self._picks.toggle(key)
            self._redraw(self._cursor)

    def draw_range(self) -> None:
        """Begin a range at the cursor; a second time, select what it holds."""
        if self._picks.ranging:
            rows = self._picks.rows(self._cursor)
            self._picks.add(self._keys[rows.start : rows.stop])
            self._picks.begin(None)
        elif self._keys:
            self._picks.begin(self._cursor)
        self.refresh()

    def select_to(self, row: int) -> None:
        """Select from the cursor to this row, and go there."""
        if self._keys and not self._picks.ranging:
            self._picks.begin(self._cursor)
        self.move_to(row)
        if self._picks.ranging:
            self.draw_range()

    def select_all(self) -> None:
        """Select every article of the list."""
        self._picks.begin(None)
        self._picks.add_all(self._keys)
        self.refresh()

    def select_none(self) -> bool:
        """Let go of all; False if nothing was selected."""
        if not self._picks:
            return False
        self._picks.clear()
        self.refresh()
        return True

    def _is_selected(self, row: int) -> bool:
        return bool(self._picks) and self._picks.has(self._keys[row], row, self._cursor)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where on the terminal the row under the cursor begins."""
        line = self._line_of(self._cursor) - self._top
        return self.content_region.offset + Offset(0, max(0, line))

    # Moving about

    def move(self, delta: int) -> None:
        """Move the cursor by so many rows, at most to either end."""
        self.move_to(self._cursor + delta)

    def move_to(self, row: int) -> None:
        """Put the cursor on a row, at most the last, and show it."""
        row = max(0, min(row, len(self._keys) - 1))
        if row == self._cursor:
            self._reveal()
            return
        before, self._cursor, top = self._cursor, row, self._top
        self._reveal(leap=self._leap)
        if self._picks.ranging:
            self.refresh(self._inner.region)
        elif self._top == top:  # else all is drawn
            self._redraw(before)
            self._redraw(row)
        self._say_moved()

    def page(self, direction: int) -> None:
        """Move a screenful down (1) or up (-1); the cursor keeps its height."""
        rows = max(1, self._window // self._height) * direction
        if not self._keys or not 0 <= self._cursor + rows < len(self._keys):
            self.move(rows)
            return
        self._scroll(self._top + rows * self._height)
        self.move(rows)

    def first(self) -> None:
        """To the first row."""
        self.move_to(0)

    def last(self) -> None:
        """To the last row."""
        self.move_to(len(self._keys) - 1)

    def choose(self) -> None:
        """Ask for the article under the cursor to be opened."""
        if (key := self.key) is not None:
            self.post_message(self.Chosen(key))

    # What happens to it

    def on_mount(self) -> None:
        if self._tick_s:
            self.set_interval(self._tick_s, self._tick)

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in sight if it was; otherwise keep what was in sight.

        In the size it had before, a window shows what it did, unless somebody has moved since.
        """
        if not self._inner.height:
            return
        offset = self._line_of(self._cursor) - self._top if self._window else self._offset
        seen = not self._window or 0 <= offset < self._window
        first_time, self._window = not self._window, self._inner.height
        if first_time:
            self._before = self._line_of(self._cursor) - offset
        elif self._resized != (self._line, self._cursor):
            self._before = self._line
        self._measure()
        self._scroll(self._before)
        if seen:
            self._reveal()
        self._line = self._top
        self._resized = self._line, self._cursor
        self.post_message(self.Scrolled())

    def on_click(self, event: events.Click) -> None:
        """Select the row; on the row already selected, or twice, open it."""
        at = event.get_content_offset(self)
        if at is None or event.button != 1:
            return
        row = (self._top + at.y) // self._height
        if row >= len(self._keys):
            return
        event.stop()
        if event.shift:
            self.select_to(row)
        elif event.ctrl:
            self.move_to(row)
            self.toggle()
        elif event.chain == 1:
            self._just_moved = row != self._cursor
            if self._just_moved:
                self.move_to(row)
            else:
                self.choose()
        elif event.chain == 2 and self._just_moved:
            self.choose()

    def notify_style_update(self) -> None:
        """Another theme or focus: what was drawn no longer fits."""
        super().notify_style_update()
        self._looks.clear()
        self._drawn.clear()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draw the lines anew, the scroll bar only when its thumb moves by what can be seen."""
        if round(old_value) == round(new_value):
            return
        if self._window == self._inner.height:  # else Textual has but fitted it to another size
            self._line = round(new_value)
        if not self._replacing:
            self.refresh(self._inner.region)
        self.post_message(self.Scrolled())
        if not self.show_vertical_scrollbar:
            return
        step = self.virtual_size.height / max(1, self._window * BAR_STEPS)
        at_end = new_value >= self.max_scroll_y
        self.vertical_scrollbar.position = new_value if at_end else new_value // step * step

    def scroll_to(self, x: float | None = None, y: float | None = None, **options: Any) -> None:
        """Scroll at once, also from the scroll bar: an animation keeps a person waiting."""
        super().scroll_to(x, y, **{**options, "animate": False})

    def watch_density(self, before: Density, after: Density) -> None:
        """Keep the cursor row at its height while rows grow or shrink."""
        offset = self._cursor * self._lines(before) - self._top
        self._resized = None
        self._drawn.clear()
        self._measure()
        self._scroll(self._line_of(self._cursor) - offset)
        self._reveal()
        self.refresh()

    def _tick(self) -> None:
        """Draw the rows whose age reads differently by now, and no others."""
        for row in self._visible():
            key, headline = self._keys[row], self._rows.get(self._keys, row)
            drawn = self._kept.get((key, row == self._cursor, self._is_selected(row)))
            if drawn and isinstance(headline, Headline) and drawn.age != self._age(headline):
                self._forget_drawn(key)
                self._redraw(row)

    # Lines and rows

    @property
    def _height(self) -> int:
        """Lines in a row."""
        return self._lines(self.density)

    def _lines(self, density: Density) -> int:
        if density == "one":
            return 1
        return 2 if self._excerpts is None else 3

    @property
    def _inner(self) -> Size:
        return self.scrollable_content_region.size

    @property
    def _top(self) -> int:
        """The first line in the window."""
        return self.scroll_offset.y

    def _line_of(self, row: int) -> int:
        return row * self._height

    def _visible(self) -> range:
        """The rows that are at least partly on the screen."""
        first = self._top // self._height
        last = -(-(self._top + self._window) // self._height)
        return range(first, min(last, len(self._keys)))

    def _measure(self) -> None:
        """Tell the scroll bar how long the list is.

        A long list ends with the lines that a whole number of rows leaves over,
        so that the last screenful begins with a whole row. Set past the reactive,
        which would lay the whole screen out again: our own size does not change.
        """
        if not self._window:
            return
        lines = self._line_of(len(self._keys))
        if lines > self._window:
            lines += self._window % self._height
        size = Size(self._inner.width, lines)
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)

    def _scroll(self, top: int) -> None:
        if self._window:
            self.scroll_to(y=max(0, top), force=True, immediate=True)

    def _reveal(self, *, leap: bool = False) -> None:
        """Scroll just far enough to show the cursor row, whole rows at the top.

        To `leap` is to scroll as far as the row can go: it is the first then, or the last.
        """
        if not self._window:
            return
        top, height = self._top, self._height
        room = max(height, self._window - self._window % height)
        start = self._line_of(self._cursor)
        if start < top:
            self._scroll(start + height - room if leap else start)
        elif start + height > top + max(height, self._window):
            self._scroll(start if leap else start + height - room)

    def _redraw(self, row: int) -> None:
        """Mark one row's lines for drawing; nothing when they are out of sight."""
        start, inner = self._line_of(row) - self._top, self._inner
        lines = Region(0, start, inner.width, self._height)
        if seen := lines.intersection(inner.region):
            self.refresh(seen)

    def _say_moved(self) -> None:
        self.post_message(self.Moved(self.key))

    # Drawing

    def render_line(self, y: int) -> Strip:
        return self.lines_within(y, y + 1)[0]

    def lines_within(self, start: int, end: int) -> list[Strip]:
        """The lines of the window from `start` on, up to `end`."""
        kept, height, keys, cursor = self._kept, self._height, self._keys, self._cursor
        row, part = divmod(self._top + start, height)
        last = min(-(-(self._top + end) // height), len(keys))
        lines: list[Strip] = []
        for at, key in enumerate(keys[row:last], row):
            shape = key, at == cursor, self._is_selected(at)
            drawn = kept.get(shape)
            if drawn is None:
                drawn = kept[shape] = self._draw(at)
            lines += drawn.strips
        del lines[:part]
        if missing := end - start - len(lines):
            lines += [Strip.blank(self._inner.width, self.rich_style)] * missing
        return lines[: end - start]

    @property
    def _kept(self) -> LRUCache[_Shape, _Drawn]:
        """Rows as they were drawn at this width. The last width is remembered: windows are zoomed."""
        width = self._inner.width
        if next(reversed(self._drawn), -1) != width:
            self._drawn[width] = (
                self._drawn.pop(width) if width in self._drawn else LRUCache(PAGE * 8)
            )
            while len(self._drawn) > _WIDTHS:
                del self._drawn[next(iter(self._drawn))]
        return self._drawn[width]

    def _forget_drawn(self, key: int) -> None:
        for kept in self._drawn.values():
            for cursor in (False, True):
                for picked in (False, True):
                    kept.discard((key, cursor, picked))

    def _style(self, *parts: str, selected: bool, picked: bool) -> Style:
        known = self._looks.get((parts, selected, picked))
        if known is not None:
            return known
        # The last one's colours win.
        over = (("picked-row",) if picked else ()) + (("cursor",) if selected else ())
        names = [f"headlines--{part}" for part in (*parts, *over)]
        style = self.get_visual_style(*names).rich_style
        if selected:  # a visual style forgets "reverse"
            style += self.get_component_styles("headlines--cursor").text_style
        self._looks[parts, selected, picked] = style
        return style

    def _draw(self, row: int) -> _Drawn:
        picked = self._is_selected(row)
        look = partial(self._style, selected=row == self._cursor, picked=picked)
        pen = Pen(self._inner.width, self.density, look, self._marks, picked)
        headline = self._rows.get(self._keys, row)
        third: tuple[Strip, ...] = ()
        if self._height == 3:
            third = (pen.draw_excerpt((self._excerpts or {}).get(self._keys[row], "")),)
        if isinstance(headline, str):
            return _Drawn("", pen.draw_absent(headline) + third)
        told = self._age(headline)
        return _Drawn(told, pen.draw(headline, told) + third)

    def _age(self, headline: Headline) -> str:
        moment = headline.when if headline.published else headline.added
        since = when(moment, self._now(), headline.published, self._dates)
        # Of one without a date, its place in time is when it came in.
        return since if headline.published else arrival(since)


def find_row(keys: Sequence[int], place: Place) -> int:
    """The row to stand on in `keys`: the same article, else a neighbour, else the same row."""
    if place.key is None or not keys:
        return 0
    start = max(0, place.row - NEIGHBOURS)
    around = {key: start + i for i, key in enumerate(keys[start : place.row + NEIGHBOURS + 1])}
    if (row := around.get(place.key)) is not None:
        return row
    try:
        return keys.index(place.key)
    except ValueError:
        pass
    rows = (around[key] for key in place.neighbours if key in around)
    return next(rows, min(place.row, len(keys) - 1))


def _packed(keys: Sequence[int]) -> array[int]:
    """Keys at eight bytes each; no copy where they are that already."""
    if isinstance(keys, array) and keys.typecode == _EMPTY.typecode:
        return keys
    return array(_EMPTY.typecode, keys)
