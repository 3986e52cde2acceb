"""Which part of a query is for the index, which for the store, and which is for both.

An index finds articles by what they say; it can list neither all articles nor
those that lack a word, because it may not have heard of the newest ones yet. So
exclusions go to it only beside something that is sought.
"""

from __future__ import annotations

from reader.light import dataclass
from reader.search.tree import And, Filter, Not, Or, Query, all_of


@dataclass(frozen=True, slots=True)
class Parts:
    """A query as three that must all hold."""

    words: Query
    """What the index answers by itself."""
    filters: Query
    """What the store answers by itself."""
    mixed: tuple[Query, ...]
    """What is put together from answers of both: `is:starred OR ferry`, or `-ferry` alone."""


def divided(query: Query) -> Parts:
    """The query in its parts."""
    children = query.children if isinstance(query, And) else (query,)
    alone = [is_sought(child) for child in children]
    words: list[Query] = []
    filters: list[Query] = []
    mixed: list[Query] = []
    for child, sought in zip(children, alone, strict=True):
        if is_filter(child):
            filters.append(child)
        elif sought or (any(alone) and isinstance(child, Not) and is_sought(child.child)):
            words.append(child)
        else:
            mixed.append(child)
    return Parts(all_of(words), all_of(filters), tuple(mixed))


def is_filter(query: Query) -> bool:
    """Whether the store can answer this by itself."""
    match query:
        case Filter():
            return True
        case Not(child):
            return is_filter(child)
        case And(children) | Or(children):
            return bool(children) and all(is_filter(child) for child in children)
    return False


def is_sought(query: Query) -> bool:
    """Whether the index can answer this by itself: words, and some that are to be there."""
    match query:
        case Filter() | Not():
            return False
        case Or(children):
            return all(is_sought(child) for child in children)
        case And(children):
            excluded = [c.child for c in children if isinstance(c, Not)]
            wanted = [c for c in children if not isinstance(c, Not)]
            return bool(wanted) and all(is_sought(c) for c in wanted + excluded)
    return True
