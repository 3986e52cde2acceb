"""Plain text → blocks: paragraphs as their author meant them, and the little
structure that typed text has (items, quotes, unmistakable headings).

Nothing is guessed that a reader could mistake: where a form is in doubt the
lines stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from reader.light import dataclass
from reader.models import Block
from reader.parsing.credits import part_head
from reader.parsing.reflow import WIDEST, is_wrapped, reflow, wrap_column

_QUOTE = re.compile(r"[ ]{0,3}((?:>[ ]?)+)")
_BULLET = re.compile(r"([ \t]*)([-*•‣◦▪●○·])[ \t]+(?=\S)")
_NUMBER = re.compile(r"([ \t]*)((?:\d{1,3}|[a-z])[.)])[ \t]+(?=\S)")
_RULE = re.compile(r"[ \t]*(?:([-*_=~#+·•⁂])(?:[ \t]*\1){2,}|⁂)[ \t]*")
_UNDERLINE = re.compile(r"(={3,}|-{3,}|~{3,})\s*")
_HASHES = re.compile(r"(#{1,6})[ \t]+(\S.*?)[ \t]*#*\s*")
_ADDRESS = re.compile(r"\s*<?(?:https?://|www\.)\S+>?\s*", re.I)
_GAP = re.compile(r"[^\s.!?:;](?: {2,}|\t+)(?=\S)")
_CODE = re.compile(
    r"[;{}]\s*$|^\s*(?:def|class|if|for|while|return|import|#include|\$|//)\b|[=(]\)?\s*$|=>|::"
)
_LEADING_TABS = re.compile(r"^ *\t[ \t]*", re.M)
_DEEPEST = 16


@dataclass(frozen=True, slots=True)
class _Page:
    """What holds for the whole document: its wrap column, and how loud its capitals are."""

    column: int
    shouts: bool


def read_text(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text whose control characters are already gone."""
    text = part_head(_LEADING_TABS.sub(lambda tabs: tabs[0].expandtabs(8), text))
    lines = _unindented(text.split("\n"))
    page = _Page(wrap_column(list(_paragraphs(lines))), _shouts(text))
    return tuple(_numbered(_blocks(lines, page, 0)))


def _unindented(lines: list[str]) -> list[str]:
    """The lines without the margin that all of them share."""
    margin = min((len(s) - len(s.lstrip(" ")) for s in lines if s.strip()), default=0)
    return [s[margin:].rstrip() for s in lines] if margin else [s.rstrip() for s in lines]


def _paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    for filled, group in groupby(lines, key=lambda s: bool(s.strip())):
        if filled:
            yield list(group)


def _shouts(text: str) -> bool:
    """Whether capitals are the document's normal voice, so that they mark nothing."""
    sample = text[:20000]
    upper = sum(map(str.isupper, sample))
    return upper * 10 > 3 * max(1, sum(map(str.isalpha, sample)))


def _blocks(lines: Sequence[str], page: _Page, quoted: int) -> Iterator[Block]:
    for depth, group in groupby(lines, key=_quote_depth):
        if depth:
            inner = [_QUOTE.sub("", line, count=1) for line in group]
            column = wrap_column(list(_paragraphs(inner))) or page.column
            for block in _plain_blocks(inner, replace(page, column=column)):
                yield replace(block, quoted=min(quoted + depth, _DEEPEST))
        else:
            yield from _plain_blocks(list(group), page)


def _quote_depth(line: str) -> int:
    found = _QUOTE.match(line)
    return found[1].count(">") if found else 0


def _plain_blocks(lines: Sequence[str], page: _Page) -> Iterator[Block]:
    paragraphs = list(_paragraphs(lines))
    for number, paragraph in enumerate(paragraphs):
        last = number == len(paragraphs) - 1
        for piece in _pieces(paragraph):
            yield from _piece_blocks(piece, page, alone=len(piece) == len(paragraph), last=last)


def _pieces(paragraph: list[str]) -> Iterator[list[str]]:
    """A paragraph cut where a line can only stand by itself: an address, a rule, a heading."""
    start = number = 0
    while number < len(paragraph):
        size = _lone(paragraph, number)
        if size:
            if start < number:
                yield paragraph[start:number]
            yield paragraph[number : number + size]
            start = number = number + size
        else:
            number += 1
    if start < len(paragraph):
        yield paragraph[start:]


def _lone(lines: Sequence[str], number: int) -> int:
    """How many lines from `number` on form a piece of their own; 0 if none."""
    line = lines[number]
    if _is_underlined(lines, number):
        return 2
    return int(bool(_ADDRESS.fullmatch(line) or _RULE.fullmatch(line) or _is_hashed(line)))


def _is_underlined(lines: Sequence[str], number: int) -> bool:
    if number + 1 >= len(lines) or not _UNDERLINE.fullmatch(lines[number + 1]):
        return False
    heading = lines[number].strip()
    return 0 < len(heading) <= 120 and abs(len(heading) - len(lines[number + 1].strip())) <= 3


def _is_hashed(line: str) -> bool:
    return len(line) <= 200 and bool(_HASHES.fullmatch(line))


def _piece_blocks(lines: list[str], page: _Page, *, alone: bool, last: bool) -> Iterator[Block]:
    heading = _heading(lines, page, alone=alone, last=last)
    if heading:
        yield heading
    elif len(lines) == 1 and _RULE.fullmatch(lines[0]):
        yield Block("rule")
    elif table := _table(lines):
        yield table
    elif any(map(_marker, lines)):
        yield from _list(lines, page)
    elif _is_verbatim(lines):
        yield Block("code", "\n".join(_unindented(lines)))
    else:
        for text in reflow(lines, page.column):
            yield Block("paragraph", text)


def _heading(lines: Sequence[str], page: _Page, *, alone: bool, last: bool) -> Block | None:
    if len(lines) == 2 and _is_underlined(lines, 0):
        return Block("heading", lines[0].strip(), level=1 if lines[1][0] == "=" else 2)
    if len(lines) != 1:
        return None
    if _is_hashed(lines[0]) and (found := _HASHES.fullmatch(lines[0])):
        return Block("heading", found[2], level=len(found[1]))
    if alone and not last and not page.shouts and _is_capitals(lines[0].strip()):
        return Block("heading", lines[0].strip(), level=2)
    return None


def _is_capitals(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    cased = len(letters) >= 4 and all(c.isupper() for c in letters)
    return cased and len(line) <= 80 and len(letters) * 2 > len(line) and line[-1] not in ".,;:!?"


def _table(lines: Sequence[str]) -> Block | None:
    """Lines of the same number of cells, parted by tabs or by bars."""
    for mark in ("\t", "|"):
        if len(lines) < 2 or not all(mark in line for line in lines):
            continue
        rows = [_cells(line, mark) for line in lines]
        header = len(rows) > 2 and all(set(cell) <= set("-:= ") for cell in rows[1])
        rows = [r for r in rows if not all(set(cell) <= set("-:= ") for cell in r)]
        if rows and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1:
            text = "\n".join("\t".join(row) for row in rows)
            return Block("table", text, rows=tuple(rows), level=int(header))
    return None


def _cells(line: str, mark: str) -> tuple[str, ...]:
    inner = line.strip().strip("|") if mark == "|" else line
    return tuple(" ".join(cell.split()) for cell in inner.split(mark))


def _is_verbatim(lines: Sequence[str]) -> bool:
    """Columns set with spaces, or indented lines that read like a program."""
    gaps = sum(1 for line in lines if len(line) <= WIDEST and len(_GAP.findall(line)) >= 2)
    if len(lines) >= 2 and gaps * 10 >= len(lines) * 8:
        return True
    indented = all(line.startswith("    ") for line in lines)
    return indented and sum(1 for s in lines if _CODE.search(s)) * 2 >= len(lines)


def _marker(line: str) -> re.Match[str] | None:
    return _BULLET.match(line) or _NUMBER.match(line)


def _list(lines: Sequence[str], page: _Page) -> Iterator[Block]:
    """Items with the lines that continue them; text before the first is a paragraph."""
    first = next(n for n, line in enumerate(lines) if _marker(line))
    if first:
        yield from (Block("paragraph", text) for text in reflow(lines[:first], page.column))
    indents: list[int] = []
    for item in _items(lines[first:]):
        found = _marker(item[0])
        assert found is not None
        indent = len(found[1])
        while indents and indents[-1] > indent:
            indents.pop()
        if not indents or indents[-1] < indent:
            indents.append(indent)
        yield from _item_blocks(item, found, min(len(indents) - 1, _DEEPEST), page)


def _items(lines: Sequence[str]) -> Iterator[list[str]]:
    item = [lines[0]]
    for line in lines[1:]:
        if _marker(line):
            yield item
            item = [line]
        else:
            item.append(line)
    yield item


def _item_blocks(
    lines: Sequence[str], found: re.Match[str], level: int, page: _Page
) -> Iterator[Block]:
    mark, body = found[2], [lines[0][found.end() :], *lines[1:]]
    inside = all(line.startswith(" " * (len(found[1]) + 2)) for line in lines[1:])
    wrapped = is_wrapped(lines, page.column or max(map(len, lines)))
    if len(lines) == 1 or inside or wrapped:
        texts = [" ".join(line.strip() for line in body)]
    else:
        texts = [body[0].strip(), *reflow(body[1:], page.column)]
    yield Block("item", texts[0], level=level, marker=mark)
    yield from (Block("paragraph", text) for text in texts[1:])


def _numbered(blocks: Iterator[Block]) -> Iterator[Block]:
    """Items as they are, but a number, letter or dash that nothing follows on is text."""
    known = list(blocks)
    for number, block in enumerate(known):
        neighbours = known[max(0, number - 1) : number] + known[number + 1 : number + 2]
        if block.kind != "item":
            yield block
        elif _belongs(block, neighbours):
            yield replace(block, marker="•" if block.marker in "-*" else block.marker)
        else:
            text = f"{block.marker} {block.text}"
            yield replace(block, kind="paragraph", text=text, marker="", level=0)


def _belongs(block: Block, neighbours: Sequence[Block]) -> bool:
    """Whether an item stands in a row of items, or begins with a mark that is nothing else."""
    items = [other for other in neighbours if other.kind == "item"]
    if len(block.marker) == 1:
        return bool(items) or block.marker in "•‣◦▪●○"
    return any(
        abs(_rank(block.marker) - _rank(o.marker)) == 1 or o.level != block.level for o in items
    )


def _rank(marker: str) -> int:
    """Where a number or letter stands in its row."""
    label = marker.rstrip(".)")
    return int(label) if label.isdecimal() else ord(label[:1] or "\0")
