"""What the Whoosh index holds: for each article its key, revision and terms.

No text is stored; the rows a person sees come from the store. For each of
title, author and body there are two fields: the stems with their positions,
and, under `…_exact`, the folded words as they stand, without positions.

The field types are handed terms, not text (`analysis.occurrences`): one pass of our own
tokenizer feeds all six fields. They are pickled into the index by name, so
they keep nothing but plain values.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence, Positions

from reader.models import IndexEntry
from reader.search.analysis import Occurrences, occurrences
from reader.search.query import FIELDS

_NONE = -1
"""What the columns hold for an article that has no value; none is without."""
_KEY = struct.Struct(">q")


def key_bytes(key: int) -> bytes:
    """The term under which an article's key is indexed."""
    return _KEY.pack(key)


class KeyField(FieldType):  # type: ignore[misc]
    """An article's key: a term to find it by, a column to read it from."""

    def __init__(self) -> None:
        super().__init__(Existence(), None, unique=True, sortable=True)

    def default_column(self) -> NumericColumn:
        return NumericColumn("q", default=_NONE)

    def index(self, value: int, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        yield key_bytes(value), 1, 1.0, b""

    def to_column_value(self, value: int) -> int:
        return value

    def from_column_value(self, value: int) -> int:
        return value


class StemField(FieldType):  # type: ignore[misc]
    """Stems with their positions, for words and phrases."""

    def __init__(self) -> None:
        super().__init__(Positions(), None, scorable=True)

    def index(self, value: Occurrences, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        encode = self.format.encode
        for term, places in value.items():
            yield term.encode(), len(places), float(len(places)), encode(places)


class FormField(FieldType):  # type: ignore[misc]
    """Words as they stand, with how often; for exact words, prefixes and spelling."""

    def __init__(self) -> None:
        super().__init__(Existence(), None)

    def index(self, value: Occurrences, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, places in value.items():
            yield term.encode(), len(places), float(len(places)), b""


def exact(field: str) -> str:
    """The name of the field that holds the unstemmed words of `field`."""
    return f"{field}_exact"


def schema() -> Schema:
    """The index's fields; the same for every index of one `SCHEMA_VERSION`."""
    fields: dict[str, FieldType] = {name: StemField() for name in FIELDS}
    fields |= {exact(name): FormField() for name in FIELDS}
    return Schema(key=KeyField(), revision=COLUMN(NumericColumn("q", default=_NONE)), **fields)


def document(entry: IndexEntry) -> dict[str, Any]:
    """What Whoosh's `add_document` takes for one article."""
    values: dict[str, Any] = {"key": entry.key, "revision": entry.revision}
    for name in FIELDS:
        values[name], values[exact(name)] = occurrences(getattr(entry, name))
    return values
