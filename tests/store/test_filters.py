"""Conditions, the lists they make, the pictures that are known without reading a body, and past searches."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.models import Block, Parsed
from reader.store import articles, filters, lists, searches
from reader.store.database import Database, migrate
from reader.store.filters import Condition, Span

TEXT, PICTURE = Block("paragraph", "Some text."), Block("image", target="https://example.org/p.png")
FURNITURE = Block("image", target="https://example.org/logo.png", removed="page furniture")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "library.sqlite")
    yield opened
    opened.close()


def add(database: Database, name: str, *blocks: Block, **facts: str) -> int:
    with database.writing() as db:
        return articles.insert(
            db, Parsed(name, blocks, **facts), name, lambda _: name, 1_800_000_000
        )


def found(database: Database, condition: Condition) -> set[int]:
    keys = lists.where(database.connection, condition)
    assert lists.count_where(database.connection, condition) == len(keys)
    return set(keys)


def test_a_picture_counts_while_it_is_part_of_the_article(database: Database) -> None:
    plain = add(database, "plain", TEXT)
    shown = add(database, "shown", TEXT, PICTURE)
    taken_out = add(database, "taken out", TEXT, FURNITURE)
    spoken_of = add(database, "spoken of", Block("paragraph", '"k":"image"'))
    assert found(database, filters.PARTS["image"]) == {shown}
    assert found(database, filters.without(filters.PARTS["image"])) == {plain, taken_out, spoken_of}
    with database.writing() as db:
        articles.set_blocks(db, shown, (TEXT, FURNITURE))
        articles.set_blocks(db, plain, (PICTURE,))
    assert found(database, filters.PARTS["image"]) == {plain}
    with database.writing() as db:
        db.execute("DELETE FROM articles WHERE key = ?", (plain,))
    assert found(database, filters.PARTS["image"]) == set()
    assert database.connection.execute("SELECT count(*) FROM pictured").fetchone() == (0,)


def test_pictures_of_an_older_library_are_known_after_the_migration(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    old = sqlite3.connect(path, isolation_level=None)
    migrate(old, upto=1)
    for name, blocks in (("a", (TEXT,)), ("b", (PICTURE,)), ("c", (FURNITURE,))):
        articles.insert(old, Parsed(name, blocks), name, lambda _, name=name: name, 1_800_000_000)
    old.close()
    database = Database(path)
    assert found(database, filters.PARTS["image"]) == {2}
    database.close()


def test_what_is_typed_is_never_a_pattern(database: Database) -> None:
    one = add(database, "one", TEXT, url="https://example.org/a_b")
    add(database, "two", TEXT, url="https://example.org/axb")
    percent = add(database, "three", TEXT, url="https://example.org/100%")
    assert found(database, filters.address("A_B")) == {one}
    assert found(database, filters.address("%")) == {percent}
    assert found(database, filters.address("\\")) == set()
    assert found(database, filters.address("' OR 1 --")) == set()


def test_a_language_stands_for_its_varieties_and_not_for_others(database: Database) -> None:
    keys = {
        tag: add(database, tag or "none", TEXT, language=tag) for tag in ("pt", "pt-br", "ptx", "")
    }
    assert found(database, filters.language("pt")) == {keys["pt"], keys["pt-br"]}
    assert found(database, filters.language("pt-br")) == {keys["pt-br"]}
    assert lists.languages(database.connection) == [("pt", 1), ("pt-br", 1), ("ptx", 1)]


def test_conditions_join(database: Database) -> None:
    a, b, c = (add(database, name, TEXT, source=name) for name in ("a", "b", "c"))
    only = {name: filters.sources([name]) for name in ("a", "b", "c")}
    assert found(database, filters.every([])) == {a, b, c}
    assert found(database, filters.some([])) == set()
    assert found(database, filters.some([only["a"], only["b"]])) == {a, b}
    assert found(database, filters.every([only["a"], only["b"]])) == set()
    joined = filters.every([filters.some([only["a"], only["b"]]), filters.without(only["a"])])
    assert found(database, joined) == {b}
    assert filters.without(filters.STATES["read"]) == filters.STATES["unread"]
    assert lists.source_names(database.connection) == ["a", "b", "c"]


def test_an_empty_library_has_no_sources(database: Database) -> None:
    assert lists.source_names(database.connection) == []


DAY = 86_400


def test_a_span_of_time_holds_its_start_and_not_its_end(database: Database) -> None:
    keys = [add(database, f"{n}", TEXT, published=f"1970-01-0{n}T00:00:00Z") for n in (1, 2, 3)]
    span = Span(DAY, 2 * DAY)
    assert found(database, filters.dated(span, span)) == {keys[1]}
    assert found(database, filters.dated(Span(None, DAY), Span(None, DAY))) == {keys[0]}
    assert found(database, filters.dated(Span(DAY, None), Span(DAY, None))) == set(keys[1:])


def test_filters_use_an_index_and_sort_nothing(database: Database) -> None:
    span = Span(0, DAY)
    for condition in (filters.EVERYTHING, filters.STATES["unread"], filters.dated(span, span)):
        sql = f"SELECT s.article FROM states s WHERE {condition.sql} ORDER BY s.sorted DESC, s.article DESC"
        plan = database.connection.execute(f"EXPLAIN QUERY PLAN {sql}", condition.parameters)
        steps = " ".join(row[3] for row in plan)
        assert "states_" in steps, steps
        assert "TEMP B-TREE" not in steps, steps


def test_searches_are_remembered_once_and_the_newest_first(database: Database) -> None:
    for query in ("one", "two", "one"):
        with database.writing() as db:
            searches.remember(db, query)
    assert searches.remembered(database.connection) == ["one", "two"]


def test_only_the_newest_searches_are_kept(database: Database) -> None:
    with database.writing() as db:
        for number in range(searches.MOST + 50):
            searches.remember(db, str(number))
    kept = searches.remembered(database.connection)
    assert kept == [str(n) for n in reversed(range(50, searches.MOST + 50))]
