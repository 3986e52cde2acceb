"""Finding documents on a disk and reading them; what cannot be had is a value."""

from __future__ import annotations

import hashlib
import io
import os
import socket
from pathlib import Path

import pytest

from reader.models import Document, Failure
from reader.sources import files
from reader.sources.files import find, open_records, origin_of, read, read_stdin


def make(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(path.name)
    return paths


def why(outcome: object) -> str:
    assert isinstance(outcome, Failure)
    return outcome.why


def test_folders_are_searched_in_order_and_hidden_names_skipped(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a/z.md", "a/y.html", "c", ".hidden.txt", ".git/x.txt")
    found = find([str(tmp_path)])
    assert [str(p.relative_to(tmp_path)) for p in found.files] == [
        "a/y.html",
        "a/z.md",
        "b.txt",
        "c",
    ]
    assert found.failures == ()


def test_a_hidden_file_that_is_named_is_meant(tmp_path: Path) -> None:
    (hidden,) = make(tmp_path, ".hidden.txt")
    assert find([str(hidden)]).files == (hidden,)


def test_companions_of_pages_are_counted_and_other_files_handed_on(tmp_path: Path) -> None:
    make(tmp_path, "page.html", "page_files/a.PNG", "page_files/b.png", "page_files/c.css", "x.bin")
    found = find([str(tmp_path)])
    assert [p.name for p in found.files] == ["page.html", "x.bin"]
    assert found.passed_over == {".css": 1, ".png": 2}
    named = tmp_path / "page_files" / "b.png"
    assert find([str(named)]).files == (named,)


def test_each_file_is_found_once(tmp_path: Path) -> None:
    (story,) = make(tmp_path, "news/story.txt")
    (tmp_path / "news" / "again.txt").symlink_to(story)
    (tmp_path / "news" / "up").symlink_to(tmp_path)
    (tmp_path / "other").symlink_to(tmp_path / "news")
    found = find([str(tmp_path), str(story), str(tmp_path / "news")])
    assert len(found.files) == 1
    assert found.failures == ()


def test_links_are_followed_within_what_was_named_and_lead_nowhere_else(tmp_path: Path) -> None:
    """An unpacked archive may hold `news/more -> /` and `story.txt -> /etc/passwd`."""
    make(tmp_path, "elsewhere/story.txt", "news/x.txt", "newspaper/y.txt", "news/deep/z.txt")
    news = tmp_path / "news"
    (news / "more").symlink_to(tmp_path / "elsewhere")
    (news / "near.txt").symlink_to("../newspaper/y.txt")
    (news / "passwd").symlink_to("/etc/passwd")
    (news / "inside").symlink_to("deep")
    found = find([str(news)])
    assert [p.name for p in found.files] == ["z.txt", "x.txt"]
    out = "leads out of the folder; name what it leads to if it is meant"
    assert {Path(f.what).name: f.why for f in found.failures} == dict.fromkeys(
        ("more", "near.txt", "passwd"), out
    )
    both = find([str(news), str(tmp_path / "elsewhere")])
    assert [p.name for p in both.files] == ["z.txt", "story.txt", "x.txt"]
    assert find([str(news / "near.txt")]).files == (tmp_path / "newspaper" / "y.txt",)


def test_what_cannot_be_found_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    (story,) = make(tmp_path, "story.txt")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    (tmp_path / "broken").symlink_to(tmp_path / "gone")
    found = find([str(tmp_path / "missing"), str(tmp_path), "bad\0name"])
    assert found.files == (story,)
    assert {Path(f.what).name: f.why for f in found.failures[:3]} == {
        "missing": "does not exist", "broken": "is a link to nothing",
        "round": "is a link that leads in a circle",
    }  # fmt: skip
    assert len(found.failures) == 4


def test_the_home_folder_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (story,) = make(tmp_path, "story.txt")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find(["~/story.txt"]).files == (story,)
    assert find(["~nobody-of-this-name/x"]).failures[0].why == "has no such home folder"


def test_relative_paths_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (story,) = make(tmp_path, "story.txt")
    monkeypatch.chdir(tmp_path)
    assert find(["story.txt"]).files == (story,)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in its folders")
def test_pipes_sockets_and_devices_are_never_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.txt")
        for path in (tmp_path / "pipe.txt", tmp_path / "socket.txt", Path("/dev/null"), tmp_path):
            assert why(read(path)) in {"is not a regular file", "is a folder"}
            assert why(open_records(path)) in {"is not a regular file", "is a folder"}
        found = find([str(tmp_path)])
    assert found.files == ()
    assert {f.why for f in found.failures} == {"is not a regular file"}


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to this user"
)
def test_what_may_not_be_read_says_so(tmp_path: Path) -> None:
    (story, inner) = make(tmp_path, "story.txt", "folder/inner.txt")
    story.chmod(0)
    inner.parent.chmod(0)
    try:
        assert why(read(story)) == "cannot be read: permission denied"
        failures = find([str(tmp_path)]).failures
        assert [f.why for f in failures] == ["cannot be read: permission denied"]
    finally:
        inner.parent.chmod(0o700)


@pytest.mark.skipif(
    os.name == "nt" or os.uname().sysname == "Darwin", reason="names must be Unicode here"
)
def test_a_name_that_is_no_utf_8_is_found_read_and_shown(tmp_path: Path) -> None:
    raw_name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(raw_name, "wb") as stream:  # noqa: PTH123 (a name in bytes)
        stream.write(b"text")
    (path,) = find([str(tmp_path)]).files
    found = read(path)
    assert isinstance(found, Document)
    assert found.origin == f"{tmp_path}/caf\\xe9.txt"
    found.origin.encode()
    path.unlink()
    failure = read(path)
    assert isinstance(failure, Failure)
    failure.what.encode()


def test_a_document_has_its_origin_name_and_bytes(tmp_path: Path) -> None:
    (path,) = make(tmp_path, "story.txt")
    assert read(path) == Document(str(path), "story.txt", b"story.txt")
    assert origin_of(path) == str(path)


def test_empty_vanished_and_oversized_documents_say_so(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    assert why(read(empty)) == "is empty"
    assert why(read(tmp_path / "gone.txt")) == "does not exist"
    large = tmp_path / "large.txt"
    with large.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    assert why(read(large)) == "is 200 MB; a document may have at most 64 MB"


def test_records_are_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(b'{"a":1}\n\n{"b":2}')
    records = open_records(path)
    assert not isinstance(records, Failure)
    assert (records.origin, records.name) == (str(path), "news.jsonl")
    assert list(records.lines) == [b'{"a":1}\n', b"\n", b'{"b":2}']


def test_a_line_that_is_too_long_is_a_failure_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 100)
    path = tmp_path / "news.jsonl"
    path.write_bytes(b"a\n" + b"x" * 1000 + b"\nb\n")
    records = open_records(path)
    assert not isinstance(records, Failure)
    first, failure, last = records.lines
    assert (first, last) == (b"a\n", b"b\n")
    assert isinstance(failure, Failure) and failure.what == f"{path}:2"


def test_standard_input_is_a_document_named_by_its_hash() -> None:
    raw = b"Title\n\ntext"
    found = read_stdin(io.BytesIO(raw))
    assert found == Document(f"stdin:{hashlib.sha256(raw).hexdigest()}", "stdin", raw)
    assert why(read_stdin(io.BytesIO(b""))) == "is empty"


def test_standard_input_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 100)
    assert "larger than" in why(read_stdin(io.BytesIO(b"x" * 101)))
