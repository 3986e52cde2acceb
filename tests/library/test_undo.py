"""Every change of state, tag and note can be undone and redone, in order, by anyone, after any end."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.library import Library, open_library
from reader.models import Block, Keep, Parsed
from reader.store import articles, undo

NOW = 1_800_000_000


def fill(library: Library, count: int) -> list[int]:
    """So many articles, straight into the store."""
    with library._database.writing() as db:
        for n in range(count):
            parsed = Parsed(f"Article {n}", (Block("paragraph", "Some text."),))
            articles.insert(db, parsed, str(n), lambda _, n=n: f"id{n}", NOW)  # type: ignore[misc]
    return sorted(library.keys())


@pytest.fixture
def keys(library: Library) -> list[int]:
    return fill(library, 4)


def state(library: Library) -> list[object]:
    """All that undo must bring back."""
    rows = library.headlines(sorted(library.keys()))
    notes = [library.note_of(row.key) for row in rows]
    texts = [(note.text, note.created) if note else None for note in notes]
    return [(row.read, row.starred, row.tags) for row in rows] + [texts, library.tags()]


Act = Callable[[Library, list[int]], object]
ACTS: dict[str, tuple[Act, str, str]] = {
    "read": (
        lambda lib, k: lib.mark(k, "read", True),
        "4 articles are unread again.",
        "4 articles are read again.",
    ),
    "star": (
        lambda lib, k: lib.mark(k[:1], "starred", True),
        "“Article 0” is no longer starred.",
        "“Article 0” is starred again.",
    ),
    "tag": (
        lambda lib, k: lib.tag(k[:3], ["ml"]),
        "3 articles no longer have the tag “ml”.",
        "3 articles have the tag “ml” again.",
    ),
    "tags": (
        lambda lib, k: lib.tag(k, ["x"], ["old"]),
        "The tags of 4 articles are as they were.",
        "The tags of 4 articles are as they were.",
    ),
    "rename": (
        lambda lib, k: lib.rename_tag("old", "new"),
        "The tag “new” is called “old” again.",
        "The tag “old” is called “new” again.",
    ),
    "delete": (
        lambda lib, k: lib.delete_tag("old"),
        "2 articles have the tag “old” again.",
        "2 articles no longer have the tag “old”.",
    ),
    "merge": (
        lambda lib, k: lib.rename_tag("old", "other"),
        "The tags of 2 articles are as they were.",
        "The tags of 2 articles are as they were.",
    ),
    "colour": (
        lambda lib, k: lib.colour_tag("old", 3),
        "The tag “old” has the colour that it had.",
        "The tag “old” has the colour that it had.",
    ),
    "note": (
        lambda lib, k: lib.note(k[0], "A first note"),
        "The note on “Article 0” is gone.",
        "The note on “Article 0” is back.",
    ),
    "edit": (
        lambda lib, k: lib.note(k[1], "A better note"),
        "The note on “Article 1” is as it was.",
        "The note on “Article 1” is as it was.",
    ),
    "erase": (
        lambda lib, k: lib.note(k[1], ""),
        "The note on “Article 1” is back.",
        "The note on “Article 1” is gone.",
    ),
}


@pytest.fixture
def worked(library: Library, keys: list[int]) -> Library:
    """Two tags and a note are there already."""
    library.tag(keys[:2], ["old"])
    library.tag(keys[2:3], ["other"])
    library.note(keys[1], "A note")
    return library


@pytest.mark.parametrize("name", ACTS)
def test_each_change_is_undone_and_redone_also_after_a_restart(
    worked: Library, keys: list[int], name: str
) -> None:
    act, back, again = ACTS[name]
    before = state(worked)
    act(worked, keys)
    after = state(worked)
    assert after != before
    worked.close()
    library = open_library(worked.paths.folder)
    undone = library.undo()
    assert undone is not None
    assert (undone.sentence, state(library)) == (back, before)
    redone = library.redo()
    assert redone is not None
    assert (redone.sentence, state(library)) == (again, after)
    assert set(undone.keys) == set(redone.keys) <= set(keys)
    assert library.redo() is None
    library.close()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([*ACTS, "undo", "redo"]), max_size=14))
def test_any_walk_back_and_forth_is_a_walk_along_one_line(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = open_library(Path(folder))
        keys = fill(library, 4)
        library.tag(keys[:2], ["old"])
        line, at = [state(library)], 0
        for name in names:
            if name == "undo":
                done = library.undo()
                if at:
                    at -= 1
                else:
                    assert done is not None  # the tag of the beginning
                    library.redo()
            elif name == "redo":
                done = library.redo()
                assert (done is not None) == (at + 1 < len(line))
                at += done is not None
            else:
                if name in ("rename", "delete", "merge", "colour") and "old" not in {
                    tag.name for tag, _ in library.tags()
                }:
                    continue
                ACTS[name][0](library, keys)
                if state(library) != line[at]:
                    line, at = [*line[: at + 1], state(library)], at + 1
            assert state(library) == line[at], names
        library.close()


def test_many_steps_are_undone_in_order_and_a_new_act_ends_the_way_forward(
    library: Library, keys: list[int]
) -> None:
    for key in keys:
        library.mark([key], "starred", True)
    assert [u.keys for u in (library.undo(), library.undo()) if u] == [(keys[3],), (keys[2],)]
    library.mark(keys[:1], "read", True)
    assert library.redo() is None
    assert [u.keys for u in (library.undo(), library.undo()) if u] == [(keys[0],), (keys[1],)]


def test_what_changed_nothing_is_no_step(library: Library, keys: list[int]) -> None:
    library.mark(keys, "read", True)
    library.mark(keys, "read", True)
    library.tag(keys, [], ["nobody"])
    undone = library.undo()
    assert undone is not None
    assert len(undone.keys) == 4
    assert library.undo() is None


def test_a_state_that_does_not_stand_as_the_action_left_it_is_not_touched(
    library: Library, keys: list[int]
) -> None:
    library.mark(keys, "read", True)
    with library._database.writing() as db:  # as by a version that keeps no log
        db.execute("UPDATE states SET read = 0 WHERE article = ?", (keys[0],))
        db.execute("UPDATE states SET starred = 1 WHERE article = ?", (keys[1],))
    undone = library.undo()
    assert undone is not None
    assert undone.sentence == (
        "3 articles are unread again. 1 was changed since and stays as it is."
    )
    assert list(undone.keys) == keys[1:]
    assert list(library.keys("starred")) == [keys[1]]


def test_a_note_that_was_changed_since_is_not_lost(library: Library, keys: list[int]) -> None:
    library.mark(keys[:1], "read", True)
    library.note(keys[0], "mine")
    with library._database.writing() as db:
        db.execute("UPDATE notes SET text = 'another hand''s'")
    undone = library.undo()  # of the note nothing stands any more, so it is the step before
    assert undone is not None
    assert undone.sentence == "“Article 0” is unread again."
    note = library.note_of(keys[0])
    assert note is not None
    assert note.text == "another hand's"


def test_another_process_may_undo_and_both_see_one_line(library: Library, keys: list[int]) -> None:
    other = open_library(library.paths.folder)
    library.mark(keys[:1], "read", True)
    other.mark(keys[1:2], "read", True)
    undone = library.undo()
    assert undone is not None
    assert undone.keys == (keys[1],)
    redone = other.redo()
    assert redone is not None
    assert redone.keys == (keys[1],)
    other.close()


def test_the_log_is_bounded_and_news_older_than_it_name_every_article(
    library: Library, keys: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "MOST", 5)
    start = library.moment()
    for n in range(12):
        library.mark(keys[:1], "starred", n % 2 == 0)
    assert sorted(library.states_since(start)) == keys
    recent = library.moment()
    library.mark(keys[2:3], "read", True)
    assert library.states_since(recent) == keys[2:3]
    assert sum(library.undo() is not None for _ in range(9)) == 5


def test_one_action_on_more_articles_than_the_log_may_name_can_still_be_undone(
    library: Library, keys: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "MOST_ARTICLES", 3)
    library.mark(keys[:1], "starred", True)
    library.mark_all()
    assert library.undo()
    assert library.count("unread") == 4
    assert library.undo() is None


_MARKING = """
import sys
from pathlib import Path
from reader.library import open_library
library = open_library(Path(sys.argv[1]))
while True:
    for value in (True, False):
        library.mark_all("read", value)
        library.tag(library.keys(), ["ml"] * value, ["ml"] * (not value))
        print("done", flush=True)
"""


@pytest.mark.parametrize("after", [1, 2, 3, 4])
def test_killed_at_any_moment_an_action_is_whole_or_not_there(library: Library, after: int) -> None:
    fill(library, 3_000)
    child = subprocess.Popen(
        [sys.executable, "-c", _MARKING, str(library.paths.folder)], stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    for _ in range(after):
        assert child.stdout.readline() == b"done\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert library.count("unread") in (0, 3_000)
    assert [count for _, count in library.tags()] in ([], [3_000])
    before = state(library)
    undone = library.undo()
    assert undone is not None
    assert len(undone.keys) == 3_000
    assert library.redo()
    assert state(library) == before


LIST = b"<opml><body><outline text='F'><outline xmlUrl='http://127.0.0.1:9/f' text='Feed'/></outline></body></opml>"


def chosen(library: Library) -> list[object]:
    """What was chosen for feeds and searches."""
    saved = [(one.name, one.query, one.scope) for one in library.saved()]
    return [*saved, *(feed.wishes for feed in library.feeds.every())]


CHOICES: dict[str, tuple[Callable[[Library, int], object], str, str]] = {
    "name": (
        lambda library, feed: library.feeds.change(feed, name="News"),
        "The feed “News” is called “Feed” again.",
        "The feed “Feed” is called “News” again.",
    ),
    "muted": (
        lambda library, feed: library.feeds.change(feed, muted=True),
        "Feed is no longer muted.",
        "Feed is muted again.",
    ),
    "folders": (
        lambda library, feed: library.feeds.change(feed, folders=(("A", "B"), ("C",))),
        "Feed stands in F again.",
        "Feed stands in A/B, C again.",
    ),
    "keep": (
        lambda library, feed: library.feeds.change(feed, keep=Keep(days=9), pace=60),
        "Feed is followed as it was.",
        "Feed is followed as it was.",
    ),
    "saved": (
        lambda library, _: library.save_search("New", "rain"),
        "“New” is no longer saved.",
        "“New” is saved again.",
    ),
    "query": (
        lambda library, _: library.save_search("Old", "rain", replace=True),
        "The saved search “Old” is as it was.",
        "The saved search “Old” is as it was.",
    ),
    "renamed": (
        lambda library, _: library.rename_search("Old", "New"),
        "The saved search “New” is called “Old” again.",
        "The saved search “Old” is called “New” again.",
    ),
    "forgotten": (
        lambda library, _: library.delete_search("Old"),
        "“Old” is saved again.",
        "“Old” is no longer saved.",
    ),
    "moved": (
        lambda library, _: library.move_search("Old", 1),
        "The saved searches are as they were.",
        "The saved searches are as they were.",
    ),
}


@pytest.mark.parametrize("name", CHOICES)
def test_what_is_chosen_for_a_feed_or_saved_is_undone_before_what_was_done_earlier(
    library: Library, keys: list[int], name: str
) -> None:
    act, back, again = CHOICES[name]
    library.feeds.read_list(LIST, private=True)
    library.save_search("Old", "sea")
    library.save_search("Asks for it", "in:@Old ship")
    library.mark(keys[:1], "starred", True)
    (feed,) = library.feeds.every()
    before = chosen(library)
    act(library, feed.key)
    after = chosen(library)
    assert after != before
    undone = library.undo()
    assert undone is not None and (undone.sentence, chosen(library)) == (back, before)
    redone = library.redo()
    assert redone is not None and (redone.sentence, chosen(library)) == (again, after)
    library.undo()
    undone = library.undo()
    assert undone is not None and "no longer starred" in undone.sentence


def test_a_rhythm_taken_back_is_not_waited_for_to_its_end(
    library: Library, keys: list[int]
) -> None:
    library.feeds.read_list(LIST, private=True)
    (feed,) = library.feeds.every()
    library.feeds.change(feed.key, pace=10_000)
    with library._database.writing() as db:
        db.execute("UPDATE polls SET due = 9999999999")
    assert library.feeds.due() == []
    library.undo()
    assert library.feeds.due() == library.feeds.every()


def test_a_choice_that_was_changed_since_by_another_process_stays(
    library: Library, keys: list[int]
) -> None:
    library.feeds.read_list(LIST, private=True)
    (feed,) = library.feeds.every()
    library.feeds.change(feed.key, name="Mine")
    with library._database.writing() as db:
        db.execute("UPDATE feeds SET name = 'Theirs'")
    assert library.undo() is None
    assert library.feeds.every()[0].name == "Theirs"
