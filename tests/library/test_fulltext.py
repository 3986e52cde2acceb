"""The whole text of articles from their pages: by a wish, or for all that a feed brings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.library import Library, open_library
from reader.models import Wishes
from reader.store import pages
from tests.feeds import TYPE, item, rss
from tests.library.test_following import follow
from tests.web import Answer, Web

HTML = {"Content-Type": "text/html"}


def story(name: str) -> Answer:
    text = " ".join(f"Sentence {n} of the whole story of {name}." for n in range(40))
    return Answer(f"<html><title>{name}</title><article><p>{text}</p></article>".encode(), HTML)


def feed(web: Web, *names: str) -> Answer:
    """A feed of teasers, whose articles stand on the same server."""
    items = "".join(item(name, f"A teaser of {name}.") for name in names)
    return Answer(rss([items]).replace(b"https://paper.example", web.at("").encode()), TYPE)


def texts(library: Library) -> dict[str, str]:
    keys = library.keys()
    return {a.headline.title: a.text[:12] for a in map(library.article, keys) if a}


def test_a_feed_may_bring_the_pages_of_its_articles_with_it(library: Library, web: Web) -> None:
    web.answers |= {"/Ferry": story("Ferry"), "/feed": feed(web, "Old", "First")}
    web.answers["/First"] = story("First")
    done = follow(library, web.at("/feed"), Wishes(fulltext=True))
    assert texts(library) == {"Old": "A teaser of ", "First": "Sentence 0 o"}
    assert done.lacking.startswith("the page of an article could not be had: it is not there")
    web.answers["/feed"] = feed(web, "Ferry", "Nowhere", "Old")
    report = library.feeds.refresh(library.feeds.every())
    assert len(report.new) == 2
    assert texts(library) == {
        "First": "Sentence 0 o",
        "Ferry": "Sentence 0 o",
        "Nowhere": "A teaser of ",
        "Old": "A teaser of ",
    }
    (failure,) = report.failures
    assert failure.why == (
        "the page of an article could not be had: it is not there (the server answers 404 Not Found)"
    )
    ferry = next(h.key for h in library.headlines(library.keys()) if h.title == "Ferry")
    library.update_index()
    assert ferry in [hit.key for hit in library.search('"whole story of Ferry"').hits]
    asked = len(web.asked)
    assert library.feeds.toggle_fulltext(ferry).page is False
    assert texts(library)["Ferry"] == "A teaser of "
    assert library.feeds.toggle_fulltext(ferry).page is True
    assert len(web.asked) == asked  # both are kept
    library.feeds.change(1, fulltext=False)
    web.answers |= {"/More": story("More"), "/feed": feed(web, "More", "Ferry", "Old")}
    library.feeds.refresh(library.feeds.every())
    assert texts(library)["More"] == "A teaser of "
    assert texts(library)["Ferry"] == "Sentence 0 o"


def test_the_text_chosen_for_one_article_is_undone_and_that_of_a_whole_feed_is_no_step(
    library: Library, web: Web
) -> None:
    web.answers |= {"/feed": feed(web, "Old", "First"), "/First": story("First")}
    web.answers["/Old"] = story("Old")
    follow(library, web.at("/feed"))
    key = next(row.key for row in library.headlines(library.keys()) if row.title == "First")
    shown = [texts(library)["First"]]
    for _ in range(3):  # fetched, put back, taken from what is kept
        library.feeds.toggle_fulltext(key)
        shown.append(texts(library)["First"])
    assert shown == ["A teaser of ", "Sentence 0 o"] * 2
    folder, asked = library.paths.folder, len(web.asked)
    library.close()
    library = open_library(folder)
    own, page = "“First” has its own text again.", "“First” has the text of the page again."
    for step, sentences in ((library.undo, (own, page, own)), (library.redo, (page, own, page))):
        for sentence in sentences:
            done = step()
            assert done is not None
            assert (done.sentence, done.keys, done.texts) == (sentence, (key,), True)
            now = "A teaser of " if sentence == own else "Sentence 0 o"
            assert texts(library)["First"] == now
    assert library.redo() is None
    assert len(web.asked) == asked
    library.update_index()
    assert [hit.key for hit in library.search('"whole story of First"').hits] == [key]
    library.undo()
    web.answers["/feed"] = feed(web, "New", "Old", "First")
    web.answers["/New"] = story("New")
    library.feeds.change(1, fulltext=True)
    library.feeds.refresh(library.feeds.every())
    assert texts(library)["New"] == "Sentence 0 o"
    done = library.undo()  # not the page of the new article, which nobody asked for
    assert done is not None and done.sentence == "The pages of The Paper are no longer fetched."
    with library._database.writing() as db:
        pages.toggle(
            db, key
        )  # as by another who keeps no log: what stands so already is passed over
    done = library.undo()
    assert done is not None and done.sentence == own
    library.close()


def test_a_page_that_cannot_be_had_says_why_and_changes_nothing(library: Library, web: Web) -> None:
    web.answers |= {
        "/feed": feed(web, "Empty", "Picture", "Deep", "Away"),
        "/Empty": Answer(b"<html><body><script>x()</script></body></html>", HTML),
        "/Picture": Answer(b"\x89PNG\r\n\x1a\n" + bytes(200), {"Content-Type": "image/png"}),
        "/Away": Answer(status=302, headers={"Location": "http://127.0.0.2/"}),
        "/Deep": Answer(b"<div>" * 100_000, HTML),
    }
    follow(library, web.at("/feed"))
    whys = {
        h.title: library.feeds.toggle_fulltext(h.key).why for h in library.headlines(library.keys())
    }
    assert all(whys.values()), whys
    assert whys["Empty"] == "has nothing to read in it"
    assert whys["Away"].startswith("leads to this machine or into a private network")
    assert set(texts(library).values()) == {"A teaser of "}


def test_a_sound_file_is_known_of_also_while_the_text_of_the_page_is_shown(
    library: Library, web: Web, write: Callable[..., Path]
) -> None:
    library.add([str(write("n.md", "# Links\n\n[Audio: a.mp3](https://paper.example/a.mp3)\n"))])
    sound = '<enclosure url="https://paper.example/a.mp3" type="audio/mpeg" length="900000"/>'
    with_sound = item("Ferry", "A teaser of Ferry.").replace("</item>", f"{sound}</item>")
    other = item("Old", "Audio: nothing to hear.")
    body = rss([with_sound, other]).replace(b"https://paper.example/F", web.at("/F").encode())
    web.answers |= {"/Ferry": story("Ferry"), "/feed": Answer(body, TYPE)}
    follow(library, web.at("/feed"))

    def heard() -> list[str]:
        keys = [hit.key for hit in library.search("has:audio").hits]
        return [headline.title for headline in library.headlines(keys)]

    assert heard() == ["Ferry"]
    key = library.search("has:audio").hits[0].key
    assert library.feeds.toggle_fulltext(key).page is True
    assert (texts(library)["Ferry"], heard()) == ("Sentence 0 o", ["Ferry"])
    assert library.feeds.toggle_fulltext(key).page is False
    assert heard() == ["Ferry"]
    assert library.search("-has:audio").total == 2


def test_a_page_that_takes_too_long_to_read_is_given_up_and_the_next_one_is_read(
    library: Library, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.library.feeds.fulltext.PAGE_S", 1.0)  # ten for a person
    long = b"<html><article>" + b"<div>" * 250 + b"<p>Some words.</p>" * 200_000
    web.answers |= {"/Long": Answer(long, HTML), "/Ferry": story("Ferry")}
    web.answers["/feed"] = feed(web, "Long", "Ferry")
    done = follow(library, web.at("/feed"), Wishes(fulltext=True))
    assert texts(library) == {"Long": "A teaser of ", "Ferry": "Sentence 0 o"}
    assert (
        done.lacking
        == "the page of an article could not be had: it takes longer than 1 seconds to read, so it was given up"
    )
