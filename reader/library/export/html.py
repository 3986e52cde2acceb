"""An article as an HTML page that stands alone: no style, no script, nothing fetched but its pictures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html import escape
from itertools import groupby

from reader.library.export.weave import REFERRED, REFERS, about, cells, kept, weave, with_marks
from reader.models import Article, Block, Span

_TAGS = {"strong": "strong", "emphasis": "em", "strike": "s"}
_MARKED = re.compile(f"{REFERS}(\\d+){REFERRED}")
_NUMBER = re.compile(r"(\d+)[.)]")
WEB = ("http://", "https://")


def render(article: Article) -> str:
    """The whole page; ends with a line break."""
    known = {name: escape(value) for name, value in about(article).items()}
    title = known.get("title", "")
    language = f' lang="{known["lang"]}"' if "lang" in known else ""
    lines = ["<!doctype html>", f"<html{language}>", "<head>", '<meta charset="utf-8">']
    lines += [f"<title>{title}</title>", *_meta(known), *_keywords(article), "</head>"]
    lines += ["<body>", "<article>", f"<h1>{title}</h1>", *_body(with_marks(kept(article)))]
    lines += ["</article>"]
    lines += [*_note(article), "</body>", "</html>", ""]
    return "\n".join(lines)


def _keywords(article: Article) -> list[str]:
    names = escape(", ".join(article.tags))
    return [f'<meta name="keywords" content="{names}">'] if names else []


def _note(article: Article) -> list[str]:
    """The person's note, beside the article and plainly no part of it."""
    if not article.note:
        return []
    text = escape(article.note.text).replace("\n", "<br>\n")
    return [f'<aside class="note"><h2>Note</h2><p>{text}</p></aside>']


def _meta(known: dict[str, str]) -> list[str]:
    templates = {
        "author": '<meta name="author" content="{}">',
        "date": '<meta property="article:published_time" content="{}">',
        "source": '<meta property="og:site_name" content="{}">',
        "url": '<link rel="canonical" href="{}">',
    }
    return [template.format(known[name]) for name, template in templates.items() if name in known]


def _body(blocks: list[Block]) -> list[str]:
    lines = []
    for (quoted, kind), group in groupby(blocks, key=lambda b: (b.quoted, _LISTED.get(b.kind))):
        run = list(group)
        inside = kind(run) if kind else [_block(block) for block in run]
        lines += ["<blockquote>"] * quoted + inside + ["</blockquote>"] * quoted
    return lines


def _lists(items: list[Block]) -> list[str]:
    """Items, nested by their level, as lists within lists."""
    lines: list[str] = []
    open_tags: list[str] = []
    for item in items:
        while len(open_tags) > item.level + 1:
            lines.append(f"</li></{open_tags.pop()}>")
        if len(open_tags) == item.level + 1:
            lines.append("</li>")
        while len(open_tags) < item.level + 1:
            number = _NUMBER.fullmatch(item.marker)
            open_tags.append("ol" if number else "ul")
            start = f' start="{number[1]}"' if number and number[1] != "1" else ""
            missing = len(open_tags) < item.level + 1
            lines.append(f"<{open_tags[-1]}{start}>" + ("<li>" if missing else ""))
        lines.append(f"<li>{_inline(item)}")
    return lines + [f"</li></{tag}>" for tag in reversed(open_tags)]


def _footnotes(notes: list[Block]) -> list[str]:
    """Notes as a list; the mark of each in the text leads to it."""
    return ["<ol>", *map(_footnote, notes), "</ol>"]


def _footnote(note: Block) -> str:
    if note.marker.isdecimal():
        return f'<li id="fn{int(note.marker)}" value="{int(note.marker)}">{_inline(note)}</li>'
    return f"<li>{_inline(note)}</li>"


_LISTED = {"item": _lists, "footnote": _footnotes}
"""Kinds of blocks that stand together in a list."""


def _block(block: Block) -> str:
    return _WRITERS.get(block.kind, _paragraph)(block)


def _paragraph(block: Block) -> str:
    return f"<p>{_inline(block)}</p>"


def _heading(block: Block) -> str:
    tag = f"h{min(6, max(2, block.level))}"
    return f"<{tag}>{_inline(block)}</{tag}>"


def _code(block: Block) -> str:
    language = f' class="language-{escape(block.marker)}"' if block.marker else ""
    return f"<pre><code{language}>{escape(block.text)}</code></pre>"


def _table(block: Block) -> str:
    if not block.rows:
        return _paragraph(block)
    lines = []
    for place, row in enumerate(cells(block)):
        tag = "th" if block.level and place == 0 else "td"
        lines.append("<tr>" + "".join(f"<{tag}>{_inline(cell)}</{tag}>" for cell in row) + "</tr>")
    return "\n".join(["<table>", *lines, "</table>"])


def _image(block: Block) -> str:
    return figure(block) if block.target.startswith(WEB) else _paragraph(block)


def figure(block: Block) -> str:
    """A picture of the web with its caption."""
    if not block.spans:
        return f'<figure><img src="{escape(block.target)}" alt="{escape(block.text)}"></figure>'
    # Links can stand in a caption only; what the picture shows is on the line below it.
    caption, _, shows = block.text.partition("\n")
    image = f'<img src="{escape(block.target)}" alt="{escape(shows)}">'
    inside = _inline(replace(block, text=caption))
    return f"<figure>{image}<figcaption>{inside}</figcaption></figure>"


_WRITERS: dict[str, Callable[[Block], str]] = {
    "heading": _heading,
    "code": _code,
    "table": _table,
    "image": _image,
    "rule": lambda _: "<hr>",
}


def _inline(block: Block) -> str:
    return weave(block, _escaped, _wrapped, lambda text: f"<code>{escape(text)}</code>").replace(
        "\n", "<br>\n"
    )


def _escaped(text: str) -> str:
    return _MARKED.sub(r'<sup><a href="#fn\1">\1</a></sup>', escape(text))


def _wrapped(span: Span, inside: str) -> str:
    if span.style == "link":
        return f'<a href="{escape(span.target)}">{inside}</a>'
    return f"<{_TAGS[span.style]}>{inside}</{_TAGS[span.style]}>"
