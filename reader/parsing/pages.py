"""An HTML document → a draft: its facts, its blocks, and which of these are the article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader.models import Block
from reader.parsing.content import outside_article
from reader.parsing.convert import Piece, convert
from reader.parsing.credits import credit
from reader.parsing.elements import page_base
from reader.parsing.facts import Draft, Facts
from reader.parsing.furniture import FURNITURE
from reader.parsing.heads import same_title
from reader.parsing.pagefacts import date_in, page_facts
from reader.parsing.pullquotes import mark_pull_quotes
from reader.parsing.text import read_text
from reader.parsing.tree import Element, bare_text, parse_tree

_NEAR = 12
_PROSE = 250


def read_html(text: str, url: str = "") -> Draft:
    """The draft of a page or of a fragment of HTML.

    `url` is its address if that is known better than the page knows it. Raises
    DocumentError when there is no element in it.
    """
    root = parse_tree(text)
    if root is None:
        return Draft(read_text(bare_text(text)), Facts(url=url))
    facts, heading = page_facts(root, url)
    pieces = _pieces(root, page_base(root, facts.url))
    facts = facts.or_else(_visible(pieces, heading or facts.title))
    facts = facts.or_else(Facts(published=date_in(facts.url)))
    outside = outside_article(pieces, root, text)
    blocks = tuple(
        replace(piece.block, removed=FURNITURE) if number in outside else piece.block
        for number, piece in enumerate(pieces)
    )
    return Draft(mark_pull_quotes(blocks), facts, heading)


def _visible(pieces: Sequence[Piece], heading: str) -> Facts:
    """What byline and dateline between the headline and the first prose say."""
    start = next((n for n, p in enumerate(pieces) if same_title(p.block.text, heading)), None)
    facts = Facts()
    for piece in pieces[start + 1 :][:_NEAR] if start is not None else ():
        text = piece.block.text
        if piece.block.kind == "paragraph" and len(text) > _PROSE:
            break
        if read := credit(text, beside_one=bool(facts.author)):
            facts = facts.or_else(Facts(author=read.author, published=read.published))
    return facts


def _pieces(root: Element, base: str) -> list[Piece]:
    """All pieces of a page; hidden ones too if nothing else is there (pages shown by a script)."""
    pieces = convert(root, base)
    if any(piece.block.text for piece in pieces):
        return pieces
    return convert(root, base, hidden=True)


def fragment_blocks(text: str, url: str = "") -> tuple[Block, ...]:
    """The blocks of markup that is known to be all article; `url` resolves its links."""
    root = parse_tree(text)
    if root is None:
        return read_text(bare_text(text))
    return tuple(piece.block for piece in convert(root, url))
