"""Writing a block's spans around its text, for any markup with signs that open and close."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import replace

from reader.models import Article, Block, Span


def about(article: Article) -> dict[str, str]:
    """What is known of the article under the names `add` understands, without what is not known."""
    headline = article.headline
    found = {
        "title": headline.title,
        "author": article.author,
        "date": headline.published,
        "source": headline.source,
        "url": article.url,
        "lang": article.language,
    }
    return {name: value for name, value in found.items() if value}


def kept(article: Article) -> list[Block]:
    """The blocks that are read."""
    return [block for block in article.blocks if not block.removed]


REFERS, REFERRED = "\x02", "\x03"
"""Stand in place of the brackets of a footnote's mark; no text has them of its own."""
_MARK = re.compile(r"\[(\d{1,4})\]")


def with_marks(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, marks of footnotes that are there in other brackets than those of the text.

    As on the screen: not in code, nor within a link.
    """
    labels = {block.marker for block in blocks if block.kind == "footnote"}
    return [_marked(block, labels) for block in blocks] if labels else list(blocks)


def _marked(block: Block, labels: Container[str]) -> Block:
    if block.kind in ("code", "rule", "image"):
        return block
    exempt = [span for span in block.spans if span.style in ("code", "link")]

    def drawn(found: re.Match[str]) -> str:
        start, end = found.span()
        inside = any(s.start < end and start < s.end for s in exempt)
        # Where a style begins or ends within the brackets, these would be parted.
        parted = any(start < edge < end for s in block.spans for edge in (s.start, s.end))
        # At the start of a line, with a colon, it would be read as the note itself.
        begins = not start or block.text[start - 1] == "\n"
        defines = begins and block.text[end : end + 1] == ":"
        refers = found[1] in labels and not (inside or parted or defines)
        return f"{REFERS}{found[1]}{REFERRED}" if refers else found[0]

    text = _MARK.sub(drawn, block.text)
    whole = "\n".join(map("\t".join, block.rows)) == block.text
    rows = tuple(tuple(line.split("\t")) for line in text.split("\n"))
    return replace(block, text=text, rows=rows if block.rows and whole else block.rows)


def cells(block: Block) -> list[list[Block]]:
    """The rows of a table, each cell a block with the spans that run through it."""
    whole = "\n".join(map("\t".join, block.rows)) == block.text
    rows: list[list[Block]] = []
    start = 0
    for row in block.rows:
        rows.append([])
        for text in row:
            end = start + len(text)
            inside = (s for s in block.spans if whole and start <= s.start < s.end <= end)
            spans = tuple(replace(s, start=s.start - start, end=s.end - start) for s in inside)
            rows[-1].append(Block("paragraph", text, spans))
            start = end + 1  # a tab or a line break stands behind each cell
    return rows


def weave(
    block: Block,
    plain: Callable[[str], str],
    wrap: Callable[[Span, str], str],
    code: Callable[[str], str],
) -> str:
    """The block's text with its spans written around it.

    Args:
        plain: escapes text outside of code.
        wrap: puts a span's signs around its inside, already written.
        code: writes an inline code span.
    """
    text = block.text
    return _woven(text, 0, len(text), _nested(block.spans, text), plain, wrap, code)


def _woven(
    text: str,
    start: int,
    end: int,
    spans: list[Span],
    plain: Callable[[str], str],
    wrap: Callable[[Span, str], str],
    code: Callable[[str], str],
) -> str:
    written = []
    while spans:
        span = spans.pop(0)
        inside = [s for s in spans if s.end <= span.end]
        spans = spans[len(inside) :]
        written.append(plain(text[start : span.start]))
        if span.style == "code":
            written.append(code(text[span.start : span.end]))
        else:
            body = _woven(text, span.start, span.end, inside, plain, wrap, code)
            written.append(wrap(span, body))
        start = span.end
    return "".join([*written, plain(text[start:end])])


def _nested(spans: tuple[Span, ...], text: str) -> list[Span]:
    """Spans in order, trimmed of space at their ends; those that would cross another are left out."""
    found: list[Span] = []
    ends: list[int] = []
    for span in sorted((_trimmed(s, text) for s in spans), key=lambda s: (s.start, -s.end)):
        while ends and ends[-1] <= span.start:
            ends.pop()
        if span.start < span.end <= (ends[-1] if ends else len(text)):
            found.append(span)
            ends.append(span.end)
    return found


def _trimmed(span: Span, text: str) -> Span:
    inside = text[span.start : span.end]
    start = span.start + len(inside) - len(inside.lstrip())
    return Span(start, start + len(inside.strip()), span.style, span.target)
