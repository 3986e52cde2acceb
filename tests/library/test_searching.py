"""Searches that store and index answer together, against an answer worked out article by article."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reader.library import Library, open_library
from reader.library.searching import Step
from reader.search.query import And, Filter, Not, Or, Query, Word, parse

Write = Callable[..., Path]

NOW = datetime(2026, 11, 15, 12, 0, tzinfo=ZoneInfo("UTC"))
WORDS = ("quake", "lima", "tokyo", "ferry", "bread", "chess")
SOURCES = ("The Paper", "Zürich Post", "Morning Paper", "")
LANGUAGES = {
    "en": "A report with other things besides",
    "en-gb": "Another report with other things besides",
    "de": "Ein Bericht mit vielen anderen Dingen darin",
    "": "0123 4567",
}
"""What a document declares, and running text that bears it out."""


@dataclass(frozen=True)
class Story:
    """An article as the test knows it."""

    title: str
    words: frozenset[str]
    source: str
    language: str
    url: str
    date: str
    image: bool
    read: bool
    starred: bool
    tags: frozenset[str]
    note: str


def story(number: int, rng: random.Random) -> Story:
    words = frozenset(rng.sample(WORDS, rng.randint(1, 3)))
    return Story(
        title=f"Story {number}",
        words=words,
        source=rng.choice(SOURCES),
        language=rng.choice(list(LANGUAGES)),
        url=rng.choice(
            ["", f"https://example.org/{number}", f"https://News.example.com/a_b/{number}"]
        ),
        date=f"2026-11-{rng.randint(1, 15):02}"
        if rng.random() < 0.8
        else f"2025-03-{number % 28 + 1:02}",
        image=rng.random() < 0.3,
        read=rng.random() < 0.5,
        starred=rng.random() < 0.3,
        tags=frozenset(rng.sample(("ml", "AI", "two words"), rng.randint(0, 2))),
        note=rng.choice(("", "", "", "talks of flour", "flours and zeppelins")),
    )


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    rng = random.Random(7)
    return [story(number, rng) for number in range(60)]


@pytest.fixture(scope="module")
def stocked_folder(tmp_path_factory: pytest.TempPathFactory, stories: list[Story]) -> Path:
    """A library of the stories, made once."""
    folder = tmp_path_factory.mktemp("stories")
    lines = []
    for number, told in enumerate(stories):
        picture = "<img src='https://example.org/p.png' width=600 height=400>" if told.image else ""
        # Longer than what may be taken for a line that recurs across a source.
        body = " ".join(sorted(told.words)) + f" {LANGUAGES[told.language]}" * 12
        lines.append(
            json.dumps(
                {
                    "id": str(number),
                    "title": told.title,
                    "html": f"<p>{number} {body}.</p>{picture}",
                    "source": told.source,
                    "language": told.language,
                    "url": told.url,
                    "date": told.date,
                }
            )
        )
    (folder / "news.jsonl").write_text("\n".join(lines) + "\n")
    library = open_library(folder / "library")
    assert library.add([str(folder / "news.jsonl")]).added == len(stories)
    keys = {h.title: h.key for h in library.headlines(library.keys())}
    library.mark([keys[s.title] for s in stories if s.read], "read", True)
    library.mark([keys[s.title] for s in stories if s.starred], "starred", True)
    for told in stories:
        library.tag([keys[told.title]], told.tags)
        library.note(keys[told.title], told.note)
    library.update_index()
    library.close()
    return folder / "library"


@pytest.fixture
def full(tmp_path: Path, stocked_folder: Path) -> Iterator[Library]:
    """The library of the stories, a copy for each test."""
    shutil.copytree(stocked_folder, tmp_path / "full")
    library = open_library(tmp_path / "full")
    yield library
    library.close()


def titles(library: Library, query: str, **options: object) -> list[str]:
    answer = library.search(query, limit=None, now=NOW, **options)  # type: ignore[arg-type]
    assert answer.total == len(answer.hits)
    return [h.title for h in library.headlines([hit.key for hit in answer.hits])]


def matches(query: Query, told: Story) -> bool:
    """The query's meaning, told apart from any engine."""
    match query:
        case And(children):
            return all(matches(child, told) for child in children)
        case Or(children):
            return any(matches(child, told) for child in children)
        case Not(child):
            return not matches(child, told)
        case Word(text):
            return text in told.words
        case Filter(field, value, whole):
            return passes(field, value, whole, told)
    raise AssertionError(query)


def passes(field: str, value: str, whole: bool, told: Story) -> bool:
    match field, value:
        case "is", "starred":
            return told.starred
        case "is", "read":
            return told.read
        case "is", "unread":
            return not told.read
        case "is", "tagged":
            return bool(told.tags)
        case "has", "note":
            return bool(told.note)
        case "has", _:
            return told.image
        case "tag", _:
            return value.lower() in {name.lower() for name in told.tags}
        case "note", _:
            return value in told.note
        case "feed", _:
            name = told.source.lower().replace("ü", "u")
            return name == value.lower() if whole else value.lower() in name
        case "lang", _:
            return told.language == value or told.language.startswith(value + "-")
        case "url", _:
            return value.lower() in told.url.lower()
        case "date", _:
            return told.date.startswith(value)
        case "after", _:
            return told.date >= value
    raise AssertionError(field)


LEAVES = [
    *WORDS,
    *("is:starred", "is:read", "is:unread", "has:image", "feed:paper", 'feed:"the paper"'),
    *("feed:zurich", "lang:en", "lang:de", "url:news.example", "url:a_b", "date:2026-11-07"),
    *("is:tagged", "has:note", "tag:ml", "label:ai", 'tag:"two words"', "tag:nobody", "note:flour"),
    *("note:zeppelin", "note:talk", "+AI"),
    *("date:2025-03", "after:2026-11-10", "feed:nobody"),
]


def some_query(rng: random.Random, depth: int = 3) -> str:
    if depth == 0 or rng.random() < 0.3:
        return rng.choice(LEAVES)
    parts = [some_query(rng, depth - 1) for _ in range(rng.randint(2, 3))]
    text = rng.choice([" ", " OR "]).join(parts)
    return f"{rng.choice(['', '', '-'])}({text})"


@pytest.mark.parametrize("seed", range(8))
def test_any_mixture_of_words_and_filters_finds_exactly_what_it_says(
    full: Library, stories: list[Story], seed: int
) -> None:
    rng = random.Random(seed)
    for _ in range(15):
        query = some_query(rng)
        expected = {told.title for told in stories if matches(parse(query), told)}
        answer = full.search(query, limit=None, now=NOW)
        if answer.note:  # nothing has all of the words: some are shown, and that is said
            assert not expected, query
            continue
        assert set(titles(full, query)) == expected, query
        assert full.search(query, limit=3, now=NOW).total == len(expected), query


@pytest.mark.parametrize("scope", ["unread", "starred"])
def test_the_list_that_is_searched_is_one_more_filter(
    full: Library, stories: list[Story], scope: str
) -> None:
    for query in ("quake", "feed:paper", "quake OR is:starred", "-quake", "quake -is:read"):
        expected = [s.title for s in stories if matches(parse(f"is:{scope} ({query})"), s)]
        assert sorted(titles(full, query, scope=scope)) == sorted(expected), query


@pytest.mark.parametrize("query", ["is:unread", "-is:read", "date:2026-11", "-quake", "sort:new"])
def test_filters_alone_give_a_list_newest_first(full: Library, query: str) -> None:
    found = [hit.key for hit in full.search(query, limit=None, now=NOW).hits]
    assert found
    newest_first = list(full.keys())
    assert found == [key for key in newest_first if key in set(found)]


@pytest.mark.parametrize(
    "query", ["quake", "is:unread", "quake OR is:starred", "quake is:read", ""]
)
def test_the_order_that_is_asked_for_is_kept(full: Library, query: str) -> None:
    newest = list(full.keys())
    rows = {row.key: row for row in full.headlines(newest)}

    def by_source(key: int) -> tuple[bool, str, int]:
        return (not rows[key].source, rows[key].source.lower(), newest.index(key))

    for order, rank in (
        ("new", newest.index),
        ("old", lambda key: -newest.index(key)),
        ("feed", by_source),
    ):
        answer = full.search(f"{query} sort:{order}", limit=None, now=NOW)
        keys = [hit.key for hit in answer.hits]
        assert len(keys) > 5
        assert keys == sorted(keys, key=rank), order  # type: ignore[arg-type]
        few = full.search(f"{query} sort:{order}", limit=4, now=NOW)
        assert ([hit.key for hit in few.hits], few.total) == (keys[:4], answer.total)


def test_filters_alone_leave_the_index_untouched(full: Library) -> None:
    shutil.rmtree(full.paths.index)
    steps: list[Step] = []
    assert full.search("is:unread feed:paper", now=NOW, on_step=steps.append).hits
    assert {step.where for step in steps} == {"store"}
    assert full.search("quake").note == "Nothing is indexed yet."


def test_what_the_index_has_not_heard_of_yet_lacks_every_word(full: Library, write: Write) -> None:
    full.add([str(write("late.txt", "A late story\n\nIt tells of a quake.\n"))])
    assert "A late story" in titles(full, "-quake")
    full.update_index()
    assert "A late story" not in titles(full, "-quake")


def test_a_word_is_widened_among_filters_but_never_in_a_set(full: Library) -> None:
    assert full.search("quakf is:unread").note
    starred = set(titles(full, "is:starred"))
    assert set(titles(full, "is:starred OR quakf")) == starred
    assert len(titles(full, "-quakf")) == 60


def test_what_was_widened_can_be_had_without(full: Library) -> None:
    widened = full.search("quake lima zebra is:unread", now=NOW)
    assert (widened.widened, widened.total > 0, bool(widened.note)) == (True, True, True)
    narrow = full.search("quake lima zebra is:unread", widen=False, now=NOW)
    assert (narrow.widened, narrow.total, narrow.note) == (False, 0, "")
    exact = full.search("quake", widen=False, now=NOW)
    assert exact == full.search("quake", now=NOW)


def test_by_date_nothing_is_mixed_in_that_has_only_some_of_the_words(full: Library) -> None:
    every = full.search("quake lima tokyo", limit=None, widen=False, now=NOW)
    assert 0 < every.total < 10
    assert full.search("quake lima tokyo", limit=None, now=NOW).widened
    newest = full.search("quake lima tokyo sort:new", limit=None, now=NOW)
    assert (newest.widened, newest.total) == (False, every.total)
    assert full.search("quake lima zebra sort:new", now=NOW).widened


def test_a_question_is_put_into_order_with_the_texts_at_hand(full: Library) -> None:
    question = "was there a quake or a ferry and what about bread in zebra"
    answer = full.search(question, limit=None, now=NOW)
    alone = full._index.search(question, limit=None)
    assert {hit.key for hit in answer.hits} == {hit.key for hit in alone.hits}
    assert sum(hit.score for hit in answer.hits) > sum(hit.score for hit in alone.hits)


@pytest.mark.parametrize(
    ("unfinished", "finished"),
    [
        ("is:unread qua", "is:unread quake"),
        ("is:read OR qua", "is:read OR quake"),
        ("is:read (lima OR qua", "is:read (lima OR quake)"),
        ('is:unread "and other thi', 'is:unread "and other things"'),
        ("feed:paper title:stor", "feed:paper title:story"),
        ("quake -is:read sort:old lim", "quake lima -is:read sort:old"),
    ],
)
def test_the_last_word_goes_on_while_it_is_typed_beside_any_filter(
    full: Library, unfinished: str, finished: str
) -> None:
    expected = titles(full, finished)
    assert expected
    assert sorted(titles(full, unfinished, typing=True)) == sorted(expected)


@pytest.mark.parametrize("query", ["is:unread", "is:unread OR quake"])
def test_a_lone_sign_beside_a_filter_narrows_nothing(full: Library, query: str) -> None:
    expected = titles(full, f"({query})")
    assert expected == titles(full, f"({query}) ?") == titles(full, f"({query}) -…")


def test_a_word_before_a_filter_is_finished(full: Library) -> None:
    assert full.search("qua is:unread", typing=True).note


@pytest.mark.parametrize(
    "query",
    ["is:archived is:unread", "is:archived -is:read", "in:@none is:unread", "is:archived ",
     "is:archived OR is:read", "quake is:archived is:unread", "is:archived sort:new"],
)  # fmt: skip
def test_text_that_looks_like_a_filter_is_found_while_more_is_typed(
    library: Library, write: Write, query: str
) -> None:
    write("a.md", "# A quake\n\nThey type is:archived and in:@none into the bar.\n")
    library.add([str(write("b.md", "# Another\n\nA quake, and nobody types.\n").parent)])
    library.update_index()
    expected = library.search(query)
    assert expected.total == library.facets(query, typing=True).total == 1
    assert library.search(query, typing=True) == expected


def test_a_filter_that_is_being_typed_changes_nothing_yet(full: Library) -> None:
    expected = titles(full, "quake")
    for query in ("quake is:", "quake is:unr", "quake -date:202", "quake sort:ne"):
        assert titles(full, query, typing=True) == expected, query
    assert full.search("is:unr", typing=True).total == 0


def test_what_is_no_filter_is_searched_as_text_and_that_is_said(full: Library) -> None:
    note = full.search("topic:ml", now=NOW).note
    assert "“topic:ml” was searched as text." in note
    assert "is: can be unread, read, starred, tagged, vanished" in full.search("is:archived").note


def test_the_terms_to_mark_are_those_of_the_words_that_are_wanted(full: Library) -> None:
    assert full.search("quake OR is:starred -lima").terms == full.search("quake").terms
    both = full.search("lima quake OR is:starred").terms
    assert both == full.search("lima OR quake").terms
    assert full.search("is:starred").terms == frozenset()


@pytest.mark.parametrize(
    "text", ["url:\ud800", "feed:\ud800", "feed:\0", "url:%", "is:unread " * 400]
)
def test_any_text_is_a_valid_query(full: Library, text: str) -> None:
    full.search(text, now=NOW)
    full.search(text, now=NOW, typing=True)
    full.search(f"{text} OR quake", now=NOW)


def test_more_than_a_thousand_characters_are_cut_and_that_is_said(full: Library) -> None:
    assert "Only the first 1,000 characters" in full.search("quake " * 200).note


def test_a_change_of_state_counts_in_the_very_next_search(full: Library) -> None:
    key = full.search("quake is:unread", now=NOW).hits[0].key
    before = full.search("quake is:unread", now=NOW).total
    full.mark([key], "read", True)
    assert full.search("quake is:unread", now=NOW).total == before - 1


def test_an_article_that_is_gone_from_its_folder_is_vanished(
    library: Library, write: Write
) -> None:
    paths = [write(f"{name}.txt", f"Story {name}\n\nSome words about {name}.\n") for name in "ab"]
    library.add([str(paths[0].parent)])
    paths[0].unlink()
    library.add([str(paths[0].parent)])
    library.update_index()
    assert titles(library, "is:vanished") == ["Story a"]
    assert titles(library, "words -is:vanished") == ["Story b"]


def test_the_steps_tell_what_ran_where(full: Library) -> None:
    steps: list[Step] = []
    answer = full.search("is:starred OR quake", now=NOW, on_step=steps.append)
    found = {(step.where, step.what): step.found for step in steps}
    assert found["store", "is:starred"] == len(titles(full, "is:starred"))
    assert found["index", "quake"] == len(titles(full, "quake"))
    assert max(found.values()) >= answer.total
    assert all(step.seconds >= 0 for step in steps)


@pytest.fixture
def dated(library: Library, write: Write) -> Library:
    """One article that names a day, one that names a moment shortly after UTC midnight."""
    lines = [
        {"id": "day", "title": "Day", "text": "Some words.", "date": "2026-11-10"},
        {"id": "late", "title": "Moment", "text": "More words.", "date": "2026-11-10T02:00:00Z"},
    ]
    library.add([str(write("n.jsonl", "\n".join(map(json.dumps, lines)) + "\n"))])
    return library


@pytest.mark.parametrize(
    ("zone", "on_the_ninth", "on_the_tenth"),
    [
        ("UTC", [], ["Moment", "Day"]),
        ("America/New_York", ["Moment"], ["Day"]),
        ("Asia/Tokyo", [], ["Moment", "Day"]),
        ("Pacific/Kiritimati", [], ["Moment", "Day"]),
    ],
)
def test_a_date_is_the_reader_s_day_and_a_day_without_a_time_stays_that_day(
    dated: Library, zone: str, on_the_ninth: list[str], on_the_tenth: list[str]
) -> None:
    def on(query: str, hour: int = 12) -> list[str]:
        now = datetime(2026, 11, 10, hour, 0, tzinfo=ZoneInfo(zone))
        found = dated.search(query, now=now).hits
        return [h.title for h in dated.headlines([hit.key for hit in found])]

    assert on("date:2026-11-09") == on("date:yesterday") == on_the_ninth
    assert on("date:2026-11-10") == on("date:today") == on("date:today", hour=0) == on_the_tenth
    assert sorted(on("date:2d")) == ["Day", "Moment"]
    assert on("before:2026-11-10") == on("older:today") == on_the_ninth
    assert on("date:2026-11-11") == on("after:2026-11-11") == []
