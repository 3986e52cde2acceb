"""What an article said before it was edited, made again from what is kept of it."""

from __future__ import annotations

import sqlite3
import zlib

from reader import parsing
from reader.errors import DocumentError
from reader.models import Document, Parsed, Version
from reader.parsing.feeds.arrival import FORMAT, article_of, unpacked
from reader.store import articles
from reader.store.articles import Original


def versions(db: sqlite3.Connection, key: int) -> list[Version]:
    """The former texts of an article, the latest first; what cannot be read any more is left out."""
    found = ((kept, _parsed(original)) for kept, original in articles.former(db, key))
    return [Version(kept, made.title, made.blocks) for kept, made in found if made]


def made_again(db: sqlite3.Connection, key: int) -> tuple[Original, Parsed] | None:
    """The original an article was last made from, and what it says; None where that cannot be read."""
    try:
        kept = articles.original(db, key)
    except zlib.error:
        return None
    parsed = _parsed(kept) if kept else None
    return (kept, parsed) if kept and parsed else None


def _parsed(original: Original) -> Parsed | None:
    if original.format == FORMAT:
        return article_of(unpacked(original.raw))
    try:
        return parsing.parse(Document("", original.name, original.raw))
    except DocumentError:
        return None
