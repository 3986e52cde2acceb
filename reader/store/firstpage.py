"""The first page of a library made again, when that is what was damaged.

It says what kind of file it is and where the list of tables goes on. That list is long, so
its rows stand on other pages, and these can be told from all others: they hold rows of five
columns, of which the first is `table`, `index` or `trigger`. A first page that points to them
makes the rest readable again. It leaves out a page of the list that is lost itself; tables
that only that page told of cannot be found. Format: https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from reader.light import dataclass
from reader.store.database import NEWEST, migrate, migrations

_PAGE = 4096
"""Bytes of a page; SQLite's default, which libraries are made with."""
_HEAD = 100
_MAGIC = b"SQLite format 3\0"
_LEAF, _INTERIOR = 13, 5
_KINDS = (b"table", b"index", b"trigger", b"view")


@dataclass(frozen=True, slots=True)
class _Leaf:
    page: int
    first: int
    last: int
    names: frozenset[str]


def mend(file: Path) -> bool:
    """Write a new first page into this copy of a damaged library; False where that cannot be done."""
    data = bytearray(file.read_bytes())
    leaves = _in_order(_leaves(bytes(data)))
    if not leaves or len(leaves) * 12 + _HEAD + 12 > _PAGE:
        return False
    version = _said(data) or _version(frozenset().union(*(leaf.names for leaf in leaves)))
    data[:_PAGE] = _first_page(leaves, len(data) // _PAGE, version)
    file.write_bytes(data)
    return True


def _said(data: bytes | bytearray) -> int:
    """The version that the first page gives, where that page can be believed; else 0."""
    (version,) = struct.unpack_from(">I", data, 60)
    return version if data[:16] == _MAGIC and 0 < version <= NEWEST else 0


def _leaves(data: bytes) -> Iterator[_Leaf]:
    """The pages that hold rows of the list of tables."""
    for number in range(2, len(data) // _PAGE + 1):
        page = data[(number - 1) * _PAGE : number * _PAGE]
        if page[0] != _LEAF:
            continue
        try:
            rows = [_row(page, at) for at in _cells(page)]
        except (IndexError, struct.error, ValueError):
            continue
        numbers = [row[0] for row in rows]
        if rows and numbers == sorted(set(numbers)):
            yield _Leaf(number, numbers[0], numbers[-1], frozenset(row[1] for row in rows))


def _cells(page: bytes) -> tuple[int, ...]:
    (count,) = struct.unpack_from(">H", page, 3)
    return struct.unpack_from(f">{count}H", page, 8)


def _row(page: bytes, at: int) -> tuple[int, str]:
    """Number and name of a row of the list. Raises ValueError where it is none."""
    _, at = _varint(page, at)
    number, at = _varint(page, at)
    head, body = _varint(page, at)
    types, end = [], at + head
    while body < end:
        kind, body = _varint(page, body)
        types.append(kind)
    if len(types) != 5 or types[0] < 13 or types[1] < 13 or not types[0] % 2 or not types[1] % 2:
        raise ValueError("not five columns")
    split = end + (types[0] - 13) // 2
    if page[end:split] not in _KINDS:
        raise ValueError("no row of the list")
    return number, page[split : split + (types[1] - 13) // 2].decode()


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where the next one begins."""
    value = 0
    for place in range(8):
        value = value << 7 | page[at + place] & 0x7F
        if page[at + place] < 0x80:
            return value, at + place + 1
    return value << 8 | page[at + 8], at + 9


def _in_order(found: Iterator[_Leaf]) -> list[_Leaf]:
    """Leaves by the numbers of their rows; of two that overlap, one is left over from before."""
    kept: list[_Leaf] = []
    for leaf in sorted(found, key=lambda leaf: (leaf.first, -len(leaf.names))):
        if not kept or leaf.first > kept[-1].last:
            kept.append(leaf)
    return kept


def _version(names: frozenset[str]) -> int:
    """The version whose tables these are: the one with most of them and fewest others."""
    best, found = NEWEST, -(10**6)
    for version, _ in migrations():
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
            migrate(db, upto=version)
            known = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
        likeness = len(known & names) - len(known ^ names)
        if likeness >= found:
            best, found = version, likeness
    return best


def _first_page(leaves: list[_Leaf], pages: int, version: int) -> bytes:
    page = bytearray(_PAGE)
    # Page size, write-ahead log, no reserved bytes, the three constants; then counters, of which
    # those of change and version agree, so that the number of pages is believed.
    struct.pack_into(">16sHBBBBBBIIIIIIIIII", page, 0, _MAGIC, _PAGE, 2, 2, 0, 64, 32, 32,
                     1, pages, 0, 0, 1, 4, 0, 0, 1, version)  # fmt: skip
    struct.pack_into(">I", page, 92, 1)
    *inner, last = leaves
    at, places = _PAGE, []
    for leaf in inner:
        cell = struct.pack(">I", leaf.page) + _packed(leaf.last)
        at -= len(cell)
        page[at : at + len(cell)] = cell
        places.append(at)
    struct.pack_into(">BHHHBI", page, _HEAD, _INTERIOR, 0, len(places), at % 65536, 0, last.page)
    struct.pack_into(f">{len(places)}H", page, _HEAD + 12, *places)
    return bytes(page)


def _packed(value: int) -> bytes:
    """A number below 2^28 as SQLite writes it."""
    parts = [value & 0x7F]
    while value := value >> 7:
        parts.append(value & 0x7F | 0x80)
    return bytes(reversed(parts))
