"""The reading pane: `Paper` on which text is selected, with the mouse or with a caret.

Drag, double click (a word), triple click (a paragraph), Shift and click (up to there).
A drag beyond an edge scrolls. What is selected stays where it is in the text until
something else is selected or the article is left.
"""

from __future__ import annotations

from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.timer import Timer

from reader.tui.passage import (
    Place,
    line_ends,
    line_stops,
    nearest,
    paragraph_at,
    step_beside,
    step_line,
    step_paragraph,
    step_word,
    stops,
    word_at,
)
from reader.tui.pieces import Boxed
from reader.tui.render import link_target
from reader.tui.widgets.paper import Paper

_DRAG_S = 0.05
"""Seconds between two lines that a drag beyond an edge scrolls."""


class Page(Paper, can_focus=True):
    """Shows an article whose text can be selected."""

    class Selected(Message):
        """The mouse has selected something."""

        def __init__(self, words: int) -> None:
            super().__init__()
            self.words = words

    _pressed: Place | None = None
    _dragged = False
    _beyond: Timer | None = None
    _pointer = Offset(0, 0)

    @property
    def selected_text(self) -> str:
        """What is selected, as the article has it; "" if nothing is."""
        return self.passage.text(self._sheet) if self._sheet else ""

    @property
    def paragraph_text(self) -> str:
        """The paragraph that the caret stands in."""
        place = self.passage.head
        if self._sheet is None or place is None:
            return ""
        piece = self._sheet.sets[place[0]].piece
        return piece.copied(0, len(piece.text))

    @property
    def target_here(self) -> str:
        """Where the link or picture leads that is selected or under the caret; "" without one."""
        place = self.passage.head
        if self._sheet is None or place is None:
            return ""
        piece = self._sheet.sets[place[0]].piece
        links = [span for span in piece.spans if span.style == "link"]
        here = [span for span in links if span.start <= place[1] < span.end]
        if isinstance(piece, Boxed):  # anywhere else in it, the picture is meant
            here += [span for span in links if span.start >= piece.body]
        links = here
        return next(filter(None, (link_target(span.target) for span in links)), "")

    def select(self, anchor: Place, head: Place) -> None:
        """Select from one place to another, both included."""
        before = [self.passage.anchor, self.passage.head]
        self.passage.anchor, self.passage.head = anchor, head
        self._redraw(*before, anchor, head)

    def unselect(self) -> bool:
        """Let go of what is selected, and of the caret; False if there was nothing."""
        passage = self.passage
        if passage.anchor is None and not passage.caret:
            return False
        before = [passage.anchor, passage.head]
        passage.anchor = passage.head = None
        passage.caret = False
        self._redraw(*before)
        return True

    def _redraw(self, *places: Place | None) -> None:
        """Draw the lines between these places anew, as far as they are on the screen."""
        known = [place for place in places if place is not None]
        if self._sheet is None or not known:
            return
        top, height = self.scroll_offset.y, self.size.height
        lines = [self._sheet.line_in(*place) for place in (min(known), max(known))]
        first, last = max(lines[0] - 1, top), min(lines[1] + 1, top + height - 1)
        for y in range(first, last + 1):
            self._strips.discard(self._sheet.at(y))
        if first <= last:
            self.refresh(Region(0, first - top, self.size.width, last - first + 1))

    # By keys

    def show_caret(self) -> bool:
        """Put a caret into the text; False if there is none on the screen.

        At the match walked to, or where something was selected, if that is on the screen;
        else at the first line.
        """
        if self._sheet is None:
            return False
        top, height = self.scroll_offset.y, self.size.height
        walked = self._hits.all(self._sheet)[self._walked - 1][:2] if self._walked else None
        for place in filter(None, (self.passage.head, walked)):
            if top <= self._sheet.line_in(*place) < top + height:
                break
        else:
            found = line_stops(self._sheet, top, 1, self._shifts)
            if found is None or found[0] >= top + height:
                return False
            place = found[1][0][1]
        self.passage.caret, self.passage.head, self.passage.goal = True, place, None
        self._redraw(place)
        return True

    def hide_caret(self) -> None:
        """Take the caret away, and let go of what it selected."""
        self.unselect()

    def mark_caret(self, *, begin: bool = True) -> bool:
        """Let go of what is selected, or else, to `begin`, select from the caret on.

        True if it has done what was asked.
        """
        passage = self.passage
        if passage.anchor is not None:
            before, passage.anchor = passage.anchor, None
            self._redraw(before, passage.head)
            return not begin
        if begin and passage.head is not None:
            self.select(passage.head, passage.head)
        return begin

    def caret_beside(self, step: int) -> None:
        """Move the caret by one sign."""
        if self._sheet and self.passage.head:
            self._caret_to(step_beside(self._sheet, self.passage.head, step, self._shifts))

    def caret_line(self, step: int) -> None:
        """Move the caret by one line; it keeps to its column."""
        if self._sheet and self.passage.head:
            goal = self._goal()
            self._caret_to(step_line(self._sheet, self.passage.head, step, goal, self._shifts))
            self.passage.goal = goal

    def caret_word(self, step: int, *, end: bool = False) -> None:
        """Move the caret to the beginning or the end of a word."""
        if self._sheet and self.passage.head:
            self._caret_to(step_word(self._sheet, self.passage.head, step, end=end))

    def caret_line_end(self, step: int) -> None:
        """Move the caret to the start (-1) or the end (1) of its line."""
        if self._sheet and self.passage.head:
            first, last = line_ends(self._sheet, self.passage.head, self._shifts)
            self._caret_to(first if step < 0 else last)

    def caret_paragraph(self, step: int) -> None:
        """Move the caret by paragraphs."""
        if self._sheet and self.passage.head:
            self._caret_to(step_paragraph(self._sheet, self.passage.head, step))

    def caret_screen(self, step: int) -> None:
        """Move the caret by a screenful; it keeps its height on the screen."""
        if self._sheet is None or self.passage.head is None:
            return
        goal = self._goal()
        row = self._sheet.line_in(*self.passage.head) - self.scroll_offset.y
        if not (self.page_down() if step > 0 else self.page_up()):
            self.caret_to_end(step)
            return
        y = self.scroll_offset.y + row
        found = line_stops(self._sheet, y, 1, self._shifts) or line_stops(
            self._sheet, y, -1, self._shifts
        )
        if found:
            self._caret_to(nearest(found[1], goal))
            self.passage.goal = goal

    def caret_to_end(self, step: int) -> None:
        """Move the caret to the title (-1) or to the last sign (1)."""
        self.to_end() if step > 0 else self.to_top()
        if self._sheet:
            start = self._sheet.height - 1 if step > 0 else 0
            if found := line_stops(self._sheet, start, -step, self._shifts):
                self._caret_to(found[1][-1 if step > 0 else 0][1])

    def _goal(self) -> int:
        """The cell that the caret keeps to."""
        assert self._sheet is not None and self.passage.head is not None
        if self.passage.goal is not None:
            return self.passage.goal
        here = stops(self._sheet, self._sheet.line_in(*self.passage.head), self._shifts)
        return next((x for x, place in here if place == self.passage.head), 0)

    def _caret_to(self, place: Place) -> None:
        before, self.passage.head, self.passage.goal = self.passage.head, place, None
        self._reveal(place)
        self._redraw(before, place)

    def _reveal(self, place: Place) -> None:
        """Scroll just far enough to have a place on the screen."""
        assert self._sheet is not None
        self._shift_to(*place)
        near = self._sheet.is_settled(place[0])
        y, top, height = self._sheet.line_in(*place), self.scroll_offset.y, self.size.height
        if not near:
            self._go(y - height // 3)
        elif y < top:
            self._go(y)
        elif y >= top + height:
            self._go(y - height + 1)

    # By the mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the text."""
        self._dragged = False
        self._pressed = self._place_at(event.offset) if event.button == 1 else None
        if self._pressed is not None:
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select up to the mouse; beyond an edge, scroll there."""
        if self._pressed is None:
            return
        event.stop()
        self._pointer = event.offset
        self._drag()
        outside = not 0 <= event.y < self.size.height
        if outside and self._beyond is None:
            self._beyond = self.set_interval(_DRAG_S, self._drag_on)
        elif not outside:
            self._stop_scrolling()

    def _drag_on(self) -> None:
        """The mouse is held beyond an edge: another line comes into sight and is selected."""
        self.line_up() if self._pointer.y < 0 else self.line_down()
        self._drag()

    def _drag(self) -> None:
        y = min(max(self._pointer.y, 0), self.size.height - 1)
        place = self._place_at(Offset(self._pointer.x, y))
        if place is None or self._pressed is None:
            return
        if self._dragged or place != self._pressed:
            self._dragged, self.passage.caret = True, False
            self.select(self._pressed, place)

    def _stop_scrolling(self) -> None:
        if self._beyond is not None:
            self._beyond.stop()
            self._beyond = None

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go; what is selected stays so."""
        if self._pressed is None:
            return
        event.stop()
        self.release_mouse()
        self._stop_scrolling()
        self._pressed = None
        if self._dragged:
            self._say_selected()

    def on_click(self, event: events.Click) -> None:
        """Select a word, a paragraph, or up to here; a click alone lets go."""
        at = event.get_content_offset(self)
        place = self._place_at(at) if at and event.button == 1 and not self._dragged else None
        if place is None or self._sheet is None:
            return
        event.stop()
        if event.shift and self.passage.anchor is not None:
            self.select(self.passage.anchor, place)
        elif event.chain == 2:
            self.select(*word_at(self._sheet, place))
        elif event.chain == 3:
            self.select(*paragraph_at(self._sheet, place))
        else:
            self.unselect()
            return
        self._say_selected()

    def _say_selected(self) -> None:
        self.post_message(self.Selected(len(self.selected_text.split())))

    def _place_at(self, at: Offset) -> Place | None:
        """What stands at an offset of the pane, or next to it; None where no text is."""
        if self._sheet is None:
            return None
        y, x = self.scroll_offset.y + at.y, at.x - self._indent
        if here := stops(self._sheet, y, self._shifts):
            return nearest(here, x)
        # In a gap: the end of what stands above it.
        above = line_stops(self._sheet, min(y, self._sheet.height - 1), -1, self._shifts)
        return above[1][-1][1] if above else None
