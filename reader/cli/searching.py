"""`broadsheet search`: rows with their passages, the facets, and help where nothing is found."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from typing import Any

from reader.cli import DONE, counting, explaining, helping, talk
from reader.cli.choosing import catch_up
from reader.cli.reading import row
from reader.errors import UsageError
from reader.library import Library, Scope, Step
from reader.models import FEW, Answer, Article, Passage

_INDENT = "    "
_WIDEST = 100
_LINES = 2
"""Lines of a passage …"""
_RAGGED = 8
"""… that end so much before the edge, because they break between words."""


def search(options: Any) -> int:
    """Print what a search finds, in the order that the query asks for; or how it spreads."""
    query = " ".join(options.query)
    if not query.strip() and not options.facets:
        raise UsageError("There is nothing to search for; give a word or more.")
    with talk.library(options) as library:
        if options.facets:
            read = library.understand(query)
            left = catch_up(library) if read.words else 0
            counting.put(library, query, options)
            if read.empty and query.strip():
                talk.say(f"“{query}” asks for nothing yet, so all articles are counted.")
            _say_lag(library, left)
            return DONE
        return search_for(library, query, options.scope, options)


def search_for(library: Library, query: str, scope: Scope, options: Any) -> int:
    """Print what a query finds, as the options say."""
    words = library.understand(query).words
    left = catch_up(library) if words else 0
    _put_found(library, query, scope, options)
    _say_lag(library, left, former=words and library.index_state() == "outdated")
    return DONE


def _say_lag(library: Library, left: int, *, former: bool = False) -> None:
    if former:
        talk.say(
            "The index was made by another version and answers as well as it can; "
            "`broadsheet index` builds it anew."
        )
    say_left(left)


def say_left(left: int) -> None:
    """Tell of articles that a search could not find yet."""
    if left:
        talk.say(f"{talk.number(left, 'article')} still to be indexed; `broadsheet index` does it.")


def _put_found(library: Library, query: str, scope: Scope, options: Any) -> None:
    steps: list[Step] = []
    answer = library.search(
        query,
        scope,
        limit=options.limit,
        widen=not getattr(options, "all_words", True),
        on_step=steps.append,
    )
    if getattr(options, "explain", False):
        explain = explaining.record if options.json else explaining.lines
        talk.say(explain(library.understand(query), steps, answer))
    if options.json:
        _put_records(library, answer)
    elif sys.stdout.isatty():
        _put_rows_and_passages(library, answer)
    else:
        for article in library.walk([hit.key for hit in answer.hits], bodies=False):
            talk.put(row(article))
    _say_outcome(library, answer, query, scope)


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
        note = article.note.text if article.note else ""
        text = "\n\n".join(filter(None, (article.text, note)))
        yield article, library.passage(text, answer.terms, width)


def _in_title(
    library: Library, article: Article, line: str, terms: frozenset[str]
) -> list[tuple[int, int]]:
    """Where the words that were sought stand in the title, as places in its row."""
    title = article.headline.title
    at = line.find(title)
    return [(at + start, at + end) for start, end in library.marks(title, terms)]


def _say_outcome(library: Library, answer: Answer, query: str, scope: Scope) -> None:
    if answer.note:
        talk.say(answer.note)
    if library.understand(query).empty:
        talk.say(f"“{query}” asks for nothing yet; give a word, or a filter with its value.")
        return
    if answer.widened:
        talk.say("Give --all-words for only what has every word.")
    if answer.note or answer.total < FEW:
        helping.say(library.advice(query, scope), answer, query)
    if answer.total > len(answer.hits):
        talk.say(
            f"{len(answer.hits):,} of {talk.number(answer.total, 'article')} shown; --limit shows more."
        )
