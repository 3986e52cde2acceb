"""The reading screen: the list, the article, the search bar, and what keys do to them.

This is the only place that knows both the library and the widgets. Rows are
handed down, messages come up, and whatever may take long runs in a lane.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen

from reader.errors import ReaderError
from reader.library import Library, Moment, Scope
from reader.models import Answer, Article, Headline
from reader.tui.browser import browse
from reader.tui.commands import COMMANDS, Command, Keymap, spoken
from reader.tui.commands import Place as KeyPlace
from reader.tui.lanes import Lane
from reader.tui.recall import History, Offer
from reader.tui.render import link_target
from reader.tui.widgets.headlines import Headlines, Place
from reader.tui.widgets.notice import Notice
from reader.tui.widgets.page import Page
from reader.tui.widgets.search_bar import SearchBar
from reader.tui.widgets.status import StatusLine

if TYPE_CHECKING:
    from reader.library import Completion, StateName, Vocabulary
    from reader.worker import Report, Worker

T = TypeVar("T")

FIRST_ROWS = 200
"""Rows read before the first frame; the rest of the list follows behind it."""
FOUND_ROWS = 500
"""How many of the articles found are listed, the best ones."""
GLANCE_S = 0.06
"""How long the cursor rests on a row before its article is shown beside it."""
NEWS_EVERY_S = 1.0
HELD_S = 2.0
"""How long keys for the rows of a search wait for its answer."""
NARROW = 100

_OFFERED = 6
"""How many completions are shown."""

_SCOPES: dict[Scope, str] = {"all": "All", "unread": "Unread", "starred": "Starred"}


class Ready(Message):
    """A lane has done its work; `then` draws the result on the screen's thread."""

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__()
        self.then = then


class Told(Message):
    """The worker reports on a job."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


class ReadingScreen(Screen[None]):
    """List and article side by side from 100 columns on, one at a time below that."""

    def __init__(self, library: Library) -> None:
        super().__init__()
        self._library = library
        self._keymap = Keymap()
        self._worker: Worker | None = None
        self._searching = Lane("search", newest=True)
        self._opening = Lane("open", newest=True)
        self._listing = Lane("list")
        self._saving = Lane("save", lossless=True)
        self._browsing = Lane("browse")
        self._scope: Scope = "all"
        self._counts: dict[Scope, int] = {}
        self._query = ""
        self._unfinished = False
        self._history = History(library.searches)
        self._offer = Offer()
        self._vocabulary: Vocabulary | None = None
        self._answer: Answer | None = None
        self._former: tuple[Sequence[int], Place] | None = None
        self._complete = False
        self._moment = Moment(0, 0)
        self._version = -1
        self._generation = -1
        self._indexing = ""
        self._awaited = self._answered = 0
        self._held: list[str] = []
        self._tokens = {"search": 0, "open": 0, "list": 0}
        self._original = False

    # Parts

    def compose(self) -> ComposeResult:
        """Bar above, list and article, status line below."""
        yield SearchBar(id="bar")
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield Headlines(self._library.headlines, id="list")
                yield Notice(id="notice")
            yield Page(id="page")
        yield StatusLine(id="status")

    @property
    def headlines(self) -> Headlines:
        """The article list."""
        return self.query_one(Headlines)

    @property
    def page(self) -> Page:
        """The reading pane."""
        return self.query_one(Page)

    @property
    def bar(self) -> SearchBar:
        """The search bar."""
        return self.query_one(SearchBar)

    @property
    def status(self) -> StatusLine:
        """The line at the foot."""
        return self.query_one(StatusLine)

    @property
    def reading(self) -> bool:
        """Is an article open (rather than glanced at from the list)?"""
        return self.has_class("reading")

    def on_mount(self) -> None:
        """Show the first rows at once; everything else comes after the first frame."""
        self._moment = self._library.moment()
        self.headlines.show(self._library.keys(self._scope, limit=FIRST_ROWS), keep="top")
        self.set_focus(self.headlines, scroll_visible=False)
        self._notice()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._reload()
        self._count()
        from reader.worker import Worker

        self._worker = Worker(self._library.paths.folder, self._hear)
        if not self._library.welcomed:
            self._worker.start("welcome")
        self._worker.start("index")
        self.set_interval(NEWS_EVERY_S, self._look)

    def _hear(self, report: Report) -> None:
        """On the worker's thread: pass the report on to the screen's."""
        self.post_message(Told(report))

    def let_go(self, patience_s: float = 0.0) -> bool:
        """Finish what was begun: every change of state is saved before this returns.

        The worker is given `patience_s` to end; it also ends, later, by itself.

        False if some question is still being answered, so that the library is in use.
        """
        lanes = (self._saving, self._searching, self._opening, self._listing, self._browsing)
        ended = [lane.close() for lane in lanes]
        if self._worker:
            self._worker.close(patience_s)
        return all(ended)

    # Work off the screen's thread

    def _ask(
        self,
        lane: Lane,
        work: Callable[[], T],
        then: Callable[[T], None],
        fail: Callable[[ReaderError], None] | None = None,
    ) -> None:
        """Have `work` done in a lane and `then` called here with its result."""
        failed = fail or self._complain

        def job() -> None:
            try:
                result = work()
            except ReaderError as error:
                self.post_message(Ready(partial(failed, error)))
            except Exception as bug:
                self.post_message(Ready(partial(_raise, bug)))
            else:
                self.post_message(Ready(partial(then, result)))

        lane.submit(job)

    def _token(self, what: Literal["search", "open", "list"]) -> int:
        """A number for a question; only the answer to the newest one counts."""
        self._tokens[what] += 1
        return self._tokens[what]

    @on(Ready)
    def _draw_result(self, message: Ready) -> None:
        message.stop()
        message.then()

    def _complain(self, why: ReaderError | str) -> None:
        self.status.show(message=str(why), alarm=True)

    # Lists

    def _reload(self) -> None:
        """Read the whole list of the scope again; what is looked at stays where it is."""
        token, scope = self._token("list"), self._scope
        shown = self.headlines.keys if self._former is None else self._former[0]
        held = array("q", shown) if self._complete else array("q")
        self._ask(self._listing, partial(self._fresh, scope, held), partial(self._relist, token))

    def _fresh(self, scope: Scope, held: array[int]) -> array[int]:
        """The list as the store has it, together with rows that have left the scope since.

        An article read in the unread list stays in it until the list is chosen again.
        """
        keys = self._library.keys(scope)
        left = set(held) - set(keys) if scope != "all" else set()
        return self._library.in_order([*keys, *left]) if left else keys

    def _relist(self, token: int, keys: array[int]) -> None:
        if token != self._tokens["list"]:
            return
        self._complete = True
        if self._former is not None:
            self._former = (keys, self._former[1])
        elif self.headlines.keys[: len(keys)] != keys[: self.headlines.count]:
            self.headlines.show(keys, keep="key" if self.headlines.count else "top")
        elif len(keys) > self.headlines.count:
            self.headlines.extend(keys[self.headlines.count :])
        self._notice()
        self._place()

    def _choose_scope(self, scope: Scope) -> None:
        self._scope = scope
        self._complete = False
        token = self._token("list")
        if self._former is not None:
            self._former = (self._library.keys(scope, limit=FIRST_ROWS), Place(None, 0, 0))
            self._search()
        else:
            self.headlines.show(self._library.keys(scope, limit=FIRST_ROWS), keep="top")
            self._glance_at(self.headlines.key)
        if self.reading:
            self._leave_article()
        self._ask(self._listing, partial(self._library.keys, scope), partial(self._relist, token))
        self._count()
        self._notice()

    def _count(self) -> None:
        def counts() -> dict[Scope, int]:
            return {scope: self._library.count(scope) for scope in _SCOPES}

        def then(found: dict[Scope, int]) -> None:
            self._counts = found
            self._place()

        self._ask(self._listing, counts, then)

    def _notice(self) -> None:
        """Say in place of an empty list why it is empty."""
        empty = not self.headlines.count
        self.query_one("#left").set_class(empty, "empty")
        if not empty:
            return
        self.query_one(Notice).show(*self._why_empty())
        if not self.reading:
            self.page.show(None)

    def _why_empty(self) -> tuple[str, ...]:
        if self._former is not None and self._query.strip():
            return self._why_nothing_found()
        if self._scope == "unread":
            return ("Everything is read", "Press 1 for all articles.")
        if self._scope == "starred":
            return (
                "Nothing is starred yet",
                "Press s on an article to keep it here, 1 for all articles.",
            )
        if self._worker is None or self._worker.busy("welcome"):
            return ("Welcome", "The first articles are on their way.")
        return (
            "No articles yet",
            "Take in text, Markdown, HTML or JSON Lines from a shell:",
            "broadsheet add PATH…",
        )

    def _why_nothing_found(self) -> tuple[str, ...]:
        hints = self._library.understand(self._query, typing=self._unfinished).hints
        if hints:
            return ("Nothing found", *hints, "Esc gives the list back.")
        if self._indexing:
            return (
                "Nothing found so far",
                f"{self._indexing} More may be found when that is done.",
            )
        if self._scope != "all":
            return (
                f"Nothing found among the {self._scope} articles",
                "Press Enter, then 1, to search all of them.",
            )
        return (
            "Nothing found",
            "Try fewer words, or only the beginning of one. Esc gives the list back.",
        )

    # News

    def _look(self) -> None:
        """Notice what other threads and processes did; costs one pragma when that is nothing."""
        try:
            version, generation = self._library.version(), self._library.index_generation()
        except ReaderError as error:
            self._complain(error)
            return
        if version != self._version:
            self._version = version
            self._ask(self._listing, partial(self._news, self._moment), self._take_news)
        if generation != self._generation:
            before, self._generation = self._generation, generation
            if before >= 0 and self._former is not None:
                self._search(quietly=True)

    def _news(self, since: Moment) -> tuple[Moment, list[int]]:
        moment = self._library.moment()
        return moment, self._library.states_since(since) if moment.state != since.state else []

    def _take_news(self, news: tuple[Moment, list[int]]) -> None:
        before, (self._moment, states) = self._moment, news
        if states:
            self.headlines.refresh_rows(states)
        if self._moment.content != before.content:
            self._vocabulary = None
            self._learn_names()
            if self._worker and not self._worker.busy("index"):
                self._worker.start("index")  # whoever brought it may not index it
            self._reload()
            self.headlines.refresh_rows()
        if self._moment != before:
            self._count()

    @on(Told)
    def _take_report(self, message: Told) -> None:
        report = message.report
        if report.progress:
            self._indexing = report.progress.sentence
            self.status.show(progress=self._indexing)
        elif report.note:
            self._complain(report.note)
        elif report.failed:
            self._indexing = ""
            self.status.show(progress="")
            self._complain(report.failed)
        else:
            self._indexing = ""
            self.status.show(progress="")
        if not report.progress:
            self._look()
            self._notice()

    # Search

    @on(SearchBar.Typed)
    def _typed(self, message: SearchBar.Typed) -> None:
        message.stop()
        self._ask_for(message.query)

    def _ask_for(self, query: str) -> None:
        """Search for this, unless that is what was asked already."""
        if query == self._query:
            return
        self._query, self._unfinished = query, True
        self._history.typed(query)
        self._search()

    def _search(self, quietly: bool = False) -> None:
        """Ask for what the bar says; a newer question makes this one void."""
        token, query, typing = self._token("search"), self._query, self._unfinished
        understood = self._library.understand(query, typing=typing)
        self.bar.understand(understood.chips)
        if understood.empty:
            self._answered = token  # nothing is awaited any more
            self._show_former()
            self._release()
            return
        if self._former is None:
            self._former = (self.headlines.keys, self.headlines.place())
        if not quietly:
            self._awaited = token
        work = partial(self._library.search, query, self._scope, limit=FOUND_ROWS, typing=typing)
        self._ask(
            self._searching,
            work,
            partial(self._show_answer, token, quietly),
            partial(self._show_no_answer, token),
        )

    def _show_no_answer(self, token: int, error: ReaderError) -> None:
        """The index cannot answer: say so, and have it mended meanwhile."""
        if token != self._tokens["search"] or self._former is None:
            return
        self._answered = token
        self._answer = None
        self.headlines.show(array("q"), keep="top")
        self._notice()
        self.query_one(Notice).show(
            "Search cannot answer now",
            str(error),
            "The index is being mended in the background; your articles and stars are safe.",
        )
        if self._worker and not self._worker.busy("mend"):
            self._worker.start("mend")
        self._release()

    def _show_answer(self, token: int, quietly: bool, answer: Answer) -> None:
        if token != self._tokens["search"] or self._former is None:
            return
        self._answered = token
        self._answer = answer
        keys = array("q", (hit.key for hit in answer.hits))
        self.headlines.show(keys, keep="key" if quietly else "top", marks=self._marker())
        self.bar.tell(f"{answer.total:,} found" if answer.total else "nothing found")
        self.status.show(message=answer.note or self._offered())
        self._notice()
        self._place()
        if not self.reading:
            self._glance_at(self.headlines.key)
        self._release()

    def _marker(self) -> Callable[[str], Sequence[tuple[int, int]]] | None:
        if self._answer is None or not self._answer.terms:
            return None
        return partial(_marks, self._library, self._answer.terms)

    def _show_former(self) -> None:
        """Give back the list as it was before the search."""
        self._answer = None
        self.bar.tell("")
        self.status.show(message=self._offered())
        if self._former is None:
            return
        (keys, place), self._former = self._former, None
        self.headlines.restore(keys, place)
        self._notice()
        self._place()
        self._glance_at(self.headlines.key)

    def _end_search(self) -> None:
        self._answered = self._token("search")
        self._query, self._unfinished = "", False
        self.bar.clear()
        self._show_former()
        self.set_focus(self.headlines, scroll_visible=False)

    # The article

    @on(Headlines.Moved)
    def _moved(self, message: Headlines.Moved) -> None:
        message.stop()
        self._place()
        if not self.reading:
            self._glance_at(message.key)

    @on(Headlines.Chosen)
    def _chosen(self, message: Headlines.Chosen) -> None:
        message.stop()
        self._open(message.key)

    def _glance_at(self, key: int | None) -> None:
        """Show the article under the cursor beside the list, once the cursor rests."""
        token = self._token("open")
        if self.size.width < NARROW:
            return
        if key is None:
            self.page.show(None)
            return
        self.set_timer(GLANCE_S, partial(self._load, token, key, False))

    def _open(self, key: int) -> None:
        """Turn to the article at once, so that the next key is already its; the text follows."""
        self._original = False
        self.add_class("reading")
        self.set_focus(self.page, scroll_visible=False)
        self._hint()
        headline = self.headlines.headline
        if headline and headline.key == key and not headline.read:
            self._mark(headline, read=True)
        self._load(self._token("open"), key, True)

    def _load(self, token: int, key: int, opened: bool) -> None:
        if token != self._tokens["open"]:
            return
        then = partial(self._show_article, token, key, opened)
        self._ask(self._opening, partial(self._library.article, key), then)

    def _show_article(self, token: int, key: int, opened: bool, article: Article | None) -> None:
        if token != self._tokens["open"]:
            return
        if article is None:
            self._complain("This article is no longer in the library.")
            return
        self.page.show(article, terms_marker=self._marker(), original=self._original and opened)

    def _leave_article(self) -> None:
        self.remove_class("reading")
        self._original = False
        self.set_focus(self.headlines, scroll_visible=False)
        self._hint()

    def _mark(self, headline: Headline, **state: bool) -> None:
        """Change a state: drawn at once, so that a key typed twice undoes itself; saved behind it."""
        self.headlines.amend(replace(headline, **state))  # type: ignore[arg-type]
        keys = [headline.key]

        def save() -> None:
            for what, value in state.items():
                self._library.mark(keys, cast("StateName", what), value)

        def saved(_: None) -> None:
            self.headlines.refresh_rows(keys)
            self._count()

        def failed(error: ReaderError) -> None:
            self.headlines.refresh_rows(keys)
            self._complain(error)

        self._ask(self._saving, save, saved, failed)

    def _jump(self, step: int) -> None:
        """To the nearest unread article of the list; opened if an article is open."""
        row = self._unread_row(step)
        if row is None:
            self.status.show(message="No unread article is left in this list.")
            return
        self.headlines.move_to(row)
        if self.reading and self.headlines.key is not None:
            self._open(self.headlines.key)

    def _unread_row(self, step: int) -> int | None:
        keys, here = self.headlines.keys, self.headlines.cursor
        if not keys:
            return None
        if self._former is not None:
            around = [(here + step * n) % len(keys) for n in range(1, len(keys))]
            place = self._library.first_unread([keys[row] for row in around])
            return None if place is None else around[place]
        found = self._library.next_unread(self._scope, keys[here], step)
        return None if found is None or found == keys[here] else _row_of(keys, found, here)

    # Foot of the screen

    def _place(self) -> None:
        count = self.headlines.count
        total = f"{count:,}"
        if self._former is not None:
            name = "Found" if self._scope == "all" else f"Found in {self._scope}"
            if self._answer and self._answer.total > count:
                total = f"{count:,} best of {self._answer.total:,}"
        else:
            name = _SCOPES[self._scope]
            total = f"{count if self._complete else self._counts.get(self._scope, count):,}"
        at = f" {self.headlines.cursor + 1:,}/{total}" if self.headlines.count else ""
        unread = self._counts.get("unread", 0)
        aside = (
            f" · {unread:,} unread"
            if unread and self._scope == "all" and self._former is None
            else ""
        )
        self.status.show(place=f"{name}{at}{aside}")

    def _hint(self) -> None:
        place = self._key_place()
        found = place == "page" and self._answer is not None
        hints = [
            (spoken(c.keys[0]), c.label_found if found and c.label_found else c.label)
            for c in COMMANDS
            if c.footer and place in c.places
        ]
        self.status.show(hints=hints)

    def on_descendant_focus(self) -> None:
        """The mouse moves between the panes too; an article that has the keys is open."""
        if self.focused is self.page and not self.reading:
            self.do_open()
        elif self.focused is self.headlines and self.reading:
            self._leave_article()
        self._learn_names()
        self._hint()

    def on_resize(self, event: events.Resize) -> None:
        """A pane that was hidden may be visible now."""
        if event.size.width >= NARROW and not self.reading and self.page.article is None:
            self._glance_at(self.headlines.key)

    # Keys

    def _key_place(self) -> KeyPlace:
        if self.bar.typing:
            return "search"
        return "page" if self.reading and self.focused is self.page else "list"

    async def take_key(self, event: events.Key) -> bool:
        """Do what a key means here; False if it is for the focused widget to take."""
        key = event.character if event.is_printable and event.character != " " else event.key
        place = self._key_place()
        if self._held or (place == "list" and self._answered < self._awaited):
            # The rows it means are not there yet; `_release` does it when they are.
            if not self._held:
                self.set_timer(HELD_S, self._wait_no_longer)
            self._held.append(key or event.key)
            return True
        if place == "search" and self._keymap.has(place, key or event.key):
            await self.bar.settle()
            self._ask_for(self.bar.query_text)
        return self._press(place, key or event.key)

    def _press(self, place: KeyPlace, key: str) -> bool:
        command = self._keymap.press(place, key)
        if command:
            # What was said of the last key is over; how a search was read stays said.
            searched = self._answer is not None and self._former is not None
            self.status.show(message=self._answer.note if searched and self._answer else "")
            self.run_command(command)
            self._place()
        self._show_pending()
        return command is not None or bool(self._keymap.pending)

    def _wait_no_longer(self) -> None:
        if self._held:
            self._answered = self._awaited
            self._release()

    def _release(self) -> None:
        """Do the keys that had to wait for an answer."""
        held, self._held = self._held, []
        for place, key in enumerate(held):
            self._press(self._key_place(), key)
            if self._key_place() == "search":
                # Back in the bar: the rest is for its line.
                self.bar.type("".join(k for k in held[place + 1 :] if len(k) == 1))
                return

    def _show_pending(self) -> None:
        if self._keymap.pending:
            self.status.show(message=f"{self._keymap.pending} …")
        elif self.status.message.endswith(" …"):
            self.status.show(message="")

    def run_command(self, command: Command) -> None:
        """Do what the command says; what the library cannot do is said, not raised."""
        try:
            getattr(self, f"do_{command.name}")()
        except ReaderError as error:
            self._complain(error)

    @property
    def _on_page(self) -> bool:
        return self._key_place() == "page"

    def do_down(self) -> None:
        """A row, or a line of the article."""
        self.page.line_down() if self._on_page else self.headlines.move(1)

    def do_up(self) -> None:
        """A row, or a line of the article."""
        self.page.line_up() if self._on_page else self.headlines.move(-1)

    def do_screen_down(self) -> None:
        """A screenful."""
        self.page.page_down() if self._on_page else self.headlines.page(1)

    def do_screen_up(self) -> None:
        """A screenful."""
        self.page.page_up() if self._on_page else self.headlines.page(-1)

    def do_top(self) -> None:
        """The first row or line."""
        self.page.to_top() if self._on_page else self.headlines.first()

    def do_end(self) -> None:
        """The last row or line."""
        self.page.to_end() if self._on_page else self.headlines.last()

    def do_open(self) -> None:
        """Open what the cursor is on."""
        if self.headlines.key is not None:
            self._open(self.headlines.key)

    def do_back(self) -> None:
        """One step back; at the list itself nothing."""
        self._step_back()

    def do_leave(self) -> None:
        """One step back; from the list itself out of the reader."""
        if not self._step_back():
            self.app.exit()

    def _step_back(self) -> bool:
        """From the article to the list, from a search to the list before it; False at the list."""
        if self.reading:
            self._leave_article()
        elif self._former is not None or self.bar.query_text:
            self._end_search()
        else:
            return False
        return True

    def do_page(self) -> None:
        """Page on; at the end of the article the next unread one."""
        if not self.reading:
            article = self.page.article if self.page.display else None
            self.do_open()
            if article and article.headline.key == self.headlines.key:
                # It stands beside the list already, so that this is a page down.
                self.page.page_down()
        elif not self.page.page_down():
            self._jump(1)

    def do_page_back(self) -> None:
        """Page back."""
        self.page.page_up() if self.reading else self.headlines.page(-1)

    def do_next_unread(self) -> None:
        """The next match in a found article, else the next unread article."""
        if self._on_page and self._answer is not None:
            self._walk(self.page.next_mark)
        else:
            self._jump(1)

    def do_previous_unread(self) -> None:
        """The match before, else the unread article before."""
        if self._on_page and self._answer is not None:
            self._walk(self.page.previous_mark)
        else:
            self._jump(-1)

    def _walk(self, step: Callable[[], bool]) -> None:
        if step():
            self.status.show(message=f"Match {self.page.mark_index} of {self.page.mark_count}")
        else:
            self.status.show(message="No match in this article.")

    def do_next_article(self) -> None:
        """The article after this one."""
        self._beside(1)

    def do_previous_article(self) -> None:
        """The article before this one."""
        self._beside(-1)

    def _beside(self, step: int) -> None:
        before = self.headlines.cursor
        self.headlines.move(step)
        if self.headlines.cursor != before and self.headlines.key is not None:
            self._open(self.headlines.key)

    def do_switch(self) -> None:
        """From the list into the article and back."""
        if self.reading:
            self._leave_article()
        else:
            self.do_open()

    def do_search(self) -> None:
        """Put the keys into the search bar."""
        if self.reading:
            self._leave_article()
        self.bar.start()

    def _learn_names(self) -> None:
        """Have the names at hand that Tab completes."""

        def then(vocabulary: Vocabulary) -> None:
            self._vocabulary = vocabulary

        if self._vocabulary is None and self.bar.typing:
            self._ask(self._listing, self._library.vocabulary, then)

    def do_leave_search(self) -> None:
        """Give the former list back."""
        self._end_search()

    def do_to_results(self) -> None:
        """From the bar to the rows found."""
        query = self.bar.query_text
        if self._library.understand(query).empty:
            self._end_search()
        else:
            self._remember(query)
            self._finish(query)
        self.set_focus(self.headlines, scroll_visible=False)

    def _finish(self, query: str) -> None:
        """A filter that was left out while it was typed is text now, and that is said."""
        self._query = query
        finished, unfinished = (self._library.understand(query, typing=t) for t in (False, True))
        if self._unfinished and finished.hints != unfinished.hints:
            self._unfinished = False
            self._search()

    def _remember(self, query: str) -> None:
        if self._history.add(query):
            work = partial(self._library.remember_search, query)
            # A search that cannot be remembered is no reason to interrupt anybody.
            self._ask(self._saving, work, lambda _: None, lambda _: None)

    def do_older_search(self) -> None:
        """The past search before the one in the bar."""
        query = self._history.older(self.bar.query_text)
        if query is None:
            self.status.show(message="No search before this one is remembered.")
        else:
            self.bar.put(query)

    def do_newer_search(self) -> None:
        """The past search after the one in the bar; from the newest to the rows found."""
        if self._history.walking:
            self.bar.put(self._history.newer())
        else:
            self.do_to_results()

    def do_complete(self) -> None:
        """Complete what the cursor stands in; with nothing to complete, to the rows found."""
        text, cursor = self.bar.query_text, self.bar.cursor
        taken = self._offer.take(text, cursor, self._completion(text, cursor))
        if taken is None:
            self.do_to_results()
        else:
            self.bar.put(*taken)

    def _completion(self, text: str, cursor: int) -> Completion | None:
        if self._vocabulary is None:
            self._vocabulary = self._library.vocabulary()
        return self._library.complete(text, cursor, self._vocabulary)

    def _offered(self) -> str:
        """What Tab would make of the value at the cursor, for the line at the foot."""
        if not self.bar.typing or self._vocabulary is None:
            return ""
        text, cursor = self.bar.query_text, self.bar.cursor
        choices = self._offer.choices if self._offer.standing(text) else ()
        if len(choices) < 2:
            found = self._library.complete(text, cursor, self._vocabulary)
            choices = found.choices if found and text[: found.start].endswith(":") else ()
        if not choices:
            return ""
        more = " …" if len(choices) > _OFFERED else ""
        return "Tab: " + " · ".join(c.strip() for c in choices[:_OFFERED]) + more

    def do_all(self) -> None:
        """All articles."""
        self._choose_scope("all")

    def do_unread(self) -> None:
        """Unread articles."""
        self._choose_scope("unread")

    def do_starred(self) -> None:
        """Starred articles."""
        self._choose_scope("starred")

    def do_star(self) -> None:
        """Star, or take the star."""
        headline = self.headlines.headline
        if headline:
            self._mark(headline, starred=not headline.starred)

    def do_read(self) -> None:
        """Read, or unread again."""
        headline = self.headlines.headline
        if headline:
            self._mark(headline, read=not headline.read)

    def _address(self) -> str:
        """The shown article's address; says so if there is none that may be opened."""
        article = self.page.article
        if article is None or self.headlines.key != article.headline.key:
            article = (
                self._library.article(self.headlines.key)
                if self.headlines.key is not None
                else None
            )
        address = link_target(article.url) if article else ""
        if article and not address:
            self.status.show(message="This article has no address.")
        return address

    def do_browser(self) -> None:
        """Open the address with the desktop's browser."""
        address = self._address()
        if address:
            self.status.show(message=f"Opening {address}")
            self._ask(self._browsing, partial(browse, address), partial(self._browsed, address))

    def _browsed(self, address: str, opened: bool) -> None:
        if not opened:
            self._complain(f"No browser could be started; y copies {address}")

    def do_copy(self) -> None:
        """Put the address on the clipboard."""
        address = self._address()
        if address:
            self.app.copy_to_clipboard(address)
            self.status.show(message=f"Copied {address}")

    def do_original(self) -> None:
        """What was taken out of the article, shown or hidden."""
        article = self.page.article
        if article is None:
            return
        removed = sum(1 for block in article.blocks if block.removed)
        if not removed:
            self.status.show(message="Nothing was taken out of this article.")
            return
        self._original = not self._original
        self.page.show(article, terms_marker=self._marker(), original=self._original)
        parts = f"{removed} part{'s' if removed > 1 else ''}"
        self.status.show(
            message=f"Showing {parts} that had been taken out."
            if self._original
            else f"{parts} taken out."
        )

    def do_palette(self) -> None:
        """All actions by name."""
        self.app.action_command_palette()

    def do_help(self) -> None:
        """The keys."""
        from reader.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen())

    def do_suspend(self) -> None:
        """Back to the shell."""
        self.app.action_suspend_process()

    def do_quit(self) -> None:
        """Leave."""
        self.app.exit()


def _row_of(keys: Sequence[int], key: int, near: int) -> int | None:
    """The row of a key in a list, looked for from a row on and then from the top."""
    for start in (near, 0):
        try:
            return keys.index(key, start)
        except ValueError:
            continue
    return None


def _marks(library: Library, terms: frozenset[str], text: str) -> Sequence[tuple[int, int]]:
    return library.marks(text, terms)


def _raise(bug: Exception) -> None:
    raise bug
