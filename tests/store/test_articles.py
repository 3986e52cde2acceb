"""Articles, their order, their states, and the changes the index hears of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.library import acting
from reader.models import Block, Document, Parsed
from reader.store import articles, changes, furniture, lists, news, origins, states
from reader.store.database import Database

NOW = 1_700_000_000


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "library.sqlite")
    yield opened
    opened.close()


def parsed(title: str, published: str = "", text: str = "Some text.") -> Parsed:
    return Parsed(title, (Block("paragraph", text),), published=published)


def insert(database: Database, title: str, published: str = "", now: int = NOW) -> int:
    with database.writing() as db:
        return articles.insert(
            db, parsed(title, published), title, lambda salt: f"{title}{salt or ''}", now
        )


def test_an_id_that_is_taken_gets_another(database: Database) -> None:
    first, second = insert(database, "same"), insert(database, "same")
    ids = [h.id for h in articles.headlines(database.connection, [first, second])]
    assert ids == ["same", "same1"]


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("", NOW),
        ("1970-01-02", 86_400),
        ("1970-01-01T01:00:00Z", 3_600),
        ("1970-01-01T01:00:00+01:00", 0),
        ("2999-01-01", NOW),
        ("no date", NOW),
    ],
)
def test_order_is_by_publication_else_arrival_and_never_in_the_future(
    published: str, expected: int
) -> None:
    assert articles.order_of(published, NOW) == expected


def test_lists_are_newest_first_and_can_be_read_by_pages(database: Database) -> None:
    old, new, undated = (
        insert(database, t, d) for t, d in [("o", "2001-01-01"), ("n", "2020-01-01"), ("u", "")]
    )
    assert list(lists.keys(database.connection, "all")) == [undated, new, old]
    assert list(lists.keys(database.connection, "all", limit=1, offset=1)) == [new]


def test_states_sort_articles_into_lists(database: Database) -> None:
    first, second = insert(database, "a"), insert(database, "b")
    with database.writing() as db:
        assert states.put(db, [first, second], "read", True, NOW) == [first, second]
        assert states.put(db, [first, second], "read", True, NOW) == []
        assert states.put(db, [second], "starred", True, NOW) == [second]
        assert states.put(db, [first], "read", False, NOW) == [first]
    db = database.connection
    assert list(lists.keys(db, "unread")) == [first]
    assert list(lists.keys(db, "starred")) == [second]
    assert [(h.read, h.starred) for h in articles.headlines(db, [first, second])] == [
        (False, False),
        (True, True),
    ]


def test_an_update_changes_the_text_and_keeps_the_state(database: Database) -> None:
    key = insert(database, "a")
    with database.writing() as db:
        states.put(db, [key], "starred", True, NOW)
        assert articles.update(db, key, parsed("b", "2001-01-01", "Other text."), "x")
        assert not articles.update(db, key, parsed("b", "2001-01-01", "Other text."), "x")
    headline = articles.headlines(database.connection, [key])[0]
    assert (headline.title, headline.starred, headline.added) == ("b", True, NOW)
    assert headline.when == articles.order_of("2001-01-01", NOW)
    assert list(lists.keys(database.connection, "starred")) == [key]


def test_the_index_hears_of_each_article_once_and_of_later_changes_again(
    database: Database,
) -> None:
    key = insert(database, "a")
    with database.writing() as db:
        articles.update(db, key, parsed("b"), "x")
    seen = changes.pending(database.connection, 10)
    assert [article for _, article in seen] == [key]
    with database.writing() as db:
        articles.update(db, key, parsed("c"), "x")
        changes.acknowledge(db, [number for number, _ in seen])
    assert [article for _, article in changes.pending(database.connection, 10)] == [key]


def test_a_state_is_none_of_the_index_s_business(database: Database) -> None:
    key = insert(database, "a")
    with database.writing() as db:
        changes.acknowledge(db, [n for n, _ in changes.pending(db, 10)])
        states.put(db, [key], "read", True, NOW)
    assert changes.count(database.connection) == 0


def test_news_tells_content_and_states_apart(database: Database) -> None:
    key = insert(database, "a")
    before = news.now(database.connection)
    with database.writing() as db:
        acting.mark(db, [key], "read", True, NOW)
    after = news.now(database.connection)
    assert after.content == before.content
    assert news.states_since(database.connection, before.state) == [key]
    insert(database, "b")
    assert news.now(database.connection).content > after.content


def test_headlines_come_in_the_order_asked_and_missing_ones_are_left_out(
    database: Database,
) -> None:
    a, b = insert(database, "a"), insert(database, "b")
    assert [h.title for h in articles.headlines(database.connection, [b, 99, a])] == ["b", "a"]


def test_ids_are_found_by_their_beginning(database: Database) -> None:
    keys = [insert(database, title) for title in ("abcd1", "abcd2", "abce", "abcd12")]
    found = articles.keys_by_id(database.connection, "abcd", 9)
    assert [i for _, i in found] == ["abcd1", "abcd12", "abcd2"]
    assert articles.keys_by_id(database.connection, "abcd1") == [(keys[0], "abcd1")]


def test_the_raw_bytes_of_each_version_are_kept(database: Database) -> None:
    key = insert(database, "a")
    first, second = (
        Document("/a.txt", "a.txt", b"\xff\x00first"),
        Document("/a.txt", "a.txt", b"second"),
    )
    with database.writing() as db:
        for place, document in enumerate((first, second)):
            articles.keep_original(db, key, document, parsed("a"), str(place), NOW)
    kept = articles.original(database.connection, key)
    assert kept is not None
    assert kept.raw == b"second"
    assert database.connection.execute("SELECT count(*) FROM originals").fetchone() == (2,)


def test_a_living_place_is_shown_before_one_that_is_gone(database: Database) -> None:
    key = insert(database, "a")
    with database.writing() as db:
        origins.record(db, "/old", key, "x", NOW + 5)
        origins.record(db, "/new", key, "x", NOW)
        origins.mark_gone(db, "/old")
    article = articles.article(database.connection, key)
    assert article is not None
    assert (article.origin, article.vanished) == ("/new", False)
    with database.writing() as db:
        origins.mark_gone(db, "/new")
    article = articles.article(database.connection, key)
    assert article is not None
    assert article.vanished


def test_a_line_is_furniture_once_three_articles_and_a_fifth_of_them_have_it(
    database: Database,
) -> None:
    with database.writing() as db:
        keys = [
            articles.insert(db, parsed(str(n)), str(n), lambda s, n=n: f"{n}-{s}", NOW)
            for n in range(20)
        ]  # type: ignore[misc]
        for place, key in enumerate(keys):
            edges = (
                ["everywhere"] + (["thrice"] if place < 3 else []) + (["four"] if place < 4 else [])
            )
            furniture.record(db, "The Paper", key, edges)
        assert furniture.unsettled(db) == ["The Paper"]
        assert sorted(furniture.recognise(db, "The Paper")) == ["everywhere", "four"]
        assert furniture.unsettled(db) == []
        assert furniture.recognise(db, "The Paper") == []
        assert furniture.known(db, "Another Paper") == frozenset()
        assert furniture.bearers(db, "The Paper", ["four"]) == sorted(keys[:4])
