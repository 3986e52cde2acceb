"""The words that were sought, marked where they stand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.search import Index, marks, passage


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("run", "He runs. Running!", ["runs", "Running"]),
        ("erdogan", "Erdoğan’s men", ["Erdoğan"]),
        ("=runs", "He runs. Running!", ["runs"]),
        ("tra*", "Trains and trams, strain", ["Trains", "trams"]),
        ("covid-19", "Covid-19 and covid", ["Covid-19", "covid"]),
        ("C++", "C++ is not C", ["C++"]),
        ("US", "the U.S. and us", ["U.S", "us"]),
        ('"rate cut"', "rate cut", ["rate", "cut"]),
        ("a -b", "a b", ["a"]),
        ("strasse", "Straße", ["Straße"]),
        ("新闻发布", "今天的新闻发布会", ["新闻发布"]),
        ("发", "今天的新闻发布会", ["发"]),
        ("ガラス", "ｶﾞﾗｽが", ["ｶﾞﾗｽが"]),
        ("น้ำ", "เกิดน้ำท่วม", ["น้ำ"]),
        ("ﬁnance", "the finance minister", ["finance"]),
    ],
)
def test_what_was_found_is_marked_in_the_text_as_it_stands(
    holding: Callable[..., Index], query: str, text: str, marked: list[str]
) -> None:
    answer = holding(text).search(query)
    assert [text[start:end] for start, end in marks(text, answer.terms)] == marked


def test_widened_words_are_marked_too(holding: Callable[..., Index]) -> None:
    text = "an earthquake in Honshu"
    for query, marked in [("earthqake", "earthquake"), ("hons", "Honshu")]:
        answer = holding(text).search(query)
        assert [text[a:b] for a, b in marks(text, answer.terms)] == [marked]


def test_nothing_sought_marks_nothing() -> None:
    assert marks("some text", frozenset()) == ()
    assert marks("", frozenset({"a"})) == ()


FILLER = "Nothing to see here, keep on walking. " * 8
STORY = "A quake shook Honshu early on Monday and a tsunami followed. "


def test_a_passage_shows_most_of_the_words() -> None:
    text = FILLER + "One quake. " + FILLER + STORY + FILLER
    shown = passage(text, frozenset({"quak", "honshu", "tsunami"}))
    assert STORY.strip() in shown.text
    assert shown.text[0] == shown.text[-1] == "…"
    assert [shown.text[a:b] for a, b in shown.marks] == ["quake", "Honshu", "tsunami"]


def test_of_equal_passages_the_first_is_shown() -> None:
    text = "first quake. " + FILLER + "second quake. " + FILLER
    shown = passage(text, frozenset({"quak"}))
    assert shown.text.startswith("first quake.")


def test_a_passage_is_cut_between_words() -> None:
    text = FILLER + STORY + FILLER
    shown = passage(text, frozenset({"honshu"}), 80).text
    assert len(shown) <= 82
    assert set(shown.strip("…").split()) <= set(text.split())


def test_a_passage_without_a_match_is_the_beginning() -> None:
    shown = passage(FILLER, frozenset({"quak"}), 40)
    assert shown.text == "Nothing to see here, keep on walking.…"
    assert shown.marks == ()


def test_a_short_text_is_its_own_passage_on_one_line() -> None:
    shown = passage("one\n\n quake \x1b[31mhere", frozenset({"quak"}))
    assert shown.text == "one quake here"
    assert [shown.text[a:b] for a, b in shown.marks] == ["quake"]


def test_text_without_spaces_is_cut_to_the_width() -> None:
    shown = passage("字" * 300 + "地震" + "字" * 300, frozenset({"地震"}))
    assert len(shown.text) == 162
    assert [shown.text[a:b] for a, b in shown.marks] == ["地震"]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400), st.frozensets(st.text(max_size=3)), st.integers(1, 200))
def test_marks_lie_in_the_text_and_do_not_overlap(
    text: str, terms: frozenset[str], width: int
) -> None:
    shown = passage(text, terms, width)
    for where, ranges in ((text, marks(text, terms)), (shown.text, shown.marks)):
        ends = [0]
        for start, end in ranges:
            assert ends[-1] <= start < end <= len(where)
            ends.append(end)
