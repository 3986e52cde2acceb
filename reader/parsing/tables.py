"""Which tables hold data rather than a page's layout, and their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

from reader.models import Block, Span
from reader.parsing.elements import number_of
from reader.parsing.tree import Element

Line = tuple[str, tuple[Span, ...]]
"""A text on one line, and the spans that run through it."""

_EMPTY: Line = ("", ())
_LAYOUT = frozenset(
    {"table", "p", "div", "h1", "h2", "h3", "h4", "article", "section", "form", "blockquote", "pre",
     "figure", "ol"}
)  # fmt: skip
_WIDEST = 100


def is_data_table(table: Element) -> bool:
    """Whether the table has rows and columns of values.

    Tables of one column or one row, and those whose cells hold whole parts of
    a page, are layout. A heading cell or a caption speaks for data.
    """
    if (table.get("role") or "") in {"presentation", "none"}:
        return False
    inner = {child.tag for child in table.iterdescendants() if isinstance(child.tag, str)}
    if "table" in inner:
        return False
    says_so = bool(inner & {"th", "caption", "thead"})
    if inner & _LAYOUT and not (says_so and not inner & {"form", "article", "section"}):
        return False
    widths = [len(_cells(row)) for row in _rows(table)]
    return len(widths) >= 2 and max(widths) >= 2


def read_table(table: Element, read: Callable[[Element], Line]) -> Block:
    """The table as a block, its rows of equal length and without empty ones.

    `read` gives the text of a cell, without tabs and line breaks, and its spans.
    """
    rows = [_texts(row, read) for row in _rows(table)]
    rows = [row for row in rows if any(text for text, _ in row)]
    width = max(map(len, rows), default=0)
    rows = [[*row, *[_EMPTY] * (width - len(row))] for row in rows]
    spans: list[Span] = []
    place = 0
    for text, within in chain.from_iterable(rows):
        spans += (replace(s, start=s.start + place, end=s.end + place) for s in within)
        place += len(text) + 1  # a tab or a line break stands behind each cell
    cells = tuple(tuple(text for text, _ in row) for row in rows)
    joined = "\n".join(map("\t".join, cells))
    return Block("table", joined, tuple(spans), rows=cells, level=int(_has_header(table)))


def _rows(table: Element) -> Iterator[Element]:
    return table.iter("tr")


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _texts(row: Element, read: Callable[[Element], Line]) -> list[Line]:
    texts: list[Line] = []
    for cell in _cells(row):
        span = min(max(1, number_of(cell.get("colspan"), 1)), _WIDEST)
        texts += [read(cell), *[_EMPTY] * (span - 1)]
    return texts[:_WIDEST]


def _has_header(table: Element) -> bool:
    first = next(_rows(table), None)
    if first is None:
        return False
    parent = first.getparent()
    cells = _cells(first)
    return (parent is not None and parent.tag == "thead") or (
        bool(cells) and all(cell.tag == "th" for cell in cells)
    )
