"""The query language, line by line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.search.query import And, Not, Or, Phrase, Prefix, Query, Word, parse, typed

A, B, C = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", And()),
        ("a", A),
        ("  a\tb\n", And((A, B))),
        ('"a b"', Phrase("a b")),
        ('"  a   b "', Phrase("a b")),
        ("“a b”", Phrase("a b")),
        ("-a", Not(A)),
        ("!a", Not(A)),
        ("NOT a b", And((Not(A), B))),
        ('-"a b"', Not(Phrase("a b"))),
        ("a OR b", Or((A, B))),
        ("a OR b OR c", Or((A, B, C))),
        ("a b OR c", And((A, Or((B, C))))),
        ("(a b) OR c", Or((And((A, B)), C))),
        ("(a OR b) c", And((Or((A, B)), C))),
        ("-(a OR b) c", And((Not(Or((A, B))), C))),
        ("a AND b", And((A, B))),
        ("a or b", And((A, Word("or"), B))),
        ("tra*", Prefix("tra")),
        ("=Apple", Word("Apple", exact=True)),
        ("title:a", Word("a", "title")),
        ("TITLE:a", Word("a", "title")),
        ("subject:a", Word("a", "title")),
        ("intitle:a", Word("a", "title")),
        ("from:a", Word("a", "author")),
        ("author:a", Word("a", "author")),
        ("body:tra*", Prefix("tra", "body")),
        ("title:=a", Word("a", "title", exact=True)),
        ('title:"a b"', Phrase("a b", "title")),
        ("title:(a OR b) c", And((Or((Word("a", "title"), Word("b", "title"))), C))),
        ("-title:a", Not(Word("a", "title"))),
        ("C++ covid-19", And((Word("C++"), Word("covid-19")))),
    ],
)
def test_a_query_means(text: str, tree: Query) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ('"a b', Phrase("a b")),
        ('a "', A),
        ("(a", A),
        ("a)", A),
        (")a", A),
        ("()", And()),
        ('""', And()),
        ("OR", And()),
        ("a OR", A),
        ("OR a", A),
        ("a OR OR b", Or((A, B))),
        ("AND", And()),
        ("a NOT", A),
        ("-", And()),
        ("a - b", And((A, B))),
        ("--a", Not(A)),
        ("*", And()),
        ("=", And()),
        ("title:", And()),
        ("title: a", A),
        ("foo:bar", Word("foo:bar")),
        ("is:unread", Word("is:unread")),
        ("http://a.b/c", Word("http://a.b/c")),
        ('a"b"', And((A, Phrase("b")))),
        ("-OR", Not(Phrase("OR"))),
    ],
)
def test_what_is_unfinished_or_unknown_is_forgiven(text: str, tree: Query) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a qua", And((A, Or((Word("qua"), Prefix("qua")))))),
        ("a OR b", Or((A, B, Prefix("b")))),
        ("title:qua", Or((Word("qua", "title"), Prefix("qua", "title")))),
        ('"a b', And((Phrase("a"), Or((B, Prefix("b")))))),
        ("qua ", Word("qua")),
        ('"a b"', Phrase("a b")),
        ("(a)", A),
        ("tra*", Prefix("tra")),
        ("=tra", Word("tra", exact=True)),
        ("a -b", And((A, Not(B)))),
        ("", And()),
    ],
)
def test_the_last_word_goes_on_while_it_is_typed(text: str, tree: Query) -> None:
    assert typed(text) == tree


def test_deep_nesting_is_no_error() -> None:
    assert parse("(" * 50_000 + "a") == A
    assert isinstance(parse("-(a OR " * 5_000), Not)


_SCRAPS = st.lists(
    st.sampled_from(
        [*'ab-!()"“=* \t：（:\x1f\u2003\ud800', "OR", "AND", "NOT", "title:", "foo:", "-("]
    ),
    max_size=14,
).map("".join)


@settings(max_examples=500, deadline=None)
@given(st.one_of(_SCRAPS, st.text()))
def test_any_text_parses_and_prints_as_a_query_that_means_the_same(text: str) -> None:
    tree = parse(text)
    assert parse(str(tree)) == tree
    typed(text)
