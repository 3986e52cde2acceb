"""Rows of the article list: read by the page, drawn as strips of exact width.

A row is two lines or one. A mark in the margin, weight and place carry the
meaning; colour only helps.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal, Protocol

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip

from reader.errors import ReaderError
from reader.light import dataclass, pattern
from reader.models import Headline
from reader.safe import line
from reader.tui.render import NOTED, SOFT_HYPHEN, fit, reading_time, title

Fetch = Callable[[Sequence[int]], Sequence[Headline]]
Marks = Callable[[str], Sequence[tuple[int, int]]]
Density = Literal["two", "one"]

PAGE = 32
"""Rows asked for at a time: about twice what a screen shows, a millisecond in SQLite."""
LTR = "\u200e"
"""The left-to-right mark: no width, nothing drawn."""
_RIGHT_TO_LEFT = pattern(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
WIDE = 60
"""Cells from which the one-line density has room for the source."""
_AGE = 8
"""Cells of an age; a longer one takes them from the source, and the columns hold."""


class Look(Protocol):
    """The style of some parts of a row together: `dot`, `star`, `unread`, `match` …"""

    def __call__(self, *parts: str) -> Style: ...


class Rows:
    """The rows behind keys, read a page at a time; the last few pages are kept."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._known: LRUCache[int, Headline | str] = LRUCache(PAGE * 32)
        self._amended: dict[int, list[Mapping[str, bool]]] = {}

    def get(self, keys: array[int], row: int) -> Headline | str:
        """The headline of a row, or the sentence that stands in for it."""
        found = self._known.get(keys[row])
        if found is None:
            start = row - row % PAGE
            self._read(keys[start : start + PAGE])
            found = self._known[keys[row]]
        return found

    def forget(self, key: int) -> None:
        """Read this row again when it is next asked for."""
        self._known.discard(key)

    def amend(self, key: int, state: Mapping[str, bool]) -> None:
        """Give this row as it is about to be, whatever the library says until `settle`."""
        self._amended.setdefault(key, []).append(state)
        known = self._known.get(key)
        if isinstance(known, Headline):
            self._known.discard(key)  # setting a known key would keep the former value
            self._known[key] = self._as_amended(known)

    def settle(self, key: int) -> None:
        """The first change that the row was amended by has been saved, or could not be."""
        pending = self._amended[key]
        del pending[0]
        if not pending:
            del self._amended[key]
        self.forget(key)

    def _as_amended(self, headline: Headline) -> Headline:
        for state in self._amended.get(headline.key, ()):
            headline = replace(headline, **state)  # type: ignore[arg-type]
        return headline

    def clear(self) -> None:
        """Read every row again when it is next asked for."""
        self._known.clear()

    def keep(self, fresh: Iterable[Headline]) -> set[int]:
        """Read every row again when it is next asked for, but for those that are as they were.

        `fresh` are some of them as they stand in the library; returns the keys of what is kept.
        """
        same = [
            headline
            for headline in map(self._as_amended, fresh)
            if self._known.get(headline.key) == headline
        ]
        self._known.clear()
        for headline in same:
            self._known[headline.key] = headline
        return {headline.key for headline in same}

    def _read(self, wanted: Sequence[int]) -> None:
        missing = "No longer in the library"
        found: dict[int, Headline] = {}
        try:
            found = {each.key: self._as_amended(each) for each in self._fetch(wanted)}
        except ReaderError as error:
            missing = line(str(error))
        for key in wanted:
            self._known[key] = found.get(key, missing)


@dataclass(frozen=True, slots=True)
class Pen:
    """What drawing a row depends on besides the row."""

    width: int
    """Cells in a line."""
    density: Density
    look: Look
    marks: Marks | None = None
    """Given a title as shown, the character ranges of matched words."""
    picked: bool = False
    """Is the row selected?"""

    def draw(self, headline: Headline, when: str) -> tuple[Strip, ...]:
        """The lines of a row; `when` is its age in words."""
        if self.density == "two":
            return self._draw_two(headline, when)
        return (self._draw_one(headline, when),)

    def draw_absent(self, sentence: str) -> tuple[Strip, ...]:
        """The lines of a row that could not be had."""
        style = self.look("detail")
        text = filled([Segment("   " + fit(sentence, self.width - 4), style)], self.width, style)
        return (text, Strip.blank(self.width, style)) if self.density == "two" else (text,)

    def _draw_two(self, headline: Headline, when: str) -> tuple[Strip, Strip]:
        width, room, quiet = self.width, self.width - 4, self.look("detail")
        tone = self.look(_tone(headline))
        dot = Segment("● ", self.look("dot")) if not headline.read else Segment("  ", tone)
        star = Segment("★ ", self.look("star")) if headline.starred else Segment("  ", quiet)
        kept, shown = self._kept(headline, room // 2)
        detail = Segment(details(headline, when, room - shown), quiet)
        title_line = filled([self._pick(tone), dot, *self._title(headline, room)], width, tone)
        return title_line, filled([Segment(" ", quiet), star, detail, *kept], width, quiet)

    def _pick(self, tone: Style) -> Segment:
        return Segment("✓", self.look("picked")) if self.picked else Segment(" ", tone)

    def _kept(self, headline: Headline, room: int) -> tuple[list[Segment], int]:
        """Note and tags behind the details, as far as there is room, and the cells they take.

        Each tag in its colour; of those that find no room the number is told.
        """
        parts = [Segment(f" {NOTED}", self.look("tag"))] if headline.noted else []
        used, left = 2 * len(parts), len(headline.tags)
        for tag in headline.tags:
            name = isolated(f" #{line(tag.name)}")
            more = f" +{left}"
            space = room - 1 - used - (cell_len(more) if left > 1 else 0)
            if cell_len(name) > space and left == len(headline.tags) and space > 5:
                name = " " + isolated(fit(name, space - 1))
            if cell_len(name) > space:
                parts.append(Segment(more, self.look("detail")))
                used += cell_len(more)
                break
            parts.append(Segment(name, self.look(f"tag-{tag.colour}")))
            used, left = used + cell_len(name), left - 1
        if not parts:
            return [], 0
        return [Segment(" ", self.look("detail")), *parts], used + 1

    def _draw_one(self, headline: Headline, when: str) -> Strip:
        right, quiet = aside(headline, when, self.width), self.look("detail")
        room, tone = self.width - cell_len(right), self.look(_tone(headline))
        dot = Segment(" ", tone) if headline.read else Segment("●", self.look("dot"))
        star = Segment("★ ", self.look("star")) if headline.starred else Segment("  ", tone)
        kept, shown = self._kept(headline, room // 3)
        named = [self._pick(tone), dot, star, *self._title(headline, room - shown - 4)]
        start = filled(named, room - shown, tone)
        return filled([*start, *kept, Segment(right, quiet)], self.width, quiet)

    def draw_excerpt(self, text: str) -> Strip:
        """A line of an article's text, below the others."""
        quiet = self.look("excerpt")
        words = self._marked(line(text), self.width - 4, "excerpt")
        return filled([Segment("   ", quiet), *words], self.width, quiet)

    def _title(self, headline: Headline, cells: int) -> list[Segment]:
        """The title cut to size, the matched words in it marked."""
        return self._marked(title(headline.title), cells, _tone(headline))

    def _marked(self, text: str, cells: int, tone: str) -> list[Segment]:
        whole = text.replace(SOFT_HYPHEN, "")  # as `fit` does
        shown = fit(whole, cells)
        plain = self.look(tone)
        if self.marks is None or not shown:
            return [Segment(isolated(shown), plain)]
        marked = self.look(tone, "match")
        kept = len(shown) - (shown != whole)  # without the ellipsis
        parts = [
            Segment(shown[start:end], marked if match else plain)
            for start, end, match in stretches(len(shown), kept, self.marks(whole))
        ]
        return [*parts, Segment(isolated(shown)[len(shown) :], plain)]


def _tone(headline: Headline) -> str:
    return "read" if headline.read else "unread"


def isolated(text: str) -> str:
    """A text that leaves what follows it where it is, also where it is read from the right.

    A terminal that knows of right-to-left writing would draw a number or a column that
    comes after such a text on its other side. A mark of our own direction parts them.
    """
    return text + LTR if _RIGHT_TO_LEFT.search(text) else text


def filled(segments: Sequence[Segment], width: int, style: Style) -> Strip:
    """A strip of exactly `width` cells, blank to the end in `style`.

    Neighbours of the same style become one: a segment costs some 45 bytes of colours.
    """
    used = sum(cell_len(segment.text) for segment in segments)
    blank = Segment(" " * max(0, width - used), style)
    parts = list(Segment.simplify([*segments, blank]))
    return Strip(parts, max(used, width)).crop(0, width)


def details(headline: Headline, when: str, cells: int) -> str:
    """Source, age and reading time within `cells`; the source gives way first."""
    tail = " · ".join(part for part in (when, reading_time(headline.words)) if part)
    source = line(headline.source)
    if not source:
        return fit(tail, cells)
    room = cells - cell_len(tail) - 3
    if room < 6:
        return fit(tail, cells)
    return f"{isolated(fit(source, room))} · {tail}" if tail else fit(source, cells)


def aside(headline: Headline, when: str, width: int) -> str:
    """What stands right of a title in the one-line density: source if there is room, age."""
    column = f"{when:>{_AGE}} "
    if width < WIDE:
        return f" {when} "
    room = min(24, width // 5) - max(0, cell_len(when) - _AGE)
    source = isolated(fit(line(headline.source), room))
    return "  " + source + " " * (room - cell_len(source)) + column


def stretches(
    length: int, kept: int, marks: Sequence[tuple[int, int]]
) -> Iterable[tuple[int, int, bool]]:
    """Cut a text of `length` into runs `(start, end, marked)`; marks end at `kept`."""
    at = 0
    for start, end in sorted(marks):
        start, end = max(at, start), min(end, kept)
        if start >= end:
            continue
        if at < start:
            yield at, start, False
        yield start, end, True
        at = end
    if at < length:
        yield at, length, False
