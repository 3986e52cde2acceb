"""How articles get into the index: one commit a call, all of it or nothing.

A commit becomes visible by one rename, so a process killed in the middle
leaves the commit before it. The lock is the operating system's (`flock`, held
by an open file), so it dies with its holder and a stale one cannot exist.
"""

from __future__ import annotations

import math
import shutil
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.index import _DEF_INDEX_NAME as NAME
from whoosh.index import TOC, FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from reader.errors import IndexUnavailable
from reader.models import IndexEntry
from reader.search.schema import document, key_bytes, schema
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
    storage = Storage(folder)
    try:
        _write(FileIndex(storage, schema=schema()), entries, gone)
    finally:
        storage.release()


def _write(index: FileIndex, entries: Collection[IndexEntry], gone: Collection[int]) -> None:
    writer = SegmentWriter(index, _lk=False, limitmb=128, compound=False)
    try:
        _delete(writer, [entry.key for entry in entries] + list(gone))
        for entry in entries:
            writer.add_document(**document(entry))
        writer.commit(mergetype=_merge)
    except BaseException:
        if not writer.is_closed:
            with suppress(Exception):
                writer.cancel()
        raise


def _sweep(folder: Path) -> None:
    """Remove what a killed writer left: its scratch folder, half a contents file.

    Its segment files are removed by Whoosh at the end of the next commit.
    """
    shutil.rmtree(folder / f"{NAME}.tmp", ignore_errors=True)
    for half in folder.glob(f"_{NAME}_*.toc.*"):
        half.unlink(missing_ok=True)


def _delete(writer: SegmentWriter, keys: Sequence[int]) -> None:
    """Mark the articles of these keys as deleted in the segments that hold them."""
    if not writer.segments:
        return
    reader = writer.reader()
    try:
        for leaf, base in reader.leaf_readers():
            for key in keys:
                term = key_bytes(key)
                if ("key", term) in leaf:
                    for number in leaf.postings("key", term).all_ids():
                        writer.delete_document(base + number)
    finally:
        reader.close()


def _merge(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
    """Whoosh's merge policy: segments in tiers of size, each `_TIER` times the last.

    A full tier becomes one segment, unless it would have more than `_LARGEST`
    articles: Whoosh rewrites an article as slowly as it indexes one, and
    nobody should wait minutes for a commit of five. A segment that is mostly
    deletions is rewritten too, and an empty one dropped.
    """
    tiers: dict[int, list[Any]] = {}
    rewritten: list[Any] = []
    for segment in segments:
        live = segment.doc_count()
        if live * 2 < segment.doc_count_all():
            rewritten.extend([segment] if live else [])
        else:
            tiers.setdefault(int(math.log(live, _TIER)), []).append(segment)
    for tier in tiers.values():
        if len(tier) >= _TIER and sum(segment.doc_count() for segment in tier) <= _LARGEST:
            rewritten.extend(tier)
    for segment in rewritten:
        _add(writer, segment)
    return [s for s in segments if s.doc_count() and s not in rewritten]


def _add(writer: SegmentWriter, segment: Any) -> None:
    reader = SegmentReader(writer.storage, writer.schema, segment)
    writer.add_reader(reader)
    reader.close()
