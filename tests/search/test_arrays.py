"""The arrays beside the index: made again when missing, never believed when damaged."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from reader.models import Answer
from reader.search import Index, view
from reader.search.arrays import pack, shelf, tiers
from reader.search.arrays.build import part_of
from reader.search.arrays.merge import merged
from reader.search.arrays.part import Part, Segment, Terms, terms_of
from reader.search.query import FIELDS
from reader.search.schema import COLUMNS, TERM_FIELDS
from reader.search.storage import Storage
from tests.search.helpers import entry, found
from tests.search.test_equality import Reference, compare

QUERIES = ("quake", "=quakes", "qua*", '"quake near"', "honshu -quake", "title:quake")


def filled(index: Index) -> list[Answer]:
    """Some commits with changes and deletions between; the answers they give."""
    for key in range(30):
        index.apply([entry(key, "quake", f"a quake near honshu {key}")], [key - 2] * (key % 2))
    index.apply([entry(5, "edited", "quakes", revision=2)], [])
    return [index.search(query) for query in QUERIES]


def files(index: Index) -> list[Path]:
    return sorted((index.folder / "arrays").iterdir())


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-64])


def garbled(path: Path) -> None:
    path.write_bytes(b"rubbish " * (path.stat().st_size // 8))


def garbled_in_the_head(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(data)


def garbled_in_the_keys(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[int.from_bytes(data[12:16], "little") + 28] ^= 1  # the first array
    path.write_bytes(data)


@pytest.mark.parametrize(
    "harm", [Path.unlink, emptied, cut_off, garbled, garbled_in_the_head, garbled_in_the_keys]
)
def test_arrays_that_are_missing_or_damaged_are_made_again(
    index: Index, harm: Callable[[Path], None]
) -> None:
    answers = filled(index)
    before = files(index)
    index.close()
    for path in before:
        harm(path)
    assert [index.search(query) for query in QUERIES] == answers
    assert index.state() == "ready"
    for path in files(index):
        pack.check(path)
    index.apply([entry(99, "quake")], [])
    assert 99 in found(index.search("quake"))


@pytest.mark.parametrize("harm", [emptied, cut_off, garbled_in_the_head])
def test_the_next_commit_keeps_open_what_is_whole_and_nothing_else(
    index: Index, harm: Callable[[Path], None]
) -> None:
    index.apply([entry(1, "quake")], [])
    first = view.View.of(index.place)
    index.apply([entry(2, "quake")], [])
    second = view.View.of(index.place, first)
    assert second.parts[0][1] is first.parts[0][1]
    for path in files(index):
        harm(path)
    third = view.View.of(index.place, second)
    assert third.parts[0][1] is not first.parts[0][1]
    assert found(index.search("quake")) == {1, 2}


def test_a_commit_makes_of_its_words_what_reading_them_back_makes(index: Index) -> None:
    index.apply(
        [entry(n, f"Title {n}", "quake " * n + f"word{n} 東京 Erdoğan") for n in (1, 300)], []
    )
    index.apply([entry(2, "Another", "tsunami quake")], [1])
    storage, segments = Storage(index.place), view.committed(index.place)[1]
    for segment in segments:
        (held,) = (p for p in shelf.parts(storage, segments) if p.segments[0].id == segment.segid)
        read = part_of(storage, segment)
        assert arrays(held) == arrays(read)


def arrays(part: Part) -> dict[str, tuple[str, list[int]]]:
    """The arrays of a part, by their names."""
    return {name: (array.dtype.str, array.tolist()) for name, array in pack._flat(part)}


def test_arrays_are_not_merged_unread(index: Index) -> None:
    for key in range(tiers.FACTOR - 1):
        index.apply([entry(key, "", f"quake number{key}")], [])
    path = files(index)[0]
    path.write_bytes(path.read_bytes().replace(b"number", b"nimber"))
    with pytest.raises(pack.DamagedPart):
        pack.check(path)
    index.apply([entry(99, "", "quake")], [])
    assert len(files(index)) == 1
    assert index.search("quake").total == tiers.FACTOR
    told = [index.search(f"number{key}").total for key in range(tiers.FACTOR - 1)]
    assert told == [1] * len(told)


def test_a_search_does_without_files_where_it_may_not_write(index: Index) -> None:
    answers = filled(index)
    index.close()
    for path in files(index):
        path.unlink()
    (index.folder / "arrays").rmdir()
    (index.folder / "arrays").write_text("no folder")
    assert [index.search(query) for query in QUERIES] == answers


def test_there_are_few_files_and_none_is_left_over(index: Index) -> None:
    filled(index)
    (index.folder / "arrays" / "half.123.new").write_bytes(b"left by a killed process")
    (index.folder / "arrays" / "other.v0").write_bytes(b"of another format")
    index.apply([entry(100, "quake")], [])
    assert {path.suffix for path in files(index)} == {f".v{pack.FORMAT}"}
    assert len(files(index)) < 2 * tiers.FACTOR
    index.clear()
    assert not (index.folder / "arrays").exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from reader.models import IndexEntry
from reader.search import Index
from reader.search.arrays import pack, shelf
from whoosh.index import TOC
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
owner = {"os": os, "TOC": TOC, "shelf": shelf}[sys.argv[2]]
setattr(owner, sys.argv[3], die)
index = Index(Path(sys.argv[1]))
index.apply([IndexEntry(key, 2, "quake", "new", "", "", "", "", 0) for key in range(9)], [])
"""


@pytest.mark.parametrize(
    ("owner", "name", "seen"),
    [("os", "fsync", False), ("TOC", "write", False), ("shelf", "sweep", True)],
    ids=["half a file", "before it can be seen", "before the old ones are removed"],
)
def test_a_writer_killed_at_the_arrays_loses_nothing(
    index: Index, owner: str, name: str, seen: bool
) -> None:
    for key in range(7):
        index.apply([entry(key, "quake", "old")], [])
    command = [sys.executable, "-c", KILLED, str(index.folder), owner, name]
    assert subprocess.run(command, check=False).returncode == -9
    revisions = dict.fromkeys(range(9), 2) if seen else dict.fromkeys(range(7), 1)
    for held in (index, Index(index.folder)):
        assert held.revisions() == revisions
        assert found(held.search("quake")) == set(revisions)
    index.apply([entry(50, "quake")], [])
    assert found(index.search("quake")) == {*revisions, 50}
    assert not list(index.folder.glob("arrays/*.new"))
    needed = {segment.id for path in files(index) for segment in pack.segments(path)}
    held_segments = {path.stem.removeprefix("MAIN_") for path in index.folder.glob("MAIN_*.trm")}
    assert held_segments <= needed


def test_threads_search_while_articles_come(index: Index) -> None:
    index.apply([entry(0, "quake")], [])
    wrong: list[object] = []
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            try:
                answer = index.search("quake", limit=None)
                if found(answer) != set(range(answer.total)):
                    wrong.append(answer)
            except Exception as error:
                wrong.append(error)

    threads = [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    for key in range(1, 25):  # parts are put together several times
        index.apply([entry(key, "quake", "again " * key)], [])
        assert index.search("quake").total == key + 1
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_long_articles_keep_their_counts_and_places(index: Index) -> None:
    long = "quake " * 70_000 + "magma chamber"
    index.apply([entry(1, "", long), entry(2, "", "quake magma here chamber")], [])
    index.apply([entry(3, "", "quake " * 255), entry(4, "", "quake " * 254)], [])
    for _ in range(2):
        reference = Reference(index.folder)
        for query in ("quake", '"magma chamber"', '"quake magma"', "qua*", "q*"):
            compare(index, reference, query, False)
        reference.reader.close()
        for key in range(5, 5 + tiers.FACTOR):  # puts the parts together
            index.apply([entry(key, "", "magma")], [])


@pytest.mark.parametrize(
    ("living", "held", "expected"),
    [
        ([], [], []),
        ([20] * 3, [20] * 3, []),
        ([20] * 4, [20] * 4, [range(4)]),
        ([20] * 5, [20] * 5, [range(5)]),
        ([5000, *[20] * 4], [5000, *[20] * 4], [range(1, 5)]),
        # what stands before a larger one has no other neighbours to wait for
        ([20, 20, 5000, 20, 20, 5000, 20], [20, 20, 5000, 20, 20, 5000, 20], [range(6)]),
        ([20, 20, 5000, 20, 20], [20, 20, 5000, 20, 20], []),
        ([20_000] * 4, [20_000] * 4, [range(3)]),  # no more than numbers of two bytes allow
        ([40_000] * 4, [40_000] * 4, []),
        ([64_000, 64_000, *[17_000] * 4], [64_000, 64_000, *[17_000] * 4], [range(2, 5)]),
        ([100, 30, 100], [100, 90, 100], [range(1, 2)]),
    ],
)
def test_neighbours_of_one_size_become_one_part(
    living: list[int], held: list[int], expected: list[range]
) -> None:
    assert tiers.rewrites(living, held) == expected


def part(name: str, articles: int, numbers: list[int]) -> Part:
    """A part in which the articles of these numbers have the stem `quake` once, at place 7."""
    ones = np.ones(len(numbers), np.uint32)
    quake = terms_of(
        [b"quake"],
        np.array([len(numbers)], np.uint32),
        np.array(numbers, np.uint16),
        ones,
        np.array([len(numbers)], np.uint32),
        7 * ones,
    )
    empty = terms_of([], ones[:0], np.zeros(0, np.uint16), ones[:0])
    terms: dict[str, Terms] = dict.fromkeys(TERM_FIELDS, empty) | {"body": quake}
    return Part(
        (Segment(name, articles, ()),),
        dict.fromkeys(COLUMNS, np.arange(articles, dtype=np.int64)),
        dict.fromkeys(FIELDS, np.ones(articles, np.uint8)),
        terms,
    )


def test_parts_are_put_together_past_two_bytes_of_numbers() -> None:
    parts = [part("a", 40_000, [1, 39_999]), part("b", 10, [3]), part("c", 40_000, [0, 5])]
    whole = merged(parts, {"a", "c"})
    body = whole.terms["body"]
    assert [s.id for s in whole.segments] == ["a", "c"]
    assert body.postings(body.find(b"quake"))[0].tolist() == [1, 39_999, 40_000, 40_005]
    assert body.places.tolist() == [7, 7, 7, 7]
    assert whole.columns["key"][40_005] == 5
    assert body.find(b"quak") == body.find(b"quakes") == -1
