"""Related stories: the articles that say what the open one says, near it in time."""

from __future__ import annotations

from reader.library.searching import Narrowing
from reader.models import Article, Hit
from reader.search.index import Index
from reader.store import articles, filters
from reader.store.database import Database

_DAY_S = 86_400
_SPARE = 10
"""Candidates beyond those asked for, as some may be copies of the article."""


def related(
    database: Database,
    index: Index,
    narrowing: Narrowing,
    key: int,
    limit: int,
    window_days: int | None,
) -> list[Hit]:
    """See `Library.related`; none for an article that is not there."""
    db = database.connection
    article = articles.article(db, key)
    if article is None:
        return []
    keys = None
    if window_days is not None and article.headline.published:
        condition = filters.near(article.headline.when, window_days * _DAY_S)
        keys = narrowing.keys(condition)
    title, most = article.headline.title, limit + _SPARE
    hits = index.related(key, title, article.text, article.language, keys=keys, limit=most)
    there = {a.headline.key: a for a in articles.walk(db, [hit.key for hit in hits])}
    others = [hit for hit in hits if hit.key in there and not _copy(there[hit.key], article)]
    return others[:limit]


def _copy(one: Article, other: Article) -> bool:
    """Whether two articles have the same words, however they are set."""
    return one.text.split() == other.text.split()
