"""How what was found spreads, against a count of article by article."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.library import Facets, Library, Scope, open_library
from reader.library.buckets import UNITS, gathered
from reader.library.catalogue import Catalogue, Catalogues, Named
from reader.models import Article
from reader.search.narrowing import narrowing
from reader.search.query import And, Filter, Query, all_of, understand
from reader.store.database import Database
from tests.library import newsroom

ZONES = ("UTC", "America/Sao_Paulo", "Asia/Tokyo", "Pacific/Kiritimati", "Europe/London")


@pytest.fixture(scope="module")
def stocked_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return newsroom.stock(tmp_path_factory.mktemp("newsroom"))


@pytest.fixture
def news(tmp_path: Path, stocked_folder: Path) -> Iterator[Library]:
    shutil.copytree(stocked_folder, tmp_path / "copy")
    library = open_library(tmp_path / "copy")
    yield library
    library.close()


def now(zone: str = "UTC") -> datetime:
    return datetime(2026, 11, 15, 12, 0, tzinfo=ZoneInfo(zone))


def found(library: Library, query: str, scope: Scope, zone: str) -> list[Article]:
    if understand(query).empty:
        return list(library.walk(library.keys(scope), bodies=False))
    hits = library.search(query, scope, limit=None, now=now(zone)).hits
    return list(library.walk([hit.key for hit in hits], bodies=False))


def day_of(article: Article, zone: str) -> date:
    if len(article.headline.published) == len("2026-11-15"):
        return date.fromisoformat(article.headline.published)
    return datetime.fromtimestamp(article.headline.when, ZoneInfo(zone)).date()


def counted(facets: Facets, kind: str) -> dict[str, int]:
    return {value.name: value.count for value in getattr(facets, kind).values}


@pytest.mark.parametrize("seed", range(10))
def test_facets_count_every_article_that_is_found(news: Library, seed: int) -> None:
    rng = random.Random(seed)
    for query in ["", *(newsroom.some_query(rng) for _ in range(10))]:
        scope: Scope = rng.choice(["all", "all", "unread", "starred"])
        zone = rng.choice(ZONES)
        articles = found(news, query, scope, zone)
        facets = news.facets(query, scope, now=now(zone))
        assert facets.total == len(articles), query
        sources = Counter(a.headline.source.lower().replace("ü", "u") for a in articles)
        del sources[""]
        shown = Counter(
            {n.lower().replace("ü", "u"): c for n, c in counted(facets, "sources").items()}
        )
        assert shown == sources, query
        months = Counter(f"{day_of(a, zone):%Y-%m}" for a in articles)
        assert counted(facets, "months") == months, (query, zone)
        languages = Counter(a.language.partition("-")[0] for a in articles if a.language)
        assert counted(facets, "languages") == (languages if len(languages) > 1 else {}), query


@pytest.mark.parametrize("typing", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_each_value_carries_a_query_that_finds_as_many(
    news: Library, seed: int, typing: bool
) -> None:
    rng = random.Random(100 + seed)
    said = 0
    for _ in range(6):
        query, zone = newsroom.typed_query(rng), rng.choice(ZONES)
        facets = news.facets(query, "all", typing=typing, now=now(zone))
        if facets.note:
            continue
        values = [*facets.sources.values, *facets.months.values, *facets.languages.values]
        for value in (*values, *facets.timeline.buckets):
            if not value.query:
                assert getattr(value, "name", "") == 'The "Best" News'
                continue
            answer = news.search(value.query, limit=0, typing=typing, now=now(zone))
            exact = 0 if answer.note and not typing else answer.total
            assert exact == value.count or (answer.note and not value.count), (query, value)
            said += 1
    assert said > 20


def test_the_commonest_source_comes_first_and_the_latest_month(news: Library) -> None:
    facets = news.facets("", now=now())
    counts = [value.count for value in facets.sources.values]
    assert counts == sorted(counts, reverse=True)
    months = [value.name for value in facets.months.values]
    assert months == sorted(months, reverse=True)


def test_a_source_that_is_sought_already_is_not_asked_for_twice(news: Library) -> None:
    facets = news.facets('quake feed:"Echo"', now=now())
    (value,) = facets.sources.values
    assert value.query == 'quake feed:"Echo"'


def test_a_query_with_a_sort_order_keeps_it(news: Library) -> None:
    values = news.facets("quake sort:old", now=now()).sources.values
    echo = next(value for value in values if value.name == "Echo")
    assert understand(echo.query).order == "old"


def test_a_widened_search_is_counted_as_it_is_shown(news: Library) -> None:
    answer = news.search("quake zeppelin", now=now())
    facets = news.facets("quake zeppelin", now=now())
    assert facets.note == answer.note != ""
    assert facets.total == answer.total > 0


def test_a_search_for_every_word_is_counted_as_it_is_shown(news: Library) -> None:
    for query in ("quake zeppelin", "quake -strike"):
        answer = news.search(query, widen=False, now=now())
        facets = news.facets(query, widen=False, now=now())
        assert (facets.total, facets.note) == (answer.total, "")


def test_what_looks_like_a_filter_is_counted_as_it_is_shown(news: Library) -> None:
    for query in ("foo:bar quake", "is:archived quake", "quake sort:foo"):
        assert news.facets(query, now=now()).total == news.search(query, now=now()).total == 0


def test_nothing_found_has_no_facets(news: Library) -> None:
    facets = news.facets("feed:nobody", now=now())
    assert (facets.total, facets.sources.values, facets.timeline.buckets) == (0, (), ())


def test_an_empty_library_has_no_facets(library: Library) -> None:
    assert library.facets("").total == library.facets("word").total == 0


def test_facets_show_what_came_changed_or_was_read_meanwhile(
    library: Library, write: Callable[..., Path]
) -> None:
    def line(number: int, source: str) -> str:
        text = f"Story number {number} tells of a ferry."
        return json.dumps(
            {"id": str(number), "title": f"T{number}", "text": text, "source": source}
        )

    def sources() -> dict[str, int]:
        return counted(library.facets("ferry"), "sources")

    path = write("n.jsonl", line(1, "A") + "\n" + line(2, "B") + "\n")
    library.add([str(path)])
    library.update_index()
    assert sources() == {"A": 1, "B": 1}
    write("n.jsonl", "\n".join([line(1, "A"), line(2, "C"), line(3, "A")]) + "\n")
    library.add([str(path)])
    library.update_index()
    assert sources() == {"A": 2, "C": 1}
    library.mark(list(library.keys()), "read", True)
    assert library.facets("is:unread ferry").total == 0


def same(one: Catalogue, other: Catalogue) -> bool:
    def rows(held: Catalogue) -> list[tuple[object, ...]]:
        names = ([n.names[c] for c in n.codes] for n in (held.sources, held.languages))
        columns = (held.keys, held.moments, held.whole_days)
        return list(zip(*(column.tolist() for column in columns), *names, strict=True))

    return rows(one) == rows(other)


def test_a_catalogue_that_grew_is_the_one_that_would_be_made(
    news: Library, write: Callable[..., Path]
) -> None:
    database = Database(news.paths.store)
    kept, nobody = Catalogues(database, few=-1), np.zeros(0, np.int64)
    rng = random.Random(3)
    first = kept.of(nobody)
    for number in range(1000, 1010):
        fresh = newsroom.record(number, rng) | {"source": f"Source {number % 3}"}
        path = write(f"{number % 4}.jsonl", json.dumps(fresh))  # some are edits of a file
        news.add([str(path)])
        assert same(kept.of(nobody), Catalogues(database, few=-1).of(nobody))
    assert len(kept.of(nobody).keys) > len(first.keys)
    assert kept.of(nobody) is kept.of(nobody)
    database.close()


def test_a_few_articles_are_counted_like_many(news: Library) -> None:
    database = Database(news.paths.store)
    some = np.array(sorted(news.keys())[10:30], np.int64)
    few, many = (Catalogues(database, few=few).of(some) for few in (2000, -1))
    assert len(few.keys) < len(many.keys)
    for held in (few, many):
        assert held.keys[held.places(some)].tolist() == some.tolist()
    assert few.moments.tolist() == many.moments[many.places(some)].tolist()
    database.close()


# A timeline


@given(st.lists(st.integers(-60_000, 60_000), min_size=1, max_size=30), st.integers(2, 60))
def test_stretches_are_few_follow_one_another_and_hold_all_days(
    numbers: list[int], most: int
) -> None:
    epoch = date(1970, 1, 1)
    days = np.array(numbers, np.int64)
    unit, stretches = gathered(days, most)
    assert len(stretches) <= most
    for (_, last, _), (first, _, _) in pairwise(stretches):
        assert first == last + timedelta(1)
    for first, last, count in stretches:
        assert count == sum(first <= epoch + timedelta(n) <= last for n in numbers)
    shorter = UNITS[: UNITS.index(unit)]
    assert all(np.ptp(other.numbers(days)) >= most for other in shorter)


@pytest.mark.parametrize(
    ("first", "last", "unit", "name"),
    [
        ("2026-11-01", "2026-11-20", "day", "date:2026-11-01"),
        ("2026-06-01", "2026-11-20", "week", "date:2026-06-01..2026-06-07"),
        ("2023-01-05", "2026-11-20", "month", "date:2023-01"),
        ("2016-02-01", "2026-11-20", "quarter", "date:2016-01-01..2016-03-31"),
        ("1980-01-01", "2026-11-20", "year", "date:1980"),
        ("1900-01-01", "2026-11-20", "5 years", "date:1900-01-01..1904-12-31"),
    ],
)
def test_the_span_of_the_articles_decides_how_long_a_stretch_is(
    library: Library, write: Callable[..., Path], first: str, last: str, unit: str, name: str
) -> None:
    lines = [{"id": day, "title": day, "text": "Some words.", "date": day} for day in (first, last)]
    library.add([str(write("n.jsonl", "\n".join(map(json.dumps, lines)) + "\n"))])
    timeline = library.facets("", now=now()).timeline
    assert (timeline.first, timeline.last, timeline.unit) == (first, last, unit)
    assert timeline.buckets[0].query == name
    assert sum(bucket.count for bucket in timeline.buckets) == 2


@pytest.mark.parametrize("zone", [None, *map(ZoneInfo, ZONES)])
def test_days_at_the_ends_of_the_calendar_stay_in_it(zone: ZoneInfo | None) -> None:
    moments = np.array([-62_135_596_800, 0, 253_402_300_799], np.int64)
    names = Named(("",), np.zeros(3, np.intp))
    held = Catalogue(np.arange(3), names, names, moments, np.zeros(3, np.bool_))
    days = held.days(zone)
    for at in range(3):
        gathered(days[at : at + 1], 60)
    assert [first.year for first, _, count in gathered(days, 60)[1] if count] == [1, 1800, 9800]


# A narrower query


def parts(query: Query) -> list[Query]:
    return list(query.children) if isinstance(query, And) else [query]


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text('ab "()-:=*~OR\n“', max_size=20),
        st.integers().map(lambda seed: newsroom.typed_query(random.Random(seed))),
    ),
    st.booleans(),
)
def test_narrowing_adds_the_filter_and_changes_nothing_else(text: str, typing: bool) -> None:
    wanted = Filter("feed", "The Paper", whole=True)
    narrowed = narrowing(text, typing=typing)(wanted)
    if narrowed:
        before = understand(text, typing=typing)
        after = understand(narrowed, typing=typing)
        assert after.order == before.order
        kept = [part for part in parts(after.opened) if part != wanted]
        assert all_of(kept) == all_of([part for part in parts(before.opened) if part != wanted])
        assert wanted in parts(after.opened)


def test_a_word_that_is_being_typed_goes_on_behind_the_filter() -> None:
    wanted = Filter("date", "2026-11")
    assert narrowing("quake lim", typing=True)(wanted) == "date:2026-11 quake lim"
    assert narrowing("quake lim", typing=False)(wanted) == "quake lim date:2026-11"
    assert narrowing('"quake', typing=False)(wanted) == 'date:2026-11 "quake'


def test_a_query_of_a_thousand_characters_has_no_room_for_a_filter() -> None:
    assert narrowing("quake " * 170)(Filter("date", "2026-11")) == ""
