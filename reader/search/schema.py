"""What the Whoosh index holds: for each article its key, revision, date and terms.

No text is stored; the rows a person sees come from the store. For each of
title, author and body there are two fields: the stems with their positions,
and, under `…_exact`, the folded words as they stand, without positions. One more
field has the article's language, which its stems are in.

Fields and formats are pickled into the index by name, so they keep nothing but
plain values.
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import pack, unpack

from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence, Positions

from reader.search.query import FIELDS

_NONE = -(2**63)
"""What the columns hold for an article that has no value; none is without."""
COLUMNS = ("key", "revision", "when")
"""The numbers kept of each article, of `IndexEntry`."""


class Places(Positions):  # type: ignore[misc]
    """Where a term stands in an article: word positions, four bytes each, lowest first.

    Whoosh's own format pickles a list; this one is joined and read as an array.
    """

    def encode(self, poslist: Sequence[int]) -> bytes:
        """The bytes of some positions."""
        if len(poslist) == 1 and poslist[0] < _FEW:
            return _SINGLE[poslist[0]]
        return pack(f"<{len(poslist)}I", *poslist)

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """The positions that some bytes mean."""
        return list(unpack(f"<{len(valuestring) // 4}I", valuestring))

    def decode_frequency(self, valuestring: bytes) -> int:
        """How many positions there are."""
        return len(valuestring) // 4


_FEW = 2000
_SINGLE = [pack("<I", place) for place in range(_FEW)]


class StemField(FieldType):  # type: ignore[misc]
    """Stems with their positions, for words and phrases."""

    def __init__(self) -> None:
        super().__init__(Places(), None, scorable=True)


class FormField(FieldType):  # type: ignore[misc]
    """Words as they stand, with how often; for exact words, prefixes and spelling."""

    def __init__(self) -> None:
        super().__init__(Existence(), None)


def exact(field: str) -> str:
    """The name of the field that holds the unstemmed words of `field`."""
    return f"{field}_exact"


LANGUAGE = "language"
"""The field with each article's language, if that is known: a code of two or three letters."""
TERM_FIELDS = tuple(sorted([*FIELDS, *map(exact, FIELDS), LANGUAGE]))
"""Every field with terms, in the order in which an index holds them."""


def schema() -> Schema:
    """The index's fields; the same for every index of one `SCHEMA_VERSION`."""
    fields: dict[str, FieldType] = {name: COLUMN(NumericColumn("q", _NONE)) for name in COLUMNS}
    fields |= {name: StemField() for name in FIELDS}
    fields |= {exact(name): FormField() for name in FIELDS}
    fields[LANGUAGE] = FormField()
    return Schema(**fields)
