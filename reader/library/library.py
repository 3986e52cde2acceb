"""The one API that the screen and the command line share.

Calls are synchronous and may come from any thread. Long ones report through
`on_progress` and ask `stopped` whether to end early; what they did until then
stands.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from reader import __version__, private
from reader.errors import LibraryError, UsageError
from reader.library import acting
from reader.models import (
    AddReport,
    Answer,
    Article,
    Headline,
    Hit,
    Note,
    Passage,
    Progress,
    SavedSearch,
    Shelf,
    Tag,
    Undone,
    Version,
    folded_name,
)
from reader.search import Index
from reader.settings import Paths, journal
from reader.store import (
    articles,
    changes,
    facts,
    feeds,
    filters,
    lists,
    news,
    notes,
    positions,
    saved,
    searches,
    states,
    tags,
)
from reader.store.database import Database

if TYPE_CHECKING:
    from reader.library.advising import Advice
    from reader.library.catalogue import Catalogues
    from reader.library.exchange import SavedImport
    from reader.library.facets import Facets
    from reader.library.feeds.desk import Feeds
    from reader.library.indexing import CheckReport
    from reader.library.keeping import Deleted
    from reader.library.matching import Matching, Selections
    from reader.library.searching import Narrowing, Step
    from reader.library.tidying import Tidied
    from reader.search.completion import Completion, Vocabulary
    from reader.search.wording import Understood
    from reader.settings.options import Keeping
    from reader.store.articles import Original

Scope = lists.Scope
Order = lists.Order
StateName = states.StateName
Moment = news.Moment
OnProgress = Callable[[Progress], None]
Stopped = Callable[[], bool]

RELATED_DAYS = 30
"""How far apart in time related articles may be, unless another limit is asked for."""
_MIN_ID = 4
_LONGEST = 1000
"""Characters of a query that count."""
_MOST_NAMES = 2000
"""Sources that completion knows: each key looks through all of them."""


def _quietly(_: object) -> None:
    return None


def _never() -> bool:
    return False


def open_library(folder: Path) -> Library:
    """Open the library in this folder, making it where there is none.

    Raises:
        LibraryError: it cannot be opened or made; the sentence says why.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"The library's folder {folder} cannot be made: {error.strerror}. Choose another with --library."
        ) from error
    paths = Paths(folder)
    for ours in paths.ours:
        private.tighten(ours)
    return Library(paths)


class Library:
    """A person's articles, their states and the search over them."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self._database = Database(paths.store)
        self._index = Index(paths.index)
        self._counted: tuple[tuple[object, ...], list[SavedSearch]] | None = None

    def close(self) -> None:
        """Let go of every file."""
        self._index.close()
        self._database.close()

    @cached_property
    def feeds(self) -> Feeds:
        """What can be done with feeds."""
        from reader.library.feeds.desk import Feeds

        return Feeds(self._database, self.paths)

    # Lists

    def keys(self, scope: Scope = "all", limit: int = -1, offset: int = 0) -> array[int]:
        """The articles of a list, newest first; a page of it with `limit` and `offset`."""
        with self._reading():
            return lists.keys(self._database.connection, scope, limit, offset)

    def headlines(self, keys: Sequence[int]) -> list[Headline]:
        """The rows of these articles, in this order."""
        with self._reading():
            return articles.headlines(self._database.connection, keys)

    def count(self, scope: Scope = "all") -> int:
        """How many articles a list holds."""
        with self._reading():
            return lists.count(self._database.connection, scope)

    def arranged(self, keys: Sequence[int], order: Order) -> array[int]:
        """These articles as far as they are there, newest first, oldest first or by source."""
        with self._reading():
            return lists.arranged(self._database.connection, keys, order)

    def next_unread(self, scope: Scope, key: int, step: int) -> int | None:
        """The unread article nearest to this one in a list, down (`step` 1) or up (-1).

        Past the end it goes on from the other; None if every article is read.
        """
        with self._reading():
            return lists.next_unread(self._database.connection, scope, key, step)

    def first_unread(self, keys: Sequence[int]) -> int | None:
        """The place of the first unread article among these, None if all are read."""
        with self._reading():
            return lists.unread_place(self._database.connection, keys)

    # News: what other threads and processes did

    def version(self) -> int:
        """Changes whenever another thread or process has committed something. Cheap."""
        return self._database.version()

    def moment(self) -> news.Moment:
        """How far articles and states have come; compare it with a later one."""
        with self._reading():
            return news.now(self._database.connection)

    def states_since(self, moment: news.Moment) -> list[int]:
        """The articles whose state, tags or note were changed since then."""
        with self._reading():
            return news.states_since(self._database.connection, moment.state)

    # Articles

    def article(self, key: int) -> Article | None:
        """A whole article, None if it is not there."""
        with self._reading():
            return articles.article(self._database.connection, key)

    def walk(self, keys: Sequence[int], *, bodies: bool = True) -> Iterator[Article]:
        """Articles in this order; with `bodies=False` their blocks are left empty."""
        with self._reading():
            yield from articles.walk(self._database.connection, keys, bodies=bodies)

    def find(self, name: str) -> int:
        """The key of the article with this id, or with the one id that starts so.

        Raises:
            UsageError: no article has it, or several do.
        """
        wanted = name.strip().lower()
        with self._reading():
            found = articles.keys_by_id(self._database.connection, wanted, 6) if wanted else []
        if len(found) == 1 and (len(wanted) >= _MIN_ID or found[0][1] == wanted):
            return found[0][0]
        if not found:
            raise UsageError(f"No article has the id “{name}”. `broadsheet list` shows the ids.")
        raise UsageError(
            f"“{name}” is the start of several ids ({', '.join(i for _, i in found[:5])}…). Give more of it."
            if len(found) > 1
            else f"“{name}” is too short for an id: give at least {_MIN_ID} characters."
        )

    def original(self, key: int) -> Original | None:
        """The very bytes the article was made from."""
        with self._reading():
            return articles.original(self._database.connection, key)

    def former(self, key: int) -> list[Version]:
        """The former texts of an article that was edited, the latest first."""
        from reader.library.versions import versions

        with self._reading():
            return versions(self._database.connection, key)

    # States

    def mark(self, keys: Sequence[int], what: StateName, value: bool) -> list[int]:
        """Set or clear a state (`read`, `starred`); returns the articles it changed."""
        with self._database.writing() as db:
            return acting.mark(db, keys, what, value, _now())

    def mark_all(
        self,
        what: StateName = "read",
        value: bool = True,
        *,
        scope: Scope = "all",
        query: str = "",
    ) -> list[int]:
        """Set or clear a state of all of a list, or of all there that a query finds.

        Raises:
            UsageError: the query was not understood as typed, or nothing has all its words.
            IndexUnavailable: the index cannot answer the query.
        """
        return self.mark(self.matching(query, scope), what, value)

    def matching(self, query: str, scope: Scope = "all") -> Sequence[int]:
        """Every article of a list that a query finds, for acting on all of them.

        Stricter than `search`: what was widened or read as something else than it looks
        like would act on articles that nobody meant.

        Raises:
            UsageError: the query would have to be widened, or part of it is no filter.
            IndexUnavailable: the index cannot answer.
        """
        if not query.strip():
            return self.keys(scope)
        answer = self.search(query, scope, limit=None, widen=False)
        if not answer.total:
            answer = self.search(query, scope, limit=1)
        if answer.note:
            raise UsageError(f"Nothing was changed: the query is not exact. {answer.note}")
        return [hit.key for hit in answer.hits]

    def delete(self, keys: Sequence[int]) -> list[int]:
        """Delete articles with all that was put on them, as one action; returns those there were.

        For thirty days undo brings them back whole.
        """
        from reader.library import deleting

        with self._database.writing() as db:
            return deleting.delete(db, keys, _now())

    # Tags and notes

    def tag(
        self, keys: Sequence[int], add: Iterable[str] = (), remove: Iterable[str] = ()
    ) -> list[int]:
        """Give and take tags, as one action; returns the articles it changed.

        Raises:
            UsageError: a name has nothing in it that could be a tag's.
        """
        with self._database.writing() as db:
            return acting.tag(db, keys, add, remove, _now())

    def tags(self) -> list[tuple[Tag, int]]:
        """Every tag with the number of its articles, by name."""
        with self._reading():
            return tags.counts(self._database.connection)

    def shelves(self) -> list[Shelf]:
        """The lists that can be chosen by name, with their counts: scopes, tags, saved searches.

        Cheap while nothing has changed; else as `saved`, so not for the screen's thread.
        """
        from reader.library import shelves

        with self._reading():
            db = self._database.connection
            counted = [(scope, lists.count(db, scope)) for scope in lists.SCOPES]
            starred = lists.unread_among_starred(db)
            tagged = tags.unread_counts(db)
            followed = feeds.tallies(db)
        return shelves.arranged(dict(counted), starred, tagged, self.saved(), followed)

    def tagged(self, name: str, scope: Scope = "all", limit: int = -1) -> array[int]:
        """The articles of a list that bear this very tag, newest first.

        Raises:
            UsageError: there is no such tag.
        """
        with self._reading():
            db = self._database.connection
            wanted = filters.tagged([acting.known_tag(db, name)])
            return lists.where(db, filters.every([filters.scope(scope), wanted]), limit=limit)

    def rename_tag(self, name: str, new: str) -> list[int]:
        """Name a tag anew; if the new name is another tag's, the two become one.

        Returns its articles. Raises UsageError if there is no such tag.
        """
        with self._database.writing() as db:
            return acting.rename_tag(db, name, new, _now())

    def delete_tag(self, name: str) -> list[int]:
        """Take a tag from all its articles; returns them. Raises UsageError if there is no such tag."""
        with self._database.writing() as db:
            return acting.delete_tag(db, name, _now())

    def colour_tag(self, name: str, colour: int | None) -> list[int]:
        """Choose a tag's place in the palette (below `TAG_COLOURS`), None for its name's own.

        Returns its articles. Raises UsageError if there is no such tag.
        """
        with self._database.writing() as db:
            return acting.colour_tag(db, name, colour, _now())

    def note(self, key: int, text: str) -> bool:
        """Write the note on an article, or take it away with ""; False if that changes nothing.

        Raises UsageError where there is a text, and the article is gone.
        """
        with self._database.writing() as db:
            return acting.note(db, key, text, _now())

    def add_note(self, keys: Sequence[int], text: str) -> list[int]:
        """Write this beneath what is noted on each article, as one action; returns those changed.

        Raises UsageError where all the articles are gone.
        """
        with self._database.writing() as db:
            return acting.add_note(db, keys, text, _now())

    def note_of(self, key: int) -> Note | None:
        """The note on an article, None where there is none."""
        with self._reading():
            return notes.get(self._database.connection, key)

    def position(self, key: int) -> float:
        """How far the article was read when it was left: the share of its text, 0 to 1."""
        with self._reading():
            return positions.get(self._database.connection, key)

    def keep_position(self, key: int, fraction: float) -> None:
        """Remember how far the article was read. Nothing to undo, and no news to the index."""
        with self._database.writing() as db:
            positions.put(db, key, fraction, _now())

    # Undo

    def undo(self) -> Undone | None:
        """Take back what was done last, by whichever process; None when nothing is left to undo.

        What was changed since in another way stays as it is.
        """
        from reader.library import undoing

        with self._database.writing() as db:
            undone = undoing.undo_last(db, _now())
        return self._settled(undone)

    def redo(self) -> Undone | None:
        """Do again what was undone last; None if nothing was, or something else was done since."""
        from reader.library import undoing

        with self._database.writing() as db:
            undone = undoing.redo_last(db, _now())
        return self._settled(undone)

    def _settled(self, undone: Undone | None) -> Undone | None:
        """Where searches are saved again, their words are looked for, so that counts need no search."""
        if undone and undone.lists:
            from reader.library import saving

            saving.settle(self._database, self._index)
        return undone

    # Search

    def search(
        self,
        query: str,
        scope: Scope = "all",
        *,
        limit: int | None = 200,
        typing: bool = False,
        widen: bool = True,
        hurried: bool = False,
        now: datetime | None = None,
        on_step: Callable[[Step], None] = _quietly,
    ) -> Answer:
        """Search every word of every article and all that is known of it, in one query language.

        Best first where words are sought, newest first where there are only filters.

        Args:
            typing: the end of the query may be unfinished.
            widen: where too little has all of the words, show what has some of them or
                is like them; the answer says whether that was done.
            hurried: the total may be left open to be sooner; the answer says whether it was.
            now: what `today` means, by default the present in the system's time zone.
            on_step: told what store and index were asked, and what they found.

        Raises:
            IndexUnavailable: the index cannot answer; the articles themselves are fine.
        """
        from reader.library import searching

        moment = now or datetime.now()
        with self._reading():
            saved = self._saved_queries()
            desk = searching.Desk(
                self._database, self._index, self._narrowing, on_step, saved, widen, hurried
            )
            return searching.search(desk, query, scope, limit=limit, typing=typing, now=moment)

    def facets(
        self,
        query: str,
        scope: Scope = "all",
        *,
        typing: bool = False,
        widen: bool = True,
        now: datetime | None = None,
    ) -> Facets:
        """How all articles that a query finds spread over sources, months, languages and time.

        An empty query stands for the whole list. Arguments and errors as for `search`.
        """
        from reader.library import facets
        from reader.search.division import divided
        from reader.search.query import understand

        moment = now or datetime.now()
        with self._reading():
            matching = self._matching(scope, moment)
            request = understand(query[:_LONGEST], typing=typing, saved=matching.saved)
            asked = str(divided(request.tree).words)
            widen = widen and not request.astray
            first = widen and request.by_relevance
            keys, note = matching.keys(request.opened, asked=asked, widen=first)
            if widen and not len(keys):
                keys, note = matching.keys(request.opened, asked=asked, widen=True)
            return facets.facets(
                self._catalogues,
                keys,
                query[:_LONGEST],
                typing=typing,
                zone=moment.tzinfo,
                note=note,
            )

    def advice(
        self,
        query: str,
        scope: Scope = "all",
        *,
        typing: bool = False,
        now: datetime | None = None,
    ) -> Advice:
        """What helps where a query finds nothing or little. Arguments and errors as for `search`."""
        from reader.library import advising

        with self._reading():
            matching = self._matching(scope, now or datetime.now())
            return advising.advice(matching, self._index, query[:_LONGEST], scope, typing=typing)

    def snippets(
        self, keys: Sequence[int], terms: frozenset[str], width: int = 160
    ) -> dict[int, Passage]:
        """For each of these articles the passage of its text that shows best why it was found.

        For the rows on a screen: costs about a millisecond an article. `terms` are
        those of the answer; an article that is not there is left out.
        """
        from reader.search import passage

        found = self.walk(keys)
        return {each.headline.key: passage(each.text, terms, width) for each in found}

    def _matching(self, scope: Scope, now: datetime) -> Matching:
        from reader.library.matching import Matching

        return Matching(self._index, self._selections, scope, now, self._saved_queries())

    @cached_property
    def _narrowing(self) -> Narrowing:
        from reader.library.searching import Narrowing

        return Narrowing(self._database)

    @cached_property
    def _selections(self) -> Selections:
        from reader.library.matching import Selections

        return Selections(self._database)

    @cached_property
    def _catalogues(self) -> Catalogues:
        from reader.library.catalogue import Catalogues

        return Catalogues(self._database)

    def understand(self, query: str, *, typing: bool = False) -> Understood:
        """What a query means, without searching."""
        from reader.search.wording import understood

        with self._reading():
            return understood(query, typing=typing, saved=self._saved_queries())

    def vocabulary(self) -> Vocabulary:
        """The names that can complete a query: sources, languages and tags, the commonest
        first, and saved searches.
        """
        from reader.search.completion import Vocabulary

        with self._reading():
            db = self._database.connection
            known = lists.sources(db)[:_MOST_NAMES]
            named = sorted(((t.name, n) for t, n in tags.counts(db)), key=lambda tag: -tag[1])
            return Vocabulary(
                tuple(known),
                tuple(lists.languages(db)),
                tags=tuple(named),
                feeds=tuple((feed.name, feed.total) for feed in feeds.tallies(db)),
                folders=tuple(_folder_counts(feeds.tallies(db))),
                saved=tuple(self.saved_names()),
            )

    def complete(
        self, query: str, cursor: int, vocabulary: Vocabulary, *, words: bool = False
    ) -> Completion | None:
        """What could stand where the cursor is; None where there is nothing to complete.

        With `words`, a plain word goes on as the library's commonest words that start
        so; that reads the index (a few milliseconds), and raises as `search` does.
        """
        from reader.search.completion import complete

        return complete(query, cursor, vocabulary, self._words_starting if words else None)

    def _words_starting(self, start: str, field: str) -> Sequence[str]:
        from reader.search.beginnings import words_starting

        with self._index.reading() as ranking:
            return words_starting(ranking.view, start, field) if ranking else ()

    def related(
        self, key: int, limit: int = 5, *, window_days: int | None = RELATED_DAYS
    ) -> list[Hit]:
        """Articles about what this one is about, the nearest first; the score is at most 1.

        Never the article itself, nor another copy of its very text.

        Args:
            window_days: how far apart in time two articles may be; None for no limit. An
                article of no known date is near all others, but has to be more like them.

        Raises:
            IndexUnavailable: the index cannot answer; the articles themselves are fine.
        """
        from reader.library import relating

        with self._reading():
            return relating.related(
                self._database, self._index, self._narrowing, key, limit, window_days
            )

    def remember_search(self, query: str) -> None:
        """Make this the newest of the remembered searches."""
        with self._database.writing() as db:
            searches.remember(db, query)

    def searches(self) -> list[str]:
        """What was searched for, the newest first."""
        with self._reading():
            return searches.remembered(self._database.connection)

    # Saved searches

    def saved(self, *, now: datetime | None = None) -> list[SavedSearch]:
        """The saved searches in the person's order, with how much each finds now.

        As `search` finds it for `in:@name`, exact also for states and days. Cheap while
        nothing has changed in the library; else about as long as the searches' filters
        take, so not for the screen's thread. `now` as in `search`.
        """
        moment = now or datetime.now()
        with self._reading():
            db = self._database.connection
            stamp = (id(db), self.version(), db.total_changes, self._index.generation())
            at = (*stamp, moment.date(), moment.tzinfo)
            kept = self._counted
            if kept is None or kept[0] != at:
                if not saved.every(db):
                    return []  # before all that counting one needs is loaded
                from reader.library import saving

                kept = self._counted = at, saving.counted(self._database, self._index, moment)
            return list(kept[1])

    def saved_names(self) -> list[str]:
        """The names of the saved searches, in the person's order."""
        with self._reading():
            return [row.name for row in saved.every(self._database.connection)]

    def saved_search(self, name: str) -> SavedSearch:
        """One saved search, without its counts.

        Raises:
            UsageError: none has this name.
        """
        from reader.library import keeping

        with self._reading():
            return keeping.named(self._database, name)

    def save_search(
        self, name: str, query: str, scope: Scope = "all", *, replace: bool = False
    ) -> str:
        """Keep a search under a name; returns the name as it is kept.

        Args:
            replace: a search that has the name already gets this query instead of its own.

        Raises:
            UsageError: name or query cannot be, the name is taken, or it would ask for itself.
        """
        from reader.library import keeping

        return keeping.save(
            self._database, self._index, name, query, scope, _now(), replaced=replace
        )

    def rename_search(self, name: str, new: str) -> str:
        """Give a saved search another name, also in the queries that ask for it.

        Raises:
            UsageError: there is none of this name, or the new name cannot be or is taken.
        """
        from reader.library import keeping

        return keeping.rename(self._database, self._index, name, new, _now())

    def delete_search(self, name: str) -> Deleted:
        """Forget a saved search; `undo` puts it back.

        Raises:
            UsageError: there is none of this name.
        """
        from reader.library import keeping

        return keeping.delete(self._database, self._index, name, _now())

    def move_search(self, name: str, place: int) -> None:
        """Put a saved search at a place of the order, counted from 0.

        Raises:
            UsageError: there is none of this name.
        """
        from reader.library import keeping

        keeping.move(self._database, name, place, _now())

    def export_saved(self) -> str:
        """All saved searches as the text of a file that `import_saved` reads."""
        from reader.library import exchange

        with self._reading():
            return exchange.exported(self._database)

    def import_saved(self, text: str, *, replace: bool = False) -> SavedImport:
        """Take in saved searches; doing it again changes nothing.

        Args:
            replace: names that are taken get the file's query; else they are left and reported.

        Raises:
            DocumentError: the text is no file of saved searches.
        """
        from reader.library import exchange

        return exchange.imported(self._database, self._index, text, _now(), replaced=replace)

    def _saved_queries(self) -> dict[str, str]:
        """The query of each saved search by its folded name."""
        rows = saved.every(self._database.connection)
        return {folded_name(row.name): row.query for row in rows}

    @staticmethod
    def marks(text: str, terms: frozenset[str]) -> Sequence[tuple[int, int]]:
        """Where the words that a search matched stand in a text, as character ranges."""
        from reader.search import marks

        return marks(text, terms)

    @staticmethod
    def passage(text: str, terms: frozenset[str], width: int = 160) -> Passage:
        """The stretch of a text that shows best why it was found."""
        from reader.search import passage

        return passage(text, terms, width)

    def index_state(self) -> str:
        """`ready`, or why the index is to be built anew: `missing`, `outdated`, `damaged`."""
        return self._index.state()

    def index_generation(self) -> int:
        """Changes whenever some process has brought the index further."""
        return self._index.generation()

    # Long jobs

    def add(
        self,
        paths: Sequence[str],
        *,
        stdin: BinaryIO | None = None,
        on_progress: OnProgress = _quietly,
        stopped: Stopped = _never,
    ) -> AddReport:
        """Take in files, folders and, for `-`, standard input."""
        from reader.library import adding

        report = adding.add(self._database, self._index, paths, stdin, _now(), on_progress, stopped)
        counts = f"{report.added} added, {report.updated} edited, {len(report.failures)} not read"
        journal.note(self.paths.log, f"add: {counts}")
        return report

    def welcome(self) -> AddReport:
        """Add the articles that come with Broadsheet; those it has already are brought up to date."""
        from reader.library import adding

        return adding.welcome(self._database, _now(), __version__)

    @property
    def welcomed(self) -> bool:
        """Has this library been given the articles that come with this version?"""
        with self._reading():
            return facts.get(self._database.connection, "welcomed") == __version__

    def pending(self) -> int:
        """How many changes the index has yet to hear of."""
        with self._reading():
            return changes.count(self._database.connection)

    def update_index(
        self,
        *,
        on_progress: OnProgress = _quietly,
        stopped: Stopped = _never,
        building: bool = True,
    ) -> int:
        """Let the index catch up; returns how many articles it heard of.

        With `building`, one that another version made or that is damaged is also
        built anew, which takes as long as indexing everything.
        """
        from reader.library import indexing

        return indexing.update(
            self._database,
            self._index,
            self.paths.lock,
            on_progress,
            stopped,
            building=building,
        )

    def rebuilding(self) -> Progress | None:
        """How far an index has come that will take the present one's place; None if there is none.

        Until then the present one answers.
        """
        from reader.library import rebuilding

        with self._reading():
            return rebuilding.progress(self._database, self._index)

    def rebuild_index(
        self, *, on_progress: OnProgress = _quietly, stopped: Stopped = _never
    ) -> int:
        """Build the index anew from the store; searches go on meanwhile."""
        from reader.library import indexing

        journal.note(self.paths.log, "index: to be built anew")
        return indexing.rebuild(self._database, self._index, self.paths.lock, on_progress, stopped)

    def check(self) -> CheckReport:
        """Compare store and index."""
        from reader.library import indexing

        with self._reading():
            report = indexing.compare(self._database, self._index)
            if bool(report.damage) != self._database.damaged:
                self._database.note_damage(found=bool(report.damage))
            return report

    @property
    def damaged(self) -> bool:
        """Is the library known to be damaged? Then it is read, and nothing is changed in it."""
        return self._database.damaged

    def heal(
        self,
        report: CheckReport,
        *,
        on_progress: OnProgress = _quietly,
        stopped: Stopped = _never,
    ) -> None:
        """Mend what `check` found."""
        from reader.library import indexing

        if report.differs:
            journal.note(self.paths.log, f"check: index {report.index}, what differs is mended")
        indexing.heal(self._database, self._index, self.paths.lock, report, on_progress, stopped)

    # Growth

    def keeps_within(self, keeping: Keeping) -> bool:
        """Is anything of any feed ever to go, by the settings or by what was wished of a feed?"""
        from reader.library import tidying

        with self._reading():
            return tidying.is_limited(self._database, keeping)

    def tidy_plan(self, keeping: Keeping) -> Tidied:
        """Which articles of feeds would go now."""
        from reader.library import tidying

        with self._reading():
            return tidying.plan(self._database, keeping, _now())

    def tidy(
        self,
        keeping: Keeping,
        *,
        on_progress: OnProgress = _quietly,
        stopped: Stopped = _never,
    ) -> Tidied:
        """Let old articles of feeds go for good; what a person had a hand in never does.

        The index is to hear of it afterwards (`update_index`).
        """
        from reader.library import tidying

        with self._reading():
            done = tidying.tidy(self._database, keeping, _now(), on_progress, stopped)
        journal.note(
            self.paths.log, f"tidy: {done.articles} articles went, {done.freed} bytes freed"
        )
        return done

    def tidy_by_itself(
        self,
        keeping: Keeping,
        *,
        on_progress: OnProgress = _quietly,
        stopped: Stopped = _never,
    ) -> Tidied | None:
        """As `tidy`, if that is turned on and a day has passed since; else None."""
        from reader.library import tidying

        with self._reading():
            done = tidying.tidy_by_itself(self._database, keeping, _now(), on_progress, stopped)
        if done is not None and done.articles:
            journal.note(self.paths.log, f"tidy by itself: {done.articles} articles went")
        return done

    # Safety

    def backup(self, target: Path, *, replace: bool = False) -> int:
        """Write all of the store to one file, whole at one moment; returns its size in bytes.

        Raises:
            UsageError: the file is there already and `replace` is off, or is the library's own.
            LibraryError: the store is damaged, or the disk refused; the target is as before.
        """
        from reader.store import backups

        if target.exists() and target.samefile(self.paths.store):
            raise UsageError(f"{target} is the library itself. Choose another name.")
        return backups.copy(self._database.connection, self.paths.store, target, replace=replace)

    def carried(self, *, secrets: bool = False) -> Iterator[str]:
        """All of the library as lines of JSON, which `add` takes in: see `library.carrying`.

        Args:
            secrets: with passwords in feeds' addresses, and headers of their own.
        """
        from reader.library import carrying

        with self._reading():
            yield from carrying.carried(self._database, secrets=secrets)

    # Figures

    def figures(self) -> dict[str, int | str]:
        """Sizes and spans of the library, by name."""
        with self._reading():
            db = self._database.connection
            first, last = lists.span(db)
            return {
                "articles": lists.count(db, "all"),
                "unread": lists.count(db, "unread"),
                "starred": lists.count(db, "starred"),
                "tags": len(tags.names(db)),
                "notes": notes.count(db),
                "sources": sum(1 for source, _ in lists.sources(db) if source),
                "words": lists.words(db),
                "earliest": first,
                "latest": last,
                "waiting for the index": changes.count(db),
                "store bytes": _size(self.paths.folder.glob("library.sqlite*")),
                "index bytes": _size(self.paths.index.rglob("*")),
            }

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._database.reading():
            yield


def _folder_counts(followed: Iterable[feeds.Tally]) -> list[tuple[str, int]]:
    """Folders as a query writes them, each with the articles in and below it; most first."""
    found: dict[str, int] = {}
    for feed in followed:
        paths = {path[:length] for path in feed.folders for length in range(1, len(path) + 1)}
        for path in paths:
            name = "/".join(path)
            found[name] = found.get(name, 0) + feed.total
    return sorted(found.items(), key=lambda folder: -folder[1])


def _size(files: Iterable[Path]) -> int:
    return sum(f.stat().st_size for f in files if f.is_file())


def _now() -> int:
    return int(time.time())
