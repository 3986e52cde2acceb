"""Feeds on the screen: followed, fetched now and in their time, renamed, muted, left; full text."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from reader.library import Library
from reader.library.shelves import feed_query, folder_of
from reader.models import Feed, Shelf
from reader.tui.control.chores import Chores
from reader.tui.control.errands import Errands
from reader.tui.control.orders import unordered
from reader.tui.control.panes import Panes
from reader.tui.control.saving import Saving
from reader.tui.control.searching import Search
from reader.tui.render import counted, fit
from reader.tui.widgets.ask import Question, is_yes, starting

if TYPE_CHECKING:
    from reader.library.feeds.doctor import Checkup
    from reader.worker import Report

LOOK_EVERY_S = 60.0
"""Seconds between looks whether a feed is due."""
FIRST_LOOK_S = 3.0
"""The first look, seconds after the first frame."""
_NAMED = ("feed", "folder", "saved")
"""Kinds of lists that have a name of their own; what is done by name is done to them."""


class Feeding:
    """Asks the worker for what concerns feeds, and says what came of it."""

    def __init__(
        self,
        library: Library,
        errands: Errands,
        panes: Panes,
        search: Search,
        chores: Chores,
        saving: Saving,
        say: Callable[..., None],
        changed: Callable[[], None],
        reread: Callable[[int], None],
        show: Callable[[str], None],
        shelves: Callable[[], Sequence[Shelf]],
        spoken: Callable[[str], str],
        *,
        automatic: bool,
    ) -> None:
        """`changed` is called when feeds came, went or were changed, `reread` when the text of
        an article did; `show` searches for a query, `shelves` are the lists that there are,
        `spoken` says an action's key. `automatic`: feeds are fetched in their time."""
        self._library = library
        self._errands = errands
        self._panes = panes
        self._search = search
        self._chores = chores
        self._saving = saving
        self._say = say
        self._changed = changed
        self._reread = reread
        self._show = show
        self._automatic = automatic
        self._shelves = shelves
        self._spoken = spoken
        self._asked = False
        """Somebody waits for what the refresh brings, and is told."""

    # In their time

    def look(self) -> None:
        """Have the feeds fetched whose time has come."""
        if self._automatic:
            self._errands.ask(self._errands.listing, self._next_due, self._fetch_due)

    def _next_due(self) -> int | None:
        return self._library.feeds.next_due()  # `feeds` itself loads much, off this thread too

    def _fetch_due(self, moment: int | None) -> None:
        if moment is not None and moment <= time.time():
            self._chores.have_done("refresh")

    # Now

    def do_refresh(self) -> None:
        """Fetch the feed or folder that is meant, now."""
        self._with_feeds(lambda found: self._refresh([feed.key for feed in found]))

    def _refresh(self, keys: Sequence[int]) -> None:
        if self._chores.busy("refresh"):
            self._say(f"Feeds are being fetched; {self._spoken('refresh_all')} ends that.")
            return
        self._asked = True
        self._chores.have_done("refresh", feeds=list(keys))
        self._say("")

    def do_refresh_all(self) -> None:
        """Fetch every feed now; while that is done, end it."""
        if self._chores.busy("refresh"):
            self._chores.stop("refresh")
            self._say("No more feeds are fetched now; what came in stays.")
            return
        if self._library.feeds.next_due() is None:
            self._say(f"No feed is followed yet; {self._spoken('add_feed')} follows one.")
            return
        self._asked = True
        self._chores.have_done("refresh", all=True)
        self._say("")  # or how far it is could not be seen

    # Following

    def do_add_feed(self) -> None:
        """Ask for an address to follow."""
        label = "Follow (the address of a feed or of any site)"
        self._panes.ask.open(Question(label, self._follow))

    def _follow(self, typed: str, pick: int = 0) -> None:
        if typed.strip():
            self._chores.start("follow", address=typed.strip(), pick=pick, folders=self._folders())
            self._say("Looking for the feed…")

    def _folders(self) -> list[list[str]]:
        """The folder that is shown: a feed that is followed there goes there."""
        shelf = self._shown
        if shelf is None or shelf.kind != "folder":
            return []
        return [[*folder_of(shelf.query)]]

    def _choose(self, address: str, choices: Sequence[Sequence[str]]) -> None:
        lines = [f"{n} {title or where}" for n, (where, title) in enumerate(choices, 1)]

        def then(typed: str) -> None:
            number = typed.split()[0] if typed.split() else ""
            if number.isdecimal() and 1 <= int(number) <= len(lines):
                self._follow(address, int(number))
            elif typed.strip():
                self._say(f"There is no feed {number}; nothing was followed.")
            else:
                self._say("Nothing was followed.")

        shown = " · ".join(lines)
        room = max(self._panes.ask.screen.size.width - 45, 20)
        label = f"Which of {len(lines)}? Type its number: {shown[:room]}{'…' if len(shown) > room else ''}"
        numbers = "123456789"[: len(lines)] if len(lines) < 10 else ""
        starts = partial(starting, lines)
        self._panes.ask.open(Question(label, then, starts, at_once=numbers))

    def do_starters(self) -> None:
        """Choose among the feeds that come with Broadsheet."""
        from reader.tui.screens.starters import StartersScreen  # late: seldom wanted

        def then(chosen: Sequence[str] | None) -> None:
            if chosen:
                self._chores.start("starters", addresses=list(chosen))

        screen = StartersScreen(self._library.feeds.starters())
        self._panes.page.app.push_screen(screen, then)

    def do_doctor(self) -> None:
        """What is amiss with the feeds."""

        def then(checkups: Sequence[Checkup]) -> None:
            from reader.tui.screens.doctor import DoctorScreen  # late: seldom wanted

            self._panes.page.app.push_screen(DoctorScreen(checkups))

        self._errands.ask(self._errands.listing, self._library.feeds.checkups, then)

    # Changing

    def do_rename_feed(self) -> None:
        """Ask for another name, of a feed or a saved search."""
        if saved := self._saved:
            self._saving.rename(saved)
            return

        def ask(feed: Feed) -> None:
            then = partial(self._change, feed, "name")
            label = "Name of the feed (empty: as it calls itself)"
            self._panes.ask.open(Question(label, then), feed.name)

        self._with_feed(ask)

    def do_file_feed(self) -> None:
        """Ask for the folder it stands in."""

        def ask(feed: Feed) -> None:
            shown = ["/".join(path) for path in feed.wishes.folders]
            paths = (folder_of(s.query) for s in self._shelves() if s.kind == "folder")
            label = f"Folders of {feed.name} (commas between; empty: none)"
            question = Question(
                label,
                partial(self._file, feed),
                partial(starting, ["/".join(path) for path in paths]),
            )
            self._panes.ask.open(question, ", ".join(shown))

        self._with_feed(ask)

    def _file(self, feed: Feed, typed: str) -> None:
        from reader.library.feeds.desk import path_of

        folders = tuple(path for text in typed.split(",") if (path := path_of(text)))
        self._change(feed, "folders", folders)

    def do_mute_feed(self) -> None:
        """Let its articles come in as read, or unread again."""
        self._with_feed(lambda feed: self._change(feed, "muted", not feed.wishes.muted))

    def do_feed_fulltext(self) -> None:
        """Fetch the page of each new article of the feed, or no more."""
        self._with_feed(lambda feed: self._change(feed, "fulltext", not feed.wishes.fulltext))

    def _change(self, feed: Feed, what: str, value: Any) -> None:
        shown = self._shown is not None and self._shown.key == feed.key

        def then(after: Feed) -> None:
            self._say(_changed(after, what))
            self._changed()
            if shown and after.name != feed.name:
                self._show(feed_query(after.name))

        work = partial(self._library.feeds.change, feed.key, **{what: value})
        self._errands.ask(self._errands.saving, work, then)

    def do_unfollow(self) -> None:
        """Follow the feed no longer, or forget the saved search, once that was said twice."""
        if saved := self._saved:
            self._saving.forget(saved)
            return

        def ask(feed: Feed) -> None:
            label = f"y unfollows {fit(feed.name, 30)}, n not; what has a star, tag or note stays"
            self._panes.ask.open(Question(label, partial(self._unfollow, feed), at_once="yn"))

        self._with_feed(ask)

    def _unfollow(self, feed: Feed, answer: str) -> None:
        if not is_yes(answer):
            self._say("Nothing was changed.")
            return

        def then(done: Any) -> None:
            if done:
                kept = f"; {done.kept:,} kept" if done.kept else ""
                shown = self._shown
                if shown and shown.key == feed.key:
                    self._search.end()
                self._changed()
                self._say(
                    f"{feed.name} is followed no longer: {_articles(done.removed)} went{kept}. "
                    f"{self._spoken('undo')} brings it back."
                )

        self._errands.ask(
            self._errands.saving, partial(self._library.feeds.unfollow, feed.key), then
        )

    # Which feed is meant

    @property
    def _shown(self) -> Shelf | None:
        """The feed, folder or saved search that the list shows, if it shows one."""
        query = unordered(self._search.query)
        shelves = (s for s in self._shelves() if s.kind in _NAMED)
        return next((shelf for shelf in shelves if shelf.finds(query)), None)

    def _meant(self) -> Shelf | None:
        """What is under the cursor of the pane if it has a name, else what the list shows."""
        row = self._panes.side.row if self._panes.side.has_focus else None
        if row and isinstance(row.target, Shelf) and row.target.kind in _NAMED:
            return row.target
        return self._shown

    @property
    def _saved(self) -> str:
        """The name of the saved search that is meant, "" if something else is."""
        shelf = self._meant()
        return shelf.name if shelf and shelf.kind == "saved" else ""

    def _with_feeds(self, then: Callable[[list[Feed]], None]) -> None:
        """Find the feeds of the folder or feed that is meant, else that of the article."""
        shelf, key = self._meant(), self._panes.headlines.key
        if shelf and shelf.kind == "saved":
            shelf = None

        def find() -> list[Feed]:
            feeds = self._library.feeds
            if shelf and shelf.kind == "folder":
                path = folder_of(shelf.query)
                return [
                    f
                    for f in feeds.every()
                    if any(p[: len(path)] == path for p in f.wishes.folders)
                ]
            number = shelf.key if shelf else feeds.of([key]).get(key) if key is not None else None
            feed = feeds.get(number) if number else None
            return [feed] if feed else []

        def found(feeds: list[Feed]) -> None:
            if feeds:
                then(feeds)
            else:
                self._say(
                    f"This is no article of a feed. {self._spoken('feeds')} goes to the feeds."
                )

        self._errands.ask(self._errands.listing, find, found)

    def _with_feed(self, then: Callable[[Feed], None]) -> None:
        def one(found: list[Feed]) -> None:
            if len(found) == 1:
                then(found[0])
            else:
                self._say("This is a folder; choose one of its feeds.")

        self._with_feeds(one)

    # Full text

    def do_fulltext(self) -> None:
        """The article's whole text from its page, or what the feed gave."""
        key = self._panes.headlines.key
        if key is not None:
            if self._library.feeds.fulltext(key) is None:
                self._say("Fetching the page…")
            self._chores.start("fulltext", key=key)

    # What the worker says

    def take(self, report: Report) -> None:
        """Say what became of a job, if it was one of these."""
        ended = report.ended
        if report.do == "refresh" and (ended is not None or report.failed):
            asked, self._asked = self._asked, False
            if ended and asked:
                self._say(refreshed(ended))
            self._changed()
        if ended is None:
            return
        match report.do:
            case "follow":
                self._followed(ended)
            case "starters":
                self._say(f"{ended['added']:,} feeds are followed; their articles are on the way.")
                self._asked = True
                self._chores.have_done("refresh")
            case "fulltext":
                self._completed(ended)

    def _followed(self, ended: dict[str, Any]) -> None:
        if "choices" in ended:
            self._choose(ended["address"], ended["choices"])
        elif "followed" in ended:
            back = f"; {self._spoken('undo')} takes it back"
            more = " already" if ended["before"] else f", with {_articles(ended['new'])}{back}"
            plain = " It is asked over http, not encrypted." if ended["plain"] else ""
            self._say(f"Following {ended['followed']}{more}.{plain}")
            self._changed()
        else:
            self._say(f"{ended['what']} {ended['why']}.", alarm=True)

    def _completed(self, ended: dict[str, Any]) -> None:
        if ended["why"]:
            self._say(f"The page of this article {ended['why']}.", alarm=True)
            return
        key = self._spoken("fulltext")
        self._say(
            f"The text is that of the page; {key} shows what the feed gave."
            if ended["page"]
            else f"The text is what the feed gave; {key} shows that of the page."
        )
        self._reread(ended["key"])


def refreshed(ended: dict[str, Any]) -> str:
    """What a refresh brought, a sentence each."""
    if ended["elsewhere"]:
        return "Another Broadsheet is fetching these feeds at this moment."
    brought = _articles(ended["new"], "new ")
    if ended["updated"]:
        brought += f", {ended['updated']:,} updated"
    said = [brought[0].upper() + brought[1:]]
    failures = ended["failures"]
    if len(failures) == 1:
        said.append(f"{failures[0][0]} {failures[0][1].partition(';')[0]}")
    elif failures:
        said.append(f"{len(failures):,} feeds could not be fetched, ! marks them")
    if ended["waiting"]:
        said.append(
            f"{counted(len(ended['waiting']), 'feed')} let alone, as asked by their servers"
        )
    return ". ".join(said) + "."


def _articles(count: int, kind: str = "") -> str:
    return counted(count, f"{kind}article") if count else f"no {kind}articles"


def _changed(feed: Feed, what: str) -> str:
    wishes = feed.wishes
    match what:
        case "name":
            return f"The feed is called {feed.name}."
        case "muted":
            return f"{feed.name}: articles come in as {'read' if wishes.muted else 'unread'}."
        case "fulltext":
            how = "with the text of their page" if wishes.fulltext else "as the feed gives them"
            return f"{feed.name}: articles come in {how}."
    folders = ", ".join("/".join(path) for path in wishes.folders)
    return f"{feed.name} stands in {folders or 'no folder'}."
