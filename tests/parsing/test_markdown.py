"""Markdown comes out as the same blocks as HTML, with the facts of its front matter."""

from __future__ import annotations

import pytest

from reader.models import Parsed
from tests.parsing.helpers import kept, parsed, removed, shapes


def markdown(text: str) -> Parsed:
    return parsed(text, "note.md")


YAML = """---
title: "Forty ships"
date: 2019-01-04 10:00:00 +02:00
authors: [Jane Doe, Bob Ray]
site: Harbour News
url: https://harbour.example/ships
lang: no
tags: {a: [1, 2]}
---
# Forty ships

Text.
"""
TOML = """+++
title = "Forty ships"
date = 2019-01-04T10:00:00+02:00
author = "Jane Doe, Bob Ray"
source = "Harbour News"
link = "https://harbour.example/ships"
language = "no"
+++
# Forty ships

Text.
"""


@pytest.mark.parametrize("text", [YAML, TOML, YAML.replace("\n", "\r\n")])
@pytest.mark.parametrize("name", ["note.md", "note.txt", "note"])
def test_front_matter_states_the_facts(text: str, name: str) -> None:
    article = parsed(text, name)
    assert (article.title, article.author) == ("Forty ships", "Jane Doe, Bob Ray")
    assert article.published == "2019-01-04T08:00:00Z"
    assert (article.source, article.url, article.language) == (
        "Harbour News", "https://harbour.example/ships", "no",
    )  # fmt: skip
    assert (kept(article), removed(article)) == (["Text."], [("title again", "Forty ships")])


def test_front_matter_that_is_nearly_yaml_is_read_line_by_line() -> None:
    article = markdown("---\ntitle: Ships: forty of them\ndate: 2019-01-04\n---\nText.\n")
    assert (article.title, article.published) == ("Ships: forty of them", "2019-01-04")


def test_a_rule_at_the_head_is_no_front_matter() -> None:
    article = markdown("---\n\nSome words\n\n---\n\nOther words\n")
    assert " ".join([article.title, *kept(article)]).count("words") >= 2


def test_yaml_never_builds_objects_or_expands_aliases() -> None:
    bomb = "---\na: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)
    )
    assert markdown(bomb + "title: Bomb\n---\nText.\n").title == "Bomb"
    unsafe = markdown("---\ntitle: !!python/object/apply:os.getcwd []\n---\n# Real\n\nText.\n")
    assert kept(unsafe)[-1] == "Text."


def test_the_first_heading_is_the_title() -> None:
    article = markdown("# Forty *ships*\n\n## Why\n\nText.\n")
    assert (article.title, kept(article)) == ("Forty ships", ["Why", "Text."])


def test_blocks_of_all_kinds() -> None:
    article = markdown(
        "# T\n\nA soft\nbreak and a hard  \none.\n\n- one\n  1. two\n\n> quoted\n\n```rust\nfn\n```\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n\n![alt](https://a.org/x.png)\n\nEnd.[^n]\n\n[^n]: A note.\n"
    )
    assert [(b.kind, b.text, b.marker) for b in article.blocks[1:] if b.kind != "rule"] == [
        ("paragraph", "A soft break and a hard\none.", ""), ("item", "one", "•"), ("item", "two", "1."),
        ("paragraph", "quoted", ""), ("code", "fn", "rust"), ("table", "a\tb\n1\t2", ""),
        ("image", "alt", ""), ("paragraph", "End.[1]", ""), ("footnote", "A note.", "1"),
    ]  # fmt: skip


def test_spans_are_the_same_as_in_html() -> None:
    text = "# T\n\n**bold _both_** `code` ~~gone~~ [link](https://a.org/x)\n"
    (block,) = [b for b in markdown(text).blocks if not b.removed]
    assert [(s.style, block.text[s.start : s.end], s.target) for s in block.spans] == [
        ("strong", "bold both", ""), ("emphasis", "both", ""), ("code", "code", ""),
        ("strike", "gone", ""), ("link", "link", "https://a.org/x"),
    ]  # fmt: skip


def test_html_in_markdown_is_read_and_what_only_looks_like_it_is_text() -> None:
    article = markdown(
        "# T\n\nDear <your name>, <b>hello</b>\n\n<div><p>in a box</p></div>\n\n<script>no()</script>\n"
    )
    assert kept(article) == ["Dear <your name>, hello", "in a box"]


def test_links_that_run_scripts_are_no_links() -> None:
    article = markdown("# T\n\n[x](javascript:alert(1)) <javascript:alert(1)>\n")
    assert all(not block.spans for block in article.blocks)


@pytest.mark.parametrize("text", ["> " * 3000 + "deep words", "- " * 3000 + "deep words"])
def test_nesting_without_end_keeps_the_words(text: str) -> None:
    article = markdown("# T\n\n" + text)
    assert "deep words" in " ".join(kept(article))


def test_a_text_of_many_marks_keeps_its_words() -> None:
    assert shapes(markdown("# T\n\n" + "[" * 50000 + " word"))[0][1].endswith(" word")


def test_references_and_footnotes_bear_the_same_mark() -> None:
    article = parsed(
        "# T\n\nFirst[^a], second[^b], first again[^a].\n\n[^a]: One.\n[^b]: Two.\n", "a.md"
    )
    assert kept(article)[0] == "First[1], second[2], first again[1]."
    notes = [(b.marker, b.text) for b in article.blocks if b.kind == "footnote"]
    assert notes == [("1", "One."), ("2", "Two.")]


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("tags: [sea, two words]", ("sea", "two words")),
        ("tags:\n  - sea\n  - 2020", ("sea", "2020")),
        ("tags: sea, two words,", ("sea", "two words")),
        ("tag: sea", ("sea",)),
        ("tags: {a: [1, 2]}", ()),
        ("title: one: two\ntags: [sea, ship]", ("sea", "ship")),
        (
            "tags: [" + ", ".join(f"t{n}" for n in range(100)) + "]",
            tuple(f"t{n}" for n in range(32)),
        ),
        ("title: x", ()),
    ],
)
def test_the_tags_of_the_front_matter_are_names(written: str, tags: tuple[str, ...]) -> None:
    assert markdown(f"---\n{written}\n---\n# Ships\n\nText.\n").tags == tags
