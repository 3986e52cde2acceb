"""`broadsheet list` and `show`."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from reader.cli import DONE, talk
from reader.models import Article, Block, Version
from reader.safe import clean

_WIDTH = 80


def list_articles(options: Any) -> int:
    """Print the articles of a list, newest first."""
    with talk.library(options) as library:
        limit = -1 if options.limit is None else options.limit
        if options.tag is None:
            keys = library.keys(options.scope, limit=limit)
        else:
            keys = library.tagged(options.tag, options.scope, limit)
        for article in library.walk(keys, bodies=False):
            if options.json:
                from reader.records import ArticleRecord, fields

                talk.put_json(ArticleRecord.model_validate(fields(article)))
            else:
                talk.put(row(article))
        if not keys and not options.json and options.limit != 0:
            talk.say(_empty(options.scope))
    return DONE


def _empty(scope: str) -> str:
    if scope == "all":
        return "The library is empty. `broadsheet add PATH…` takes in documents, `broadsheet` opens the reader."
    return f"No article is {scope}."


def row(article: Article) -> str:
    """An article on one line: id, states, day, title, source."""
    headline = article.headline
    flags = ("  " if headline.read else "● ") + ("★ " if headline.starred else "  ")
    day = headline.published[:10] or "undated"
    source = f" — {headline.source}" if headline.source else ""
    named = "".join(f" #{name}" for name in article.tags)
    gone = " (its document is gone)" if article.vanished else ""
    return f"{headline.id}  {flags} {day:<10}  {headline.title}{source}{named}{gone}"


def show(options: Any) -> int:
    """Print one article, or the very document it came from."""
    with talk.library(options) as library:
        key = library.find(options.id)
        article = library.article(key)
        assert article is not None
        original = library.original(key) if options.raw else None
        former = library.former(key) if options.former else []
    if options.former:
        return _put_former(former, options)
    if original is not None and not options.json:
        _put_raw(original.raw, original.encoding)
    elif options.json:
        from reader.records import FullRecord, fields

        text = (
            article.text if original is None else original.raw.decode(original.encoding, "replace")
        )
        talk.put_json(FullRecord.model_validate({**fields(article), "text": text}))
    else:
        talk.put(_page(article))
    return DONE


def _put_former(former: Sequence[Version], options: Any) -> int:
    """What the article said before each edit, the latest first."""
    for version in former:
        came = datetime.fromtimestamp(version.kept).astimezone()
        if options.json:
            kept = came.isoformat(timespec="seconds")
            talk.put_json({"kept": kept, "title": version.title, "text": version.text})
            continue
        paragraphs = (
            _wrapped(block) for block in version.blocks if not block.removed and block.text
        )
        head = f"{version.title}\nAs it came in on {came:%Y-%m-%d %H:%M}"
        talk.put("\n\n".join([head, *paragraphs]) + "\n")
    if not former:
        talk.say("This article has not been edited since it came in.")
    return DONE


def _put_raw(raw: bytes, encoding: str) -> None:
    """Byte for byte into a pipe or file; a terminal gets it decoded and cleaned."""
    if sys.stdout.isatty():
        talk.put(raw.decode(encoding, "replace"))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)


def _page(article: Article) -> str:
    headline = article.headline
    about = [headline.source, article.author, headline.published[:10], article.url]
    head = "\n".join([headline.title, *([" · ".join(p for p in about if p)] if any(about) else [])])
    head += "\n(The document it came from is no longer there.)" if article.vanished else ""
    head += f"\nTags: {', '.join(article.tags)}" if article.tags else ""
    note = [textwrap.indent(article.note.text, "| ", lambda _: True)] if article.note else []
    paragraphs = (_wrapped(block) for block in article.blocks if not block.removed and block.text)
    return clean("\n\n".join([head, *note, *paragraphs]))


def _wrapped(block: Block) -> str:
    """The block at a width that reads well on a terminal; unbroken in a pipe."""
    hang = "  " * block.level + f"{block.marker or '•'} " if block.kind == "item" else ""
    hang = f"[{block.marker}] " if block.kind == "footnote" and block.marker else hang
    start = "> " * block.quoted + hang
    if block.kind in ("code", "table") or not sys.stdout.isatty():
        return textwrap.indent(hang + block.text, "> " * block.quoted)
    width = min(_WIDTH, shutil.get_terminal_size().columns)
    rest = "> " * block.quoted + " " * len(hang)
    lines = (
        textwrap.fill(t, width, initial_indent=start, subsequent_indent=rest)
        for t in block.text.split("\n")
    )
    return "\n".join(lines)
