"""An index and its successor: built beside it, taking over by one rename, at any moment whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reader.errors import IndexUnavailable
from reader.search import SCHEMA_VERSION, Index, editions
from reader.search.fingerprint import fingerprint
from reader.search.view import View
from tests.search.helpers import entry, found


def made_by_another_analysis(index: Index) -> None:
    editions.put_mark(index.place, editions.Mark(SCHEMA_VERSION, "another"))


def taken_over(index: Index, *keys: int) -> None:
    """Let a successor with these articles take over."""
    index.succeeded_by().apply([entry(key, "quake", revision=2) for key in keys], [])
    index.hand_over()


def test_a_successor_answers_when_it_takes_over_and_not_before(index: Index) -> None:
    index.apply([entry(1, "quake")], [])
    other = Index(index.folder)
    assert index.successor() is None
    successor = index.succeeded_by()
    successor.apply([entry(1, "quake", revision=2), entry(2, "quake", revision=2)], [])
    for held in (index, other, Index(index.folder)):
        assert found(held.search("quake")) == {1}
    before = other.generation()

    index.hand_over()

    assert other.generation() != before
    for held in (index, other, Index(index.folder)):
        assert found(held.search("quake")) == {1, 2}
        assert held.revisions() == {1: 2, 2: 2}
        assert held.state() == "ready"
        assert held.successor() is None


def test_a_search_under_way_ends_on_the_former_files(index: Index) -> None:
    index.apply([entry(key, "quake") for key in range(5)], [])
    view = View.of(index.place)
    taken_over(index, 7)
    assert view.postings("title", "quak").numbers.tolist() == [0, 1, 2, 3, 4]
    assert view.keys.tolist() == [0, 1, 2, 3, 4]


def test_taking_over_leaves_one_edition_and_what_is_not_the_indexs(index: Index) -> None:
    index.apply([entry(1, "quake")], [])
    (index.folder / "note.txt").write_text("mine")
    for number in range(2, 5):
        taken_over(index, 1, number)
        assert found(index.search("quake")) == {1, number}
        index.apply([entry(9, "quake")], [])
        assert found(index.search("quake")) == {1, 9, number}
    names = {path.name for path in index.folder.iterdir()}
    assert names == {"note.txt", "current", "4", "MAIN_WRITELOCK"}


def test_what_is_left_of_a_former_edition_never_answers_and_goes(index: Index) -> None:
    index.apply([entry(1, "quake")], [])
    index.succeeded_by().apply([entry(2, "quake")], [])
    editions.switch(index.folder, 2)  # and then it was killed
    assert list(index.folder.glob("_MAIN_*.toc"))
    assert found(Index(index.folder).search("quake")) == {2}
    assert found(index.search("quake")) == {2}
    index.apply([entry(3, "quake")], [])
    assert not list(index.folder.glob("_MAIN_*.toc"))
    assert found(index.search("quake")) == {2, 3}


def test_a_successor_that_is_not_whole_does_not_take_over(index: Index) -> None:
    index.apply([entry(1, "quake")], [])
    with pytest.raises(IndexUnavailable, match="not whole"):
        index.hand_over()
    successor = index.succeeded_by()
    successor.apply([entry(2, "quake")], [])
    for path in successor.place.glob("*.trm"):
        path.unlink()
    for path in (successor.place / "arrays").iterdir():
        path.unlink()
    with pytest.raises(IndexUnavailable, match="not whole"):
        index.hand_over()
    assert found(index.search("quake")) == {1}


def test_a_half_built_successor_is_gone_on_with_unless_it_is_of_no_use(index: Index) -> None:
    index.apply([entry(1, "quake")], [])
    index.succeeded_by().apply([entry(2, "quake")], [])
    assert Index(index.folder).succeeded_by().revisions() == {2: 1}
    made_by_another_analysis(index.succeeded_by())
    assert index.succeeded_by().revisions() == {}
    index.abandon()
    assert index.successor() is None
    assert found(index.search("quake")) == {1}


def test_an_index_of_another_analysis_answers_and_hears_news_until_it_is_followed(
    index: Index,
) -> None:
    index.apply([entry(1, "quake")], [])
    made_by_another_analysis(index)
    index = Index(index.folder)
    assert (index.state(), index.answers()) == ("outdated", True)
    assert found(index.search("quake")) == {1}
    index.apply([entry(2, "quake")], [])
    assert found(index.search("quake")) == {1, 2}
    assert index.state() == "outdated"
    taken_over(index, 1, 2)
    assert index.state() == "ready"
    assert found(index.search("quake")) == {1, 2}


@pytest.mark.parametrize("mark", ["{}", "[]", "", '{"schema": 999}', '{"schema": "x"}'])
def test_an_index_of_an_unknown_layout_answers_nothing(index: Index, mark: str) -> None:
    index.apply([entry(1, "quake")], [])
    (index.place / "broadsheet.json").write_text(mark)
    index = Index(index.folder)
    assert (index.state(), index.answers()) == ("outdated", False)
    with pytest.raises(IndexUnavailable, match="another version"):
        index.search("quake")


def test_an_index_from_before_there_were_fingerprints_answers_and_is_outdated(
    index: Index,
) -> None:
    index.apply([entry(1, "quake")], [])
    (index.place / "broadsheet.json").write_text(json.dumps({"schema": SCHEMA_VERSION}))
    assert (index.state(), index.answers()) == ("outdated", True)


def test_clearing_leaves_no_edition_that_could_come_back(index: Index) -> None:
    index.apply([entry(1, "quake")], [])
    index.succeeded_by().apply([entry(2, "quake")], [])
    editions.switch(index.folder, 2)  # the first is left over
    index.succeeded_by().apply([entry(3, "quake")], [])
    index.clear()
    assert {path.name for path in index.folder.iterdir()} == {"MAIN_WRITELOCK"}
    assert (index.state(), index.generation(), index.successor()) == ("missing", 0, None)
    index.apply([entry(4, "quake")], [])
    assert found(index.search("quake")) == {4}


@pytest.mark.parametrize("pointer", ["", "x", "-1", "0", "7\n8", "²", "\x00\xff"])
def test_a_pointer_that_says_nothing_points_to_the_first_edition(
    index: Index, pointer: str
) -> None:
    index.apply([entry(1, "quake")], [])
    (index.folder / "current").write_text(pointer)
    assert found(Index(index.folder).search("quake")) == {1}


def test_a_pointer_to_nothing_is_a_missing_index(index: Index) -> None:
    index.apply([entry(1, "quake")], [])
    (index.folder / "current").write_text("5\n")
    index = Index(index.folder)
    assert (index.state(), index.answers()) == ("missing", False)
    index.apply([entry(2, "quake")], [])
    assert found(index.search("quake")) == {2}


_FINGERPRINT = """
import Stemmer
from reader.search import analysis
{change}
from reader.search.fingerprint import fingerprint
print(fingerprint())
"""


def fingerprint_with(change: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", _FINGERPRINT.format(change=change)],
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.strip()


@pytest.mark.parametrize(
    "change",
    [
        "analysis.fold = str.lower",
        "analysis.stem = lambda form, language, written: (form, '')",
        "analysis._LONGEST = 5",
        "from reader.search import folding; folding._SPECIAL[ord('ø')] = 'oe'",
        "from reader.search import stemming; stemming._ALGORITHMS['de'] = 'english'",
        "Stemmer.version = lambda: 'another'",
        "import unicodedata; unicodedata.unidata_version = '99'",
    ],
)
def test_a_changed_analysis_has_another_fingerprint(change: str) -> None:
    assert fingerprint_with(change) != fingerprint()


def test_the_same_analysis_has_the_same_fingerprint_in_every_process() -> None:
    assert fingerprint_with("") == fingerprint()


def test_sizes_count_an_editions_own_files(index: Index, tmp_path: Path) -> None:
    assert index.bytes() == 0
    index.apply([entry(1, "quake")], [])
    alone = index.bytes()
    assert alone > 0
    index.succeeded_by().apply([entry(key, f"quake n{key}") for key in range(50)], [])
    assert index.bytes() == alone
    successor = index.successor()
    assert successor is not None
    assert successor.bytes() > alone
    assert (index.articles(), successor.articles()) == (1, 50)
