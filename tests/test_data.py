"""The articles that Broadsheet ships are read as their authors meant them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from pathlib import Path

import pytest

from reader.cli.arguments import parser
from reader.models import FORMATS, Document, Parsed
from reader.parsing import parse, split
from reader.sources.shipped import STARTER
from reader.sources.shipped import documents as shipped_documents
from reader.tui.commands import COMMANDS, spoken

DATA = Path(__file__).parents[1] / "data"

GUIDE = {
    "1-getting-around.html": ("Getting around", "html"),
    "2-searching.md": ("Searching", "markdown"),
    "3-keeping-stories.md": ("Keeping stories", "markdown"),
    "4-adding-your-own-news.md": ("Adding your own news", "markdown"),
    "5-on-the-command-line.md": ("On the command line", "markdown"),
}
NEWS = "6-long-call-between-trump-and-xi.txt"
NEWS_TITLE = "Long Call Between Trump and Xi Keeps Trade Talks Alive"

SHARED_RUN = 6
"""Words in a row from which on two texts are taken to share a phrase."""


def document(name: str) -> Document:
    return Document(origin=f"broadsheet:{name}", name=name, raw=(DATA / name).read_bytes())


def shipped(name: str) -> Parsed:
    return parse(document(name))


def kept(article: Parsed, kind: str) -> list[str]:
    return [b.text for b in article.blocks if b.kind == kind and not b.removed]


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + SHARED_RUN]) for i in range(len(words) - SHARED_RUN + 1)}


def words_of(texts: Iterable[str]) -> list[str]:
    return re.findall(r"\w+", " ".join(texts).casefold())


def test_the_folder_holds_the_guide_the_news_piece_and_the_list_of_feeds() -> None:
    assert sorted(p.name for p in DATA.iterdir()) == [*GUIDE, NEWS, STARTER]
    assert {d.name for d in shipped_documents()} == {*GUIDE, NEWS}


@pytest.mark.parametrize("name", [*GUIDE, NEWS])
def test_each_file_is_one_document(name: str) -> None:
    whole = document(name)
    assert list(split(whole)) == [whole]


@pytest.mark.parametrize("name", GUIDE)
def test_the_guide_says_its_title_author_source_and_format(name: str) -> None:
    article = shipped(name)
    assert (article.title, article.format) == GUIDE[name]
    assert article.author == "Broadsheet"
    assert article.source == "Broadsheet guide"
    # A guide is not news: undated, it stands where it came in.
    assert article.published == ""


@pytest.mark.parametrize("name", [n for n in GUIDE if not n.endswith(".txt")])
def test_the_guide_says_its_language_where_its_format_can(name: str) -> None:
    assert shipped(name).language == "en"


@pytest.mark.parametrize("name", GUIDE)
def test_nothing_of_the_guide_is_taken_for_page_furniture(name: str) -> None:
    reasons = {b.removed for b in shipped(name).blocks}
    assert reasons <= {"", "title again", "byline", "dateline"}


@pytest.mark.parametrize("name", GUIDE)
def test_the_guide_does_not_repeat_its_title_in_the_text(name: str) -> None:
    article = shipped(name)
    assert article.title not in [b.text for b in article.blocks if not b.removed]


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        (
            "1-getting-around.html",
            [
                "Reading through the news",
                "Choosing what the list shows",
                "The keys in one table",
                "When you are not sure",
            ],
        ),
        (
            "2-searching.md",
            [
                "Several words",
                "Phrases and exclusions",
                "Filters",
                "Inside an article",
                "Something to try",
            ],
        ),
        (
            "3-keeping-stories.md",
            [
                "Read and unread",
                "Tags and notes",
                "What you do not want",
                "Passing a story on",
                "What Broadsheet keeps",
            ],
        ),
        (
            "4-adding-your-own-news.md",
            [
                "Following feeds",
                "What it can read",
                "What becomes of a document",
                "Adding again",
                "When a file cannot be read",
            ],
        ),
        ("5-on-the-command-line.md", ["For scripts", "More than one library"]),
    ],
)
def test_the_guide_keeps_its_headings(name: str, headings: list[str]) -> None:
    assert kept(shipped(name), "heading") == headings


@pytest.mark.parametrize(
    ("name", "head", "first"),
    [
        ("1-getting-around.html", ("Key", "What it does"), ("j, k", "down, up")),
        ("2-searching.md", ("You type", "You find"), ("rare earth", "articles with both words")),
        ("5-on-the-command-line.md", ("Command", "What it does"), None),
    ],
)
def test_the_tables_of_the_guide_are_tables(
    name: str, head: tuple[str, ...], first: tuple[str, ...] | None
) -> None:
    (table,) = [b for b in shipped(name).blocks if b.kind == "table"]
    assert table.level == 1
    assert table.rows[0] == head
    assert first is None or table.rows[1] == first


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("1-getting-around.html", 4),
        ("2-searching.md", 5),
        ("3-keeping-stories.md", 3),
        ("4-adding-your-own-news.md", 7),
        ("5-on-the-command-line.md", 4),
    ],
)
def test_the_lists_of_the_guide_are_lists(name: str, count: int) -> None:
    assert len(kept(shipped(name), "item")) == count


def test_examples_for_the_shell_keep_their_lines() -> None:
    assert kept(shipped("4-adding-your-own-news.md"), "code")[0].splitlines() == [
        "broadsheet add report.html",
        "broadsheet add notes.md ~/clippings",
    ]


@pytest.mark.parametrize("name", ["4-adding-your-own-news.md", "5-on-the-command-line.md"])
def test_the_guide_calls_broadsheet_in_ways_that_it_understands(name: str) -> None:
    lines = "\n".join(kept(shipped(name), "code")).splitlines()
    calls = [found[1] for line in lines if (found := re.search(r"broadsheet\b([^|>]*)", line))]
    assert len(calls) >= 3
    for call in calls:
        parser().parse_args(shlex.split(call))


def test_the_guide_names_every_command_once() -> None:
    (table,) = [b for b in shipped("5-on-the-command-line.md").blocks if b.kind == "table"]
    named = [call.split()[0] for row in table.rows[1:] for call in row[0].split(", ")]
    described = re.search(r"^commands:\n(.*?)\n\n", parser().format_help(), re.M | re.S)
    assert described
    known = re.findall(r"^    (\w+)", described[1], re.M)
    assert sorted([*named, "open"]) == sorted(known)


def test_the_guide_and_the_readme_name_every_format() -> None:
    told = kept(shipped("4-adding-your-own-news.md"), "item")
    readme = (DATA.parent / "README.md").read_text("utf-8")
    for name in FORMATS.values():
        assert any(name in item.lower() or item.startswith(name) for item in told), name
        assert name in readme, name


def test_the_keys_of_the_guide_are_keys_of_the_reader() -> None:
    (table,) = [b for b in shipped("1-getting-around.html").blocks if b.kind == "table"]
    named = {key for row in table.rows[1:] for key in row[0].split(", ")}
    assert len(named) > 12
    assert named <= {spoken(keys) for command in COMMANDS for keys in command.keys}


def test_the_example_of_a_json_line_is_one_that_broadsheet_reads() -> None:
    example = kept(shipped("4-adding-your-own-news.md"), "code")[-1].encode()
    (record,) = split(Document(origin="example.jsonl", name="example.jsonl", raw=example))
    assert isinstance(record, Document)
    article = parse(record)
    assert (article.title, article.published) == ("Ferry back in service", "2026-11-20")


@pytest.mark.parametrize("name", ["2-searching.md", "3-keeping-stories.md"])
def test_lines_broken_to_fit_the_page_are_joined(name: str) -> None:
    assert not [p for p in kept(shipped(name), "paragraph") if "\n" in p]


def test_the_news_piece_has_its_title_and_claims_nothing_it_does_not_say() -> None:
    article = shipped(NEWS)
    assert article.title == NEWS_TITLE
    assert (article.author, article.published) == ("", "")


def test_the_news_piece_keeps_exactly_its_six_paragraphs() -> None:
    raw = document(NEWS).raw.decode()
    story = raw.split(NEWS_TITLE)[2].split("\nTools\n")[0]
    paragraphs = [p for p in story.split("\n") if p]
    assert len(paragraphs) == 6
    assert [b.text for b in shipped(NEWS).blocks if not b.removed] == paragraphs


def test_what_stood_around_the_news_piece_can_still_be_shown() -> None:
    removed = "\n".join(b.text for b in shipped(NEWS).blocks if b.removed)
    for furniture in (
        "Tools",
        "Follow the Morning Example",
        "messenger.example.org",
        "Please refrain",
    ):
        assert furniture in removed


@pytest.mark.parametrize("name", [*GUIDE, NEWS])
def test_no_phrase_is_copied_from_the_story_that_the_news_piece_retells(
    name: str, corpus: Path
) -> None:
    seeds = sorted((corpus / "seeds").glob("*.txt"))
    assert seeds
    ours = runs((DATA / name).read_text(encoding="utf-8"))
    for seed in seeds:
        theirs = seed.read_text(encoding="utf-8")
        assert not ours & runs(theirs)
        assert theirs.splitlines()[0].casefold() not in shipped(name).title.casefold()
