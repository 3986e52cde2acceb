"""Old articles of feeds let go, as far as a person wished it; see `store.retention` for what never goes.

What goes is gone for good: it is told before (`plan`), and goes in small transactions, each
of which looks again whether an article may still go and keeps its entry's identity. Killed
or stopped in between, some are gone and the rest is as it was.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import field

from reader.light import dataclass
from reader.models import Keep, Progress
from reader.settings.options import Keeping
from reader.store import departures, facts, retention
from reader.store.database import Database
from reader.store.retention import Share

_BATCH = 200
_DAY = 86_400
_LOOKED = "tidied"
_STRANGE = 14 * _DAY
"""A clock that ran on so far since the last look may be wrong: by itself nothing goes then."""
_ROOM = 2.2
"""Bytes that giving back room takes for a while, against those that stay."""
_LEAST = 1 << 20
_A_QUARTER = 4


@dataclass(slots=True)
class Tidied:
    """What went, or would go."""

    shares: list[Share] = field(default_factory=list)
    """What each feed gives up, the largest first."""
    articles: int = 0
    """How many went; 0 in a plan."""
    freed: int = 0
    """Bytes given back to the disk."""
    inside: int = 0
    """Bytes free in the library's file, for what comes,"""
    why: str = ""
    """and why they were not given back; "" where they were, or there is nothing to speak of."""
    left: int = 0
    """Articles that stayed because it was stopped."""

    @property
    def planned(self) -> int:
        """How many articles were over the limits."""
        return sum(len(share.keys) for share in self.shares)

    @property
    def bytes(self) -> int:
        """What they take in the store, about."""
        return sum(share.bytes for share in self.shares)


def plan(database: Database, keeping: Keeping, now: int) -> Tidied:
    """What would go now."""
    with database.snapshot() as db:
        kept = retention.rules(db, Keep(keeping.days, keeping.count))
        shares = retention.over(db, kept, now, unread=not keeping.unread)
        if keeping.total:
            gone = [key for share in shares for key in share.keys]
            more = retention.over_in_all(db, keeping.total, gone, now, unread=not keeping.unread)
            shares = retention.joined([*shares, *more])
        return Tidied(shares)


def is_limited(database: Database, keeping: Keeping) -> bool:
    """Is anything of any feed ever to go?"""
    kept = retention.rules(database.connection, Keep(keeping.days, keeping.count))
    return keeping.total > 0 or any(keep.limits for keep in kept.values())


def tidy(
    database: Database,
    keeping: Keeping,
    now: int,
    on_progress: Callable[[Progress], None],
    stopped: Callable[[], bool],
    *,
    shrink: bool = True,
) -> Tidied:
    """Let go what is over the limits, then give its room back to the disk.

    Args:
        shrink: also where little is free; else only where that is a quarter of the file.
    """
    done = plan(database, keeping, now)
    keys = [key for share in done.shares for key in share.keys]
    progress = Progress("tidying", 0, len(keys))
    for start in range(0, len(keys), _BATCH):
        if stopped():
            break
        batch = keys[start : start + _BATCH]
        with database.writing() as db:
            done.articles += len(retention.forget(db, batch, now, unread=not keeping.unread))
        progress.done += len(batch)
        on_progress(progress)
    done.left = progress.total - progress.done
    with database.writing() as db:
        retention.drop_left(db)
        facts.put(db, _LOOKED, str(now))
    if not stopped():
        _give_back(database, done, shrink)
    return done


def tidy_by_itself(
    database: Database,
    keeping: Keeping,
    now: int,
    on_progress: Callable[[Progress], None],
    stopped: Callable[[], bool],
) -> Tidied | None:
    """The same once a day, if the person turned it on; None where it is not its time.

    Where the clock stands far from where it stood at the last look, nothing goes this time:
    a wrong clock must not make everything old.
    """
    if departures.are_any_over(database.connection, now):
        with database.writing() as db:
            departures.let_go(db, now)  # whether or not anything is ever to be tidied
    if not keeping.automatic or not is_limited(database, keeping):
        return None
    looked = int(facts.get(database.connection, _LOOKED) or 0)
    if abs(now - looked) < _DAY:
        return None
    if abs(now - looked) > _STRANGE:
        with database.writing() as db:
            facts.put(db, _LOOKED, str(now))
        return None
    return tidy(database, keeping, now, on_progress, stopped, shrink=False)


def _give_back(database: Database, done: Tidied, shrink: bool) -> None:
    size, done.inside = database.size(), database.free()
    if done.inside < _LEAST or (not shrink and done.inside * _A_QUARTER < size):
        return
    room, needed = shutil.disk_usage(database.path.parent).free, (size - done.inside) * _ROOM
    if needed > room:
        done.why = (
            f"to give it back takes {needed / 1e6:,.0f} MB for a while, "
            f"and {room / 1e6:,.0f} MB are free"
        )
        return
    try:
        done.freed = database.shrink()
    except sqlite3.Error as error:
        busy = getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY")
        done.why = "another program is using the library" if busy else f"the disk refused ({error})"
    else:
        done.inside = database.free()
