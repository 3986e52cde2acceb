"""Feeds fetched again from a server that misbehaves: what comes in, what is kept, who is asked when."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import replace

from filelock import FileLock

from reader.library import Library
from reader.library.feeds.following import Followed, change
from reader.library.feeds.refreshing import RefreshReport, mixed
from reader.models import Feed, Progress
from reader.store import feeds as store
from tests.feeds import TYPE, item, rss, serves
from tests.web import Answer, Web

DAY = 86_400


def follow(library: Library, *addresses: str) -> None:
    for address in addresses:
        assert isinstance(library.feeds.follow(address), Followed)


def refresh(library: Library) -> RefreshReport:
    return library.feeds.refresh(library.feeds.every())


def titles(library: Library) -> list[str]:
    return [headline.title for headline in library.headlines(library.keys())]


def headers(web: Web, path: str) -> dict[str, str]:
    """Of the last request for a path."""
    return next(found for asked, found in reversed(web.asked) if asked == path)


def shift(library: Library, seconds: int) -> None:
    """Let so much time pass for what is known of the feeds."""
    with library._database.writing() as db:
        for feed in store.every(db):
            health = feed.health
            store.put_health(
                db,
                feed.key,
                replace(
                    health,
                    due=health.due - seconds,
                    held=max(0, health.held - seconds),
                    moved_on=health.moved_on - seconds // DAY,
                ),
            )


def test_validators_go_back_as_they_came_and_no_error_loses_them(
    library: Library, web: Web
) -> None:
    forms = {"/weak": 'W/"a"', "/bare": "no quotes", "/odd": '"\xe9t\xe9, ; x"', "/dated": ""}
    stamp = "Thursday, 26-Nov-26 08:00:00 GMT"
    for path, etag in forms.items():
        web.answers[path] = serves(path, ETag=etag, Last_Modified=stamp)
    follow(library, *map(web.at, forms))
    assert not any({"If-None-Match", "If-Modified-Since"} & set(h) for _, h in web.asked)
    web.answers["/weak"] = Answer(status=304, headers={"ETag": 'W/"b"'})
    web.answers["/bare"] = Answer(b"down", status=500)
    web.answers["/odd"] = Answer(b"<html><p>We are being repaired.", {"Content-Type": "text/html"})
    web.answers["/dated"] = Answer(b" ")
    report = refresh(library)
    assert {f.why for f in report.failures} == {
        "cannot be had: its server has a fault; try again later (the server answers 500 Internal Server Error)",
        "is a web page, not a feed",
        "is empty",
    }
    assert (report.unchanged, report.new) == (1, [])
    refresh(library)
    assert headers(web, "/weak")["If-None-Match"] == 'W/"b"'  # the newest wins
    for path, etag in forms.items():
        assert headers(web, path).get("If-None-Match", "") == ('W/"b"' if path == "/weak" else etag)
        assert headers(web, path)["If-Modified-Since"] == stamp
    assert len(titles(library)) == 4
    assert [feed.health.failures for feed in library.feeds.every()] == [0, 2, 2, 2]
    assert library.feeds.due() == []  # neither now nor after a new start is any of them asked
    web.answers["/bare"] = serves("/bare", "and more")
    assert len(refresh(library).new) == 1
    health = library.feeds.named(web.at("/bare")).health
    assert (health.failures, health.trouble, health.etag) == (0, "", "")


def test_an_edit_keeps_state_and_the_former_text(library: Library, web: Web) -> None:
    """Also where the guid stays and the address changes, and where two share a guid."""
    old = [
        item("Ferry", "The ferry is late.", guid="1", date="Tue, 05 Mar 2019 10:00:00 GMT"),
        item("Twin", "One of two.", guid="7"),
        item("Brother", "The other of two.", guid="7"),
    ]
    web.answers["/a"] = Answer(rss(old), TYPE)
    follow(library, web.at("/a"))
    ferry = library.keys()[-1]
    library.mark([ferry], "starred", True)
    library.mark([ferry], "read", True)
    new = [
        item(
            "Ferry at last",
            "The ferry came.",
            guid="1",
            link="Ferry?utm_source=rss",
            date="Wed, 06 Mar 2024 10:00:00 GMT",
        ),
        *(text.replace("https://", "http://www.") for text in old[1:]),
    ]
    web.answers["/a"] = Answer(
        rss([item("Harbour"), *new[::-1]]).replace(b">http", b"> http"), TYPE
    )
    report = refresh(library)
    assert len(report.new) == 1
    article = library.article(ferry)
    assert article is not None
    assert (article.headline.title, article.text) == ("Ferry at last", "The ferry came.")
    assert (article.headline.read, article.headline.starred) == (True, True)
    assert article.headline.published == "2019-03-05T10:00:00Z"
    (former,) = library.former(ferry)
    assert (former.title, former.text) == ("Ferry", "The ferry is late.")
    assert sorted(titles(library)) == ["Brother", "Ferry at last", "Harbour", "Twin"]
    library.update_index()
    assert [hit.key for hit in library.search("came").hits] == [ferry]
    assert refresh(library).unchanged == 1
    assert library.pending() == 0


def test_a_server_that_asks_to_be_let_alone_is(library: Library, web: Web) -> None:
    web.answers["/a"] = web.answers["/gone"] = serves("Ferry")
    follow(library, web.at("/a"), web.at("/gone"))
    web.answers["/a"] = Answer(b"slow down", status=429, headers={"Retry-After": "7200"})
    web.answers["/gone"] = Answer(b"gone", status=410)
    report = refresh(library)
    assert report.gone == ["The Paper (127.0.0.1)"]
    assert len(report.failures) == 1
    asked = len(web.asked)
    report = library.feeds.refresh(library.feeds.every()[:1])
    assert [name for name, _ in report.waiting] == ["The Paper"]
    shift(library, 7000)
    assert library.feeds.due() == []
    assert len(web.asked) == asked
    shift(library, 201)
    assert [feed.name for feed in library.feeds.due()] == ["The Paper"]  # and never the other
    web.answers["/gone"] = serves("Ferry")
    web.answers["/a"] = serves("Ferry", "Bread")
    assert len(refresh(library).new) == 1
    assert not any(feed.health.gone for feed in library.feeds.every())


def test_a_feed_moves_when_it_has_said_so_on_several_days(library: Library, web: Web) -> None:
    web.answers |= {"/old": serves("Ferry"), "/brief": serves("Bread"), "/taken": serves("Chess")}
    follow(library, *(web.at(p) for p in ("/old", "/brief", "/taken")))
    web.answers["/new"] = web.answers["/old"]
    web.answers["/old"] = Answer(status=301, headers={"Location": "/new"})
    web.answers["/brief"] = Answer(status=302, headers={"Location": "/new"})
    web.answers["/taken"] = Answer(status=308, headers={"Location": "/repair"})
    web.answers["/repair"] = Answer(b"<html>Back soon", {"Content-Type": "text/html"})
    for _ in range(3):
        assert library.feeds.every()[0].address == web.at("/old")
        report = refresh(library)
        shift(library, DAY)
    assert report.moved == [("The Paper", web.at("/old"), web.at("/new"))]
    assert [feed.address for feed in library.feeds.every()] == [
        web.at("/new"),
        web.at("/brief"),
        web.at("/taken"),
    ]
    assert web.at("/old") not in library.feeds.written_list()[0].decode()
    assert refresh(library).new == []


def test_at_most_two_at_once_and_nothing_half_saved_when_stopped(
    library: Library, web: Web
) -> None:
    lock, now, most = threading.Lock(), 0, 0
    full = threading.Event()

    def slow(_: Mapping[str, str]) -> Answer:
        nonlocal now, most
        with lock:
            now, most = now + 1, max(most, now + 1)
            if now == 2:
                full.set()
        full.wait(5)
        with lock:
            now -= 1
        return serves("Ferry")

    paths = [f"/{n}" for n in range(6)]
    outline = "".join(f'<outline xmlUrl="{web.at(path)}"/>' for path in paths)
    raw = f"<opml version='2.0'><body>{outline}</body></opml>".encode()
    library.feeds.read_list(raw)  # nobody typed these addresses
    assert {f.why.split(";")[0] for f in refresh(library).failures} == {
        "leads to this machine or into a private network"
    }
    assert web.asked == []
    for feed in library.feeds.every():
        library.feeds.unfollow(feed.key)
    library.feeds.read_list(raw, private=True)
    web.answers |= dict.fromkeys(paths[:4], slow)
    web.answers |= dict.fromkeys(paths[4:], Answer(b"<rss", length=99, stalls=True))
    seen: list[Progress] = []

    def on_progress(progress: Progress) -> None:
        seen.append(replace(progress))

    report = library.feeds.refresh(
        library.feeds.every(),
        on_progress=on_progress,
        stopped=lambda: bool(seen) and seen[-1].done == 4,
    )
    assert most == 2
    assert (report.feeds, len(report.new), report.left) == (4, 4, 2)
    assert (seen[-1].done, seen[-1].total, seen[-1].new) == (4, 6, 4)
    assert [feed.total for feed in library.feeds.every()] == [1, 1, 1, 1, 0, 0]
    with FileLock(library.paths.refreshing):
        assert refresh(library).elsewhere


def test_what_takes_the_parser_too_long_is_given_up_and_the_rest_goes_on(
    library: Library, web: Web
) -> None:
    web.answers |= {"/a": serves("Ferry"), "/b": serves("Bread")}
    follow(library, web.at("/a"), web.at("/b"))
    web.answers["/a"] = Answer(b"<rss version='2.0'><channel><title>" + b"&" * 4_000_000)
    web.answers["/b"] = serves("Bread", "Chess")
    report = refresh(library)
    (failure,) = report.failures
    assert failure.why == "takes longer than 5 seconds to read, so it was given up"
    assert len(report.new) == 1


def test_feeds_are_asked_in_turn_host_by_host(library: Library) -> None:
    rows = "".join(f'<outline xmlUrl="http://{h}.example/{n}"/>' for h in "aab" for n in range(3))
    library.feeds.read_list(f"<opml version='2.0'>{rows}</opml>".encode())
    found: list[Feed] = library.feeds.every()
    assert [f.address[7] for f in mixed(found)] == ["a", "b", "a", "b", "a", "b"]


def test_a_feed_that_is_left_meanwhile_brings_nothing(library: Library, web: Web) -> None:
    web.answers["/a"] = serves("Ferry")
    follow(library, web.at("/a"))
    found = library.feeds.every()
    library.feeds.unfollow(1)
    web.answers["/a"] = serves("Ferry", "Bread")
    assert library.feeds.refresh(found).new == []
    assert change(library._database, 1, found[0].wishes, int(time.time())) is None
    assert library.count() == 0


def test_a_clock_that_ran_ahead_does_not_leave_feeds_alone_for_years(
    library: Library, web: Web
) -> None:
    web.answers["/a"] = serves("Ferry")
    follow(library, web.at("/a"))
    assert library.feeds.due() == []
    shift(library, -3650 * DAY)  # it was asked for by a clock ten years ahead
    with library._database.writing() as db:
        db.execute("UPDATE polls SET checked = checked + ?", (3650 * DAY,))
    assert [feed.name for feed in library.feeds.due()] == ["The Paper"]
    library.feeds.refresh(library.feeds.due())
    assert library.feeds.due() == []
