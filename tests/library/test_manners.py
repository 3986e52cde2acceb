"""Manners towards servers and patience with them, kept by real refreshes of a real server."""

from __future__ import annotations

import gzip
import logging
import threading
import time
import zlib
from collections.abc import Mapping
from email.utils import formatdate
from pathlib import Path

import pytest

from reader.library import Library, open_library
from reader.library.feeds.following import Followed
from reader.library.feeds.refreshing import RefreshReport
from reader.models import Feed
from tests.feeds import TYPE, item, rss, serves
from tests.library.test_refreshing import refresh, shift, titles
from tests.web import Answer, Web

MINUTE, HOUR, DAY = 60, 3_600, 86_400
TITLE = "Ferry – Fähre"
FEED = rss([item(TITLE)])
DECLARED = b'<?xml version="1.0" encoding="{}"?>'


def named(library: Library, web: Web, path: str) -> Feed:
    return library.feeds.named(web.at(path))


def take_in(library: Library, web: Web, *places: str) -> RefreshReport:
    """Follow these paths or addresses, and fetch them all at once."""
    rows = "".join(
        f'<outline xmlUrl="{place if ":" in place else web.at(place)}"/>' for place in places
    )
    library.feeds.read_list(f"<opml version='2.0'>{rows}</opml>".encode(), private=True)
    return refresh(library)


def test_what_servers_get_wrong_is_read_all_the_same(library: Library, web: Web) -> None:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    bare = stream.compress(FEED) + stream.flush()
    latin = DECLARED.replace(b"{}", b"iso-8859-1") + FEED.decode().replace("–", "-").encode(
        "latin-1"
    )
    answers = {
        "/packed-unsaid": Answer(gzip.compress(FEED), TYPE),
        "/said-unpacked": Answer(FEED, {**TYPE, "Content-Encoding": "gzip"}),
        "/bare-deflate": Answer(bare, {**TYPE, "Content-Encoding": "deflate"}),
        "/no-type": Answer(FEED),
        "/plain": Answer(FEED, {"Content-Type": "text/plain"}),
        "/page": Answer(FEED, {"Content-Type": "text/html; charset=utf-8"}),
        "/picture": Answer(FEED, {"Content-Type": "image/png"}),
        "/no-kind": Answer(FEED, {"Content-Type": ";;;"}),
        "/bom": Answer(b"\xef\xbb\xbf" + DECLARED.replace(b"{}", b"utf-8") + FEED, TYPE),
        "/wide": Answer(
            (DECLARED.decode().replace("{}", "utf-8") + FEED.decode()).encode("utf-16")
        ),
        "/blank-lines": Answer(b"\n\n  \n" + DECLARED.replace(b"{}", b"utf-8") + FEED, TYPE),
        "/header-lies": Answer(FEED, {"Content-Type": "text/xml; charset=us-ascii"}),
        "/both-differ": Answer(latin, {"Content-Type": "text/xml; charset=utf-8"}),
        "/no-such-set": Answer(FEED, {"Content-Type": "text/xml; charset=klingon"}),
    }
    web.answers |= answers
    report = take_in(library, web, *answers)
    assert report.failures == []
    wrong = {h.title for h in library.headlines(library.keys())} - {TITLE, TITLE.replace("–", "-")}
    assert wrong == set()
    assert len(titles(library)) == len(answers)
    web.answers["/plain"] = Answer(FEED[:-40], TYPE, length=len(FEED))
    (failure,) = refresh(library).failures
    assert failure.why.startswith("broke off before its end")
    assert len(titles(library)) == len(answers)


def test_what_server_and_feed_wish_is_kept_to_also_after_a_new_start(
    library: Library, web: Web
) -> None:
    head = "<ttl>300</ttl><skipHours>{}</skipHours>"
    now = time.time()
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(24) if hour != _hour(now + 12 * HOUR))
    web.answers |= {
        "/plain": serves("Ferry"),
        "/aged": serves("Ferry", Cache_Control="max-age=14400"),
        "/dated": serves("Ferry", Expires=formatdate(now + 6 * HOUR, usegmt=True)),
        "/ttl": Answer(rss([item("Ferry")], head=head.format("")), TYPE),
        "/hours": Answer(rss([item("Ferry")], head=head.format(hours)), TYPE),
        "/busy": serves("Ferry"),
        "/closed": serves("Ferry"),
        "/away": serves("Ferry"),
    }
    take_in(library, web, *web.answers)
    web.answers["/busy"] = Answer(b"later", {"Retry-After": "7200"}, status=429)
    until = formatdate(time.time() + 3 * HOUR, usegmt=True)
    web.answers["/closed"] = Answer(b"later", {"Retry-After": until}, status=503)
    web.answers["/away"] = Answer(b"no", status=404)
    refresh(library)

    def waits(path: str) -> float:
        return (named(library, web, path).health.due - time.time()) / HOUR

    assert 0.9 < waits("/plain") < 1.2
    assert 3.9 < waits("/aged") < 4.2
    assert 5.9 < waits("/dated") < 6.2
    assert 4.9 < waits("/ttl") < 5.2
    assert _hour(named(library, web, "/hours").health.due) == _hour(now + 12 * HOUR)
    assert 0.2 < waits("/away") < 0.3
    assert 1.9 < waits("/busy") < 2.1
    assert 2.9 < waits("/closed") < 3.1
    assert titles(library) == ["Ferry"] * 8  # and nothing is lost by any of it
    asked = len(web.asked)
    library.close()
    again = open_library(library.paths.folder)  # which is no reason to ask anybody
    try:
        assert again.feeds.due() == []
        held = [f for f in again.feeds.every() if f.health.held]
        assert len(again.feeds.refresh(held).waiting) == len(held) == 2
        assert len(web.asked) == asked
        shift(again, 2 * HOUR + 1)
        assert web.at("/closed") not in [feed.address for feed in again.feeds.due()]
        assert web.at("/busy") in [feed.address for feed in again.feeds.due()]
    finally:
        again.close()


def _hour(moment: float) -> int:
    return time.gmtime(moment).tm_hour


def test_feeds_that_were_asked_at_one_moment_are_not_the_next_time(
    library: Library, web: Web
) -> None:
    paths = [f"/{n}" for n in range(8)]
    web.answers |= dict.fromkeys(paths, serves("Ferry", Cache_Control="max-age=6000"))
    take_in(library, web, *paths)
    moments = [feed.health.due for feed in library.feeds.every()]
    assert len(set(moments)) > 1
    assert max(moments) - time.time() < 6000 + 10 * MINUTE + 1


def test_sixteen_at_once_and_no_more(
    library: Library, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of thirty hosts, for all of which one server answers, as a proxy."""
    monkeypatch.setenv("HTTP_PROXY", web.at(""))
    lock, full = threading.Lock(), threading.Event()
    now, most = 0, 0

    def slow(_: Mapping[str, str]) -> Answer:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
            if now == 16:
                full.set()
        full.wait(10)
        with lock:
            now -= 1
        return serves("Ferry")

    addresses = [f"http://paper{n}.example/feed" for n in range(30)]
    web.answers |= dict.fromkeys(addresses, slow)
    assert len(take_in(library, web, *addresses).new) == 30
    assert most == 16
    assert sorted(path for path, _ in web.asked) == sorted(addresses)


def test_no_redirect_but_a_lasting_one_steals_a_feed(library: Library, web: Web) -> None:
    for status in (302, 303, 307):
        web.answers[f"/{status}"] = serves("Ferry")
    web.answers |= {"/circle": serves("Chess"), "/file": serves("Chess")}
    take_in(library, web, *web.answers)
    for status in (302, 303, 307):
        web.answers[f"/{status}"] = Answer(status=status, headers={"Location": "/else"})
    web.answers["/else"] = serves("Ferry", "Bread")
    web.answers["/circle"] = Answer(status=301, headers={"Location": "/circle"})
    web.answers["/file"] = Answer(status=308, headers={"Location": "ftp://paper.example/feed"})
    before = [feed.address for feed in library.feeds.every()]
    for _ in range(4):
        report = refresh(library)
        shift(library, DAY)
    assert [feed.address for feed in library.feeds.every()] == before
    assert {f.why for f in report.failures} == {
        "redirects in a circle",
        "redirects to something that is not a web address",
    }
    assert titles(library).count("Bread") == 3  # what is found there is read meanwhile


def test_no_secret_is_logged_and_nothing_is_asked_twice(
    library: Library, web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    web.answers["/feed"] = serves("Ferry", Set_Cookie="id=1; Path=/")
    assert isinstance(library.feeds.follow(web.at("/feed", "ada:s3cret@127.0.0.1")), Followed)
    web.answers["/feed"] = Answer(b"no", status=403)
    assert "s3cret" not in repr(refresh(library))
    assert [path for path, _ in web.asked] == ["/feed", "/feed"]  # no HEAD, no /robots.txt
    assert not any({"Cookie", "Referer"} & set(headers) for _, headers in web.asked)
    shown = (
        caplog.text
        + repr(library.feeds.written_list())
        + repr(library.feeds.checkups()[0].findings)
    )
    assert "s3cret" not in shown
    assert "YWRhOnMzY3JldA" not in shown
    (crashes,) = [library.paths.crashes]
    assert not any("s3cret" in file.read_text() for file in Path(crashes).glob("*"))
