"""Everything a person can do with their articles, as plain synchronous calls."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from reader.library.library import Library, Moment, Order, Scope, StateName, open_library

if TYPE_CHECKING:
    from reader.library.advising import Advice, Offer, PartCount
    from reader.library.exchange import SavedImport
    from reader.library.facets import Bucket, Facet, Facets, Timeline, Value
    from reader.library.keeping import Deleted
    from reader.library.searching import Step
    from reader.search.completion import Completion, Vocabulary
    from reader.search.wording import Chip, Understood

__all__ = [
    "Advice",
    "Bucket",
    "Chip",
    "Completion",
    "Deleted",
    "Facet",
    "Facets",
    "Library",
    "Moment",
    "Offer",
    "Order",
    "PartCount",
    "SavedImport",
    "Scope",
    "StateName",
    "Step",
    "Timeline",
    "Understood",
    "Value",
    "Vocabulary",
    "open_library",
]

# What only a search needs is loaded when it is first asked for.
_HOMES = {
    **dict.fromkeys(("Advice", "Offer", "PartCount"), "reader.library.advising"),
    **dict.fromkeys(("Bucket", "Facet", "Facets", "Timeline", "Value"), "reader.library.facets"),
    "Deleted": "reader.library.keeping",
    "SavedImport": "reader.library.exchange",
    "Step": "reader.library.searching",
    "Completion": "reader.search.completion",
    "Vocabulary": "reader.search.completion",
    "Chip": "reader.search.wording",
    "Understood": "reader.search.wording",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
