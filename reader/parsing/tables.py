"""Which tables hold data rather than a page's layout, and their cells."""

from __future__ import annotations

from collections.abc import Iterator

from reader.parsing.elements import number_of, plain
from reader.parsing.tree import Element

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


def read_rows(table: Element) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """The cells as text, row by row and of equal length, and whether row 0 is a header."""
    rows = [_texts(row) for row in _rows(table)]
    rows = [row for row in rows if any(row)]
    width = max(map(len, rows), default=0)
    filled = tuple((*row, *[""] * (width - len(row))) for row in rows)
    return filled, _has_header(table)


def _rows(table: Element) -> Iterator[Element]:
    return table.iter("tr")


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _texts(row: Element) -> list[str]:
    texts: list[str] = []
    for cell in _cells(row):
        span = min(max(1, number_of(cell.get("colspan"), 1)), _WIDEST)
        texts += [plain(cell), *[""] * (span - 1)]
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
