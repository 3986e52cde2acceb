"""The reading screen: the list, the article, the search bar, and what joins them.

Rows are handed down to the widgets, messages come up from them, and whatever may
take long runs in a lane. What is done with them stands in `reader.tui.control`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from reader.errors import ReaderError
from reader.library import Library
from reader.settings import Preferences, Settings
from reader.tui.commands import COMMANDS, Choice, Command
from reader.tui.control.adjusting import Adjusting
from reader.tui.control.advising import Advising
from reader.tui.control.arranging import Arranging
from reader.tui.control.asking import Asking
from reader.tui.control.chores import Chores
from reader.tui.control.drafts import Drafts
from reader.tui.control.empty import Emptiness, why_empty
from reader.tui.control.errands import Errands, Ready
from reader.tui.control.excerpts import Excerpts
from reader.tui.control.feeding import FIRST_LOOK_S, LOOK_EVERY_S, Feeding
from reader.tui.control.finding import Finding
from reader.tui.control.foot import Foot
from reader.tui.control.inside import Inside
from reader.tui.control.keeping import Keeping
from reader.tui.control.keys import Keys
from reader.tui.control.leaving import Leaving
from reader.tui.control.lists import Lists
from reader.tui.control.looks import Looks
from reader.tui.control.moving import Moving
from reader.tui.control.news import NEWS_EVERY_S, News
from reader.tui.control.orders import SAID, ordered
from reader.tui.control.panes import Panes
from reader.tui.control.passages import Passages
from reader.tui.control.piping import Piping
from reader.tui.control.prompt import Prompt
from reader.tui.control.reading import Reading
from reader.tui.control.relating import Relating
from reader.tui.control.resting import Rest
from reader.tui.control.saving import Saving
from reader.tui.control.searching import Search
from reader.tui.control.selection import Selection
from reader.tui.control.sharing import Sharing
from reader.tui.control.side import Shelves
from reader.tui.control.sizing import Sizing
from reader.tui.control.states import States
from reader.tui.control.tagging import Tagging
from reader.tui.control.tidying import Tidying
from reader.tui.frames import Column, DrawnSparingly, Ground, Row
from reader.tui.keymap import Bindings, load_preset
from reader.tui.resizing import ResizedOnce
from reader.tui.widgets.ask import Ask
from reader.tui.widgets.divider import Divider, Edge
from reader.tui.widgets.headlines import Headlines
from reader.tui.widgets.notice import Notice
from reader.tui.widgets.page import Page
from reader.tui.widgets.search_bar import SearchBar
from reader.tui.widgets.side import Side
from reader.tui.widgets.status import StatusLine

if TYPE_CHECKING:
    from reader.models import Shelf
    from reader.tui.crash import Resume
    from reader.worker import Report

CHORES_S = 0.1
"""Seconds after which the worker is started: the first key, typed ahead, is answered before."""
WARM_UP_S = 1.0
"""Seconds after the first frame until the search is made ready."""


class Told(Message):
    """The worker reports on a job."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


class ReadingScreen(ResizedOnce, DrawnSparingly, Ground, Screen[None]):
    """List and article side by side where there is room, else one at a time."""

    AUTO_FOCUS = "#list"

    class Named(Message):
        """Another list or article is open; `name` says which, for the terminal's window."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(
        self,
        library: Library,
        settings: Settings | None = None,
        bindings: Bindings | None = None,
        resume: Resume | None = None,
    ) -> None:
        """`resume` is where to go on after a fault."""
        super().__init__()
        self._library = library
        self._resume = resume
        self._side_shown = True
        """Could the pane at the left be seen when the window last had another size?"""
        self._settings = settings = settings or Settings()
        self.bindings = bindings or load_preset("default")
        """Which keys do what."""
        self.preferences = Preferences(library.paths.screen, _looks(settings))
        """What was chosen on the screen, now and before."""
        self._make_widgets()
        self._make_controls()
        self.actions = self._collect_actions()
        """What each row of the table of commands does, by its name."""

    # Parts

    def _make_widgets(self) -> None:
        look = self._settings.look
        fetch = self._library.headlines
        tick = 0 if self._settings.access.screen_reader else look.tick
        leap = self._settings.list.scroll == "page"
        self.headlines = Headlines(fetch, dates=look.dates, tick=tick, leap=leap, id="list")
        self.page = Page(id="page")
        self.bar = SearchBar(blink=not self._settings.still, id="bar")
        self.status = StatusLine(id="status")
        self._notice = Notice(id="notice")
        self.side = Side(id="side")
        self.ask = Ask(self.bindings.spoken, blink=not self._settings.still, id="ask")
        self._divider = Divider(id="divider")
        self._left = Column(self.headlines, self._notice, id="left")

    def _make_controls(self) -> None:
        preferences = self.preferences
        library, headlines, status, bar = self._library, self.headlines, self.status, self.bar
        self._panes = panes = Panes(
            *(self, headlines, self.page, bar, self.side, self.ask),
            single=self._settings.access.screen_reader,
        )
        self._errands = errands = Errands(self.post_message, self._complain)
        preferences.run = errands.saving.submit
        self._chores = chores = Chores(
            *(library, status, self._hear), quiet=self._settings.access.screen_reader
        )
        self._lists = lists = Lists(library, errands, headlines, self._say_list)
        self._search = search = Search(
            *(library, errands, lists, headlines, bar, self._say_found),
            lambda query: self._shelves.has(query),
        )
        self._prompt = Prompt(library, errands, bar, status, self.bindings.spoken)
        self._states = States(
            *(library, errands, headlines, self._state_saved, self._say, self._complain),
            *(self.bindings.spoken, self._relisted, self._reread, self._came_or_went),
        )
        self._selection = Selection(panes)
        self._reading = Reading(
            *(library, errands, panes, self._selection, search, self._states, status),
            *(self.set_timer, self._settings, self.bindings.spoken),
            shown=lambda: self._foot.say_open(),
        )
        self._saving = Saving(
            *(library, errands, panes, lists, search),
            *(self._say, self._searches_changed),
        )
        self._feeding = Feeding(
            *(library, errands, panes, search, chores, self._saving, self._say),
            *(self._feeds_changed, self._reread, self._show_query),
            *(self._known_lists, self.bindings.spoken),
            automatic=self._settings.feeds.refresh,
        )
        self._tidying = Tidying(library, errands, chores, panes.ask, self._say)
        self._news = News(
            *(library, errands, headlines, lists, search, chores, self._prompt.forget),
            *(self._feeds_changed, self._reading.redress),
        )
        self._rest = Rest()
        self._finding = Finding(
            *(library, panes, lists, search, self._reading, self._prompt),
            *(self._say, self.bindings.spoken),
        )
        self._shelves = Shelves(
            *(library, errands, panes, lists, search, self._finding.choose, self.set_timer),
            *(self._act, self._say, preferences),
        )
        self._keys = Keys(
            *(panes, search, self._reading, self._shelves, status),
            *(self.run_command, self._ask_for, self.bindings),
        )
        self._foot = Foot(
            *(status, panes, lists, search, self.bindings),
            lambda: self._shelves.standing,
            lambda name: self.post_message(self.Named(name)),
        )
        self._arranging = Arranging(panes, lists, search, preferences, self._say)
        self._looks = Looks(lambda: self.app, preferences, self._say)
        self._inside = Inside(
            *(panes, search, self._reading, preferences, self._say),
            self.bindings.spoken,
        )
        self._drafts = Drafts(library, self.set_timer, errands.saving.submit)
        self._sizing = Sizing(self, panes, self._left, preferences, self._say)
        self.sharing = Sharing(
            *(library, errands, headlines, self._selection, self.ask, self._say),
            self._settings.share,
        )
        """Shares articles; the palette does so too."""
        self._advising = Advising(
            *(library, errands, lists, search, self._notice),
            *(self._say, self._take_advice, self.bindings.spoken),
        )
        self._excerpts = Excerpts(library, errands, search, headlines, self.set_timer)

    def _collect_actions(self) -> dict[str, Callable[[], None]]:
        panes, lists, search, reading = self._panes, self._lists, self._search, self._reading
        selection = self._selection
        owners = (
            Moving(
                *(panes, lists, search, reading, self.status, self._notice),
                self._shelves.enter,
            ),
            self._finding,
            self._advising,
            self._shelves,
            Relating(
                *(self._library, self._errands, panes, lists, search),
                *(self._say, self._say_found),
            ),
            self._saving,
            Asking(self.ask),
            self._feeding,
            self._tidying,
            Keeping(
                *(self.headlines, selection, lists, self._states, self._say),
                *(self.bindings.spoken, self._leave_article),
            ),
            Tagging(
                *(self._library, self.headlines, selection, self._states, self.ask),
                self._settings.commands.editor,
                *(self._drafts, self.bindings.spoken),
            ),
            self._arranging,
            self._inside,
            self._looks,
            self._sizing,
            Piping(
                *(self._library, self.headlines, selection, self.ask, self._say),
                self.preferences,
            ),
            Passages(self.page, reading, self._say, self.bindings.spoken),
            Leaving(self, self.bindings, self._shelves.learn),
            self.sharing,
            Adjusting(self, self._settings.commands.editor, self._say),
            reading,
            self._prompt,
        )
        named = {name: owner for owner in owners for name in dir(owner)}
        return {c.name: getattr(named[f"do_{c.name}"], f"do_{c.name}") for c in COMMANDS}

    def compose(self) -> ComposeResult:
        """Bar above, lists, list and article, status line below."""
        # Textual sets this after the first frame, which would be another one then.
        self._preset_width()
        yield self.bar
        with Row(id="panes"):
            yield self.side
            yield Edge(id="edge")
            yield self._left
            yield self._divider
            yield self.page
        yield self.status
        yield self.ask

    def _preset_width(self) -> None:
        """The classes that Textual sets by the width, and what it would focus by itself later."""
        steps = self.app.HORIZONTAL_BREAKPOINTS or []
        now = [name for least, name in steps if least <= self.app.size.width][-1:]
        for _, name in steps:
            self.set_class(name in now, name)

    @property
    def reading(self) -> bool:
        """Is an article open (rather than glanced at from the list)?"""
        return self._panes.reading

    # Begin and end

    def on_mount(self) -> None:
        """Show the first rows at once; everything else comes after the first frame."""
        self._sizing.arrange()
        self._news.begin()
        self._arranging.begin()
        self._inside.begin()
        if self._resume:
            self._lists.resume(self._resume.scope, self._resume.place, self._resume.order)
        else:
            self._lists.begin()
        self._panes.focus_list()
        self._say_if_empty()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """The first frame is drawn: everything else can come."""
        self._rest.begin()
        self._lists.reload()
        self.set_timer(CHORES_S, self._chores.begin)
        self._shelves.refresh()
        self.set_interval(NEWS_EVERY_S, self._look)
        self.set_timer(WARM_UP_S, self._search.warm_up)
        self.set_timer(FIRST_LOOK_S, self._feeding.look)
        self.set_interval(LOOK_EVERY_S, self._feeding.look)
        if left := self._drafts.reminder():
            self._say(f"{left} {self.bindings.spoken('note')} there goes on.")
        self._say_faults()
        if self._resume:
            if self._resume.reading and self.headlines.key == self._resume.place.key:
                self._reading.open()
            self.status.show(message=self._resume.said, alarm=True)

    def where(self, said: str) -> Resume:
        """Where a person is now, to go on there after a fault of which `said` tells."""
        from reader.tui.crash import Resume

        lists = self._lists
        return Resume(lists.scope, lists.place, lists.order, self.reading, said)

    def remember_place(self) -> None:
        """Keep how far the open article was read."""
        self._reading.remember_place()

    def let_go(self, patience_s: float = 0.0) -> bool:
        """Finish what was begun: every change of state is saved before this returns.

        The worker is given `patience_s` to end; it also ends, later, by itself.

        False if some question is still being answered, so that the library is in use.
        """
        ended = self._errands.close()
        self._chores.close(patience_s)
        return ended

    # Keys and actions

    async def take_key(self, event: events.Key) -> bool:
        """Do what a key means here; False if it is for the focused widget to take."""
        self._rest.disturb()
        return await self._keys.take(event)

    def run_command(self, command: Command) -> None:
        """Do what the command says; what the library cannot do is said, not raised."""
        self._lists.touched = True
        try:
            self.actions[command.name]()
        except ReaderError as error:
            self._complain(error)
        self._foot.say_place()
        self._foot.hint()

    def _act(self, name: str) -> None:
        self.run_command(next(command for command in COMMANDS if command.name == name))

    def _known_lists(self) -> Sequence[Shelf]:
        return self._shelves.known

    def _feeds_changed(self) -> None:
        self._shelves.recount()

    def _searches_changed(self) -> None:
        self._shelves.reread()

    def _state_saved(self) -> None:
        self._lists.count()
        self._reading.redress()

    def _relisted(self, was: str, now: str) -> None:
        """There are other lists; what was listed by the query `was` is by `now`, "" for none."""
        self._shelves.reread()
        if not was or self._search.query.strip() != was:
            return
        if now:
            self.bar.put(now)
            self._search.ask_whole(now, quietly=True)
        else:
            self._search.end()

    def _came_or_went(self, gone: Container[int]) -> None:
        """Articles were deleted here, or put back."""
        self._lists.come_or_gone(gone)
        if self._lists.covered and self._search.query:
            self._search.again(quietly=True)
        self._feeds_changed()
        self._chores.have_done("index")

    def _leave_article(self) -> None:
        if self.reading:
            self._reading.leave()

    def _reread(self, key: int) -> None:
        """The text of an article is another one now."""
        self.headlines.refresh_rows([key])
        self._reading.reread(key)

    @property
    def lists(self) -> Sequence[Shelf]:
        """The lists that can be chosen by name, as far as they are known."""
        return self._shelves.known

    @property
    def shares(self) -> Sequence[str]:
        """The names of the commands to share with."""
        return list(self._settings.share)

    @property
    def settings(self) -> Settings:
        """What the person wrote of how it should be."""
        return self._settings

    def choices(self) -> Iterator[Choice]:
        """How the screen may look, one by one."""
        for part in (self._arranging, self._inside, self._looks):
            yield from part.choices()

    def choose_list(self, shelf: Shelf) -> None:
        """Show a list."""
        self._shelves.choose(shelf)

    def _ask_for(self, query: str) -> None:
        if self._search.ask_for(query):
            self._prompt.typed(query)

    # What the widgets report

    @on(SearchBar.Typed)
    def _typed(self, message: SearchBar.Typed) -> None:
        message.stop()
        # What it says now: Enter may have come before this was heard.
        self._ask_for(self.bar.query_text)

    @on(Headlines.Moved)
    def _moved(self, message: Headlines.Moved) -> None:
        message.stop()
        self._foot.say_place()
        if not self.reading:
            self._reading.glance()

    @on(Divider.Dragged)
    def _dragged(self, message: Divider.Dragged) -> None:
        message.stop()
        self._sizing.drag_to(message.column)

    @on(Divider.Dropped)
    def _dropped(self, message: Divider.Dropped) -> None:
        message.stop()
        self._sizing.keep()

    @on(Headlines.Scrolled)
    def _scrolled(self, message: Headlines.Scrolled) -> None:
        message.stop()
        self._excerpts.look()

    @on(Page.Scrolled)
    def _page_scrolled(self, message: Page.Scrolled) -> None:
        message.stop()
        self._reading.place_changed()

    @on(Page.Selected)
    def _text_selected(self, message: Page.Selected) -> None:
        message.stop()
        said = f"{message.words:,} word{'' if message.words == 1 else 's'} selected"
        self._say(f"{said}; {self.bindings.spoken('copy')} copies.")

    @on(Page.Shifted)
    def _page_shifted(self, message: Page.Shifted) -> None:
        message.stop()
        self._say(f"{message.seen}.")

    @on(Side.Chosen)
    def _shelf_chosen(self, message: Side.Chosen) -> None:
        message.stop()
        self._shelves.choose(message.target)

    @on(Side.Folded)
    def _folder_folded(self, message: Side.Folded) -> None:
        message.stop()
        self._shelves.fold(message.target)

    @on(Notice.Chosen)
    def _advice_taken(self, message: Notice.Chosen) -> None:
        message.stop()
        self._take_advice(message.target)

    @on(StatusLine.Clicked)
    def _hint_clicked(self, message: StatusLine.Clicked) -> None:
        message.stop()
        self._act(message.name)

    @on(Headlines.Chosen)
    def _chosen(self, message: Headlines.Chosen) -> None:
        message.stop()
        self._reading.open()

    def on_descendant_focus(self) -> None:
        """The mouse moves between the panes too; an article that has the keys is open."""
        if self.focused is self.page and not self.reading:
            self._reading.open()
        elif self._panes.on_list and self.reading:
            self._reading.leave()
        self._prompt.learn()
        self._foot.hint()

    def on_mouse_down(self) -> None:
        """Somebody is here."""
        self._lists.touched = True

    def on_resize(self) -> None:
        """A pane that was hidden may be visible now."""
        self._sizing.arrange()
        before, self._side_shown = self._side_shown, self._panes.side_shown
        if self._side_shown and not before:
            self._shelves.refresh()  # it is not kept up while nobody sees it
        if self._panes.wide and not self.reading and self.page.article is None:
            self._reading.glance()

    # What comes from other threads and processes

    @on(Ready)
    def _draw_result(self, message: Ready) -> None:
        message.stop()
        message.then()
        self._keys.drawn()

    def _hear(self, report: Report) -> None:
        """On the worker's thread: pass the report on to the screen's."""
        self.post_message(Told(report))

    @on(Told)
    def _take_report(self, message: Told) -> None:
        if self._chores.take(message.report):
            self._look()
            self._feeding.take(message.report)
            self._tidying.take(message.report)
            self._say_if_empty()

    def _look(self) -> None:
        self._rest.look()
        try:
            self._news.look()
        except ReaderError as error:
            self._complain(error)

    def _show_query(self, query: str) -> None:
        self._shelves.show(query, self._lists.scope)

    def _take_advice(self, target: object) -> None:
        """Search for what was offered instead."""
        if isinstance(target, str):
            self._shelves.show(target, self._lists.scope)
        elif target is not None:
            self._shelves.show(target.query, target.scope)  # type: ignore[attr-defined]

    # What is said

    def _say_faults(self) -> None:
        """What the person wrote and cannot have meant; the screen goes on without it."""
        faults = (*self._settings.faults, *self.bindings.faults)
        if faults:
            check = "settings" if self._settings.faults else "keys"
            more = f" `broadsheet {check} check` tells all." if faults[1:] else ""
            self.status.show(message=f"{faults[0]}{more}", alarm=True)

    def _complain(self, why: ReaderError) -> None:
        self.status.show(message=str(why), alarm=True)

    def _say(self, sentence: str, *, alarm: bool = False) -> None:
        self.status.show(message=sentence, alarm=alarm)

    def say_what_quits(self) -> None:
        """Tell the key that leaves the reader at once."""
        self._say(f"{self.bindings.spoken('quit')} leaves Broadsheet.")

    def _say_found(self, listed: bool) -> None:
        """A search was answered, or given up; `listed` if the list shows other rows now."""
        if not self._search.quietly:  # or what was said of a key would be gone
            self.status.show(message=self._search.note or self._prompt.offered())
        if listed:
            self._say_list()
            if not self.reading:
                self._reading.glance()
        self._entitle()
        self._advising.searched()
        self._shelves.searched()
        self._excerpts.look()
        if self._search.failure:
            self._chores.have_done("mend")

    def _entitle(self) -> None:
        shelf = self._shelves.standing
        order = ordered(self._search.query)
        said = "" if order == "relevance" else f" · {SAID[order]}"
        self.bar.entitle(f"{shelf.name}{said}" if shelf else "")

    def _say_list(self) -> None:
        """The list, or how much there is of it, is another one now."""
        self._shelves.refresh()
        self._say_if_empty()
        self._foot.say_place()

    def _say_if_empty(self) -> None:
        """Say in place of an empty list why it is empty."""
        empty = not self.headlines.count
        self._left.set_class(empty, "empty")
        if not empty:
            return
        self._notice.show(*why_empty(self._emptiness(), self.bindings.spoken))
        if not self.reading:
            self.page.show(None)

    def _emptiness(self) -> Emptiness:
        query = self._search.query.strip() if self._lists.covered else ""
        return Emptiness(
            scope=self._lists.scope,
            searched=bool(query),
            failure=self._search.failure,
            hints=self._search.hints() if query else (),
            progress=self._chores.progress,
            welcoming=self._chores.welcoming,
            shelf=self._shelves.standing,
            strict=not self._search.widen,
        )


def _looks(settings: Settings) -> dict[str, bool | int | str]:
    """What was written of how the screen looks, by the names that are remembered."""
    written = settings.written.items()
    return {
        name.removeprefix("look."): value for name, value in written if name.startswith("look.")
    }
