"""The actions that move: through the list, through the article, and back."""

from __future__ import annotations

from collections.abc import Callable

from reader.tui.control.lists import Lists
from reader.tui.control.panes import Panes
from reader.tui.control.reading import Reading
from reader.tui.control.searching import Search
from reader.tui.widgets.notice import Notice
from reader.tui.widgets.status import StatusLine

ALL = 1_000_000
"""More rows than the pane at the left has."""


class Moving:
    """A key moves in the article where one is open, else in the list."""

    def __init__(
        self,
        panes: Panes,
        lists: Lists,
        search: Search,
        reading: Reading,
        status: StatusLine,
        notice: Notice,
        enter_side: Callable[[], None],
    ) -> None:
        """`enter_side` gives the keys to the pane at the left."""
        self._panes = panes
        self._list = panes.headlines
        self._page = panes.page
        self._lists = lists
        self._search = search
        self._reading = reading
        self._status = status
        self._notice = notice
        self._enter_side = enter_side

    # By rows and lines

    def do_down(self) -> None:
        """A row, or a line of the article."""
        self._move(1, self._page.line_down)

    def do_up(self) -> None:
        """A row, or a line of the article."""
        self._move(-1, self._page.line_up)

    def _move(self, step: int, scroll: Callable[[], None]) -> None:
        if self._panes.on_page:
            scroll()
        elif self._panes.on_side:
            self._panes.side.move(step)
        elif self._notice.choices and not self._list.count:
            self._notice.move(step)
        else:
            self._list.move(step)

    def do_screen_down(self) -> None:
        """A screenful."""
        self._turn_over(1, self._page.page_down)

    def do_screen_up(self) -> None:
        """A screenful."""
        self._turn_over(-1, self._page.page_up)

    def _turn_over(self, direction: int, scroll: Callable[[], object]) -> None:
        if self._panes.on_page:
            scroll()
        elif self._panes.on_side:
            self._panes.side.page(direction)
        else:
            self._list.page(direction)

    def do_top(self) -> None:
        """The first row or line."""
        if self._panes.on_side:
            self._panes.side.move(-ALL)
        else:
            self._page.to_top() if self._panes.on_page else self._list.first()

    def do_end(self) -> None:
        """The last row or line."""
        if self._panes.on_side:
            self._panes.side.move(ALL)
        else:
            self._page.to_end() if self._panes.on_page else self._list.last()

    def do_page(self) -> None:
        """Page on; at the end of the article the next unread one."""
        if not self._panes.reading:
            article = self._page.article if self._page.display else None
            self._reading.open()
            if article and article.headline.key == self._list.key:
                # It stands beside the list already, so that this is a page down.
                self._page.page_down()
        elif not self._page.page_down():
            self._jump(1)

    def do_page_back(self) -> None:
        """Page back."""
        self._page.page_up() if self._panes.reading else self._list.page(-1)

    # By articles

    def do_next_unread(self) -> None:
        """The next match in a found article, else the next unread article."""
        if self._panes.on_page and (self._search.sought_words or self._page.finding):
            self._walk(self._page.next_mark)
        else:
            self._jump(1)

    def do_previous_unread(self) -> None:
        """The match before, else the unread article before."""
        if self._panes.on_page and (self._search.sought_words or self._page.finding):
            self._walk(self._page.previous_mark)
        else:
            self._jump(-1)

    def _walk(self, step: Callable[[], bool]) -> None:
        if step():
            at, count = self._page.mark_index, self._page.mark_count
            self._status.show(message=f"Match {at} of {count}")
        else:
            self._status.show(message="No match in this article.")

    def _jump(self, step: int) -> None:
        """To the nearest unread article of the list; opened if an article is open."""
        row = self._lists.unread_row(step)
        if row is None:
            self._status.show(message="No unread article is left in this list.")
            return
        self._list.move_to(row)
        if self._panes.reading:
            self._reading.open()

    def do_next_article(self) -> None:
        """The article after this one."""
        self._beside(1)

    def do_previous_article(self) -> None:
        """The article before this one."""
        self._beside(-1)

    def _beside(self, step: int) -> None:
        before = self._list.cursor
        self._list.move(step)
        if self._list.cursor != before:
            self._reading.open()

    # Between list and article

    def do_switch(self) -> None:
        """From the list into the article and back."""
        if self._panes.on_side:
            self._panes.to_list()
        elif self._panes.reading:
            self._reading.leave()
        else:
            self._reading.open()

    def do_switch_back(self) -> None:
        """To the pane at the left; from the leftmost back to the list."""
        if self._panes.on_side:
            self._panes.to_list()
        elif self._panes.reading:
            self._reading.leave()
        else:
            self._enter_side()

    def do_open(self) -> None:
        """Open the article, or choose what the cursor is on."""
        if self._panes.on_side:
            self._panes.side.choose()
        elif self._notice.choices and not self._list.count:
            self._notice.choose()
        else:
            self._reading.open()

    def do_back(self) -> None:
        """One step back; from the list itself to the lists there are."""
        if not self._step_back():
            self._enter_side()

    def do_escape(self) -> None:
        """One step back; at the list itself nothing."""
        self._step_back()

    def do_leave(self) -> None:
        """One step back; from the list itself out of the reader."""
        if not self._step_back():
            self._list.app.exit()

    def _step_back(self) -> bool:
        """From a footnote, out of zen, to the list, from a search to the list before it; False at the list."""
        if self._panes.on_side:
            self._panes.to_list()
        elif self._panes.reading and self._page.unselect():
            pass
        elif self._panes.reading and self._page.finding:
            self._page.find("", self._search.marker())
        elif self._panes.reading and (self._page.step_back() or self._panes.end_zen()):
            pass
        elif self._panes.reading:
            self._reading.leave()
        elif self._list.select_none():
            self._status.show(message="Nothing is selected any more.")
        elif self._lists.covered or self._panes.bar.query_text:
            self._search.back()
            self._panes.focus_list()
        else:
            return False
        return True
