"""Files of records come apart, and a record is an article."""

from __future__ import annotations

import json

import pytest

from reader.errors import DocumentError
from reader.models import Document, Failure
from reader.parsing import parse, split, split_lines
from tests.parsing.helpers import document, kept, parsed


def records(*lines: object) -> bytes:
    return b"\n".join(
        line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines
    )


def test_each_record_is_a_document_under_its_key() -> None:
    raw = records(
        {"id": 7, "title": "A", "text": "a"},
        {"url": "https://a.org/b", "text": "b"},
        {"title": "C", "text": "c"},
    )
    first, second, third = split(document(raw, "news.jsonl"))
    assert (
        isinstance(first, Document) and isinstance(second, Document) and isinstance(third, Document)
    )
    assert (first.origin, second.origin) == (
        "/news/news.jsonl#7",
        "/news/news.jsonl#https://a.org/b",
    )
    assert len(third.origin.partition("#")[2]) == 16
    assert first.raw == raw.splitlines()[0]
    assert kept(parse(second)) == ["b"]


def test_a_key_met_again_is_numbered() -> None:
    raw = records({"id": "x", "text": "a"}, {"id": "x", "text": "b"}, {"id": "x", "text": "c"})
    found = [d.origin for d in split(document(raw, "n.ndjson")) if isinstance(d, Document)]
    assert found == ["/news/n.ndjson#x", "/news/n.ndjson#x#2", "/news/n.ndjson#x#3"]


def test_a_bad_line_is_a_failure_that_names_it_and_the_others_go_on() -> None:
    raw = records(
        {"id": 1, "text": "a"}, b"", b"{oops", b"[1]", b"\xff\xfe\xfd", {"id": 2, "text": "b"}
    )
    found = list(split(document(raw, "news.jsonl")))
    failures = [item for item in found if isinstance(item, Failure)]
    assert [f.what for f in failures] == [f"/news/news.jsonl:{n}" for n in (3, 4, 5)]
    assert "not valid JSON" in failures[0].why and "a list" in failures[1].why
    assert [d.origin[-1] for d in found if isinstance(d, Document)] == ["1", "2"]


def test_any_other_document_is_itself() -> None:
    for name in ("a.txt", "a.html", "a.md", "stdin"):
        plain = document("Title\n\ntext", name)
        assert list(split(plain)) == [plain]


def test_a_record_is_not_split_again() -> None:
    twice = records({"id": 1, "text": "a"}, {"id": 1, "text": "b"})
    for one in split(document(twice, "news.jsonl")):
        assert isinstance(one, Document)
        assert list(split(one)) == [one]


def test_records_that_are_piped_in_come_apart() -> None:
    raw = records({"id": 1, "text": "a"}, {"id": 2, "text": "b"})
    found = list(split(Document("stdin:abc", "stdin", raw)))
    assert [d.origin for d in found if isinstance(d, Document)] == ["stdin:abc#1", "stdin:abc#2"]


def test_a_failure_among_the_lines_is_passed_on_in_its_place() -> None:
    broken = Failure("n.jsonl:2", "is too large")
    found = list(split_lines("/n.jsonl", "n.jsonl", [b'{"id":1,"text":"a"}', broken, b"x"]))
    assert found[1] == broken
    assert isinstance(found[2], Failure) and found[2].what == "/n.jsonl:3"


def test_all_fields_of_a_record_are_read() -> None:
    article = parsed(
        records({
            "title": "Forty ships", "text": "First paragraph.\n\nSecond.", "url": "https://harbour.example/s",
            "date": "2019-01-04", "author": ["Jane Doe", "Bob Ray"], "site": "Harbour News", "language": "pt_BR",
            "whatever": {"x": 1},
        }),
        "x.json",
    )  # fmt: skip
    assert (article.title, kept(article)) == ("Forty ships", ["First paragraph.", "Second."])
    assert (article.author, article.source) == ("Jane Doe, Bob Ray", "Harbour News")
    assert (article.published, article.language) == ("2019-01-04", "pt-br")
    assert (article.url, article.format) == ("https://harbour.example/s", "jsonl")


def test_null_is_unknown_and_the_source_is_then_the_host() -> None:
    article = parsed(
        records({"title": None, "text": "T\n\nx", "url": "https://www.a.org/b", "date": None}),
        "x.json",
    )
    assert (article.title, article.published, article.source) == ("T", "", "a.org")


def test_html_of_a_record_is_read_as_html() -> None:
    raw = records(
        {
            "title": "T",
            "html": "<p>One <b>two</b></p><p><a href='c'>c</a>",
            "url": "https://a.org/b",
        }
    )
    article = parsed(raw, "x.json")
    assert kept(article) == ["One two", "c"]
    assert article.blocks[1].spans[0].target == "https://a.org/c"


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ({"title": 5, "text": "x"}, 'field "title" must be text, not a number'),
        ({"text": ["x"]}, 'field "text" must be text, not a list'),
        ({"text": "x", "url": {}}, 'field "url" must be text, not an object'),
        ({"text": "x", "date": 1546560000}, 'field "date" must be text, not a number'),
        (
            {"text": "x", "author": True},
            'field "author" must be text or a list of texts, not true or false',
        ),
        ({"title": "x"}, "has no text"),
        ({"title": "x", "text": " \n"}, "has no text"),
        ([1, 2], "a list instead of one record"),
    ],
)
def test_a_wrong_record_says_which_field_is_wrong(record: object, why: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parsed(records(record), "x.jsonl")
    assert why in str(caught.value)


@pytest.mark.parametrize(
    "raw", ["{" * 100000, '{"text":' + "[" * 100000, '{"text": ' + "9" * 10000 + "}"]
)
def test_json_that_is_built_to_break_is_only_wrong(raw: str) -> None:
    with pytest.raises(DocumentError):
        parsed(raw, "x.json")
    (failure,) = split(document(raw, "x.jsonl"))
    assert isinstance(failure, Failure)


def test_markup_quoted_in_a_record_does_not_choose_the_character_set() -> None:
    raw = '{"text": "<meta charset=koi8-r> größer"}'.encode()
    assert "größer" in kept(parsed(raw, "x.jsonl"))[0]


def test_a_list_in_a_json_file_says_what_to_do() -> None:
    with pytest.raises(DocumentError) as caught:
        parsed('[{"title": "a", "text": "b"}]', "news.json")
    assert str(caught.value) == (
        "is a JSON list; put one object on each line and name the file .jsonl"
    )


@pytest.mark.parametrize(
    ("given", "tags"),
    [
        (["sea", "two words", "sea", "", 3, None, {"name": "x"}], ("sea", "two words")),
        ("sea, ship", ("sea", "ship")),
        (None, ()),
        (7, ()),
        ({"a": 1}, ()),
    ],
)
def test_a_record_s_tags_are_its_texts_and_never_an_error(
    given: object, tags: tuple[str, ...]
) -> None:
    raw = records({"title": "Ships", "text": "Text.", "tags": given})
    (only,) = split(document(raw, "news.jsonl"))
    assert isinstance(only, Document)
    assert parse(only).tags == tags
