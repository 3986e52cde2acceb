"""Killing what lives with a library, and looking at what it leaves."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from reader.library import Library, open_library
from reader.search import Index
from reader.store import articles, changes
from tests.search.test_equality import Reference, compare, some_query

_OPERATIONS = 1200
_SECONDS = 0.8
"""A life is ended before it has done more, or lasted longer."""


class Lives:
    """Leads lives in processes of their own and ends them in the middle."""

    def __init__(self, orders: IO[str], answers: IO[str]) -> None:
        self._orders = orders
        self._answers = answers

    def end_one(self, folder: Path, seed: int, length: float = 1.0) -> bool:
        """One life on this library, of this length at most; was it killed before it was over?"""
        chance = random.Random(seed)
        order: dict[str, object] = {"folder": str(folder), "seed": seed}
        if chance.random() < 0.7:
            order |= {"operations": chance.randint(1, int(_OPERATIONS * length)), "seconds": 0}
        else:
            order |= {"operations": 0, "seconds": chance.uniform(0.01, _SECONDS * length)}
        self._orders.write(json.dumps(order) + "\n")
        self._orders.flush()
        answer = self._answers.readline()
        assert answer, f"the life with seed {seed} ended by a fault"
        return bool(json.loads(answer)["killed"])


@contextmanager
def lives() -> Iterator[Lives]:
    """The process that forks them."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.torture.lives"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        yield Lives(process.stdin, process.stdout)
        process.stdin.close()


def look(folder: Path, seed: int) -> None:
    """After a death: nothing is lost, what answers is right, and it heals when it goes on."""
    chance = random.Random(seed)
    library = open_library(folder)
    try:
        _holds_what_it_was_told(library)
        _answers_rightly(library._index, chance)
        if chance.random() < 0.5:
            library.update_index()
            _is_whole(library)
            _answers_rightly(library._index, chance)
    finally:
        library.close()


def _holds_what_it_was_told(library: Library) -> None:
    """Whatever the index was told of and acknowledged, it has; the rest is waiting for it."""
    index, db = library._index, library._database.connection
    assert index.state() in ("missing", "outdated", "ready")
    wanted = articles.revisions(db)
    waiting = {key for _, key in changes.pending(db, -1)}
    held = index.revisions()
    assert {k: r for k, r in wanted.items() if held.get(k) != r}.keys() <= waiting
    assert held.keys() - wanted.keys() <= waiting


def _answers_rightly(index: Index, chance: random.Random) -> None:
    """Searches equal a slow reference that reads what Whoosh has on the disk."""
    if not index.articles():
        assert not index.search("everywhere").total
        return
    reference = Reference(index.place)
    try:
        for _ in range(3):
            compare(index, reference, some_query(chance), chance.random() < 0.5)
    finally:
        reference.reader.close()


def _is_whole(library: Library) -> None:
    """Store and index agree, every article is found, and no scraps are left."""
    report = library.check()
    assert not report.differs
    assert (report.pending, report.rebuilding, report.damage) == (0, None, ())
    assert library.search("everywhere", limit=0).total == library.count()
    with library._database.writing() as db:  # the next commit sweeps
        changes.again(db, list(library.keys(limit=1)))
    library.update_index()
    folder, place = library.paths.index, library._index.place
    scraps = {p.name for p in folder.iterdir()} - {"current", "MAIN_WRITELOCK", place.name}
    if place != folder:
        assert not scraps
    assert not list(place.glob("MAIN.tmp"))
    assert not list(place.rglob("*.new"))
