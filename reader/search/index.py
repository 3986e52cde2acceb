"""The search index of one library: a folder that may be deleted at any time.

`Index` is the room's face. It knows when the folder is missing, made by
another version or damaged, and can be given a successor that is built beside it
while it answers. Whoosh is loaded when it is first needed, so importing this
costs nothing before the first frame.
"""

from __future__ import annotations

import errno
import hashlib
import os
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reader import safe
from reader.errors import IndexUnavailable
from reader.light import pattern
from reader.models import Answer, Hit, IndexEntry
from reader.search import editions
from reader.search.editions import Mark

if TYPE_CHECKING:
    from reader.search.plan import Plan
    from reader.search.ranking import Ranking

State = Literal["missing", "outdated", "damaged", "ready"]
Texts = Callable[[Sequence[int]], Iterable[IndexEntry]]
"""Gives the articles of some keys, in any order, those that are gone left out."""

SCHEMA_VERSION = 3
"""Counts up when the layout changes: the fields, or what their files mean.

A change of the analysis alone needs no count; its fingerprint tells of it.
"""
_READABLE = frozenset({SCHEMA_VERSION})
"""Layouts that a search can read. An index of another analysis, or of an older layout
that is named here, answers until it is built anew."""

_CONTENTS = pattern(r"_MAIN_(\d+)\.toc")
_REBUILD = "`broadsheet index --rebuild` builds it anew; the articles themselves are safe"
_LONGEST_QUERY = 1000
_MEANT = 1000
"""Queries whose meaning is remembered: those of saved searches are asked for again and again."""


class Index:
    """One per process and folder; cheap to make, and safe to share between threads.

    Searches share one open view of the last commit, which never changes: any
    number of threads may search at once. They wait for one another only while
    a newer commit is opened.
    """

    def __init__(self, folder: Path, *, patience: float = 15.0) -> None:
        """`patience` is how many seconds to wait for another process that writes."""
        self.folder = folder
        self.patience = patience
        self._opening = threading.RLock()
        self._open: tuple[int, Ranking] | None = None
        self._seen = (folder, -1, 0)
        self._broken = 0
        self._secured = folder, frozenset[str]()

    @property
    def place(self) -> Path:
        """Where the files lie that answer now."""
        return editions.folder(self.folder, editions.current(self.folder))

    def apply(self, entries: Sequence[IndexEntry], gone: Sequence[int]) -> None:
        """One commit: `entries` replace what is held of their keys, `gone` keys leave.

        Of two entries with one key the last counts. All of it is visible
        afterwards, or none. Raises `IndexUnavailable` when another process
        keeps writing, the disk is full or the index is of no use.
        """
        latest = {entry.key: entry for entry in entries}
        with _understood(self.folder, self._note_damage):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            from reader.search import writer

            with writer.locked(self.folder, self.patience):
                editions.sweep(self.folder)
                place = self.place
                if not self.generation():
                    place.mkdir(exist_ok=True)
                    editions.put_mark(place, _now())
                    writer.create(place)
                _must_be_in(self.takes_news)
                if latest or gone:
                    writer.commit(place, latest.values(), set(gone) - latest.keys())

    def secure(self) -> None:
        """Bring to the disk what was applied, so that a power cut takes none of it back.

        To be called before the store is told that the index has heard. Raises
        `IndexUnavailable` when the disk refuses.
        """
        with _understood(self.folder):
            place = self.place
            if place.is_dir():
                known = self._secured[1] if self._secured[0] == place else frozenset()
                self._secured = place, editions.secure(place, known)

    def search(
        self,
        query: str,
        *,
        limit: int | None = 200,
        typing: bool = False,
        keys: Collection[int] | None = None,
        widen: bool = True,
        texts: Texts | None = None,
        hurried: bool = False,
    ) -> Answer:
        """The articles that match, best first; an empty query matches none.

        Any text is a valid query. Raises `IndexUnavailable` when the index cannot
        be read.

        Args:
            limit: at most so many hits; the total counts all.
            typing: the last word is the start of longer ones too.
            keys: only these articles.
            widen: where too little has all of the query, look for what has some of it
                or is like it; the answer says so. Without, it is everything or nothing.
            texts: gives the articles of some keys. With it, the best answers to a
                sentence are put into order by what they have in common besides.
            hurried: leave the total open where counting would take longer than finding,
                in a large library. The hits are the same.
        """
        cut = query[:_LONGEST_QUERY]
        if not cut.strip():
            return Answer((), 0)
        with _understood(self.folder, self._note_damage):
            ranking = self._current()
            plan = _plan(cut, typing, ranking.view.languages if ranking else ())
            if plan is None:
                return Answer((), 0)
            if ranking is None:
                return Answer((), 0, note="Nothing is indexed yet.")
            from reader.search import feedback, widening

            allowed = None if keys is None else ranking.having(keys)
            found = widening.find(
                ranking, plan, asked(cut), allowed, limit, widen=widen, counted=not hurried
            )
            needed = feedback.asked_of(ranking, found) if texts else ()
        if texts and needed:
            entries = texts(needed)
            with _understood(self.folder, self._note_damage):
                found = feedback.reorder(ranking, found, entries)
        ranking.view.let_go()
        best, scores = ranking.view.keys[found.numbers[:limit]].tolist(), found.scores.tolist()
        hits = tuple(map(Hit, best, scores))
        note = found.note
        if len(query) > len(cut):
            note = f"Only the first {_LONGEST_QUERY:,} characters were sought. {note}".strip()
        widened = bool(found.note)
        counted, readings = found.counted, found.readings
        return Answer(hits, found.total, found.terms, note, widened, counted, readings)

    @contextmanager
    def reading(self) -> Iterator[Ranking | None]:
        """The last commit, for questions other than a search; None when there is no index.

        Raises `IndexUnavailable` when it cannot be read, then or inside the block.
        """
        with _understood(self.folder, self._note_damage):
            yield self._current()

    def matching(self, query: str, keys: Collection[int] | None = None) -> list[int]:
        """The keys of all articles that match as it stands; never widened, in no order.

        `keys` as in `search`. Raises `IndexUnavailable` when the index cannot be read.
        """
        with _understood(self.folder, self._note_damage):
            ranking = self._current()
            if ranking is None:
                return []
            plan = _plan(query, False, ranking.view.languages)
            if plan is None:
                return []
            numbers = ranking.matches(plan).numbers
            found = ranking.view.keys[numbers]
            kept = found if keys is None else found[ranking.having(keys)[numbers]]
            return list(map(int, kept))

    def languages(self) -> tuple[str, ...]:
        """The languages of the articles (of `pt-br`, `pt`), the commonest first.

        Raises `IndexUnavailable` when the index cannot be read.
        """
        with self.reading() as ranking:
            return ranking.view.languages if ranking else ()

    def related(
        self,
        key: int,
        title: str,
        body: str,
        language: str = "",
        *,
        limit: int,
        keys: Collection[int] | None = None,
    ) -> tuple[Hit, ...]:
        """The articles most like the one with this key and text, best first; not itself.

        `keys` as in `search`; scores are of the article's own, 1 at most. Raises `IndexUnavailable` when the index cannot be read.
        """
        with _understood(self.folder, self._note_damage):
            ranking = self._current()
            if ranking is None:
                return ()
            from reader.search import relating

            allowed = None if keys is None else ranking.having(keys)
            text = relating.Text(key, title, body, language)
            found = relating.related(ranking.view, text, allowed, limit)
            return tuple(Hit(key, score) for key, score in found)

    def meaning(self, query: str) -> str:
        """What a query asks of the index, as a short text: another one, another meaning.

        A word's meaning depends on the languages that the index holds; none while it
        cannot be read.
        """
        from reader.search.fingerprint import fingerprint

        ranking = None
        with suppress(IndexUnavailable), _understood(self.folder, self._note_damage):
            ranking = self._current()
        languages = sorted(ranking.view.languages) if ranking else []
        return _meaning(query, tuple(languages), f"{SCHEMA_VERSION} {fingerprint()}")

    def revisions(self) -> dict[int, int]:
        """The revision of each article in the index, by key."""
        with _understood(self.folder, self._note_damage):
            ranking = self._current()
            if ranking is None:
                return {}
            view = ranking.view
            keys, revisions = view.keys[view.living], view.revisions[view.living]
            return dict(zip(keys.tolist(), revisions.tolist(), strict=True))

    def state(self) -> State:
        """Whether the index is as it should be: `outdated` is another version's work.

        Damage that a search came upon is remembered until the next commit, for other
        processes too. Raises `IndexUnavailable` when it cannot be read for a reason
        that is not its own, such as too many open files.
        """
        generation = self.generation()
        if not generation:
            return "missing"
        if editions.mark(self.place) != _now():
            return "outdated"
        if generation in (self._broken, self._marked()):
            return "damaged"
        return "ready" if self._opens() else "damaged"

    def answers(self) -> bool:
        """Does a search get an answer, be it from a former analysis or past some damage?

        Raises `IndexUnavailable` as `state` does.
        """
        return bool(self.generation()) and self.readable and self._opens()

    @property
    def readable(self) -> bool:
        """Is its layout one that a search can read?"""
        return editions.mark(self.place).schema in _READABLE

    @property
    def takes_news(self) -> bool:
        """Is its layout the one that is written now? Then it can be kept up to date."""
        return editions.mark(self.place).schema == SCHEMA_VERSION

    def successor(self) -> Index | None:
        """The index that is being built to take this one's place, if one is."""
        place = self._next
        return Index(place, patience=self.patience) if place.is_dir() else None

    def succeeded_by(self) -> Index:
        """The successor, to be filled with `apply`; begun where there is none of use.

        It is an index like any other. This one answers until `hand_over`.
        """
        made = Index(self._next, patience=self.patience)
        if made.state() not in ("ready", "missing"):
            self.abandon()
        made.apply([], [])
        return made

    def hand_over(self) -> None:
        """Let the successor answer from now on, here and in every other process.

        A search that is under way ends on the files it has open. Raises
        `IndexUnavailable` when there is no whole successor.
        """
        from reader.search import writer

        number = editions.current(self.folder) + 1
        made = Index(editions.folder(self.folder, number))
        with _understood(self.folder), writer.locked(self.folder, self.patience):
            if made.state() != "ready":
                raise IndexUnavailable(f"the new search index is not whole; {_REBUILD}")
            made.close()
            editions.switch(self.folder, number)
            self.close()
            editions.sweep(self.folder)

    def abandon(self) -> None:
        """Remove the successor, if there is one; its room on the disk is free again."""
        editions.drop(self.folder, editions.current(self.folder) + 1)

    def bytes(self) -> int:
        """What its files take on the disk, a successor's not counted."""
        return editions.size(self.place)

    def articles(self) -> int:
        """How many articles it holds; 0 also when that cannot be read. Opens no arrays."""
        from reader.search import writer

        return writer.count(self.place) if self.generation() else 0

    def clear(self) -> None:
        """Delete the index; the articles are in the store.

        A search that has it open still gets its answer from the files it holds.
        """
        self.close()
        if not self.folder.exists():
            return
        with _understood(self.folder):
            if not self.folder.is_dir():
                self.folder.unlink()  # something else in the index's place
                return
            from reader.search import writer

            with writer.locked(self.folder, self.patience):
                editions.clear(self.folder)

    def generation(self) -> int:
        """A number that changes with every commit, by whichever process; 0 when missing."""
        while True:
            place = self.place
            stamp = self._last(place)
            if stamp or place == self.place:
                return stamp
            # Else a successor took over while this looked.

    def _last(self, place: Path) -> int:
        """The stamp of the last commit in this folder, 0 if there is none."""
        before, number, stamp = self._seen
        same = stamp and before == place and _stamp(place, number) == stamp
        if same and not _stamp(place, number + 1):
            return stamp  # so nobody has to look through the whole folder
        number, stamp = -1, 0
        with suppress(OSError), os.scandir(place) as files:
            number = max(
                (int(m[1]) for f in files if (m := _CONTENTS.fullmatch(f.name))), default=-1
            )
            stamp = _stamp(place, number)
        self._seen = place, number, stamp
        return stamp

    def close(self) -> None:
        """Let go of the files. The index opens again by itself when asked."""
        self._open = None

    def _current(self) -> Ranking | None:
        """The last commit, open; None when there is no index."""
        generation = self.generation()
        opened = self._open
        if opened is not None and opened[0] == generation:
            return opened[1]
        with self._opening:
            opened = self._open
            if opened is None or opened[0] != generation:
                opened = self._open = self._opened(generation) if generation else None
            return opened[1] if opened else None

    def _opened(self, generation: int) -> tuple[int, Ranking] | None:
        """The last commit. A writer may sweep its files away while they are being opened.

        A commit that comes meanwhile is noticed by the next search.
        """
        _must_be_in(self.readable)
        from reader.search.heap import keep_freed
        from reader.search.ranking import Ranking
        from reader.search.view import View

        keep_freed()
        former = self._open[1].view if self._open else None
        while generation:
            try:
                return generation, Ranking(View.of(self.place, former))
            except Exception:
                if generation == (generation := self.generation()):
                    raise
        return None

    def _opens(self) -> bool:
        """Can the last commit be read? Raises when the reason is not its own."""
        try:
            with _understood(self.folder, self._note_damage):
                self._current()
        except IndexUnavailable:
            if self._broken != self.generation():
                raise  # out of reach just now; building it anew would not help
            return False
        return True

    @property
    def _next(self) -> Path:
        return editions.folder(self.folder, editions.current(self.folder) + 1)

    def _note_damage(self) -> None:
        self._broken = self.generation()
        self.close()
        with suppress(OSError):
            (self.place / editions.DAMAGE_FILE).write_text(str(self._broken), encoding="utf-8")

    def _marked(self) -> int:
        """The generation that some process found damaged, -1 if none did."""
        try:
            return int((self.place / editions.DAMAGE_FILE).read_text("utf-8"))
        except (OSError, ValueError):
            return -1


def _now() -> Mark:
    """What an index is made by now."""
    from reader.search.fingerprint import fingerprint

    return Mark(SCHEMA_VERSION, fingerprint())


def _must_be_in(layout: bool) -> None:
    """Raise unless the layout is one that can be used."""
    if not layout:
        raise IndexUnavailable(
            f"the search index was made by another version of Broadsheet; {_REBUILD}"
        )


def _stamp(folder: Path, number: int) -> int:
    """A number of a commit's own, made of its moment and its place in the row; 0 without it."""
    with suppress(OSError):
        return (folder / f"_MAIN_{number}.toc").stat().st_mtime_ns * 1000 + number % 1000
    return 0


@contextmanager
def _understood(folder: Path, damaged: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Whatever Whoosh makes of a broken folder or a full disk, as one sentence.

    A damaged file ends in all kinds of errors (struct, pickle, zlib, keys,
    indexes); they have in common that rebuilding helps. `damaged` is told of them.
    """
    try:
        yield
    except IndexUnavailable:
        raise
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            damaged()
            reason = f"a part of it is gone; {_REBUILD}"
        elif error.errno in (errno.ENOSPC, errno.EDQUOT):
            reason = "the disk is full; make room and try again"
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            reason = f"{folder} may not be read or written; check its permissions"
        else:
            reason = f"{error.strerror or error}; {_REBUILD}"
        raise IndexUnavailable(f"the search index cannot be used: {reason}") from error
    except Exception as error:
        damaged()
        raise IndexUnavailable(f"the search index is damaged; {_REBUILD}") from error


@lru_cache(maxsize=_MEANT)
def _meaning(query: str, languages: tuple[str, ...], analysis: str) -> str:
    asked = f"{analysis} {_plan(query, False, languages)!r}"
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _plan(text: str, typing: bool, languages: Sequence[str]) -> Plan | None:
    from reader.search.plan import plan_of
    from reader.search.query import parse, typed

    return plan_of(typed(text) if typing else parse(text), languages)


def asked(query: str) -> str:
    """The query in quotation marks unless it has its own, short enough for a line."""
    from reader.search.grammar import plain

    text = plain(safe.line(query))
    shown = text if len(text) <= 60 else text[:59] + "…"
    return shown if '"' in shown else f"“{shown}”"
