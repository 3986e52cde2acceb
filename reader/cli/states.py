"""`broadsheet star`, `unstar`, `read` and `unread`."""

from __future__ import annotations

from typing import Any, Literal

from reader.cli import DONE, PARTLY, WRONG_USE, talk
from reader.errors import UsageError
from reader.library import Library


def star(options: Any) -> int:
    """Star articles."""
    return _mark(options, "starred", True)


def unstar(options: Any) -> int:
    """Take the star from articles."""
    return _mark(options, "starred", False)


def read(options: Any) -> int:
    """Mark articles as read."""
    return _mark(options, "read", True)


def unread(options: Any) -> int:
    """Mark articles as unread."""
    return _mark(options, "read", False)


def _mark(options: Any, what: Literal["read", "starred"], value: bool) -> int:
    with talk.library(options) as library:
        keys, unknown = resolve(library, options.ids)
        library.mark(keys, what, value)
        if options.json:
            from reader.records import ArticleRecord, fields

            for article in library.walk(keys, bodies=False):
                talk.put_json(ArticleRecord.model_validate(fields(article)))
    for sentence in unknown:
        talk.say(f"broadsheet: {sentence}")
    return outcome(keys, unknown)


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


def outcome(keys: list[int], unknown: list[str]) -> int:
    """The exit code where some of the ids named nothing."""
    if not unknown:
        return DONE
    return PARTLY if keys else WRONG_USE
