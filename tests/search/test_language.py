"""What of a query goes where, how it is shown, and how it is completed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.search.completion import NAMES, Completion, Vocabulary, complete, place
from reader.search.days import WORDS
from reader.search.division import divided
from reader.search.grammar import ALIASES, FILTERS, ORDERS, PARTS, STATES
from reader.search.query import FIELDS, parse, understand
from reader.search.wording import chips, hints, understood

VOCABULARY = Vocabulary(
    sources=(("Morning Paper", 9), ("The Zürich Post", 5), ("Paper Weekly", 2), ("", 1)),
    languages=(("en", 9), ("de", 5), ("en-gb", 1)),
    tags=(("ml", 4), ("machine learning", 2), ("Málaga", 1)),
)


@pytest.mark.parametrize(
    ("text", "words", "filters", "mixed"),
    [
        ("", "", "", []),
        ("ferry", "ferry", "", []),
        ("ferry -bread is:unread -lang:en", "ferry -bread", "is:unread -lang:en", []),
        ("-ferry", "", "", ["-ferry"]),
        ("-ferry is:unread", "", "is:unread", ["-ferry"]),
        ("is:read OR is:starred", "", "is:read OR is:starred", []),
        ("is:starred OR ferry", "", "", ["is:starred OR ferry"]),
        ("bread is:starred OR ferry", "bread", "", ["is:starred OR ferry"]),
        ("(ferry -bread) OR chess", "(ferry -bread) OR chess", "", []),
        ("(ferry OR -bread) chess", "chess", "", ["ferry OR -bread"]),
        ("chess -(ferry is:read)", "chess", "", ["-(ferry is:read)"]),
    ],
)
def test_each_part_goes_to_the_room_that_can_answer_it(
    text: str, words: str, filters: str, mixed: list[str]
) -> None:
    parts = divided(parse(text))
    assert (str(parts.words), str(parts.filters)) == (words, filters)
    assert [str(part) for part in parts.mixed] == mixed


def test_dividing_takes_no_longer_for_deep_nesting() -> None:
    text = "a OR (b " * 40
    assert str(divided(parse(text)).words) == str(parse(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("quake honshu", []),
        ("", []),
        ('"rate cut" -rumour', ["“rate cut”", "not rumour"]),
        ("a OR b c", ["a or b", "c"]),
        ("a -(b c)", ["a", "not (b and c)"]),
        ("tra*", ["tra…"]),
        ("quak~", ["like quak"]),
        ("=Apple", ["exactly Apple"]),
        ("title:a", ["title: a"]),
        ("a is:unread", ["a", "unread"]),
        ("has:image", ["with image"]),
        ('feed:"The Paper"', ["source: The Paper"]),
        ("url:a", ["address: a"]),
        ("lang:en", ["language: en"]),
        ("date:today", ["today"]),
        ("date:7d", ["the last 7 days"]),
        ("date:1w", ["the last week"]),
        ("date:2026-11-01..2026-11-10", ["2026-11-01 to 2026-11-10"]),
        ("date:2026-11-10..2026-11-01", ["2026-11-01 to 2026-11-10"]),
        ("date:today..7d", ["7d to today"]),
        ("date:2026-11..", ["from 2026-11 on"]),
        ("date:..2026", ["until 2026"]),
        ("after:2026-11", ["from 2026-11 on"]),
        ("after:2d", ["the last 2 days"]),
        ("before:2d", ["before the last 2 days"]),
        ("before:today", ["before today"]),
        ("a sort:new", ["a", "newest first"]),
        ("a topic:ml", ["a", "“topic:ml” as text"]),
        ('a in:@"none"', ["a", "“in:@none” as text"]),
        ("tag:ml -#ai", ["tag: ml", "not (tag: ai or “#ai”)"]),
        ("note:flour has:note is:tagged", ["note: flour", "with note", "tagged"]),
    ],
)
def test_what_was_understood_is_shown_in_words(text: str, shown: list[str]) -> None:
    assert [chip.label for chip in chips(understand(text))] == shown


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("topic:ml", "“topic:ml” was searched as text."),
        (
            "is:x",
            "“is:x” was searched as text; is: can be unread, read, starred, tagged, vanished.",
        ),
        ("has:x", "“has:x” was searched as text; has: can be image, audio, note, fulltext."),
        (
            "lang:english",
            "“lang:english” was searched as text; lang: can be a code of two letters or three, such as en, de or zh.",
        ),
        (
            "older:x",
            "“older:x” was searched as text; before: can be today, 7d, 2026-11 or 2026-11-01..2026-11-10.",
        ),
    ],
)
def test_a_hint_says_what_was_searched_as_text(text: str, sentence: str) -> None:
    assert hints(understand(text)) == (sentence,)


def test_what_is_understood_says_whether_the_index_is_needed() -> None:
    assert understood("is:unread sort:old").words is False
    assert understood("-ferry").words is True
    assert understood("is:", typing=True).empty
    assert not understood("sort:old").empty


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("ferr|", "", "ferr"),
        ("ferry |", None, None),
        ("|ferry", None, None),
        ("a fe|ry b", "", "fe"),
        ("-is:unr|", "is", "unr"),
        ("is:unr| ferry", "is", "unr"),
        ("ferry (is:|", "is", ""),
        ('feed:"the pa|', "feed", "the pa"),
        ('feed:"the pa|per" x', "feed", "the pa"),
        ("source:p|", "feed", "p"),
        ('"a phra|', "", "phra"),
        ('"a ph|ra" b', "", "ph"),
        ('title:"a |', "title", ""),
        ('"a phrase"|', None, None),
        ("http://a|", "", "http://a"),
        ("title:(a|", "", "a"),
    ],
)
def test_the_place_of_the_cursor_is_known(text: str, field: str | None, value: str | None) -> None:
    found = place(text.replace("|", ""), text.index("|"))
    assert (found.field, found.text) == (field, value) if found else field is None


def completed(text: str) -> list[str]:
    """Every completion of the text, whose cursor is a bar."""
    plain, cursor = text.replace("|", ""), text.index("|")
    found = complete(plain, cursor, VOCABULARY)
    if found is None:
        return []
    return [plain[: found.start] + choice + plain[found.end :] for choice in found.choices]


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("fe|", ["feed:"]),
        ("a -FE|", ["a -feed:"]),
        ("a|", []),
        ("ferry|", []),
        ("ferry |", []),
        ("is:|", ["is:unread ", "is:read ", "is:starred ", "is:tagged ", "is:vanished "]),
        ("is:U|", ["is:unread "]),
        ("is:u| ferry", ["is:unread ferry"]),
        ("is:unread|", []),
        ("star:t|", ["star:true "]),
        ("has:|", ["has:image ", "has:audio ", "has:note ", "has:fulltext "]),
        ("tag:|", ["tag:ml ", 'tag:"machine learning" ', "tag:Málaga "]),
        ("label:mal|", ["label:Málaga "]),
        ("-tag:lea|", ['-tag:"machine learning" ']),
        ("#m|", ["#ml ", 'tag:"machine learning" ', "#Málaga "]),
        ("a +MAL|", ["a +Málaga "]),
        ("note:fl|", []),
        ("sort:n|", ["sort:new "]),
        ("lang:e|", ["lang:en ", "lang:en-gb "]),
        ("date:t|", ["date:today "]),
        ("newer:7|", ["newer:7d "]),
        ("feed:pap|", ['feed:"Morning Paper" ', 'feed:"Paper Weekly" ']),
        ("feed:ape|", ['feed:"Morning Paper" ', 'feed:"Paper Weekly" ']),
        ("from:zur|", ['from:"The Zürich Post" ']),
        ('feed:"the z|', ['feed:"The Zürich Post" ']),
        ("feed:nobody|", []),
        ("title:fe|", []),
    ],
)
def test_tab_completes_fields_and_values(text: str, choices: list[str]) -> None:
    assert completed(text) == choices


def test_every_field_is_offered() -> None:
    assert set(NAMES) == {*FIELDS, *FILTERS, "sort"}


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='ab :"(-!is:unfeed=“', max_size=20), st.integers(0, 20))
def test_completing_never_fails_and_what_it_gives_is_understood(text: str, cursor: int) -> None:
    found = complete(text, min(cursor, len(text)), VOCABULARY)
    if isinstance(found, Completion):
        assert 0 <= found.start <= found.end <= len(text)
        for choice in found.choices:
            parse(text[: found.start] + choice + text[found.end :])


PAGE = Path(__file__).parents[2] / "docs" / "query-language.md"


SAVED = {"name", "my name"}


def examples() -> list[str]:
    """The first column of every table of the page on the language: what is typed."""
    rows = re.findall(r"^\| (.*?) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    return [text for row in rows for text in re.findall(r"`([^`]+)`", row)]


def test_every_example_of_the_documentation_is_understood() -> None:
    found = examples()
    assert len(found) > 25
    for text in found:
        request = understand(text, saved=SAVED)
        assert request.astray == (), text
        assert understand(str(request.tree), saved=SAVED).tree == request.tree


def test_the_documentation_leaves_out_no_field_no_value_and_no_other_name() -> None:
    page = PAGE.read_text("utf-8")
    known = (*FIELDS, *FILTERS, *ALIASES, "from", "star")
    assert [name for name in known if f"{name}:" not in page] == []
    assert [value for value in (*STATES, *WORDS) if f"`{value}`" not in page] == []
    assert [part for part in PARTS if f"`has:{part}`" not in page] == []
    assert [order for order in ORDERS if f"`sort:{order}`" not in page] == []
