"""Plain text comes out as its author meant it."""

from __future__ import annotations

import textwrap

import pytest

from tests.parsing.helpers import BODY, kept, parsed, shapes

LONG = (
    "The old ferry crossed the strait for the last time on Sunday evening, watched by some two "
    "thousand people who had come from both shores to see it off. Its captain, who has steered "
    "it for thirty years, said that he would miss the birds more than the passengers."
)


def body(text: str) -> list[str]:
    return kept(parsed("A title to begin with\n\n" + text))


@pytest.mark.parametrize("width", [50, 64, 72, 80, 100])
def test_hard_wrapped_paragraphs_are_reflowed(width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(text, width) for text in (LONG, *BODY))
    assert body(wrapped) == [LONG, *BODY]


def test_windows_and_old_mac_line_ends_are_line_ends() -> None:
    wrapped = "\n\n".join(textwrap.fill(text, 60) for text in (LONG, *BODY))
    assert body(wrapped.replace("\n", "\r\n")) == [LONG, *BODY]
    assert kept(parsed(("T one\n\n" + wrapped).replace("\n", "\r"))) == [LONG, *BODY]


def test_one_paragraph_a_line_without_blank_lines_splits() -> None:
    assert body("\n".join([LONG, *BODY, LONG])) == [LONG, *BODY, LONG]


def test_indented_first_lines_part_paragraphs() -> None:
    wrapped = "\n".join(textwrap.fill(t, 64, initial_indent="   ") for t in (LONG, *BODY))
    assert body(wrapped) == [LONG, *BODY]


def test_a_short_last_line_parts_wrapped_paragraphs_without_blank_lines() -> None:
    first = LONG + " And so it ends."
    text = "\n".join(textwrap.fill(t, 60) for t in (first, LONG))
    assert body(text) == [first, LONG]


def test_verse_keeps_its_lines() -> None:
    verse = "The tide comes in, the tide goes out,\nAnd nobody asks why,\nThe gulls know all there is to know\nAnd keep it in the sky."
    assert body(verse + "\n\n" + verse) == [verse, verse]


def test_an_address_keeps_its_lines() -> None:
    address = "Harbour Office\n12 Quay Street\nPort Ellen"
    assert body(address + "\n\n" + LONG) == [address, LONG]


def test_a_word_hyphenated_at_a_line_end_is_left_alone() -> None:
    text = textwrap.fill(LONG, 60).replace("strait", "str-\nait", 1)
    assert "str- ait" in body(text)[0] or "str-\nait" in body(text)[0]


def test_chinese_wrapped_lines_are_joined_without_spaces() -> None:
    sentence = (
        "港口办公室周一统计了四十艘船比春天以来的任何一周都多引航员通宵工作最后一艘油轮在黎明后不久停泊"
        * 2
    )
    wrapped = "\n".join(sentence[n : n + 32] for n in range(0, len(sentence), 32))
    assert body(wrapped) == [sentence]


def test_bullets_and_numbers_become_items() -> None:
    article = parsed(
        "List\n\nTo bring:\n- bread\n- salt\n  - sea salt\n\n1. Go out.\n2. Come home.\n"
    )
    items = [(b.marker, b.level, b.text) for b in article.blocks if b.kind == "item"]
    assert items == [
        ("•", 0, "bread"), ("•", 0, "salt"), ("•", 1, "sea salt"),
        ("1.", 0, "Go out."), ("2.", 0, "Come home."),
    ]  # fmt: skip


def test_an_item_wrapped_over_lines_is_one_item() -> None:
    article = parsed("List\n\n- " + "\n  ".join(textwrap.wrap(LONG, 60)) + "\n- short\n")
    assert [b.text for b in article.blocks if b.kind == "item"] == [LONG, "short"]


def test_a_lone_number_or_dash_is_not_a_list() -> None:
    assert body("1. FC Union won on Sunday.\n\n" + LONG) == ["1. FC Union won on Sunday.", LONG]
    assert body("- No, he replied.\n\n" + LONG) == ["- No, he replied.", LONG]


def test_only_unmistakable_headings_are_headings() -> None:
    text = f"Ships\n\nWHAT HAPPENED\n\n{LONG}\n\nWhat follows\n------------\n\n{LONG}\n\n## Last\n\n{LONG}"
    headings = [b.text for b in parsed(text).blocks if b.kind == "heading"]
    assert headings == ["WHAT HAPPENED", "What follows", "Last"]


def test_a_text_all_in_capitals_has_no_headings() -> None:
    text = "\n\n".join(t.upper() for t in ("Ships", "What happened", LONG, *BODY))
    assert all(b.kind == "paragraph" for b in parsed(text).blocks)


def test_quotes_are_paragraphs_with_their_depth() -> None:
    article = parsed("Reply\n\n> first line of\n> one quote\n>\n> second\n>> deeper\n\nanswer")
    assert [(b.quoted, b.text) for b in article.blocks[1:]] == [
        (1, "first line of\none quote"), (1, "second"), (2, "deeper"), (0, "answer"),
    ]  # fmt: skip


def test_tab_separated_lines_become_a_table() -> None:
    (table,) = [
        b
        for b in parsed(f"T\n\nport\tships\nEllen\t40\nAskaig\t7\n\n{LONG}").blocks
        if b.kind == "table"
    ]
    assert table.rows == (("port", "ships"), ("Ellen", "40"), ("Askaig", "7"))
    assert table.text == "port\tships\nEllen\t40\nAskaig\t7"


def test_columns_set_with_spaces_keep_their_alignment() -> None:
    columns = "port      ships   tons\nEllen     40      3000\nAskaig    7       210"
    assert ("code", columns) in shapes(parsed(f"T\n\n{columns}\n\n{LONG}"))


def test_two_spaces_after_a_sentence_are_no_columns() -> None:
    prose = "He came.  He saw.  He left again.\nNobody asked.  Nobody wondered.  It rained."
    assert all(kind == "paragraph" for kind, _ in shapes(parsed(f"T\n\n{prose}\n\n{LONG}")))


def test_indented_code_keeps_its_lines() -> None:
    code = "def main():\n    return 1;"
    indented = textwrap.indent(code, "    ")
    assert ("code", code) in shapes(parsed(f"T\n\n{LONG}\n\n{indented}\n\n{LONG}"))


def test_a_rule_is_a_rule() -> None:
    assert ("rule", "") in shapes(parsed(f"T\n\n{LONG}\n\n* * *\n\n{LONG}"))


def test_what_a_terminal_would_obey_is_gone() -> None:
    text = "\n".join(kept(parsed("T\n\n\x1b[31mred\x1b[0m \x1b]52;c;aGk=\x07and \u202edrawkcab")))
    assert text == "red and drawkcab"


def test_verse_whose_long_lines_end_alike_keeps_its_lines() -> None:
    verse = (
        "The long tide comes across the bay at evening time,\n"
        "And carries every fishing boat toward the quiet shore,\n"
        "Where mothers wait with lanterns on the harbour line,\n"
        "And nobody remembers what the winter winds were for,\n"
        "Until the bell begins to ring across the bay once more."
    )
    assert body(verse + "\n\n" + verse) == [verse, verse]


def test_ragged_lines_that_run_on_are_one_paragraph() -> None:
    lines = (
        "The harbour of Eastport was opened again on Thursday after a storm had kept",
        "ships outside for three days, and the pilots hope that the last of them can leave before the",
        "evening tide.",
    )
    assert body("\n".join(lines)) == [" ".join(lines)]
