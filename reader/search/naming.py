"""Saved searches inside queries: `in:@name`. Pure; `saved` has each search's query by folded name.

A saved search may name others. One that comes back to itself finds nothing at that
place, which a hint says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reader.models import folded_name
from reader.search.plan import marked, plan_of
from reader.search.query import And, Filter, Not, Or, Query, Request, leaves, understand

Saved = Mapping[str, str]


def asked_for(query: Query) -> Iterator[str]:
    """The names in a query, as they are typed, left to right; those it excludes too."""
    match query:
        case Filter("in", name):
            yield name
        case And(children) | Or(children):
            for child in children:
                yield from asked_for(child)
        case Not(child):
            yield from asked_for(child)


def nested_hints(query: Query, saved: Saved) -> tuple[str, ...]:
    """What the saved searches that a query names, and those that they name, are told."""
    return tuple(dict.fromkeys(_hints(query, saved, (), set())))


def _hints(query: Query, saved: Saved, path: tuple[str, ...], told: set[str]) -> Iterator[str]:
    for name in asked_for(query):
        folded = folded_name(name)
        if folded in path:
            yield f"The saved search “{name}” asks for itself; it finds nothing there."
        elif folded in saved and folded not in told:
            inner = understand(saved[folded], saved=saved)
            for text in inner.astray:
                yield f"“{text}” in the saved search “{name}” was searched as text."
            yield from _hints(inner.tree, saved, (*path, folded), told)
            told.add(folded)


def reaches(query: Query, name: str, saved: Saved) -> bool:
    """Whether a query asks for this saved search, by itself or through others."""
    trees = (query, *named_by(query, saved))
    return any(folded_name(name) == folded_name(n) for tree in trees for n in asked_for(tree))


def named_by(query: Query, saved: Saved) -> list[Query]:
    """The saved searches that a query asks for, and those that they ask for, each once."""
    found: dict[str, Query] = {}
    waiting = list(asked_for(query))
    while waiting:
        name = folded_name(waiting.pop())
        if name in saved and name not in found:
            found[name] = understand(saved[name], saved=saved).tree
            waiting += asked_for(found[name])
    return list(found.values())


def renamed(text: str, old: str, new: str, saved: Saved) -> str:
    """A query that asks for the new name where it asked for the old one; else as it was."""
    request = understand(text, saved=saved)
    changed = _renamed(request.tree, folded_name(old), new)
    return text if changed == request.tree else str(replace(request, tree=changed))


def _renamed(query: Query, old: str, new: str) -> Query:
    match query:
        case Filter("in", name):
            return Filter("in", new) if folded_name(name) == old else query
        case And(children):
            return And(tuple(_renamed(child, old, new) for child in children))
        case Or(children):
            return Or(tuple(_renamed(child, old, new) for child in children))
        case Not(child):
            return Not(_renamed(child, old, new))
    return query


def ordered(request: Request, saved: Saved) -> Request:
    """A saved search alone comes in its own order, unless another is asked for."""
    if request.order or not isinstance(request.tree, Filter) or request.tree.field != "in":
        return request
    kept = saved.get(folded_name(request.tree.value), "")
    return replace(request, order=understand(kept, saved=saved).order)


def terms(query: Query, saved: Saved, languages: Sequence[str]) -> frozenset[str]:
    """What to mark in articles for the words of the saved searches that a query names."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = _named(query)
    while waiting:
        if (name := waiting.pop()) not in seen:
            seen.add(name)
            inner = understand(saved.get(name, ""), saved=saved).tree
            waiting += _named(inner)
            plans = [plan_of(leaf, languages) for leaf in leaves(inner)]
            found.update(term for plan in plans if plan for term in marked(plan))
    return frozenset(found)


def _named(query: Query) -> list[str]:
    """The saved searches that a query wants, folded."""
    wanted = (leaf for leaf in leaves(query) if isinstance(leaf, Filter))
    return [folded_name(leaf.value) for leaf in wanted if leaf.field == "in"]
