"""The folders of an index: the edition that answers, and the one that is to follow it.

    index/              edition 1: Whoosh's files, `arrays`, `broadsheet.json`
    index/2, index/3 …  later editions, each the same in a folder of its own
    index/current       the number of the edition that answers; 1 without this file

An index is built anew in the folder with the next number. It takes over when
`current` is replaced, which is one rename: every process sees the one edition
or the other, whole, and whoever has the former open keeps what is mapped. What
is neither the current edition nor the next is left over, and swept.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from reader.light import dataclass, pattern

_POINTER = "current"
_MARK_FILE = "broadsheet.json"
DAMAGE_FILE = "broadsheet.damaged"
_OURS = pattern(
    r"_MAIN_\d+\.toc.*|MAIN_(?!WRITELOCK).*|MAIN\.tmp|arrays|broadsheet\.(?:json|damaged)(?:\..+)?"
)
_WRITTEN_BACK_S = 600
"""Linux writes back what is 30 seconds old, and no system leaves it for much longer."""
_NUMBER = pattern(r"[1-9]\d{0,8}")


@dataclass(frozen=True, slots=True)
class Mark:
    """What an edition was made by."""

    schema: int = 0
    """The layout of its files; 0 when unknown."""
    analysis: str = ""
    """The fingerprint of the analysis that made its terms; "" when unknown."""


def current(home: Path) -> int:
    """The number of the edition that answers."""
    try:
        text = (home / _POINTER).read_text("ascii").strip()
    except (OSError, ValueError):
        return 1
    return int(text) if _NUMBER.fullmatch(text) else 1


def folder(home: Path, number: int) -> Path:
    """Where an edition lies. The first lies in the index's own folder."""
    return home if number == 1 else home / str(number)


def mark(place: Path) -> Mark:
    """What the edition in this folder was made by."""
    try:
        written = json.loads((place / _MARK_FILE).read_bytes())
        return Mark(int(written["schema"]), str(written.get("analysis", "")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Mark()


def put_mark(place: Path, made_by: Mark) -> None:
    """Write down what the edition in this folder is made by. Raises OSError."""
    written = {"schema": made_by.schema, "analysis": made_by.analysis}
    _replace(place / _MARK_FILE, json.dumps(written))


def switch(home: Path, number: int) -> None:
    """Let this edition answer from now on, for every process. Raises OSError.

    Its files are on the disk before the pointer is: also a power cut leaves one
    whole edition.
    """
    place = folder(home, number)
    for directory, _, names in os.walk(place):
        for name in names:
            _sync(Path(directory, name))
        _sync(Path(directory))
    _replace(home / _POINTER, f"{number}\n")
    _sync(home)


def secure(place: Path, known: Collection[str]) -> frozenset[str]:
    """Bring an edition's files to the disk, but for those `known` to be there; returns all that are.

    A file that has not been touched for long was written back by the system; that spares
    asking for hundreds. Raises OSError.
    """
    names = frozenset(path.name for path in place.iterdir() if _OURS.fullmatch(path.name))
    before = time.time() - _WRITTEN_BACK_S
    for name in names.difference(known):
        with suppress(FileNotFoundError):  # swept meanwhile
            path = place / name
            if path.stat().st_mtime >= before:
                _sync(path)
    _sync(place)
    return names


def sweep(home: Path) -> None:
    """Remove what is neither the current edition nor the next, and half-written notes.

    Call it with the lock of the index held. What cannot be removed goes another time.
    """
    number = current(home)
    for half in [
        *home.glob(f"{_POINTER}.*.new"),
        *folder(home, number).glob(f"{_MARK_FILE}.*.new"),
    ]:
        half.unlink(missing_ok=True)
    if number > 1 and any(_OURS.fullmatch(path.name) for path in home.iterdir()):
        delete(home)
    for path in home.iterdir():
        if _NUMBER.fullmatch(path.name) and int(path.name) not in (number, number + 1):
            shutil.rmtree(path, ignore_errors=True)


def delete(place: Path) -> None:
    """Remove an edition's files and nothing else that lies there.

    Contents first: without them the rest is no index, only files to sweep. Raises OSError.
    """
    ours = [path for path in place.iterdir() if _OURS.fullmatch(path.name)]
    for path in sorted(ours, key=lambda path: not path.name.startswith("_")):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def clear(home: Path) -> None:
    """Remove every edition. In this order, so that none comes back when this is cut short."""
    number = current(home)
    delete(folder(home, number))
    sweep(home)
    drop(home, number + 1)
    (home / _POINTER).unlink(missing_ok=True)
    sweep(home)
    drop(home, 2)


def drop(home: Path, number: int) -> None:
    """Remove an edition that does not answer, if it is there."""
    place = folder(home, number)
    if place.is_dir() and number > 1:
        with suppress(OSError):
            delete(place)
        shutil.rmtree(place, ignore_errors=True)


def size(place: Path) -> int:
    """Bytes of an edition's own files."""
    total = 0
    for path in place.iterdir() if place.is_dir() else ():
        if _OURS.fullmatch(path.name):
            files = path.rglob("*") if path.is_dir() else (path,)
            for file in files:
                with suppress(OSError):
                    total += file.stat().st_size
    return total


def _replace(path: Path, text: str) -> None:
    half = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with half.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def _sync(path: Path) -> None:
    """Bring a file, or a folder's list of names, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
