"""Related stories: the articles that say what the open one says, near it in time.

Where a date is missing, on either side, or where no window is wanted, time does not tell
an event from another of its kind: then articles have to be more alike.
"""

from __future__ import annotations

from reader.library.searching import Narrowing
from reader.models import Article, Hit
from reader.search.index import Index
from reader.store import articles, filters
from reader.store.database import Database

_DAY_S = 86_400
_SPARE = 20
"""Candidates beyond those asked for, as some may be copies of the article, or not enough like it."""
_ALIKE = 0.10
"""The least score of an article that is not known to be near in time."""


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
    keys, timed = None, window_days is not None and bool(article.headline.published)
    if window_days is not None and timed:
        condition = filters.near(article.headline.when, window_days * _DAY_S)
        keys = narrowing.keys(condition)
    title, most = article.headline.title, limit + _SPARE
    hits = index.related(key, title, article.text, article.language, keys=keys, limit=most)
    there = {a.headline.key: a for a in articles.walk(db, [hit.key for hit in hits])}
    others = [
        hit
        for hit in hits
        if (other := there.get(hit.key))
        and (hit.score >= _ALIKE or (timed and other.headline.published))
        and not _copy(other, article)
    ]
    return others[:limit]


def _copy(one: Article, other: Article) -> bool:
    """Whether two articles have the same words, however they are set."""
    return one.text.split() == other.text.split()
