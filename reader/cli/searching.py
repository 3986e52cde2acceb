"""`broadsheet search`: rows with their passages, the facets, and help where nothing is found."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from typing import Any

from reader.cli import DONE, counting, explaining, helping, talk
from reader.cli.reading import row
from reader.errors import UsageError
from reader.library import Library, Step
from reader.models import Answer, Article, Passage

_INDENT = "    "
_WIDEST = 100
_LINES = 2
"""Lines of a passage …"""
_RAGGED = 8
"""… that end so much before the edge, because they break between words."""
_PATIENCE_S = 10.0


def search(options: Any) -> int:
    """Print what a search finds, in the order that the query asks for; or how it spreads."""
    query = " ".join(options.query)
    if not query.strip() and not options.facets:
        raise UsageError("There is nothing to search for; give a word or more.")
    with talk.library(options) as library:
        words = library.understand(query).words
        left = _catch_up(library) if words else 0
        if options.facets:
            counting.put(library, query, options)
        else:
            _put_found(library, query, options)
        former = words and library.index_state() == "outdated"
    if former:
        talk.say(
            "The index was made by another version and answers as well as it can; "
            "`broadsheet index` builds it anew."
        )
    if left:
        talk.say(f"{talk.number(left, 'article')} still to be indexed; `broadsheet index` does it.")
    return DONE


def _catch_up(library: Library) -> int:
    """Let the index hear of what is new, for as long as one likes to wait; returns what is left."""
    end = time.monotonic() + _PATIENCE_S
    with talk.bar() as on_progress:
        library.update_index(
            on_progress=on_progress, stopped=lambda: time.monotonic() > end, building=False
        )
    return library.pending()


def _put_found(library: Library, query: str, options: Any) -> None:
    steps: list[Step] = []
    answer = library.search(
        query,
        options.scope,
        limit=options.limit,
        widen=not options.all_words,
        on_step=steps.append,
    )
    if options.explain:
        explain = explaining.record if options.json else explaining.lines
        talk.say(explain(library.understand(query), steps, answer))
    if options.json:
        _put_records(library, answer)
    elif sys.stdout.isatty():
        _put_rows_and_passages(library, answer)
    else:
        for article in library.walk([hit.key for hit in answer.hits], bodies=False):
            talk.put(row(article))
    _say_outcome(library, answer, query, options)


def _put_records(library: Library, answer: Answer) -> None:
    from reader.records import HitRecord, fields

    scores = {hit.key: hit.score for hit in answer.hits}
    for article, passage in _shown(library, answer):
        score = round(scores[article.headline.key], 6)
        found = {**fields(article), "score": score, "snippet": passage.text}
        talk.put_json(HitRecord.model_validate(found))


def _put_rows_and_passages(library: Library, answer: Answer) -> None:
    width = min(shutil.get_terminal_size().columns, _WIDEST) - len(_INDENT)
    for article, passage in _shown(library, answer, _LINES * (width - _RAGGED)):
        line = row(article)
        talk.put_marked(line, _in_title(library, article, line, answer.terms))
        talk.put_marked(passage.text, passage.marks, _INDENT, width)


def _shown(library: Library, answer: Answer, width: int = 160) -> Iterator[tuple[Article, Passage]]:
    for article in library.walk([hit.key for hit in answer.hits]):
        yield article, library.passage(article.text, answer.terms, width)


def _in_title(
    library: Library, article: Article, line: str, terms: frozenset[str]
) -> list[tuple[int, int]]:
    """Where the words that were sought stand in the title, as places in its row."""
    title = article.headline.title
    at = line.find(title)
    return [(at + start, at + end) for start, end in library.marks(title, terms)]


def _say_outcome(library: Library, answer: Answer, query: str, options: Any) -> None:
    if answer.note:
        talk.say(answer.note)
    if answer.widened:
        talk.say("Give --all-words for only what has every word.")
    if answer.note or answer.total < helping.FEW:
        helping.say(library.advice(query, options.scope), answer, query)
    if answer.total > len(answer.hits):
        talk.say(
            f"{len(answer.hits):,} of {talk.number(answer.total, 'article')} shown; --limit shows more."
        )
