"""A query with one more filter, as the person would have typed it. Pure."""

from __future__ import annotations

from collections.abc import Callable

from reader.search.query import And, Filter, Query, Request, all_of, understand

_LONGEST = 1000
_SAMPLE = Filter("date", "2026-11")


def narrowing(text: str, *, typing: bool = False) -> Callable[[Filter], str]:
    """What adds a filter to this query; its answer is "" where that cannot be said.

    The filter goes to the end, or to the front where the end is still being
    typed or a quotation mark is open there; the rest stays as it was typed.
    """
    request = understand(text, typing=typing)
    ways: list[Callable[[Filter], str]] = [
        lambda wanted: f"{text.rstrip()} {wanted}".lstrip(),
        lambda wanted: f"{wanted} {text.lstrip()}".rstrip(),
        lambda wanted: f"{request} {wanted}".lstrip(),
    ]
    for way in ways:
        if _means(way(_SAMPLE), request, typing):
            there = frozenset(_parts(request.tree))
            return lambda wanted: text if wanted in there else _said(wanted, way(wanted))
    return lambda _: ""


def _means(text: str, request: Request, typing: bool) -> bool:
    """Whether this is the request and the sample besides."""
    found = understand(text, typing=typing)
    wanted = _parts(request.opened)
    same = _parts(found.opened) in ([*wanted, _SAMPLE], [_SAMPLE, *wanted])
    return same and (found.order, found.astray) == (request.order, request.astray)


def _parts(query: Query) -> list[Query]:
    joined = all_of([query, _SAMPLE])
    return list(joined.children[:-1]) if isinstance(joined, And) else []


def _said(wanted: Filter, text: str) -> str:
    """The text, where it is not too long and the filter can be written."""
    return text if len(text) <= _LONGEST and understand(str(wanted)).tree == wanted else ""
