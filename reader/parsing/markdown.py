"""Markdown → blocks: CommonMark with tables, strikethrough, footnotes and front matter.

It is rendered to HTML and read by the HTML converter, so that both formats,
and HTML inside Markdown, come out the same.

Specification: https://spec.commonmark.org; tables and strikethrough as in
https://github.github.com/gfm/.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from reader.models import Block
from reader.parsing.credits import part_head
from reader.parsing.facts import Draft
from reader.parsing.frontmatter import take_front_matter
from reader.parsing.furniture import part_tail
from reader.parsing.pages import fragment_blocks
from reader.parsing.text import read_text

_DEEPEST = 60
_LARGEST = 4 << 20
_COSTLY = 2000
_MARKS = re.compile(r"[\[\]*_~<`!]")
_TAG_NAME = re.compile(r"</?([a-zA-Z][\w-]*)")
_TAG_NAMES = """
    a abbr address article aside audio b bdi bdo big blockquote body br button caption
    center cite code col colgroup dd del details dfn div dl dt em figcaption figure font
    footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd li link
    main map mark meta nav noscript object ol p picture pre q rp rt ruby s samp script
    section select small source span strike strong style sub summary sup table tbody td
    textarea tfoot th thead time title tr track tt u ul var video wbr
"""
_KNOWN_TAGS = frozenset(_TAG_NAMES.split())


def read_markdown(text: str) -> Draft:
    """The draft of a Markdown text whose control characters are already gone.

    What nests deeper than 60 levels, or is larger than 4 MiB, is read as
    plain text: all its words stay, its markup shows.
    """
    facts, body = take_front_matter(text)
    tokens = _tokens(part_tail(part_head(body))) if len(body) <= _LARGEST else []
    if not tokens or any(token.level >= _DEEPEST - 2 for token in tokens):
        blocks = read_text(body)
    else:
        parser = _parser()
        blocks = fragment_blocks(parser.renderer.render(tokens, parser.options, {}), facts.url)
    return Draft(blocks, facts, _first_heading(blocks))


def _first_heading(blocks: Sequence[Block]) -> str:
    """The first heading, unless a paragraph of the story stands before it."""
    for block in blocks[:6]:
        if block.kind == "heading":
            return block.text
        if block.kind not in {"image", "rule"} and len(block.text) > 200:
            return ""
    return ""


def _tokens(text: str) -> list[Token]:
    return _parser().parse(text)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST, "html": True})
    parser.enable(["table", "strikethrough"]).use(footnote_plugin)
    parser.core.ruler.at("inline", _parse_inline)
    parser.core.ruler.before("footnote_tail", "footnote_unreferenced", _keep_footnotes)
    parser.add_render_rule("html_inline", _raw_html)
    parser.add_render_rule("html_block", _raw_html)
    parser.add_render_rule("footnote_anchor", _nothing)
    parser.add_render_rule("footnote_caption", _footnote_mark)
    parser.add_render_rule("footnote_block_open", _footnotes_open)
    return parser


def _parse_inline(state: StateCore) -> None:
    """Inline markup, except in a paragraph with so much of it that the time would be quadratic."""
    for token in state.tokens:
        if token.type == "inline" and token.children is not None:
            if len(_MARKS.findall(token.content)) > _COSTLY:
                token.children.append(Token("text", "", 0, content=token.content))
            else:
                state.md.inline.parse(token.content, state.md, state.env, token.children)


def _raw_html(renderer: Any, tokens: Sequence[Token], place: int, *_: Any) -> str:
    """Raw HTML as it is; what only looks like a tag (`<your name>`) as text."""
    content = tokens[place].content
    names = {name.lower() for name in _TAG_NAME.findall(content)}
    if content.startswith(("<!--", "<?", "<!")) or names <= _KNOWN_TAGS:
        return content
    return html.escape(content)


def _keep_footnotes(state: StateCore) -> None:
    """A footnote that nothing refers to comes behind the others; its words would be lost."""
    known = state.env.get("footnotes", {})
    for name, number in known.get("refs", {}).items():
        if number < 0:
            listed = known.setdefault("list", {})
            known["refs"][name] = len(listed)
            listed[len(listed)] = {"label": name[1:], "count": 0}


def _footnotes_open(_renderer: Any, tokens: Sequence[Token], place: int, *_: Any) -> str:
    """A rule above the footnotes, where the author has not set one."""
    has_rule = place > 0 and tokens[place - 1].type == "hr"
    return f"{'' if has_rule else '<hr>'}<section><ol>"


def _nothing(*_: Any) -> str:
    """The arrow back from a footnote, which leads nowhere here."""
    return ""


def _footnote_mark(_renderer: Any, tokens: Sequence[Token], place: int, *_: Any) -> str:
    """The mark of a reference, the same each time it occurs: what its footnote is marked with."""
    return f"[{tokens[place].meta['id'] + 1}]"
