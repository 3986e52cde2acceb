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
        ("covid-19", "Covid-19 and covid of 19", ["Covid-19"]),
        ("C++", "C++ is not C", ["C++"]),
        ("US", "the U.S. and us", ["U.S", "us"]),
        ('"rate cut"', "a rate, the rate cut. Cut rates' cuts", ["rate cut", "rates' cuts"]),
        ('"the minister\'s office"', "the minister's offices", ["the minister's offices"]),
        ('"rate cut" cut', "a rate cut, a cut", ["rate cut", "cut"]),
        ('"新闻发布会"', "今天的新闻发布会, 新闻", ["新闻发布会"]),
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
    assert shown.text == "one · quake here"
    assert [shown.text[a:b] for a, b in shown.marks] == ["quake"]


def test_text_without_spaces_is_cut_to_the_width() -> None:
    shown = passage("字" * 300 + "地震" + "字" * 300, frozenset({"地震"}))
    assert len(shown.text) == 162
    assert [shown.text[a:b] for a, b in shown.marks] == ["地震"]


def test_of_passages_with_the_same_words_the_one_where_they_are_closest_is_shown() -> None:
    far = "A quake was felt. " + "Then nothing at all happened for a long while. " * 2 + "Honshu. "
    text = far + FILLER + "Honshu had a quake. " + FILLER
    assert "Honshu had a quake." in passage(text, frozenset({"quak", "honshu"})).text


def test_a_passage_begins_with_its_sentence_where_there_is_room() -> None:
    sentence = "Late on Sunday evening a strong quake was felt in the north."
    shown = passage(FILLER + sentence + " " + FILLER, frozenset({"quak"})).text
    assert shown.startswith("…Late on Sunday")


def test_a_match_early_in_its_sentence_is_preferred_to_one_far_into_another() -> None:
    long = "On and on it went, over hill and dale and without any end in sight, " * 4
    text = long + "until a quake came. " + FILLER + "The quake was weak. " + FILLER
    assert "…The quake was weak." in passage(text, frozenset({"quak"}), 80).text


@pytest.mark.parametrize("end", ["。", "！", "？”", "。』"])
def test_a_passage_of_chinese_begins_with_its_sentence(end: str) -> None:
    text = "今天没有什么新闻" * 30 + end + "昨天北京有地震，很多人都感觉到了。" + "其他的事情" * 60
    shown = passage(text, frozenset({"地震"}), 60)
    assert shown.text.startswith("…昨天北京有地震")
    assert [shown.text[a:b] for a, b in shown.marks] == ["地震"]


@pytest.mark.parametrize(
    ("text", "terms", "marked"),
    [
        ("昨天北京有地震很多人都感觉到了" * 9, {"地震", "京"}, ["京", "地震"]),
        ("昨天北京有iPhones" + "的新闻发布会" * 9 + "iPhone", {"iphon"}, ["iPhones", "iPhone"]),
        ("ｶﾞﾗｽの新しい工場が東京にできるとの発表がありましたと言った" * 2, {"东京"}, ["東京"]),
        ("㌔の話" * 20 + "地震", {"地震"}, ["地震"]),
        ("http://example.org/" + "a/b-c" * 20 + "/quakes", {"quak"}, ["quakes"]),
    ],
)
def test_words_are_marked_in_a_long_run_without_spaces(
    text: str, terms: set[str], marked: list[str]
) -> None:
    found = [text[a:b] for a, b in marks(text, frozenset(terms))]
    assert found[: len(marked)] == marked
    assert set(found) == set(marked)


def test_a_match_far_into_a_long_text_is_found() -> None:
    text = FILLER * 400 + STORY + FILLER
    assert STORY.strip() in passage(text, frozenset({"honshu", "quak"})).text


def test_headings_and_paragraphs_are_where_a_passage_may_begin() -> None:
    text = FILLER + "\n\nA heading\n\nHonshu is calm again\n\n" + FILLER
    assert passage(text, frozenset({"honshu"}), 60).text.startswith("…Honshu is calm again")


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
