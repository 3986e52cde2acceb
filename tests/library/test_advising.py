"""Help where a search finds nothing or little: every number is what a search would find."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reader.library import Advice, Library, Scope, open_library
from tests.library import newsroom

NOW = datetime(2026, 11, 15, 12, 0, tzinfo=ZoneInfo("UTC"))
Stock = Callable[..., Library]


@pytest.fixture(scope="module")
def stocked_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return newsroom.stock(tmp_path_factory.mktemp("newsroom"))


@pytest.fixture
def news(tmp_path: Path, stocked_folder: Path) -> Iterator[Library]:
    shutil.copytree(stocked_folder, tmp_path / "copy")
    library = open_library(tmp_path / "copy")
    yield library
    library.close()


@pytest.fixture
def stock(library: Library, write: Callable[..., Path]) -> Stock:
    """Fills the library with these texts, each as often as the number beside it."""

    def fill(*texts: str, **times: int) -> Library:
        every = [*texts, *(text for text, count in times.items() for _ in range(count))]
        lines = [
            json.dumps({"id": str(n), "title": f"T{n}", "text": text, "date": "2020-01-01"})
            for n, text in enumerate(every)
        ]
        library.add([str(write("n.jsonl", "\n".join(lines) + "\n"))])
        library.update_index()
        return library

    return fill


def exactly(library: Library, query: str, scope: Scope) -> int:
    """How many articles match, not widened."""
    return library.search(query, scope, limit=0, widen=False, now=NOW).total


@pytest.mark.parametrize("seed", range(12))
def test_every_number_is_what_a_search_finds(news: Library, seed: int) -> None:
    rng = random.Random(seed)
    offered = 0
    for _ in range(12):
        scope: Scope = rng.choice(["all", "unread", "starred"])
        query = " ".join(newsroom.some_query(rng, 1) for _ in range(rng.randint(1, 4)))
        advice = news.advice(query, scope, now=NOW)
        assert advice.found == exactly(news, query, scope), query
        for part in advice.parts:
            assert part.count == exactly(news, part.query, scope), (query, part)
        for offer in advice.offers:
            assert offer.count == exactly(news, offer.query, offer.scope), (query, offer)
            assert offer.count > advice.found, (query, offer)
        assert len(advice.offers) <= 6
        assert len({(offer.query, offer.scope) for offer in advice.offers}) == len(advice.offers)
        offered += len(advice.offers)
    assert offered > 4


def offers(advice: Advice, kind: str) -> list[tuple[str, str, Scope, int]]:
    return [(o.label, o.query, o.scope, o.count) for o in advice.offers if o.kind == kind]


def test_each_part_is_counted_by_itself_and_can_be_left_out(stock: Stock) -> None:
    library = stock("tariffs on steel", "tariffs on wine", "bern")
    advice = library.advice("tariffs zürich bern -wine", now=NOW)
    assert [(part.label, part.count) for part in advice.parts] == [
        ("tariffs", 2),
        ("zürich", 0),
        ("bern", 1),
    ]
    advice = library.advice("tariffs bern", now=NOW)
    assert offers(advice, "without") == [
        ("without bern", "tariffs", "all", 2),
        ("without tariffs", "bern", "all", 1),
    ]


def test_all_parts_that_nothing_has_can_be_left_out_together(stock: Stock) -> None:
    advice = stock("tariffs on steel").advice("tariffs qqqq date:2026", now=NOW)
    assert ("without qqqq and date:2026", "tariffs", "all", 1) in offers(advice, "without")


def test_what_is_left_is_never_exclusions_alone(stock: Stock) -> None:
    assert stock("steel", "wine").advice("qqqq -wine", now=NOW).offers == ()


@pytest.mark.parametrize(
    ("query", "scope"),
    [("tariffs", "unread"), ("tariffs is:unread", "all"), ("tariffs -is:read", "unread")],
)
def test_articles_that_are_read_are_offered_where_only_unread_ones_are_sought(
    stock: Stock, query: str, scope: Scope
) -> None:
    library = stock("tariffs on steel", "tariffs on wine", "bread")
    library.mark(library.keys(), "read", True)
    found = library.advice(query, scope, now=NOW)
    assert offers(found, "scope") == [("read articles too", "tariffs", "all", 2)]


def test_articles_without_a_star_are_offered_in_the_list_of_starred_ones(stock: Stock) -> None:
    found = stock("tariffs on steel").advice("tariffs", "starred", now=NOW)
    assert offers(found, "scope") == [("articles without a star too", "tariffs", "all", 1)]
    found = stock("tariffs on steel").advice("tariffs is:unread", "starred", now=NOW)
    assert offers(found, "scope") == [
        ("articles without a star too", "tariffs is:unread", "all", 1),
        ("all articles", "tariffs", "all", 1),
    ]


def test_a_state_that_the_list_leaves_out_is_offered_among_all_articles(stock: Stock) -> None:
    library = stock("tariffs on steel")
    library.mark(library.keys(), "starred", True)
    library.mark(library.keys(), "read", True)
    found = library.advice("is:starred", "unread", now=NOW)
    assert offers(found, "scope") == [("read articles too", "is:starred", "all", 1)]


@pytest.mark.parametrize("dates", ["date:7d", "after:2021 before:2022", "date:today sort:old"])
def test_all_times_are_offered_where_dates_are_given(stock: Stock, dates: str) -> None:
    found = stock("tariffs on steel").advice(f"tariffs {dates}", now=NOW)
    order = " sort:old" if "sort" in dates else ""
    assert ("all time", f"tariffs{order}", "all", 1) in offers(found, "time")


@pytest.mark.parametrize(
    ("query", "label", "meant"),
    [
        ('"steel on tariffs"', "the words apart", "steel on tariffs"),
        ("title:steel", "not only in title", "steel"),
        ("=tariff", "other endings too", "tariff"),
        ('title:"steel tariffs"', "the words apart, not only in title", "steel tariffs"),
    ],
)
def test_strict_ways_to_ask_are_loosened(stock: Stock, query: str, label: str, meant: str) -> None:
    found = stock("tariffs on steel").advice(query, now=NOW)
    assert offers(found, "loose") == [(label, meant, "all", 1)]


def test_an_address_is_offered_as_the_one_of_an_article(
    library: Library, write: Callable[..., Path]
) -> None:
    address = "https://paper.example/news/1"
    text = json.dumps({"id": "1", "title": "Steel", "text": "Tariffs.", "url": address})
    library.add([str(write("n.jsonl", text + "\n"))])
    library.update_index()
    found = library.advice(address, now=NOW)
    assert offers(found, "loose") == [("by its address", f"url:{address}", "all", 1)]


def test_a_search_that_finds_enough_needs_no_help(stock: Stock) -> None:
    library = stock(**{"tariffs on steel": 12})
    assert library.advice("tariffs", now=NOW) == Advice(12)
    assert library.advice("", now=NOW) == library.advice("?", now=NOW) == Advice(0)


# Spelling


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("genva", "geneva"),
        ("genevaa", "geneva"),
        ("gemeva", "geneva"),
        ("geenva", "geneva"),  # swapped
        ("egneva", "geneva"),  # at the beginning
        ("eneva", "geneva"),
        ("xgeneva", "geneva"),
        ("jeneva", "geneva"),
        ("presedint", "president"),  # two slips in a long word
        ("Президнет", "президент"),
        ("езидент", ""),
        ("Κυβένηση", "κυβερνηση"),
        ("կառավարւթյուն", "կառավարություն"),
        ("მთარობა", "მთავრობა"),
        ("ממשה", "ממשלה"),
        ("الحكمة", "الحكومه"),
        ("சர்கார", ""),
    ],
)
def test_a_word_nobody_has_is_offered_as_the_one_a_slip_away(
    stock: Stock, typed: str, meant: str
) -> None:
    library = stock(
        "Geneva hears the president",
        "Женева и президент",
        "Η κυβέρνηση στη Γενεύη",
        "Հայաստանի կառավարություն",
        "საქართველოს მთავრობა",
        "ממשלה בירושלים",
        "الحكومة في جنيف",
    )
    found = offers(library.advice(typed, now=NOW), "spelling")
    assert found == ([(meant, meant, "all", 1)] if meant else [])


def test_a_word_of_fewer_letters_may_have_one_slip_only(stock: Stock) -> None:
    library = stock("the finance minister", "a banker")
    assert offers(library.advice("minstier", now=NOW), "spelling")
    assert not offers(library.advice("bnaekr", now=NOW), "spelling")
    assert not offers(library.advice("a-bnaekr 20x6 abc", now=NOW), "spelling")


def test_the_whole_query_is_offered_as_it_may_have_been_meant(stock: Stock) -> None:
    library = stock("the president of Turkey in Geneva", "a president")
    query = '(presidnet OR king) "trukey in" -title:genva is:unread sort:new'
    found = offers(library.advice(query, now=NOW), "spelling")
    assert [offer[3] for offer in found] == [1]
    assert "president OR king" in found[0][1]
    assert '"turkey in"' in found[0][1]
    assert found[0][1].endswith("-title:genva is:unread sort:new")


def test_a_rare_word_is_offered_as_one_that_is_a_hundred_times_as_common(stock: Stock) -> None:
    library = stock("the goverment", **{"the government": 100})
    found = offers(library.advice("goverment", now=NOW), "spelling")
    assert found == [("government", "government", "all", 100)]


def test_a_word_that_is_rare_by_itself_is_left_alone(stock: Stock) -> None:
    library = stock("the goverment", **{"the government": 99})
    assert library.advice("goverment", now=NOW).offers == ()
    assert library.advice("government", now=NOW).offers == ()


def test_of_two_spellings_the_one_that_finds_something_with_the_rest_is_offered(
    stock: Stock,
) -> None:
    library = stock("a banker in Oslo", **{"the tanker": 5})
    found = offers(library.advice("oslo zanker", now=NOW), "spelling")
    assert found == [("oslo banker", "oslo banker", "all", 1)]


def test_another_ending_is_no_other_spelling(stock: Stock) -> None:
    assert not offers(stock("tariff").advice("tariffs 2026x", now=NOW), "spelling")


def test_a_spelling_that_dates_keep_out_is_offered_without_them(stock: Stock) -> None:
    library = stock("an earthquake in Chile")
    found = offers(library.advice("earthqake chile date:7d", "starred", now=NOW), "spelling")
    assert found == [("earthquake chile", "earthquake chile", "all", 1)]


def test_a_beginning_is_misspelled_only_if_no_word_starts_so(stock: Stock) -> None:
    library = stock("the president", "presently")
    assert not offers(library.advice("prese qqqq", typing=True, now=NOW), "spelling")
    assert offers(library.advice("presidnet*", now=NOW), "spelling")


# While it is typed


def test_the_last_word_is_a_beginning_while_it_is_typed(stock: Stock) -> None:
    library = stock("Geneva", "tariffs on steel", "tariff")
    advice = library.advice("tariffs gene", typing=True, now=NOW)
    assert [(part.query, part.count) for part in advice.parts] == [("tariffs", 2), ("gene*", 1)]
    assert ("without tariffs", "gene*", "all", 1) in offers(advice, "without")
    advice = library.advice("geneva tariffs", typing=True, now=NOW)
    assert [(part.query, part.count) for part in advice.parts] == [("geneva", 1), ("tariffs", 2)]


@pytest.mark.parametrize(
    "text", ["\ud800", "feed:\ud800 x", '"', "-", "(((", "x " * 900, "是不是 语"]
)
def test_any_text_can_be_helped_with(news: Library, text: str) -> None:
    for typing in (False, True):
        news.advice(text, "unread", typing=typing, now=NOW)
        news.facets(text, "unread", typing=typing, now=NOW)


def test_without_an_index_filters_are_still_counted(news: Library) -> None:
    shutil.rmtree(news.paths.index)
    advice = news.advice("quake feed:echo", now=NOW)
    assert [part.count for part in advice.parts] == [0, exactly(news, "feed:echo", "all")]
