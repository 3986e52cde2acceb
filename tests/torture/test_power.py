"""The power goes, really: what the disk holds at a moment, mounted anew, has all that was acknowledged.

The library lies in a file system of its own (ext4) in a file. The file is copied at random
moments: the copy holds what was brought to the disk by then, and nothing of what the system
still had in memory. It is mounted, which is what happens after a power cut, and opened. Needs
a system on which this process may mount.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.library import Library, open_library
from tests.library.lives import Holding, holding

SEEDS = 4
CUTS = 25


@contextmanager
def mounted(image: Path, place: Path) -> Iterator[Path]:
    """The file system in this file."""
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop", str(image), str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def _fails_to_mount(image: Path, folder: Path) -> bool:
    try:
        with mounted(image, folder / "mounted"):
            return False
    except subprocess.CalledProcessError:
        return True


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    image = tmp_path / "disk"
    if sys.platform != "linux" or os.getuid() or not shutil.which("mkfs.ext4"):
        pytest.skip("needs Linux, mkfs.ext4 and the right to mount")
    with image.open("wb") as file:
        file.truncate(64 << 20)
    subprocess.run(["mkfs.ext4", "-q", str(image)], check=True)
    if _fails_to_mount(image, tmp_path):
        pytest.skip("this process may not mount a file")
    with mounted(image, tmp_path / "mounted") as place:
        yield image, place


def work(library: Library, chance: random.Random, documents: Path) -> None:
    """Something that is acknowledged."""
    keys = list(library.keys())
    some = chance.sample(keys, min(len(keys), 5))
    match chance.randrange(5):
        case 0:
            library.mark(some, "starred", chance.random() < 0.5)
        case 1:
            library.tag(some, add=[f"word{chance.randrange(4)}"])
        case 2:
            for key in some[:1]:
                library.note(key, f"everywhere {chance.random()}")
        case 3:
            library.update_index()
        case _:
            rows = [
                {"title": f"{chance.random()}", "text": f"everywhere {chance.random()}"}
                for _ in range(chance.choice([1, 20]))
            ]
            documents.write_text("\n".join(map(json.dumps, rows)) + "\n")
            library.add([str(documents)])


def after_the_cut(image: Path, place: Path, acknowledged: Holding) -> None:
    """What is found when the disk is mounted again."""
    with mounted(image, place) as found:
        library = open_library(found / "library")
        try:
            assert holding(library) == acknowledged
            report = library.check()
            assert report.damage == ()
            assert report.index == "ready" or not library.paths.index.exists()
            assert not (report.missing or report.outdated or report.extra)
            library.update_index()
            assert not library.check().differs
            assert library.search("everywhere", limit=0).total == library.count()
        finally:
            library.close()


def test_a_power_cut_takes_nothing_that_was_acknowledged(
    disk: tuple[Path, Path], tmp_path: Path, seed: int
) -> None:
    image, place = disk
    chance, copy = random.Random(seed), tmp_path / "copy"
    library = open_library(place / "library")
    work(library, random.Random(3), tmp_path / "more.jsonl")
    library.update_index()
    for _ in range(CUTS):
        for _ in range(chance.choice([1, 1, 4])):
            work(library, chance, tmp_path / "more.jsonl")
        shutil.copyfile(image, copy)
        after_the_cut(copy, tmp_path / "after", holding(library))
    library.close()
