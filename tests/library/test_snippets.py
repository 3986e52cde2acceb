"""The passages of the rows on a screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from reader.library import Library


def test_each_row_gets_the_passage_that_shows_why_it_was_found(
    library: Library, write: Callable[..., Path]
) -> None:
    filler = "Nothing to see here, keep on walking. " * 20
    texts = {"a": f"{filler}A ferry sank off Lima.", "b": "Ferries run again.", "c": filler}
    lines = [json.dumps({"id": k, "title": k, "text": text}) for k, text in texts.items()]
    library.add([str(write("n.jsonl", "\n".join(lines) + "\n"))])
    library.update_index()
    keys = {row.title: row.key for row in library.headlines(library.keys())}
    terms = library.search("ferry lima").terms
    found = library.snippets([*keys.values(), 10**9], terms, 60)
    assert set(found) == set(keys.values())
    shown = found[keys["a"]]
    assert "A ferry sank off Lima." in shown.text
    assert [shown.text[a:b] for a, b in shown.marks] == ["ferry", "Lima"]
    assert found[keys["b"]].text == "Ferries run again."
    assert found[keys["c"]].text.startswith("Nothing to see here")
    assert found[keys["c"]].marks == ()


def test_control_characters_of_an_article_never_reach_a_passage(
    library: Library, write: Callable[..., Path]
) -> None:
    path = write("x.txt", "Ferry\n\nThe \x1b]52;c;aGk=\x07ferry \u202eis\u202c back.\n")
    library.add([str(path)])
    library.update_index()
    answer = library.search("ferry")
    (shown,) = library.snippets([hit.key for hit in answer.hits], answer.terms).values()
    assert shown.text == "The ferry is back."


def test_rows_of_a_table_and_items_of_a_list_stay_apart_in_a_passage(
    library: Library, write: Callable[..., Path]
) -> None:
    rows = "| Key | Does |\n| --- | --- |\n| s | star it |\n| m | mark it |\n"
    page = f"# Keys\n\n{rows}\n## More\n\nAs said.\n\n- one star\n- two\n\nEnd.\n"
    library.add([str(write("keys.md", page))])
    library.update_index()
    answer = library.search("star")
    (shown,) = library.snippets([hit.key for hit in answer.hits], answer.terms).values()
    assert shown.text == (
        "Key Does · s star it · m mark it · More · As said. • one star • two · End."
    )
    assert [shown.text[a:b] for a, b in shown.marks] == ["star", "star"]
