"""An article as Markdown (CommonMark with tables and footnotes) under YAML front matter."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import pairwise

from reader.library.export.html import WEB, figure
from reader.library.export.weave import (
    REFERRED,
    REFERS,
    about,
    cells,
    kept,
    weave,
    with_marks,
)
from reader.models import Article, Block, Span

_SIGNS = {"strong": "**", "emphasis": "*", "strike": "~~"}
_SPECIAL = re.compile(r"([\\`*_\[\]<>&~|])")
_LINE_START = re.compile(r"(?m)^(\s*)([#+\-=]|\d+(?=[.)]))")
_NUMBER = re.compile(r"(\d+)[.)]")


def render(article: Article) -> str:
    """The whole document; ends with a line break."""
    known: dict[str, str | list[str]] = {**about(article)}
    if article.tags:
        known["tags"] = list(article.tags)
    if article.note:
        known["note"] = article.note.text
    # A JSON text or list is YAML too, whatever is in it.
    head = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in known.items()]
    blocks = [Block("heading", article.headline.title, level=1), *with_marks(kept(article))]
    blocks = _without_rule(blocks)
    body = _block(blocks[0])
    for before, block in pairwise(blocks):
        # Items of one list stand together; a blank line would make each a paragraph.
        body += ("\n" if before.kind == block.kind == "item" else "\n\n") + _block(block)
    return "\n".join(["---", *head, "---", "", body, ""])


def _without_rule(blocks: list[Block]) -> list[Block]:
    """Without the rule above the footnotes, which whoever reads Markdown sets there."""
    followed = zip(blocks, [*blocks[1:], None], strict=True)
    return [
        b for b, after in followed if not (b.kind == "rule" and after and after.kind == "footnote")
    ]


def _block(block: Block) -> str:
    quote = "> " * block.quoted
    body = _WRITERS.get(block.kind, _paragraph)(block)
    return "\n".join(
        (quote + line).rstrip() if line.strip() else quote.rstrip() for line in body.split("\n")
    )


def _paragraph(block: Block) -> str:
    return _inline(block).replace("\n", "\\\n")


def _heading(block: Block) -> str:
    return "#" * min(6, max(1, block.level)) + " " + _inline(block).replace("\n", " ")


def _item(block: Block) -> str:
    number = _NUMBER.fullmatch(block.marker)
    marker = f"{number[1]}." if number else "-"
    indent = "    " * block.level
    hang = indent + " " * (len(marker) + 1)
    return f"{indent}{marker} " + _inline(block).replace("\n", f"\\\n{hang}")


def _code(block: Block) -> str:
    fence = "`" * max(3, _longest_run(block.text) + 1)
    return f"{fence}{block.marker}\n{block.text}\n{fence}"


def _table(block: Block) -> str:
    if not block.rows:
        return _paragraph(block)
    width = max(map(len, block.rows))
    rows = [[_cell(cell) for cell in row] for row in cells(block)]
    head, *rest = rows if block.level else [[""] * width, *rows]
    lines = [head, ["---"] * width, *rest]
    return "\n".join("| " + " | ".join(line + [""] * (width - len(line))) + " |" for line in lines)


def _cell(cell: Block) -> str:
    """On one line, and without a bar of its own, in code neither."""
    written = weave(cell, _escaped, _wrapped, lambda code: _code_span(code).replace("|", "\\|"))
    return " ".join(written.split())


def _image(block: Block) -> str:
    if block.spans and block.target.startswith(WEB):
        return figure(block)  # what a picture says in Markdown has no links
    return f"![{_inline(block)}]({_address(block.target)})" if block.target else _paragraph(block)


def _footnote(block: Block) -> str:
    return f"[^{block.marker or 'note'}]: {_inline(block)}"


_WRITERS: dict[str, Callable[[Block], str]] = {
    "heading": _heading,
    "item": _item,
    "code": _code,
    "table": _table,
    "image": _image,
    "rule": lambda _: "---",
    "footnote": _footnote,
}


def _inline(block: Block) -> str:
    return weave(block, _escaped, _wrapped, _code_span)


def _escaped(text: str) -> str:
    escaped = _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))
    return escaped.replace(REFERS, "[^").replace(REFERRED, "]")


def _wrapped(span: Span, inside: str) -> str:
    if span.style == "link":
        return f"[{inside}]({_address(span.target)})"
    return f"{_SIGNS[span.style]}{inside}{_SIGNS[span.style]}"


def _address(target: str) -> str:
    return (
        "<"
        + target.replace("<", "%3C").replace(">", "%3E").replace("|", "%7C").replace("\n", "")
        + ">"
    )


def _code_span(text: str) -> str:
    fence = "`" * (_longest_run(text) + 1)
    gap = " " if "`" in (text[:1], text[-1:]) else ""
    return f"{fence}{gap}{text}{gap}{fence}"


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)
