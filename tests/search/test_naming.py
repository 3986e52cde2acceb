"""Saved searches inside queries, and queries as filters alone: pure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.search.completion import Vocabulary, complete
from reader.search.grammar import tokens
from reader.search.naming import nested_hints, reaches, renamed, terms
from reader.search.query import And, Filter, Not, Or, Phrase, Query, Word, parse, understand
from reader.search.standing import standing, words_of
from reader.search.tree import FOUND

KNOWN = {"a": "quake", "my name": "in:@a lima", "c": 'in:@"My Name" OR ferry'}
A, MINE = Filter("in", "a"), Filter("in", "my name")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("in:@a", A),
        ("IN:@A", Filter("in", "A")),
        ("in:a", A),
        ('in:@"my  name" b', And((MINE, Word("b")))),
        ("in:@“my name”", MINE),
        ('in:"my name"', MINE),
        ("-in:@a", Not(A)),
        ('!in:@"my name"', Not(MINE)),
        ('in:@a OR in:@"my name', Or((A, MINE))),
        ("in:(@a OR b)", Or((A, Word("in:b")))),
        ("in:@nobody", Word("in:@nobody")),
        ('in:@"no body"', Phrase("in:@no body")),
        ("in:", And()),
        ('in:@""', And()),
    ],
)
def test_a_saved_search_is_named_like_this(text: str, tree: Query) -> None:
    read = understand(text, saved=KNOWN)
    assert read.tree == tree
    assert understand(str(read), saved=KNOWN).tree == tree


@given(st.text(alphabet='ab in:@"(-OR)*~=', max_size=24))
def test_naming_never_fails_and_what_was_read_is_read_again(text: str) -> None:
    for typing in (False, True):
        tree = understand(text, typing=typing, saved=KNOWN).tree
        assert understand(str(tree), saved=KNOWN).tree == tree
    complete(text, len(text), Vocabulary(saved=("a", "my name")))
    assert parse(str(parse(text))) == parse(text)


@pytest.mark.parametrize(
    ("text", "filters", "words"),
    [
        ("quake", "found by:quake", ["quake"]),
        ("quake lima -ferry", 'found by:"quake lima -ferry"', ["quake lima -ferry"]),
        ("quake is:unread", "found by:quake is:unread", ["quake"]),
        ("is:unread", "is:unread", []),
        ("-quake", "-found by:quake", ["quake"]),
        ("is:starred OR quake", "is:starred OR found by:quake", ["quake"]),
        ("in:@a OR (quake lima)", "in:@a OR (found by:quake found by:lima)", ["quake", "lima"]),
        ("? is:read", "is:read", []),
    ],
)
def test_what_the_index_would_be_asked_stands_as_a_filter(
    text: str, filters: str, words: list[str]
) -> None:
    made = standing(understand(text, saved=KNOWN).tree)
    assert str(made) == filters
    assert list(words_of(made)) == words


def test_no_field_that_is_typed_can_ever_be_taken_for_it() -> None:
    assert len(tokens(f"{FOUND}:quake")) > 1


def test_who_asks_for_whom() -> None:
    tree = understand("ferry -in:@c", saved=KNOWN).tree
    assert all(reaches(tree, name, KNOWN) for name in ("A", "my name", "c"))
    assert not reaches(understand("in:@a", saved=KNOWN).tree, "c", KNOWN)
    assert nested_hints(tree, KNOWN) == ()
    assert terms(tree, KNOWN, ()) == frozenset()
    assert terms(understand("in:@c", saved=KNOWN).tree, KNOWN, ()) == {"quak", "lima", "ferri"}


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("in:@A b", "in:@new b"),
        ("b OR -in:a sort:old", "b OR -in:@new sort:old"),
        ("subject:b  c", "subject:b  c"),
        ("in:@nobody", "in:@nobody"),
    ],
)
def test_renaming_touches_only_queries_that_ask_for_the_name(text: str, after: str) -> None:
    assert renamed(text, "a", "new", KNOWN) == after


def test_words_of_a_saved_search_are_marked_in_the_languages_that_are_held() -> None:
    saved = {"a": "Häusern"}
    tree = understand("in:@a", saved=saved).tree
    assert "haus/de" in terms(tree, saved, ("de",))
    assert "haus/de" not in terms(tree, saved, ())
