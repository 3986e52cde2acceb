"""The search index of one library: a folder that may be deleted at any time.

`Index` is the room's face. It knows when the folder is missing, made by
another version or damaged; Whoosh is loaded when it is first needed, so
importing this costs nothing before the first frame.
"""

from __future__ import annotations

import errno
import json
import os
import re
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reader import safe
from reader.errors import IndexUnavailable
from reader.models import Answer, Hit, IndexEntry

if TYPE_CHECKING:
    from reader.search.plan import Plan
    from reader.search.ranking import Ranking

State = Literal["missing", "outdated", "damaged", "ready"]
Texts = Callable[[Sequence[int]], Iterable[IndexEntry]]
"""Gives the articles of some keys, in any order, those that are gone left out."""

SCHEMA_VERSION = 2
"""Counts up when the fields or the analysis change: an older index is `outdated`."""

_VERSION_FILE = "broadsheet.json"
_CONTENTS = re.compile(r"_MAIN_(\d+)\.toc")
_OURS = re.compile(r"_MAIN_\d+\.toc.*|MAIN_(?!WRITELOCK).*|MAIN\.tmp|arrays")
_MARK_FILE = "broadsheet.damaged"
_REBUILD = "`broadsheet index --rebuild` builds it anew; the articles themselves are safe"
_LONGEST_QUERY = 1000


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
        self._seen = (-1, 0)
        self._broken = 0

    def apply(self, entries: Sequence[IndexEntry], gone: Sequence[int]) -> None:
        """One commit: `entries` replace what is held of their keys, `gone` keys leave.

        Of two entries with one key the last counts. All of it is visible
        afterwards, or none. Raises `IndexUnavailable` when another process
        keeps writing, the disk is full or the index is of no use.
        """
        latest = {entry.key: entry for entry in entries}
        with _understood(self.folder, self._note_damage):
            self.folder.mkdir(parents=True, exist_ok=True)
            from reader.search import writer

            with writer.locked(self.folder, self.patience):
                if not self.generation():
                    self._write_version()
                    writer.create(self.folder)
                self._must_be_current()
                if latest or gone:
                    writer.commit(self.folder, latest.values(), set(gone) - latest.keys())

    def search(
        self,
        query: str,
        *,
        limit: int | None = 200,
        typing: bool = False,
        keys: Collection[int] | None = None,
        widen: bool = True,
        texts: Texts | None = None,
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
        """
        cut = query[:_LONGEST_QUERY]
        plan = _plan(cut, typing)
        if plan is None:
            return Answer((), 0)
        with _understood(self.folder, self._note_damage):
            ranking = self._current()
            if ranking is None:
                return Answer((), 0, note="Nothing is indexed yet.")
            from reader.search import feedback, widening

            allowed = None if keys is None else ranking.having(keys)
            found = widening.find(ranking, plan, _asked(cut), allowed, limit, widen=widen)
            needed = feedback.asked_of(ranking, found) if texts else ()
        if texts and needed:
            entries = texts(needed)
            with _understood(self.folder, self._note_damage):
                found = feedback.reorder(ranking, found, entries)
        best, scores = ranking.view.keys[found.numbers[:limit]].tolist(), found.scores.tolist()
        hits = tuple(Hit(key, score) for key, score in zip(best, scores, strict=False))
        note = found.note
        if len(query) > len(cut):
            note = f"Only the first {_LONGEST_QUERY:,} characters were sought. {note}".strip()
        return Answer(hits, found.total, found.terms, note, widened=bool(found.note))

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
        """Whether the index can answer: `outdated` is another version's work.

        Damage that a search came upon is remembered until the next commit, for other
        processes too. Raises `IndexUnavailable` when it cannot be read for a reason
        that is not its own, such as too many open files.
        """
        generation = self.generation()
        if not generation:
            return "missing"
        if self._version() != SCHEMA_VERSION:
            return "outdated"
        if generation in (self._broken, self._marked()):
            return "damaged"
        try:
            with _understood(self.folder, self._note_damage):
                self._current()
        except IndexUnavailable:
            if self._broken != generation:
                raise  # out of reach just now; building it anew would not help
            return "damaged"
        return "ready"

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
                self._delete()

    def generation(self) -> int:
        """A number that changes with every commit, by whichever process; 0 when missing."""
        number, stamp = self._seen
        if stamp and _stamp(self.folder, number) == stamp and not _stamp(self.folder, number + 1):
            return stamp  # so nobody has to look through the whole folder
        number, stamp = -1, 0
        with suppress(OSError), os.scandir(self.folder) as files:
            number = max(
                (int(m[1]) for f in files if (m := _CONTENTS.fullmatch(f.name))), default=-1
            )
            stamp = _stamp(self.folder, number)
        self._seen = number, stamp
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
        self._must_be_current()
        from reader.search.ranking import Ranking
        from reader.search.view import View

        while generation:
            try:
                return generation, Ranking(View.of(self.folder))
            except Exception:
                if generation == (generation := self.generation()):
                    raise
        return None

    def _must_be_current(self) -> None:
        if self._version() != SCHEMA_VERSION:
            raise IndexUnavailable(
                f"the search index was made by another version of Broadsheet; {_REBUILD}"
            )

    def _note_damage(self) -> None:
        self._broken = self.generation()
        self.close()
        with suppress(OSError):
            (self.folder / _MARK_FILE).write_text(str(self._broken), encoding="utf-8")

    def _marked(self) -> int:
        """The generation that some process found damaged, -1 if none did."""
        try:
            return int((self.folder / _MARK_FILE).read_text("utf-8"))
        except (OSError, ValueError):
            return -1

    def _version(self) -> int:
        try:
            return int(json.loads((self.folder / _VERSION_FILE).read_bytes())["schema"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0

    def _write_version(self) -> None:
        half = self.folder / f"{_VERSION_FILE}.new"
        half.write_text(json.dumps({"schema": SCHEMA_VERSION}), encoding="utf-8")
        half.replace(self.folder / _VERSION_FILE)

    def _delete(self) -> None:
        """Contents first: without them the rest is no index, only files to sweep."""
        import shutil

        ours = [p for p in self.folder.iterdir() if _OURS.fullmatch(p.name)]
        for path in sorted(ours, key=lambda p: not p.name.startswith("_")):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        for name in (_VERSION_FILE, _MARK_FILE):
            (self.folder / name).unlink(missing_ok=True)


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


def _plan(text: str, typing: bool) -> Plan | None:
    from reader.search.plan import plan_of
    from reader.search.query import parse, typed

    return plan_of(typed(text) if typing else parse(text))


def _asked(query: str) -> str:
    """The query in quotation marks, short enough for a line."""
    text = safe.line(query)
    return f"“{text if len(text) <= 60 else text[:59] + '…'}”"
