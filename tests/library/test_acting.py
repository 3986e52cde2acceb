"""Tags, notes and marking many: what a person does, and how it is found again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.errors import UsageError
from reader.library import Library, open_library
from reader.models import TAG_COLOURS
from reader.store import tags

Write = Callable[..., Path]


@pytest.fixture
def keys(library: Library, write: Write) -> list[int]:
    """Four articles, newest first, known to the index."""
    for number, word in enumerate(("ferry", "bread", "chess", "quake")):
        path = write(
            f"{word}.md",
            f"---\ndate: 2020-01-0{number + 1}\n---\n# On {word}\n\nAll about {word}.\n",
        )
    library.add([str(path.parent)])
    library.update_index()
    return list(library.keys())


def tagged(library: Library, key: int) -> tuple[str, ...]:
    return tuple(tag.name for tag in library.headlines([key])[0].tags)


def named(library: Library) -> dict[str, int]:
    return {tag.name: count for tag, count in library.tags()}


def found(library: Library, query: str) -> set[int]:
    answer = library.search(query, limit=None)
    assert not answer.note
    return {hit.key for hit in answer.hits}


def test_tags_are_given_to_many_and_taken_from_some_in_one_go(
    library: Library, keys: list[int]
) -> None:
    assert library.tag(keys, ["ml", "to read"]) == keys
    assert library.tag(keys[:2], ["new"], ["ML", "unknown"]) == keys[:2]
    assert named(library) == {"ml": 2, "new": 2, "to read": 4}
    assert tagged(library, keys[0]) == ("new", "to read")
    assert library.tag(keys[:2], ["New"]) == []
    article = library.article(keys[2])
    assert article is not None
    assert article.tags == ("ml", "to read")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" #ml ", "ml"),
        ("C++", "C++"),
        ("a,b", "a b"),
        ('say "so"', "say so"),
        ("two\nlines", "two lines"),
        ("-x", "x"),
        ("@home", "@home"),
        ("\x1b[31mred", "red"),
        ("x" * 200, "x" * tags.LONGEST),
        ("Ma\u0301laga", "M\xe1laga"),
        ("star*", "star"),
    ],
)
def test_a_name_is_cleaned_so_that_it_can_be_typed_again(
    library: Library, keys: list[int], typed: str, kept: str
) -> None:
    library.tag(keys[:1], [typed])
    assert tagged(library, keys[0]) == (kept,)
    assert found(library, f'tag:"{kept}"') == {keys[0]}
    assert list(library.tagged(typed)) == keys[:1]


@pytest.mark.parametrize("name", ["", " ", "#", '",;"', "\x00"])
def test_a_name_with_nothing_in_it_changes_nothing(
    library: Library, keys: list[int], name: str
) -> None:
    with pytest.raises(UsageError, match="no name for a tag"):
        library.tag(keys, ["good", name])
    assert library.tags() == []
    assert library.undo() is None


def test_names_that_differ_in_capitals_only_are_one_tag_as_first_typed(
    library: Library, keys: list[int]
) -> None:
    library.tag(keys[:1], ["Straße"])
    library.tag(keys[1:2], ["STRASSE", "strasse"])
    assert named(library) == {"Straße": 2}
    library.delete_tag("strasse")
    library.tag(keys[:1], ["STRASSE"])
    assert named(library) == {"STRASSE": 1}


def test_a_tag_has_the_colour_of_its_name_until_another_is_chosen(
    library: Library, keys: list[int]
) -> None:
    library.tag(keys, ["ml", "AI"])
    own = {tag.name: tag.colour for tag, _ in library.tags()}
    assert own == {"AI": tags.own_colour("ai"), "ml": tags.own_colour("ML")}
    assert all(0 <= colour < TAG_COLOURS for colour in own.values())
    chosen = (own["ml"] + 1) % TAG_COLOURS
    library.colour_tag("ml", chosen)
    assert {tag.name: tag.colour for tag in library.headlines(keys)[0].tags}["ml"] == chosen
    library.colour_tag("ml", None)
    assert {tag.name: tag.colour for tag, _ in library.tags()} == own


def test_a_renamed_tag_keeps_its_articles_and_joins_one_that_has_the_name(
    library: Library, keys: list[int]
) -> None:
    library.tag(keys[:2], ["ml"])
    library.tag(keys[1:3], ["learning"])
    assert sorted(library.rename_tag("ml", "ML")) == sorted(keys[:2])
    assert named(library) == {"ML": 2, "learning": 2}
    assert library.rename_tag("ML", "Learning")
    assert named(library) == {"learning": 3}
    with pytest.raises(UsageError, match="No article has the tag “ML”"):
        library.rename_tag("ML", "x")


def test_a_deleted_tag_is_gone_from_every_article(library: Library, keys: list[int]) -> None:
    library.tag(keys, ["ml"])
    assert sorted(library.delete_tag("ml")) == sorted(keys)
    assert named(library) == {}
    assert tagged(library, keys[0]) == ()
    with pytest.raises(UsageError):
        library.tagged("ml")


def test_the_articles_of_a_tag_are_listed_within_a_list_newest_first(
    library: Library, keys: list[int]
) -> None:
    library.tag(keys[1:], ["ml"])
    library.mark(keys[2:3], "read", True)
    assert list(library.tagged("ML")) == keys[1:]
    assert list(library.tagged("ml", "unread")) == [keys[1], keys[3]]
    assert list(library.tagged("ml", limit=1)) == [keys[1]]


def test_tags_are_searched_by_name_or_its_beginning_and_count(
    library: Library, keys: list[int]
) -> None:
    library.tag(keys[:1], ["ml"])
    library.tag(keys[1:2], ["mlops", "Málaga"])
    assert found(library, "tag:ML") == {keys[0]}  # there is one of just this name
    assert found(library, "tag:mlo") == found(library, "label:malaga") == {keys[1]}
    assert found(library, 'tag:"mlo"') == set()
    assert found(library, "+ml") == {keys[0]}
    assert found(library, "is:tagged -tag:ml") == {keys[1]}
    assert found(library, "-is:tagged ferry OR quake") == {keys[3]}
    counts = tags.tag_counts(library._database.connection, keys)
    assert [(tag.name, count) for tag, count in counts] == [("ml", 1), ("mlops", 1), ("Málaga", 1)]


def test_a_hash_finds_the_tag_and_the_hashtag_of_a_text(
    library: Library, keys: list[int], write: Write
) -> None:
    library.add(
        [str(write("late.txt", "A late story\n\nIt was sent with #ml and nothing more.\n"))]
    )
    library.update_index()
    (late,) = set(library.keys()) - set(keys)
    library.tag(keys[:1], ["ml"])
    assert found(library, "#ml") == {keys[0], late}
    assert found(library, "tag:ml") == {keys[0]}
    assert found(library, '"#ml"') == {late}


def test_a_document_s_tags_are_given_once_and_stay_removed(library: Library, write: Write) -> None:
    text = "---\ntags: [Sea, 'two words', sea, '']\n---\n# A ferry\n\nIt crosses again.\n"
    path = write("a.md", text)
    record = {"title": "Bread", "text": "Dear flour.", "tags": ["food", 3, None, "prices"]}
    write("b.jsonl", json.dumps(record) + "\n")
    library.add([str(path.parent)])
    keys = {row.title: row.key for row in library.headlines(library.keys())}
    assert tagged(library, keys["A ferry"]) == ("Sea", "two words")
    assert tagged(library, keys["Bread"]) == ("food", "prices")
    assert library.undo() is None  # nobody did that
    library.tag([keys["A ferry"]], remove=["sea"])
    write("a.md", text.replace("again", "once more"))
    assert library.add([str(path.parent)]).updated == 1
    assert tagged(library, keys["A ferry"]) == ("two words",)


def test_a_note_is_kept_as_written_and_outlives_its_document(
    library: Library, write: Write
) -> None:
    path = write("a.txt", "A ferry\n\nIt crosses again.\n")
    library.add([str(path)])
    (key,) = library.keys()
    text = "# To do\n\n- call **Ada**\n\tsoon\n"
    assert library.note(key, text)
    assert not library.note(key, text)
    path.unlink()
    library.add([str(path)])
    note, article = library.note_of(key), library.article(key)
    assert note is not None
    assert article is not None
    assert (note.text, article.vanished, article.note) == (text.strip(), True, note)
    assert library.headlines([key])[0].noted
    assert library.note(key, " \n")
    assert library.note_of(key) is None
    assert not library.headlines([key])[0].noted


def test_a_note_on_nothing_is_not_kept(library: Library) -> None:
    with pytest.raises(UsageError, match=r"^The article is gone, so the note was not saved; undo"):
        library.note(99, "text")
    with pytest.raises(UsageError, match=r"^The articles are gone"):
        library.add_note([98, 99], "text")
    assert not library.note(99, "")
    assert library.undo() is None


def test_notes_are_searched_at_once_and_with_plain_words_once_indexed(
    library: Library, keys: list[int]
) -> None:
    library.note(keys[0], "Ask Zoë about the *harvests* of 2020.\n\nAnd the rate cut.")
    library.note(keys[1], "A cut in the rate?!")
    for query in ("note:zoe", "note:harvest", "note:harv", 'note:"rate cut"', "note:(zoe 2020)"):
        assert found(library, query) == {keys[0]}, query
    assert found(library, "note:cut") == found(library, "has:note") == set(keys[:2])
    assert found(library, "note:?!") == {keys[1]}
    assert found(library, "note:quake") == set()
    library.update_index()
    assert found(library, "harvest zoe") == {keys[0]}
    assert found(library, "quake harvest") == {keys[0]}
    library.note(keys[0], "")
    library.update_index()
    assert library.search("harvest zoe").total == 0
    report = library.check()
    assert (report.missing, report.outdated, report.pending) == ([], [], 0)


def test_all_of_a_list_or_of_a_search_is_marked(library: Library, keys: list[int]) -> None:
    assert len(library.mark_all(query="ferry OR bread")) == 2
    assert set(library.keys("unread")) == found(library, "-ferry -bread")
    library.mark_all("starred", scope="unread")
    assert set(library.keys("starred")) == set(library.keys("unread"))
    assert len(library.mark_all()) == 2
    assert len(library.mark_all("read", False, query="is:starred")) == 2


@pytest.mark.parametrize("query", ["ferry zeppelin", "is:unraed", "quaek"])
def test_a_query_that_is_not_clear_marks_nothing(
    library: Library, keys: list[int], query: str
) -> None:
    with pytest.raises(UsageError, match="Nothing was changed"):
        library.mark_all(query=query)
    assert library.count("unread") == 4


def test_what_was_done_in_another_process_is_news(library: Library, keys: list[int]) -> None:
    other = open_library(library.paths.folder)
    for act in (
        lambda: other.tag(keys[1:2], ["ml"]),
        lambda: other.rename_tag("ml", "AI"),
        lambda: other.colour_tag("AI", 3),
        other.undo,
        other.redo,
        lambda: other.note(keys[1], "text"),
    ):
        moment = library.moment()
        act()
        assert library.states_since(moment) == [keys[1]]
        assert library.moment().state > moment.state
    other.close()
