"""Saved searches handed over from one library to another: nothing is overwritten silently."""

from __future__ import annotations

from dataclasses import field

from reader.errors import UsageError
from reader.library import keeping, saved_file
from reader.library.saved_file import SavedRecord
from reader.light import dataclass
from reader.models import Failure
from reader.search.index import Index
from reader.store import saved as store
from reader.store.database import Database


@dataclass(slots=True)
class SavedImport:
    """What became of the saved searches of a file, by name."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    """The name is taken by another query, which was left as it is."""
    failures: list[Failure] = field(default_factory=list)


def exported(database: Database) -> str:
    """All saved searches as the text of a file."""
    return saved_file.written(store.every(database.connection))


def imported(
    database: Database, index: Index, text: str, now: int, *, replaced: bool = False
) -> SavedImport:
    """Take in the searches of a file; doing it again changes nothing.

    Args:
        replaced: names that are taken are given the file's query.

    Raises:
        DocumentError: the text is no such file.
    """
    report = SavedImport()
    for record in saved_file.read(text):
        try:
            _take(database, index, record, now, replaced, report)
        except UsageError as error:
            report.failures.append(Failure(record.name, str(error).removesuffix(".")))
    return report


def _take(
    database: Database,
    index: Index,
    record: SavedRecord,
    now: int,
    replaced: bool,
    report: SavedImport,
) -> None:
    name, query = keeping.clean_name(record.name), keeping.clean_query(record.query)
    held = store.named(database.connection, name)
    if held and (held.query, held.scope) == (query, record.scope):
        report.same.append(held.name)
    elif held and not replaced:
        report.conflicts.append(held.name)
    else:
        keeping.save(database, index, name, query, record.scope, now, replaced=replaced)
        (report.replaced if held else report.added).append(name)
