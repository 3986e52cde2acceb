"""Titles, bylines and datelines."""

from __future__ import annotations

import pytest

from tests.parsing.helpers import BODY, kept, parsed, removed

STORY = "\n\n".join(BODY)


def test_the_first_line_is_the_title_and_is_not_read_twice() -> None:
    article = parsed(f"Forty ships\n\nFORTY SHIPS!\n\n{STORY}")
    assert article.title == "Forty ships"
    assert kept(article) == list(BODY)
    assert removed(article) == [("title again", "Forty ships"), ("title again", "FORTY SHIPS!")]


def test_without_a_title_the_name_of_the_file_is_one() -> None:
    long = BODY[0] + " " + BODY[1]
    article = parsed(long + "\n\n" + STORY, "2019_harbour-news.txt")
    assert article.title == "2019 harbour-news"
    assert kept(article) == [long, *BODY]


def test_a_name_only_a_machine_gives_is_no_title() -> None:
    long = BODY[0] + " " + BODY[1]
    title = parsed(long, "000_c3cb938c89e940bb.txt").title
    assert long.startswith(title.rstrip("…")) and len(title) <= 101
    assert parsed(long, "stdin").title == title


def test_a_document_of_one_line_keeps_its_line() -> None:
    article = parsed("Forty ships came")
    assert (article.title, kept(article)) == ("Forty ships came", ["Forty ships came"])


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Friday, January 4, 2019", "2019-01-04"),
        ("January 4, 2019\u00a0", "2019-01-04"),
        ("Published: 4 January 2019", "2019-01-04"),
        ("4. Januar 2019", "2019-01-04"),
        ("viernes, 4 de enero de 2019", "2019-01-04"),
        ("4 января 2019 г.", "2019-01-04"),
        ("2019年1月4日", "2019-01-04"),
    ],
)
def test_a_line_that_is_a_date_dates_the_article(line: str, published: str) -> None:
    article = parsed(f"Forty ships\n\n{line}\n\n{STORY}")
    assert article.published == published
    assert kept(article) == list(BODY)
    assert ("dateline", line.strip()) in removed(article)


def test_a_sentence_with_a_date_stays_and_dates_nothing() -> None:
    sentence = "On January 4, 2019 the harbour was closed."
    article = parsed(f"Forty ships\n\n{sentence}\n\n{STORY}")
    assert article.published == ""
    assert kept(article)[0] == sentence


def test_a_date_of_update_is_no_date_of_publication() -> None:
    article = parsed(f"Forty ships\n\nUpdated: 5 January 2019\n\n{STORY}")
    assert article.published == ""
    assert kept(article) == list(BODY)


@pytest.mark.parametrize(
    ("line", "author", "source"),
    [
        ("By Jane Doe", "Jane Doe", ""),
        ("By Jane Doe, Reuters", "Jane Doe", "Reuters"),
        ("BY JANE DOE", "JANE DOE", ""),
        ("By Jane Doe and Ludwig van Beethoven", "Jane Doe and Ludwig van Beethoven", ""),
        ("Von Max Müller-Lüdenscheidt", "Max Müller-Lüdenscheidt", ""),
    ],
)
def test_a_byline_names_the_author(line: str, author: str, source: str) -> None:
    article = parsed(f"Forty ships\n\n{line}\n\n{STORY}")
    assert (article.author, article.source) == (author, source)
    assert kept(article) == list(BODY)


@pytest.mark.parametrize("line", ["By the sea it was cold.", "By noon nobody was left", "By 2030"])
def test_a_line_that_only_begins_with_by_is_no_byline(line: str) -> None:
    article = parsed(f"Forty ships\n\n{line}\n\n{STORY}")
    assert article.author == ""
    assert line in kept(article)


CREDITS = [
    ("By Jane Doe\nMonday, November 23, 2026", "Jane Doe", "", "2026-11-23"),
    ("Monday, November 23, 2026\nBy Jane Doe and John Roe in Paris", "Jane Doe and John Roe", "", "2026-11-23"),
    ("By Jane Doe | 23 November 2026", "Jane Doe", "", "2026-11-23"),
    ("By Jane Doe, May 3, 2024", "Jane Doe", "", "2024-05-03"),
    ("By Jane Doe May 3, 2024", "Jane Doe", "", "2024-05-03"),
    ("By Jane Doe Monday, November 23, 2026", "Jane Doe", "", "2026-11-23"),
    ("By Jane Doe\nPublished May 3, 2024, 2:30 p.m. ET", "Jane Doe", "", "2024-05-03"),
    ("By Jane Doe, Staff Writer\nPublished: May 3, 2024 | Updated: May 4, 2024 | 5 min read", "Jane Doe", "", "2024-05-03"),
    ("Jane Doe, Reuters — May 3, 2024", "Jane Doe", "Reuters", "2024-05-03"),
    ("Von Max Müller\nFreitag, 4. Januar 2019", "Max Müller", "", "2019-01-04"),
    ("Published: 2024-05-03 14:30 UTC", "", "", "2024-05-03T14:30:00Z"),
    ("Updated 3 hours ago", "", "", ""),
    ("By Jane Doe\nMay 3", "Jane Doe", "", ""),
    ("By Jane Doe\nUpdated May 4, 2024", "Jane Doe", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("credit", "author", "source", "published"), CREDITS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("name", ["story.txt", "story.md"])
def test_byline_and_date_are_read_wherever_they_stand_under_the_title(
    credit: str, author: str, source: str, published: str, gap: str, name: str
) -> None:
    article = parsed(f"Forty ships{gap}{credit}\n\n{STORY}", name)
    assert article.title == "Forty ships"
    assert (article.author, article.source, article.published) == (author, source, published)
    assert kept(article) == list(BODY)


@pytest.mark.parametrize(("credit", "author", "source", "published"), CREDITS)
def test_byline_and_date_of_a_page_are_read(
    credit: str, author: str, source: str, published: str
) -> None:
    lines = credit.replace("\n", "<br>")
    story = "".join(f"<p>{text}</p>" for text in BODY)
    article = parsed(f"<h1>Forty ships</h1><p>{lines}</p>{story}", "story.html")
    assert (article.author, article.source, article.published) == (author, source, published)
    assert kept(article) == list(BODY)


def test_a_credit_is_not_glued_to_the_wrapped_lines_of_the_story() -> None:
    story = (
        "The harbour office counted forty ships on Monday, more than in any\n"
        "week since the spring. Pilots worked through the night, and the last\n"
        "of the tankers was moored shortly after dawn. A second basin will\n"
        "open next year."
    )
    article = parsed(f"Forty ships\nBy Jane Doe\nMay 3, 2024\n{story}")
    assert (article.author, article.published) == ("Jane Doe", "2024-05-03")
    assert kept(article) == [story.replace("\n", " ")]


@pytest.mark.parametrize(
    "line",
    [
        "New York — May 3, 2024, a Friday, was the coldest of the year",
        "By Jane Doe the ship was never seen",
        "Queen of the Sea | May 3",
        "New York, Reuters | and what it costs",
        "By May 3, 2024",
        "A year ago",
    ],
)
def test_what_only_resembles_a_credit_stays(line: str) -> None:
    article = parsed(f"Forty ships\n\n{line}\n\n{STORY}")
    assert (article.author, article.published) == ("", "")
    assert kept(article) == [line, *BODY]


def test_a_verse_that_begins_with_by_is_not_cut() -> None:
    verse = "Forty ships\nBy Thames\nlay waiting\nfor the tide"
    assert kept(parsed(f"The river\n\n{verse}\n\n{STORY}"))[0] == verse


def test_a_title_inside_the_story_is_left_there() -> None:
    article = parsed(f"Forty ships\n\n{STORY}\n\nForty ships\n\n{STORY}")
    assert "Forty ships" in kept(article)


def test_title_byline_and_date_on_lines_without_gaps_are_all_read() -> None:
    article = parsed(
        "Harbour reopens\nBy Jane Doe\n14 March 2024\n\n"
        "The harbour of Eastport was opened again on Thursday after a storm that had kept\n"
        "ships outside for three days. The last of them will leave in the after-\nnoon.\n\n"
        "Share this article\nFacebook | Twitter | Email\nSubscribe to our newsletter\n"
        "Comments are closed.\n"
    )
    assert (article.title, article.author, article.published) == (
        "Harbour reopens",
        "Jane Doe",
        "2024-03-14",
    )
    assert kept(article) == [
        "The harbour of Eastport was opened again on Thursday after a storm that had kept "
        "ships outside for three days. The last of them will leave in the after- noon."
    ]


@pytest.mark.parametrize(
    ("raw", "name"), [("<ul><li>one<li>two</ul>", "bag.html"), ("- one\n- two\n", "bag.md")]
)
def test_an_item_of_a_list_is_no_title(raw: str, name: str) -> None:
    article = parsed(raw, name)
    assert article.title == "bag"
    assert kept(article) == ["one", "two"]


def test_an_item_with_the_words_of_the_title_stays() -> None:
    assert kept(parsed("<title>Ships</title><ul><li>Ships<li>Boats</ul>", "a.html")) == [
        "Ships",
        "Boats",
    ]


def test_headings_and_captions_do_not_say_the_title_again() -> None:
    story = "".join(f"<p>{text}</p>" for text in BODY)
    picture = '<img src="https://example.org/a.jpg" alt="Forty ships">'
    article = parsed(
        f"<h1>Forty ships</h1>{picture}{story}<h3>FORTY SHIPS</h3>{picture}{story}", "a.html"
    )
    assert "Forty ships" not in kept(article)
    assert "FORTY SHIPS" not in kept(article)
    assert [b.target for b in article.blocks if b.kind == "image" and not b.removed] == [
        "https://example.org/a.jpg"
    ]
