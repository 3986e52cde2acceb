"""A feed of which some entries were read before gives for the others what the whole feed gives."""

from __future__ import annotations

import random
from pathlib import Path

from reader.library import Library
from reader.library.feeds.receiving import known_sums, receive
from reader.models import ParsedFeed
from reader.parsing.__main__ import feed as parsed
from reader.parsing.feeds import parse_feed, parse_news
from reader.store import feeds
from tests.feeds import item, rss

ADDRESS = "https://paper.example/feed"


def news(data: bytes, known: frozenset[str] = frozenset()) -> tuple[ParsedFeed, tuple[str, ...]]:
    found, sums = parse_news(data, address=ADDRESS, content_type=None, known=known)
    assert isinstance(found, ParsedFeed)
    return found, sums


def assert_same_reading(data: bytes) -> bool:
    """Whether the feed could be taken apart; then every part of it is read as in the whole."""
    whole = parse_feed(data, address=ADDRESS)
    if not isinstance(whole, ParsedFeed):
        return False
    found, sums = news(data)
    assert found == whole
    for known in (sums[::2], sums[1:], sums):
        part, again = news(data, frozenset(known))
        if again:
            assert again == sums
            left = [e for e, s in zip(whole.entries, sums, strict=True) if s not in known]
            assert list(part.entries) == left
    return bool(sums)


def test_real_feeds_are_read_in_parts_as_in_the_whole(corpus: Path) -> None:
    files = [*sorted((corpus / "feeds" / "annotated").rglob("*.xml"))[::8]]
    files += sorted((corpus / "feeds" / "validator").rglob("*.xml"))[::48]
    apart = sum(assert_same_reading(path.read_bytes()) for path in files)
    assert apart > 0.5 * len(files)


def test_what_an_entry_may_inherit_makes_it_another_piece() -> None:
    data = rss([item("Ferry"), item("Bread")], head="<lastBuildDate>now</lastBuildDate>")
    assert assert_same_reading(data)
    _, sums = news(data)
    for changed, same in (
        (data.replace(b">now<", b">later<"), True),
        (data.replace(b"<rss ", b"<rss xml:base='https://other.example/' "), False),
        (data.replace(b"<title>The Paper", b"<language>pt</language><title>The Paper"), False),
        (data.replace(b"is known of Ferry", b"is said of Ferry"), None),
    ):
        _, again = news(changed)
        assert [a == b for a, b in zip(sums, again, strict=True)] == [bool(same), same is not False]
    _, elsewhere = parse_news(data, address="https://b.example/", content_type=None, known=())
    assert not set(elsewhere) & set(sums)


def test_pieces_that_cannot_be_told_apart_are_parsed_whole() -> None:
    whole = rss([item("Ferry"), item("Bread")])
    for data in (
        whole.replace(b"</item>", b"", 1),
        whole.replace(b"<item>", b"<item><item></item>", 1),
        whole.replace(b"<item>", b"<item/><item>", 1),
        whole.replace(b"</item></channel>", b"</channel>"),
        b'{"version": "https://jsonfeed.org/version/1", "title": "x", "items": [{"id": "1"}]}',
    ):
        assert not assert_same_reading(data)
    assert assert_same_reading(
        whole.replace(b"<description>Every", b"<description><![CDATA[</item><item>]]>Every")
    )


def test_a_library_is_the_same_whether_or_not_pieces_are_remembered(library: Library) -> None:
    """Feeds that grow, are edited, reorder, repeat guids and lose them again."""
    rows = "".join(f"<outline xmlUrl='https://paper.example/{n}'/>" for n in (1, 2))
    library.feeds.read_list(f"<opml version='2.0'>{rows}</opml>".encode())
    chance = random.Random(5)
    pool = [
        (f"Story {n}", f"g{n % 7}" if n % 3 else "", f"s{n % 9}" if n % 4 else "")
        for n in range(24)
    ]
    skipped = 0
    for _ in range(40):
        items = [
            item(name, f"Text {chance.choice('aab')} of {name}", guid=guid, link=link)
            for name, guid, link in chance.sample(pool, 8)
        ]
        if chance.random() < 0.2:
            items.append(items[0])
        data = rss(items)
        for key, remembers in ((1, True), (2, False)):
            with library._database.writing() as db:
                feed = feeds.get(db, key)
                assert feed is not None
                known, seen = known_sums(db, key)
                found = parsed(data, ADDRESS, "", known, seen if remembers else frozenset())
                assert isinstance(found, tuple)
                skipped += sum(arrival.identity is None for arrival in found[1])
                receive(db, feed, found[1], 1_700_000_000)
        articles = list(map(library.article, library.keys()))
        numbers = library.feeds.of(library.keys())
        sides: dict[int, list[tuple[str, str, str]]] = {1: [], 2: []}
        for article in articles:
            assert article is not None
            side = sides[numbers[article.headline.key]]
            side.append((article.headline.title, article.text, article.url))
        assert sorted(sides[1]) == sorted(sides[2])
    assert skipped > 40


def test_an_entry_whose_words_are_read_in_another_way_by_now_is_no_new_article(
    library: Library,
) -> None:
    """It has no guid and no link, and its words are not those that an older program kept a sum of."""
    outline = "<outline xmlUrl='https://paper.example/1'/>"
    library.feeds.read_list(f"<opml version='2.0'>{outline}</opml>".encode())
    text = "Ports<table><tr><th>a<br>b<th>c<tr><td>1<td>2</table>"
    data = rss([item("Ferry", text, guid="", link="")])
    brought = []
    for _ in range(2):
        with library._database.writing() as db:
            feed = feeds.get(db, 1)
            assert feed is not None
            found = parsed(data, ADDRESS, "", known_sums(db, 1)[0], frozenset())
            assert isinstance(found, tuple)
            brought.append(len(receive(db, feed, found[1], 1_700_000_000).new))
            db.execute("UPDATE entries SET words = 'of another reading'")
    assert brought == [1, 0]
    (article,) = map(library.article, library.keys())
    assert article is not None and "a b\tc\n1\t2" in article.text
