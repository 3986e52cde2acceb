"""Tags, notes, marking many and undo on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

Write = Callable[..., Path]


def listed(run: Run, *arguments: str) -> set[str]:
    return {r["title"].split()[0] for r in run("list", "--json", *arguments).records}


def test_tags_are_given_and_taken_in_one_line(run: Run, ids: dict[str, str]) -> None:
    ran = run("tag", ids["Bread"], "+food", ids["Chess"], "+to read")
    assert (ran.code, ran.out, ran.err) == (0, "", "2 articles tagged food, to read.\n")
    (record,) = run("tag", "-to read", "+new", ids["Bread"], "--json").records
    assert record["tags"] == ["food", "new"]
    assert run("tag", "+food", ids["Bread"], ids["Ferry"]).err == (
        "1 article tagged food; 1 already was.\n"
    )
    assert listed(run, "--tag", "FOOD") == {"Bread", "Chess", "Ferry"}
    assert "Bread prices rise — The Paper #food #new" in run("list").out


def test_tags_of_all_that_a_query_finds(run: Run, ids: dict[str, str]) -> None:
    ran = run("tag", "+sea", "--query", "ferry OR chess")
    assert ran.err == "2 articles tagged sea. `broadsheet undo` takes it back.\n"
    assert [r["name"] for r in run("tags", "--json").records] == ["sea"]


def test_the_tags_are_listed_renamed_joined_coloured_and_deleted(
    run: Run, ids: dict[str, str]
) -> None:
    assert "No article has a tag" in run("tags").err
    run("tag", "+ml", "+AI", ids["Bread"])
    run("tag", "+ml", ids["Chess"])
    assert run("tags").out == "      1  AI\n      2  ml\n"
    assert run("tags", "rename", "ml", "learning").err == (
        "The tag “ml” is now called “learning” (2 articles).\n"
    )
    assert run("tags", "colour", "learning", "3", "--json").records == [{"articles": 2}]
    assert {"name": "learning", "articles": 2, "colour": 3} in run("tags", "--json").records
    assert run("tags", "colour", "learning", "12").code == 2
    assert "is now part of “AI”" in run("tags", "rename", "learning", "AI").err
    assert run("tags", "delete", "ai").err == "No article has the tag “ai” any more (2 articles).\n"
    assert run("tags", "delete", "ai").code == 2


def test_a_note_is_written_printed_and_taken_away(run: Run, ids: dict[str, str]) -> None:
    bread = ids["Bread"]
    assert run("note", bread).err == "There is no note on this article.\n"
    assert run("note", bread, "Ask", "the baker").err == "Note saved.\n"
    assert run("note", bread).out == "Ask the baker\n"
    text = "# Two\n\nlines: é\n"
    (record,) = run("note", bread, "-", "--json", stdin=text.encode()).records
    assert record["note"] == text.strip()
    assert run("note", bread, "-", stdin=text.encode()).err == "The note stood so already.\n"
    assert run("note", bread, "-", stdin=b" \n").code == 2
    assert run("note", bread).out == text
    assert run("note", bread, "--delete").err == "Note taken away.\n"
    assert run("note", bread, "--delete").err == "There was no note on this article.\n"
    assert run("note", "nosuchid", "x").code == 2


def test_a_note_is_found_by_its_words_and_shown_as_the_passage(
    run: Run, ids: dict[str, str]
) -> None:
    run("note", ids["Bread"], "Ask Zoë about zeppelins")
    (hit,) = run("search", "zeppelin", "--json").records
    assert (hit["id"], hit["note"]) == (ids["Bread"], "Ask Zoë about zeppelins")
    assert "zeppelins" in hit["snippet"]
    assert [r["id"] for r in run("search", "note:zoe", "--json").records] == [ids["Bread"]]


def test_show_prints_tags_and_note(run: Run, ids: dict[str, str]) -> None:
    run("tag", "+food", "+prices", ids["Bread"])
    run("note", ids["Bread"], "-", stdin=b"Ask\n\nthe baker")
    assert run("show", ids["Bread"]).out == (
        "Bread prices rise\nThe Paper · Ada Miller · 2021-03-04 · https://example.org/bread\n"
        "Tags: food, prices\n\n| Ask\n| \n| the baker\n\nBakers blame the harvest for dearer flour.\n"
    )


def test_all_or_what_a_query_finds_is_marked(run: Run, ids: dict[str, str]) -> None:
    assert run("read", "--query", "feed:paper").err == (
        "1 article marked as read. `broadsheet undo` takes it back.\n"
    )
    assert run("read", "--all").err == (
        "2 articles marked as read; 1 already was. `broadsheet undo` takes it back.\n"
    )
    assert listed(run, "--unread") == set()
    assert len(run("unread", "--query", "-ferry", "--json").records) == 2
    assert listed(run, "--unread") == {"Bread", "Chess"}
    run("star", "--query", "is:unread")
    assert listed(run, "--starred") == {"Bread", "Chess"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("read",),
        ("read", "--all", "--query", "ferry"),
        ("read", "--query", " "),
        ("read", "--query", "ferry zeppelin"),
        ("read", "--query", "is:unraed"),
        ("star", "--all"),
        ("tag", "+x"),
        ("tag", "+", "--query", "ferry"),
        ("tag", "--query", "ferry"),
        ("tags", "rename", "nobody", "x"),
        ("note", "x", "text", "--delete"),
    ],
)
def test_what_is_not_clear_changes_nothing(
    run: Run, ids: dict[str, str], arguments: tuple[str, ...]
) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert run("undo").err == "There is nothing to undo.\n"


def test_undo_and_redo_say_what_they_did(run: Run, ids: dict[str, str]) -> None:
    run("star", ids["Bread"])
    run("read", "--all")
    ran = run("undo")
    assert (ran.code, ran.out, ran.err) == (0, "", "3 articles are unread again.\n")
    assert run("undo", "--json").records == [
        {"done": "“Bread prices rise” is no longer starred.", "ids": [ids["Bread"]]}
    ]
    assert run("undo", "--json").records == [{"done": None, "ids": []}]
    assert run("redo").err == "“Bread prices rise” is starred again.\n"
    run("unstar", ids["Bread"])
    assert run("redo").err == "There is nothing to redo.\n"


@pytest.mark.parametrize("kind", ["md", "html", "txt", "json"])
def test_an_export_carries_tags_and_note(run: Run, ids: dict[str, str], kind: str) -> None:
    run("tag", "+food", "+two words", ids["Bread"])
    run("note", ids["Bread"], "Ask <the> baker")
    out = run("export", ids["Bread"], "--format", kind).out
    assert "two words" in out
    assert ("Ask &lt;the&gt; baker" if kind == "html" else "Ask <the> baker") in out


@pytest.mark.parametrize("kind", ["md", "html", "json"])
def test_an_exported_note_does_not_come_back_as_text_and_tags_come_back(
    run: Run, ids: dict[str, str], tmp_path: Path, kind: str
) -> None:
    run("tag", "+food", "+two words", ids["Bread"])
    run("note", ids["Bread"], "Ask the baker about zeppelins.")
    folder, other = str(tmp_path / "out"), str(tmp_path / "other")
    run("export", ids["Bread"], "--format", kind, "--to", folder)
    assert run("--library", other, "add", folder).code == 0
    (record,) = run("--library", other, "list", "--json").records
    assert record["tags"] == ([] if kind == "html" else ["food", "two words"])
    (full,) = run("--library", other, "show", record["id"], "--json").records
    assert full["text"] == "Bakers blame the harvest for dearer flour."


def test_stats_count_tags_and_notes(run: Run, ids: dict[str, str]) -> None:
    run("tag", "+a", "+b", ids["Bread"])
    run("note", ids["Bread"], "x")
    (stats,) = run("stats", "--json").records
    assert (stats["tags"], stats["notes"]) == (2, 1)


def test_a_hostile_tag_or_note_reaches_no_terminal_raw(run: Run, ids: dict[str, str]) -> None:
    run("tag", "+\x1b]52;c;AAAA\x07red\u202e", ids["Bread"])
    run("note", ids["Bread"], "a \x1b[2J note \u202e")
    for arguments in (("tags",), ("list",), ("note", ids["Bread"]), ("show", ids["Bread"])):
        ran = run(*arguments)
        assert not [c for c in ran.out + ran.err if (ord(c) < 32 and c != "\n") or c == "\u202e"]
    assert run("tags").out.split() == ["1", "red"]


def test_articles_are_deleted_and_brought_back(run: Run, ids: dict[str, str]) -> None:
    ran = run("delete", ids["Bread"], "zzzz")
    assert (ran.code, ran.out) == (1, "")
    assert "1 article deleted. `broadsheet undo` takes it back." in ran.err
    assert listed(run) == {"Chess", "Ferry"}
    (record,) = run("delete", "--query", "chess", "--json").records
    assert record["title"].startswith("Chess")
    assert run("delete").code == 2
    assert run("undo").err == "“Chess title stays home” is back, with all that was put on it.\n"
    run("undo")
    assert listed(run) == {"Bread", "Chess", "Ferry"}
