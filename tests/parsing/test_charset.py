"""Bytes are read in the character set they were written in."""

from __future__ import annotations

import codecs

import pytest

from reader.errors import DocumentError
from tests.parsing.helpers import BODY, kept, parsed

RUSSIAN = "В порту насчитали сорок кораблей, больше чем за любую неделю с весны. Лоцманы работали всю ночь."
GERMAN = "Die größten Schiffe müssen draußen warten, während die Lotsen über Nacht an der Mündung arbeiten."
JAPANESE = (
    "港湾事務所は月曜日に四十隻の船を数えた。春以来のどの週よりも多い。水先人は夜通し働いた。"
)
CHINESE = "港口办公室周一统计了四十艘船，比春天以来的任何一周都多。引航员通宵工作。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"), (RUSSIAN, "utf-8"), (JAPANESE, "utf-8"),
        (GERMAN, "windows-1252"), (RUSSIAN, "windows-1251"), (RUSSIAN, "koi8-r"),
        (JAPANESE, "shift_jis"), (JAPANESE, "euc-jp"), (CHINESE, "gb18030"), (CHINESE, "big5hkscs"),
    ],
)  # fmt: skip
def test_text_without_a_declaration_is_read(text: str, encoding: str) -> None:
    if encoding == "big5hkscs":
        text = text.translate(
            str.maketrans("办统计艘这热来导为运", "辦統計艘這熱來導為運")
        ).replace("周", "週")
        text = "".join(c for c in text if c.encode("big5hkscs", "ignore"))
    assert kept(parsed(("T\n\n" + text * 3).encode(encoding))) == [text * 3]


@pytest.mark.parametrize("text", [GERMAN, RUSSIAN, CHINESE])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("marked", [True, False])
def test_wide_characters_are_found_with_and_without_a_mark(
    text: str, encoding: str, marked: bool
) -> None:
    raw = (("\ufeff" if marked else "") + "Title\n\n" + text).encode(encoding)
    article = parsed(raw)
    assert (kept(article), article.encoding) == ([text], encoding)


def test_a_mark_of_utf_8_is_no_part_of_the_text() -> None:
    assert parsed(codecs.BOM_UTF8 + b"Title\n\nText").title == "Title"


@pytest.mark.parametrize(
    ("label", "encoding"),
    [("iso-8859-1", "windows-1252"), ("gb2312", "gb18030"), ("x-sjis", "shift_jis")],
)
def test_a_declared_label_means_what_browsers_take_it_for(label: str, encoding: str) -> None:
    text = {"iso-8859-1": "€ “ok” größer", "gb2312": "镕基 港口", "x-sjis": "①港湾"}[label]
    codec = {"shift_jis": "cp932"}.get(encoding, encoding)
    raw = f'<meta charset="{label}"><h1>T</h1><p>{text}</p>'.encode(codec)
    article = parsed(raw, "a.html")
    assert (kept(article), article.encoding) == ([text], encoding)


def test_a_page_that_became_utf_8_is_read_as_utf_8_whatever_it_declares() -> None:
    raw = f'<meta charset="iso-8859-1"><h1>T</h1><p>{GERMAN}</p>'.encode()
    assert kept(parsed(raw, "a.html")) == [GERMAN]


def test_mojibake_is_left_alone() -> None:
    assert kept(parsed("T\n\nGrÃ¶ÃŸe")) == ["GrÃ¶ÃŸe"]


def test_a_damaged_byte_in_utf_8_costs_one_character() -> None:
    raw = ("T\n\n" + RUSSIAN).encode() + b"\xff"
    assert kept(parsed(raw)) == [RUSSIAN + "\ufffd"]


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"), (b"\x89PNG\r\n\x1a\n\0\0", "a PNG image"),
        (b"PK\x03\x04\x14\0", "a ZIP archive"), (b"\x1f\x8b\x08\0", "gzip"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG image"), (bytes(range(256)) * 40, "not text"),
        (b"\0" * 5000, "not text"), (b"", "empty"), (b" \n\t\n", "empty"), (codecs.BOM_UTF8, "empty"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.md", "stdin"])
def test_what_is_no_text_says_what_it_is(raw: bytes, named: str, name: str) -> None:
    with pytest.raises(DocumentError, match=named):
        parsed(raw, name)


def test_every_paragraph_of_a_story_survives_a_round_of_encodings() -> None:
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        assert kept(parsed("\n\n".join(("Title", *BODY)).encode(encoding))) == list(BODY)
