"""Search: a Whoosh index beside the store, built from it and deletable at any time.

The names load their modules when first used, so that a screen which may search
later has nothing to wait for now.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reader.search.index import SCHEMA_VERSION, Index, State
    from reader.search.marking import marks, passage
    from reader.search.query import Query, parse

__all__ = ["SCHEMA_VERSION", "Index", "Query", "State", "marks", "parse", "passage"]

_HOMES = {
    "Index": "index",
    "SCHEMA_VERSION": "index",
    "State": "index",
    "marks": "marking",
    "passage": "marking",
    "Query": "query",
    "parse": "query",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
