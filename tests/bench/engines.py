"""Broadsheet's index and the engines it is held against, on the same text."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

import Stemmer

from reader.models import IndexEntry
from reader.search import Index

BATCH = 1000
Kind = Literal["typed", "phrase", "any", "fuzzy"]
"""Words, the last of which may go on; words side by side; one of the words; a word spelled so."""


class Engine(Protocol):
    """What the table needs of an engine."""

    name: str

    def __init__(self, folder: Path) -> None:
        """Open what is in the folder, or begin there."""

    def add(self, entries: Sequence[IndexEntry]) -> None:
        """Articles that can be found afterwards; one commit."""

    def search(self, words: Sequence[str], kind: Kind, limit: int, *, count: bool) -> int:
        """Find the best; returns how many match if `count`, else anything."""


class Ours:
    """The index as the library uses it."""

    name = "broadsheet"

    def __init__(self, folder: Path) -> None:
        self.index = Index(folder / "index")

    def add(self, entries: Sequence[IndexEntry]) -> None:
        self.index.apply(entries, [])

    def search(self, words: Sequence[str], kind: Kind, limit: int, *, count: bool) -> int:
        if kind == "typed":
            text, hurried = " ".join(words), not count
            return self.index.search(text, limit=limit, typing=True, hurried=hurried).total
        texts = {
            "phrase": f'"{" ".join(words)}"',
            "any": " OR ".join(words),
            "fuzzy": f"{words[0]}~",
        }
        return self.index.search(texts[kind], limit=limit).total


class FullText:
    """SQLite FTS5 with stems, BM25 (the title counts three times) and an index of prefixes."""

    name = "fts5"

    def __init__(self, folder: Path) -> None:
        self.db = sqlite3.connect(folder / "fts5.db", isolation_level=None)
        self.db.execute("PRAGMA synchronous=off")
        self.db.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS t USING fts5(title, body, content='', "
            "tokenize='porter unicode61', prefix='2 3')"
        )

    def add(self, entries: Sequence[IndexEntry]) -> None:
        rows = ((e.key, e.title, e.body) for e in entries)
        self.db.execute("BEGIN")
        self.db.executemany("INSERT INTO t(rowid, title, body) VALUES (?, ?, ?)", rows)
        self.db.execute("COMMIT")

    def search(self, words: Sequence[str], kind: Kind, limit: int, *, count: bool) -> int:
        if kind == "phrase":
            query = f'"{" ".join(words)}"'
        else:
            query = (" OR " if kind == "any" else " ").join(f'"{word}"' for word in words)
            query += "*" * (kind == "typed")
        sql = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t, 3.0, 1.0) LIMIT ?"
        self.db.execute(sql, (query, limit)).fetchall()
        sql = "SELECT count(*) FROM t WHERE t MATCH ?"
        return int(self.db.execute(sql, (query,)).fetchone()[0]) if count else 0


class Tantivy:
    """Tantivy with English stems. The last word is a stem or, by its automaton, a beginning."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        import tantivy

        self.tantivy = tantivy
        builder = tantivy.SchemaBuilder()
        for field in ("title", "body"):
            builder.add_text_field(field, tokenizer_name="en_stem")
        (folder / "tantivy").mkdir(exist_ok=True)
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema, str(folder / "tantivy"))
        self.stem = Stemmer.Stemmer("english").stemWord
        self.index.reload()

    def add(self, entries: Sequence[IndexEntry]) -> None:
        writer = self.index.writer(128_000_000, 1)
        for entry in entries:
            writer.add_document(self.tantivy.Document(title=entry.title, body=entry.body))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def search(self, words: Sequence[str], kind: Kind, limit: int, *, count: bool) -> int:
        make, occur = self.tantivy.Query, self.tantivy.Occur
        if kind == "fuzzy":
            query = self._anywhere(
                lambda field: make.fuzzy_term_query(self.schema, field, words[0], 2)
            )
        elif kind == "phrase":
            query = self._anywhere(
                lambda field: make.phrase_query(self.schema, field, self._stems(words))
            )
        else:
            parts = [
                self._anywhere(lambda f, s=s: make.term_query(self.schema, f, s))
                for s in self._stems(words)
            ]
            if kind == "typed":
                start = f"{re.escape(words[-1].lower())}.*"
                going_on = self._anywhere(lambda field: make.regex_query(self.schema, field, start))
                parts[-1] = make.boolean_query(
                    [(occur.Should, parts[-1]), (occur.Should, going_on)]
                )
            how = occur.Should if kind == "any" else occur.Must
            query = make.boolean_query([(how, part) for part in parts])
        found = self.index.searcher().search(query, limit, count)
        return int(found.count or 0) if count else 0

    def _stems(self, words: Sequence[str]) -> list[str]:
        return [self.stem(word.lower()) for word in words]

    def _anywhere(self, query_in: Callable[[str], Any]) -> Any:
        title = self.tantivy.Query.boost_query(query_in("title"), 3.0)
        should = self.tantivy.Occur.Should
        return self.tantivy.Query.boolean_query([(should, title), (should, query_in("body"))])
