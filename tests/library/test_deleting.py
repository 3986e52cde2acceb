"""Articles deleted by a person, and back again whole."""

from __future__ import annotations

from pathlib import Path

from reader.library import Library
from reader.store import departures
from tests.feeds import serves
from tests.library.test_following import everything, follow, titles
from tests.web import Web


def held(library: Library) -> dict[str, list[tuple[object, ...]]]:
    """All rows, but for the numbers that only tell the index that there is news."""
    rows = everything(library)
    names = [row[1] for row in library._database.connection.execute("PRAGMA table_info(articles)")]
    at = names.index("revision")
    return rows | {"articles": [(*row[:at], *row[at + 1 :]) for row in rows["articles"]]}


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
    before = held(library)
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
    assert held(library) | {"polls": []} == before | {"polls": []}
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
