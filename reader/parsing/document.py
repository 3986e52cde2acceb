"""One document in, one article out; or a sentence that says why not."""

from __future__ import annotations

from dataclasses import replace

from reader.errors import DocumentError
from reader.models import RECORD_SUFFIXES, Block, Document, Format, Parsed
from reader.parsing.charset import decode
from reader.parsing.facts import Draft, Facts, host, language_tag
from reader.parsing.formats import sniff, suffix_of
from reader.parsing.furniture import mark_furniture
from reader.parsing.heads import choose_title, clipped, mark_head
from reader.parsing.language import language_of
from reader.parsing.text import read_text
from reader.safe import clean, line

_LONGEST_TITLE = 500


def parse(document: Document) -> Parsed:
    """The article that a document holds, with what is not part of it marked as removed.

    Raises DocumentError, with one sentence about the document, when it is
    empty, not text, a feed, or has nothing to read in it. What the document
    does not say of itself stays unknown.
    """
    draft, format_, encoding = _read(document)
    if not any(block.text for block in draft.blocks):
        raise DocumentError("has nothing to read in it")
    return finished(draft, document.name, format_, encoding)


def _read(document: Document) -> tuple[Draft, Format, str]:
    name = document.name
    is_json = suffix_of(name) in {*RECORD_SUFFIXES, ".json"}
    text, encoding = decode(document.raw, declared=not is_json, charset=document.charset)
    text = clean(text)
    format_ = sniff(name, text)
    if format_ == "jsonl":
        from reader.parsing.records import read_record

        draft, encoding = read_record(document.raw, suffix_of(name) in RECORD_SUFFIXES)
        return draft, format_, encoding
    return _reader(format_, text, document.url), format_, encoding


def _reader(format_: Format, text: str, url: str) -> Draft:
    if format_ == "html":
        from reader.parsing.pages import read_html

        return read_html(text, url)
    if format_ == "markdown":
        from reader.parsing.markdown import read_markdown

        draft = read_markdown(text)
        return replace(draft, facts=replace(draft.facts, url=url)) if url else draft
    return Draft(read_text(text), Facts(url=url))


def finished(draft: Draft, name: str, format_: Format, encoding: str) -> Parsed:
    """The article of a draft; `name` is its title when nothing better is found."""
    title = draft.facts.title or draft.headline
    blocks = mark_furniture(draft.blocks, spare=title)
    title = clipped(line(title or choose_title(blocks, name)), _LONGEST_TITLE)
    head = mark_head(blocks, title, draft.facts)
    facts = head.facts
    return Parsed(
        title=title,
        blocks=_never_bare(head.blocks),
        author=facts.author,
        published=facts.published,
        source=facts.source or host(facts.url),
        url=facts.url,
        language=language_of(language_tag(facts.language), _said(title, head.blocks)),
        format=format_,
        encoding=encoding,
        tags=draft.facts.tags,
    )


def _said(title: str, blocks: tuple[Block, ...]) -> str:
    """The title and the running text, code left out: what the language is judged by."""
    return "\n".join([title, *(b.text for b in blocks if not b.removed and b.kind != "code")])


def _never_bare(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks; with all of them kept if everything with words was removed."""
    if any(block.text and not block.removed for block in blocks):
        return blocks
    return tuple(replace(block, removed="") for block in blocks)
