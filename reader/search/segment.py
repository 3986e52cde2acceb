"""A committed Whoosh segment, read whole and in order: its terms and its articles.

Whoosh reads posting by posting, for one query. Merging, and making arrays,
need all postings of a segment once; this reads them a block at a time, which
is ten times quicker. The layout is that of Whoosh's codec `W3`: a hash file of
terms in order (`.trm`), and blocks of at most some hundred postings (`.pst`),
each a length, a pickled head and a pickled body (ids as differences, weights,
values), the body deflated where that pays.
"""

from __future__ import annotations

import pickle
import struct
import sys
import zlib
from array import array
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.codec.whoosh3 import LENGTHS_COLUMN, WHOOSH3_HEADER_MAGIC, W3TermInfo, _lenfield
from whoosh.reading import CorruptIndexError

from reader.search.query import FIELDS
from reader.search.schema import COLUMNS, schema
from reader.search.storage import Storage

_LENGTH, _OFFSET = struct.Struct("!i"), struct.Struct("!q")


class Postings(NamedTuple):
    """One term of a segment, and the articles that have it."""

    field: str
    term: bytes
    numbers: Sequence[int]
    """The articles' numbers in the segment, rising; deleted ones too."""
    counts: Sequence[float]
    """How often the term stands in each."""
    values: Sequence[bytes]
    """The positions in each as `schema.Places` writes them; empty for forms."""


def postings(storage: Storage, segment: Any) -> Iterator[Postings]:
    """All terms of a segment, in order of field and term."""
    terms = segment.codec().terms_reader(storage, segment)
    data = Path(storage.folder, segment.make_filename(".pst")).read_bytes()
    stream = BytesIO(data)
    for key, info in terms._tindex.items():
        (at,) = _OFFSET.unpack_from(info, W3TermInfo._struct.size)
        if data[at : at + 4] != WHOOSH3_HEADER_MAGIC:
            raise CorruptIndexError(f"no postings at {at}")
        field = terms._fieldunmap[int.from_bytes(key[:2], "big")]
        yield Postings(field, key[2:], *_whole(data, stream, at + 4))


_Block = tuple[list[int], list[float], list[bytes]]


def _whole(data: bytes, stream: BytesIO, at: int) -> _Block:
    (numbers, counts, values), *more = _blocks(data, stream, at)
    for block in more:
        numbers += block[0]
        counts += block[1]
        values += block[2]
    return numbers, counts, values


def _blocks(data: bytes, stream: BytesIO, at: int) -> Iterator[_Block]:
    """Numbers, counts and values of each block of a posting list."""
    length = 1
    while length > 0:  # the last block's is negative
        (length,) = _LENGTH.unpack_from(data, at)
        stream.seek(at + _LENGTH.size)
        count, _, _, deflated, _, _ = pickle.load(stream)
        end = at + _LENGTH.size + abs(length)
        body = data[stream.tell() : end]
        differences, counts, values = pickle.loads(zlib.decompress(body) if deflated else body)
        if not isinstance(counts, tuple):
            counts = (1.0 if counts is None else counts,) * count
        yield list(accumulate(differences)), list(counts), list(values or ())
        at = end


class Articles(NamedTuple):
    """What a segment holds of each article besides its terms, by number."""

    columns: dict[str, array[int]]
    """`schema.COLUMNS`, 64 bits each."""
    lengths: dict[str, bytes]
    """Length of title, author, body in words, as Whoosh rounds it to a byte."""


def articles(storage: Storage, segment: Any) -> Articles:
    """The articles of a segment, deleted ones too."""
    reader = segment.codec().per_document_reader(storage, segment)
    count = segment.doc_count_all()
    types = schema()
    columns = {
        name: _values(reader.column_reader(name, types[name].column_type), "q") for name in COLUMNS
    }
    if any(len(column) != count for column in columns.values()):
        raise CorruptIndexError("a column is cut off")
    lengths = {name: _lengths(reader, name).ljust(count, b"\0") for name in FIELDS}
    reader.close()
    return Articles(columns, lengths)


def _lengths(reader: Any, field: str) -> bytes:
    if not reader.has_column(_lenfield(field)):
        return b""
    return _values(reader.column_reader(_lenfield(field), LENGTHS_COLUMN), "B").tobytes()


def _values(column: Any, code: str) -> array[int]:
    """The values of a numeric column, read whole; without the zeros it leaves out at the end."""
    values = array(code)
    if hasattr(column, "_dbfile"):  # else Whoosh made it up: the file is not there
        size = column._count * values.itemsize
        values.frombytes(bytes(column._dbfile.get(column._basepos, size)))
    if sys.byteorder == "little":
        values.byteswap()
    return values
