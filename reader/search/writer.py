"""How articles get into the index: one commit a call, all of it or nothing.

A commit becomes visible by one rename, so a process killed in the middle
leaves the commit before it. The lock is the operating system's (`flock`, held
by an open file), so it dies with its holder and a stale one cannot exist.
"""

from __future__ import annotations

import gc
import math
import shutil
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.index import _DEF_INDEX_NAME as NAME
from whoosh.index import TOC, FileIndex

from reader.errors import IndexUnavailable
from reader.models import IndexEntry
from reader.search.batch import BatchWriter
from reader.search.schema import schema
from reader.search.storage import Storage

_TIER = 8
"""Segments of about one size that are kept before they are merged into one."""
_LARGEST = 2_000
"""Articles that a merge may bring together."""


@contextmanager
def locked(folder: Path, patience: float) -> Iterator[None]:
    """The right to write, waited for at most `patience` seconds.

    Raises `IndexUnavailable` when another process keeps it longer.
    """
    lock = Storage(folder).lock(f"{NAME}_WRITELOCK")
    pause, until = 0.005, time.monotonic() + patience
    while not lock.acquire():
        if time.monotonic() >= until:
            raise IndexUnavailable(
                "another Broadsheet is writing the search index; try again when it has finished"
            )
        time.sleep(pause)
        pause = min(pause * 1.5, 0.25)
    try:
        yield
    finally:
        lock.release()


def create(folder: Path) -> None:
    """An empty index. Call it with the lock held."""
    TOC.create(Storage(folder), schema(), NAME)


def commit(folder: Path, entries: Collection[IndexEntry], gone: Collection[int]) -> None:
    """Replace what the index holds of these articles. Call it with the lock held."""
    _sweep(folder)
    with _uncollected():
        _commit(folder, entries, gone)


def _commit(folder: Path, entries: Collection[IndexEntry], gone: Collection[int]) -> None:
    writer = BatchWriter(FileIndex(Storage(folder), schema=schema()))
    try:
        writer.delete([entry.key for entry in entries] + list(gone))
        kept, rewritten = _tiered(writer.segments)
        for segment in rewritten:  # first, so that older articles stay before newer ones
            writer.take(segment)
        for entry in entries:
            writer.add(entry)
        writer.commit(mergetype=lambda *_: kept)
    except BaseException:
        if not writer.is_closed:
            with suppress(Exception):
                writer.cancel()
        raise


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection meanwhile.

    A commit makes hundreds of thousands of lists and hardly a circle: looking through them
    again and again took 17 % of the time of a commit of 20 articles, 19 % of one of 1,000.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def count(folder: Path) -> int:
    """How many articles the last commit holds; 0 when it cannot be read just now."""
    try:
        segments = TOC.read(Storage(folder), NAME, schema=schema()).segments
        return sum(segment.doc_count() for segment in segments)
    except Exception:  # swept away meanwhile, or damaged in whichever way
        return 0


def _sweep(folder: Path) -> None:
    """Remove what a killed writer left: its scratch folder, half a contents file.

    Its segment files are removed by Whoosh at the end of the next commit.
    """
    shutil.rmtree(folder / f"{NAME}.tmp", ignore_errors=True)
    for half in folder.glob(f"_{NAME}_*.toc.*"):
        half.unlink(missing_ok=True)


def _tiered(segments: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Segments to keep, and to rewrite: tiers of size, each `_TIER` times the last.

    A full tier becomes one segment, unless it would have more than `_LARGEST`
    articles: an article is rewritten about as slowly as it is indexed, and
    nobody should wait minutes for a commit of five. (Arrays are put together
    without that bound; a search never looks into segments.) A segment that is
    mostly deletions is rewritten too, and an empty one dropped.
    """
    tiers: dict[int, list[Any]] = {}
    rewritten: list[Any] = []
    for segment in segments:
        live = segment.doc_count_all() - segment.deleted_count()
        if live * 2 < segment.doc_count_all():
            rewritten.extend([segment] if live else [])
        elif live:
            tiers.setdefault(int(math.log(live, _TIER)), []).append(segment)
    for tier in tiers.values():
        if len(tier) >= _TIER and sum(segment.doc_count() for segment in tier) <= _LARGEST:
            rewritten.extend(tier)
    live_ones = [s for s in segments if s.doc_count()]
    return [s for s in live_ones if s not in rewritten], [s for s in live_ones if s in rewritten]
