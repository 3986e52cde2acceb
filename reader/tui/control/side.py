"""The pane at the left: the lists that can be chosen; for a search, how its finds spread."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from reader.library import Library, Scope
from reader.light import dataclass
from reader.models import Shelf
from reader.settings import Preferences
from reader.tui.control.errands import Errands, Turn
from reader.tui.control.lists import Lists
from reader.tui.control.orders import unordered
from reader.tui.control.panes import Panes
from reader.tui.control.searching import Search
from reader.tui.widgets.side import Row

if TYPE_CHECKING:
    from reader.library import Facet, Facets, Timeline

REST_S = 0.4
"""How long a search rests before its finds are counted."""
VALUES = 8
"""Values of a facet that are shown."""
TAGS, SAVED, FEEDS = "TAGS", "SAVED SEARCHES", "FEEDS"
FOLDED, UNFOLDED = "▸", "▾"
_FOLDED = "folded"
_BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Act:
    """A row that does an action of the table instead of showing a list."""

    name: str


class Shelves:
    """Fills the pane, and shows what is chosen in it."""

    def __init__(
        self,
        library: Library,
        errands: Errands,
        panes: Panes,
        lists: Lists,
        search: Search,
        choose_scope: Callable[[Scope], None],
        later: Callable[[float, Callable[[], None]], object],
        act: Callable[[str], None],
        say: Callable[[str], None],
        preferences: Preferences,
    ) -> None:
        """`act` does an action by name; `preferences` remember which folders are folded."""
        self._act = act
        self._say = say
        self._preferences = preferences
        self._folded = set(preferences.get(_FOLDED, "").split("\n")) - {""}
        self._library = library
        self._errands = errands
        self._panes = panes
        self._lists = lists
        self._search = search
        self._choose_scope = choose_scope
        self._later = later
        self._turn = Turn()
        self._wanted = ""  # a group that was asked for before the lists were read
        self._shelves: Sequence[Shelf] = ()
        self._facets: tuple[str, Facets] | None = None

    # Filling

    def refresh(self) -> None:
        """Count anew what the pane shows, if it can be seen."""
        if not self._panes.side_shown:
            return
        if self._searched:
            # The lists stand behind its facets: a key in the bar must not count them too.
            self._later(REST_S, partial(self._count_finds, self._turn.take()))
        else:
            self._errands.ask(self._errands.counting, self._library.shelves, self._take)

    def recount(self) -> None:
        """Count the lists anew, if they can be seen."""
        if self._panes.side_shown and not self._searched:
            self.refresh()

    def reread(self) -> None:
        """There are other lists than before: have them at hand, whatever the pane shows."""
        self._errands.ask(self._errands.listing, self._library.shelves, self._take)

    def searched(self) -> None:
        """Another search was answered, or it is over."""
        token = self._turn.take()
        if self._searched and self._panes.side_shown:
            self._draw()
            self._later(REST_S, partial(self._count_finds, token))
        else:
            self._draw()

    def _take(self, shelves: Sequence[Shelf]) -> None:
        self._shelves = shelves
        self._draw()
        if self._wanted:
            self._panes.side.stand_on(self._wanted)
            self._wanted = ""

    @property
    def awaited(self) -> bool:
        """Are the lists still to come among which the cursor is to stand?"""
        return bool(self._wanted)

    def wait_no_longer(self) -> None:
        """Let keys through although they have not come."""
        self._wanted = ""

    def _count_finds(self, token: int) -> None:
        if not self._turn.holds(token):
            return
        query, typing, widen = self._search.query, self._search.unfinished, self._search.widen
        work = partial(self._library.facets, query, self._lists.scope, typing=typing, widen=widen)

        def then(found: Facets) -> None:
            if (query, widen) == (self._search.query, self._search.widen):
                self._facets = (query, found)
                self._draw()

        # Whatever is amiss with the index, the search itself says.
        self._errands.ask(self._errands.counting, work, then, lambda _: None)

    @property
    def _searched(self) -> bool:
        """Is what is found of more use than the lists? Not where the search is a shelf itself."""
        query = self._search.query.strip()
        return self._lists.covered and bool(query) and self.standing is None

    def _draw(self) -> None:
        if self._searched and self._facets and self._facets[0] == self._search.query:
            rows = list(facet_rows(self._facets[1], self._panes.side.size.width - 2))
        elif self._searched and self._facets and self._panes.side.rows:
            # Another search's counts: seen until the new ones are known, but not to be chosen.
            rows = [replace(row, target=None) for row in self._panes.side.rows]
        else:
            rows = []
        self._panes.side.show(rows or self._shelf_rows())

    @property
    def standing(self) -> Shelf | None:
        """The list with a name of its own that a search stands for, if it does: a feed, say."""
        return self._of(self._search.query) if self._lists.covered else None

    def has(self, query: str) -> bool:
        """Does a list with a name of its own stand for this query?"""
        return self._of(query) is not None

    def _of(self, query: str) -> Shelf | None:
        """The list with a name that a query asks for, in whatever order."""
        asked = query.strip(), unordered(query)
        return next((s for s in self._shelves if any(map(s.finds, asked))), None)

    def _shelf_rows(self) -> list[Row]:
        return list(shelf_rows(self._shelves, self._shown, self._folded))

    @property
    def _shown(self) -> Callable[[Shelf], bool]:
        """Tells the list that is shown from the others."""
        standing, scope = self.standing, self._lists.scope
        if self._lists.covered:
            return lambda shelf: shelf is standing
        return lambda shelf: not shelf.query and shelf.scope == scope

    @property
    def known(self) -> Sequence[Shelf]:
        """The lists there are, as they were counted last."""
        return self._shelves

    def learn(self) -> None:
        """Have the lists at hand, also where the pane does not show them."""
        if not self._shelves:
            self._errands.ask(self._errands.asking, self._library.shelves, self._take)

    # Choosing

    def choose(self, target: object) -> None:
        """Show what a row of the pane stands for."""
        self._panes.close_side()
        match target:
            case Act(name):
                self._act(name)
                return
            case Shelf(query=""):
                self._search.end()
                self._choose_scope(target.scope)
            case Shelf():
                self.show(target.query, target.scope)
                self._panes.bar.entitle(target.name)
            case str():
                self.show(target, self._lists.scope)
        self._panes.focus_list()

    def show(self, query: str, scope: Scope) -> None:
        """Search for this as if it had been typed, to its end."""
        if scope != self._lists.scope:
            self._lists.choose(scope)
        self._panes.bar.put(query)
        self._search.ask_whole(query)

    # Actions

    def do_side(self) -> None:
        """Show the pane, or hide it."""
        if self._panes.toggle_side():
            self.refresh()

    def do_tags(self) -> None:
        """Into the pane, to the tags."""
        self._enter(TAGS)

    def do_saved(self) -> None:
        """Into the pane, to the saved searches."""
        self._enter(SAVED)

    def do_next_feed(self) -> None:
        """To the next feed with unread articles."""
        self._step(1)

    def do_previous_feed(self) -> None:
        """To the one before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        """Feeds stand in the order of the pane, also where that is not shown."""

        def then(shelves: Sequence[Shelf]) -> None:
            self._take(shelves)
            here = self.standing
            at = shelves.index(here) if here else -1 if step > 0 else 0
            around = [shelves[(at + step * n) % len(shelves)] for n in range(1, len(shelves))]
            feeds = (s for s in around if s.kind == "feed" and s.unread)
            found = next((s for s in feeds if here is None or s.key != here.key), None)
            if found:
                self.choose(found)
            else:
                self._say("No other feed has unread articles.")

        self._errands.ask(self._errands.asking, self._library.shelves, then)

    def do_fold(self) -> None:
        """Fold the folder that the cursor is on or in, or unfold it."""
        if row := self._panes.side.row:
            self.fold(row.target)

    def fold(self, target: object) -> None:
        """Hide what stands in a folder, or show it again."""
        if not isinstance(target, Shelf) or target not in self._shelves:
            return
        before = self._shelves[: self._shelves.index(target) + 1]
        folders = [s for s in before if s.kind == "folder" and s.depth <= target.depth]
        folder = folders[-1] if folders and (target.kind == "folder" or target.depth) else None
        if folder is None:
            return
        self._folded ^= {folder.query}
        self._preferences.put(_FOLDED, "\n".join(sorted(self._folded)))
        self._draw()
        self._panes.side.stand_by(folder)

    def do_feeds(self) -> None:
        """Into the pane, to the feeds."""
        self._enter(FEEDS)

    def enter(self) -> None:
        """Into the pane, where its cursor stands."""
        self._enter("")

    def _enter(self, heading: str) -> None:
        self._panes.to_side()
        self._panes.side.stand_on_current()
        self._wanted = ""
        if heading and not self._panes.side.stand_on(heading):
            self._panes.side.show(self._shelf_rows())
            if not self._panes.side.stand_on(heading):
                self._wanted = heading  # the lists may not have been read yet
        self.refresh()


def unfolded(
    shelves: Iterable[Shelf], shown: Callable[[Shelf], bool], folded: Container[str]
) -> list[tuple[Shelf, bool]]:
    """Without what stands in the folders whose queries are `folded`; each with whether it is
    shown, in a folded folder also whether something in it is.
    """
    kept: list[tuple[Shelf, bool]] = []
    within: int | None = None
    for shelf in shelves:
        if within is None or shelf.depth <= within:
            within = shelf.depth if shelf.kind == "folder" and shelf.query in folded else None
            kept.append((shelf, shown(shelf)))
        elif shown(shelf):
            kept[-1] = (kept[-1][0], True)
    return kept


def shelf_rows(
    shelves: Sequence[Shelf],
    shown: Callable[[Shelf], bool],
    folded: Container[str] = frozenset(),
) -> Iterator[Row]:
    """The lists as rows, in groups; the number is that of unread articles, where there are any."""
    groups = (("scope", ("scope",), ""), ("saved", ("saved",), SAVED), ("tag", ("tag",), TAGS))
    for kind, kinds, heading in (*groups, ("feed", ("folder", "feed"), FEEDS)):
        group = [shelf for shelf in shelves if shelf.kind in kinds]
        if heading and group:
            yield Row("")
            yield Row(heading, heading=True)
        for shelf, current in unfolded(group, shown, folded):
            arrow = FOLDED if shelf.query in folded else UNFOLDED
            sign = {"tag": "#", "folder": f"{arrow} "}.get(shelf.kind, "")
            sign += "! " if shelf.trouble else ""
            number = shelf.total if shelf.kind == "scope" else shelf.unread
            yield Row(
                sign + shelf.name,
                f"{number:,}" if number else "",
                shelf,
                weighty=bool(shelf.unread) and kind != "scope",
                current=current,
                indent=shelf.depth,
                colour=shelf.colour,
            )
    if not shelves:
        return
    followed = any(shelf.kind == "feed" for shelf in shelves)
    if not followed:
        yield Row("")
        yield Row(FEEDS, heading=True)
    yield Row("Follow a feed…", target=Act("add_feed"))
    if not followed:
        yield Row("Feeds to start with…", target=Act("starters"))


def facet_rows(found: Facets, width: int) -> Iterator[Row]:
    """How what was found spreads, as rows; choosing one narrows the search to it."""
    above = len(found.timeline.buckets) > 1
    if above:
        yield Row("OVER TIME", heading=True)
        yield Row(" " + sparkline(found.timeline, max(width - 2, 8)))
        yield Row(f" {_span(found.timeline.first, found.timeline.last)}")
    for heading, facet in (
        ("SOURCES", found.sources),
        ("TAGS", found.tags),
        ("MONTHS", found.months),
        ("LANGUAGES", found.languages),
    ):
        if len(facet.values) > 1:
            if above:
                yield Row("")
            above = True
            yield Row(heading, heading=True)
            yield from _values(facet)


def _values(facet: Facet) -> Iterator[Row]:
    shown = facet.values[:VALUES]
    most = max(value.count for value in shown)
    digits = len(f"{most:,}")  # so that all bars begin in one column
    for value in shown:
        target = value.query or None
        yield Row(value.name, f"{value.count:>{digits},}", target, bar=value.count / most)
    if more := len(facet.values) - len(shown) + facet.more:
        yield Row(f" and {more:,} more")


def _span(first: str, last: str) -> str:
    """From a day to another, in months where they are not of the same: `2020-01 – 2021-03`."""
    if first[:7] != last[:7]:
        return f"{first[:7]} – {last[:7]}"
    return f"{first} – {last[8:]}" if first != last else first


def sparkline(timeline: Timeline, width: int) -> str:
    """A bar for each stretch of time, neighbours put together until there is room for all."""
    counts = [bucket.count for bucket in timeline.buckets]
    together = -(-len(counts) // width)
    sums = [sum(counts[at : at + together]) for at in range(0, len(counts), together)]
    most = max(sums)
    return "".join(_BARS[-(-n * len(_BARS) // most) - 1] if n else " " for n in sums)
