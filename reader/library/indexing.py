"""The index follows the store: take a batch of changes, apply it, then acknowledge it.

A crash between the last two repeats the batch and loses nothing. One process
at a time does this for a library, so that an older text never overtakes a
newer one on its way into the index. An index that has to be made anew is built
beside the one that answers (`rebuilding`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import IndexUnavailable, LibraryError
from reader.library import rebuilding, saving
from reader.library.applying import BATCH, FIRST_BATCH, apply
from reader.light import dataclass
from reader.models import Progress
from reader.search import Index
from reader.store import articles, changes, lists, saved
from reader.store.database import Database

if TYPE_CHECKING:
    from filelock import FileLock

_PATIENCE_S = 0.2

OnProgress = Callable[[Progress], None]
Stopped = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """How store and index compare. Keys, not counts, so that they can be healed."""

    articles: int
    missing: list[int] = field(default_factory=list)
    """In the store, unknown to the index."""
    outdated: list[int] = field(default_factory=list)
    """In both, but the index holds a former text."""
    extra: list[int] = field(default_factory=list)
    """In the index only."""
    pending: int = 0
    """Changes that the index was about to hear of: expected, not a fault."""
    index: str = "ready"
    """`ready`, or why there is nothing to compare: `missing`, `outdated`, `damaged`."""
    rebuilding: Progress | None = None
    """How far an index that is to take this one's place has come."""
    damage: tuple[str, ...] = ()
    """What SQLite itself says is wrong with the store."""

    @property
    def differs(self) -> bool:
        """Does the index fail to hold what it should by now?"""
        return bool(self.missing or self.outdated or self.extra) or self.index != "ready"


def update(
    database: Database,
    index: Index,
    lock: Path,
    on_progress: OnProgress,
    stopped: Stopped,
    *,
    building: bool = True,
) -> int:
    """Bring the index up to date; returns how many articles it heard of.

    With `building` an index that another version made, or that is damaged, is
    built anew beside it; without, it only hears the news.

    Raises:
        IndexUnavailable: the index cannot be written; its sentence says why.
        LibraryError: the library's folder cannot be written.
    """

    def enough() -> bool:
        return stopped() or (not building and _is_known(database, index))

    if enough():
        return 0
    with _alone(lock, enough, lambda: _tell(database, index, on_progress)) as allowed:
        return _catch_up(database, index, on_progress, stopped, building) if allowed else 0


def _is_known(database: Database, index: Index) -> bool:
    """Does the index answer, and know of everything?"""
    return not changes.count(database.connection) and index.answers()


def rebuild(
    database: Database, index: Index, lock: Path, on_progress: OnProgress, stopped: Stopped
) -> int:
    """Build the index from the store: beside the one that answers, if one does."""
    with _alone(lock, stopped) as allowed:
        if not allowed:
            return 0
        index.abandon()
        if index.answers():
            return _build(database, index, on_progress, stopped)
        _start_again(database, index)
        return _drain(database, index, on_progress, stopped)


def _catch_up(
    database: Database, index: Index, on_progress: OnProgress, stopped: Stopped, building: bool
) -> int:
    """Hear the news, and go on with the successor where one is due. Only under the lock."""
    if not index.answers():
        if not lists.is_empty(database.connection):
            _start_again(database, index)
        return _drain(database, index, on_progress, stopped)
    state, heard = index.state(), 0
    if state != "damaged" and index.takes_news:
        heard = _drain(database, index, on_progress, stopped)
    if building and (state != "ready" or index.successor()):
        heard += _build(database, index, on_progress, stopped)
    return heard


def _build(database: Database, index: Index, on_progress: OnProgress, stopped: Stopped) -> int:
    """Build the successor, then let it hear what came while it took over."""
    hear = index.state() != "damaged" and index.takes_news

    def meanwhile() -> None:
        if hear:
            _drain(database, index, _quietly, stopped)

    heard = rebuilding.build(database, index, on_progress, stopped, meanwhile)
    if index.successor():
        return heard  # stopped early
    return heard + _drain(database, index, on_progress, stopped)


def _tell(database: Database, index: Index, on_progress: OnProgress) -> None:
    """Another process is at work: say how far it is with a successor, if it builds one."""
    if progress := rebuilding.progress(database, index):
        on_progress(progress)


def _start_again(database: Database, index: Index) -> None:
    """Let an empty index hear of everything. In this order: a crash between repeats, never loses.

    Only under the lock: another that drains the changes meanwhile would acknowledge
    what this is about to throw away.
    """
    with database.writing() as db:
        changes.everything(db)
    index.clear()


def _drain(database: Database, index: Index, on_progress: OnProgress, stopped: Stopped) -> int:
    progress = Progress("indexing", 0, changes.count(database.connection))
    size = FIRST_BATCH
    if progress.total:
        on_progress(progress)
    while not stopped():
        batch = changes.pending(database.connection, size)
        if not batch:
            break
        keys = [key for _, key in batch]
        apply(database, index, keys)
        found = saving.found_among(database, index, keys)
        index.secure()
        with database.writing() as db:
            saved.heard(db, keys, found)
            changes.acknowledge(db, [number for number, _ in batch])
        progress.done += len(batch)
        progress.total = max(progress.total, progress.done)
        on_progress(progress)
        size = BATCH
    saving.settle(database, index, stopped)
    return progress.done


def _nothing() -> None:
    return None


def _quietly(_: Progress) -> None:
    return None


@contextmanager
def _alone(lock: Path, stopped: Stopped, waiting: Callable[[], None] = _nothing) -> Iterator[bool]:
    """Wait to be the only one writing the index; False when told to stop meanwhile.

    `waiting` is called every now and then until it is its turn.

    The lock is the kernel's (flock), so a writer that died leaves nothing behind.
    """
    from filelock import FileLock

    holder = FileLock(lock)
    try:
        while not stopped() and not _acquired(holder):
            waiting()
        yield holder.is_locked
    finally:
        holder.release()


def _acquired(holder: FileLock) -> bool:
    from filelock import Timeout

    try:
        holder.acquire(timeout=_PATIENCE_S)
    except Timeout:
        return False
    except OSError as error:
        folder = Path(holder.lock_file).parent
        raise LibraryError(
            f"The library's folder cannot be written ({error.strerror}): nothing can be kept."
            f" Check its permissions and its disk. It is {folder}."
        ) from error
    return True


def compare(database: Database, index: Index) -> CheckReport:
    """Hold the index against the store; what is still waiting to be indexed counts as known."""
    db = database.connection
    damage = tuple(row[0] for row in db.execute("PRAGMA quick_check") if row[0] != "ok")
    damage += tuple(
        f"{row[0]} refers to a missing row" for row in db.execute("PRAGMA foreign_key_check")
    )
    wanted = articles.revisions(db)
    waiting = {key for _, key in changes.pending(db, -1)}
    state, held = index.state(), {}
    if state == "ready":
        try:
            held = index.revisions()
        except IndexUnavailable:
            state = index.state()
            if state == "ready":  # not damaged, only out of reach just now
                raise
    if not wanted and state == "missing":
        state = "ready"
    return CheckReport(
        articles=len(wanted),
        missing=sorted(wanted.keys() - held.keys() - waiting),
        outdated=sorted(
            k for k, r in held.items() if k in wanted and wanted[k] != r and k not in waiting
        ),
        extra=sorted(held.keys() - wanted.keys() - waiting),
        pending=len(waiting),
        index=state,
        rebuilding=rebuilding.progress(database, index),
        damage=damage,
    )


def heal(
    database: Database,
    index: Index,
    lock: Path,
    report: CheckReport,
    on_progress: OnProgress,
    stopped: Stopped,
) -> None:
    """Let the index hear again of what differs, or of everything if it is of no use."""
    with _alone(lock, stopped) as allowed:
        if not allowed:
            return
        if index.state() == "ready":
            with database.writing() as db:
                changes.again(db, [*report.missing, *report.outdated, *report.extra])
        _catch_up(database, index, on_progress, stopped, building=True)
