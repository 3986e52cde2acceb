"""Feeds on the screen: followed, fetched, counted, changed and left; the whole text."""

from __future__ import annotations

import asyncio

from reader.library import Library
from reader.library.feeds.following import Followed
from reader.models import Wishes
from tests.feeds import serves
from tests.pilot import Desk, desk
from tests.web import Answer, Web

HTML = {"Content-Type": "text/html"}


def counts(shown: Desk) -> dict[str, str]:
    """The rows below FEEDS in the pane, with their numbers."""
    rows = list(shown.screen.side.rows)
    at = next((n for n, row in enumerate(rows) if row.text == "FEEDS"), len(rows))
    return {row.text: row.count for row in rows[at + 1 :] if row.text != "Follow a feed…"}


async def test_a_feed_is_followed_fetched_changed_and_left(library: Library, web: Web) -> None:
    link = '<link rel="alternate" type="application/rss+xml" title="{}" href="/{}">'
    page = f"<html>{link.format('News', 'news')}{link.format('Sport', 'sport')}<p>x"
    web.answers |= {"/": Answer(page.encode(), HTML), "/sport": serves("Chess", title="Sport")}
    async with desk(library) as shown:
        await shown.sees("Follow a feed…", "Feeds to start with…")
        await shown.press("a")
        await shown.type_ahead(web.at("/"))
        await shown.press("enter")
        await shown.sees("Which of 2? Type its number: 1 News · 2 Sport")
        await shown.press("2")
        await shown.sees("Following Sport, with 1 article; u takes it back.", "Chess")
        await shown.until(lambda: counts(shown) == {"Sport": "1"})
        await shown.press("g", "f", "enter")
        await shown.until(lambda: shown.titles == ["Chess"])
        await shown.press("u")
        await shown.sees("Sport is followed no longer; 1 article went with it.")
        await shown.until(lambda: "Sport" not in counts(shown) and "Chess" not in shown.titles)
        assert shown.screen.headlines.keys  # not the feed that is gone, but all articles
        await shown.press("U")
        await shown.sees("Sport is followed again, with 1 article that had gone with it.")
        await shown.until(lambda: counts(shown).get("Sport") == "1" and "Chess" in shown.titles)
        await shown.press("u")
        await shown.until(lambda: "Sport" not in counts(shown))
        await shown.press("a")
        await shown.type_ahead(web.at("/sport").removeprefix("http://"))
        await shown.press("enter")
        await shown.sees(
            "Following Sport, with 1 article; u takes it back. It is asked over http, not"
        )
        await shown.until(lambda: counts(shown) == {"Sport": "1"} and "Chess" in shown.titles)

        web.answers["/sport"] = serves("Swimming", "Chess", title="Sport")
        await shown.press("R")
        await shown.sees("1 new article.")
        await shown.until(lambda: counts(shown) == {"Sport": "2"})
        await shown.press("g", "f", "enter")
        await shown.until(lambda: sorted(shown.titles) == ["Chess", "Swimming"])
        await shown.press("m")
        await shown.until(lambda: counts(shown) == {"Sport": "1"})
        web.answers["/sport"] = Answer(b"no", status=500)
        await shown.press("r")
        await shown.sees("No new articles. Sport cannot be had: its server has a fault.")
        await shown.until(lambda: counts(shown) == {"! Sport": "1"})
        await shown.press("comma", "d")
        await shown.sees("Feed doctor", "It last answered", "Asked again in", "0 feeds are well.")
        await shown.press("escape")

        await shown.press("g", "f", "enter", "2", "A")
        await shown.press("2")
        await shown.sees(
            "Sport: everything is read", "Press 1 for all its articles.", "Esc leads out of it."
        )
        await shown.press("u", "1")
        await shown.until(lambda: counts(shown) == {"! Sport": "1"})

        for key, question, answer, said in (
            ("n", "Name of the feed", " today", "Sport today 1/2"),
            ("f", "Folders of Sport today", "Daily/Press", "stands in Daily/Press."),
        ):
            await shown.press("comma", key)
            await shown.sees(question)
            await shown.type_ahead(answer)
            await shown.press("enter")
            await shown.sees(said)
            await shown.press("g", "f", "enter")
            await shown.until(lambda: len(shown.titles) == 2)
        assert list(counts(shown)) == ["▾ Daily", "▾ Press", "! Sport today"]
        assert "      ! Sport today" in shown.text
        await shown.press("comma", "m")
        await shown.sees("come in as read")
        await shown.press("u")
        await shown.sees("Sport today is no longer muted.")
        await shown.press("comma", "e")
        await shown.sees("articles come in with the text of their page.")
        await shown.press("u")
        await shown.press("g", "f", "j", "space")
        await shown.until(lambda: list(counts(shown)) == ["▾ Daily", "▸ Press"])
        await shown.press("space")
        await shown.until(lambda: len(counts(shown)) == 3)
        await shown.press("j", "space", "k", "space")  # in the folder, then on the one above
        await shown.until(lambda: list(counts(shown)) == ["▸ Daily"])
        await shown.press("space")
        await shown.until(lambda: list(counts(shown)) == ["▾ Daily", "▸ Press"])
        await shown.press("escape")
        await shown.press("escape", "g", "g")
        await shown.until(lambda: len(shown.titles) > 2)
        row = next(n for n, title in enumerate(shown.titles) if title == "Chess")
        await shown.press(*["j"] * row)
        await shown.press("comma", "m")
        await shown.sees("Sport today: articles come in as read.")
        await shown.press("s")
        await shown.press("comma", "u")
        await shown.sees("y unfollows Sport today, n not")
        await shown.press("n")
        await shown.sees("Nothing was changed.")
        await shown.press("comma", "u")
        await shown.sees("y unfollows Sport today, n not")
        await shown.press("y")
        await shown.sees("Sport today is followed no longer: 1 article went; 1 kept. u brings")
        await shown.press("u")
        await shown.sees("Sport today is followed again, with 1 article that had gone with it.")
        await shown.until(lambda: counts(shown).get("▸ Press") == "1")
        await shown.press("U")
        await shown.sees("Sport today is followed no longer; 1 article went with it; 1 with a star")
        await shown.sees("Follow a feed…")
        await shown.press("R")
        await shown.sees("No feed is followed yet; a follows one.")


async def test_a_feed_is_read_through_with_n_and_the_pane_keeps_its_place(
    library: Library, web: Web
) -> None:
    web.answers |= {"/a": serves("One", "Two", title="Gazette"), "/b": serves("Far", title="Zoo")}
    for place in ("/a", "/b"):
        done = await asyncio.to_thread(library.feeds.follow, web.at(place), Wishes(), pick=0)
        assert isinstance(done, Followed)
    async with desk(library) as shown:
        await shown.until(lambda: counts(shown) == {"Gazette": "2", "Zoo": "1"})
        await shown.press("g", "f", "enter")
        await shown.until(lambda: sorted(shown.titles) == ["One", "Two"])
        first, second = shown.titles
        await shown.press("enter")
        await shown.until(lambda: shown.screen.reading)
        await shown.press("n")  # a feed is a list, in which there are no matches to walk
        await shown.until(lambda: shown.title == second != first)
        await shown.press("q")
        await shown.sees("Gazette 2/2")
        assert 'feed:"@' not in shown.text
        await shown.press("g", "n")
        await shown.sees("Zoo 1/1", "Far")
        await shown.press("g", "n")
        await shown.sees("No other feed has unread articles.")
        await shown.press("1", "g", "N")
        await shown.sees("Zoo 1/1")
        await shown.press("g", "N")
        await shown.sees("No other feed has unread articles.")
        await shown.press("g", "f", "j")
        row = shown.screen.side.row
        assert row is not None and row.text == "Zoo"
        web.answers["/b"] = serves("Near", "Far", title="Zoo")
        await shown.press("R")
        await shown.until(lambda: counts(shown)["Zoo"] == "2")
        row = shown.screen.side.row
        assert row is not None and row.text == "Zoo"


async def test_the_whole_text_is_a_key_away_and_both_are_kept(library: Library, web: Web) -> None:
    story = " ".join(
        f"Sentence {n} of the whole story about the ferry and its harbour." for n in range(40)
    )
    web.answers |= {
        "/Ferry": Answer(f"<html><title>Ferry</title><body><article><p>{story}</p>".encode(), HTML),
        "/feed": serves("Ferry", "Nowhere"),
    }
    body = web.answers["/feed"]
    assert isinstance(body, Answer)
    web.answers["/feed"] = Answer(body.body.replace(b"https://paper.example", web.at("").encode()))
    done = await asyncio.to_thread(library.feeds.follow, web.at("/feed"))
    assert isinstance(done, Followed)
    async with desk(library) as shown:
        row = next(n for n, title in enumerate(shown.titles) if title == "Ferry")
        await shown.press(*["j"] * row, "enter", "e")
        await shown.sees("The text is that of the page", "Sentence 3")
        await shown.press("e")
        await shown.sees("The text is what the feed gave", "Everything that is known of Ferry")
        await shown.press("e")
        await shown.sees("The text is that of the page", "Sentence 3")
        await shown.press("u")
        await shown.sees("“Ferry” has its own text again.", "Everything that is known of Ferry")
        await shown.press("U")
        await shown.sees("“Ferry” has the text of the page again.", "Sentence 3")
        await shown.press("h", "j", "enter", "e")
        await shown.sees("is not there (the server answers 404 Not Found).")
    library.update_index()
    assert [h.key for h in library.search("sentence has:fulltext").hits] == [done.new[1]]
    web.answers["/feed"] = serves("Ferry", "Nowhere", "More")
    article = library.article(done.new[1])
    assert article is not None
    assert len(article.text.split()) > 300


async def test_feeds_that_are_due_are_fetched_while_the_reader_is_open(
    library: Library, web: Web
) -> None:
    web.answers["/feed"] = serves("Ferry")
    library.feeds.read_list(
        f"<opml version='2.0'><outline xmlUrl='{web.at('/feed')}'/></opml>".encode(), private=True
    )
    async with desk(library) as shown:
        await shown.until(lambda: shown.titles[:1] == ["Ferry"])
        assert shown.screen.headlines.cursor == 0  # nobody has pressed a key: news is seen


async def test_feeds_to_start_with_are_followed_only_if_chosen(library: Library) -> None:
    async with desk(library) as shown:
        await shown.press("comma", "s")
        await shown.sees("Feeds to start with", "○ BBC News: World")
        await shown.press("j", "space")
        await shown.sees("● The Guardian: World")
        await shown.press("space")
        await shown.sees("○ The Guardian: World")
        await shown.press("enter")
        await shown.until(lambda: "Space chooses" not in shown.text)
        assert library.feeds.every() == []
    assert library.feeds.follow_starters(library.feeds.starters()[:2]).added == [1, 2]
    assert library.feeds.every()[0].wishes == Wishes("BBC News: World", (("World",),))
