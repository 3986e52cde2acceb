"""Addresses written out in a text: which characters are a link, and where it leads."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.models import Block, Span
from reader.tui.addresses import spans_of, written
from reader.tui.linking import links_of
from reader.tui.render import link_target

A = "https://a.example/b"
OTHER = "http://c.example"


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in written(text)]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        (f"see {A}.", [A]),
        (f"{A}, {OTHER}; and HTTPS://D.EXAMPLE!", [A, OTHER, "HTTPS://D.EXAMPLE"]),
        (f"({A}) [{A}] <{A}> {{{A}}} “{A}” ‘{A}’ '{A}' \"{A}\" «{A}» `{A}`", [A] * 10),
        (f"Is it {A}?!) Or {A}.) Or {A}’s: {A}:", [A] * 4),
        (f"[{A}]({OTHER}) and [text]({OTHER}).", [A, OTHER]),
        (f"*{A}* _{A}_ ~{A}~ **{A}**", [A] * 4),
        ("https://youtu.example/ab_", ["https://youtu.example/ab_"]),
        (f"{A}_(town) ({A}_(town)), {A}_(town).", [f"{A}_(town)"] * 3),
        (f"{A}[1] {A}(a(b)c) {A}(.", [f"{A}[1]", f"{A}(a(b)c)", A]),
        ("https://a.example/?q=1&r=a,b;c:d#e!f", ["https://a.example/?q=1&r=a,b;c:d#e!f"]),
        ("https://a.example?q https://a.example#e", ["https://a.example?q", "https://a.example#e"]),
        ("https://a.example/@b/~c/d'e/-", ["https://a.example/@b/~c/d'e/-"]),
        ("https://a.example's page, https://a.example’s", ["https://a.example"] * 2),
        ("https://a.example—which", ["https://a.example"]),
        ("http://localhost:8000/x http://nas/ http://[::1]:80/", ["http://localhost:8000/x", "http://nas/", "http://[::1]:80/"]),
        ("http://127.0.0.1:8080: http://localhost.", ["http://127.0.0.1:8080", "http://localhost"]),
        ("https://web.example/2020/https://b.example/", ["https://web.example/2020/https://b.example/"]),
        ("https://https://a.example", ["https://a.example"]),
        ("https://例え.jp/ https://bücher.example https://a.中国。", ["https://例え.jp/", "https://bücher.example", "https://a.中国"]),
        ("请看https://a.example的网站，或https://a.example/b。好", ["https://a.example", A]),
        ("https://zh.example/wiki/中国（国家）", ["https://zh.example/wiki/中国"]),
        ("Note 1https://a.example url=https://a.example", ["https://a.example"] * 2),
        ("www.a.example, (www.a.example/b) Www.a.example.", ["www.a.example", "www.a.example/b", "Www.a.example"]),
        ("请看www.a.example的", ["www.a.example"]),
        # Not whole: what is missing is somewhere else.
        (f"{A}… {A}... {A}/{{id}} {A}/:{{id}} https://a.example…", []),
        ("https://bank.example@evil.example/ https://me:secret@a.example", []),
        # None at all.
        ("https:// http://. https://*.a.example https://a https://{host}/x", []),
        ("git+https://a.example xhttp://a.example hxxps://a.example ://www", []),
        ("www. www.a www... me@www.a.example ftp://www.a.example x.www.a.example", []),
        ("javascript://a.example/ mailto:a@b.example a.example/b", []),
        ("https://a.example/" + "x" * 3000, []),
    ],
)  # fmt: skip
def test_an_address_is_what_is_not_of_the_sentence(text: str, addresses: list[str]) -> None:
    assert found(text) == addresses


PARTS = ["https://", "www.", "a.b", "/", ".", "(", ")", "]", "*", "\n", " ", "…", "{", "@", ":8"]
STRANGE = ["中", "é", "\u200b", "\u200d", "\u202e", "\x1b", "\x9c", "\ud800"]


@given(st.lists(st.sampled_from(PARTS + STRANGE), max_size=40).map("".join))
def test_every_link_that_is_found_may_be_followed(text: str) -> None:
    block = Block("paragraph", text)
    spans = spans_of(block)
    assert all(link_target(span.target) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_an_address_is_no_link_in_code_or_in_another_link() -> None:
    text = f"{A} {A} {A}"
    marked = (
        Span(0, len(A), "link", "javascript:alert(1)"),
        Span(len(A) + 3, len(A) + 5, "code"),
        Span(0, len(text), "strong"),
    )
    spans = spans_of(Block("paragraph", text, marked))
    assert spans == (*marked, Span(2 * len(A) + 2, len(text), "link", A))
    assert spans_of(Block("code", text)) == ()


def test_links_of_both_kinds_are_numbered_in_reading_order_each_address_once() -> None:
    text = f"{A}, then there, then www.d.example/\u200bx and {A} again."
    there = Span(text.index("there"), text.index("there") + 5, "link", OTHER)
    blocks = [Block("paragraph", text, (there,)), Block("table", f"x\t{A}/t\n{OTHER}\ty")]
    assert links_of(blocks) == (A, OTHER, "http://www.d.example/x", f"{A}/t")
