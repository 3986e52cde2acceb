"""`broadsheet star`, `unstar`, `read`, `unread`, `delete`, `undo` and `redo`."""

from __future__ import annotations

from typing import Any, Literal

from reader.cli import DONE, talk
from reader.cli.choosing import Choice, chosen, put_articles
from reader.library import Library
from reader.models import Undone

_SAID = {
    ("starred", True): "starred",
    ("starred", False): "no longer starred",
    ("read", True): "marked as read",
    ("read", False): "marked as unread",
}


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
        choice = chosen(library, options)
        changed = library.mark(choice.keys, what, value)
        put_articles(library, options, choice.keys)
    choice.say(len(changed), _SAID[what, value])
    return choice.outcome


def delete(options: Any) -> int:
    """Delete articles, which undo brings back."""
    with talk.library(options) as library:
        choice = chosen(library, options)
        put_articles(library, options, choice.keys)
        gone = library.delete(choice.keys)
    Choice(gone, choice.unknown, many=True).say(len(gone), "deleted")
    return choice.outcome


def undo(options: Any) -> int:
    """Take back what was done last."""
    with talk.library(options) as library:
        return _step(options, library.undo(), library, "undo")


def redo(options: Any) -> int:
    """Do again what was undone last."""
    with talk.library(options) as library:
        return _step(options, library.redo(), library, "redo")


def _step(options: Any, done: Undone | None, library: Library, name: str) -> int:
    if options.json:
        ids = [headline.id for headline in library.headlines(done.keys)] if done else []
        talk.put_json({"done": done.sentence if done else None, "ids": ids})
    talk.say(done.sentence if done else f"There is nothing to {name}.")
    return DONE
