"""What would be made of documents and feeds, without keeping them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Run
from tests.web import Answer, Web

Write = Callable[..., Path]

RSS = """<rss version="2.0"><channel><title>The Paper</title><link>https://example.org/</link>
<item><title>Bread &amp;amp; butter</title><link>/bread?utm_source=x</link><guid>1</guid>
<pubDate>Fri, 27 Nov 2026 10:00:00 GMT</pubDate>
<description>&lt;p&gt;Dearer &lt;b&gt;flour&lt;/b&gt;.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description></item>
</channel></rss>"""
OPML = """<opml version="2.0"><head><title>My feeds</title></head><body><outline text="News">
<outline text="The Paper" type="rss" xmlUrl="https://example.org/feed"/></outline></body></opml>"""


def test_a_feed_is_shown_entry_by_entry(run: Run, write: Write) -> None:
    path = str(write("feed.xml", RSS))
    feed, entry = run("preview", path, "--json").records
    assert (feed["kind"], feed["title"], feed["entries"]) == ("feed", "The Paper", 1)
    assert (entry["kind"], entry["title"], entry["text"]) == ("entry", "Bread & butter", "Dearer flour.")  # fmt: skip
    assert entry["published"].startswith("2026-11-27T10:00:00")
    assert "script" not in entry["text"]
    plain = run("preview", path)
    assert plain.out == "The Paper · 1 entry\n  Bread & butter · 2026-11-27 · 2 words\n"
    assert run("list").out == ""  # nothing was kept


def test_a_list_of_feeds_and_an_article_are_shown_too(run: Run, write: Write) -> None:
    (outline,) = run("preview", str(write("feeds.opml", OPML)), "--json").records
    assert (outline["kind"], outline["title"]) == ("outline", "My feeds")
    (article,) = run("preview", "-", "--json", stdin=b"A title\n\nAnd a text of its own.").records
    assert (article["kind"], article["title"]) == ("article", "A title")


def test_what_stands_on_the_web_is_shown_and_not_kept(run: Run, web: Web) -> None:
    web.answers["/feed"] = Answer(RSS.encode(), {"Content-Type": "text/xml"})
    feed, entry = run("preview", web.at("/feed"), "--json").records
    assert (feed["title"], entry["title"]) == ("The Paper", "Bread & butter")
    ran = run("preview", web.at("/nowhere"), "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "is not there (the server answers 404 Not Found)" in ran.err
    assert run("list").out + run("feeds", "list").out == ""


def test_what_cannot_be_read_is_said_and_the_rest_is_shown(run: Run, write: Write) -> None:
    ran = run("preview", "nowhere.xml", str(write("feed.xml", RSS)))
    assert ran.code == 1
    assert "nowhere.xml" in ran.err
    assert ran.out.startswith("The Paper")
