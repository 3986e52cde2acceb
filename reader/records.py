"""The shapes in which articles cross our border, checked by pydantic.

These are a promise to scripts: fields are added, never renamed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from reader.models import Article, file_of


class ArticleRecord(BaseModel):
    """One article as `--json` prints it, a line each."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    source: str | None
    author: str | None
    published: str | None
    """ISO 8601: a day, or a moment in UTC; null when the document does not say."""
    added: str
    """The moment it came in, ISO 8601 in UTC."""
    url: str | None
    language: str | None
    read: bool
    starred: bool
    tags: list[str]
    note: str | None
    """What the person wrote on it, Markdown."""
    words: int
    path: str | None
    """The document it was made from, null for what did not come from a file."""
    vanished: bool
    """The document is no longer there."""


class HitRecord(ArticleRecord):
    """A found article: how well it fits, and the passage that shows it."""

    score: float
    snippet: str


class RelatedRecord(ArticleRecord):
    """A related article, and how near it is: 1 would be the article itself."""

    score: float


class FullRecord(ArticleRecord):
    """An article with its text: plain paragraphs, a blank line between."""

    text: str


def fields(article: Article) -> dict[str, object]:
    """The fields of an `ArticleRecord`, for it and for the records built on it."""
    headline = article.headline
    return {
        "id": headline.id,
        "title": headline.title,
        "source": headline.source or None,
        "author": article.author or None,
        "published": headline.published or None,
        "added": datetime.fromtimestamp(headline.added, UTC).isoformat().replace("+00:00", "Z"),
        "url": article.url or None,
        "language": article.language or None,
        "read": headline.read,
        "starred": headline.starred,
        "tags": list(article.tags),
        "note": article.note.text if article.note else None,
        "words": headline.words,
        "path": _path(article.origin),
        "vanished": article.vanished,
    }


def _path(origin: str) -> str | None:
    path = file_of(origin)
    return path if Path(path).is_absolute() else None
