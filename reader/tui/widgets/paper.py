"""The reading pane: one article, set at a comfortable measure.

The article is broken into lines a few screenfuls at a time: those around the window
before they are drawn, the others in slices between two keys, so that a book opens like
a note. Until that is done the scroll bar is a close guess; what is on the screen, and
places, which are of text and not of lines, are exact. A line becomes a strip only when
it comes on screen. The text at the top of the pane stays there when the width changes.
Nothing is animated. What a key means, and which article comes next, is the app's; what the mouse
selects, `Page`'s.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar
from urllib.parse import quote

from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from reader.models import Article, Block, Headline, Note
from reader.tui.footnotes import Spot
from reader.tui.frames import DrawnStraight
from reader.tui.hits import Hit, Hits, TermsMarker
from reader.tui.ink import LOOKS, Over, draw
from reader.tui.linking import Hints, LinkNumbers, hints, links_of
from reader.tui.passage import Passage
from reader.tui.pieces import Prose
from reader.tui.sheet import NOTE, TAGS, Sheet
from reader.tui.tag_colours import ON_DARK, ON_LIGHT
from reader.tui.typeset import typeset
from reader.tui.widgets.light_bar import LightlyScrolled

_KEPT_STRIPS = 256
_SLICE_S = 0.01
"""Seconds between two slices of laying out, in which keys are looked at."""
_NARROW = 50
_MARGIN, _NARROW_MARGIN = 2, 1


class Paper(DrawnStraight, LightlyScrolled, ScrollView, can_focus=True):
    """Shows an article; scrolls by line, by page and by highlighted hit."""

    ALLOW_SELECT = False  # Textual's own would copy lines as they are broken here
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"page--{look}" for look in LOOKS}

    DEFAULT_CSS = """
    Paper {
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
    }
    Paper > .page--title { text-style: bold; color: $text-primary; }
    Paper > .page--byline { color: $text-muted; }
    Paper > .page--address { color: $text-muted; }
    Paper > .page--note { color: $text-muted; text-style: italic; }
    Paper > .page--heading { text-style: bold; color: $text-accent; }
    Paper > .page--subheading { text-style: bold; }
    Paper > .page--quoted { text-style: italic; }
    Paper > .page--quote { color: $text-primary; }
    Paper > .page--marker { color: $text-accent; }
    Paper > .page--footnote { color: $text-muted; }
    Paper > .page--code { color: $text-secondary; }
    Paper > .page--gutter { color: $text-disabled; }
    Paper > .page--header { text-style: bold; }
    Paper > .page--image { text-style: italic; }
    Paper > .page--rule { color: $text-disabled; }
    Paper > .page--strong { text-style: bold; }
    Paper > .page--emphasis { text-style: italic; }
    Paper > .page--inline-code { color: $text-secondary; }
    Paper > .page--strike { text-style: strike; }
    Paper > .page--link { text-style: underline; }
    Paper > .page--number { color: $text-muted; }
    Paper > .page--reference { color: $text-accent; }
    Paper > .page--noted { text-style: reverse bold; }
    Paper > .page--letters { text-style: reverse bold; color: $foreground; }
    Paper > .page--removed { text-style: dim; }
    Paper > .page--hit { text-style: reverse; color: $text-warning; }
    Paper > .page--hit-current { text-style: reverse bold underline; color: $foreground; }
    Paper > .page--selected { background: $primary-muted; color: $foreground; }
    Paper > .page--caret { text-style: reverse; }
    Paper:nocolor > .page--selected { text-style: reverse; }
    Paper:nocolor > .page--caret { text-style: reverse bold underline; }
    Paper > .page--remark { color: $text-secondary; }
    """ + "".join(
        f"Paper:{mode} > .page--tag-{number} {{ color: {colour}; }}\n"
        for mode, colours in (("dark", ON_DARK), ("light", ON_LIGHT))
        for number, colour in enumerate(colours)
    )

    class Scrolled(Message):
        """Another part of the article is on the screen."""

    class Shifted(Message):
        """Something that is wider than the page was moved sideways."""

        def __init__(self, seen: str) -> None:
            super().__init__()
            self.seen = seen
            """What of it is in sight now, for a person."""

    measure: reactive[int] = reactive(76, init=False)
    """The widest a line of text may be, in cells."""
    numbered: reactive[bool] = reactive(True, init=False)
    """Do links have their numbers behind them?"""

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.auto_links = False  # else every move of the mouse repaints the pane
        self._article: Article | None = None
        self._original = False
        self._folded = True  # of tags and note only the first lines are shown
        self._hits = Hits(None)
        self._walked = 0
        self._finding = ""
        self._hints = Hints()
        self._following = False
        self._noted: Spot | None = None
        self._left: list[tuple[tuple[int, int], Spot | None]] = []
        """Where footnotes were gone to from: the text at the top, and the mark led to before."""
        self._shifts: dict[int, int] = {}
        self._moved: tuple[int, int] | None = None  # which was moved last, and where it was read
        self.passage = Passage()
        """What is selected of the text."""
        self._sheet: Sheet | None = None
        self._place: tuple[tuple[int, int], int] | None = None
        self._wanted = 0.0
        self._strips: LRUCache[tuple[int, int], Strip] = LRUCache(_KEPT_STRIPS)
        self._styles_made: dict[tuple[str, ...], Style] = {}

    # What is shown

    @property
    def article(self) -> Article | None:
        """The article on the page, None when the page is empty."""
        return self._article

    @property
    def sheet(self) -> Sheet | None:
        """The article as it is laid out so far; None without one or without room."""
        return self._sheet

    @property
    def links(self) -> tuple[str, ...]:
        """The addresses that the text shown leads to, in the order of their numbers, each once."""
        return links_of(self._blocks())

    def show(
        self,
        article: Article | None,
        *,
        terms_marker: TermsMarker | None = None,
        original: bool = False,
    ) -> None:
        """Put an article on the page, at its top, or nothing at all.

        `terms_marker` says which characters of a text to highlight; `original`
        adds the blocks that were left out, with the reasons. The article that
        is on the page already stays where it was scrolled to.
        """
        stays = article is not None and self._is_shown(article)
        if stays and self._finding:
            terms_marker = self._hits.marker  # read anew while something is found in it
        if not (stays and self._is_same(article, original)):
            self.passage = Passage()
        place = self._top() if stays else None
        if not stays:
            self._wanted, self._place, self._finding = 0.0, None, ""
            self._shifts.clear()
            self._moved = None
            self._noted, self._left = None, []
            self._folded = True
        self._article, self._original = article, original
        self._hits, self._walked = Hits(terms_marker), 0
        self._hints, self._following = Hints(), False
        self._sheet = None
        self._typeset(place)

    def dress(self, headline: Headline, note: Note | None) -> None:
        """Show other tags and another note on the article; the text stays where it is."""
        before = self._article
        if before is None or before.headline.id != headline.id:
            return
        self._article = replace(before, headline=headline, note=note)
        said, says = before.note.text if before.note else "", note.text if note else ""
        if (before.headline.tags, said) == (headline.tags, says):
            return
        if said != says:
            self._hits, self._walked = Hits(self._hits.marker), 0
        if self._sheet and self.passage.is_in(self._own_pieces(self._sheet)):
            self.passage = Passage()
        self._set_anew()

    @staticmethod
    def _own_pieces(sheet: Sheet) -> Sequence[int]:
        return [sheet.piece_of(source) for source in (TAGS, NOTE)]

    def _is_shown(self, article: Article) -> bool:
        return self._article is not None and self._article.headline.id == article.headline.id

    def _is_same(self, article: Article | None, original: bool) -> bool:
        """Has it the same text as what is on the page?"""
        before = self._article
        return (
            article is not None
            and before is not None
            and original == self._original
            and (article.blocks is before.blocks or article.blocks == before.blocks)
        )

    # Where the reader is

    @property
    def position(self) -> float:
        """How much of the text stands above the pane, 0 to 1; 1 at the end.

        What is read here can be set again later, at any width.
        """
        if self._sheet is None:
            return self._wanted
        if self.scroll_y <= 0:
            return 0.0
        return 1.0 if self.at_end else self._sheet.fraction(self.scroll_offset.y)

    @position.setter
    def position(self, fraction: float) -> None:
        self._wanted = fraction
        if self._sheet is not None:
            self._go(self._sheet.height if fraction >= 1 else self._sheet.line_at(fraction))

    @property
    def at_end(self) -> bool:
        """Whether the last line is on screen."""
        return self.scroll_y >= self.max_scroll_y

    def line_down(self) -> None:
        """Scroll by one line towards the end."""
        self._go(self.scroll_offset.y + 1)

    def line_up(self) -> None:
        """Scroll by one line towards the top."""
        self._go(self.scroll_offset.y - 1)

    def page_down(self) -> bool:
        """Scroll by a screen, one line kept; False when already at the end."""
        if self.at_end:
            return False
        self._go(self.scroll_offset.y + max(self.size.height - 1, 1))
        return True

    def page_up(self) -> bool:
        """Scroll back by a screen, one line kept; False when already at the top."""
        if self.scroll_y <= 0:
            return False
        self._go(self.scroll_offset.y - max(self.size.height - 1, 1))
        return True

    def to_top(self) -> None:
        """Scroll to the title."""
        self._go(0)

    def to_end(self) -> None:
        """Scroll to the last line."""
        if self._sheet is not None:
            self._go(self._sheet.height)

    def action_scroll_down(self) -> None:
        self.line_down()

    def action_scroll_up(self) -> None:
        self.line_up()

    def action_page_down(self) -> None:
        self.page_down()

    def action_page_up(self) -> None:
        self.page_up()

    def action_scroll_home(self) -> None:
        self.to_top()

    def action_scroll_end(self) -> None:
        self.to_end()

    def scroll_to(self, *place: Any, **how: Any) -> None:
        """Scroll at once, whoever asks: the scrollbar would animate."""
        super().scroll_to(*place, **{**how, "animate": False})

    def _go(self, y: int) -> None:
        """Scroll to a line of the sheet as it is laid out now, as far as there is text."""
        y = self._settle(y)
        self.scroll_to(y=min(max(y, 0), self.max_scroll_y), force=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) == round(new_value):
            return
        if (y := self._settle(self.scroll_offset.y)) != self.scroll_offset.y:
            self.scroll_to(y=y, force=True)
        self.post_message(self.Scrolled())

    def _top(self) -> tuple[int, int] | None:
        """The text at the top; remembered, so that changes of width do not creep."""
        if self._sheet is None:
            return None
        y = self.scroll_offset.y
        if self._place is None or self._place[1] != y:
            self._place = (self._sheet.anchor(y), y)
        return self._place[0]

    # Highlighted hits

    @property
    def finding(self) -> str:
        """What is being found in the article, "" if nothing is."""
        return self._finding

    def find(self, typed: str, marker: TermsMarker | None) -> None:
        """Highlight what was typed and go to its first place on screen or below."""
        self._finding = typed
        self.highlight(marker)
        if typed.strip():
            self.next_mark()

    def highlight(self, marker: TermsMarker | None) -> None:
        """Highlight other hits; the page stays where it is."""
        self._hits, self._walked = Hits(marker), 0
        self._strips.clear()
        self.refresh()

    @property
    def mark_count(self) -> int:
        """How many hits are highlighted in the whole article."""
        return len(self._hits.all(self._sheet)) if self._sheet else 0

    @property
    def mark_index(self) -> int:
        """Which hit was walked to last, from 1; 0 before the first walk."""
        return self._walked

    def next_mark(self) -> bool:
        """Walk to the next hit, after the last to the first; False when there is none.

        The first walk goes to the first hit that is on screen or below.
        """
        return self._walk(1)

    def previous_mark(self) -> bool:
        """Walk to the hit before, from the first to the last; False when there is none.

        The first walk goes to the last hit above the screen.
        """
        return self._walk(-1)

    def _walk(self, step: int) -> bool:
        if self._sheet is None or not self.mark_count:
            return False
        index = self._walked - 1 + step if self._walked else self._start_of_walk(step)
        self._walked = index % self.mark_count + 1
        piece, start, _ = self._hits.all(self._sheet)[self._walked - 1]
        self._bring(piece, start)
        self._strips.clear()
        self.refresh()
        return True

    def _start_of_walk(self, step: int) -> int:
        assert self._sheet is not None
        sheet, top = self._sheet, self.scroll_offset.y
        first, hits = sheet.at(top)[0], self._hits.all(sheet)
        below = bisect_left(hits, max(first, 0), key=lambda hit: hit[0])
        while below < len(hits) and hits[below][0] == first:
            if sheet.line_in(*hits[below][:2]) >= top:
                break
            below += 1
        return below if step > 0 else below - 1

    def _bring(self, piece: int, offset: int) -> None:
        """Scroll a character to a third of the pane, unless it is on screen."""
        assert self._sheet is not None
        top, height = self.scroll_offset.y, self.size.height
        self._shift_to(piece, offset)
        near = self._sheet.is_settled(piece)
        y = self._sheet.line_in(piece, offset)
        if not (near and top <= y < top + height):
            self._go(y - height // 3)

    def _shift_to(self, piece: int, offset: int) -> None:
        """Bring a character in sight of what is wider than the page, or longer than its place."""
        assert self._sheet is not None
        folded = self._sheet.sets[piece].piece
        if isinstance(folded, Prose) and folded.hides(offset):
            self._folded = False
            self._set_anew()
        wide, shift = self._sheet.sets[piece].piece, self._shifts.get(piece, 0)
        if wide.shifts and (wanted := wide.shift_for(offset, shift)) != shift:
            self._shifts[piece] = wanted
            self._strips.clear()
            self.refresh()

    # What is wider than the page

    def sideways(self, step: int, y: int | None = None) -> bool:
        """Move the table or code at hand, or at line `y` of the pane, by steps.

        At hand is what was moved last, until the page is scrolled, then the uppermost;
        where that goes no further, the next. False if nothing moves.
        """
        return any(self._move(index, step) for index in self._wide(y))

    @property
    def has_wide(self) -> bool:
        """Is anything on the screen wider than the page?"""
        return bool(self._wide())

    def _wide(self, y: int | None = None) -> list[int]:
        """The pieces wider than the page at line `y` of the pane, or on the screen, in their turn."""
        if self._sheet is None:
            return []
        sheet, top = self._sheet, self.scroll_offset.y
        last = min(top + self.size.height, sheet.height)
        lines = range(top, last) if y is None else range(top + y, top + y + 1)
        found = dict.fromkeys(sheet.at(line)[0] for line in lines)
        wide = [index for index in found if index >= 0 and sheet.sets[index].piece.shifts]
        return sorted(wide, key=lambda index: (index, top) != self._moved)

    def _move(self, index: int, step: int) -> bool:
        assert self._sheet is not None
        piece = self._sheet.sets[index].piece
        before = min(self._shifts.get(index, 0), piece.shifts)
        shift = max(0, min(before + step, piece.shifts))
        if shift == before:
            return False
        self._shifts[index], self._moved = shift, (index, self.scroll_offset.y)
        self._strips.clear()
        self.refresh()
        self.post_message(self.Shifted(piece.seen(shift)))
        return True

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, 1, event.shift)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -1, event.shift)

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        self._wheel(event, 1, True)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        self._wheel(event, -1, True)

    def _wheel(self, event: events.MouseEvent, step: int, sideways: bool) -> None:
        if sideways:
            event.prevent_default()
            event.stop()
            self.sideways(step, event.y)

    # Links

    def show_hints(self, *, footnotes: bool = False) -> Mapping[str, str | Spot]:
        """Put letters in the place of the numbers on screen, if asked in that of `footnotes`, too.

        Returns which letters and which numbers lead where, none without links.
        """
        if self._sheet is None:
            return {}
        self._follow(True)
        first = self.scroll_offset.y
        last = min(first + self.size.height, self._sheet.height)
        self._hints = hints(self._sheet, first, last, self._shifts, self.links, footnotes)
        return self._hints.targets

    def hide_hints(self) -> None:
        """Have the numbers back, or none."""
        self._hints = Hints()
        self._follow(False)

    def _follow(self, following: bool) -> None:
        """Where links have no numbers, they get some for as long as one is followed."""
        if self._following != following:
            self._following = following
            if not self.numbered:
                self._set_anew()
        self._strips.clear()
        self.refresh()

    # Footnotes

    def go_to_mark(self, spot: Spot) -> bool:
        """Go where the mark of a footnote leads; True if to a note, from which `step_back` returns."""
        if self._sheet is None:
            return False
        sheet, place, before = self._sheet, self._top(), self._noted
        is_note = sheet.footnotes.has_note(spot)
        self._left = [*self._left, (place, before)] if is_note and place else []
        self._note(spot)
        piece = sheet.piece_of(spot.source)
        self._bring(piece, spot.offset)
        self._bring(piece, spot.offset)  # what was above it may have been a guess until now
        return is_note

    def step_back(self) -> bool:
        """Back to where a note was gone to from; False if none was, or it was scrolled away."""
        if self._sheet is None or not self._left or self._noted is None:
            return False
        y = self._sheet.line_of(*self._noted) - self.scroll_offset.y
        place, noted = self._left.pop()
        if not 0 <= y < self.size.height:
            self._left = []
            self._note(None)
            return False
        self._note(noted)
        self._go(self._sheet.line_of(*place))
        return True

    def _note(self, spot: Spot | None) -> None:
        self._noted = spot
        self._strips.clear()
        self.refresh()

    def watch_numbered(self) -> None:
        self._set_anew()

    def _set_anew(self) -> None:
        place = self._top()
        self._sheet = None
        self._typeset(place)

    # Layout

    def on_resize(self) -> None:
        if self.scrollable_size.width:
            self._typeset(self._top())

    def watch_measure(self) -> None:
        self._typeset(self._top())

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()
        self._styles_made.clear()

    def _typeset(self, place: tuple[int, int] | None) -> None:
        """Break the article at the width there is, and put `place` at the top."""
        self._strips.clear()
        width = self.scrollable_size.width
        if self._article is None or not width:
            self._sheet = None
            self._fit_scrolling(width, 0)
            self.refresh()
            return
        inner = self._inner_width(width)
        if self._sheet is None or self._sheet.width != inner:
            numbers, folded = self._numbers(), self._folded
            self._sheet = typeset(self._article, inner, self._original, numbers, folded=folded)
            self.set_timer(_SLICE_S, partial(self._lay_out_on, self._sheet))
        if place is None:
            self.position = self._wanted
        else:
            self._go(self._sheet.line_of(*place))
            self._place = (place, self.scroll_offset.y)
        self.refresh()

    def _numbers(self) -> Mapping[str, int]:
        return LinkNumbers(self._blocks()) if self.numbered or self._following else {}

    def _blocks(self) -> tuple[Block, ...]:
        """What is shown of the article."""
        blocks = self._article.blocks if self._article else ()
        return tuple(block for block in blocks if self._original or not block.removed)

    def _settle(self, y: int) -> int:
        """Lay out the window that begins at line `y` and one more on either side.

        Returns where the line is then: a step up or down finds exact lines already.
        """
        if self._sheet is None:
            return y
        height = max(self.size.height, 1)
        y = min(max(y, 0), max(self._sheet.height - height, 0))
        y = self._sheet.settle(y, height, 3 * height)
        self._fit_scrolling(self.scrollable_size.width, self._sheet.height)
        return y

    def _lay_out_on(self, sheet: Sheet) -> None:
        """Lay out another slice of an article that is still on the page."""
        if sheet is not self._sheet:
            return
        if sheet.prepare():
            self.set_timer(_SLICE_S, partial(self._lay_out_on, sheet))
        elif not sheet.complete:
            place = self._top()
            y = sheet.settle_all(self.scroll_offset.y)
            self._fit_scrolling(self.scrollable_size.width, sheet.height)
            self.scroll_to(y=y, force=True)
            self._place = place and (place, self.scroll_offset.y)

    @property
    def _indent(self) -> int:
        """Cells to the left of the sheet."""
        return (self.scrollable_size.width - self._sheet.width) // 2 if self._sheet else 0

    def _inner_width(self, width: int) -> int:
        margin = _MARGIN if width >= _NARROW else _NARROW_MARGIN
        return max(min(width - 2 * margin, self.measure), 2)

    def _fit_scrolling(self, width: int, height: int) -> None:
        """Tell the scroll bar how much there is.

        Set past the reactive, which would lay the whole screen out again: our own size
        does not change.
        """
        size = Size(width, height)
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)

    # Drawing

    def render_line(self, y: int) -> Strip:
        return self.lines_within(y, y + 1)[0]

    def lines_within(self, start: int, end: int) -> list[Strip]:
        """The lines of the window from `start` on, up to `end`, with the room of a bar not shown."""
        bar = self.scrollbar_size_vertical if self.show_vertical_scrollbar else 0
        top, width = self.scroll_offset.y, self.size.width - bar
        return [self._line(y, width) for y in range(top + start, top + end)]

    def _line(self, y: int, width: int) -> Strip:
        if self._sheet is None or y >= self._sheet.height:
            return Strip.blank(width, self._style("text"))
        place = self._sheet.at(y)
        strip = self._strips.get(place)
        if strip is None or strip.cell_length != width:
            strip = self._draw(self._sheet, y, width)
            self._strips[place] = strip
        return strip

    def _draw(self, sheet: Sheet, y: int, width: int) -> Strip:
        current: Hit | None = None
        if self._walked:
            current = self._hits.all(sheet)[self._walked - 1]
        over = Over(
            self._hits, current, self._hints.labels, self._noted, self._shifts, self.passage
        )
        strip = draw(sheet, y, self._indent, over, self._style)
        return strip.adjust_cell_length(width, self._style("text"))

    def _style(self, *looks: str, link: str = "") -> Style:
        """The colours of a look, changed by those that follow; made once."""
        key = (*looks, link)
        if (style := self._styles_made.get(key)) is None:
            style = self.get_component_rich_style(f"page--{looks[0]}")
            for look in looks[1:]:
                style += self.get_component_rich_style(f"page--{look}", partial=True)
            if link:
                style += Style(link=_for_terminal(link))
            self._styles_made[key] = style
        return style


def _for_terminal(address: str) -> str:
    """The address in printable ASCII, which is all that OSC 8 lets a link be written in."""
    return quote(address, safe="%!#$&'()*+,/:;=?@[]~")
