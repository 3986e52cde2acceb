"""Documents a second: into the store, and into the search index."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from reader.library import open_library
from tests.bench import documents
from tests.bench.screen import Sample
from tests.bench.table import Figure

FULL_TEXT = "CREATE VIRTUAL TABLE t USING fts5(title, body, tokenize = 'porter unicode61')"
TITLE_CELLS = 24
"""How much of a title is looked for on the screen; a narrow list may cut the rest."""


def build(folder: Path, count: int) -> tuple[Sample, list[Figure]]:
    """Make a library of so many articles, and say how long it took."""
    source = folder / f"{count}.jsonl"
    documents.write(source, count)
    baseline = count / _seconds(lambda: _full_text(source, folder / f"{count}.fts5"))
    library = open_library(folder / f"library-{count}")
    try:
        adding = count / _seconds(lambda: library.add([str(source)]))
        indexing = count / _seconds(library.update_index)
        library.welcome()  # or the first start would, and move the list meanwhile
        library.update_index()
        rows = library.headlines(library.keys("all", limit=2))
    finally:
        library.close()
    first, second = (row.title[:TITLE_CELLS].rstrip() for row in rows)
    against = "SQLite FTS5 with stemming, the same documents, one transaction"
    figures = [
        Figure(f"added, {count:,} documents", "/s", adding, baseline, against, "one run each"),
        Figure(f"indexed, {count:,} documents", "/s", indexing, baseline, against, "one run each"),
    ]
    return Sample(folder / f"library-{count}", count, first, second), figures


def grow(sample: Sample, count: int) -> Sample:
    """A copy of a library with so many articles in its list, the further ones older.

    They have no text and are in no index: it is the list that is measured with them.
    """
    folder = sample.folder.with_name(f"library-{count}")
    shutil.copytree(sample.folder, folder)
    database = sqlite3.connect(folder / "library.sqlite")
    try:
        oldest, had = database.execute("SELECT min(sorted), count(*) FROM articles").fetchone()
        columns = "title, source, author, url, language, published, added, words, sha256"
        database.execute(
            f"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
            INSERT INTO articles (id, sorted, {columns})
            SELECT printf('more%08d', i), ? - i, {columns}
            FROM n JOIN articles ON key = 1 + i % ?
            """,
            (count - had, oldest, had),
        )
        database.execute("DELETE FROM changes")
        database.commit()
    finally:
        database.close()
    return Sample(folder, count, sample.first, sample.second)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _full_text(source: Path, target: Path) -> None:
    """Index the same file with what every Python has at hand."""
    database = sqlite3.connect(target)
    try:
        database.execute(FULL_TEXT)
        with source.open(encoding="utf-8") as file:
            rows = ((r["title"], r["text"]) for r in map(json.loads, file))
            database.executemany("INSERT INTO t VALUES (?, ?)", rows)
        database.commit()
    finally:
        database.close()
