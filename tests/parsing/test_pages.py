"""What pages say of themselves in odd places, and what they set around a story."""

from __future__ import annotations

import json

import pytest

from reader.models import Parsed
from tests.parsing.helpers import BODY, kept, parsed

STORY = "".join(f"<p>{text}</p>" for text in BODY)


def page(body: str, head: str = "") -> Parsed:
    """A page of a site, with a menu, around `body`."""
    menu = "<nav><a href='/a'>News</a> <a href='/b'>Sport</a></nav>"
    return parsed(
        f"<html><head><title>Forty ships</title>{head}</head><body>{menu}{body}</body></html>",
        "page.html",
    )


def data(**said: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'


@pytest.mark.parametrize(
    "kind",
    ["MedicalWebPage", "WebPage", "Report", "Review", "Recipe", "BlogPosting", "LiveBlogPosting"],
)
def test_structured_data_of_any_kind_of_article_dates_it(kind: str) -> None:
    said = {"@type": kind, "datePublished": "2024-05-03", "author": {"name": "Jane Doe"}}
    article = page(f"<h1>Forty ships</h1>{STORY}", data(**said))
    assert (article.published, article.author) == ("2024-05-03", "Jane Doe")


def test_an_article_says_more_than_the_page_it_is_on() -> None:
    of_page = data(**{"@type": "WebPage", "datePublished": "2020-01-01"})
    of_article = data(**{"@type": "NewsArticle", "datePublished": "2024-05-03"})
    assert page(STORY, of_page + of_article).published == "2024-05-03"


def test_byline_and_date_under_the_headline_are_read_where_nothing_else_says_them() -> None:
    article = page(
        "<header><h1>Forty ships</h1><h6>By <a href='/jane'>Jane Doe</a></h6>"
        f"<p><em>November 15, 2019</em></p></header><article>{STORY}</article>"
    )
    assert (article.author, article.published) == ("Jane Doe", "2019-11-15")
    assert kept(article) == list(BODY)


@pytest.mark.parametrize(
    "element",
    [
        '<div class="publish-date">Published 10:02 AM UTC Nov 19, 2019</div>',
        '<input class="published_date" type="hidden" value="2019-11-19 23:41:18">',
    ],
)
def test_an_element_that_is_called_date_of_publication_dates_the_page(element: str) -> None:
    assert page(f"<h1>Forty ships</h1>{STORY}{element}").published[:10] == "2019-11-19"


@pytest.mark.parametrize(
    ("path", "published"),
    [
        ("/2019/11/15/forty-ships/", "2019-11-15"),
        ("/news/2019/nov/05/forty-ships/", "2019-11-05"),
        ("/forty-ships-20191115/", "2019-11-15"),
        ("/2019/11/forty-ships/", ""),
        ("/2019/13/15/forty-ships/", ""),
        ("/forty-ships-20191515/", ""),
        ("/item-4201911153/", ""),
    ],
)
def test_a_whole_date_in_the_address_dates_the_page(path: str, published: str) -> None:
    link = f'<link rel="canonical" href="https://example.org{path}">'
    assert page(f"<h1>Forty ships</h1>{STORY}", link).published == published


@pytest.mark.parametrize(
    ("site", "source"),
    [
        ("Harbour News | The island's popular paper", "Harbour News"),
        ("Harbour News - ships and tides", "Harbour News"),
        ("Sea | Tide | Wind", "Sea"),
        ("Port-Ellen Times", "Port-Ellen Times"),
        ("https://www.example.org", "example.org"),
    ],
)
def test_the_first_part_of_a_site_name_is_the_source(site: str, source: str) -> None:
    assert page(STORY, f'<meta property="og:site_name" content="{site}">').source == source


@pytest.mark.parametrize(("name", "author"), [("Harbour News", ""), ("gto", "gto")])
def test_a_site_is_not_its_own_author(name: str, author: str) -> None:
    head = '<meta property="og:site_name" content="Harbour News">'
    assert page(STORY, f'{head}<meta name="author" content="{name}">').author == author


def test_a_card_that_shows_under_the_pointer_is_not_in_the_sentence() -> None:
    card = '<span class="rollover-people-block"><a href="/p">Jane Ann Doe</a> Another story</span>'
    article = page(f"<article><p>The mayor, <a href='/p'>Jane Doe</a>{card}, agreed.</p></article>")
    assert kept(article) == ["The mayor, Jane Doe, agreed."]


def test_the_summary_above_the_story_is_read() -> None:
    lede = "Three ships were lost on Sunday in the worst storm that the strait has seen in years."
    article = page(
        f"<h1>Forty ships</h1><div class='article__summary'>{lede}</div>"
        f"<div class='article__text'>{STORY}</div>"
    )
    assert kept(article) == [lede, *BODY]


def test_other_stories_below_the_story_are_not_read() -> None:
    teaser = "The council met on Tuesday to speak about the bridge, and did not agree on anything."
    other = f"<a href='/other'>A bridge that nobody wanted to build</a><div>{teaser}</div>"
    article = page(f"<div class='story'>{STORY}</div><div>{other}{other}</div>")
    assert kept(article) == list(BODY)


def test_what_a_visitor_may_also_like_is_not_read() -> None:
    text = "Gratitude is found in small things, such as a morning without any wind on the water."
    others = "".join(
        f"<img src='/{n}.jpg'><p><a href='/{n}'>Share</a></p><p>{text}</p>" for n in "ab"
    )
    article = page(f"<article>{STORY}<h3>You may also like...</h3>{others}</article>")
    assert kept(article) == list(BODY)


def test_a_box_of_related_stories_does_not_end_the_story() -> None:
    box = "<h3>Related stories</h3><p><a href='/x'>A bridge that nobody wanted</a></p>"
    article = page(f"<article><p>{BODY[0]}</p>{box}<p>{BODY[1]}</p><p>{BODY[2]}</p></article>")
    assert kept(article) == list(BODY)


def test_a_box_above_a_story_of_pictures_and_paragraphs_does_not_end_it() -> None:
    rest = "".join(f"<img src='/{n}.jpg' alt=''><p>{text}</p>" for n, text in enumerate(BODY[1:]))
    article = page(f"<article><p>{BODY[0]}</p><h3>Related stories</h3>{rest}</article>")
    assert [text for text in kept(article) if text in BODY] == list(BODY)


def test_a_pull_quote_is_read_once() -> None:
    long = f"{BODY[0]} {BODY[1]}"
    article = page(
        f"<article><p>{long}</p><blockquote><p>{BODY[1]}</p></blockquote><p>{BODY[2]}</p></article>"
    )
    assert kept(article) == [long, BODY[2]]
