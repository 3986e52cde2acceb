"""The order of a list as part of a query: `sort:old`. Pure; it looks at the query's text alone."""

from __future__ import annotations

from typing import get_args

from reader.library import Order
from reader.light import pattern

SAID = {
    "new": "newest first",
    "old": "oldest first",
    "feed": "by source",
    "relevance": "best first",
}
"""The orders, as the screen calls them."""
_SORT = pattern(r'(["“”„‟＂][^"“”„‟＂]*["“”„‟＂]?)|(?:^|\s+)sort:(\w*)')
"""What stands in quotes is no order, whatever it says."""


def ordered(query: str) -> str:
    """The order that a query asks for."""
    said = next((found[2] for found in _SORT.finditer(query) if found[2] is not None), "")
    return said if said in get_args(Order) else "relevance"


def unordered(query: str) -> str:
    """The query without an order of its own."""
    return _SORT.sub(lambda found: found[1] or "", query).strip()


def resorted(query: str, order: str) -> str:
    """The query in another order."""
    return f"{unordered(query)} sort:{order}"
