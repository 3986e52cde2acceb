"""Which articles a command acts on: those named by their ids, all that a query finds, or all."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from reader.cli import DONE, PARTLY, WRONG_USE, talk
from reader.errors import UsageError
from reader.library import Library
from reader.light import dataclass

_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The articles to act on, and what could not be found."""

    keys: Sequence[int]
    unknown: Sequence[str] = ()
    """A sentence for each id that fits no article."""
    many: bool = False
    """Not named one by one, so worth a word on how to take it back."""

    def say(self, changed: int, what: str) -> None:
        """Confirm in one line: so many articles are now `what`."""
        for sentence in self.unknown:
            talk.say(f"broadsheet: {sentence}")
        if not self.keys and self.unknown:
            return
        same = len(self.keys) - changed
        already = f"; {same:,} already {'was' if same == 1 else 'were'}" if same else ""
        back = " `broadsheet undo` takes it back." if self.many and changed else ""
        talk.say(f"{talk.number(changed, 'article')} {what}{already}.{back}")

    @property
    def outcome(self) -> int:
        """The exit code where some of the ids named nothing."""
        return outcome(self.keys, self.unknown)


def chosen(library: Library, options: Any) -> Choice:
    """The articles that the options choose.

    Raises:
        UsageError: they choose in two ways at once or not at all, or the query is not understood.
    """
    ways = (bool(options.ids), options.query is not None, getattr(options, "all", False))
    if sum(ways) != 1:
        raise UsageError(
            "Say which articles: their ids, or all that --query finds"
            + (", or --all." if hasattr(options, "all") else ".")
        )
    if options.ids:
        return Choice(*resolve(library, options.ids))
    query = options.query or ""
    if options.query is not None and not query.strip():
        raise UsageError("The query is empty, so it is not clear which articles are meant.")
    if library.understand(query).words and (left := catch_up(library)):
        raise UsageError(
            f"Nothing was changed: {talk.number(left, 'article')} still to be indexed, so the query"
            " would miss some. `broadsheet index` does it."
        )
    return Choice(library.matching(query), many=True)


def resolve(library: Library, names: list[str]) -> tuple[list[int], list[str]]:
    """The articles with these ids, each once, and a sentence for each id that fits none."""
    keys: dict[int, None] = {}
    unknown = []
    for name in names:
        try:
            keys[library.find(name)] = None
        except UsageError as error:
            unknown.append(str(error))
    return list(keys), unknown


def outcome(keys: Sequence[int], unknown: Sequence[str]) -> int:
    """The exit code where some of the ids named nothing."""
    if not unknown:
        return DONE
    return PARTLY if keys else WRONG_USE


def catch_up(library: Library) -> int:
    """Let the index hear of what is new, for as long as one likes to wait; returns what is left."""
    end = time.monotonic() + _PATIENCE_S
    with talk.bar() as on_progress:
        library.update_index(
            on_progress=on_progress, stopped=lambda: time.monotonic() > end, building=False
        )
    return library.pending()


def put_articles(library: Library, options: Any, keys: Sequence[int]) -> None:
    """With `--json`, the articles as they are now, one JSON object a line."""
    if options.json:
        from reader.records import ArticleRecord, fields

        for article in library.walk(keys, bodies=False):
            talk.put_json(ArticleRecord.model_validate(fields(article)))
