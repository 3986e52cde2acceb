"""A part as one file: a head that names the arrays, then the arrays.

    "BSarrays"  format: u32  size of head: u32  crc32 of head: u32  size of file: u64
    head: JSON {"segments": [[id, articles, [sizes]]],
                "arrays": {name: [type, offset, count, crc32]}}
    the arrays, each at an offset (after the head) that is a multiple of 64

Numbers are little-endian, and the head is filled up to a multiple of 64 too. A
file is written under another name and renamed when it is whole and on the disk.
Its size and head are checked whenever it is opened, and the sums of what is
kept of each article; `check` compares all sums.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from reader.search.arrays.part import Array, Part, Peaks, Segment, Terms

FORMAT = 2
"""Counts up when the layout, or what the arrays mean, changes."""
_START = struct.Struct("<8sIIIQ")
_MAGIC = b"BSarrays"
_ALIGNED = 64
_Head = dict[str, Any]


class DamagedPart(Exception):
    """The file is not a whole part of this format."""


def save(part: Part, path: Path) -> None:
    """Write the file: it is there whole, or not at all. Raises OSError."""
    arrays = {name: np.ascontiguousarray(array) for name, array in _flat(part)}
    half = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with half.open("wb") as file:
            file.write(_beginning(part, arrays))
            for array in arrays.values():
                file.write(array.data)
                file.write(b"\0" * (-array.nbytes % _ALIGNED))
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def segments(path: Path) -> tuple[Segment, ...]:
    """The segments a file is made of. Raises `DamagedPart`, OSError."""
    with path.open("rb") as file:
        start = file.read(_START.size)
        head = _head(start + file.read(_head_size(start)), os.fstat(file.fileno()).st_size)
    return _segments(head)


def load(path: Path) -> Part:
    """The part in a file, mapped into memory. Raises `DamagedPart`, OSError."""
    with path.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            raise DamagedPart("empty")
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    head = _head(data[: _START.size + _head_size(data[: _START.size])], len(data))
    arrays = _arrays(head, data)
    _compare(
        head, {name: a for name, a in arrays.items() if name.startswith(("column.", "length."))}
    )
    return replace(_part(head, arrays), file=data)


def check(path: Path) -> None:
    """Read all of a file and compare its sums. Raises `DamagedPart`, OSError."""
    data = path.read_bytes()
    head = _head(data[: _START.size + _head_size(data)], len(data))
    _compare(head, _arrays(head, data))


def _flat(part: Part) -> Iterator[tuple[str, Array]]:
    """Every array of a part with its name in the file."""
    yield from ((f"column.{name}", array) for name, array in part.columns.items())
    yield from ((f"length.{name}", array) for name, array in part.lengths.items())
    for field, terms in part.terms.items():
        yield from ((f"terms.{field}.{f.name}", getattr(terms, f.name)) for f in fields(Terms))
    for kind, peaks in part.peaks.items():
        yield from ((f"peaks.{kind}.{f.name}", getattr(peaks, f.name)) for f in fields(Peaks))


def _part(head: _Head, arrays: dict[str, Array]) -> Part:
    kinds: dict[str, dict[str, Any]] = {"column": {}, "length": {}, "terms": {}, "peaks": {}}
    for name, array in arrays.items():
        kind, _, rest = name.partition(".")
        if kind in ("terms", "peaks"):
            field, _, rest = rest.rpartition(".")
            kinds[kind].setdefault(field, {})[rest] = array
        else:
            kinds[kind][rest] = array
    terms = {field: Terms(**held) for field, held in kinds["terms"].items()}
    peaks = {kind: Peaks(**held) for kind, held in kinds["peaks"].items()}
    return Part(_segments(head), kinds["column"], kinds["length"], terms, peaks)


def _beginning(part: Part, arrays: dict[str, Array]) -> bytes:
    """Everything before the first array."""
    about: _Head = {"segments": [[s.id, s.articles, s.sizes] for s in part.segments], "arrays": {}}
    size = 0
    for name, array in arrays.items():
        about["arrays"][name] = [array.dtype.str, size, len(array), zlib.crc32(array.data)]
        size += array.nbytes + -array.nbytes % _ALIGNED
    text = json.dumps(about).encode()
    text += b" " * (-(_START.size + len(text)) % _ALIGNED)
    size += _START.size + len(text)
    return _START.pack(_MAGIC, FORMAT, len(text), zlib.crc32(text), size) + text


def _head_size(start: bytes) -> int:
    if len(start) < _START.size or start[: len(_MAGIC)] != _MAGIC:
        raise DamagedPart("not a part")
    return int(_START.unpack_from(start)[2])


def _head(beginning: bytes, size: int) -> _Head:
    _, version, length, summed, expected = _START.unpack_from(beginning)
    text = beginning[_START.size :]
    if version != FORMAT or size != expected or len(text) != length or zlib.crc32(text) != summed:
        raise DamagedPart("cut off, or of another format")
    head: _Head = json.loads(text) | {"data": _START.size + length}
    return head


def _segments(head: _Head) -> tuple[Segment, ...]:
    return tuple(Segment(name, count, tuple(sizes)) for name, count, sizes in head["segments"])


def _arrays(head: _Head, data: bytes | mmap.mmap) -> dict[str, Array]:
    return {
        name: np.frombuffer(data, np.dtype(kind), count, head["data"] + offset)
        for name, (kind, offset, count, _) in head["arrays"].items()
    }


def _compare(head: _Head, arrays: dict[str, Array]) -> None:
    for name, array in arrays.items():
        if zlib.crc32(array.data) != head["arrays"][name][3]:
            raise DamagedPart(f"{name} is not what was written")
