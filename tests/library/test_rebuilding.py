"""An index built anew beside the one that answers: nobody waits, nothing is lost."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reader.errors import IndexUnavailable
from reader.library import Library, open_library, rebuilding
from reader.models import Progress
from reader.search import SCHEMA_VERSION, Index, editions
from tests.filling import Filled
from tests.torture.deaths import lives, look

Write = Callable[..., Path]
MANY = 500


def stock(library: Library, folder: Path) -> None:
    """Articles enough for three batches, indexed."""
    rows = ({"title": f"Title {n}", "text": f"Ferry number{n} sails."} for n in range(MANY))
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    library.add([str(folder / "a.jsonl")])
    library.update_index()


@pytest.fixture
def stocked(filled: Filled) -> Library:
    """Articles enough for three batches, indexed."""
    return filled(stock)


@pytest.fixture
def other(stocked: Library) -> Iterator[Library]:
    """The same library as another process has it."""
    opened = open_library(stocked.paths.folder)
    yield opened
    opened.close()


def outdate(library: Library, schema: int = SCHEMA_VERSION) -> None:
    """Make the index one of another analysis, or of another layout."""
    editions.put_mark(library._index.place, editions.Mark(schema, "another"))


def total(library: Library, query: str) -> int:
    return library.search(query).total


class AtEachBatch:
    """Does something when a batch of a rebuild is done; keeps what was told."""

    def __init__(self, *do: Callable[[], object]) -> None:
        self.do = iter(do)
        self.told: list[Progress] = []

    def __call__(self, progress: Progress) -> None:
        self.told.append(progress)
        if progress.what == "rebuilding":
            next(self.do, lambda: None)()


def after(batches: int) -> tuple[AtEachBatch, Callable[[], bool]]:
    """Something to hand in as `on_progress` and `stopped`, to stop a rebuild after some batches."""
    seen = AtEachBatch()
    return seen, lambda: sum(p.what == "rebuilding" for p in seen.told) >= batches


def test_a_changed_analysis_rebuilds_while_the_former_index_answers(
    stocked: Library, other: Library
) -> None:
    outdate(stocked)
    found: list[int] = []

    def look() -> None:
        found.extend(total(held, "ferry") for held in (stocked, other))
        found.append(total(other, "number499"))

    seen = AtEachBatch(look, look)
    assert stocked.update_index(on_progress=seen) == MANY
    assert found == [MANY, MANY, 1] * 2
    assert [(p.done, p.total) for p in seen.told] == [(200, MANY), (500, MANY)]
    assert seen.told[0].sentence == (
        "Rebuilding the index, 200 of 500; search answers from the former one meanwhile."
    )
    assert stocked.index_state() == "ready"
    assert not other.check().differs
    assert stocked.update_index() == 0


def test_an_index_of_the_layout_before_answers_while_one_of_the_next_is_built(
    stocked: Library, other: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.search.index.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(
        "reader.search.index._READABLE", frozenset({SCHEMA_VERSION, SCHEMA_VERSION + 1})
    )
    assert stocked.index_state() == "outdated"
    found: list[int] = []
    look = AtEachBatch(lambda: found.append(total(other, "ferry")))
    assert stocked.update_index(on_progress=look) == MANY
    assert found == [MANY]
    assert editions.mark(stocked._index.place).schema == SCHEMA_VERSION + 1
    assert stocked.index_state() == "ready"
    assert not other.check().differs


def test_news_that_comes_during_a_rebuild_is_found_meanwhile_and_afterwards(
    stocked: Library, other: Library, write: Write
) -> None:
    outdate(stocked)
    keys = list(stocked.keys())
    found: list[int] = []

    def news() -> None:
        other.add([str(write("b.txt", "News\n\nSomething about turnips."))])
        with other._database.writing() as db:
            db.execute("DELETE FROM articles WHERE key IN (?, ?)", (keys[0], keys[-1]))

    def look() -> None:
        found.extend((total(other, "turnips"), total(other, "ferry")))

    stocked.update_index(on_progress=AtEachBatch(news, look))
    assert found == [1, MANY - 2]
    assert (total(other, "turnips"), total(other, "ferry")) == (1, MANY - 2)
    assert not stocked.check().differs
    assert stocked.pending() == 0


def test_news_at_the_last_moment_is_not_lost(
    stocked: Library, other: Library, write: Write
) -> None:
    def news() -> None:
        other.add([str(write("b.txt", "News\n\nSomething about turnips."))])

    stocked.rebuild_index(on_progress=AtEachBatch(lambda: None, news))
    assert total(stocked, "turnips") == 1
    assert not stocked.check().differs


def test_a_rebuild_that_was_stopped_goes_on_where_it_was(stocked: Library, other: Library) -> None:
    seen, stopped = after(1)
    assert stocked.rebuild_index(on_progress=seen, stopped=stopped) == 200
    for held in (stocked, other):
        assert held.rebuilding() == Progress("rebuilding", 200, MANY)
        assert held.check().rebuilding == Progress("rebuilding", 200, MANY)
        assert total(held, "ferry") == MANY
    assert other.update_index(building=False) == 0
    assert other.update_index() == MANY - 200
    for held in (stocked, other):
        assert held.rebuilding() is None
        assert total(held, "ferry") == MANY
        assert not held.check().differs


def test_what_changed_since_a_rebuild_was_stopped_is_in_it(stocked: Library, write: Write) -> None:
    seen, stopped = after(1)
    stocked.rebuild_index(on_progress=seen, stopped=stopped)
    oldest = min(stocked.keys())
    with stocked._database.writing() as db:
        db.execute("UPDATE articles SET revision = 9 WHERE key = ?", (oldest,))
        db.execute("DELETE FROM articles WHERE key = ?", (oldest + 1,))
    stocked.update_index(building=False)
    stocked.update_index()
    assert stocked.rebuilding() is None
    assert stocked._index.revisions()[oldest] == 9
    assert not stocked.check().differs


def test_checking_finishes_a_rebuild(stocked: Library) -> None:
    seen, stopped = after(1)
    stocked.rebuild_index(on_progress=seen, stopped=stopped)
    stocked.heal(stocked.check())
    assert stocked.rebuilding() is None
    assert total(stocked, "ferry") == MANY


def test_asking_for_a_rebuild_again_begins_anew(stocked: Library) -> None:
    seen, stopped = after(1)
    stocked.rebuild_index(on_progress=seen, stopped=stopped)
    assert stocked.rebuild_index() == MANY
    assert stocked.rebuilding() is None


def test_without_room_for_two_the_former_index_stays_and_hears_the_news(
    stocked: Library, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    outdate(stocked)
    stocked.add([str(write("b.txt", "News\n\nSomething about turnips."))])
    monkeypatch.setattr(rebuilding, "_ROOM", 1e15)
    with pytest.raises(IndexUnavailable, match=r"MB are free. The former one goes on answering"):
        stocked.update_index()
    assert (total(stocked, "turnips"), total(stocked, "ferry")) == (1, MANY)
    assert stocked.rebuilding() is None


def test_a_disk_that_fills_up_gets_its_room_back_and_the_former_index_stays(
    stocked: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, calls = Index.apply, 0

    def full(self: Index, *given: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:  # to begin it, one batch, and now
            raise IndexUnavailable("the disk is full") from OSError(errno.ENOSPC, "full")
        write(self, *given)

    monkeypatch.setattr(Index, "apply", full)
    with pytest.raises(IndexUnavailable, match="cannot be built anew"):
        stocked.rebuild_index()
    monkeypatch.undo()
    assert stocked.rebuilding() is None
    assert total(stocked, "ferry") == MANY
    assert not stocked.check().differs


def test_an_index_that_cannot_be_read_is_built_in_its_place_and_answers_as_it_grows(
    stocked: Library, other: Library
) -> None:
    outdate(stocked, schema=999)
    with pytest.raises(IndexUnavailable, match="another version"):
        other.search("ferry")
    found: list[int] = []

    def watch(progress: Progress) -> None:
        if progress.done:
            found.append(total(other, "ferry"))

    assert stocked.update_index(on_progress=watch, building=False) == MANY
    assert found == [200, 500]
    assert stocked.index_state() == "ready"


def test_an_article_that_has_no_text_does_not_hold_a_rebuild_up(stocked: Library) -> None:
    with stocked._database.writing() as db:
        db.execute("DELETE FROM bodies WHERE article = ?", (min(stocked.keys()),))
    stocked.rebuild_index()
    assert total(stocked, "ferry") == MANY - 1
    assert stocked.rebuilding() is None


def test_who_has_nothing_to_tell_the_index_does_not_wait_for_one_that_builds(
    stocked: Library, other: Library
) -> None:
    heard: list[int] = []
    seen = AtEachBatch(lambda: heard.append(other.update_index(building=False)))
    stocked.rebuild_index(on_progress=seen)
    assert heard == [0]


def test_who_waits_for_another_that_builds_is_told_how_far_it_is(
    stocked: Library, other: Library
) -> None:
    told: list[Progress] = []

    def wait() -> None:
        other.update_index(on_progress=told.append, stopped=lambda: bool(told))

    stocked.rebuild_index(on_progress=AtEachBatch(wait))
    assert told == [Progress("rebuilding", 200, MANY)]


def test_killed_ten_times_a_library_loses_nothing_and_heals(tmp_path: Path) -> None:
    with lives() as leading:
        killed = 0
        for seed in range(10):
            killed += leading.end_one(tmp_path, seed, length=0.25)
            look(tmp_path, seed)
    assert killed >= 7
