"""A Whoosh segment's terms and articles, written and read whole and in order.

Whoosh writes and reads posting by posting. A commit, and making arrays of it,
need all postings of a segment once; going a block at a time is many times
quicker. The layout is that of Whoosh's codec `W3`: a hash file of terms in
order (`.trm`), and posting lists (`.pst`), each a mark and blocks:

    length: i32, negative in the last block
    pickled head: postings, last number, largest count, deflated?, shortest, longest text
    pickled body: numbers as differences, counts (one if all are the same), values

The lengths of texts serve Whoosh to skip blocks; 0 is always right, if never a help.
"""

from __future__ import annotations

import pickle
import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import accumulate
from operator import sub
from pathlib import Path
from typing import Any, NamedTuple

from whoosh.codec.whoosh3 import (
    LENGTHS_COLUMN,
    WHOOSH3_HEADER_MAGIC,
    W3FieldWriter,
    W3TermInfo,
    _lenfield,
)
from whoosh.filedb.filetables import md5_hash
from whoosh.reading import CorruptIndexError

from reader.search.query import FIELDS
from reader.search.schema import COLUMNS, schema
from reader.search.storage import Storage

_LENGTH, _OFFSET, _EXTENT = struct.Struct("!i"), struct.Struct("!q"), struct.Struct("!qi")
_FIELD, _ROW, _SLOT = struct.Struct("!H"), struct.Struct("!ii"), struct.Struct("!Iq")
_WAITING = 10_000
"""Terms whose bytes wait to be written together."""
_BLOCK = 512
"""Postings of a block. Whoosh's own 128 suit a reader that skips; ours reads all."""
_DEFLATED = 200
"""Bytes of a body that is worth deflating; of shorter ones there are too many."""
_FRAMED = 128
"""Bytes from which a value is packed by itself; with a shorter one a body is never deflated."""
_PROTOCOL = 3
"""The first that knows bytes."""


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


class TermWriter:
    """Writes terms and their postings by way of Whoosh's field writer, in order.

    What it writes waits in a list until that is long: a call for each row and each slot
    took Whoosh's files a tenth of a commit. Call `close` of the field writer at the end.
    """

    def __init__(self, fields: W3FieldWriter) -> None:
        self._terms = fields._tindex
        self._fields = fields._fieldmap
        self._file = fields._postfile
        self._at = self._file.tell()
        self._term_at = self._terms.tell()
        self._rows: list[bytes] = []
        self._lists: list[bytes] = []
        self._terms._write_hashes = self._end  # called by its `close`

    def write(self, field: str, many: Iterable[Postings]) -> None:
        """All terms of a field, in order of their bytes. Fields come in order too."""
        start = _FIELD.pack(self._fields.setdefault(field, len(self._fields)))
        pack_info, pack_extent, pack_row = W3TermInfo._struct.pack, _EXTENT.pack, _ROW.pack
        index, buckets = self._terms.index.append, self._terms.buckets
        at, term_at, rows, lists = self._at, self._term_at, self._rows, self._lists
        for _, term, numbers, counts, values in many:
            if len(numbers) == 1:  # as most terms of a few articles have
                total = most = counts[0]
                data = WHOOSH3_HEADER_MAGIC + _packed_one(numbers[0], most, values)
            else:
                total, most = sum(counts), max(counts)
                data = WHOOSH3_HEADER_MAGIC + _packed(numbers, counts, values)
            lists.append(data)
            size = len(data)
            # A row of the file of terms: what Whoosh's writer does in five times as many calls.
            key = start + term
            info = pack_info(False, total, len(numbers), 0, 0, most, numbers[0], numbers[-1])
            row = b"".join(
                (pack_row(len(key), len(info) + _EXTENT.size), key, info, pack_extent(at, size))
            )
            rows.append(row)
            index(term_at)
            summed = _summed(key)
            buckets[summed & 255].append((summed, term_at))
            at += size
            term_at += len(row)
            if len(lists) >= _WAITING:
                self._write()
        self._at, self._term_at = at, term_at

    def _write(self) -> None:
        self._file.write(b"".join(self._lists))
        self._terms.dbfile.write(b"".join(self._rows))
        self._lists.clear()
        self._rows.clear()

    def _end(self) -> None:
        """The tables that find a row by the sum of its key: where it lies, in the first free slot."""
        self._write()
        at, tables = self._terms.tell(), []
        for bucket in self._terms.buckets:
            slots = 2 * len(bucket)
            table, taken = bytearray(slots * _SLOT.size), bytearray(slots)
            for summed, place in bucket:
                slot = (summed >> 8) % slots
                while taken[slot]:
                    slot = (slot + 1) % slots
                taken[slot] = 1
                _SLOT.pack_into(table, slot * _SLOT.size, summed, place)
            self._terms.directory.append((at, slots))
            at += len(table)
            tables.append(table)
        self._terms.dbfile.write(b"".join(tables))


@lru_cache(1 << 15)
def _summed(key: bytes) -> int:
    """Whoosh's sum of a key; a commit has most terms of the one before."""
    return int(md5_hash(key))


def _packed(numbers: Sequence[int], counts: Sequence[float], values: Sequence[bytes]) -> bytes:
    """The blocks of a posting list."""
    if len(numbers) <= _BLOCK:
        return _packed_block(numbers, counts, values, last=True)
    blocks = []
    for first in range(0, len(numbers), _BLOCK):
        end = first + _BLOCK
        columns = numbers[first:end], counts[first:end], values[first:end]
        blocks.append(_packed_block(*columns, last=end >= len(numbers)))
    return b"".join(blocks)


def _packed_one(number: int, count: float, values: Sequence[bytes]) -> bytes:
    """The block of one posting."""
    if not values:
        return _packed_alike(number, count)
    (value,) = values
    if 0 < len(value) < _FRAMED:
        before, after = _frame(number, count, len(value))
        return before + value + after
    body = _body(((number,), None if count == 1 else float(count), (value,)))
    return _joined(body, 1, number, count, last=True)


@lru_cache(4096)
def _frame(number: int, count: float, size: int) -> tuple[bytes, bytes]:
    """The block of one posting around a value of this size: it is the same for all of them."""
    value = b"\xa7" * size
    body = _body(((number,), None if count == 1 else float(count), (value,)))
    before, _, after = _joined(body, 1, number, count, last=True).rpartition(value)
    return before, after


@lru_cache(4096)
def _packed_alike(number: int, count: float) -> bytes:
    """The block of one posting without values: many terms of an article have the same."""
    body = _body(((number,), None if count == 1 else float(count), None))
    return _joined(body, 1, number, count, last=True)


def _packed_block(
    numbers: Sequence[int], counts: Sequence[float], values: Sequence[bytes], *, last: bool
) -> bytes:
    most = max(counts)
    columns = (
        (numbers[0], *map(sub, numbers[1:], numbers)),
        (None if most == 1 else float(most)) if most == min(counts) else (*map(float, counts),),
        tuple(values) or None,
    )
    return _joined(_body(columns), len(numbers), numbers[-1], most, last=last)


def _body(columns: tuple[Any, Any, Any]) -> bytes:
    return pickle.dumps(columns, _PROTOCOL)


def _joined(body: bytes, count: int, number: int, most: float, *, last: bool) -> bytes:
    """A block of a body, with its head; `number` is that of the last of `count` postings."""
    deflated = len(body) >= _DEFLATED
    if deflated:
        body = zlib.compress(body, 1)
    head = _head(count, number, most, deflated)
    length = len(head) + len(body)
    return _LENGTH.pack(-length if last else length) + head + body


@lru_cache(4096)
def _head(count: int, number: int, most: float, deflated: bool) -> bytes:
    return pickle.dumps((count, number, float(most), int(deflated), 0, 0), _PROTOCOL)


def postings(storage: Storage, segment: Any) -> Iterator[Postings]:
    """All terms of a segment, in order of field and term."""
    terms = segment.codec().terms_reader(storage, segment)
    rows = Path(storage.folder, segment.make_filename(".trm")).read_bytes()
    data = Path(storage.folder, segment.make_filename(".pst")).read_bytes()
    stream = BytesIO(data)
    row, end = terms._tindex.startofdata, terms._tindex.endofdata
    while row < end:
        key_size, info_size = _ROW.unpack_from(rows, row)
        row += _ROW.size + key_size
        (at,) = _OFFSET.unpack_from(rows, row + W3TermInfo._struct.size)
        if data[at : at + len(WHOOSH3_HEADER_MAGIC)] != WHOOSH3_HEADER_MAGIC:
            raise CorruptIndexError(f"no postings at {at}")
        (field,) = _FIELD.unpack_from(rows, row - key_size)
        term = rows[row - key_size + _FIELD.size : row]
        columns = _blocks(data, stream, at + len(WHOOSH3_HEADER_MAGIC))
        yield Postings(terms._fieldunmap[field], term, *columns)
        row += info_size


_Block = tuple[Sequence[int], Sequence[float], Sequence[bytes]]


def _blocks(data: bytes, stream: BytesIO, at: int) -> _Block:
    """Numbers, counts and values of a whole posting list."""
    length, first = _block(data, stream, at)
    if length < 0:  # the last one: most lists have no other
        return first
    numbers, counts, values = list(first[0]), list(first[1]), list(first[2])
    while length > 0:
        at += _LENGTH.size + length
        length, block = _block(data, stream, at)
        numbers += block[0]
        counts += block[1]
        values += block[2]
    return numbers, counts, values


def _block(data: bytes, stream: BytesIO, at: int) -> tuple[int, _Block]:
    """A block, and its length."""
    (length,) = _LENGTH.unpack_from(data, at)
    stream.seek(at + _LENGTH.size)
    count, _, _, deflated, _, _ = pickle.load(stream)
    body = data[stream.tell() : at + _LENGTH.size + abs(length)]
    differences, counts, values = pickle.loads(zlib.decompress(body) if deflated else body)
    if not isinstance(counts, tuple):
        counts = (1.0 if counts is None else counts,) * count
    return length, (tuple(accumulate(differences)), counts, values or ())


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
