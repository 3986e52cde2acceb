"""A query in a person's words: the chips that show what was understood, and hints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from typing import Literal

from reader.light import dataclass
from reader.search.days import ends
from reader.search.division import is_filter
from reader.search.grammar import ORDERS, PARTS, STATES, known_field
from reader.search.naming import Saved, named_by, nested_hints
from reader.search.query import (
    NOTHING,
    And,
    Filter,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Request,
    Word,
    understand,
)

Kind = Literal["word", "filter", "not", "or", "order", "text"]

_UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}
_ORDERS = {
    "relevance": "best first",
    "new": "newest first",
    "old": "oldest first",
    "feed": "by source",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that was understood, short enough to stand beside others."""

    label: str
    kind: Kind
    """What the screen colours it by; `text` is what was meant as a filter and is none."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A query as it was read."""

    text: str
    """In its plainest form; the same query as the one typed."""
    chips: tuple[Chip, ...]
    """Its parts in words; none for plain words."""
    hints: tuple[str, ...]
    """A sentence for each thing that looks like a filter and is none."""
    empty: bool
    """Nothing is asked for, or not yet."""
    words: bool
    """The index is needed to answer it."""


def understood(
    text: str, *, typing: bool = False, saved: Saved = MappingProxyType({})
) -> Understood:
    """Read a query. With `typing` its end may be unfinished.

    `saved` has the query of each saved search by its folded name.
    """
    request = understand(text, typing=typing, saved=saved)
    trees = (request.tree, *named_by(request.tree, saved))
    words = any(tree != NOTHING and not is_filter(tree) for tree in trees)
    told = (*hints(request), *nested_hints(request.tree, saved))
    return Understood(str(request), chips(request), told, request.empty, words)


def chips(request: Request) -> tuple[Chip, ...]:
    """What was understood, left to right. Nothing for plain words, which show themselves."""
    if _is_plain(request):
        return ()
    found = [chip for chip in _chips(request.tree) if chip.label not in request.astray]
    if request.order:
        found.append(Chip(_ORDERS[request.order], "order"))
    found += [Chip(f"“{text}” as text", "text") for text in request.astray]
    return tuple(found)


def hints(request: Request) -> tuple[str, ...]:
    """A sentence for each thing that looks like a filter and was sought as text."""
    return tuple(f"“{text}” was searched as text{_known(text)}." for text in request.astray)


def _known(text: str) -> str:
    """The values that its field has, where it has a few."""
    field = known_field(text.partition(":")[0])
    values = {"is": STATES, "has": PARTS, "sort": ORDERS}.get(field, ())
    if values:
        return f"; {field}: can be {', '.join(values)}"
    if field == "in":
        return "; no saved search has that name"
    if field == "lang":
        return "; lang: can be a code of two letters or three, such as en, de or zh"
    if field in ("date", "after", "before"):
        return f"; {field}: can be today, 7d, 2026-11 or 2026-11-01..2026-11-10"
    return ""


def _is_plain(request: Request) -> bool:
    tree = request.tree
    parts = tree.children if isinstance(tree, And) else (tree,)
    words = all(isinstance(part, Word) and not part.field and not part.exact for part in parts)
    return words and not request.order and not request.astray


def _chips(query: Query) -> Iterator[Chip]:
    match query:
        case And(children):
            for child in children:
                yield from _chips(child)
        case Filter():
            yield Chip(label(query), "filter")
        case Not():
            yield Chip(label(query), "not")
        case Or():
            yield Chip(label(query), "or")
        case _:
            yield Chip(label(query), "word")


def label(query: Query) -> str:
    """A part of a query as a person would say it."""
    match query:
        case Word(text, field, exact):
            return _in(field, f"exactly {text}" if exact else text)
        case Prefix(text, field):
            return _in(field, f"{text}…")
        case Fuzzy(text, field):
            return _in(field, f"like {text}")
        case Phrase(text, field):
            return _in(field, f"“{text}”")
        case Filter():
            return _filter(query)
        case Not(child):
            return f"not {_nested(child)}"
        case And(children):
            return " and ".join(_nested(c) for c in children)
        case Or(children):
            return " or ".join(_nested(c) for c in children)


def _nested(query: Query) -> str:
    return f"({label(query)})" if isinstance(query, And | Or) else label(query)


def _in(field: str, text: str) -> str:
    return f"{field}: {text}" if field else text


def _filter(query: Filter) -> str:
    value = query.value
    match query.field:
        case "is":
            return value
        case "has":
            return f"with {value}"
        case "feed":
            return f"feed: {value[1:]}" if value[:1] == "@" else f"source: {value}"
        case "url":
            return f"address: {value}"
        case "lang":
            return f"language: {value}"
        case "in":
            return f"saved: {value}"
        case "after":
            return _last(value) or f"from {value} on"
        case "before":
            return f"before {_last(value) or value}"
        case "date":
            return _last(value) or _range(value)
    return f"{query.field}: {value}"


def _last(value: str) -> str:
    """`7d` in words, "" for another date."""
    count, unit = value[:-1], _UNITS.get(value[-1:], "")
    if not unit or not count.isdigit():
        return ""
    return f"the last {unit}" if count == "1" else f"the last {count} {unit}s"


def _range(value: str) -> str:
    if ".." not in value:
        return value
    first, last = ends(value, date.today())
    if not first:
        return f"until {last}"
    return f"{first} to {last}" if last else f"from {first} on"
