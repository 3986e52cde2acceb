"""Feeds: found, followed, counted, changed, carried over and left again."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from reader.errors import DocumentError, UsageError
from reader.library import Library, open_library
from reader.library.feeds.following import Choice, Followed
from reader.models import Failure, Feed, Headline, Undone, Wishes
from reader.parsing.feeds import parse_opml
from reader.store import facts
from tests.feeds import TYPE, item, rss, serves
from tests.library.test_undo import fill
from tests.web import Answer, Web

PLAIN = Wishes()
HTML = {"Content-Type": "text/html"}


def follow(library: Library, address: str, wishes: Wishes = PLAIN, pick: int = 0) -> Followed:
    done = library.feeds.follow(address, wishes, pick=pick)
    assert isinstance(done, Followed), done
    return done


def titles(library: Library) -> list[str]:
    return [headline.title for headline in library.headlines(library.keys())]


def test_what_a_feed_has_comes_in_with_it_in_its_own_order(library: Library, web: Web) -> None:
    web.answers["/feed"] = Answer(
        rss(
            [
                item("Tomorrow", date="Fri, 01 Jan 2100 00:00:00 GMT"),
                item("No date"),
                item("No date either"),
                item("Long ago", date="Tue, 05 Mar 2019 10:00:00 +0200"),
                item("", "Words without a title. And more of them."),
            ]
        )
    )
    done = follow(library, web.at("/feed", "ada:secret@127.0.0.1"))
    assert titles(library) == [
        "Tomorrow",
        "No date",
        "No date either",
        "Words without a title. And more of them.",
        "Long ago",
    ]
    first, *_, last = library.headlines(library.keys())
    assert (last.published, last.source) == ("2019-03-05T08:00:00Z", "The Paper")
    assert first.when == first.added  # from the future, and not on top until its day
    assert (done.feed.total, done.feed.unread) == (5, 5)
    article = library.article(first.key)
    assert article is not None
    assert article.text == "Everything that is known of Tomorrow stands here."
    assert article.url == "https://paper.example/Tomorrow"
    assert "secret" not in repr((library.feeds.written_list(), done.feed.address))
    assert web.asked[0][1]["Authorization"] == "Basic YWRhOnNlY3JldA=="
    assert follow(library, web.at("/feed/")).before
    assert len(web.asked) == 1


def test_a_site_is_searched_for_its_feeds(library: Library, web: Web) -> None:
    link = '<link rel="alternate" type="application/rss+xml" title="{}" href="{}">'
    several = link.format("News", "/news.xml") + link.format("Sport", "sport.xml")
    web.answers |= {
        "/one": Answer(link.format("", "/news.xml").encode() + b"<p>x", HTML),
        "/several": Answer(several.encode() + b"<p>x", HTML),
        "/none/": Answer(b"<title>x</title><p>No feed is named.", HTML),
        "/none/feed/": serves("Hidden", title="Hidden feed"),
        "/dead": Answer(link.format("", "/nothing.xml").encode() + b"<p>x", HTML),
        "/inside": Answer(
            link.format("", web.at("/news.xml", "localhost")).encode() + b"<p>x", HTML
        ),
        "/news.xml": serves("Ferry", title="News"),
        "/sport.xml": serves("Chess", title="Sport"),
    }
    choice = library.feeds.follow(web.at("/several"))
    assert isinstance(choice, Choice)
    assert [(x.title, x.address) for x in choice.links] == [
        ("News", web.at("/news.xml")),
        ("Sport", web.at("/sport.xml")),
    ]
    assert library.feeds.every() == []
    assert follow(library, web.at("/several"), pick=2).feed.name == "Sport"
    assert follow(library, web.at("/one")).feed.name == "News"
    assert follow(library, web.at("/none/")).feed.address == web.at("/none/feed/")
    for path, why in {
        "/dead": "is not there (the server answers 404 Not Found)",
        "/nowhere": "is not there (the server answers 404 Not Found)",
        "/inside": "leads to this machine or into a private network; "
        "if that is meant, name that address itself",
    }.items():
        done = library.feeds.follow(web.at(path))
        assert isinstance(done, Failure)
        assert done.why == why
    assert library.feeds.follow("ftp://a/b") == Failure("ftp://a/b", "is not a web address")


def test_an_address_without_a_scheme_is_asked_with_http_where_https_does_not_answer(
    library: Library, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    web.answers |= {"/": Answer(link.encode() + b"<p>x", HTML), "/feed": serves("Ferry")}
    here = web.at("").removeprefix("http://")
    done = follow(library, f"{here}/feed")
    assert (done.feed.address, done.plain) == (web.at("/feed"), True)
    library.undo()
    assert follow(library, here).feed.address == web.at("/feed")
    library.undo()
    asked = len(web.asked)
    failed = library.feeds.follow(f"{here}/none")
    assert failed == Failure(
        web.at("/none"),
        f"is not there (the server answers 404 Not Found); nothing answers at https://{here}/none",
    )
    nobody = library.feeds.follow("127.0.0.1:9/feed")
    assert nobody == Failure(
        "http://127.0.0.1:9/feed",
        "cannot be reached: nothing answers there; nothing answers at https://127.0.0.1:9/feed",
    )
    # Who says https, or sends along what is secret, is not asked over http.
    assert len(web.asked) == asked + 1
    monkeypatch.setenv("FERRY_PASSWORD", "pw")
    for typed, wishes in (
        (f"https://{here}/feed", PLAIN),
        (f"ada:$FERRY_PASSWORD@{here}/feed", PLAIN),
        (f"{here}/feed", Wishes(headers=(("X-Token", "$FERRY_PASSWORD"),))),
    ):
        failed = library.feeds.follow(typed, wishes)
        why = "cannot be reached: nothing answers there"
        assert failed == Failure(f"https://{here}/feed", why)
    assert len(web.asked) == asked + 1


def test_counts_follow_every_change_of_state_and_names_stay_apart(
    library: Library, web: Web
) -> None:
    web.answers["/a"] = serves("Ferry", "Bread", "Chess")
    web.answers["/b"] = serves("Bridge", "Tunnel")
    quiet = Wishes(name="“Quiet”", muted=True, folders=(("Tech", "Science"), ("Daily",)))
    a, b = follow(library, web.at("/a")), follow(library, web.at("/b"), quiet)

    assert b.feed.name == "'Quiet'"  # as it can stand in a query
    assert library.search("""feed:"@'Quiet'" folder:daily""").total == 2

    def counts() -> list[tuple[int, int]]:
        return [(feed.total, feed.unread) for feed in library.feeds.every()]

    assert counts() == [(3, 3), (2, 0)]
    library.mark(a.new[:2], "read", True)
    library.mark(b.new, "read", False)
    assert counts() == [(3, 1), (2, 2)]
    library.undo()
    library.undo()
    assert counts() == [(3, 3), (2, 0)]
    renamed = library.feeds.change(b.feed.key, name="", muted=False)
    assert (renamed.name, renamed.wishes.folders) == (
        "The Paper (127.0.0.1)",
        (("Daily",), ("Tech", "Science")),
    )
    assert {h.source for h in library.headlines(b.new)} == {"The Paper (127.0.0.1)"}
    assert library.feeds.of(a.new) == dict.fromkeys(a.new, a.feed.key)
    for text, key in {"1": 1, "2": 2, "the paper": 1, "127.0.0.1)": 2, web.at("/b"): 2}.items():
        assert library.feeds.named(text).key == key, text
    for text in ("paper", "nothing", "7", ""):
        with pytest.raises(UsageError):
            library.feeds.named(text)


def test_undo_never_changes_a_feed_that_came_after_the_one_it_was_about(
    library: Library, web: Web
) -> None:
    web.answers["/a"], web.answers["/b"] = serves("Ferry"), serves("Bridge")
    first = follow(library, web.at("/a")).feed
    library.feeds.change(first.key, muted=True)
    library.feeds.unfollow(first.key)
    second = follow(library, web.at("/b"), Wishes(name="B", muted=True)).feed
    assert second.key != first.key
    library.feeds.change(second.key, pace=60)
    said = [done.sentence for _ in range(4) if (done := library.undo())]
    assert said == [
        "B is followed as it was.",
        "B is followed no longer; 1 article went with it.",
        "The Paper is followed again, with 1 article that had gone with it.",
        "The Paper is no longer muted.",
    ]
    second = follow(library, web.at("/b"), Wishes(name="B", muted=True)).feed
    assert [(f.key, f.wishes.muted) for f in library.feeds.every()] == [
        (first.key, False),
        (second.key, True),
    ]
    # Nor where the log is of a time in which numbers were given again.
    library.feeds.unfollow(second.key)
    library.feeds.change(first.key, muted=True)
    library.feeds.unfollow(first.key)
    with library._database.writing() as db:
        facts.put(db, "last feed number", "")
    assert follow(library, web.at("/b")).feed.key > first.key


def test_unfollowing_keeps_what_a_person_has_a_hand_in(library: Library, web: Web) -> None:
    web.answers["/a"] = serves("Starred", "Tagged", "Noted", "Read", "New", "Once noted")
    keys = {h.title: h.key for h in library.headlines(follow(library, web.at("/a")).new)}
    library.mark([keys["Starred"]], "starred", True)
    library.mark([keys["Read"]], "read", True)
    library.tag([keys["Tagged"]], ["ml"])
    for name, text in (("Noted", "see"), ("Once noted", "see"), ("Once noted", "")):
        library.note(keys[name], text)
    with library._database.writing() as db:  # as when something of it was tidied away
        db.execute(
            "INSERT INTO forgotten (feed, guid, link, words, piece, sha256, published, forgotten)"
            " VALUES (1, 'old', '', '', '', '', '', 0)"
        )
    library.update_index()
    before = everything(library)
    library.feeds.unfollow(1)
    library.update_index()
    undone = library.undo()
    assert undone is not None
    assert undone.sentence == "The Paper is followed again, with 3 articles that had gone with it."
    assert everything(library) == before
    library.update_index()
    assert library.search("known").total == 6
    assert library.check().differs is False
    redone = library.redo()
    assert redone is not None
    assert redone.sentence == (
        "The Paper is followed no longer; 3 articles went with it; 3 with a star, tag or note stay."
    )
    library.undo()
    assert everything(library) == before
    done = library.feeds.unfollow(1)
    assert done is not None
    assert (done.kept, done.removed) == (3, 3)
    assert library.feeds.unfollow(1) is None
    library.update_index()
    assert sorted(titles(library)) == ["Noted", "Starred", "Tagged"]
    assert library.search("known").total == 3
    assert library.check().differs is False
    again = follow(library, web.at("/a"))
    assert (again.feed.key, again.feed.total, len(again.new)) == (1, 6, 3)
    assert min(again.new) > max(keys.values())  # no number is given twice
    undone = library.undo()  # not the leaving: the feed is followed again already
    assert undone is not None
    assert undone.sentence == (
        "The Paper is followed no longer; 3 articles went with it; 3 with a star, tag or note stay."
    )
    assert library.headlines([keys["Starred"]])[0].starred
    undone = library.undo()
    assert undone is not None
    assert undone.sentence == "The Paper is followed again, with 3 articles that had gone with it."
    assert everything(library) == before


def test_following_is_taken_back_and_loses_nothing_that_a_person_did(
    library: Library, web: Web
) -> None:
    def said(done: Undone | None) -> str:
        return done.sentence if done else ""

    library.tag(fill(library, 1), ["before"])
    web.answers |= {"/a": serves("Ferry", "Chess"), "/b": serves("Bridge", title="B")}
    a = follow(library, web.at("/a"), Wishes(folders=(("Daily",),), pace=60))
    web.answers["/a"] = serves("Late", "Later", "Ferry", "Chess")
    library.feeds.refresh(library.feeds.every())
    keys = {row.title: row.key for row in library.headlines(library.keys())}
    library.mark([keys["Late"]], "read", True)
    library.undo()  # what was done since is undone before
    with library._database.writing() as db:  # as by a version that keeps no log
        db.execute("UPDATE states SET starred = 1 WHERE article = ?", (keys["Ferry"],))
        db.execute("UPDATE states SET read = 1 WHERE article = ?", (keys["Chess"],))
    b = follow(library, web.at("/b"))
    library.update_index()  # which notes languages
    before = everything(library)
    assert said(library.undo()) == "B is followed no longer; 1 article went with it."
    library = reopened(library)
    undone = library.undo()
    assert said(undone) == (
        "The Paper is followed no longer; 3 articles went with it; 1 with a star, tag or note stays."
    )
    assert undone is not None and undone.moved == ('feed:"@The Paper"', "")
    assert library.feeds.every() == []
    assert titles(library) == ["Article 0", "Ferry"]
    library.update_index()
    assert library.check().differs is False
    library = reopened(library)
    assert said(library.redo()) == (
        "The Paper is followed again, with 3 articles that had gone with it."
    )
    assert said(library.redo()) == "B is followed again, with 1 article that had gone with it."
    assert library.redo() is None
    assert everything(library) == before
    library.update_index()
    assert library.check().differs is False
    # Left, and taken back; what is to be done again is not mixed up, although one feed has three of them.
    library.feeds.unfollow(a.feed.key)
    web.answers["/a"] = serves("Latest", "Late", "Later", "Ferry", "Chess")
    again = follow(library, web.at("/a"))
    assert again.feed.key == a.feed.key  # an article of it had stayed

    def followed() -> tuple[list[Feed], list[Headline]]:
        return library.feeds.every(), library.headlines(library.keys())

    line = [followed()]
    while library.undo():
        line.append(followed())
    key = a.feed.key
    keys_of = [[feed.key for feed in feeds] for feeds, _ in line]
    assert keys_of == [[key, b.feed.key], [b.feed.key], [key, b.feed.key], [key], [], []]
    for was in reversed(line[:-1]):
        assert library.redo()
        assert followed() == was
    library.close()


def test_feeds_to_start_with_are_taken_back_in_one_go_and_a_long_row_of_them_comes_back(
    library: Library, web: Web
) -> None:
    chosen = library.feeds.starters()
    for place in ("/one", "/two"):
        web.answers[place] = serves(place)
        follow(library, web.at(place))
    assert len(library.feeds.follow_starters(chosen).added) == len(chosen) > 10
    before = everything(library)
    for sentence in (f"{len(chosen)} feeds are", "The Paper (127.0.0.1) is", "The Paper is"):
        undone = library.undo()
        assert undone is not None and undone.sentence.startswith(f"{sentence} followed no longer")
    assert library.feeds.every() == []
    said = [done.sentence for _ in range(3) if (done := library.redo())]
    assert said[-1] == f"{len(chosen)} feeds are followed again."
    assert everything(library) == before
    assert library.feeds.follow_starters(chosen).same == len(chosen)
    undone = library.undo()  # following what is followed was no step
    assert undone is not None and undone.sentence.startswith(f"{len(chosen)} feeds are")


def reopened(library: Library) -> Library:
    library.close()
    return open_library(library.paths.folder)


def everything(library: Library) -> dict[str, list[tuple[object, ...]]]:
    """All rows of a library but for what only counts, and where the index stands."""
    tables = "articles bodies states entries feeds filed polls tallies edges tagged positions"
    db = library._database.connection
    rows = {table: sorted(db.execute(f"SELECT * FROM {table}")) for table in tables.split()}
    originals = "SELECT article, sha256, name, format, added, packed FROM originals"
    notes = "SELECT article, text FROM notes WHERE text != ''"
    forgotten = "SELECT feed, guid, link, words, piece, sha256, published FROM forgotten"
    return rows | {sql: sorted(db.execute(sql)) for sql in (originals, notes, forgotten)}


OPML = b"""<opml version="2.0"><body>
<outline text="Tech"><outline text="Science">
  <outline text="Ferry" type="rss" xmlUrl="https://ada:pw@paper.example/a?token=abc" custom="kept" category="x"/>
</outline></outline>
<outline text="Bread" xmlUrl="paper.example/b"/><outline text="Odd" xmlUrl="file:///etc/passwd"/>
<outline text="Same" xmlUrl="http://www.paper.example/b/"/>
</body></opml>"""


def test_lists_are_read_and_written_whole_but_for_secrets(library: Library, tmp_path: Path) -> None:
    report = library.feeds.read_list(OPML)
    assert (report.added, report.same, len(report.failures)) == ([1, 2], 1, 1)
    assert library.feeds.read_list(OPML).same == 3
    library.feeds.change(2, pace=90, agent="Me", headers=(("Cookie", "id=1"),), muted=True)
    public, hidden = library.feeds.written_list()
    assert hidden == ["Ferry", "Bread"]
    assert not any(secret in public for secret in (b"pw", b"ada", b"abc", b"id=1"))
    secret, hidden = library.feeds.written_list(with_secrets=True)
    assert hidden == []
    ferry = parse_opml(secret).feeds[0]
    assert ferry.address == "https://ada:pw@paper.example/a?token=abc"
    assert (ferry.folders, ferry.tags) == ((("Tech", "Science"), ("x",)), ("x",))
    assert dict(ferry.attributes) == {"custom": "kept"}
    with pytest.raises(DocumentError):
        library.feeds.read_list(b"<html></html>")
    before = library.feeds.every()
    for feed in before:
        library.feeds.unfollow(feed.key)
    library.feeds.read_list(secret)
    for old, new in zip(before, library.feeds.every(), strict=True):
        assert (old.wishes, old.address, old.secret, old.attributes) == (
            new.wishes,
            new.address,
            new.secret,
            new.attributes,
        )


def test_names_stand_as_people_order_them_and_a_slash_makes_no_folder(library: Library) -> None:
    rows = "".join(
        f'<outline text="{name}" xmlUrl="https://{n}.example/"/>'
        for n, name in enumerate(("Paper 11", "paper 3", "Paper 3b", "Art", "10 Days"))
    )
    raw = f"""<opml version="2.0"><body><outline text="Arts/Culture">{rows}</outline>
        <outline text="Arts"><outline text="Bread" xmlUrl="https://b.example/"/></outline>
        </body></opml>""".encode()
    library.feeds.read_list(raw)
    shelves = [shelf for shelf in library.shelves() if shelf.kind in ("folder", "feed")]
    assert [(shelf.name, shelf.depth) for shelf in shelves] == [
        ("Arts", 0),
        ("Bread", 1),
        ("Arts∕Culture", 0),
        *((name, 1) for name in ("10 Days", "Art", "paper 3", "Paper 3b", "Paper 11")),
    ]
    assert library.search(shelves[0].query).total == 0
    assert {f.folders for f in parse_opml(library.feeds.written_list()[0]).feeds} == {
        (("Arts/Culture",),),
        (("Arts",),),
    }


def test_news_of_today_stands_above_the_guide(library: Library, web: Web) -> None:
    library.welcome()
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    dated = item("Dated", date=format_datetime(hour_ago))
    web.answers["/a"] = Answer(rss([item("Undated"), dated]), TYPE)
    follow(library, web.at("/a"))
    assert titles(library)[:2] == ["Undated", "Dated"]


def test_a_long_list(library: Library) -> None:
    rows = (
        f'<outline text="Folder {n % 97}"><outline text="Feed {n}" xmlUrl="https://h{n % 900}.example/{n}"/></outline>'
        for n in range(2_000)
    )
    report = library.feeds.read_list(f"<opml version='2.0'>{''.join(rows)}</opml>".encode())
    assert len(report.added) == len(library.feeds.every()) == 2_000
    assert parse_opml(library.feeds.written_list()[0]).feeds[-1].folders == (("Folder 96",),)


@pytest.mark.skipif("BROADSHEET_CORPUS" not in os.environ, reason="BROADSHEET_CORPUS is not set")
def test_lists_of_other_programs_come_through(library: Library, corpus: Path) -> None:
    for path in sorted((corpus / "opml" / "annotated").rglob("*")):
        outline = parse_opml(path.read_bytes()) if path.is_file() else None
        if outline and outline.version:
            library.feeds.read_list(path.read_bytes())
    written = parse_opml(library.feeds.written_list(with_secrets=True)[0])
    assert len(written.feeds) == len(library.feeds.every()) > 0


def test_who_types_the_address_of_a_private_feed_in_a_list_permits_it(
    library: Library, web: Web
) -> None:
    web.answers["/feed"] = serves("Inside")
    library.feeds.read_list(
        f'<opml><body><outline xmlUrl="{web.at("/feed")}"/></body></opml>'.encode()
    )
    assert not library.feeds.every()[0].typed
    assert follow(library, web.at("/feed")).before
    assert library.feeds.every()[0].typed
    library.feeds.refresh(library.feeds.every())
    assert titles(library) == ["Inside"]
