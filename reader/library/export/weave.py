"""Writing a block's spans around its text, for any markup with signs that open and close."""

from __future__ import annotations

from collections.abc import Callable
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
