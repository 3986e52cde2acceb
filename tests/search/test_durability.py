"""The index as a thing on disk: updated, shared, killed, damaged, thrown away."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reader.errors import IndexUnavailable
from reader.search import SCHEMA_VERSION, Index
from tests.search.helpers import entry, found


def test_importing_the_room_loads_nothing_heavy() -> None:
    code = (
        "import sys; from reader.search import Index, marks, passage, parse; Index;"
        "print({'whoosh', 'numpy', 'Stemmer'} & sys.modules.keys())"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


def test_an_index_that_is_not_there_answers_with_nothing(index: Index) -> None:
    assert index.state() == "missing"
    assert index.revisions() == {}
    assert index.generation() == 0
    answer = index.search("quake")
    assert (answer.hits, answer.note) == ((), "Nothing is indexed yet.")
    assert not index.folder.exists()
    index.clear()


def test_an_edited_article_is_found_by_its_new_words_only(index: Index) -> None:
    index.apply([entry(1, "old words")], [])
    index.apply([entry(1, "new words", revision=2)], [])
    assert index.search("old").note or not index.search("old").total
    assert found(index.search("words")) == {1}
    assert index.search("words").total == 1
    assert index.revisions() == {1: 2}


def test_articles_leave_the_index(index: Index) -> None:
    index.apply([entry(1, "quake"), entry(2, "quake"), entry(3, "quake")], [])
    index.apply([], [1, 3, 99])
    assert found(index.search("quake")) == {2}
    assert index.revisions() == {2: 1}
    index.apply([], [2])
    assert index.search("quake").total == 0
    assert index.state() == "ready"


def test_of_two_entries_with_one_key_the_last_counts(index: Index) -> None:
    index.apply([entry(1, "first"), entry(1, "second", revision=2)], [])
    assert index.revisions() == {1: 2}
    assert index.search("second").total == 1
    assert index.search("first").total == 0


def test_an_article_that_is_both_given_and_gone_is_there(index: Index) -> None:
    index.apply([entry(1, "quake")], [1])
    assert found(index.search("quake")) == {1}


def test_many_commits_are_merged_and_nothing_is_lost(index: Index) -> None:
    for key in range(40):
        index.apply([entry(key, f"quake number{key}", f"text {key % 7}")], [key - 3] * (key % 2))
    kept = {k for k in range(40) if not ((k + 3) % 2 and k + 3 < 40)}
    assert set(index.revisions()) == kept
    assert found(index.search("quake")) == kept
    assert found(index.search('"quake number7"')) == {7}
    assert len(list(index.folder.glob("MAIN_*.trm"))) < 16


def test_a_merged_index_scores_as_one_that_was_built_at_once(index: Index, tmp_path: Path) -> None:
    entries = [
        entry(key, f"quake {'honshu ' * (key % 3)}", "the quakes near " * (key % 5) + f"n{key}")
        for key in range(160)
    ]
    for start in range(0, 160, 10):
        index.apply(entries[start : start + 10], [])
    assert len(list(index.folder.glob("MAIN_*.trm"))) == 8  # of 16 commits
    at_once = Index(tmp_path / "at once")
    at_once.apply(entries, [])
    for query in ("quake", "=quakes", "quak*", '"quakes near the"', "honshu -near", "title:honshu"):
        one, other = index.search(query), at_once.search(query)
        assert one == other, query
        assert one.total
        assert one.note == ""
    at_once.close()


def test_a_commit_of_another_index_object_is_seen(index: Index) -> None:
    index.apply([entry(1, "quake")], [])
    before = index.generation()
    other = Index(index.folder)
    assert found(other.search("quake")) == {1}
    other.apply([entry(2, "quake")], [])
    assert index.generation() != before
    assert found(index.search("quake")) == {1, 2}
    other.close()


def test_a_search_in_between_still_answers_after_files_were_swept(index: Index) -> None:
    index.apply([entry(key, "quake honshu") for key in range(5)], [])
    other = Index(index.folder)
    assert index.search("quake").total == 5
    for key in range(5, 25):
        other.apply([entry(key, "quake honshu")], [])
        assert index.search("honshu").total == key + 1
    other.close()


WRITER = """
import sys
from pathlib import Path
from reader.models import IndexEntry
from reader.search import Index
index = Index(Path(sys.argv[1]))
print("writing", flush=True)
body = " ".join(f"word{n}" for n in range(400))
index.apply([IndexEntry(k, 2, "new", body, "", "", "", "", 0) for k in range(1, 400)], [])
print("done", flush=True)
"""


def killed_while_writing(folder: Path, sign: str) -> None:
    """Start a writer and kill it -9 as soon as a file that matches `sign` appears."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        known = set(folder.glob(sign))
        until = time.monotonic() + 60
        while set(folder.glob(sign)) <= known:
            assert time.monotonic() < until
            assert process.poll() is None
        process.kill()
        process.wait()
        assert process.stdout.read() == ""


@pytest.mark.parametrize("sign", ["MAIN.tmp", "MAIN_*.key.col"])
def test_a_writer_killed_in_mid_commit_leaves_the_commit_before(index: Index, sign: str) -> None:
    index.apply([entry(1, "quake"), entry(2, "quake")], [])
    killed_while_writing(index.folder, sign)

    reopened = Index(index.folder, patience=0.2)
    assert reopened.state() == "ready"
    assert reopened.revisions() == {1: 1, 2: 1}
    assert found(reopened.search("quake")) == {1, 2}
    reopened.apply([entry(3, "quake")], [])
    assert found(reopened.search("quake")) == {1, 2, 3}
    assert not (index.folder / "MAIN.tmp").exists()
    segments = {path.name.split(".")[0] for path in index.folder.glob("MAIN_*.*")}
    assert len(segments) == 2
    reopened.close()


def test_a_lock_that_is_held_ends_the_wait_with_a_sentence(index: Index) -> None:
    index.apply([entry(1, "quake")], [])
    with (index.folder / "MAIN_WRITELOCK").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(IndexUnavailable, match="another Broadsheet is writing"):
            index.apply([entry(2, "quake")], [])
        assert found(index.search("quake")) == {1}
    index.apply([entry(2, "quake")], [])
    assert found(index.search("quake")) == {1, 2}


@pytest.mark.parametrize("part", ["*.trm", "*.pst", "*.key.col", "_MAIN_*.toc"])
@pytest.mark.parametrize("harm", ["emptied", "garbled", "removed"])
def test_a_damaged_index_says_so_and_can_be_rebuilt(index: Index, part: str, harm: str) -> None:
    entries = [entry(key, "quake honshu", "so many words " * 50) for key in range(50)]
    index.apply(entries, [])
    index.close()
    (path,) = index.folder.glob(part)
    if harm == "removed":
        path.unlink()
    else:
        path.write_bytes(b"" if harm == "emptied" else b"\xff\x00rubbish" * 40)

    if (part, harm) == ("_MAIN_*.toc", "removed"):
        assert index.state() == "missing"
    else:
        with pytest.raises(IndexUnavailable, match="builds it anew"):
            index.search("quake")
            index.revisions()
        assert index.state() == "damaged"
    index.clear()
    assert index.state() == "missing"
    index.apply(entries, [])
    assert index.state() == "ready"
    assert index.search("quake").total == 50


@pytest.mark.parametrize("version", [{"schema": SCHEMA_VERSION + 1}, {}, []])
def test_another_versions_index_is_outdated_until_it_is_cleared(
    index: Index, version: object
) -> None:
    index.apply([entry(1, "quake")], [])
    (index.folder / "broadsheet.json").write_text(json.dumps(version))
    other = Index(index.folder)
    assert other.state() == "outdated"
    for use in (lambda: other.search("quake"), lambda: other.apply([entry(2, "x")], [])):
        with pytest.raises(IndexUnavailable, match="another version"):
            use()
    other.clear()
    assert other.state() == "missing"
    other.apply([entry(1, "quake")], [])
    assert found(other.search("quake")) == {1}
    other.close()


def test_clearing_is_safe_for_another_reader(index: Index) -> None:
    index.apply([entry(1, "quake")], [])
    reader = Index(index.folder)
    assert found(reader.search("quake")) == {1}
    index.clear()
    assert reader.search("quake").total == 0
    index.apply([entry(2, "quake")], [])
    assert found(reader.search("quake")) == {2}
    reader.close()


def test_clearing_leaves_files_that_are_not_the_indexs(index: Index) -> None:
    index.apply([entry(1, "quake")], [])
    (index.folder / "note.txt").write_text("mine")
    index.clear()
    assert (index.folder / "note.txt").read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexUnavailable, match="search index"):
        Index(tmp_path / "file" / "index").apply([entry(1, "quake")], [])


def test_an_index_may_be_used_after_it_was_closed(index: Index) -> None:
    index.apply([entry(1, "quake")], [])
    index.close()
    assert found(index.search("quake")) == {1}
