"""`broadsheet list`, `search` and `show`."""

from __future__ import annotations

import shutil
import sys
import textwrap
import time
from collections.abc import Iterator
from typing import Any

from reader.cli import DONE, explaining, talk
from reader.errors import UsageError
from reader.library import Library, Step
from reader.models import Answer, Article, Block
from reader.safe import clean

_WIDTH = 80
_PATIENCE_S = 10.0


def list_articles(options: Any) -> int:
    """Print the articles of a list, newest first."""
    with talk.library(options) as library:
        limit = -1 if options.limit is None else options.limit
        keys = library.keys(options.scope, limit=limit)
        for article in library.walk(keys, bodies=False):
            if options.json:
                from reader.records import ArticleRecord, fields

                talk.put_json(ArticleRecord.model_validate(fields(article)))
            else:
                talk.put(_row(article))
        if not keys and not options.json and options.limit != 0:
            talk.say(_empty(options.scope))
    return DONE


def _empty(scope: str) -> str:
    if scope == "all":
        return "The library is empty. `broadsheet add PATH…` takes in documents, `broadsheet` opens the reader."
    return f"No article is {scope}."


def _row(article: Article) -> str:
    headline = article.headline
    flags = ("  " if headline.read else "● ") + ("★ " if headline.starred else "  ")
    day = headline.published[:10] or "undated"
    source = f" — {headline.source}" if headline.source else ""
    gone = " (its document is gone)" if article.vanished else ""
    return f"{headline.id}  {flags} {day:<10}  {headline.title}{source}{gone}"


def search(options: Any) -> int:
    """Print what a search finds, in the order that the query asks for."""
    query = " ".join(options.query)
    if not query.strip():
        raise UsageError("There is nothing to search for; give a word or more.")
    steps: list[Step] = []
    with talk.library(options) as library:
        understood = library.understand(query)
        left = _catch_up(library) if understood.words else 0
        answer = library.search(
            query,
            options.scope,
            limit=options.limit,
            widen=not options.all_words,
            on_step=steps.append,
        )
        if options.explain:
            explain = explaining.record if options.json else explaining.lines
            talk.say(explain(understood, steps, answer))
        for article, score, snippet in _hits(library, answer):
            if options.json:
                from reader.records import HitRecord, fields

                found = {**fields(article), "score": round(score, 6), "snippet": snippet}
                talk.put_json(HitRecord.model_validate(found))
            else:
                talk.put(f"{_row(article)}\n{textwrap.indent(snippet, '    ')}")
        _say_outcome(answer, query)
    if left:
        talk.say(f"{talk.number(left, 'article')} still to be indexed; `broadsheet index` does it.")
    return DONE


def _catch_up(library: Library) -> int:
    """Let the index hear of what is new, for as long as one likes to wait; returns what is left."""
    end = time.monotonic() + _PATIENCE_S
    with talk.bar() as on_progress:
        library.update_index(on_progress=on_progress, stopped=lambda: time.monotonic() > end)
    return library.pending()


def _hits(library: Library, answer: Answer) -> Iterator[tuple[Article, float, str]]:
    scores = {hit.key: hit.score for hit in answer.hits}
    for article in library.walk(list(scores)):
        passage = library.passage(article.text, answer.terms)
        yield article, scores[article.headline.key], passage.text


def _say_outcome(answer: Answer, query: str) -> None:
    if answer.note:
        talk.say(answer.note)
    if answer.widened:
        talk.say("Give --all-words for only what has every word.")
    if not answer.total:
        talk.say(f"Nothing found for “{query}”. Try fewer or other words.")
    elif answer.total > len(answer.hits):
        talk.say(
            f"{len(answer.hits):,} of {talk.number(answer.total, 'article')} shown; --limit shows more."
        )


def show(options: Any) -> int:
    """Print one article, or the very document it came from."""
    with talk.library(options) as library:
        key = library.find(options.id)
        article = library.article(key)
        assert article is not None
        original = library.original(key) if options.raw else None
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
    gone = "\n(The document it came from is no longer there.)" if article.vanished else ""
    paragraphs = (_wrapped(block) for block in article.blocks if not block.removed and block.text)
    return clean("\n\n".join([head + gone, *paragraphs]))


def _wrapped(block: Block) -> str:
    """The block at a width that reads well on a terminal; unbroken in a pipe."""
    hang = "  " * block.level + f"{block.marker or '•'} " if block.kind == "item" else ""
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
