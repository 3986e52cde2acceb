"""Where lines break, in every script, and that nothing is lost or torn on the way."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from reader.tui.layout import INVISIBLE, break_lines, measure
from reader.tui.render import drawable

_DROP = dict.fromkeys(map(ord, INVISIBLE))
FAMILY, FLAG, HEART, THUMB = "👨‍👩‍👧", "🇫🇷", "❤️", "👍🏽"


def lines_of(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in break_lines(text, width)]


CASES = [
    ("", 10, [""]),
    ("one", 10, ["one"]),
    ("exactly ten", 11, ["exactly ten"]),
    ("the quick brown fox", 10, ["the quick", "brown fox"]),
    ("a word at the edge", 6, ["a word", "at the", "edge"]),
    ("spaces     at a break", 7, ["spaces", "at a", "break"]),
    ("trailing    ", 10, ["trailing"]),
    ("a well-known case", 7, ["a well-", "known", "case"]),
    ("from -5 to -7", 6, ["from", "-5 to", "-7"]),
    ("1914–1918 was", 7, ["1914–", "1918", "was"]),
    ("stop—or go", 6, ["stop—", "or go"]),
    ("talks — leaves", 7, ["talks —", "leaves"]),
    ("all talks — leaves", 10, ["all", "talks —", "leaves"]),
    ("10\u00a0km away", 6, ["10\u00a0km", "away"]),
    ("at 10\u00a0km", 6, ["at", "10\u00a0km"]),
    ("incomprehensible", 7, ["incompr", "ehensib", "le"]),
    ("an incomprehensible", 7, ["an", "incompr", "ehensib", "le"]),
    ("example.org/path/to/it", 13, ["example.org/", "path/to/it"]),
    ("90 km/h or", 5, ["90", "km/h", "or"]),
    ("verse one\n  two\n\nfour", 20, ["verse one", "  two", "", "four"]),
    ("a\n", 5, ["a", ""]),
    ("東京で行われた大会", 8, ["東京で行", "われた大", "会"]),
    ("行われた。また", 8, ["行われ", "た。また"]),
    ("彼は「はい」と", 6, ["彼は", "「は", "い」と"]),
    ("あちょっと", 6, ["あ", "ちょっ", "と"]),
    ("換行，标点", 4, ["換", "行，", "标点"]),
    ("新しいiPhone発売", 8, ["新しい", "iPhone発", "売"]),
    ("대한민국은 민주", 11, ["대한민국은", "민주"]),
    ("ภาษาไทย", 4, ["ภาษา", "ไทย"]),
    (FAMILY * 3, 4, [FAMILY * 2, FAMILY]),
    (FLAG * 3, 4, [FLAG * 2, FLAG]),
    (FLAG * 3, 3, [FLAG, FLAG, FLAG]),
    (HEART * 3, 4, [HEART * 2, HEART]),
    (THUMB * 3, 5, [THUMB * 2, THUMB]),
    ("e\u0301" * 5, 3, ["e\u0301" * 3, "e\u0301" * 2]),
    ("あか\u3099。", 4, ["あ", "か\u3099。"]),
    ("      x", 4, ["x"]),
    ("wide 東", 6, ["wide", "東"]),
    ("東", 1, ["東"]),
    ("soft\u00adhyphen", 10, ["soft\u00adhyphen"]),
    ("zero\u200bspace", 6, ["zero\u200b", "space"]),
    ("مرحبا بالعالم", 7, ["مرحبا", "بالعالم"]),
]


@pytest.mark.parametrize(("text", "width", "expected"), CASES)
def test_a_text_breaks_where_a_reader_expects(text: str, width: int, expected: list[str]) -> None:
    assert lines_of(text, width) == expected


def test_characters_are_as_wide_as_the_terminal_library_says() -> None:
    for code in range(0x20, 0x20000):
        character = chr(code)
        if character not in INVISIBLE:
            assert measure(character)[-1] == get_character_cell_size(character), hex(code)


CHARACTERS = (
    st.characters(exclude_categories=["Cs", "Cc"])
    | st.sampled_from(" \t\n—–-/。「」　東っァ한ไé\u0301\u200b\u00ad\u00a0")
    | st.sampled_from([FAMILY, FLAG, HEART, THUMB, "\u200d", "\ufe0f", "\u2060"])
)
TEXTS = st.lists(CHARACTERS, max_size=120).map("".join)
WIDTHS = st.integers(2, 40)


@given(TEXTS, WIDTHS)
@example("a \u0301b", 2)
@example("   x", 2)
@example("— — —", 2)
def test_no_line_is_wider_than_asked(text: str, width: int) -> None:
    edges = measure(text)
    for start, end in break_lines(text, width):
        assert edges[end] - edges[start] <= width


@given(TEXTS, WIDTHS)
def test_only_spaces_are_left_out_and_the_order_stays(text: str, width: int) -> None:
    joined = "".join(lines_of(text, width))
    assert "".join(joined.split()) == "".join(text.split())


@given(TEXTS, WIDTHS)
def test_no_sign_is_torn_between_two_lines(text: str, width: int) -> None:
    edges = measure(text)
    for start, end in break_lines(text, width):
        if 0 < start < end and text[start - 1] != "\n":
            assert edges[start] < edges[start + 1]


@given(TEXTS)
@example("\u200d0")
@example("a\u200db\u200d c")
def test_measured_text_takes_the_cells_it_is_drawn_in(text: str) -> None:
    plain = drawable(text).replace("\t", " ").replace("\n", " ").translate(_DROP)
    assert measure(plain)[-1] == cell_len(plain)
