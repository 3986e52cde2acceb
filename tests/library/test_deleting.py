"""Articles deleted by a person, and back again whole."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from reader.library import Library, deleting, tidying
from reader.library.applying import apply
from reader.settings.options import Keeping
from reader.store import changes, departures
from tests.feeds import TYPE, item, rss, serves
from tests.library.test_following import everything, follow, titles
from tests.web import Answer, Web


def test_what_is_deleted_comes_back_with_all_that_was_put_on_it(
    library: Library, web: Web, tmp_path: Path
) -> None:
    web.answers["/a"] = serves("Ferry", "Bread")
    follow(library, web.at("/a"))
    (tmp_path / "chess.txt").write_text("Chess title\n\nThe final lasted six hours.\n", "utf-8")
    library.add([str(tmp_path / "chess.txt")])
    keys = {h.title: h.key for h in library.headlines(library.keys())}
    library.mark([keys["Ferry"]], "starred", True)
    library.tag([keys["Ferry"], keys["Chess title"]], ["sea"])
    library.note(keys["Ferry"], "ask the harbour")
    library.keep_position(keys["Chess title"], 0.5)
    library.update_index()
    before = everything(library)
    assert library.delete([keys["Ferry"], keys["Chess title"], 99]) == [
        keys["Ferry"],
        keys["Chess title"],
    ]
    assert titles(library) == ["Bread"]
    library.feeds.refresh(library.feeds.every())
    assert titles(library) == ["Bread"]  # the feed gives it still
    library.update_index()
    assert library.search("ferry OR chess").total == 0
    assert library.check().differs is False
    undone = library.undo()
    assert undone is not None
    assert (undone.sentence, undone.listed) == (
        "2 articles are back, with all that was put on them.",
        True,
    )
    assert sorted(titles(library)) == ["Bread", "Chess title", "Ferry"]
    assert everything(library) | {"polls": []} == before | {"polls": []}
    library.update_index()
    assert library.search("harbour").total == 1
    redone = library.redo()
    assert redone is not None
    assert redone.sentence == "2 articles are deleted again."
    assert titles(library) == ["Bread"]
    library.undo()
    library.undo()  # what was done before the deletion is still undone after it
    assert library.note_of(keys["Ferry"]) is None


def test_what_was_added_anew_or_lost_its_feed_meanwhile(
    library: Library, web: Web, tmp_path: Path
) -> None:
    web.answers["/a"] = serves("Ferry")
    follow(library, web.at("/a"))
    (tmp_path / "chess.txt").write_text("Chess title\n\nThe final lasted six hours.\n", "utf-8")
    library.add([str(tmp_path / "chess.txt")])
    library.delete(list(library.keys()))
    library.add([str(tmp_path / "chess.txt")])  # whoever adds it again wants it again
    assert titles(library) == ["Chess title"]
    library.feeds.unfollow(1)
    with library._database.writing() as db:
        db.execute("DELETE FROM actions WHERE action = (SELECT max(action) FROM actions)")
    undone = library.undo()
    assert undone is not None
    assert (
        undone.sentence
        == "“Ferry” is back, with all that was put on it. 1 was changed since and stays as it is."
    )
    assert sorted(titles(library)) == ["Chess title", "Ferry"]
    library.update_index()
    assert library.check().differs is False


def test_deleting_many_keeps_a_feed_that_was_left_before(library: Library, web: Web) -> None:
    names = [f"Story {n}" for n in range(departures.MOST + 5)]
    web.answers |= {"/a": serves("Left"), "/b": serves(*names, title="Other")}
    follow(library, web.at("/a"))
    follow(library, web.at("/b"))
    library.feeds.unfollow(1)
    for key in list(library.keys()):
        library.delete([key])
    for _ in names:
        assert library.undo() is not None
    undone = library.undo()
    assert undone is not None
    assert undone.sentence.startswith("The Paper is followed again")


def written(library: Library, tmp_path: Path, text: str = "The final lasted six hours.") -> int:
    """A document comes in, or is edited; the key of its article."""
    (tmp_path / "chess.txt").write_text(f"Chess title\n\n{text}\n", "utf-8")
    library.add([str(tmp_path / "chess.txt")])
    return library.keys()[0]


def test_what_was_done_before_a_deletion_can_still_be_undone_after_it(
    library: Library, tmp_path: Path
) -> None:
    key = written(library, tmp_path)
    library.note(key, "ask the harbour")
    library.note(key, "")
    library.delete([key])
    library.undo()
    undone = library.undo()
    assert undone is not None
    assert undone.sentence == "The note on “Chess title” is back."
    note = library.note_of(key)
    assert note is not None
    assert note.text == "ask the harbour"


def test_former_texts_and_sound_come_back_as_they_were(library: Library, tmp_path: Path) -> None:
    for number in range(6):
        key = written(library, tmp_path, f"The final lasted {number} hours.")
    with (
        library._database.writing() as db
    ):  # as where the text of the page stands before the feed's
        db.execute("INSERT INTO audible VALUES (?)", (key,))
    before = library.original(key), library.former(key), list(library.search("has:audio").hits)
    assert len(before[1]) == 5
    library.delete([key])
    library.undo()
    assert before == (
        library.original(key),
        library.former(key),
        list(library.search("has:audio").hits),
    )


def test_a_tag_gets_its_name_back_though_its_article_is_gone(
    library: Library, tmp_path: Path
) -> None:
    key = written(library, tmp_path)
    library.tag([key], ["sea"])
    library.colour_tag("sea", 3)
    library.rename_tag("sea", "ocean")
    library.delete([key])
    with library._database.writing() as db:  # as after thirty days
        db.execute("DELETE FROM departures")
    sentences = [undone.sentence for _ in range(2) if (undone := library.undo())]
    assert sentences == [
        "The tag “ocean” is called “sea” again.",
        "The tag “sea” has the colour that it had.",
    ]


def test_what_comes_back_while_the_index_hears_that_it_went_is_found(
    library: Library, tmp_path: Path
) -> None:
    key = written(library, tmp_path)
    library.update_index()
    library.delete([key])
    database, before = library._database, library.moment()
    batch = changes.pending(database.connection, 10)
    apply(database, library._index, [key])
    library.undo()
    assert library.moment().content > before.content  # other screens learn that it is back
    with database.writing() as db:
        changes.acknowledge(db, [number for number, _ in batch])
    library.update_index()
    assert library.search("final").total == 1
    assert library.check().differs is False


def test_what_is_deleted_is_found_no_more_before_the_index_has_heard_of_it(
    library: Library, tmp_path: Path
) -> None:
    for name in ("Ferry", "Bread", "Chess"):
        (tmp_path / f"{name}.txt").write_text(f"{name} title\n\nIt took six hours.\n", "utf-8")
        library.add([str(tmp_path / f"{name}.txt")])
    library.update_index()
    gone, *left = library.keys()
    library.delete([gone])
    for query in ("hours", '"six hours"', "hou*", "hours sort:new", "hours sort:old"):
        found = library.search(query)
        assert (sorted(hit.key for hit in found.hits), found.total) == (sorted(left), 2), query
    assert library.search("chess").total == 0
    assert library.facets("hours").total == 2
    assert len(library.matching("hours")) == 2
    library.undo()
    assert library.search("hours").total == 3


def test_all_of_a_large_selection_comes_back_and_nothing_is_kept_for_longer_than_that_is_possible(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deleting, "AT_ONCE", 1)
    lines = [json.dumps({"title": f"Story {n}", "text": f"Number {n}."}) for n in range(1_005)]
    (tmp_path / "stories.jsonl").write_text("\n".join(lines), "utf-8")
    library.add([str(tmp_path / "stories.jsonl")])
    library.delete(list(library.keys()))
    undone = library.undo()
    assert undone is not None
    assert undone.sentence == "1,005 articles are back, with all that was put on them."

    def kept() -> int:
        (count,) = library._database.connection.execute(
            "SELECT count(*) FROM departures"
        ).fetchone()
        return int(count)

    assert kept() == 1_005
    library.mark([library.keys()[0]], "starred", True)  # so it is never done again
    library.delete([library.keys()[0]])
    assert kept() == 1
    database, now = library._database, int(time.time())
    tidying.tidy_by_itself(database, Keeping(), now + 29 * 86_400, lambda _: None, lambda: False)
    assert kept() == 1
    tidying.tidy_by_itself(database, Keeping(), now + 31 * 86_400, lambda _: None, lambda: False)
    assert kept() == 0


def test_large_articles_are_packed_a_few_at_a_time(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deleting, "AT_ONCE_BYTES", 1_000)
    sizes = (10, 10, 3_000, 10, 600, 600)
    for n, size in enumerate(sizes):
        (tmp_path / f"{n}.txt").write_text(f"Story {n}\n\n{'word ' * (size // 5)}\n", "utf-8")
        library.add([str(tmp_path / f"{n}.txt")])
    keys = sorted(library.keys())
    library.delete(keys)
    pieces = library._database.connection.execute("SELECT articles FROM action_changes").fetchall()
    assert [json.loads(piece) for (piece,) in pieces] == [
        keys[:2],
        [keys[2]],
        [keys[3], keys[4]],
        [keys[5]],
    ]
    library.undo()
    assert sorted(library.keys()) == keys


def test_what_was_edited_while_it_was_deleted_comes_back_and_is_read_anew(
    library: Library, web: Web
) -> None:
    def gives(text: str) -> Answer:
        return Answer(rss([item("Ferry", text, guid="g1")]), TYPE | {"ETag": f'"{text}"'})

    web.answers["/a"] = gives("It is late.")
    follow(library, web.at("/a"))
    library.delete(list(library.keys()))
    web.answers["/a"] = gives("It is in time.")
    library.feeds.refresh(library.feeds.every())
    assert not titles(library)
    library.undo()
    library.feeds.refresh(library.feeds.every())
    (article,) = library.walk(library.keys())
    assert article.text == "It is in time."


def test_what_was_put_on_a_deleted_document_is_put_on_it_again_where_it_was_added_anew(
    library: Library, tmp_path: Path
) -> None:
    key = written(library, tmp_path)
    library.mark([key], "starred", True)
    library.tag([key], ["sea"])
    library.note(key, "ask the harbour")
    library.delete([key])
    again = written(library, tmp_path)
    undone = library.undo()
    assert undone is not None
    assert undone.sentence == "“Chess title” is back, with all that was put on it."
    (headline,) = library.headlines(library.keys())
    assert (headline.key, headline.starred) == (again, True)
    assert [tag.name for tag in headline.tags] == ["sea"]
    note = library.note_of(again)
    assert note is not None
    assert note.text == "ask the harbour"
    library.update_index()
    assert library.search("harbour").total == 1
    assert library.check().differs is False
    library.delete([again])
    written(library, tmp_path)
    library.note(library.keys()[0], "a later note")
    library.undo()
    library.undo()  # of the deletion, once the later note is gone
    assert library.headlines(library.keys())[0].starred
