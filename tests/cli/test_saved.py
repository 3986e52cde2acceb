"""Saved searches and related stories on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def saving(run: Run, stocked: Path) -> Run:
    """Two searches are saved."""
    assert run("saved", "add", "Crossings", "ferry", "-bread").code == 0
    assert run("saved", "add", "My reading", 'in:@crossings OR title:"bread"', "--unread").code == 0
    return run


def titles(run: Run, *arguments: str) -> list[str]:
    return [r["title"] for r in run(*arguments, "--json").records]


def test_saved_searches_are_listed_with_their_counts(saving: Run) -> None:
    (ferry,) = saving("saved", "show", "crossings", "--json").records
    saving("read", ferry["id"])
    records = saving("saved", "--json").records
    assert [(r["name"], r["unread"], r["total"], r["scope"]) for r in records] == [
        ("Crossings", 0, 1, "all"),
        ("My reading", 1, 1, "unread"),
    ]
    assert saving("saved", "list", "--json").records == records
    out = saving("saved").out.splitlines()
    assert out[0].split() == ["Crossings", "0", "unread", "of", "1", "ferry", "-bread"]


def test_the_same_articles_by_show_by_search_and_by_the_query_itself(saving: Run) -> None:
    shown = titles(saving, "saved", "show", "MY READING")
    assert sorted(shown) == ["Bread prices rise", "Ferry back in service"]
    assert titles(saving, "search", 'in:@"my reading"') == shown
    assert titles(saving, "search", "in:@crossings") == titles(saving, "search", "ferry -bread")


def test_a_new_article_is_counted_by_the_next_command(
    saving: Run, write: Callable[..., Path]
) -> None:
    saving("add", str(write("late.txt", "Late ferry\n\nIt came in just now with more people.\n")))
    assert saving("saved", "--json").records[0]["total"] == 2
    saving("add", str(write("later.txt", "Later ferry\n\nIt came in after the late one, full.\n")))
    assert len(saving("saved", "show", "Crossings", "--json").records) == 3


def test_nothing_is_saved_over_another_unasked(saving: Run) -> None:
    ran = saving("saved", "add", "crossings", "chess")
    assert ran.code == 2
    assert ran.err == "broadsheet: A search is saved as “Crossings” already.\n"
    assert saving("saved", "add", "crossings", "chess", "--replace").code == 0
    assert titles(saving, "saved", "show", "crossings") == ["Chess title stays home"]


def test_rename_move_and_delete(saving: Run) -> None:
    ran = saving("saved", "rename", "crossings", "Sea ways", "--json")
    assert (ran.records[0]["name"], ran.err) == ("Sea ways", "“Crossings” is now “Sea ways”.\n")
    assert saving("saved", "move", "my reading", "1").code == 0
    records = saving("saved", "--json").records
    assert [r["name"] for r in records] == ["My reading", "Sea ways"]
    assert records[0]["query"] == 'in:@"Sea ways" OR title:"bread"'
    ran = saving("saved", "delete", "sea ways")
    assert "it was: ferry -bread" in ran.err
    assert [r["name"] for r in saving("saved", "--json").records] == ["My reading"]


def test_export_and_import(saving: Run, tmp_path: Path) -> None:
    file = tmp_path / "searches.json"
    assert saving("saved", "export", str(file)).code == 0
    assert json.loads(file.read_text())["version"] == 1
    assert saving("saved", "export").out == file.read_text()
    assert saving("saved", "import", str(file)).code == 0
    other = {"BROADSHEET_LIBRARY": str(tmp_path / "other")}
    ran = saving("saved", "import", "-", "--json", stdin=file.read_bytes(), **other)
    assert ran.records[0]["added"] == ["Crossings", "My reading"]
    saving("saved", "add", "crossings", "chess", "--replace", **other)
    ran = saving("saved", "import", str(file), **other)
    assert ran.code == 1
    assert "“crossings” is another search here and was left as it is" in ran.err
    assert saving("saved", "--json", **other).records[0]["query"] == "chess"
    assert saving("saved", "import", str(file), "--replace", **other).code == 0
    assert saving("saved", "export", **other).out == file.read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("show", "nobody"), 2, "No search is saved as “nobody”."),
        (("delete", "no\x1b[2Jbody"), 2, "No search is saved as “nobody”."),
        (("rename", "nobody", "b"), 2, "No search is saved as “nobody”."),
        (("add", "x", "  "), 2, "The query asks for nothing"),
        (("add", "x", "in:@x"), 2, "would ask for itself"),
        (("move", "x", "0"), 2, "is no place in a list"),
        (("import", "/no/such/file"), 2, "cannot be read"),
        (("import", "-"), 1, "That is no file of saved searches: it is not JSON"),
        (("export", "/no/such/folder/file"), 2, "cannot be written"),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence(
    run: Run, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    ran = run("saved", *arguments)
    assert ran.code == code
    assert sentence in ran.err
    assert "Traceback" not in ran.err
    assert "\x1b" not in ran.err


def test_an_empty_list_says_how_to_begin(run: Run) -> None:
    ran = run("saved")
    assert (ran.code, ran.out) == (0, "")
    assert "broadsheet saved add NAME QUERY" in ran.err


def test_related_lists_what_else_was_reported(run: Run, write: Callable[..., Path]) -> None:
    for number, (day, text) in enumerate(
        [
            ("2021-03-01", "The Aurora struck a reef near Skagen and forty people were saved."),
            ("2021-03-03", "Divers looked at the Aurora, which lies on a reef off Skagen."),
            ("2021-09-01", "Half a year after the Aurora struck the Skagen reef, a trial began."),
            ("2021-03-02", "Bakers blame the harvest for dearer flour in all of the country."),
            ("2021-03-02", "The final took six hours, and nobody left the hall before its end."),
        ]
    ):
        write(f"{number}.md", f"---\ntitle: Report {number}\ndate: {day}\n---\n\n{text}\n")
    folder = write("note.txt", "A note\n\nNothing else is told in here today.\n").parent
    run("add", str(folder))
    named = {r["title"]: r["id"] for r in run("list", "--json").records}
    ran = run("related", named["Report 0"], "--json")
    assert [r["title"] for r in ran.records] == ["Report 1"]
    assert 0 < ran.records[0]["score"] < 1
    ever = titles(run, "related", named["Report 0"], "--days", "0")
    assert sorted(ever) == ["Report 1", "Report 2"]
    assert run("related", named["Report 0"], "--limit", "1", "--days", "0").out.count("\n") == 1
    alone = run("related", named["Report 4"])
    assert (alone.code, alone.out) == (0, "")
    assert "within 30 days; --days 0 looks at any time" in alone.err
    assert run("related", "nosuchid").code == 2
