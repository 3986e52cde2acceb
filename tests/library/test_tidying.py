"""What tidying lets go, what it never does, and that what went stays away."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from reader.library import Library, open_library
from reader.library.tidying import plan, tidy, tidy_by_itself
from reader.models import Keep
from reader.settings.options import Keeping
from tests.feeds import TYPE, item, rss, serves
from tests.library.test_refreshing import follow, refresh
from tests.web import Answer, Web

DAY = 86_400
LATER = int(time.time()) + 100 * DAY
NAMES = [f"Report {number:02}" for number in range(20)]


def quietly(_: object) -> None:
    return None


def never() -> bool:
    return False


def titles(library: Library, keys: Sequence[int] | None = None) -> set[str]:
    found = library.headlines(library.keys() if keys is None else keys)
    return {headline.title for headline in found}


def key_of(library: Library, title: str) -> int:
    return next(h.key for h in library.headlines(library.keys()) if h.title == title)


@pytest.fixture
def paper(library: Library, web: Web) -> Library:
    """A library of one feed of twenty articles, all read."""
    web.answers["/a"] = serves(*NAMES)
    follow(library, web.at("/a"))
    library.mark(library.keys(), "read", True)
    library.update_index()
    return library


def going(library: Library, keeping: Keeping, now: int = LATER) -> set[str]:
    found = plan(library._database, keeping, now)
    return titles(library, [key for share in found.shares for key in share.keys])


def test_nothing_goes_unless_it_was_wished(paper: Library) -> None:
    assert not paper.keeps_within(Keeping())
    assert going(paper, Keeping()) == set()
    assert going(paper, Keeping(days=101)) == set()
    assert going(paper, Keeping(days=99)) == set(NAMES)
    assert going(paper, Keeping(days=99, count=5)) == set(NAMES)  # whichever comes first
    assert going(paper, Keeping(count=5)) == set(NAMES[5:])  # the upper ones are the newest
    assert going(paper, Keeping(count=5), int(time.time())) == set()  # touched today
    assert (
        going(paper, Keeping(days=1), int(time.time()) - 3650 * DAY) == set()
    )  # the clock set back
    feed = paper.feeds.every()[0].key
    paper.feeds.change(feed, keep=Keep(0, 18))
    assert going(paper, Keeping(days=99)) == set(NAMES[18:])
    paper.feeds.change(feed, keep=Keep())
    assert going(paper, Keeping(days=99)) == set()
    assert paper.feeds.change(feed, keep=None).wishes.keep is None


def test_what_a_person_had_a_hand_in_never_goes(paper: Library, tmp_path: Path) -> None:
    keys = [key_of(paper, name) for name in NAMES]
    paper.mark(keys[:1], "starred", True)
    paper.tag(keys[1:2], add=["keep"])
    paper.note(keys[2], "of use")
    paper.mark(keys[3:4], "read", False)
    paper.note(keys[4], "no more")
    paper.note(keys[4], "")
    with paper._database.writing() as db:
        db.execute("UPDATE states SET read = 0, read_at = 0 WHERE article = ?", (keys[5],))
    (tmp_path / "own.txt").write_text("A document of mine\n\nWith words in it.\n")
    paper.add([str(tmp_path / "own.txt")])
    paper.mark([key_of(paper, "A document of mine")], "read", True)
    assert going(paper, Keeping(days=99)) == {NAMES[4], *NAMES[6:]}
    assert going(paper, Keeping(days=99, unread=False)) == set(NAMES[4:])

    # What is starred after the plan was made stays.
    shares = plan(paper._database, Keeping(days=99), LATER).shares
    assert len(shares) == 1 and shares[0].bytes > 1000
    starred_in_between = iter([False])

    def stopped() -> bool:
        if next(starred_in_between, True) is False:
            paper.mark(keys[6:7], "starred", True)
        return False

    done = tidy(paper._database, Keeping(days=99), LATER, quietly, stopped)
    assert done.articles == done.planned - 1 == 14
    assert titles(paper) == {"A document of mine", *NAMES[:4], NAMES[5], NAMES[6]}
    feed = paper.feeds.every()[0]
    assert (feed.total, feed.unread) == (6, 2)
    assert paper.pending() == 16  # and the document, and the note
    paper.update_index()
    assert paper.search("report").total == 6
    assert not paper.check().differs


def test_what_went_does_not_come_back_as_new(paper: Library, web: Web, tmp_path: Path) -> None:
    newest = max(paper.keys())
    tidy(paper._database, Keeping(days=99), LATER, quietly, never)
    assert paper.count() == 0
    for _ in range(2):  # the same bytes, then one more and an edit of what is gone
        assert refresh(paper).new == []
        text = "It was edited since."
        web.answers["/a"] = Answer(rss([item(NAMES[0], text), *map(item, NAMES[1:])]), TYPE)
    web.answers["/a"] = Answer(rss(map(item, ["Harbour", *NAMES])), TYPE)
    assert len(refresh(paper).new) == 1
    assert titles(paper) == {"Harbour"} and paper.keys()[0] > newest
    assert paper.feeds.every()[0].health.entries == 21
    assert not paper.check().damage

    carried = tmp_path / "all.jsonl"
    carried.write_text("\n".join(paper.carried()) + "\n", encoding="utf-8")
    other = open_library(tmp_path / "other")
    other.add([str(carried)])
    with other._database.writing() as db:
        db.execute("UPDATE feeds SET typed = 1")  # a list's address may not lead to this machine
    assert refresh(other).failures == [] and titles(other) == {"Harbour"}
    other.close()

    # Who leaves the feed and follows it again begins anew.
    paper.feeds.unfollow(paper.feeds.every()[0].key)
    follow(paper, web.at("/a"))
    assert paper.count() == 21


def test_undo_passes_over_what_went(paper: Library) -> None:
    paper.mark(paper.keys(), "starred", True)
    paper.mark(paper.keys(limit=5), "starred", False)
    with paper._database.writing() as db:
        db.execute("UPDATE states SET starred_at = 1, read_at = 1")
        db.execute("UPDATE articles SET added = 1")
    done = tidy(paper._database, Keeping(days=99), int(time.time()), quietly, never)
    assert done.articles == 5
    undone = paper.undo()
    assert undone is not None and len(undone.keys) == 15
    assert "5 were changed since" in undone.sentence


def test_by_itself_it_happens_once_a_day_and_never_by_a_strange_clock(paper: Library) -> None:
    def by_itself(now: int, automatic: bool = True) -> int | None:
        keeping = Keeping(days=50, automatic=automatic)
        done = tidy_by_itself(paper._database, keeping, now, quietly, never)
        return None if done is None else done.articles

    assert by_itself(LATER, automatic=False) is None
    assert by_itself(LATER + 3650 * DAY) is None  # the first look only looks
    assert by_itself(LATER) is None  # the clock is right again
    assert by_itself(LATER + DAY // 2) is None
    assert paper.count() == 20
    assert by_itself(LATER + 2 * DAY) == 20
    assert by_itself(LATER + 2 * DAY + 60) is None


def test_room_is_given_back(library: Library, web: Web) -> None:
    text = " ".join(f"word{number}" for number in range(4000))
    web.answers["/a"] = Answer(rss(item(f"{text[:9]} {n}", f"{n} {text}") for n in range(60)), TYPE)
    follow(library, web.at("/a"))
    library.mark(library.keys(), "read", True)
    before, told = library._database.size(), plan(library._database, Keeping(days=9), LATER).bytes
    reader = sqlite3.connect(library.paths.store)
    assert reader.execute("SELECT count(*) FROM articles").fetchone() == (60,)
    done = tidy(library._database, Keeping(days=9), LATER, quietly, never)
    assert done.why == "" and told * 0.5 < done.freed < before
    assert library.paths.store.stat().st_size == library._database.size() < before / 5
    assert library._database.free() == 0
    assert reader.execute("SELECT count(*) FROM articles").fetchone() == (0,)
    reader.close()


def test_a_total_takes_what_was_touched_longest_ago_and_no_feed_with_a_limit_of_its_own(
    library: Library, web: Web
) -> None:
    for name in "abc":
        web.answers[f"/{name}"] = serves(*(f"{name} {n}" for n in range(10)), title=f"Paper {name}")
        follow(library, web.at(f"/{name}"))
    library.mark(library.keys(), "read", True)
    library.feeds.change(3, keep=Keep(0, 0))
    library.mark([key_of(library, "a 0")], "starred", True)
    library.tag([key_of(library, "a 1")], add=["kept"])
    library.note(key_of(library, "b 0"), "kept")
    with library._database.writing() as db:  # `a` came in before `b`
        sql = "UPDATE states SET read_at = ? WHERE article IN (SELECT article FROM entries WHERE feed = ?)"
        for feed, when in ((1, LATER - 60 * DAY), (2, LATER - 50 * DAY)):
            db.execute(sql, (when, feed))
        db.execute("UPDATE articles SET added = 1")
    keeping = Keeping(total=20)
    assert library.keeps_within(keeping)
    assert len(going(library, keeping)) == 10
    assert going(library, keeping) >= {f"a {n}" for n in range(2, 10)}
    assert going(library, Keeping(total=30)) == set()
    kept = {"a 0", "a 1", "b 0", *(f"c {n}" for n in range(10))}
    assert titles(library) - going(library, Keeping(total=1)) == kept
    assert going(library, Keeping(days=55, total=20)) == going(library, keeping)  # one for both
    done = tidy(library._database, keeping, LATER, quietly, never)
    assert (done.articles, library.count()) == (10, 20)
    refresh(library)
    assert library.count() == 20
