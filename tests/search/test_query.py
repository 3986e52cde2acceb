"""The query language, line by line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.search.query import (
    And,
    Filter,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Word,
    leaves,
    parse,
    typed,
    understand,
)

A, B, C = Word("a"), Word("b"), Word("c")
STARRED, UNREAD = Filter("is", "starred"), Filter("is", "unread")


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
        ("from:a", Or((Filter("feed", "a"), Word("a", "author")))),
        ('-from:"a b"', Not(Or((Filter("feed", "a b", True), Phrase("a b", "author"))))),
        ("author:a", Word("a", "author")),
        ("body:tra*", Prefix("tra", "body")),
        ("title:=a", Word("a", "title", exact=True)),
        ('title:"a b"', Phrase("a b", "title")),
        ("title:(a OR b) c", And((Or((Word("a", "title"), Word("b", "title"))), C))),
        ("-title:a", Not(Word("a", "title"))),
        ("C++ covid-19", And((Word("C++"), Word("covid-19")))),
        ("－a ！b", And((Not(A), Not(B)))),
        ("！（a b） －＂a b＂", And((Not(And((A, B))), Not(Phrase("a b"))))),
        ("＝a a！", And((Word("a", exact=True), Word("a！")))),
        ("＋ml", Filter("tag", "ml")),
        ("＃ml", parse("#ml")),
        ("quak~", Fuzzy("quak")),
        ("title:quak~", Fuzzy("quak", "title")),
        ("is:unread", UNREAD),
        ("IS:Unread", UNREAD),
        ("is:read", Filter("is", "read")),
        ("is:starred", STARRED),
        ("is:star", STARRED),
        ("is:vanished", Filter("is", "vanished")),
        ("-is:read a", And((Not(Filter("is", "read")), A))),
        ("!is:read", Not(Filter("is", "read"))),
        ("is:starred OR a", Or((STARRED, A))),
        ("is:(unread starred)", And((UNREAD, STARRED))),
        ("star:true", STARRED),
        ("star:false", Not(STARRED)),
        ("has:image", Filter("has", "image")),
        ("has:images", Filter("has", "image")),
        ("has:podcast", Filter("has", "audio")),
        ("=sync*", Prefix("sync")),
        ("title:=quak~", Fuzzy("quak", "title")),
        ("feed:Paper", Filter("feed", "Paper")),
        ("source:Paper", Filter("feed", "Paper")),
        ('feed:"The Paper"', Filter("feed", "The Paper", True)),
        ("feed:=Paper", Filter("feed", "Paper", True)),
        ("feed:(a OR b)", Or((Filter("feed", "a"), Filter("feed", "b")))),
        ("url:example.org/a", Filter("url", "example.org/a")),
        ("inurl:a", Filter("url", "a")),
        ('url:"a b"', Filter("url", "a b")),
        ("lang:EN", Filter("lang", "en")),
        ("language:pt-br", Filter("lang", "pt-br")),
        ("date:today", Filter("date", "today")),
        ("date:yesterday", Filter("date", "yesterday")),
        ("date:7d", Filter("date", "7d")),
        ("date:2026", Filter("date", "2026")),
        ("date:2026-11", Filter("date", "2026-11")),
        ("date:2026-11-01..2026-11-10", Filter("date", "2026-11-01..2026-11-10")),
        ("date:2026-11-01..", Filter("date", "2026-11-01..")),
        ("after:2026/11/01", Filter("after", "2026/11/01")),
        ("before:2026-11-01", Filter("before", "2026-11-01")),
        ("newer_than:2d", Filter("after", "2d")),
        ("older_than:1y", Filter("before", "1y")),
        ("newer:2026", Filter("after", "2026")),
        ("older:2026", Filter("before", "2026")),
        ("sort:new a", A),
    ],
)
def test_a_query_means(text: str, tree: Query) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("tag:ml", Filter("tag", "ml")),
        ("label:ML", Filter("tag", "ML")),
        ("+ml", Filter("tag", "ml")),
        ("#ml", Or((Filter("tag", "ml"), Phrase("#ml")))),
        ("-+ml", Not(Filter("tag", "ml"))),
        ('tag:"two words"', Filter("tag", "two words", whole=True)),
        ("tag:(a b)", And((Filter("tag", "a"), Filter("tag", "b")))),
        ("note:flour", Filter("note", "flour")),
        ('note:"dear flour"', Filter("note", "dear flour", whole=True)),
        ("is:tagged has:notes", And((Filter("is", "tagged"), Filter("has", "note")))),
    ],
)
def test_tags_and_notes_are_asked_for(text: str, tree: Query) -> None:
    assert parse(text) == tree
    assert parse(str(tree)) == tree


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
        ("is:archived", Word("is:archived")),
        ("is:", And()),
        ("is: a", A),
        ('is:"archived"', Phrase("archived")),
        ("has:video", Word("has:video")),
        ("topic:ml", Word("topic:ml")),
        ("in:@name", Word("in:@name")),
        ('in:@"name"', Word("in:@name")),
        ('in:"@name"', Word("in:@name")),
        ('in:@"my name"', Phrase("in:@my name")),
        ("tag:", And()),
        ("#", Word("#")),
        ("+", Word("+")),
        ("+49", Word("+49")),
        ("=#ml", Word("#ml", exact=True)),
        ("#m*", Prefix("#m")),
        ("title:#ml", Word("#ml", "title")),
        ('"#ml"', Phrase("#ml")),
        ("date:soon", Word("date:soon")),
        ("date:2026-13", Word("date:2026-13")),
        ("date:2026-02-30", Word("date:2026-02-30")),
        ("date:0d", Word("date:0d")),
        ("date:..", Word("date:..")),
        ("lang:x", Word("lang:x")),
        ("sort:size", Word("sort:size")),
        ("feed:*", And()),
        ("~", And()),
        ('-"a', Not(Phrase("a"))),
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
        ("quak~", Fuzzy("quak")),
        ("a is:unread", And((A, UNREAD))),
        ("from:a", Or((Filter("feed", "a"), Word("a", "author"), Prefix("a", "author")))),
        ("#m", Or((Filter("tag", "m"), Word("#m"), Prefix("#m")))),
    ],
)
def test_the_last_word_goes_on_while_it_is_typed(text: str, tree: Query) -> None:
    assert typed(text) == tree


@pytest.mark.parametrize(
    "text", ["a is:", "a is:unr", "a -is:unr", "a date:2026-", "a lang:e", "a sort:ne", "a title:"]
)
def test_a_filter_that_is_still_being_typed_does_not_narrow_yet(text: str) -> None:
    request = understand(text, typing=True)
    assert (request.tree, request.astray) == (A, ())
    assert typed("is:unr a") == And((Word("is:unr"), Or((A, Prefix("a")))))


@pytest.mark.parametrize(
    ("text", "order"),
    [("a", ""), ("a sort:new", "new"), ("sort:OLD a", "old"), ("sort:new a sort:feed", "feed")],
)
def test_the_order_is_asked_for_anywhere(text: str, order: str) -> None:
    request = understand(text)
    assert (request.tree, request.order) == (A, order)
    assert understand(str(request)) == request


@pytest.mark.parametrize(
    ("text", "astray"),
    [
        ("topic:ml a topic:ml", ["topic:ml"]),
        ("is:archived -is:lost", ["is:archived", "is:lost"]),
        ('topic:"a b"', ["topic:"]),
        ('is:"odd"', ['is:"odd"']),
        ("https://example.org 10:30 std::move a: :a", []),
    ],
)
def test_what_looks_like_a_field_and_is_sought_as_text_is_told(
    text: str, astray: list[str]
) -> None:
    assert list(understand(text).astray) == astray


def test_the_leaves_are_what_is_wanted_from_left_to_right() -> None:
    assert list(leaves(parse("a -b (c OR is:starred)"))) == [A, C, STARRED]


def test_deep_nesting_is_no_error() -> None:
    assert parse("(" * 50_000 + "a") == A
    assert isinstance(parse("-(a OR " * 5_000), Not)


_SCRAPS = st.lists(
    st.sampled_from(
        [
            *'ab-!()"“=*~－！＝＋ \t：（:\x1f\u2003\ud800./+',
            *("OR", "AND", "NOT", "title:", "foo:", "-(", "from:", "is:", "has:", "feed:", "url:"),
            *("lang:", "date:", "after:", "older:", "sort:", "star:", "unread", "image", "en"),
            *("7d", "2026", "-11", "..", "today", "new", "true", "feed:("),
        ]
    ),
    max_size=14,
).map("".join)


ANY_TEXT = st.one_of(_SCRAPS, st.text())


def means_the_same_printed(text: str) -> None:
    """Reading a text and printing it gives a query that is read as the same."""
    tree = parse(text)
    assert parse(str(tree)) == tree
    request = understand(text)
    again = understand(str(request))
    assert (again.tree, again.order) == (request.tree, request.order)
    typed(text)


@settings(max_examples=500, deadline=None)
@given(ANY_TEXT)
def test_any_text_parses_and_prints_as_a_query_that_means_the_same(text: str) -> None:
    means_the_same_printed(text)
