"""How the blocks of an article stand on the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.models import Article, Block, Headline, Note, Span, Tag
from reader.tui.footnotes import Spot
from reader.tui.grid import share
from reader.tui.hits import Hits
from reader.tui.layout import UNSEEN
from reader.tui.linking import LinkNumbers, links_of
from reader.tui.passage import Passage
from reader.tui.pieces import Piece
from reader.tui.sheet import Sheet
from reader.tui.typeset import typeset


def make(*blocks: Block, title: str = "Title", url: str = "") -> Article:
    headline = Headline(1, "a", title, "", "", 0, 0, 0, False, False)
    return Article(headline, "", url, "", "", False, blocks)


def drawn(sheet: Sheet) -> list[str]:
    """The lines of a sheet as they would be read, without colours."""
    lines = []
    sheet.settle_all(0)
    for y in range(sheet.height):
        index, within = sheet.at(y)
        if index < 0 or within >= sheet.sets[index].piece.height:
            lines.append("│ " * sheet.bars(index, within))
        else:
            lines.append("".join(run.text for run in sheet.sets[index].piece.runs(within)))
    return [line.rstrip() for line in lines]


def body_of(sheet: Sheet) -> list[Piece]:
    """The pieces below the head."""
    return [each.piece for each in sheet.sets if each.source >= 0]


def body(*blocks: Block, width: int = 30, original: bool = False) -> list[str]:
    """The lines below the title and its blank line, without the last blank one."""
    return drawn(typeset(make(*blocks), width, original))[3:-1]


def test_the_head_is_title_byline_and_address() -> None:
    headline = Headline(
        1, "a", "A long title that wraps", "The Tide", "2019-01-04", 0, 0, 9, True, True
    )
    article = Article(headline, "Ada", "https://example.org/a/long/address", "", "", False, ())
    assert drawn(typeset(article, 20)) == [
        "",
        "A long title that",
        "wraps",
        "The Tide · Ada · 4",
        "January 2019 · 1 min",
        "https://example.org…",
        "",
    ]


NOTE = "Ask the baker, who\nsaw the ferry (https://a.example/x) come in; then the harbour master."


def owned(article: Article, tags: Sequence[str] = (), note: str = "") -> Article:
    """The article with what a person has put on it."""
    headline = replace(article.headline, tags=tuple(Tag(n, i) for i, n in enumerate(tags)))
    return replace(article, headline=headline, note=Note(note, 0, 0) if note else None)


def test_tags_and_note_end_the_head_and_a_long_note_is_folded() -> None:
    plain = make(Block("paragraph", "News."))
    article = owned(plain, ["sea", "news desk"], NOTE)
    head = ["", "Title", "#sea  #news desk", "✎ Ask the baker, who"]
    assert drawn(typeset(article, 32))[:8] == [
        *head, "  saw the ferry…", "", "News.", ""
    ]  # fmt: skip
    whole = [*head, "  saw the ferry", "  (https://a.example/x) come in;", "  then the harbour master.", "", "News."]  # fmt: skip
    assert drawn(typeset(article, 32, folded=False))[:-1] == whole
    assert drawn(typeset(article, 60)) == [
        *head, "  saw the ferry (https://a.example/x) come in; then the", "  harbour master.", "", "News.", ""
    ]  # fmt: skip
    assert drawn(typeset(owned(plain, ["a-" * 60] * 9, "\n \n"), 32))[1:5] == [
        "Title", f"#{'a-' * 14}a…", "", "News."
    ]  # fmt: skip
    # The text is where it was, at the same index and the same fraction, without a line more.
    assert drawn(typeset(plain, 32)) == ["", "Title", "", "News.", ""]
    for width in (32, 60):
        bare, dressed = typeset(plain, width), typeset(article, width)
        assert len(bare.sets) == len(dressed.sets)
        assert bare.fraction(3) == dressed.fraction(drawn(dressed).index("News."))


def test_what_is_copied_of_a_folded_note_is_the_note() -> None:
    sheet = typeset(owned(make(Block("paragraph", "News.")), ["sea"], NOTE), 32)
    passage = Passage()
    passage.anchor, passage.head = (0, 0), (len(sheet.sets) - 1, 3)
    assert passage.text(sheet) == f"Title\n#sea\n{NOTE}\n\nNews"
    assert [span.target for span in sheet.sets[-2].piece.spans] == ["https://a.example/x"]


LINK = "https://a.example"
NUMBERS = {LINK: 12}


def linked(kind: str, text: str, first: int, last: int, **more: object) -> Block:
    return Block(kind, text, (Span(first, last, "link", LINK),), **more)  # type: ignore[arg-type]


def test_links_have_their_numbers_behind_them_wherever_they_stand() -> None:
    rows = (("North", "1"), ("South", "2"))
    blocks = [
        linked("paragraph", "A text whose link here goes on, wide 漢字 too.", 13, 22),
        linked("item", "one", 0, 3, level=0, marker="1."),
        linked("table", "North\t1\nSouth\t2", 0, 5, rows=rows),
        linked("code", "make it\nso", 0, 4),
        Block("image", "A crane", target=LINK),
        linked("paragraph", "spaced  end", 0, 8),
    ]
    shown = drawn(typeset(make(*blocks), 30, numbers=NUMBERS))[3:-1]
    assert shown == [
        "A text whose link here[12]", "goes on, wide 漢字 too.", "",
        "1. one[12]", "",
        "North[12] │  1", "South     │  2", "",
        "┊ make[12] it", "┊ so", "",
        "╭─ ▨ [12] ──────────╮", "│ A crane           │", "│ https://a.example │", "╰───────────────────╯", "",
        "spaced\u2060[12] end",
    ]  # fmt: skip
    bare = [line.replace("[12]", "") for line in shown if "▨" not in line]
    assert "".join(bare).replace(" ", "") == "".join(
        line for line in body(*blocks) if "▨" not in line
    ).replace(" ", "")


def test_an_address_written_out_differs_from_other_text_by_its_number_only() -> None:
    rows = (("North", LINK), ("South", "2"))
    blocks = [
        Block("paragraph", f"A text -- see {LINK}/a--b. It goes on."),
        Block("item", f"({LINK})", marker="•"),
        Block("table", f"North\t{LINK}\nSouth\t2", rows=rows),
        Block("code", f"get {LINK}"),
    ]
    article = make(*blocks)
    assert drawn(typeset(article, 40, numbers=LinkNumbers(blocks)))[3:-1] == [
        "A text –\u200b see https://a.example/a--b[1].", "It goes on.", "",
        "• (https://a.example[2])", "",
        "North │ https://a.example[2]", "South │ 2", "",
        "┊ get https://a.example",
    ]  # fmt: skip
    without = drawn(typeset(article, 40, numbers={}))[3:-1]
    assert without[0] == "A text –\u200b see https://a.example/a--b. It"
    assert without[3:] == ["• (https://a.example)", "", "North │ https://a.example", "South │ 2", "", "┊ get https://a.example"]  # fmt: skip


@given(
    st.text("ab 漢\u0301👩\u200d🚀-", min_size=1, max_size=60),
    st.integers(0, 30),
    st.integers(24, 40),
)
def test_no_number_is_cut_or_makes_a_line_too_long(text: str, first: int, width: int) -> None:
    kinds = [linked(kind, text, first, first + 9) for kind in ("paragraph", "item")]
    table = linked("table", text, first, first + 9, rows=((text, text),))
    sheet = typeset(make(*kinds, table), width, numbers=NUMBERS)
    shown = drawn(sheet)
    assert max(cell_len(line.translate(UNSEEN)) for line in shown) <= width
    wanted = bool(text[first : first + 9].strip())
    joined = "".join(shown)
    assert joined.count("[12]") == joined.count("[") and (joined.count("[") >= 2) >= wanted


def test_paragraphs_stand_apart_and_headings_close_to_their_text() -> None:
    one, two = Block("paragraph", "One."), Block("paragraph", "Two.")
    heading = Block("heading", "Part", level=2)
    assert body(one, heading, two, heading, heading) == [
        "One.", "", "Part", "Two.", "", "Part", "", "Part",
    ]  # fmt: skip


def test_items_hang_behind_their_markers_by_depth() -> None:
    items = (
        Block("item", "a first item that goes on", marker="•"),
        Block("item", "deeper still and longer", level=1, marker="2."),
        Block("item", "no marker"),
    )
    assert body(*items, width=26) == [
        "• a first item that goes",
        "  on",
        "  2. deeper still and",
        "     longer",
        "• no marker",
    ]


def test_quotes_have_a_bar_for_each_depth_that_runs_through_the_gaps() -> None:
    quotes = (
        Block("paragraph", "one two three four five six", quoted=1),
        Block("paragraph", "within", quoted=2),
        Block("item", "item", marker="•", quoted=1),
        Block("paragraph", "out"),
    )
    assert body(*quotes, width=28) == [
        "│ one two three four five",
        "│ six",
        "│",
        "│ │ within",
        "│",
        "│ • item",
        "",
        "out",
    ]


def test_a_quote_of_any_depth_leaves_room_to_read() -> None:
    lines = body(Block("paragraph", "words that are read", quoted=500), width=40)
    assert lines == ["│ " * 8 + "words that are read"]


def moved(*blocks: Block, width: int, shift: int) -> list[str]:
    """The lines of the last piece, moved sideways."""
    piece = typeset(make(*blocks), width).sets[-1].piece
    runs = [piece.runs(line, shift) for line in range(piece.height)]
    return ["".join(run.text for run in line).rstrip() for line in runs]


def test_code_keeps_its_spaces_and_moves_sideways_where_a_line_is_too_long() -> None:
    code = Block("code", "if x:\n\treturn 'a long one'\n\n# end\n", marker="python")
    assert body(code, width=20) == ["┊ if x:", "┊     return 'a lon›", "┊", "┊ # end"]
    assert moved(code, width=20, shift=1) == ["┊‹", "┊‹eturn 'a long one'", "┊", "┊‹"]
    piece = typeset(make(code), 20).sets[-1].piece
    assert (piece.shifts, piece.seen(1)) == (1, "Code: characters 6 to 23 of 23")
    assert piece.shift_for(piece.text.index("one"), 0) == 1 == piece.shift_for(6 + 10, 1)
    assert body(code, width=30)[1] == "┊     return 'a long one'"


def test_a_table_has_columns_a_header_and_numbers_to_the_right() -> None:
    rows = (("Port", "Boxes"), ("Harwich", "1,204"), ("大阪", "7"))
    assert body(Block("table", level=1, rows=rows)) == [
        "Port    │ Boxes",
        "────────┼──────",
        "Harwich │ 1,204",
        "大阪    │     7",
    ]


def test_a_table_wraps_its_widest_cells_to_fit() -> None:
    rows = (("Lisbon", "a remark of several words"), ("Porto",))
    assert body(Block("table", rows=rows), width=20) == [
        "Lisbon │ a remark of",
        "       │ several",
        "       │ words",
        "Porto  │",
    ]


WIDE_TABLE = (
    ("Port", "Ships entered", "Passengers carried", "Harbour master"),
    ("Kirkwall", "1,204", "89,000", "Ragnhild Sigurdsdottir of the pier"),
    ("Wick", "7", "", "vacant"),
)


def test_a_table_too_wide_for_the_page_stays_a_table_and_moves_by_columns() -> None:
    table = Block("table", level=1, rows=WIDE_TABLE)
    assert body(table, width=34) == [
        "Port     │ Ships entered ›",
        "─────────┼────────────── ›",
        "Kirkwall │         1,204 ›",
        "         │               ›",
        "         │               ›",
        "Wick     │             7 ›",
    ]
    assert moved(table, width=34, shift=1)[:3] == [
        "Port     ‹ Passengers carried ›",
        "─────────┼─────────────────── ›",
        "Kirkwall ‹             89,000 ›",
    ]
    assert moved(table, width=34, shift=2)[2:] == [
        "Kirkwall ‹ Ragnhild",
        "         ‹ Sigurdsdottir of the",
        "         ‹ pier",
        "Wick     ‹ vacant",
    ]
    piece = typeset(make(table), 34).sets[-1].piece
    assert [piece.seen(shift) for shift in range(piece.shifts + 1)] == [
        "Table: column 2 of 4", "Table: column 3 of 4", "Table: column 4 of 4",
    ]  # fmt: skip
    word = piece.text.index("vacant")
    assert (piece.shift_for(word, 0), piece.shift_for(word, 2)) == (2, 2)
    assert piece.shift_for(piece.text.index("1,204"), 2) == 0
    assert piece.shift_for(piece.text.index("Wick"), 1) == 1  # the first column stays


def test_words_of_a_table_are_not_cut_where_it_can_move() -> None:
    rows = (("alpha", "beta", "gamma", "delta"), ("one", "two", "three", "four"))
    assert body(Block("table", rows=rows), width=20) == ["alpha │ beta ›", "one   │ two  ›"]
    assert body(Block("table", rows=rows), width=10)[0] == "alpha ·"  # no room for any table


def test_a_table_told_as_text_only_is_still_a_table() -> None:
    assert body(Block("table", "a\tb\nc\td")) == ["a  │ b", "c  │ d"]


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12), st.integers(0, 120))
def test_columns_never_take_more_than_the_room_nor_more_than_they_need(
    natural: list[int], room: int
) -> None:
    widths = share(natural, room)
    if widths is None:
        assert sum(natural) > room
    else:
        assert sum(widths) <= room
        assert all(width <= wanted for width, wanted in zip(widths, natural, strict=True))
        assert widths == tuple(natural) or sum(natural) > room


def test_an_image_is_a_box_with_its_caption_and_where_it_is() -> None:
    image = Block("image", "A crane at dusk", target="https://example.org/crane-at-dusk.jpg")
    assert body(image, Block("image"), Block("image", "Dusk", quoted=1)) == [
        "╭─ ▨ ────────────────────────╮",
        "│ A crane at dusk            │",
        "│ https://example.org/crane… │",
        "╰────────────────────────────╯",
        "",
        "╭─ ▨ ───╮",
        "│ Image │",
        "╰───────╯",
        "",
        "│ ╭─ ▨ ──╮",
        "│ │ Dusk │",
        "│ ╰──────╯",
    ]
    assert body(image, width=14)[0] == "▨ A crane at"  # no room for a frame


def test_links_in_a_caption_have_their_numbers_behind_that_of_the_picture() -> None:
    ada = Span(3, 6, "link", "https://example.org/ada")
    image = Block("image", "By Ada\nTug", (ada,), target="https://example.org/y.jpg")
    other = Block("image", "See www.example.org")
    numbers = LinkNumbers([image, other])
    assert list(numbers) == [image.target, ada.target, "http://www.example.org"]
    assert drawn(typeset(make(image, other), 30, numbers=numbers))[3:-1] == [
        "╭─ ▨ [1] ───────────────────╮",
        "│ By Ada[2]                 │",
        "│ Tug                       │",
        "│ https://example.org/y.jpg │",
        "╰───────────────────────────╯",
        "",
        "╭─ ▨ ────────────────────╮",
        "│ See www.example.org[3] │",
        "╰────────────────────────╯",
    ]


SIGNS = [
    ("one -- two --- three", "one – two – three"),
    ("one--two, three---four.", "one—two, three—four."),
    ("and so on... or...", "and so on… or…"),
    ("one ... two and one...two", "one … two and one…two"),
    ('"well..." ...and then', '"well…" …and then'),
    ("run it with --all or -- nothing", "run it with --all or – nothing"),
    ("xn--mnchen-3ya.de and a--b.example.org", "xn--mnchen-3ya.de and a--b.example.org"),
    ("range(0..5) ..... a...b /x--y", "range(0..5) ..... a...b /x--y"),
]


@pytest.mark.parametrize(("typed", "shown"), SIGNS)
def test_typewriter_habits_become_real_signs_and_every_character_keeps_its_place(
    typed: str, shown: str
) -> None:
    span = Span(len(typed) - 3, len(typed), "strong")
    (line,) = body(Block("paragraph", typed, (span,)), width=60)
    piece = typeset(make(Block("paragraph", typed, (span,))), 60).sets[-1].piece
    assert line.translate(UNSEEN) == shown == piece.copied(0, len(typed))
    assert len(piece.text) == len(typed) and piece.spans == (span,)
    code = (Span(0, len(typed), "code"),)
    assert body(Block("paragraph", typed, code), width=60) == [typed]
    assert body(Block("code", typed), width=70) == [f"┊ {typed}"]


def test_titles_have_real_signs_too() -> None:
    assert drawn(typeset(make(title="Ships -- and more..."), 40))[1] == "Ships – and more…"


def test_a_dash_stays_with_the_word_before_it() -> None:
    assert body(Block("paragraph", "abcde -- fghij"), width=8)[0].translate(UNSEEN) == "abcde –"


def test_no_blank_line_follows_another() -> None:
    blocks = (
        Block("paragraph", "\n\nverse\n\n\n\nof two\n\n"),
        Block("paragraph", "  \n "),
        Block("heading", ""),
        Block("item", " "),
        Block("paragraph", "end"),
    )
    assert body(*blocks) == ["verse", "", "of two", "", "end"]


def test_footnotes_rules_and_verse_look_like_themselves() -> None:
    blocks = (
        Block("paragraph", "roses\n  are red"),
        Block("rule"),
        Block("footnote", "a note", marker="1"),
        Block("footnote", "another", marker="[b]"),
    )
    assert body(*blocks, width=12) == [
        "roses", "  are red", "", "─" * 12, "", "¹ a note", "[b] another",
    ]  # fmt: skip


def test_several_spaces_are_one_in_prose_but_not_where_lines_are_the_authors_own() -> None:
    blocks = (
        Block("paragraph", "One.  Two   words, `a  b`.", (Span(20, 24, "code"),)),
        Block("paragraph", "a  b\n  c  d"),
        Block("code", "x  =  1"),
    )
    shown = [line.replace("\u2060", "") for line in body(*blocks)]
    assert shown == ["One. Two words, `a  b`.", "", "a  b", "  c  d", "", "┊ x  =  1"]
    piece = body_of(typeset(make(*blocks), 40))[0]
    assert piece.copied(0, 17) == "One. Two words"


def test_marks_of_notes_are_raised_where_there_is_the_note_and_lead_there_and_back() -> None:
    link = Span(7, 10, "link", LINK)
    blocks = (
        Block("paragraph", "One[1], ten[10]; see `x[1]`, none[4].", (Span(22, 26, "code"),)),
        Block("paragraph", "A link [1] and 文[2]文.", (link,)),
        Block("table", "North[1]\t1\nSouth\t2", rows=(("North[1]", "1"), ("South", "2"))),
        Block("code", "x[1]"),
        Block("footnote", "first", marker="1"),
        Block("footnote", "tenth", marker="10"),
        Block("paragraph", "[2] As people write them.\n[3] Of nothing."),
        Block("paragraph", "Anew[1]."),
        Block("footnote", "first again", marker="1"),
    )
    sheet = typeset(make(*blocks), 60)
    shown = [line.replace("\u2060", "") for line in drawn(sheet)[3:-1]]
    assert shown == [
        "One¹, ten¹⁰; see `x[1]`, none[4].", "",
        "A link [1] and 文²文.", "",
        "North¹ │  1", "South  │  2", "",
        "┊ x[1]", "",
        "¹ first", "¹⁰ tenth", "",
        "² As people write them.", "[3] Of nothing.", "",
        "Anew¹.", "",
        "¹ first again",
    ]  # fmt: skip
    copied = [made.piece.copied(0, len(made.piece.text)) for made in sheet.sets[-9:]]
    assert copied[0] == "One[1], ten[10]; see `x[1]`, none[4]." and "North[1]\t1" in copied[2]
    assert copied[4:6] == ["[1] first", "[10] tenth"]
    leads = sheet.footnotes.leads
    assert leads("1", Spot(0, 3)) == Spot(4, 0) and leads("1", Spot(4, 0)) == Spot(0, 3)
    assert leads("1", Spot(7, 4)) == Spot(8, 0) and leads("1", Spot(8, 0)) == Spot(7, 4)
    assert leads("2", Spot(1, 16)) == Spot(6, 0) and leads("2", Spot(6, 0)) == Spot(1, 16)
    assert leads("3", Spot(6, 26)) is leads("4", Spot(0, 32)) is None


def test_hits_are_found_in_marks_as_they_were_written_and_stand_where_they_are_drawn() -> None:
    blocks = (
        Block("paragraph", "In Geneva[1] and covid-19[1]."),
        Block(
            "table",
            "North\tGeneva[1]\nSouth\tBern",
            rows=(("North", "Geneva[1]"), ("South", "Bern")),
        ),
        Block("footnote", "first", marker="1"),
    )
    sheet = typeset(make(*blocks), 60)
    asked: list[str] = []

    def marker(text: str) -> list[tuple[int, int]]:
        asked.append(text)
        return [found.span() for found in re.finditer(r"Geneva\[1\]", text)]

    found = Hits(marker).all(sheet)
    assert asked[1:] == [
        "In Geneva[1] and covid-19[1].",
        "North · Geneva[1]\nSouth · Bern",
        "first",
    ]
    shown = [sheet.sets[index].piece.text[start:end] for index, start, end in found]
    assert shown == ["Geneva\u2060¹\u2060"] * 2


def test_a_mark_behind_a_written_address_ends_it_where_there_is_that_note() -> None:
    text = (
        "See https://a.example/report[1] and (https://a.example/page.[1][2]), not"
        " https://a.example/x[4] nor https://a.example/?x[1]=5 nor https://a.example/y[1].html."
    )
    addresses = (
        "https://a.example/report", "https://a.example/page", "https://a.example/x[4]",
        "https://a.example/?x[1]=5", "https://a.example/y[1].html",
    )  # fmt: skip
    table = Block("table", "here\thttps://a.example/table[2]\nx\ty")
    notes = [
        Block("footnote", "A note.", marker=n, removed=why)
        for n, why in [("1", ""), ("2", ""), ("4", "ad")]
    ]
    shown = (Block("paragraph", text), table, *notes)
    sheet = typeset(make(*shown), 400, numbers=LinkNumbers(shown[:-1]))
    first, second = body_of(sheet)[:2]
    assert links_of(shown[:-1]) == (*addresses, "https://a.example/table")
    assert [span.target for span in first.spans] == list(addresses)
    assert [span.target for span in second.spans] == ["https://a.example/table"]
    assert drawn(sheet)[3].replace("\u2060", "") == (
        "See https://a.example/report[1]¹ and (https://a.example/page[2].¹²), not"
        " https://a.example/x[4][3] nor https://a.example/?x[1]=5[4] nor"
        " https://a.example/y[1].html[5]."
    )
    assert sheet.footnotes.leads("1", Spot(0, 28)) == Spot(2, 0)
    # Once the note that was left out is shown, the address that has its mark behind it ends, too.
    original = body_of(typeset(make(*shown), 400, True))[0]
    assert original.spans[2].target == links_of(shown)[2] == "https://a.example/x"


def test_what_was_left_out_is_shown_only_on_request_and_with_its_reason() -> None:
    blocks = (
        Block("paragraph", "News."),
        Block("paragraph", "Share this", removed="page furniture"),
        Block("paragraph", "Log in", removed="page furniture"),
        Block("paragraph", "LONDON —", removed="dateline"),
    )
    assert body(*blocks) == ["News."]
    assert body(*blocks, original=True) == [
        "News.",
        "",
        "Left out: page furniture",
        "Share this",
        "",
        "Log in",
        "",
        "Left out: dateline",
        "LONDON —",
    ]


def test_spans_of_a_table_stay_on_their_words() -> None:
    text = "see\tthis\nand\tthat"
    rows = (("see", "this"), ("and", "that"))
    span = Span(text.index("that"), len(text), "link", "https://example.org")
    sheet = typeset(make(Block("table", text, (span,), rows=rows)), 30)
    piece = sheet.sets[-1].piece
    (moved,) = piece.spans
    assert piece.text[moved.start : moved.end] == "that"


def test_spans_are_dropped_where_cleaning_has_moved_the_text() -> None:
    block = Block("paragraph", "\x1b[31mred and bold", (Span(8, 12, "strong"),))
    assert typeset(make(block), 30).sets[-1].piece.spans == ()


KINDS = ["paragraph", "heading", "item", "code", "table", "image", "rule", "footnote"]
BLOCKS = st.builds(
    Block,
    kind=st.sampled_from(KINDS),
    rows=st.sampled_from([(), WIDE_TABLE, (("東京" * 9, "é\u0301" * 40, "b"),)]),
    text=st.text(st.sampled_from("ab 東\n\t-—é\u0301👍"), max_size=60),
    level=st.integers(0, 9),
    quoted=st.integers(0, 12),
    marker=st.sampled_from(["", "•", "10.", "[1]"]),
    target=st.sampled_from(["", "https://example.org/some/image.jpg"]),
    removed=st.sampled_from(["", "dateline"]),
)


@given(st.lists(BLOCKS, max_size=6), st.integers(24, 80))
def test_no_line_of_any_page_is_wider_than_the_page(blocks: list[Block], width: int) -> None:
    sheet = typeset(make(*blocks, url="https://example.org/x"), width, True)
    for line in drawn(sheet):
        assert cell_len(line) <= width
    for piece in (each.piece for each in sheet.sets):
        for shift in range(1, piece.shifts + 1):
            for number in range(piece.height):
                assert cell_len("".join(run.text for run in piece.runs(number, shift))) <= width


@given(st.lists(BLOCKS, min_size=1, max_size=6), st.integers(24, 80), st.integers(24, 80))
def test_a_place_is_found_again_at_the_same_and_at_another_width(
    blocks: list[Block], width: int, other: int
) -> None:
    sheet, wider = typeset(make(*blocks), width, True), typeset(make(*blocks), other, True)
    sheet.settle_all(0)
    wider.settle_all(0)
    for y in range(sheet.height - 1):
        source, offset = sheet.anchor(y)
        assert sheet.anchor(sheet.line_of(source, offset)) == (source, offset)
        assert wider.anchor(wider.line_of(source, offset))[0] == source
        assert 0 <= sheet.fraction(y) <= 1


@pytest.mark.parametrize("width", [20, 40, 76])
def test_a_fraction_leads_back_to_the_line_it_came_from(width: int) -> None:
    blocks = [Block("paragraph", f"Paragraph {i} has some words in it, " * 5) for i in range(9)]
    sheet = typeset(make(*blocks), width)
    sheet.settle_all(0)
    assert sheet.line_at(sheet.fraction(1)) == 0
    for y in range(2, sheet.height):
        assert sheet.line_at(sheet.fraction(y)) == y


@given(
    st.lists(BLOCKS, min_size=1, max_size=12),
    st.integers(24, 80),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), st.integers(0, 9)), max_size=5),
)
def test_what_is_laid_out_bit_by_bit_is_what_is_laid_out_at_once(
    blocks: list[Block], width: int, looks: list[tuple[float, int, int]]
) -> None:
    whole, bits = typeset(make(*blocks), width, True), typeset(make(*blocks), width, True)
    expected = drawn(whole)
    for part, above, below in looks:
        y = bits.settle(int(part * (bits.height - 1)), above, below)
        last = min(y + below, bits.height - 1)
        places = [bits.at(line) for line in range(max(y - above, 0), last + 1)]
        assert all(index < 0 or bits.is_settled(index) for index, _ in places)
        start = 0 if places[0][0] < 0 else whole.top(places[0][0]) + places[0][1]
        assert [whole.at(start + n) for n in range(len(places))] == places
        settled = bits.at(y)
        assert bits.at(bits.settle(y, 0, 0)) == settled  # what was settled stays
    while bits.prepare():
        pass
    assert drawn(bits) == expected


def test_only_what_is_near_a_line_is_laid_out() -> None:
    blocks = [Block("paragraph", f"Paragraph {i} has some words in it, " * 5) for i in range(900)]
    sheet = typeset(make(*blocks), 40)
    y = sheet.settle(sheet.height // 2, 20, 40)
    laid = [index for index, each in enumerate(sheet.sets) if each.made]
    assert 440 < sheet.at(y)[0] < 460 and 10 < len(laid) < 40
    guessed = sheet.height
    sheet.settle_all(0)
    assert abs(guessed - sheet.height) < 0.1 * sheet.height


@given(st.lists(st.lists(st.integers(0, 9), max_size=5), max_size=5), st.permutations(range(12)))
def test_links_are_numbered_in_reading_order_however_they_are_asked_for(
    paragraphs: list[list[int]], asked: list[int]
) -> None:
    address = "https://example.org/{}".format
    blocks = [
        Block("paragraph", "x" * 9, tuple(Span(n, n + 1, "link", address(n)) for n in links))
        for links in paragraphs
    ]
    numbers, links = LinkNumbers(blocks), links_of(blocks)
    for n in asked:
        place = links.index(address(n)) + 1 if address(n) in links else None
        assert numbers.get(address(n)) == place
    assert dict(numbers) == {link: place for place, link in enumerate(links, 1)}
