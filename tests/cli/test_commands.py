"""The command line does what the library does, speaks JSON, and ends with a code that says how it went."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reader.library import open_library
from reader.models import Span
from reader.search import Index
from tests.cli.conftest import Run

Write = Callable[..., Path]

FIELDS = {
    "id",
    "title",
    "source",
    "author",
    "published",
    "added",
    "url",
    "read",
    "starred",
    "tags",
    "path",
}


def identify(run: Run, title: str) -> str:
    return next(r["id"] for r in run("list", "--json").records if r["title"].startswith(title))


def test_add_says_what_became_of_the_documents(run: Run, write: Write) -> None:
    folder = str(write("a.txt", "A title here\n\nSome words.\n").parent)
    first, second = run("add", folder), run("add", folder)
    id_ = identify(run, "A title")
    assert (first.code, first.out) == (0, "")
    assert first.err == f"  {id_}  A title here\n1 article added.\n"
    assert (second.code, second.err) == (0, "0 articles added, 1 already here.\n")
    for name in "bcdefg":
        write(f"{name}.txt", f"Title {name}\n\nThese are other words of {name}.\n")
    write("a.txt", "A title here\n\nSome better words.\n")
    *lines, more, summary = run("add", folder).err.splitlines()
    titles = {line.split("  ")[-1] for line in lines}
    assert len(titles) == 5 and titles < {"A title here", *(f"Title {name}" for name in "bcdefg")}
    assert (more, summary) == ("  and 2 more", "6 articles added, 1 updated.")


def test_add_names_each_bad_file_and_ends_with_1(run: Run, write: Write) -> None:
    write("a.txt", "A title here\n\nSome words.\n")
    empty = write("empty.txt", b"")
    ran = run("add", "--json", str(empty.parent), "/no/such/place.txt")
    assert ran.code == 1
    (report,) = ran.records
    assert (report["added"], len(report["ids"])) == (1, 1)
    assert [f["path"] for f in report["failures"]] == ["/no/such/place.txt", str(empty)]
    assert f"{empty}: is empty.\n" in ran.err


def test_add_reads_standard_input(run: Run) -> None:
    assert run("add", "-", stdin=b"# Piped news\n\nIt came through a pipe.\n").code == 0
    assert [r["title"] for r in run("list", "--json").records] == ["Piped news"]


def test_list_prints_every_field_as_json_lines(run: Run, stocked: Path) -> None:
    records = {r["title"]: r for r in run("list", "--json").records}
    assert len(records) == 3
    assert all(set(r) >= FIELDS for r in records.values())
    bread = records["Bread prices rise"]
    assert (bread["author"], bread["source"], bread["published"]) == (
        "Ada Miller",
        "The Paper",
        "2021-03-04",
    )
    assert (bread["url"], bread["language"]) == ("https://example.org/bread", "en")
    assert (bread["read"], bread["starred"], bread["tags"]) == (False, False, [])
    assert bread["path"] == str(stocked / "bread.md")
    ferry = records["Ferry back in service"]
    assert (ferry["published"], ferry["author"], ferry["url"]) == (None, None, None)


def test_list_is_newest_first_and_can_be_cut(run: Run, stocked: Path) -> None:
    titles = [r["title"] for r in run("list", "--json").records]
    assert titles[-1] == "Bread prices rise"
    assert [r["title"] for r in run("list", "--json", "--limit", "1").records] == titles[:1]


def test_search_adds_score_and_snippet_best_first(run: Run, stocked: Path) -> None:
    ran = run("search", "harvest", "flour", "--json")
    (hit,) = ran.records
    assert (ran.code, hit["title"]) == (0, "Bread prices rise")
    assert hit["score"] > 0
    assert "harvest" in hit["snippet"]
    assert set(hit) >= FIELDS


def test_search_takes_phrases_and_exclusions_as_a_shell_hands_them_over(
    run: Run, stocked: Path
) -> None:
    assert len(run("search", "the", "--json").records) == 3
    titles = [r["title"] for r in run("search", "the", "-ferry", "-flour", "--json").records]
    assert titles == ["Chess title stays home"]
    assert [r["title"] for r in run("search", "--json", '"six hours"').records] == titles
    assert run("search", "the", "--limit", "1", "--json").out.count("\n") == 1


def test_search_that_finds_nothing_says_so_and_is_no_failure(run: Run, stocked: Path) -> None:
    ran = run("search", "zeppelin")
    assert (ran.code, ran.out) == (0, "")
    assert "Nothing found" in ran.err


def test_show_prints_plain_paragraphs_without_the_furniture(run: Run, stocked: Path) -> None:
    name = identify(run, "Ferry")
    assert run("show", name).out == (
        "Ferry back in service\n\nThe ferry crosses the strait again from Monday on.\n"
    )
    (record,) = run("show", name[:6], "--json").records
    assert record["text"] == "The ferry crosses the strait again from Monday on."


def test_show_raw_is_the_document_byte_for_byte(run: Run, write: Write) -> None:
    raw = "Überschrift\r\n\r\nEin \x1b[31mroter\x1b[0m Satz.".encode("latin-1")
    path = write("a.txt", raw)
    run("add", str(path))
    done = subprocess.run(
        [sys.executable, "-m", "reader", "show", "--raw", identify(run, "Ü")],
        capture_output=True,
        check=True,
    )
    assert done.stdout == raw
    (record,) = run("show", "--raw", "--json", identify(run, "Ü")).records
    assert record["text"] == raw.decode("latin-1")


def test_states_are_set_and_taken_back(run: Run, stocked: Path) -> None:
    bread, chess = identify(run, "Bread"), identify(run, "Chess")
    (record,) = run("star", bread, "--json").records
    assert record["starred"]
    assert run("read", bread, chess).code == 0
    assert [r["id"] for r in run("list", "--starred", "--json").records] == [bread]
    assert [r["title"] for r in run("list", "--unread", "--json").records] == [
        "Ferry back in service"
    ]
    assert [r["id"] for r in run("search", "the", "--unread", "--json").records] == [
        identify(run, "Ferry")
    ]
    run("unstar", bread)
    run("unread", bread)
    assert run("list", "--starred", "--json").records == []
    assert len(run("list", "--unread", "--json").records) == 2


def test_an_unknown_id_among_known_ones_is_a_partial_failure(run: Run, stocked: Path) -> None:
    bread = identify(run, "Bread")
    ran = run("star", "nosuchid", bread)
    assert ran.code == 1
    assert "No article has the id “nosuchid”" in ran.err
    assert [r["id"] for r in run("list", "--starred", "--json").records] == [bread]
    assert run("star", "nosuchid").code == 2
    assert run("show", "nosuchid").code == 2


@pytest.mark.parametrize("kind", ["md", "html", "txt", "json"])
def test_an_export_holds_the_article(run: Run, stocked: Path, kind: str) -> None:
    ran = run("export", identify(run, "Bread"), "--format", kind)
    assert ran.code == 0
    assert "Bread prices rise" in ran.out
    assert "dearer flour" in ran.out


def test_an_export_can_be_asked_for_as_json_like_everything_else(run: Run, stocked: Path) -> None:
    (record,) = run("export", identify(run, "Bread"), "--json").records
    assert set(record) >= FIELDS | {"text"}


@pytest.mark.parametrize("kind", ["md", "html"])
def test_what_was_exported_comes_back_as_it_was(
    run: Run, stocked: Path, tmp_path: Path, kind: str
) -> None:
    folder, other = str(tmp_path / "out"), str(tmp_path / "other")
    assert run("export", identify(run, "Bread"), "--format", kind, "--to", folder).code == 0
    (name,) = (p.name for p in Path(folder).iterdir())
    assert name.startswith("bread-prices-rise-")
    assert run("--library", other, "add", folder).code == 0
    (again,) = run("list", "--json", "--library", other).records
    before = next(r for r in run("list", "--json").records if r["title"].startswith("Bread"))
    for field in ("title", "author", "source", "published", "url", "language", "words"):
        assert again[field] == before[field], field
    texts = [run("--library", lib, "show", r["id"], "--json").records[0]["text"]
             for lib, r in ((other, again), (os.environ["BROADSHEET_LIBRARY"], before))]  # fmt: skip
    assert texts[0] == texts[1]


TABLES = """---
title: Ports
---

The ports of the strait, and who wrote of them in which paper, as far as that is known.

| Port [one](<https://a.org/x%7Cy>) | **seen** |
| --- | --- |
| a \\| `b\\|c` | *by* [Ada](https://a.org/ada), [Bo](https://a.org/bo) |

<figure><img src="https://a.org/tug.jpg" alt="A tug"><figcaption>By <a href="https://a.org/eve">Eve</a></figcaption></figure>
"""


@pytest.mark.parametrize("kind", ["md", "html"])
def test_links_in_tables_and_captions_are_exported(
    run: Run, tmp_path: Path, write: Write, kind: str
) -> None:
    folder, other = str(tmp_path / "out"), str(tmp_path / "other")
    run("add", str(write("ports.md", TABLES)))
    id_ = identify(run, "Ports")
    assert run("export", id_, "--format", kind, "--to", folder).code == 0
    assert run("--library", other, "add", folder).code == 0

    def spans(folder: str, kind: str) -> list[tuple[str, tuple[Span, ...]]]:
        with closing(open_library(Path(folder))) as library:
            (article,) = library.walk(library.keys())
        return [(block.text, block.spans) for block in article.blocks if block.kind == kind]

    here = os.environ["BROADSHEET_LIBRARY"]
    ((text, links),) = spans(here, "table")
    assert text == "Port one\tseen\na | b|c\tby Ada, Bo"
    assert [span.target for span in links if span.style == "link"] == [
        "https://a.org/x%7Cy", "https://a.org/ada", "https://a.org/bo",
    ]  # fmt: skip
    assert spans(other, "table") == [(text, links)]
    ((caption, (eve,)),) = spans(here, "image")
    assert (caption, eve.target) == ("By Eve\nA tug", "https://a.org/eve")
    assert spans(other, "image") == spans(here, "image")


def test_stats_index_check_and_path_speak_json_too(run: Run, stocked: Path) -> None:
    (stats,) = run("stats", "--json").records
    assert (stats["articles"], stats["unread"]) == (3, 3)
    assert "articles" in run("stats").out
    done = {"waiting": 0, "rebuilding": None}
    assert run("index", "--json").records == [{"indexed": 0, **done}]
    assert run("index", "--rebuild", "--json").records == [{"indexed": 3, **done}]
    (check,) = run("check", "--json").records
    assert (check["healthy"], check["articles"]) == (True, 3)
    assert run("path").out.strip() == os.environ["BROADSHEET_LIBRARY"]
    assert run("path", "--json").records == [{"library": os.environ["BROADSHEET_LIBRARY"]}]


def test_check_heals_an_index_that_was_deleted(run: Run, stocked: Path) -> None:
    index = Path(os.environ["BROADSHEET_LIBRARY"]) / "index"
    subprocess.run(["rm", "-rf", str(index)], check=True)
    ran = run("check")
    assert ran.code == 0
    assert "There was no index." in ran.err
    assert len(run("search", "ferry", "--json").records) == 1


def test_an_index_of_another_version_answers_and_is_built_anew_when_asked(
    run: Run, stocked: Path
) -> None:
    mark = Path(os.environ["BROADSHEET_LIBRARY"]) / "index" / "broadsheet.json"
    made_by = json.loads(mark.read_text("utf-8"))
    mark.write_text(json.dumps({**made_by, "analysis": "another"}))
    for _ in range(2):  # a search does not wait until it is built
        ran = run("search", "ferry", "--json")
        assert len(ran.records) == 1
        assert "made by another version" in ran.err
    assert "made by another version" not in run("search", "is:unread").err
    assert "3 articles indexed." in run("index").err
    assert "another version" not in run("search", "ferry").err


def test_a_rebuild_that_was_cut_short_is_told_and_finished(run: Run, stocked: Path) -> None:
    index = Index(Path(os.environ["BROADSHEET_LIBRARY"]) / "index")
    index.succeeded_by()
    (checked,) = run("check", "--json").records
    assert checked["rebuilding"] == {"done": 0, "total": 3}
    assert index.successor() is None
    index.succeeded_by()
    told = run("check").err
    assert "being rebuilt; search answers from the former one meanwhile (0 of 3)" in told
    assert "3 articles: store and index agree now." in told
    index.close()


def test_the_library_is_chosen_by_option_before_environment(run: Run, tmp_path: Path) -> None:
    for arguments in (("--library", "x", "path"), ("path", "--library", "x")):
        assert run(*arguments).out.strip() == str(Path("x").absolute())
    assert run("path", BROADSHEET_LIBRARY=str(tmp_path / "y")).out.strip() == str(tmp_path / "y")
    assert run("path", BROADSHEET_LIBRARY="", XDG_DATA_HOME=str(tmp_path)).out.strip() == str(
        tmp_path / "broadsheet"
    )


def test_an_unusable_library_ends_with_3_and_a_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    ran = run("--library", str(tmp_path / "file" / "lib"), "list")
    assert ran.code == 3
    assert "cannot be made" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("add",), ("list", "--limit", "x"), ("show",)]
)
def test_wrong_use_ends_with_2_and_says_how(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert "usage:" in ran.err


def test_without_a_terminal_the_screen_is_refused_with_a_way_out(run: Run) -> None:
    ran = run()
    assert ran.code == 2
    assert "broadsheet list" in ran.err


def test_help_names_every_command(run: Run) -> None:
    ran = run("--help")
    assert ran.code == 0
    for name in ("open", "add", "list", "search", "show", "star", "unstar", "read", "unread",
                 "export", "stats", "index", "check", "path"):  # fmt: skip
        assert name in ran.out
        assert run(name, "--help").code == 0


@pytest.mark.parametrize("arguments", [["--help"], ["search", "ferry"], ["list"], ["--version"]])
def test_the_screen_s_libraries_are_not_loaded_by_the_command_line(
    arguments: list[str], stocked: Path
) -> None:
    script = (
        "import sys\nfrom reader.cli import main\n"
        f"try:\n main({arguments!r})\nexcept SystemExit:\n pass\n"
        "print('LOADED', [m for m in ('textual', 'rich', 'trafilatura') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "LOADED []"


def test_a_closed_pipe_is_no_error(run: Run, stocked: Path) -> None:
    line = f"{sys.executable} -m reader list | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True)
    assert done.stderr == ""


def test_hostile_text_reaches_a_terminal_without_its_controls(run: Run, write: Write) -> None:
    record = {
        "title": "A \x1b]52;c;AAAA\x07 title \u202e[red]",
        "text": "Body \x1b[2J here \x9b31m.",
    }
    run("add", str(write("a.jsonl", json.dumps(record) + "\n")))
    for arguments in (("list",), ("search", "body"), ("show", identify(run, "A"))):
        out = run(*arguments).out
        assert not [
            c for c in out if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c == "\u202e"
        ]
        assert "[red]" in out
