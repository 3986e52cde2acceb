"""A query that is kept: as filters alone, what the index would be asked standing as one.

The words of a saved search are looked for when articles come, its filters whenever
somebody looks. So the tree of a saved search is one of filters, in which
`Filter(FOUND, text)` means the articles that `text`, in the query language, finds
without being widened. `reader.library.searching` takes a query apart the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reader.search.division import Parts, divided, is_filter
from reader.search.plan import plan_of
from reader.search.tree import FOUND, NOTHING, And, Filter, Not, Or, Query, all_of


def standing(query: Query) -> Query:
    """The query as filters alone."""
    parts = sensible(divided(query))
    words = [] if parts.words == NOTHING else [_words(parts.words)]
    filters = [] if parts.filters == NOTHING else [parts.filters]
    return all_of([*words, *filters, *map(_mixed, parts.mixed)])


def sensible(parts: Parts) -> Parts:
    """Without words that no index knows, such as a lone `?`, where filters say enough."""
    if plan_of(parts.words) is None and (parts.mixed or parts.filters != NOTHING):
        return replace(parts, words=NOTHING)
    return parts


def words_of(query: Query) -> Iterator[str]:
    """What a standing query would ask of the index."""
    match query:
        case Filter(field, text) if field == FOUND:
            yield text
        case And(children) | Or(children):
            for child in children:
                yield from words_of(child)
        case Not(child):
            yield from words_of(child)


def _mixed(query: Query) -> Query:
    if is_filter(query):
        return query
    match query:
        case Not(child):
            return Not(_mixed(child))
        case And(children):
            return And(tuple(map(_mixed, children)))
        case Or(children):
            return Or(tuple(map(_mixed, children)))
    return _words(query)


def _words(query: Query) -> Filter:
    return Filter(FOUND, str(query))
