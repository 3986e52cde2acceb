"""The folder of parts: finds those that cover an index, makes those that are missing.

A part is found by what is written in it, so there is no list to keep true. The
process that commits makes the parts of the new segments before the commit can be
seen, and removes those that nobody needs afterwards. A reader that finds one
missing or damaged makes it again, and does without the file where it may not
write it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from whoosh.reading import CorruptIndexError

from reader.light import dataclass
from reader.search.arrays import pack, tiers
from reader.search.arrays.build import identity, part_of
from reader.search.arrays.merge import merged
from reader.search.arrays.part import Part, Segment, Terms
from reader.search.storage import Storage

FOLDER = "arrays"
_END = f".v{pack.FORMAT}"
_Known = Mapping[str, Mapping[str, Terms]]
"""Terms by segment and field."""
_NONE: _Known = MappingProxyType({})
_Seen = dict[str, Segment]
"""Segments as they were looked at, by id, while one process holds the lock."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A part's file, or a segment that has none: then `path` is where it will be."""

    path: Path
    segments: tuple[Segment, ...]
    there: bool = True


def parts(
    storage: Storage,
    segments: Sequence[Any],
    seen: _Seen | None = None,
    opened: Iterable[Part] = (),
) -> list[Part]:
    """Parts with all of the segments, in their order; what is missing is made.

    `seen` remembers the files of segments for `prepare`, which can then do without another look.
    `opened` parts are used again where they hold the same: what has been read of them
    stays in memory. Raises what Whoosh raises when a segment itself is damaged.
    """
    # One whose file is gone or cut off must not be read through an old mapping.
    ready = {part.segments: part for part in opened}
    return [
        (ready.get(held.segments) if held.there else None) or _opened(storage, held, segments)
        for held in _cover(storage, segments, seen)
    ]


def prepare(
    storage: Storage, segments: Sequence[Any], known: _Known, seen: _Seen | None = None
) -> list[Path]:
    """Make what a search over these segments needs; returns the files that are needed.

    Parts of new segments are made, those of which the terms are `known` without reading
    them, and some put together (`tiers.rewrites`).
    Raises OSError when there is no room.
    """
    _folder(storage).mkdir(exist_ok=True)
    cover = _cover(storage, segments, seen)
    for held in cover:
        if not held.path.exists():
            pack.save(_made(storage, held, segments, known), held.path)
    living = {segment.segid for segment in segments}
    now = [sum(s.articles for s in held.segments if s.id in living) for held in cover]
    ever = [sum(s.articles for s in held.segments) for held in cover]
    paths = {n: held.path for n, held in enumerate(cover)}
    for group in tiers.rewrites(now, ever):
        part = merged([_sound(storage, cover[n], segments) for n in group], living)
        pack.save(part, _path(storage, part.segments))
        paths |= dict.fromkeys(group, _path(storage, part.segments))
    return list(dict.fromkeys(paths.values()))


def sweep(storage: Storage, needed: Iterable[Path]) -> None:
    """Remove every other file; what cannot be removed now goes the next time."""
    keep = set(needed)
    with suppress(OSError):
        for path in _folder(storage).iterdir():
            if path not in keep:
                with suppress(OSError):
                    path.unlink()


def _cover(storage: Storage, segments: Sequence[Any], seen: _Seen | None) -> list[_Held]:
    """Parts that together have each of the segments once, in the segments' order."""
    wanted = {} if seen is None else seen
    new = (segment for segment in segments if segment.segid not in wanted)
    wanted |= {segment.segid: identity(storage, segment) for segment in new}
    wanted = {segment.segid: wanted[segment.segid] for segment in segments}
    free = dict(wanted)
    chosen: list[_Held] = []
    for held in sorted(_found(storage), key=lambda h: -len(h.segments)):
        living = [segment for segment in held.segments if segment.id in wanted]
        if any(wanted[segment.id] != segment for segment in living):
            raise CorruptIndexError("files of a segment are not what they were")
        if living and all(segment.id in free for segment in living):
            chosen.append(held)
            for segment in living:
                del free[segment.id]
    chosen += [
        _Held(_path(storage, [segment]), (segment,), there=False) for segment in free.values()
    ]
    order = {name: number for number, name in enumerate(wanted)}
    return sorted(chosen, key=lambda h: min(order[s.id] for s in h.segments if s.id in order))


def _found(storage: Storage) -> Iterator[_Held]:
    """The whole parts in the folder."""
    if not (folder := _folder(storage)).is_dir():
        return
    for path in sorted(folder.glob(f"*{_END}")):
        with suppress(OSError, pack.DamagedPart):
            yield _Held(path, pack.segments(path))


def _opened(storage: Storage, held: _Held, segments: Sequence[Any]) -> Part:
    """The part from its file, else made from its segments, and written if that can be."""
    try:
        return pack.load(held.path)
    except OSError:
        pass
    except pack.DamagedPart:
        held.path.unlink(missing_ok=True)
    part = _made(storage, held, segments)
    with suppress(OSError):
        _folder(storage).mkdir(exist_ok=True)
        pack.save(part, _path(storage, part.segments))
    return part


def _sound(storage: Storage, held: _Held, segments: Sequence[Any]) -> Part:
    """The part, every byte of it compared with its sum: what is made of it outlives it."""
    try:
        pack.check(held.path)
        return pack.load(held.path)
    except pack.DamagedPart:
        return _made(storage, held, segments)


def _made(storage: Storage, held: _Held, segments: Sequence[Any], known: _Known = _NONE) -> Part:
    """The part made from what Whoosh has of its segments."""
    ids = {segment.id for segment in held.segments}
    made = [part_of(storage, s, known.get(s.segid)) for s in segments if s.segid in ids]
    return made[0] if len(made) == 1 else merged(made, ids)


def _folder(storage: Storage) -> Path:
    return Path(storage.folder, FOLDER)


def _path(storage: Storage, segments: Iterable[Segment]) -> Path:
    ids = "\n".join(segment.id for segment in segments)
    return _folder(storage) / f"{hashlib.sha256(ids.encode()).hexdigest()[:24]}{_END}"
