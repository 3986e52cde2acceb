"""Pages of the web, kept: read later, searchable when the link is dead, the same one once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from reader.library import Library
from tests.cli.conftest import command
from tests.web import Answer, Web


def page(words: str, head: str = "") -> Answer:
    text = f"<html><head><title>Ferry back</title>{head}</head><body><h1>Ferry back</h1><p>{words} crosses the strait again from Monday on, says the harbour.</p><a href='/map'>A map</a></body></html>"
    return Answer(text.encode("koi8-r"), {"Content-Type": "text/html; charset=koi8-r"})


def test_a_page_is_kept_once_with_its_address_its_edits_and_its_star(
    library: Library, web: Web
) -> None:
    web.answers["/short"] = Answer(status=302, headers={"Location": "/2026/11/ferry.html"})
    web.answers["/2026/11/ferry.html"] = page("Паром", "<link rel=canonical href='http://evil/x'>")
    typed = web.at("/short#top", "ada:secret@127.0.0.1")
    report = library.add([typed])
    assert (report.added, report.failures) == (1, [])
    (key,) = report.keys
    library.mark([key], "starred", True)
    (article,) = library.walk([key])
    assert article.headline.title == "Ferry back"
    assert article.text.startswith("Паром crosses")
    assert article.url == web.at("/2026/11/ferry.html")
    links = [s.target for b in article.blocks for s in b.spans if s.style == "link"]
    assert links == [web.at("/map")]
    assert library.add([web.at("/short")]).same == 1
    web.answers["/2026/11/ferry.html"] = page("Новый паром")
    report = library.add([web.at("/short"), typed, web.at("/2026/11/ferry.html")])
    assert (report.added, report.updated, report.same, report.keys) == (0, 1, 2, [key])
    web.answers["/login"] = page("Who are you? Nobody")
    web.answers["/short"] = Answer(status=302, headers={"Location": "/login"})
    assert library.add([web.at("/short")]).added == 1
    web.answers.clear()
    report = library.add([web.at("/short")])
    (failure,) = report.failures
    assert failure.what == web.at("/short")
    assert failure.why == "is not there (the server answers 404 Not Found)"
    (article,) = library.walk([key])
    assert (article.headline.starred, article.vanished) == (True, False)
    assert article.text.startswith("Новый паром")


def test_what_a_page_is_shows_in_its_bytes_whatever_its_type_says(
    library: Library, web: Web
) -> None:
    marked, html = b"# Ferry\n\nThe *ferry* runs.\n", b"<html><h1>Ferry</h1><p>It runs.</html>"
    for path, named, body, format_ in (
        ("/notes.md", "text/plain", marked, "markdown"),
        ("/notes", "text/markdown", marked + b"And on.\n", "markdown"),
        ("/page.md", "text/html", html, "html"),
        ("/data.json", "text/html", html + b"<!-- 2 -->", "html"),
        ("/", "application/octet-stream", html + b"<!-- 3 -->", "html"),
        ("/a.txt", "text/html", b"Ferry\n\nThe ferry runs again, and nobody was hurt.\n", "text"),
    ):
        web.answers[path] = Answer(body, {"Content-Type": named})
        report = library.add([web.at(path)])
        assert (report.added, report.failures) == (1, [])
        (article,) = library.walk(report.keys)
        original = library.original(report.keys[0])
        assert original is not None
        assert (original.raw, original.format) == (body, format_)
        assert (article.headline.title, article.url) == ("Ferry", web.at(path))


def test_what_is_no_article_is_a_line_in_the_report_and_the_rest_goes_on(
    library: Library, web: Web, write: Callable[..., Path]
) -> None:
    web.answers["/feed"] = Answer(b"<?xml version='1.0'?><rss version='2.0'></rss>")
    web.answers["/paper.pdf"] = Answer(b"%PDF-1.7 and so on")
    web.answers["/good"] = page("Паром")
    path = write("a.txt", "A title here\n\nSome words about nothing else.\n")
    wrong = "https://ada:secret@"
    report = library.add(
        [web.at("/feed"), wrong, web.at("/paper.pdf"), str(path), "HTTP" + web.at("/good")[4:]]
    )
    assert report.added == 2
    assert {failure.what: failure.why for failure in report.failures} == {
        web.at("/feed"): "is a feed or a list of feeds, not an article",
        web.at("/paper.pdf"): "is a PDF, which Broadsheet does not read",
        "https://": "is not a web address",
    }
    asked = len(web.asked)
    assert library.add([web.at("/good")], stopped=lambda: True).stopped
    assert len(web.asked) == asked


def test_the_command_keeps_a_page_that_is_found_when_the_link_is_dead(web: Web) -> None:
    web.answers["/ferry"] = page("Паром")
    added = command("add", "--json", web.at("/ferry"), web.at("/none", "ada:secret@127.0.0.1"))
    assert added.code == 1
    (report,) = added.records
    reason = "is not there (the server answers 404 Not Found)"
    assert report["added"] == 1
    assert report["failures"] == [{"path": web.at("/none"), "reason": reason}]
    assert f"{web.at('/none')}: {reason}.\n" in added.err
    assert "secret" not in added.out + added.err
    web.answers.clear()
    (found,) = [json.loads(line) for line in command("search", "--json", "паром").out.splitlines()]
    assert (found["url"], found["path"]) == (web.at("/ferry"), None)
