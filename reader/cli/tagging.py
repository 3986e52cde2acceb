"""`broadsheet tag`, `tags` and `note`."""

from __future__ import annotations

import sys
from typing import Any

from reader.cli import DONE, talk
from reader.cli.choosing import chosen, put_articles
from reader.errors import UsageError
from reader.models import TAG_COLOURS
from reader.safe import line


def tag(options: Any) -> int:
    """Give tags (`+name`) to articles and take tags (`-name`) from them."""
    add = [word[1:] for word in options.words if word[0] == "+"]
    remove = [word[1:] for word in options.words if word[0] == "-"]
    options.ids = [word for word in options.words if word[0] not in "+-"]
    if not add and not remove:
        raise UsageError("Say which tags: +name gives one, -name takes one.")
    with talk.library(options) as library:
        choice = chosen(library, options)
        changed = library.tag(choice.keys, add, remove)
        put_articles(library, options, choice.keys)
    said = [f"tagged {line(', '.join(add))}"] if add else []
    said += [f"no longer tagged {line(', '.join(remove))}"] if remove else []
    choice.say(len(changed), " and ".join(said))
    return choice.outcome


def tags(options: Any) -> int:
    """List every tag with the number of its articles."""
    with talk.library(options) as library:
        found = library.tags()
    for known, count in found:
        if options.json:
            talk.put_json({"name": known.name, "articles": count, "colour": known.colour})
        else:
            talk.put(f"{count:>7,}  {known.name}")
    if not found and not options.json:
        talk.say("No article has a tag. `broadsheet tag +name ID…` gives one.")
    return DONE


def rename(options: Any) -> int:
    """Name a tag anew; two tags of one name become one."""
    with talk.library(options) as library:
        known = {t.name.casefold() for t, _ in library.tags()}
        keys = library.rename_tag(options.name, options.new)
        joined = options.new.casefold() in known - {options.name.casefold()}
    how = "is now part of" if joined else "is now called"
    return _tell(options, len(keys), f"The tag “{options.name}” {how} “{options.new}”")


def delete(options: Any) -> int:
    """Take a tag from all its articles."""
    with talk.library(options) as library:
        keys = library.delete_tag(options.name)
    return _tell(options, len(keys), f"No article has the tag “{options.name}” any more")


def colour(options: Any) -> int:
    """Choose a tag's colour."""
    number = None if options.number == "auto" else _colour(options.number)
    with talk.library(options) as library:
        keys = library.colour_tag(options.name, number)
        count = len(keys)
    return _tell(options, count, f"The tag “{options.name}” has colour {options.number}")


def _colour(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) < TAG_COLOURS:
        return int(text)
    raise UsageError(f"“{text}” is no colour: give a number from 0 to {TAG_COLOURS - 1}, or auto.")


def _tell(options: Any, count: int, sentence: str) -> int:
    if options.json:
        talk.put_json({"articles": count})
    talk.say(line(f"{sentence} ({talk.number(count, 'article')})."))
    return DONE


def note(options: Any) -> int:
    """Print the note on an article, write it, or take it away."""
    writes = options.delete or bool(options.text)
    if options.delete and options.text:
        raise UsageError("Give either a text or --delete.")
    with talk.library(options) as library:
        key = library.find(options.id)
        changed = writes and library.note(key, _text(options))
        found = library.note_of(key)
        put_articles(library, options, [key])
    if writes:
        talk.say(_noted(found is not None, changed))
    elif not found:
        talk.say("There is no note on this article.")
    elif not options.json:
        talk.put(found.text)
    return DONE


def _text(options: Any) -> str:
    """The words that were typed; for a lone `-`, standard input."""
    if options.delete:
        return ""
    if options.text == ["-"]:
        text = sys.stdin.buffer.read().decode("utf-8", "replace")
    else:
        text = " ".join(options.text)
    if not text.strip():
        raise UsageError("The note is empty. `broadsheet note ID --delete` takes a note away.")
    return text


def _noted(there: bool, changed: bool) -> str:
    if not changed:
        return "The note stood so already." if there else "There was no note on this article."
    return "Note saved." if there else "Note taken away."
