"""What a person does to articles: each call is one action, saved whole or not at all.

The functions work inside a transaction that the caller holds. What they changed is
logged there too, so that it can be undone, and nothing is logged that changed nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from reader.errors import UsageError
from reader.safe import clean
from reader.store import articles, notes, states, tags, undo
from reader.store.undo import Change


def mark(
    db: sqlite3.Connection, keys: Sequence[int], what: states.StateName, value: bool, now: int
) -> list[int]:
    """Set or clear a state; returns the articles it changed."""
    changed = states.put(db, keys, what, value, now)
    return _logged(db, [Change(what, int(not value), int(value), changed)], now)


def tag(
    db: sqlite3.Connection,
    keys: Sequence[int],
    add: Iterable[str],
    remove: Iterable[str],
    now: int,
) -> list[int]:
    """Give and take tags; returns the articles it changed.

    Raises:
        UsageError: a name that is to be given has nothing in it.
    """
    changes = [_tagged(db, keys, tags.made(db, _named(name)), True) for name in add]
    known = (tags.find(db, tags.clean_name(name)) for name in remove)
    changes += [_tagged(db, keys, number, False) for number in known if number is not None]
    return _logged(db, changes, now)


def note(db: sqlite3.Connection, key: int, text: str, now: int) -> bool:
    """Write the note on an article, or take it away with an empty text; False if it stood so.

    Raises:
        UsageError: there is a text, and the article is there no more.
    """
    text = clean(text).strip()
    _stands_on(db, [key], text)
    was = notes.text_of(db, key)
    if not notes.put(db, key, was, text, now):
        return False
    _logged(db, [Change("note", was, text, [key])], now)
    return True


def add_note(db: sqlite3.Connection, keys: Sequence[int], text: str, now: int) -> list[int]:
    """Write this beneath what is noted on each of the articles; returns those it changed.

    Raises:
        UsageError: there is a text, and none of the articles is there any more.
    """
    text = clean(text).strip()
    _stands_on(db, keys, text)
    noted: dict[str, list[int]] = {}
    for key in dict.fromkeys(keys) if text else ():
        was = notes.text_of(db, key)
        if notes.put(db, key, was, _beneath(was, text), now):
            noted.setdefault(was, []).append(key)
    changes = [Change("note", was, _beneath(was, text), done) for was, done in noted.items()]
    return _logged(db, changes, now)


def _stands_on(db: sqlite3.Connection, keys: Sequence[int], text: str) -> None:
    """What a person wrote must not be lost because another process deleted the article meanwhile."""
    if text and keys and not articles.existing(db, keys):
        gone = "The article is" if len(keys) == 1 else "The articles are"
        raise UsageError(
            f"{gone} gone, so the note was not saved; undo brings back what was deleted."
        )


def _beneath(was: str, text: str) -> str:
    return f"{was}\n\n{text}" if was else text


def rename_tag(db: sqlite3.Connection, name: str, new: str, now: int) -> list[int]:
    """Name a tag anew, or make it part of the one that has the new name; returns its articles.

    Raises:
        UsageError: there is no such tag, or the new name has nothing in it.
    """
    number, wanted = known_tag(db, name), _named(new)
    was, keys = tags.name_of(db, number), tags.bearers(db, number)
    if tags.find(db, wanted) in (None, number):
        changed = was != wanted and tags.rename(db, number, was, wanted)
        changes = [Change("name", was, wanted, keys, number)] if changed else []
    else:
        other = tags.made(db, wanted)
        changes = [_tagged(db, keys, other, True), _tagged(db, keys, number, False)]
    return _logged(db, changes, now)


def delete_tag(db: sqlite3.Connection, name: str, now: int) -> list[int]:
    """Take a tag from all articles that bear it; returns them.

    Raises:
        UsageError: there is no such tag.
    """
    number = known_tag(db, name)
    return _logged(db, [_tagged(db, tags.bearers(db, number), number, False)], now)


def colour_tag(db: sqlite3.Connection, name: str, colour: int | None, now: int) -> list[int]:
    """Choose a tag's colour, or leave it to its name with None; returns its articles.

    Raises:
        UsageError: there is no such tag.
    """
    number = known_tag(db, name)
    was = tags.chosen_colour(db, number)
    if was == colour or not tags.recolour(db, number, was, colour):
        return []
    return _logged(db, [Change("colour", was, colour, tags.bearers(db, number), number)], now)


def known_tag(db: sqlite3.Connection, name: str) -> int:
    """The number of a tag that some article bears.

    Raises:
        UsageError: there is none of that name.
    """
    number = tags.find(db, tags.clean_name(name))
    if number is None or not tags.is_used(db, number):
        raise UsageError(f"No article has the tag “{clean(name)}”. `broadsheet tags` lists them.")
    return number


def _named(name: str) -> str:
    cleaned = tags.clean_name(name)
    if not cleaned:
        raise UsageError(f"“{clean(name)}” is no name for a tag: give a word.")
    return cleaned


def _tagged(db: sqlite3.Connection, keys: Sequence[int], number: int, value: bool) -> Change:
    return Change("tag", int(not value), int(value), tags.put(db, keys, number, value), number)


def _logged(db: sqlite3.Connection, changes: Sequence[Change], now: int) -> list[int]:
    """Log the changes as one action; returns the articles they are of, each once."""
    real = [change for change in changes if change.keys]
    undo.record(db, real, now)
    return list(dict.fromkeys(key for change in real for key in change.keys))
