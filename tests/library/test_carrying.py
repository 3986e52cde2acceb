"""A library as JSON Lines: another takes it in and is the same; nothing of its own is lost."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.library import Library, open_library
from tests.feeds import serves
from tests.library.test_refreshing import follow
from tests.web import Web

Write = Callable[..., Path]


@pytest.fixture
def lived_in(library: Library, write: Write) -> Library:
    """Three articles of two kinds, with a star, a tag, a note, a place and a saved search."""
    library.add([str(write("ferry.md", "# Ferry back\n\nThe *ferry* crosses.\n\n- one\n- two\n"))])
    lines = [
        json.dumps({"title": f"Story {n}", "text": f"Words {n}.", "tags": ["own"]}) for n in (1, 2)
    ]
    library.add([str(write("news.jsonl", "\n".join(lines) + "\n"))])
    first, second, third = library.keys()
    library.mark([first, third], "starred", True)
    library.mark([second], "read", True)
    library.tag([first], add=["ml", "Überfahrt"])
    library.note(third, "call *Ada*")
    library.save_search("Ferries", "ferry", "unread")
    library.keep_position(third, 0.5)
    return library


def told(library: Library) -> list[tuple[object, ...]]:
    keys = library.keys()
    rows = zip(keys, library.headlines(keys), strict=True)
    return [
        (
            row.id, row.title, row.source, row.published, row.added, row.read, row.starred, row.words,
            row.tags, library.note_of(key), library.position(key), library.article(key).blocks,
            library.article(key).origin, library.original(key),
        )
        for key, row in rows
    ]  # fmt: skip


def carry(library: Library, path: Path) -> list[dict[str, Any]]:
    lines = list(library.carried())
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [json.loads(line) for line in lines]


def test_an_empty_library_takes_in_another_and_is_the_same(
    lived_in: Library, tmp_path: Path
) -> None:
    carry(lived_in, tmp_path / "all.jsonl")
    other = open_library(tmp_path / "other")
    report = other.add([str(tmp_path / "all.jsonl")])
    assert (report.added, report.failures) == (3, [])
    assert told(other) == told(lived_in)
    assert [s.query for s in other.saved()] == ["ferry"]
    other.update_index()
    assert other.search("ferry", "all").total == 1
    assert other.search("note:ada", "all").total == 1
    assert not other.check().differs
    again = other.add([str(tmp_path / "all.jsonl")])
    assert (again.added, again.updated, again.same) == (0, 0, 3)
    assert told(other) == told(lived_in)
    other.close()


def test_what_was_learnt_of_a_feed_goes_with_it(library: Library, web: Web, tmp_path: Path) -> None:
    """Else another machine would ask at once, and for all of it."""
    web.answers["/feed"] = serves("Ferry", "Bread", ETag='"x"')
    follow(library, web.at("/feed"))
    carry(library, tmp_path / "all.jsonl")
    other = open_library(tmp_path / "other")
    other.add([str(tmp_path / "all.jsonl")])
    (here,), (there,) = library.feeds.every(), other.feeds.every()
    assert here.health.etag == '"x"' and here.health.succeeded
    assert there.health == here.health
    other.close()


def test_what_was_changed_last_counts_and_nothing_here_is_overwritten(
    lived_in: Library, tmp_path: Path
) -> None:
    records = carry(lived_in, tmp_path / "all.jsonl")
    first, second, third = lived_in.keys()
    for record in records:
        if (article := record.get("article")) and article["id"] == lived_in.headlines([first])[
            0
        ].id:
            article["states"] |= {
                "starred": 0,
                "starred_at": 4_000_000_000,
                "read": 1,
                "read_at": 5,
            }
            article["notes"] = {"text": "of elsewhere", "created": 1, "changed": 1}
    lived_in.note(first, "mine")
    lived_in.mark([first], "read", True)
    lived_in.mark([first], "read", False)
    (tmp_path / "all.jsonl").write_text("\n".join(map(json.dumps, records)) + "\n")
    report = lived_in.add([str(tmp_path / "all.jsonl")])
    assert (report.added, report.updated, report.same) == (0, 1, 2)
    now = lived_in.headlines([first])[0]
    assert (now.starred, now.read) == (False, False)
    note = lived_in.note_of(first)
    assert note is not None and note.text == "mine"
    assert lived_in.headlines([third])[0].starred and lived_in.headlines([second])[0].read


BAD = [
    ("id", {"id": "../../etc"}),
    ("blocks", {"bodies": {"blocks": '[{"t": 5}]'}}),
    ("spans", {"bodies": {"blocks": '[{"t": "a", "s": [["x", 2, "em"]]}]'}}),
    ("no JSON", {"bodies": {"blocks": "["}}),
    ("state", {"states": {"read": 7}}),
    ("type", {"title": None}),
    ("original", {"originals": [{"packed": "base64:" + base64.b64encode(b"no zlib").decode()}]}),
]


@pytest.mark.parametrize("wrong", [wrong for _, wrong in BAD], ids=[name for name, _ in BAD])
def test_a_record_that_cannot_be_is_told_and_the_others_are_taken(
    lived_in: Library, tmp_path: Path, wrong: dict[str, Any]
) -> None:
    records = carry(lived_in, tmp_path / "all.jsonl")
    place = next(n for n, record in enumerate(records) if "article" in record)
    records[place]["article"] |= wrong
    (tmp_path / "all.jsonl").write_text("\n".join(map(json.dumps, records)) + "\n")
    other = open_library(tmp_path / "other")
    report = other.add([str(tmp_path / "all.jsonl")])
    assert report.added == 2
    (failure,) = report.failures
    assert failure.what == f"line {place + 1}"
    for key in other.keys("all"):
        other.article(key)
    other.close()


def test_a_bomb_is_not_unpacked(lived_in: Library, tmp_path: Path) -> None:
    records = carry(lived_in, tmp_path / "all.jsonl")
    packed = base64.b64encode(zlib.compress(bytes(80 << 20))).decode()
    article = next(record["article"] for record in records if "article" in record)
    article["originals"][0]["packed"] = f"base64:{packed}"
    (tmp_path / "all.jsonl").write_text("\n".join(map(json.dumps, records)) + "\n")
    other = open_library(tmp_path / "other")
    assert len(other.add([str(tmp_path / "all.jsonl")]).failures) == 1
    other.close()


def test_a_file_of_a_newer_version_is_refused(lived_in: Library, tmp_path: Path) -> None:
    (tmp_path / "all.jsonl").write_text('{"broadsheet":99}\n{"article":{}}\n')
    (failure,) = lived_in.add([str(tmp_path / "all.jsonl")]).failures
    assert "newer Broadsheet" in failure.why


@pytest.mark.parametrize(
    "wrong",
    ["x", None, {"name": "a"}, {"name": "", "query": "q", "scope": "all"},
     {"name": "a", "query": "q", "scope": "secret"}],
)  # fmt: skip
def test_a_search_that_cannot_be_kept_is_told_and_the_rest_is_taken(
    lived_in: Library, tmp_path: Path, wrong: object
) -> None:
    records = carry(lived_in, tmp_path / "all.jsonl")
    place = next(n for n, record in enumerate(records) if "saved" in record)
    records[place]["saved"] = wrong
    (tmp_path / "all.jsonl").write_text("\n".join(map(json.dumps, records)) + "\n")
    other = open_library(tmp_path / "other")
    report = other.add([str(tmp_path / "all.jsonl")])
    assert report.added == 3
    assert [failure.what for failure in report.failures] == [f"line {place + 1}"]
    other.close()
