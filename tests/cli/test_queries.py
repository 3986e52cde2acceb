"""The query language on the command line, and the explanation of a search."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.library import open_library
from tests.cli.conftest import Run


@pytest.fixture
def starred(run: Run, stocked: Path) -> None:
    """The article about bread has a star; the one about chess is read."""
    named = {r["title"]: r["id"] for r in run("list", "--json").records}
    run("star", named["Bread prices rise"])
    run("read", named["Chess title stays home"])


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("is:starred", {"Bread prices rise"}),
        ("is:starred OR chess", {"Bread prices rise", "Chess title stays home"}),
        ("-is:read the", {"Ferry back in service", "Bread prices rise"}),
        ('feed:"the paper"', {"Bread prices rise"}),
        ("date:2021-03 flour", {"Bread prices rise"}),
        ("lang:en feed:paper", {"Bread prices rise"}),
        ("-lang:en", set()),
        ("-ferry -is:starred", {"Chess title stays home"}),
        ("url:example.org", {"Bread prices rise"}),
    ],
)
def test_the_command_line_and_the_library_give_the_same_articles(
    run: Run, starred: None, own_library: Path, query: str, titles: set[str]
) -> None:
    ran = run("search", query, "--json")
    assert {r["title"] for r in ran.records} == titles
    library = open_library(own_library)
    hits = library.search(query).hits
    rows = library.headlines([hit.key for hit in hits])
    library.close()
    assert [r["title"] for r in ran.records] == [row.title for row in rows]


def test_a_filter_may_begin_with_a_dash(run: Run, starred: None) -> None:
    assert [r["title"] for r in run("search", "-is:unread", "--json").records] == [
        "Chess title stays home"
    ]


def test_the_order_may_be_asked_for(run: Run, starred: None) -> None:
    new = [r["title"] for r in run("search", "sort:new", "--json").records]
    old = [r["title"] for r in run("search", "sort:old", "--json").records]
    assert len(new) == 3
    assert new == old[::-1]


def test_explain_says_what_was_understood_and_what_ran_where(run: Run, starred: None) -> None:
    ran = run("search", "--explain", "flour is:starred sort:new topic:x")
    assert "read as  flour is:starred topic:x sort:new" in ran.err
    assert "that is  flour · starred · newest first · “topic:x” as text" in ran.err
    assert "“topic:x” was searched as text." in ran.err
    assert any(line.startswith("store") and "is:starred" in line for line in ran.err.splitlines())
    assert any(line.startswith("index") and "flour" in line for line in ran.err.splitlines())


def test_explain_is_one_json_object_for_scripts_and_stdout_stays_articles(
    run: Run, starred: None
) -> None:
    ran = run("search", "--explain", "--json", "is:starred OR chess")
    assert len(ran.records) == 2
    told = json.loads(ran.err)
    assert told["read_as"] == "is:starred OR chess"
    assert told["chips"] == [{"label": "starred or chess", "kind": "or"}]
    assert told["found"] == 2
    assert {(s["where"], s["what"], s["found"]) for s in told["steps"]} >= {
        ("store", "is:starred", 1),
        ("index", "chess", 1),
    }
    assert all(s["ms"] >= 0 for s in told["steps"])


def test_filters_alone_do_not_wait_for_the_index(
    run: Run, starred: None, write: Callable[..., Path], own_library: Path
) -> None:
    library = open_library(own_library)
    library.add([str(write("late.txt", "Late news\n\nIt came in just now.\n"))])
    assert "Late news" in {r["title"] for r in run("search", "is:unread", "--json").records}
    assert library.pending() == 1
    assert run("search", "late is:unread", "--json").records
    assert library.pending() == 0
    library.close()


def test_the_help_of_search_shows_the_language(run: Run) -> None:
    out = run("search", "--help").out
    assert all(form in out for form in ("is:unread", "date:7d", "sort:new", "--explain"))


@pytest.mark.parametrize("order", ["", " sort:new"])
def test_explain_shows_every_way_a_search_was_taken_once(
    run: Run, starred: None, order: str
) -> None:
    err = run("search", "--explain", f"flour zebra{order}").err
    ways = [line.split(maxsplit=4)[3:] for line in err.splitlines() if line.startswith("index")]
    assert [" ".join(way) for way in ways] == [
        "0 flour zebra",
        "1 flour zebra (some of the words)",
    ]
    nothing = run("search", "--explain", f"topic:x{order}").err
    assert sum(line.startswith("index") for line in nothing.splitlines()) == 1


def test_what_looks_like_a_filter_is_not_loosened(run: Run, starred: None) -> None:
    ran = run("search", "is:archived", "--json")
    assert ran.records == []
    assert "“is:archived” was searched as text; is: can be unread, read" in ran.err
