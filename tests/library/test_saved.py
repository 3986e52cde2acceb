"""Saved searches: what they find is what a plain search finds, whatever happens to the library."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from reader.errors import DocumentError, IndexUnavailable, UsageError
from reader.library import Library, open_library, saving
from reader.library import indexing as indexing_module
from reader.models import SavedSearch
from reader.search.query import Query
from reader.search.standing import standing
from reader.store import saved as store

Write = Callable[..., Path]
NOW = datetime(2026, 11, 15, 12, 0)
WORDS = ("quake", "lima", "tokyo", "ferry", "bread", "chess")
QUERIES = (
    "quake",
    "quake lima",
    "quake -lima",
    '"lima tokyo"',
    "qua*",
    "quaks~",
    "=ferry",
    "title:bread",
    "quake is:unread",
    "is:starred",
    "is:starred OR ferry",
    "-is:read -chess",
    "-(ferry OR is:starred) bread",
    "(quake OR lima) feed:paper",
    "date:today",
    "newer_than:3d quake",
    "before:2d OR tokyo",
    "date:7d -is:starred",
    "? is:unread",
    "? OR ferry",
    "nothing has this",
    "nothing OR is:starred",
    "sort:old",
    "quake sort:old",
)


def record(number: int, rng: random.Random) -> dict[str, str]:
    words = rng.sample(WORDS, rng.randint(1, 4))
    return {
        "id": str(number),
        "title": f"Report {number} on {rng.choice(WORDS)}",
        "text": f"Number {number} tells of {' '.join(words)} and of {rng.random()}.",
        "source": rng.choice(["The Paper", "Zürich Post", ""]),
        "date": f"2026-11-{rng.randint(5, 15):02}",
    }


def put(folder: Path, library: Library, records: list[dict[str, str]]) -> None:
    """Bring records in, as new articles or as new texts of known ones."""
    file = folder / "news.jsonl"
    file.write_text("".join(json.dumps(r) + "\n" for r in records))
    library.add([str(file)])


def plain(library: Library, query: str, scope: str, now: datetime) -> tuple[int, int]:
    """What a search that is not widened finds, and how much of it is unread."""
    answer = library.search(query, scope, limit=None, now=now)  # type: ignore[arg-type]
    keys = [] if "No article has" in answer.note or "Nothing for" in answer.note else answer.hits
    rows = library.headlines([hit.key for hit in keys])
    return len(rows), sum(not row.read for row in rows)


def counts(library: Library, now: datetime = NOW) -> dict[str, tuple[int | None, int | None]]:
    return {one.name: (one.total, one.unread) for one in library.saved(now=now)}


def found(library: Library, query: str, now: datetime = NOW) -> set[int]:
    return {hit.key for hit in library.search(query, limit=None, now=now).hits}


@pytest.fixture
def stocked(library: Library, tmp_path: Path) -> Library:
    rng = random.Random(5)
    put(tmp_path, library, [record(n, rng) for n in range(40)])
    library.update_index()
    return library


@pytest.mark.parametrize("seed", range(3))
def test_counts_are_those_of_a_plain_search_after_any_change(
    stocked: Library, tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    known = {n: record(n, random.Random(n)) for n in range(40)}
    for number, query in enumerate(QUERIES):
        scope = rng.choice(["all", "all", "unread", "starred"])
        stocked.save_search(f"search {number}", query, scope)  # type: ignore[arg-type]
    now = NOW
    for _ in range(12):
        change = rng.choice(["read", "starred", "add", "edit", "midnight", "requery"])
        keys = list(stocked.keys())
        if change in ("read", "starred"):
            some = rng.sample(keys, 10)
            stocked.mark(some, change, rng.random() < 0.6)  # type: ignore[arg-type]
        elif change == "add":
            start = len(known)
            known |= {n: record(n, rng) for n in range(start, start + 5)}
        elif change == "edit":
            known |= {n: record(n, rng) for n in rng.sample(sorted(known), 5)}
        elif change == "midnight":
            now += timedelta(days=1)
        else:
            place = rng.randrange(len(QUERIES))
            stocked.save_search(f"search {place}", rng.choice(QUERIES), replace=True)
        put(tmp_path, stocked, list(known.values()))
        stocked.update_index()
        for one in stocked.saved(now=now):
            expected = plain(stocked, one.query, one.scope, now)
            assert (one.total, one.unread) == expected, (change, one)
            named = {
                hit.key for hit in stocked.search(f'in:@"{one.name}"', limit=None, now=now).hits
            }
            assert len(named) == one.total


def test_a_search_that_asks_for_one_which_comes_and_goes_is_planned_anew_and_no_other(
    stocked: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = []

    def counting(query: Query) -> Query:
        planned.append(str(query))
        return standing(query)

    monkeypatch.setattr(saving, "standing", counting)
    monkeypatch.setattr(saving, "_planned", {})
    for number in range(6):
        stocked.save_search(f"search {number}", f"quake -zebra{number}")
    assert len(planned) == 6
    stocked.save_search("asks", "in:@late lima")
    stocked.save_search("quoted", '-in:"@the Late" quake')
    assert len(planned) == 8
    stocked.save_search("Late", "ferry")
    assert len(planned) == 10  # itself, and the one that asks for it
    late = stocked.saved()
    assert found(stocked, "in:@asks") == found(stocked, "ferry lima") != set()
    assert counts(stocked)["asks"] == plain(stocked, "ferry lima", "all", NOW)
    stocked.save_search("The late", "bread")
    assert counts(stocked)["quoted"] == plain(stocked, "-bread quake", "all", NOW)
    stocked.undo()
    assert counts(stocked) == {one.name: (one.total, one.unread) for one in late}
    stocked.delete_search("late")
    assert counts(stocked)["asks"] == (0, 0)  # its name is a word again, which nothing has


def test_the_counts_survive_a_rebuild_and_another_process(stocked: Library) -> None:
    stocked.save_search("quakes", "quake")
    stocked.save_search("rest", "-quake is:unread")
    before = counts(stocked)
    stocked.rebuild_index()
    assert counts(stocked) == before
    other = open_library(stocked.paths.folder)
    assert counts(other) == before
    other.mark([*other.keys()], "read", True)
    assert counts(stocked)["rest"] == (0, 0)
    assert counts(stocked)["quakes"] == (before["quakes"][0], 0)
    other.close()


def test_an_article_counts_as_soon_as_the_index_has_heard_of_it(
    stocked: Library, write: Write
) -> None:
    stocked.save_search("walrus", "walrus")
    stocked.save_search("new", "date:today OR walrus")
    stocked.add([str(write("walrus.txt", "A walrus came\n\nIt lay on the pier all day.\n"))])
    assert counts(stocked)["walrus"] == (0, 0) == plain(stocked, "=walrus", "all", NOW)
    stocked.update_index()
    assert counts(stocked)["walrus"] == (1, 1)


def test_an_indexing_that_broke_off_is_made_good_by_the_next(
    stocked: Library, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    stocked.save_search("walrus", "walrus")
    stocked.add([str(write("walrus.txt", "A walrus came\n\nIt lay on the pier all day.\n"))])

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(indexing_module.changes, "acknowledge", end)
        with pytest.raises(KeyboardInterrupt):
            stocked.update_index()
    assert stocked.pending() == 1
    stocked.update_index()
    assert counts(stocked)["walrus"] == (1, 1)


def test_an_indexing_in_the_middle_of_saving_is_not_lost(
    stocked: Library, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    stocked.add([str(write("walrus.txt", "A walrus came\n\nIt lay on the pier all day.\n"))])
    other = open_library(stocked.paths.folder)
    search, calls = stocked._index.matching, list[str]()

    def overtaken(query: str, keys: object = None) -> list[int]:
        before = search(query)
        if not calls:
            calls.append(query)
            other.update_index()
        return before

    monkeypatch.setattr(stocked._index, "matching", overtaken)
    stocked.save_search("walrus", "walrus")
    assert calls
    assert counts(stocked)["walrus"] == (1, 1)
    assert counts(other)["walrus"] == (1, 1)
    other.close()


def test_without_an_index_filters_are_counted_and_words_wait(
    stocked: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = stocked.paths.index / "broadsheet.json"
    version.write_text('{"schema": 1}')
    stocked._index.close()
    stocked.save_search("words", "quake")
    stocked.save_search("filters", "is:unread")
    assert counts(stocked) == {"words": (None, None), "filters": (40, 40)}
    with pytest.raises(IndexUnavailable):
        stocked.search("in:@words")
    stocked.update_index()
    assert counts(stocked)["words"] == plain(stocked, "quake", "all", NOW)


def test_words_that_mean_something_else_to_a_newer_program_are_sought_again(
    stocked: Library,
) -> None:
    stocked.save_search("quakes", "quake")
    right = counts(stocked)
    with stocked._database.writing() as db:
        db.execute("UPDATE saved_words SET meaning = 'former'")
        db.execute("DELETE FROM saved_articles")
    assert counts(stocked) == right
    stocked.update_index()
    held = stocked._database.connection.execute("SELECT count(*) FROM saved_articles").fetchone()
    assert held == (right["quakes"][0],)


# In queries


def test_a_saved_search_is_a_filter_among_others(stocked: Library) -> None:
    stocked.save_search("My Quakes", "quake")
    stocked.save_search("u", "in:@'x' OR is:unread", replace=True)
    quakes, ferries = found(stocked, "quake"), found(stocked, "ferry")
    assert quakes & ferries and quakes - ferries and ferries - quakes
    assert found(stocked, 'in:@"my quakes"') == quakes
    assert found(stocked, 'IN:@"MY  QUAKES" ferry') == quakes & ferries
    assert found(stocked, 'ferry -in:@"my quakes"') == ferries - quakes
    assert found(stocked, 'ferry OR in:@"my quakes"') == ferries | quakes
    assert found(stocked, '-in:@"my quakes"') == set(stocked.keys()) - quakes


def test_its_scope_and_its_order_come_along_and_its_words_are_marked(stocked: Library) -> None:
    stocked.save_search("old", "quake sort:old", "unread")
    first = stocked.search("quake sort:old", limit=None).hits
    stocked.mark([first[0].key], "read", True)
    answer = stocked.search("in:@old", limit=None)
    assert [h.key for h in answer.hits] == [h.key for h in first[1:]]
    assert "quak" in answer.terms
    newest = stocked.search("in:@old sort:new", limit=None)
    assert [h.key for h in newest.hits] != [h.key for h in answer.hits]


def test_saved_searches_nest(stocked: Library) -> None:
    stocked.save_search("a", "quake")
    stocked.save_search("b", "in:@a lima")
    stocked.save_search("c", "in:@b OR (in:@a -is:read)")
    assert found(stocked, "in:@b") == found(stocked, "quake lima")
    assert found(stocked, "in:@c") == found(stocked, "quake")
    stocked.save_search("a", "ferry", replace=True)
    assert found(stocked, "in:@b") == found(stocked, "ferry lima")


def test_many_that_name_the_next_one_twice_are_answered(stocked: Library) -> None:
    stocked.save_search("s0", "quake")
    for n in range(1, 40):
        stocked.save_search(f"s{n}", f"in:@s{n - 1} OR (in:@s{n - 1} is:unread)")
    assert found(stocked, "in:@s39") == found(stocked, "quake")
    assert stocked.understand("in:@s39").hints == ()


def test_a_search_that_would_ask_for_itself_is_refused(stocked: Library) -> None:
    stocked.save_search("a", "quake")
    stocked.save_search("b", "in:@a")
    stocked.save_search("c", "in:@later")
    for name, query in (("a", "in:@b"), ("a", "-in:@a"), ("later", "ferry OR in:@c")):
        with pytest.raises(UsageError, match="would ask for itself"):
            stocked.save_search(name, query, replace=True)
    with pytest.raises(UsageError, match="would ask for itself"):
        stocked.rename_search("c", "later")
    assert [(s.name, s.query) for s in stocked.saved()] == [
        ("a", "quake"),
        ("b", "in:@a"),
        ("c", "in:@later"),
    ]


def test_a_loop_that_got_in_all_the_same_ends_and_is_told(stocked: Library) -> None:
    stocked.save_search("a", "quake")
    stocked.save_search("b", "in:@a")
    with stocked._database.writing() as db:
        db.execute("UPDATE saved SET query = 'quake OR in:@b' WHERE name = 'a'")
    assert found(stocked, "in:@a") == found(stocked, "quake")
    note = "The saved search “a” asks for itself; it finds nothing there."
    assert note in stocked.search("in:@a").note
    assert note in stocked.understand("in:@a").hints
    assert counts(stocked)["b"] == plain(stocked, "quake", "all", NOW)


def test_an_unknown_name_is_text_and_a_hint_says_so(stocked: Library) -> None:
    hint = "“in:@nobody” was searched as text; no saved search has that name."
    assert hint in stocked.search("in:@nobody quake").note
    for quoted in ('in:@"nobody"', 'in:"@nobody"'):
        assert stocked.search(f"{quoted} quake") == stocked.search("in:@nobody quake")
    stocked.save_search("asks", "quake OR in:@nobody")
    assert stocked.understand("in:@asks").hints == (
        "“in:@nobody” in the saved search “asks” was searched as text.",
    )
    assert found(stocked, "in:@asks") == found(stocked, "quake")
    stocked.save_search("nobody", "ferry")
    assert found(stocked, "in:@asks") == found(stocked, "quake OR ferry")
    assert counts(stocked)["asks"] == plain(stocked, "quake OR ferry", "all", NOW)


def test_a_saved_search_is_never_widened_and_bounds_what_is(stocked: Library) -> None:
    stocked.save_search("none", "quake nosuchword")
    assert stocked.search("in:@none").total == 0
    assert stocked.search("in:@none quake").total == 0


def test_the_index_is_needed_where_a_saved_search_holds_words(stocked: Library) -> None:
    stocked.save_search("a", "is:unread")
    stocked.save_search("b", "quake")
    stocked.save_search("c", "in:@b is:unread")
    needed = {name: stocked.understand(f"in:@{name}").words for name in "abc"}
    assert needed == {"a": False, "b": True, "c": True}


def test_names_are_completed_and_shown(stocked: Library) -> None:
    stocked.save_search("My Quakes", "quake")
    stocked.save_search("new", "is:unread")
    vocabulary = stocked.vocabulary()
    for text, choices in (
        ("in:", ('@"My Quakes" ', "@new ")),
        ("in:@", ('@"My Quakes" ', "@new ")),
        ("in:@qu", ('@"My Quakes" ',)),
        ('-in:@"my q', ('@"My Quakes" ',)),
        ("in:@zzz", ()),
    ):
        completion = stocked.complete(text, len(text), vocabulary)
        assert (completion.choices if completion else ()) == choices, text
    understood = stocked.understand('ferry in:@"my quakes"')
    assert [(c.label, c.kind) for c in understood.chips] == [
        ("ferry", "word"),
        ("saved: my quakes", "filter"),
    ]
    assert stocked.understand("ferry in:@ne", typing=True).text == "ferry"
    assert stocked.understand('ferry in:@"my', typing=True).text == "ferry"


# Keeping


def test_a_name_is_one_whatever_its_capitals_and_nothing_is_overwritten_unasked(
    library: Library,
) -> None:
    assert library.save_search("  My\tQuakes\x1b[31m ", "quake\n lima") == "My Quakes"
    with pytest.raises(UsageError, match="saved as “My Quakes” already"):
        library.save_search("MY QUAKES", "ferry")
    library.save_search("my quakes", "ferry", replace=True)
    (one,) = library.saved()
    assert (one.name, one.query) == ("my quakes", "ferry")


@pytest.mark.parametrize("name", ["", "  ", "@", '""', "-!-", "x" * 61])
def test_names_that_cannot_be_are_refused(library: Library, name: str) -> None:
    with pytest.raises(UsageError):
        library.save_search(name, "quake")
    assert library.saved() == []


@pytest.mark.parametrize("query", ["", "  ", "()", "-", "x" * 1001])
def test_queries_that_ask_for_nothing_or_too_much_are_refused(library: Library, query: str) -> None:
    with pytest.raises(UsageError):
        library.save_search("name", query)


@pytest.mark.parametrize("name", ['say "x"', "a(b)", "c*", "in:@a", "-x", "=y", "naïve—Ünï", "a:b"])
def test_every_name_that_is_kept_can_be_asked_for(stocked: Library, name: str) -> None:
    kept = stocked.save_search(name, "quake")
    assert found(stocked, f'in:@"{kept}"') == found(stocked, "quake")
    (choice,) = stocked.complete("in:", 3, stocked.vocabulary()).choices  # type: ignore[union-attr]
    assert found(stocked, f"in:{choice}") == found(stocked, "quake")


def test_renaming_goes_through_all_queries(stocked: Library) -> None:
    stocked.save_search("a", "quake")
    stocked.save_search("b", "lima -in:@A sort:old")
    before = found(stocked, "in:@b")
    stocked.rename_search("a", "big quakes")
    assert [(s.name, s.query) for s in stocked.saved()] == [
        ("big quakes", "quake"),
        ("b", 'lima -in:@"big quakes" sort:old'),
    ]
    assert found(stocked, "in:@b") == before
    stocked.rename_search("big quakes", "Big Quakes")
    assert stocked.saved_search("big quakes").name == "Big Quakes"
    with pytest.raises(UsageError, match="already"):
        stocked.rename_search("Big Quakes", "B")
    with pytest.raises(UsageError, match="No search is saved"):
        stocked.rename_search("a", "z")


def names(library: Library) -> list[str]:
    assert library.saved_names() == [one.name for one in library.saved()]
    return library.saved_names()


def test_a_deleted_search_can_be_put_back_as_it_was(stocked: Library) -> None:
    for name in "abc":
        stocked.save_search(name, f"{name} OR quake")
    stocked.save_search("d", "in:@b")
    before = stocked.saved(now=NOW)
    deleted = stocked.delete_search("B")
    assert names(stocked) == ["a", "c", "d"]
    assert deleted.search.query == "b OR quake"
    assert stocked.undo()
    assert stocked.saved(now=NOW) == before
    assert all(words.meaning for words in store.words(stocked._database.connection).values())
    with pytest.raises(UsageError, match="No search is saved"):
        stocked.delete_search("nobody")


def test_what_no_search_asks_for_any_more_is_not_kept(stocked: Library) -> None:
    stocked.save_search("a", "quake")
    stocked.save_search("b", "quake")
    stocked.delete_search("a")
    rows = "SELECT count(*) FROM saved_articles"
    assert stocked._database.connection.execute(rows).fetchone()[0] > 0
    stocked.delete_search("b")
    assert stocked._database.connection.execute(rows).fetchone() == (0,)


def test_the_order_is_the_persons(library: Library) -> None:
    for name in "abcd":
        library.save_search(name, "quake")
    library.move_search("D", 0)
    library.move_search("a", 99)
    assert names(library) == ["d", "b", "c", "a"]
    library.move_search("c", 1)
    library.save_search("b", "lima", replace=True)
    assert names(library) == ["d", "c", "b", "a"]


# Handing over


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Library]:
    opened = open_library(tmp_path / "elsewhere")
    yield opened
    opened.close()


def kept(library: Library) -> list[tuple[str, str, str]]:
    return [(one.name, one.query, one.scope) for one in library.saved()]


def test_what_is_exported_can_be_imported_again_and_again(
    library: Library, elsewhere: Library
) -> None:
    library.save_search("zwei", 'in:@eins -"a b"', "unread")
    library.save_search("eins", "Zürich ★", "starred")
    text = library.export_saved()
    report = elsewhere.import_saved(text)
    assert report.added == ["zwei", "eins"]
    assert kept(elsewhere) == kept(library)
    again = elsewhere.import_saved(text)
    assert (again.added, again.same, again.conflicts) == ([], ["zwei", "eins"], [])
    assert elsewhere.export_saved() == text


def test_an_import_overwrites_nothing_unasked(library: Library, elsewhere: Library) -> None:
    library.save_search("News", "ferry")
    library.save_search("other", "chess")
    elsewhere.save_search("news", "quake")
    text = library.export_saved()
    report = elsewhere.import_saved(text)
    assert (report.added, report.conflicts) == (["other"], ["news"])
    assert kept(elsewhere)[0] == ("news", "quake", "all")
    assert elsewhere.import_saved(text, replace=True).replaced == ["News"]
    assert kept(elsewhere)[0] == ("News", "ferry", "all")


def test_what_cannot_be_saved_is_reported_and_the_rest_is(library: Library) -> None:
    text = json.dumps(
        [{"name": "", "query": "a"}, {"name": "b", "query": ""}, {"name": "c", "query": "d"}]
    )
    report = library.import_saved(text)
    assert report.added == ["c"]
    assert [f.what for f in report.failures] == ["", "b"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is not JSON"),
        ("{", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ('{"format": "recipes"}', "format: "),
        ('[{"name": 1, "query": "a"}]', "searches.0.name: "),
        ('[{"name": "a", "query": "a", "scope": "none"}]', "searches.0.scope: "),
        ('{"version": 2}', "of version 2; this program reads 1"),
    ],
)
def test_other_files_are_refused_with_a_reason(library: Library, text: str, why: str) -> None:
    with pytest.raises(DocumentError) as refused:
        library.import_saved(text)
    assert why in str(refused.value)
    assert library.saved() == []


def test_counts_are_not_worked_out_again_while_nothing_changes(
    stocked: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    stocked.save_search("a", "quake")
    first = stocked.saved(now=NOW)
    first.append(SavedSearch("mine", "x", "all", 0))
    statements: list[str] = []
    stocked._database.connection.set_trace_callback(statements.append)
    again = stocked.saved(now=NOW)
    stocked._database.connection.set_trace_callback(None)
    assert again == first[:-1]
    assert [s for s in statements if "SELECT" in s] == []


def test_whoever_deletes_a_search_hears_which_others_ask_for_it(stocked: Library) -> None:
    stocked.save_search("calm", "-storm")
    stocked.save_search("sea", "in:@calm ferry")
    stocked.save_search("isle", "in:@sea")
    assert stocked.delete_search("isle").consequence == ""
    deleted = stocked.delete_search("Calm")
    assert deleted.asked_by == ("sea",)
    assert deleted.consequence == (
        ". “sea” asks for it: its name is a word there now, until it is saved again."
    )
