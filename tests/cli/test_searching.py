"""What `search` prints: rows, passages, facets, and help where nothing is found."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def news(run: Run, write: Callable[..., Path]) -> None:
    """Three articles about a ferry, one of them about a bridge too."""
    english = "Nothing else happened on that day, as far as anybody knows. " * 5
    german = "Sonst geschah an jenem Tag nichts, soweit man davon gehört hat. " * 5
    lines = [
        {"source": "The Paper", "language": "en", "date": "2026-11-02", "text": "A ferry sank."},
        {"source": "The Paper", "language": "en", "date": "2026-11-03", "text": "Ferries again."},
        {"source": "Echo", "language": "de", "date": "2025-01-31", "text": "Ferry and bridge."},
    ]
    fillers = {"en": english, "de": german}
    records = [
        line
        | {
            "id": str(n),
            "title": f"The ferry, part {n}",
            "text": fillers[line["language"]] + line["text"],
        }
        for n, line in enumerate(lines)
    ]
    path = write("n.jsonl", "\n".join(map(json.dumps, records)) + "\n")
    assert run("add", str(path)).code == 0


def on_a_terminal(*arguments: str, columns: int = 80, **environment: str) -> str:
    """What the command writes when its output is a terminal."""
    leader, follower = pty.openpty()
    env = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm", **environment}
    command = [sys.executable, "-m", "reader", *arguments]
    with subprocess.Popen(command, stdout=follower, stderr=subprocess.DEVNULL, env=env) as ran:
        os.close(follower)
        parts = []
        try:
            while part := os.read(leader, 65536):
                parts.append(part)
        except OSError:  # the end of a terminal, on Linux
            pass
        ran.wait()
    os.close(leader)
    return b"".join(parts).decode().replace("\r\n", "\n")


def test_a_pipe_gets_one_line_for_each_article(run: Run, news: None) -> None:
    lines = run("search", "ferry").out.splitlines()
    assert len(lines) == 3
    assert all("The ferry, part" in line for line in lines)


def test_a_terminal_gets_passages_with_the_words_in_bold(news: None) -> None:
    shown = on_a_terminal("search", "ferry sank")
    assert "The \x1b[1mferry\x1b[0m, part 0 — The Paper" in shown
    assert "A \x1b[1mferry\x1b[0m \x1b[1msank\x1b[0m." in shown
    passage = [line for line in shown.splitlines() if line.startswith("    ")]
    assert len(passage) > 1
    assert all(len(line) <= 80 + 3 * len("\x1b[1m\x1b[0m") for line in passage)


def test_a_terminal_that_wants_no_style_gets_none(news: None) -> None:
    assert "\x1b" not in on_a_terminal("search", "ferry", NO_COLOR="1")
    assert "\x1b" not in on_a_terminal("search", "ferry", TERM="dumb")


def test_wide_characters_fit_a_terminal(run: Run, write: Callable[..., Path]) -> None:
    path = write("zh.txt", "地震\n\n" + "昨天北京有地震很多人都感觉到了" * 20 + "\n")
    assert run("add", str(path)).code == 0
    shown = on_a_terminal("search", "地震", columns=60, NO_COLOR="1").splitlines()[1:]
    assert shown
    assert all(4 + 2 * len(line.strip()) <= 60 for line in shown)


def test_json_has_the_passage_in_a_field(run: Run, news: None) -> None:
    assert "A ferry sank." in run("search", "sank", "--json").records[0]["snippet"]


def test_facets_are_a_table(run: Run, news: None) -> None:
    lines = run("search", "ferry", "--facets").out.splitlines()
    assert lines[0] == "3 articles, 2025-01-31 to 2026-11-03"
    assert lines[1].endswith("a bar for each month")
    counts = [" ".join(line.replace("█", "").split()) for line in lines]
    assert counts[counts.index("sources") + 1 :][:2] == ["2 The Paper", "1 Echo"]
    assert counts[counts.index("months") + 1 :][:2] == ["2 2026-11", "1 2025-01"]
    assert counts[counts.index("languages") + 1 :][:2] == ["2 en", "1 de"]
    assert run("search", "ferry zeppelin", "--facets").out.startswith(lines[0])
    assert not run("search", "ferry zeppelin", "--facets", "--all-words").out
    few = run("search", "ferry", "--facets", "--limit", "1").out
    assert "and 1 more" in few
    assert "Echo" not in few


def test_facets_as_json_carry_the_queries_that_narrow(run: Run, news: None) -> None:
    (told,) = run("search", "ferry", "--facets", "--json").records
    assert told["total"] == 3
    first = told["sources"]["values"][0]
    assert first == {"name": "The Paper", "count": 2, "query": 'ferry feed:"The Paper"'}
    assert len(run("search", first["query"], "--json").records) == 2
    assert sum(bucket["count"] for bucket in told["timeline"]["buckets"]) == 3


def test_facets_without_a_query_are_those_of_the_whole_list(run: Run, news: None) -> None:
    assert run("search", "--facets").out.startswith("3 articles,")
    name = run("list", "--json").records[0]["id"]
    run("read", name)
    assert run("search", "--facets", "--unread").out.startswith("2 articles,")
    assert run("search").code == 2


def test_one_day_and_one_language_say_no_more_than_that(run: Run, news: None) -> None:
    out = run("search", "sank", "--facets").out
    assert out.startswith("1 article, 2026-11-02\n")
    assert "languages" not in out
    assert "a bar for each" not in out


def test_nothing_found_says_what_would_find_something(run: Run, news: None) -> None:
    ran = run("search", "bridge feed:paper sort:new", "--unread")
    assert (ran.code, ran.out) == (0, "")
    assert "Nothing found for “bridge feed:paper sort:new”." in ran.err
    assert "By itself: bridge 1 · source: paper 2." in ran.err
    assert "Instead: without bridge: 2 · without feed:paper: 1." in ran.err


@pytest.mark.parametrize("query", ["OR", "tag:", '"', "-()", "in:@", "＝"])
def test_what_asks_for_nothing_is_told_so(run: Run, news: None, query: str) -> None:
    ran = run("search", query)
    assert (ran.code, ran.out) == (0, "")
    assert f"“{query}” asks for nothing yet; give a word" in ran.err
    assert "Nothing found" not in ran.err
    counted = run("search", "--facets", query)
    assert counted.out == run("search", "--facets").out
    assert f"“{query}” asks for nothing yet, so all articles are counted." in counted.err


def test_facets_of_nothing_help_likewise(run: Run, news: None) -> None:
    ran = run("search", "ferry date:1999", "--facets")
    assert (ran.code, ran.out) == (0, "")
    assert "all time: 3" in ran.err


def test_another_spelling_is_offered_with_what_it_finds(run: Run, news: None) -> None:
    ran = run("search", "--all-words", "birdge", "ferry")
    assert "Did you mean “bridge ferry”? 1 article." in ran.err
    assert "Did you mean" not in run("search", "birdge", "ferry").err  # it is shown already


def test_where_something_is_found_nobody_is_bothered(run: Run, news: None) -> None:
    assert run("search", "ferry").err == ""


def test_where_no_article_helps_it_says_so_in_one_line(run: Run, news: None) -> None:
    err = run("search", "zeppelin").err
    assert err == "Nothing found for “zeppelin”. Try fewer or other words.\n"
