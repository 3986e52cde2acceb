"""The search as it is used, and the engines it is held against, on the same articles."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import Stemmer
from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import NUMERIC, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import MultifieldParser, OrGroup

from reader.models import IndexEntry
from reader.search import Index

_WORD = re.compile(r"\w+")
_TITLE = 3.0
"""What a word of the title counts, with all of them."""


class Engine(Protocol):
    """What the table needs of an engine."""

    name: str

    def __init__(self, folder: Path, articles: Sequence[IndexEntry]) -> None:
        """Index the articles; the folder is empty."""

    def ranked(self, question: str) -> list[int]:
        """The keys of all articles found, best first."""


class Ours:
    """The question as it is typed, with the texts at hand as in a library."""

    name = "Broadsheet"

    def __init__(self, folder: Path, articles: Sequence[IndexEntry]) -> None:
        self._articles = {article.key: article for article in articles}
        self._index = Index(folder)
        self._index.apply(articles, [])

    def ranked(self, question: str) -> list[int]:
        """By way of what a library asks."""
        answer = self._index.search(question, limit=None, texts=self._texts)
        return [hit.key for hit in answer.hits]

    def _texts(self, keys: Sequence[int]) -> list[IndexEntry]:
        return [self._articles[key] for key in keys]


class OursBare(Ours):
    """The same index without the texts: no feedback."""

    name = "its index alone"

    def ranked(self, question: str) -> list[int]:
        """By way of the index alone."""
        return [hit.key for hit in self._index.search(question, limit=None).hits]


class FullText:
    """SQLite FTS5: Porter's stems, any of the words, BM25."""

    name = "FTS5"

    def __init__(self, folder: Path, articles: Sequence[IndexEntry]) -> None:
        self._db = sqlite3.connect(folder / "fts5.db", isolation_level=None)
        self._db.execute(
            "CREATE VIRTUAL TABLE t USING fts5(title, body, tokenize='porter unicode61')"
        )
        rows = ((a.key, a.title, a.body) for a in articles)
        self._db.executemany("INSERT INTO t(rowid, title, body) VALUES (?, ?, ?)", rows)

    def ranked(self, question: str) -> list[int]:
        """Any of the words."""
        query = " OR ".join(f'"{word}"' for word in _WORD.findall(question))
        sql = "SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t, ?, 1.0)"
        return [key for (key,) in self._db.execute(sql, (query, _TITLE))]


class Tantivy:
    """Tantivy: English stems, any of the words, BM25."""

    name = "Tantivy"

    def __init__(self, folder: Path, articles: Sequence[IndexEntry]) -> None:
        import tantivy

        self._make, self._should = tantivy.Query, tantivy.Occur.Should
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("key", stored=True)
        for field in ("title", "body"):
            builder.add_text_field(field, tokenizer_name="en_stem")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        writer = self._index.writer(32_000_000, 1)
        for a in articles:
            writer.add_document(tantivy.Document(key=a.key, title=a.title, body=a.body))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._most = len(articles)
        self._stem = Stemmer.Stemmer("english").stemWord

    def ranked(self, question: str) -> list[int]:
        """Any of the words."""
        stems = {self._stem(word) for word in _WORD.findall(question.lower())}
        parts = [(self._should, part) for stem in sorted(stems) for part in self._anywhere(stem)]
        searcher = self._index.searcher()
        found = searcher.search(self._make.boolean_query(parts), self._most).hits
        return [searcher.doc(address)["key"][0] for _, address in found]

    def _anywhere(self, stem: str) -> list[Any]:
        title = self._make.term_query(self._schema, "title", stem)
        return [
            self._make.boost_query(title, _TITLE),
            self._make.term_query(self._schema, "body", stem),
        ]


class PlainWhoosh:
    """Whoosh as its manual has it: stems without stop words, any of the words, BM25F."""

    name = "Whoosh"

    def __init__(self, folder: Path, articles: Sequence[IndexEntry]) -> None:
        analysis = StemmingAnalyzer()
        schema = Schema(
            key=NUMERIC(stored=True), title=TEXT(analysis, field_boost=_TITLE), body=TEXT(analysis)
        )
        index = RamStorage().create_index(schema)
        writer = index.writer()
        for article in articles:
            writer.add_document(key=article.key, title=article.title, body=article.body)
        writer.commit()
        self._searcher = index.searcher()
        self._parser = MultifieldParser(["title", "body"], schema, group=OrGroup)

    def ranked(self, question: str) -> list[int]:
        """Any of the words."""
        query = self._parser.parse(" ".join(_WORD.findall(question)))
        return [hit["key"] for hit in self._searcher.search(query, limit=None)]


ENGINES: Sequence[type[Engine]] = (Ours, OursBare, FullText, Tantivy, PlainWhoosh)
