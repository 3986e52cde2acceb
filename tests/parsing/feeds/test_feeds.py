"""Feeds as they are: every kind, wrong in every way, hostile, and the same article each time."""

from __future__ import annotations

import json
import os
import random
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import DocumentError
from reader.models import Enclosure, FeedEntry, NotAFeed, Outline, ParsedFeed, Subscription
from reader.parsing.feeds import (
    common_places,
    find_feeds,
    identify,
    match,
    new_id,
    parse_feed,
    parse_opml,
    preview,
    sort_moment,
    write_opml,
)
from reader.parsing.feeds.source import readable_text
from reader.parsing.fulltext import read_page
from tests.parsing.feeds.annotated import judge
from tests.parsing.helpers import BODY

CORPUS = os.environ.get("BROADSHEET_CORPUS")
needs_corpus = pytest.mark.skipif(not CORPUS, reason="BROADSHEET_CORPUS is not set")
ADDRESS = "https://paper.test/feed.xml"


def files(kind: str) -> list[Path]:
    return sorted(p for p in (Path(CORPUS or "") / kind).rglob("*") if p.is_file())


def read(raw: str | bytes, content_type: str | None = None) -> ParsedFeed:
    data = raw.encode() if isinstance(raw, str) else raw
    feed = parse_feed(data, address=ADDRESS, content_type=content_type)
    assert isinstance(feed, ParsedFeed), feed
    return feed


def item(inner: str) -> FeedEntry:
    return read(
        f'<rss version="2.0"><channel><title>t</title><item>{inner}</item></channel></rss>'
    ).entries[0]


@needs_corpus
def test_annotated_feeds_are_read_as_their_comments_say() -> None:
    judged = [verdict for path in files("feeds/annotated") if (verdict := judge(path))]
    assert len(judged) > 600
    assert sum(held for held, _ in judged) >= 0.98 * len(judged)


@needs_corpus
def test_feeds_that_break_the_rules_are_read_or_refused() -> None:
    for path in files("feeds/validator")[::8]:
        parse_feed(path.read_bytes(), address=ADDRESS)


@needs_corpus
def test_attacks_reach_nothing_and_expand_nothing() -> None:
    for path in files("feeds/attacks"):
        raw = path.read_bytes()
        wrapped = re.sub(
            rb"<(?!\?|!)",
            b'<rss version="2.0"><channel><title>&a;</title></channel></rss><',
            raw,
            count=1,
        )
        for data in (raw, wrapped):
            feed = parse_feed(data, address=ADDRESS)
            assert len(repr(feed)) < 4 * len(data) + 2000
            assert "root:" not in repr(feed)
            assert len(repr(parse_opml(data))) < 4 * len(data) + 2000


def test_a_document_that_names_a_file_does_not_get_its_text(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the password")
    doctype = f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    for body in ("<rss version='2.0'><channel><title>&s;</title></channel></rss>",
                 "<opml><head><title>&s;</title></head></opml>"):  # fmt: skip
        data = (doctype + body).encode()
        assert "password" not in repr(parse_feed(data, address=ADDRESS)) + repr(parse_opml(data))
    assert "password" not in repr(parse_feed(str(secret).encode(), address=ADDRESS))


@pytest.mark.parametrize(
    "inside",
    [
        "<a>" * 200_000,
        "<a " + " ".join(f"a{n}='1'" for n in range(200_000)) + "/>",
        "<item>" * 100_000,
        "<item>" + "<link>/</link>" * 100_000 + "</item>",
    ],
    ids=["depth", "attributes", "entries", "elements"],
)
def test_what_would_occupy_the_parser_is_refused_or_cut(inside: str) -> None:
    raw = f'<rss version="2.0"><channel><title>t</title>{inside}</channel></rss>'.encode()
    feed = parse_feed(raw, address=ADDRESS)
    assert feed.cut if isinstance(feed, ParsedFeed) else feed.why
    parse_opml(raw)


@pytest.mark.parametrize("prolog", ["<!-- x -->", "<?x ?>", "<!DOCTYPE [", "<!--", " "])
def test_a_long_way_to_the_first_element_is_no_long_wait(prolog: str) -> None:
    data = (prolog * 50_000 + "<nothing/>").encode()
    assert isinstance(parse_feed(data, address=ADDRESS), NotAFeed)
    assert not parse_opml(data).version


def test_an_entry_of_rss() -> None:
    entry = item(
        "<title>AT&amp;amp;T &lt;b>wins&lt;/b></title><link>/a?x=1&amp;y=2</link><guid isPermaLink='false'>7</guid>"
        "<pubDate>Fri, 3 Apr 26 01:02:03 +0200</pubDate><category>Sea</category><author>j@p.test (Jane)</author>"
        "<enclosure url='/a.mp3' type='audio/MPEG' length='12'/><comments>/c</comments>"
        "<description>&lt;p onclick='x()'>Forty &lt;a href='b'>ships&lt;/a>&lt;script>bad()&lt;/script>"
        "&lt;a href='javascript:bad()'>here&lt;/a>&lt;/p>&lt;img src='https://t.test/p' width='1' height='1'>"
        "&lt;div class='feedflare'>Share&lt;/div></description>"
    )  # fmt: skip
    assert (entry.title, entry.link, entry.guid) == (
        "AT&T wins",
        "https://paper.test/a?x=1&y=2",
        "7",
    )
    assert (entry.published, entry.tags, entry.authors) == (
        "2026-04-02T23:02:03Z",
        ("Sea",),
        ("Jane",),
    )
    assert entry.enclosures == (Enclosure("https://paper.test/a.mp3", "audio/mpeg", 12),)
    assert entry.comments == "https://paper.test/c"
    assert [b.text for b in entry.blocks] == ["Forty shipshere"]
    assert [s.target for b in entry.blocks for s in b.spans] == ["https://paper.test/b"]
    assert entry.teaser and "onclick" in entry.raw


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("&amp;lt;p&amp;gt;Forty&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;ships&amp;lt;/p&amp;gt;", ["Forty", "ships"]),
        ("Forty ships came.\n\nPilots &amp;amp; tugs worked.", ["Forty ships came.", "Pilots & tugs worked."]),
        ("<![CDATA[a &lt;p&gt; tag]]>", ["a <p> tag"]),
        ("safe&lt;embed src='x'> text", ["safe text"]),
    ],
)  # fmt: skip
def test_texts_come_as_they_were_meant(written: str, wanted: list[str]) -> None:
    found = item(f"<description>{written}</description>")
    assert [block.text for block in found.blocks] == wanted


def test_a_weekday_in_another_language_does_not_hide_a_date() -> None:
    assert item("<pubDate>Mi, 03 Apr 2020 10:00 MESZ</pubDate>").published == "2020-04-03T08:00:00Z"


def test_a_feed_of_rss_says_when_it_may_be_asked() -> None:
    feed = read(
        "<rss version='2.0'><channel><title>t</title><ttl>90</ttl><skipHours><hour>3</hour><hour>24</hour></skipHours>"
        "<skipDays><day>Sunday</day></skipDays></channel></rss>"
    )
    assert (feed.ttl, feed.skip_hours, feed.skip_days) == (90, (0, 3), (6,))


def test_a_date_that_is_missing_is_none_and_one_of_the_future_is_kept_but_sorts_as_now() -> None:
    assert item("<title>a</title>").published == ""
    future = item("<pubDate>Mon, 01 Jan 2290 00:00:00 GMT</pubDate>").published
    assert future == "2290-01-01T00:00:00Z"
    assert (sort_moment(future, 1000), sort_moment("", 1000)) == (1000, None)
    assert sort_moment("1970-01-01T00:01:00Z", 1000) == 60


def test_json_feed_is_typed_strictly() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": "P", "home_page_url": "/", "language": "en-US",
        "items": [
            {"id": 5, "url": "/a", "title": "T", "content_html": "<p>Hi</p>", "summary": "S", "tags": ["x", 3],
             "authors": [{"name": "Jane"}, "Bob"], "date_published": "2026-04-03T01:02:03Z",
             "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": True}]},
            "nonsense", {"id": "b", "title": 9, "content_text": "a < b"},
        ],
    }  # fmt: skip
    found = read(json.dumps(feed))
    first, second = found.entries
    assert (found.kind, found.site, found.language) == ("json", "https://paper.test/", "en-us")
    assert (first.guid, first.tags, first.authors, first.summary) == ("5", ("x",), ("Jane",), "S")
    assert first.enclosures == (Enclosure("https://paper.test/a.mp3", "audio/mpeg", 0),)
    assert (second.title, [b.text for b in second.blocks]) == ("", ["a < b"])
    for wrong in (
        "{",
        "[]",
        '{"version": 1}',
        '{"version":"https://jsonfeed.org/version/9"}',
        "[" * 9999,
    ):
        assert isinstance(parse_feed(wrong.encode(), address=ADDRESS), NotAFeed)


@pytest.mark.parametrize(
    ("raw", "header"),
    [
        ("<rss version='2.0'><channel><title>Жёлтый</title></channel></rss>".encode("cp1251"), "text/xml; charset=windows-1251"),
        ("\n\n<?xml version='1.0' encoding='iso-8859-1'?><rss version='2.0'><channel><title>Жёлтый</title></channel></rss>".encode(), None),
        ("\ufeff<rss version='2.0'><channel><title>Жёлтый</title></channel></rss>".encode("utf-16-le"), "text/xml; charset=utf-8"),
    ],
    ids=["header", "declared wrongly, blank lines", "byte order mark"],
)  # fmt: skip
def test_characters(raw: bytes, header: str | None) -> None:
    assert read(raw, header).title == "Жёлтый"


def test_what_is_no_feed_says_so() -> None:
    page = parse_feed(b"<!DOCTYPE html><html><body>Hi</body></html>", address=ADDRESS)
    assert isinstance(page, NotAFeed) and page.html
    for raw in (b"", b"   ", b"\x89PNG\r\n\x1a\n", b"hello", b"<opml version='2.0'/>"):
        assert isinstance(parse_feed(raw, address=ADDRESS), NotAFeed)


def entry(guid: str, link: str = "", text: str = "words") -> FeedEntry:
    return item(
        f"<guid isPermaLink='false'>{guid}</guid><link>{link}</link><description>{text}</description>"
    )


def test_an_entry_stays_itself_while_its_feed_changes_around_it() -> None:
    before = identify(entry("http://p.test/a", "http://p.test/a?utm_source=rss", "words"))
    known = [("one", before)]
    for after in (
        entry("https://p.test/a", "https://www.p.test/a"),
        entry("http://p.test/a", "http://p.test/a", "words that were edited"),
        entry("http://p.test/a#2", "http://p.test/a?fbclid=9"),
    ):
        assert match(known, [identify(after)]) == ("one",)


def test_two_entries_with_one_guid_are_both_kept() -> None:
    first, second = (
        identify(entry("x", "http://p.test/1", "one")),
        identify(entry("x", "http://p.test/2", "two")),
    )
    assert match([("one", first)], [second, first]) == (None, "one")
    assert match([("one", first)], [first, first]) == ("one", "one")
    bare = [identify(entry("x", text=text)) for text in ("one", "two", "three")]
    assert match([("one", bare[0]), ("two", bare[1])], [bare[2], bare[1]]) == (None, "two")
    ids = {
        new_id("feed", first),
        new_id("feed", second),
        new_id("other", first),
        new_id("feed", first, 1),
    }
    assert len(ids) == 4 and all(len(name) == 13 for name in ids)


def test_of_entries_that_share_guid_and_link_each_stays_itself_when_another_comes_above() -> None:
    """As reports of one day may: what was done to one must not pass to the next."""
    link = "http://p.test/live"
    ferry, bread, snow = (identify(entry(link, link, text)) for text in ("one", "two", "three"))
    known = [("f", ferry), ("b", bread)]
    assert match(known, [snow, bread, ferry]) == (None, "b", "f")
    assert match(known, [bread]) == ("b",)


def test_feeds_of_a_page_are_found_likeliest_first() -> None:
    page = (
        "<base href='/news/'><a href='feed.xml'>Our feed</a><link rel=alternate type=application/rss+xml href=c title=Comments>"
        "<link rel='ALTERNATE' type='application/atom+xml' href='a' title=All><a href='javascript:x'>RSS</a>"
    )  # fmt: skip
    found = find_feeds(page, "https://p.test/")
    assert [(f.address, f.title) for f in found] == [
        ("https://p.test/news/a", "All"), ("https://p.test/news/feed.xml", "Our feed"), ("https://p.test/news/c", "Comments"),
    ]  # fmt: skip
    assert "https://p.test/feed" in common_places("https://p.test/") and common_places("x") == ()


def outline_names(outline: Outline) -> dict[str, object]:
    meta: dict[str, object] = {
        key: value
        for key, value in (("title", outline.title), ("created", outline.created), ("modified", outline.modified))
        if value
    }  # fmt: skip
    if outline.owner or outline.owner_email:
        owner = (("name", outline.owner), ("email", outline.owner_email))
        meta["author"] = {key: value for key, value in owner if value}
    return {
        "version": outline.version,
        "meta": meta,
        "feeds": [
            {"url": f.address, "title": f.title, "tags": list(f.tags), "categories": [list(p) for p in f.folders]}
            for f in outline.feeds
        ],
        "lists": [{"url": url, "title": title} for url, title in outline.lists],
        "opportunities": [{"url": url, "title": title} for url, title in outline.sites],
    }  # fmt: skip


@needs_corpus
def test_annotated_lists_are_read_as_their_comments_say() -> None:
    asked = 0
    for path in files("opml/annotated"):
        raw = path.read_bytes()
        names = {"result": outline_names(parse_opml(raw))}
        for expected in re.findall(r"Eval:\s*(.*)", raw.decode("utf-8", "replace")):
            if "bozo" not in expected and "_parsed" not in expected:
                asked += 1
                assert eval(expected, {}, names), f"{path.name}: {expected}"
    assert asked > 120


def test_ten_thousand_feeds_go_out_and_come_back() -> None:
    feeds = tuple(
        Subscription(f"https://h{n}.test/f", f"Title {n} & <more>", "https://h.test/", ((f"F{n % 9}", "In & out"),), attributes=(("x", "y"),))
        for n in range(10_000)
    )  # fmt: skip
    found = parse_opml(write_opml(Outline(title="Mine", feeds=feeds)))
    assert found.title == "Mine"
    by_address = {feed.address: feed for feed in found.feeds}
    assert all(by_address[feed.address] == feed for feed in feeds)


def test_preview_is_a_line_of_json_each() -> None:
    rss = (
        b"<rss version='2.0'><channel><title>t</title><item><title>a</title></item></channel></rss>"
    )
    for raw, kinds in (
        (rss, ["feed", "entry"]),
        (b"<opml><body><outline xmlUrl='https://a.test/f'/></body></opml>", ["outline"]),
        (b"<html><body><p>Forty ships came.</p></body></html>", ["article"]),
        (b"\x89PNG\r\n\x1a\n", ["nothing"]),
    ):
        found = [json.loads(json.dumps(r)) for r in preview(raw, address="https://p.test/x")]
        assert [record["kind"] for record in found] == kinds


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from(["", "<rss><channel><item>", "<feed>", "<opml>", "{"])
)
def test_no_bytes_raise(noise: bytes, start: str) -> None:
    data = start.encode() + noise
    parse_feed(data, address=ADDRESS, content_type=noise.decode("latin-1"))
    parse_opml(data)
    find_feeds(data, ADDRESS)
    list(preview(data, address=ADDRESS))


@needs_corpus
def test_feeds_that_are_damaged_are_read_or_refused() -> None:
    chance = random.Random(5)
    for path in chance.sample(files("feeds/validator") + files("feeds/annotated"), 100):
        data = bytearray(path.read_bytes() or b"x")
        for _ in range(8):
            place = chance.randrange(len(data))
            data[place : place + chance.randrange(9)] = chance.randbytes(chance.randrange(6))
            data = data or bytearray(b"x")
        parse_feed(bytes(data), address=ADDRESS)
        parse_opml(bytes(data))


@needs_corpus
def test_the_characters_of_feeds_are_read() -> None:
    codecs = {"GB2312": "gb18030", "EUC-KR": "cp949", "SHIFT_JIS": "cp932", "Big5": "big5hkscs", "MacCyrillic": "mac_cyrillic"}  # fmt: skip
    right = 0
    found = files("feeds/encodings")
    for path in found:
        label = re.sub(r"-(hungarian|bulgarian|russian|greek|hebrew)$", "", path.parent.name)
        raw = path.read_bytes()
        wanted = Counter(c for c in raw.decode(codecs.get(label, label), "replace") if c > "\x7f")
        got = Counter(c for c in readable_text(raw, None)[0] if c > "\x7f")
        right += (wanted & got).total() >= 0.98 * max(wanted.total(), got.total())
    assert right >= 0.92 * len(found)


def test_a_fetched_page_is_an_article_with_absolute_links() -> None:
    body = "".join(f"<p>{text} <a href='more'>more</a></p>" for text in BODY)
    raw = f"<html><head><title>Жёлтый</title></head><body><h1>Жёлтый</h1>{body}</body></html>"
    article = read_page(
        raw.encode("cp1251"), address="https://p.test/news/story?x=1", charset="windows-1251"
    )
    assert (article.title, article.url) == ("Жёлтый", "https://p.test/news/story?x=1")
    assert {s.target for b in article.blocks for s in b.spans} == {"https://p.test/news/more"}
    with pytest.raises(DocumentError):
        read_page(b"<html></html>", address="https://p.test/")


def test_the_feeds_to_start_with_are_a_list() -> None:
    starter = Path(__file__).parents[3] / "data" / "starter.opml"
    found = parse_opml(starter.read_bytes())
    assert len(found.feeds) >= 12
    assert all(
        feed.title and feed.folders and feed.address.startswith("https://") for feed in found.feeds
    )
