"""An index built anew from the store, beside the one that answers meanwhile.

What the successor lacks is found by holding its revisions against the store's,
so it needs no list of its own: killed or stopped at any moment, it goes on from
what it holds. It takes over when it lacks nothing. What is still in the change
table then is heard afterwards, as always.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterator

from reader.errors import IndexUnavailable
from reader.library.applying import BATCH, FIRST_BATCH, apply
from reader.models import Progress
from reader.search import Index
from reader.store import articles, lists
from reader.store.database import Database

_ROOM = 1.25
"""Bytes of a successor while it is built, against those of the index it follows: parts that
are being put together lie beside what they are made of."""


def build(
    database: Database,
    index: Index,
    on_progress: Callable[[Progress], None],
    stopped: Callable[[], bool],
    meanwhile: Callable[[], None],
) -> int:
    """Fill the successor and let it take over; returns how many articles it was given.

    `meanwhile` is called before every batch: the place to give the news to the
    index that answers. When `stopped`, the successor stays as it is, to be gone on with.

    Raises:
        IndexUnavailable: there is no room for two, or the disk refuses.
    """
    _need_room(index)
    try:
        return _fill(database, index, on_progress, stopped, meanwhile)
    except IndexUnavailable as error:
        cause = error.__cause__
        if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT):
            index.abandon()  # the articles need the room more
            raise _no_room(index) from error
        raise


def progress(database: Database, index: Index) -> Progress | None:
    """How far the successor of this index has come; None if none is being built."""
    successor = index.successor()
    if successor is None:
        return None
    total = lists.count(database.connection, "all")
    return Progress("rebuilding", min(successor.articles(), total), total)


def _fill(
    database: Database,
    index: Index,
    on_progress: Callable[[Progress], None],
    stopped: Callable[[], bool],
    meanwhile: Callable[[], None],
) -> int:
    given, before = 0, [-1]
    successor = index.succeeded_by()
    while not stopped():
        lacking = _lacking(database, successor)
        if not lacking or lacking == before:  # giving it once more would not help
            successor.close()
            index.hand_over()
            break
        before = lacking
        for batch in _batches(lacking):
            meanwhile()
            if stopped():
                break
            apply(database, successor, batch)
            given += len(batch)
            if now := progress(database, index):
                on_progress(now)
    return given


def _lacking(database: Database, successor: Index) -> list[int]:
    """The articles it does not hold as they are now, the oldest first; then those long gone."""
    wanted, held = articles.revisions(database.connection), successor.revisions()
    return [
        *(key for key, revision in wanted.items() if held.get(key) != revision),
        *sorted(held.keys() - wanted.keys()),
    ]


def _batches(keys: list[int]) -> Iterator[list[int]]:
    yield keys[:FIRST_BATCH]
    for start in range(FIRST_BATCH, len(keys), BATCH):
        yield keys[start : start + BATCH]


def _need_room(index: Index) -> None:
    successor = index.successor()
    has = successor.bytes() if successor else 0
    if index.bytes() * _ROOM - has > shutil.disk_usage(index.folder).free:
        raise _no_room(index)


def _no_room(index: Index) -> IndexUnavailable:
    needed, free = index.bytes() * _ROOM / 1e6, shutil.disk_usage(index.folder).free / 1e6
    return IndexUnavailable(
        f"The search index cannot be built anew: that takes about {needed:,.0f} MB beside the "
        f"former one, and {free:,.0f} MB are free. The former one goes on answering; make room "
        "and try again with `broadsheet index`."
    )
