"""What a search finds: words as people spell them, in many scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.search import Index
from tests.search.helpers import entry, found

Holding = Callable[..., Index]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Erdogan", "Präsident Erdoğan spoke"),
        ("erdoğan", "ERDOGAN spoke"),
        ("ISTANBUL", "İstanbul'da hava güneşli"),
        ("istanbul", "ISTANBUL"),
        ("Diyarbakir", "Diyarbakır'daki olaylar"),
        ("strasse", "in der Straße"),
        ("Straße", "STRASSE"),
        ("lodz", "the mayor of Łódź"),
        ("Orsted", "Ørsted builds wind farms"),
        ("Dakovo", "Đakovo"),
        ("cafe", "a cafe\u0301 in Paris"),
        ("Ａpple", "apple falls"),
        ("finance", "ﬁnance minister"),
        ("Οδυσσέας", "ΟΔΥΣΣΕΑΣ"),
        ("company", "the company’s profits"),
        ("company's", "companies report"),
        ("O'Brien", "Mr O’Brien resigned"),
        ("obrien", "Mr O'Brien resigned"),
        ("dont", "they don't know"),
        ("soft", "so\u00adft hyphen"),
        ("running", "he runs"),
        ("US", "the U.S. economy"),
        ("U.S.", "a US official"),
        ("covid-19", "Covid-19 spreads"),
        ("covid-19", "COVID 19 spreads"),
        ("covid-19", "covid19 spreads"),
        ("covid19", "Covid-19 spreads"),
        ("covid", "Covid-19 spreads"),
        ("19", "Covid-19 spreads"),
        ("email", "an e-mail arrived"),
        ("e-mail", "an email arrived"),
        ("C++", "written in C++."),
        ("c", "written in C++."),
        ("C#", "C# and F#"),
        ("disney", "Disney+ raises prices"),
        ("G20", "the G20 summit"),
        ("5G", "a 5G network"),
        ("1000", "about 1,000 people"),
        ("1,000", "about 1000 people"),
        ("3.5", "grew by 3.5 percent"),
        ("2026-11-01", "dated 2026-11-01"),
        ("$", "costs $5"),
        ("$5", "costs $5"),
        ("★", "rated ★★★"),
        ("😀", "so happy 😀"),
        ("#tag", "a post with #Tag"),
        ("tag", "a post with #tag"),
        ("@name", "thanks to @Name"),
        ("AT&T", "shares of AT&T rose"),
        ("amazon.com", "Amazon.com said"),
        ("新闻", "今天的新闻发布会"),
        ("发", "今天的新闻发布会"),
        ("会", "今天的新闻发布会"),
        ("新闻发布", "今天的新闻发布会"),
        ("“新闻发布”", "今天的新闻发布会"),
        ("iPhone手机", "购买iPhone手机的人"),
        ("A股市", "A股市场上涨"),
        ("東京タワー", "昨日、東京タワーで"),
        ("ガラス", "ｶﾞﾗｽが割れた"),
        ("서울", "서울에서 열린 회의"),
        ("น้ำท่วม", "เกิดน้ำท่วมหนักในภาคใต้"),
        ("ນ້ຳ", "ລະດັບນ້ຳສູງ"),
        ("ភ្នំពេញ", "ទីក្រុងភ្នំពេញ"),
        ("ရန်ကုန်", "ရန်ကုန်မြို့"),
        ("министр", "заявление министра финансов"),
        ("елка", "новогодняя ёлка"),
        ("العربية", "الأخبار العَرَبِيَّة"),
        ("اخبار", "أخبار اليوم"),
        ("समाचार", "हिन्दी में समाचार"),
        ("Häuser", "viele Häuser stehen leer"),
    ],
)
def test_a_word_is_found_however_it_is_spelled(holding: Holding, query: str, text: str) -> None:
    index = holding(text, "something else altogether")
    answer = index.search(query)
    assert found(answer) == {1}
    assert answer.note == ""


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("C++", "vitamin C is good"),
        ("C#", "written in C++"),
        ("#tag", "a tag"),
        ("covid-19", "19 cases of covid"),
        ("闻新", "今天的新闻发布会"),
        ("йод", "иод"),
    ],
)
def test_what_only_looks_alike_is_not_a_match(holding: Holding, query: str, text: str) -> None:
    answer = holding(text, "something else").search(query)
    assert answer.total == 0 or answer.note


def test_every_word_is_sought(holding: Holding) -> None:
    index = holding("quake near honshu", "quake near lima", "honshu in spring")
    assert found(index.search("quake honshu")) == {1}


def test_a_phrase_needs_its_words_side_by_side_and_in_order(holding: Holding) -> None:
    index = holding("a rate cut came", "cut the rate", "the rate was cut")
    assert found(index.search('"rate cut"')) == {1}


def test_a_phrase_does_not_reach_from_the_title_into_the_body(index: Index) -> None:
    index.apply([entry(1, "Bank cuts rate", "cut by cut"), entry(2, "", "rate cut")], [])
    assert found(index.search('"rate cut"')) == {2}


def test_excluded_words_and_phrases_are_left_out(holding: Holding) -> None:
    index = holding("rate cut", "rate cut rumour", "a rate")
    assert found(index.search("rate -rumour")) == {1, 3}
    assert found(index.search('rate -"rate cut"')) == {3}
    assert found(index.search("rate -(rumour OR cut)")) == {3}
    assert found(index.search("-rumour")) == {1, 3}


def test_or_finds_either(holding: Holding) -> None:
    index = holding("tokyo quake", "lima quake", "tokyo rain", "paris")
    assert found(index.search("tokyo OR lima")) == {1, 2, 3}
    assert found(index.search("quake tokyo OR lima")) == {1, 2}
    assert found(index.search("(quake tokyo) OR paris")) == {1, 4}


def test_a_prefix_finds_words_that_start_so(holding: Holding) -> None:
    index = holding("trains", "tramway", "strain", "the availability")
    assert found(index.search("tra*")) == {1, 2}
    assert found(index.search("availabi*")) == {4}


def test_a_prefix_finds_all_of_its_words(holding: Holding) -> None:
    index = holding(*[f"word{n}" for n in range(2000)])
    for prefix, words in [
        ("w", 2000),
        ("wo", 2000),
        ("wor", 2000),
        ("word", 2000),
        ("word1", 1111),
    ]:
        assert index.search(f"{prefix}*").total == words
        assert index.search(prefix, typing=True).total == words


def test_an_exact_word_is_not_stemmed(holding: Holding) -> None:
    index = holding("apple pie", "apples", "Äpple")
    assert found(index.search("apple")) == {1, 2, 3}
    assert found(index.search("=apple")) == {1, 3}
    assert found(index.search("=apples")) == {2}


def test_fields_narrow_a_word_to_where_it_stands(index: Index) -> None:
    index.apply(
        [
            entry(1, "Storm", "rain and wind"),
            entry(2, "Rain", "a storm", author="Ann Windsor"),
            entry(3, "Calm", "storm rain"),
        ],
        [],
    )
    assert found(index.search("title:storm")) == {1}
    assert found(index.search("body:storm")) == {2, 3}
    assert found(index.search("author:windsor")) == {2}
    assert found(index.search("title:(rain OR storm)")) == {1, 2}
    assert found(index.search("title:sto*")) == {1}
    assert found(index.search("storm")) == {1, 2, 3}


def test_the_title_counts_for_more_than_the_body(index: Index) -> None:
    body = "some words about nothing in particular and a quake in between"
    index.apply([entry(1, "Other", body), entry(2, "Quake", body.replace("quake", "thing"))], [])
    assert [hit.key for hit in index.search("quake").hits] == [2, 1]


def test_more_of_a_rare_word_ranks_higher_and_among_equals_the_later_article(
    holding: Holding,
) -> None:
    index = holding("quake here now", "quake quake now", "quake here now")
    assert [hit.key for hit in index.search("quake").hits] == [2, 3, 1]


def test_the_limit_cuts_the_hits_but_not_the_count(holding: Holding) -> None:
    index = holding(*["quake"] * 5)
    answer = index.search("quake", limit=2)
    assert (len(answer.hits), answer.total) == (2, 5)
    assert len(index.search("quake", limit=None).hits) == 5


def test_keys_narrow_the_search(holding: Holding) -> None:
    index = holding(*["quake"] * 5)
    assert found(index.search("quake", keys={2, 4, 99})) == {2, 4}
    assert index.search("quake", keys=set()).total == 0


@pytest.mark.parametrize(
    "query", ["", "   ", '"', "()", "...", "-", "title:", "OR", "\x00", "\ud800"]
)
def test_a_query_that_asks_for_nothing_finds_nothing(holding: Holding, query: str) -> None:
    answer = holding("text").search(query)
    assert (answer.hits, answer.total, answer.note) == ((), 0, "")


def test_while_typing_the_last_word_is_a_beginning_too(holding: Holding) -> None:
    index = holding("honshu quake", "honshu rain", "running")
    for text in ("honshu q", "honshu qua", "honshu quake", '"honshu" q', '"honshu qu'):
        assert found(index.search(text, typing=True)) == {1}, text
    assert found(index.search("runn", typing=True)) == {3}
    assert found(index.search("runs", typing=True)) == {3}


def test_every_key_pressed_on_the_way_to_a_word_finds_it(holding: Holding) -> None:
    index = holding("availability of U.S. covid-19 vaccines in 東京都", "nothing of that")
    for word in ("availability", "covid-19", "vaccines", "東京都"):
        for end in range(1, len(word) + 1):
            assert 1 in found(index.search(word[:end], typing=True)), word[:end]


def test_a_very_long_query_is_cut_and_said_so(holding: Holding) -> None:
    answer = holding("quake").search("quake " * 5000)
    assert found(answer) == {1}
    assert answer.note == "Only the first 1,000 characters were sought."


@pytest.fixture(scope="module")
def many_scripts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    index = Index(tmp_path_factory.mktemp("scripts"))
    index.apply([entry(1, "covid-19", "日本 น้ำ a+ b"), entry(2, "b", "c")], [])
    yield index
    index.close()


@settings(max_examples=300, deadline=None)
@given(
    query=st.one_of(st.text(), st.text(alphabet='ab"()-=*: #+.covid19日น', max_size=20)),
    typing=st.booleans(),
)
def test_no_text_is_an_error(many_scripts: Index, query: str, typing: bool) -> None:
    answer = many_scripts.search(query, typing=typing)
    assert len(answer.hits) == answer.total <= 2
