"""No input raises anything but DocumentError, loses words, or takes long."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import DocumentError
from reader.models import Document, Parsed
from reader.parsing import parse
from tests.parsing.helpers import document

NAMES = ("a.txt", "a.md", "a.html", "a.jsonl", "a.xml", "stdin")


def attempt(raw: bytes, name: str) -> Parsed | None:
    try:
        return parse(Document(f"/x/{name}", name, raw))
    except DocumentError as error:
        assert str(error)
        return None


GIANTS = {
    "a million letters on a line": "a" * 10**6,
    "a megabyte of words on a line": "word " * 200_000,
    "a hundred thousand blank lines": "\n" * 100_000 + "x",
    "lists ten thousand deep": "- " * 10_000 + "x",
    "items each one deeper": "".join(" " * n + "- x\n" for n in range(1500)),
    "quotes ten thousand deep": ">" * 10_000 + " x",
    "a hundred thousand tags": "<div>" * 100_000 + "x",
    "tags that never end": "<a" * 300_000,
    "brackets": "[" * 200_000,
    "stars": "*a " * 200_000,
    "scripts that never end": "<script>" * 100_000 + "x",
    "comments that never end": "<!--" * 200_000 + "x",
    "nested tables": "<table><tr><td>" * 50_000 + "x",
    "a tag of many attributes": "<p>y<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x",
    "nested superscripts": "<p>" + "<sup>1" * 200 + "x" * 100_000,
    "escape sequences": "\x1b]" * 300_000 + "x",
    "tabs": "\t" * 10**6 + "x",
    "spaces": " " * 10**6 + "x",
    "rules": "- " * 500_000,
    "digits": "1. " * 300_000,
    "a byline without end": "T\n\nBy " + "A " * 100_000,
}


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "stdin"])
@pytest.mark.parametrize("kind", GIANTS)
def test_a_pathological_document_is_dealt_with_in_two_seconds(kind: str, name: str) -> None:
    raw = GIANTS[kind].encode()
    started = time.process_time()
    attempt(raw, name)
    assert time.process_time() - started < 2


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(NAMES))
def test_no_bytes_break_parsing(raw: bytes, name: str) -> None:
    attempt(raw, name)


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<b>", "</b>", "<a href=x>", "</a>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>",
         "</table>", "<br>", "<pre>", "</pre>", "<img src=y alt=z>", "<figure>", "<figcaption>", "</figure>",
         "<sup>", "</sup>", "<blockquote>", "</blockquote>", "<dl><dt>", "<dd>", "<h2>", "</h2>", "<q>", "\n",
         "# ", "- ", "1. ", "> ", "```\n", "|a|b|\n|-|-|\n", "---\n", "+++\n", "[x](y)", "**", "word ", "1", "&#27;",
         "\t", "    ", "title: x\n", '{"text": "', '"}', "\x1b[1m", "\u202e", "一二", "é"]
    ),
    max_size=60,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(MARKUP, st.sampled_from(NAMES))
def test_no_mixture_of_markup_breaks_parsing_or_its_spans(parts: list[str], name: str) -> None:
    article = attempt("".join(parts).encode(), name)
    for block in article.blocks if article else ():
        assert all(0 <= s.start < s.end <= len(block.text) for s in block.spans)
        assert "\x1b" not in block.text and "\u202e" not in block.text
        assert block.text == block.text.strip() or block.kind in {"code", "table"}


WORDS = st.text("abcdefgh ÄöñЖд一\n.,:-*1>\t", max_size=400)


@settings(max_examples=300, deadline=None)
@given(WORDS)
def test_every_word_of_a_plain_text_is_still_there(text: str) -> None:
    article = attempt(text.encode(), "a.txt")
    if article is None:
        return
    found = " ".join(f"{block.marker} {block.text}" for block in article.blocks)
    assert sorted(re.findall(r"\w+", found)) == sorted(re.findall(r"\w+", text))


def test_naughty_strings_survive_as_title_and_as_text(corpus: Path) -> None:
    strings = json.loads((corpus / "text" / "naughty-strings.json").read_text("utf-8"))
    for text in strings:
        for name in NAMES:
            attempt(text.encode("utf-8", "surrogatepass"), name)
        record = json.dumps({"title": text, "text": f"First words.\n\n{text}\n\nLast words."})
        article = attempt(record.encode(), "a.jsonl")
        assert article is not None
        assert article.blocks[-1].text == "Last words."


def test_mojibake_is_read_as_it_is(corpus: Path) -> None:
    for path in sorted((corpus / "text" / "mojibake").glob("*.json")):
        for case in json.loads(path.read_text("utf-8")):
            original = case["original"]
            article = attempt(("Title\n\n" + original).encode("utf-8", "surrogatepass"), "a.txt")
            assert article is not None


def test_feeds_in_every_encoding_raise_nothing_else(corpus: Path) -> None:
    for path in sorted((corpus / "feeds" / "encodings").glob("*/*.xml")):
        for name in ("a.txt", "a.html", "a.xml"):
            attempt(path.read_bytes(), name)


def test_a_document_is_refused_with_a_sentence() -> None:
    with pytest.raises(DocumentError, match=r"^is a PDF, which Broadsheet does not read$"):
        parse(document(b"%PDF-1.4", "a.pdf"))
