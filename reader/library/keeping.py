"""Saving, renaming, moving and deleting searches; nothing is overwritten unasked.

Every change is one transaction, in which the words that are kept are set to those that
the saved searches then ask for.
"""

from __future__ import annotations

from dataclasses import replace

from reader import safe
from reader.errors import UsageError
from reader.library import saved_changes, saving
from reader.light import dataclass
from reader.models import SavedSearch, folded_name
from reader.search import naming
from reader.search.grammar import plain
from reader.search.index import Index
from reader.search.query import understand
from reader.store import saved as store
from reader.store.database import Database
from reader.store.lists import Scope

LONGEST_NAME = 60
LONGEST_QUERY = 1000
"""As much of a query as a search reads."""


class NameTaken(UsageError):
    """Another search has the name already."""

    def __init__(self, name: str) -> None:
        """`name` as that search has it."""
        super().__init__(f"A search is saved as “{name}” already.")


@dataclass(frozen=True, slots=True)
class Deleted:
    """A search that was forgotten; undo puts it back."""

    search: SavedSearch
    asked_by: tuple[str, ...] = ()
    """Other saved searches whose queries name it."""

    @property
    def consequence(self) -> str:
        """What that means for the others, as the end of a sentence; "" where none names it."""
        if not self.asked_by:
            return ""
        names = " and ".join(f"“{name}”" for name in self.asked_by)
        verb = "asks" if len(self.asked_by) == 1 else "ask"
        return f". {names} {verb} for it: its name is a word there now, until it is saved again."


def save(
    database: Database,
    index: Index,
    name: str,
    query: str,
    scope: Scope,
    now: int,
    *,
    replaced: bool = False,
) -> str:
    """Keep a search under a name; returns the name as it is kept.

    Args:
        replaced: a search that has the name is given this query, and keeps its place.

    Raises:
        NameTaken: and it is not to be replaced.
        UsageError: name or query cannot be, or the search would ask for itself.
    """
    name, query = clean_name(name), clean_query(query)
    row = store.Row(name, query, scope, now)
    with database.writing() as db:
        before, taken = store.every(db), store.named(db, name)
        if taken and not replaced:
            raise NameTaken(taken.name)
        if taken:
            store.change(db, name, replace(row, created=taken.created))
        else:
            store.insert(db, row)
        _consistent(store.every(db), name)
        store.keep_words(db, saving.words_wanted(store.every(db)))
        saved_changes.record(db, before, now)
    saving.settle(database, index)
    return name


def rename(database: Database, index: Index, old: str, new: str, now: int) -> str:
    """Give a saved search another name, also where others ask for it; returns the name.

    Raises:
        NameTaken: by another one.
        UsageError: there is none of this name, or the new name cannot be.
    """
    new = clean_name(new)
    with database.writing() as db:
        row = _existing(store.named(db, old), old)
        taken = store.named(db, new)
        if taken and folded_name(new) != folded_name(old):
            raise NameTaken(taken.name)
        rows = store.every(db)
        before = {folded_name(r.name): r.query for r in rows}
        store.change(db, old, replace(row, name=new))
        for other in store.every(db):
            query = naming.renamed(other.query, old, new, {**before, folded_name(new): ""})
            if query != other.query:
                store.change(db, other.name, replace(other, query=query))
        _consistent(store.every(db), new)
        store.keep_words(db, saving.words_wanted(store.every(db)))
        saved_changes.record(db, rows, now)
    saving.settle(database, index)
    return new


def delete(database: Database, index: Index, name: str, now: int) -> Deleted:
    """Forget a saved search.

    Raises:
        UsageError: there is none of this name.
    """
    with database.writing() as db:
        row = _existing(store.named(db, name), name)
        rows = store.every(db)
        saved = {folded_name(r.name): r.query for r in rows}
        asking = tuple(r.name for r in rows if _names(r.query, row.name, saved))
        store.delete(db, name)
        store.keep_words(db, saving.words_wanted(store.every(db)))
        saved_changes.record(db, rows, now)
    saving.settle(database, index)
    return Deleted(SavedSearch(row.name, row.query, row.scope, row.created), asking)


def _names(query: str, name: str, saved: naming.Saved) -> bool:
    """Does a query itself ask for the saved search of this name?"""
    asked = naming.asked_for(understand(query, saved=saved).tree)
    return folded_name(name) in map(folded_name, asked)


def move(database: Database, name: str, place: int, now: int) -> None:
    """Put a saved search at a place of the order, counted from 0; past an end is that end.

    Raises:
        UsageError: there is none of this name.
    """
    with database.writing() as db:
        _existing(store.named(db, name), name)
        before = store.every(db)
        store.move(db, name, place)
        saved_changes.record(db, before, now)


def clean_name(name: str) -> str:
    """The name on one line, as it can stand in a query.

    Raises:
        UsageError: nothing of it is left, or it is too long.
    """
    cleaned = plain(safe.line(name)).replace('"', "").lstrip("@")
    cleaned = " ".join(cleaned.split())
    if not any(char.isalnum() for char in cleaned):
        raise UsageError("A saved search needs a name with a letter or digit in it.")
    if len(cleaned) > LONGEST_NAME:
        raise UsageError(f"A name may have {LONGEST_NAME} characters; this one has {len(cleaned)}.")
    return cleaned


def clean_query(query: str) -> str:
    """The query on one line.

    Raises:
        UsageError: it asks for nothing, or is longer than a search reads.
    """
    cleaned = safe.line(query)
    if len(cleaned) > LONGEST_QUERY:
        raise UsageError(
            f"A query may have {LONGEST_QUERY:,} characters; this one has {len(cleaned):,}."
        )
    if understand(cleaned).empty:
        raise UsageError("The query asks for nothing; give a word or a filter.")
    return cleaned


def named(database: Database, name: str) -> SavedSearch:
    """The saved search of this name, without its counts.

    Raises:
        UsageError: there is none.
    """
    row = _existing(store.named(database.connection, name), name)
    return SavedSearch(row.name, row.query, row.scope, row.created)


def _existing(row: store.Row | None, name: str) -> store.Row:
    if row is None:
        raise UsageError(
            f"No search is saved as “{safe.line(name)}”. `broadsheet saved` lists the names."
        )
    return row


def _consistent(rows: list[store.Row], name: str) -> None:
    """Whether the search of this name asks for itself; the transaction fails then."""
    queries = {folded_name(row.name): row.query for row in rows}
    tree = understand(queries[folded_name(name)], saved=queries).tree
    if naming.reaches(tree, name, queries):
        raise UsageError(f"“{name}” would ask for itself; leave in:@… of it out of the query.")
