"""What is opened in a browser: addresses of six kinds, each one word, whoever wrote them."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from reader.library import Library
from reader.settings import Settings
from reader.settings.options import Commands
from reader.tui.browser import opener
from reader.tui.control.sharing import filled
from reader.tui.linking import links_of
from reader.tui.render import link_target
from tests.pilot import desk

HOSTILE = (
    "javascript:alert(1)", "file:///etc/passwd", "-e xterm", "--profile=/x https://a.test/", "data:text/html,x",
    "ssh://-oProxyCommand=x", "smb://a/b", "vscode://x", "https://a.test/ -x", "https://a.test/\n-x",
    "https://a.test/\x1b]0;x\x07", "https://a.test/\u202etxt", " https://a.test/", "HTTPS:/a", "",
)  # fmt: skip
OPENED = (
    "https://a.test/?a=1;touch%20x&b=$(id)'", "HTTP://a.test/", "mailto:a@a.test", "gemini://a.test/",
    "gopher://a.test/", "ftp://a.test/",
)  # fmt: skip


async def test_only_six_kinds_of_address_are_opened_and_no_shell_reads_them(
    library: Library, tmp_path: Path
) -> None:
    note = "import json, sys; open(sys.argv[1], 'a').write(json.dumps(sys.argv[2:]) + '\\n')"
    log = tmp_path / "opened"
    log.touch()
    command = f'"{sys.executable}" -S -c "{note}" "{log}"'
    settings = replace(Settings(), commands=Commands(open=command))
    async with desk(library, settings=settings) as at:
        reading = at.screen._reading
        for address in HOSTILE:
            reading.browse(address)
            await at.sees("not opened")
            at.screen.status.show(message="-")
        for number, address in enumerate(OPENED, 1):
            reading.browse(address)
            await at.until(lambda n=number: len(log.read_text().splitlines()) == n)
    told = [json.loads(line) for line in log.read_text().splitlines()]
    assert told == [[address] for address in OPENED]


async def test_what_an_article_brings_is_opened_and_shared_by_the_same_rule(
    library: Library, tmp_path: Path
) -> None:
    """Its own address from the list, the links and pictures of its text, and what is shared."""
    rows = [
        {"title": f"Number {n}", "text": "Some words of it.", "url": u}
        for n, u in enumerate(HOSTILE)
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    anchors = "".join(f"<p><a href='{escape(u)}'>a</a> <img src='{escape(u)}' alt='b'></p>" for u in (*HOSTILE, *OPENED))  # fmt: skip
    (tmp_path / "links.html").write_text(f"<title>Links</title>{anchors}")
    library.add([str(path), str(tmp_path / "links.html")])
    articles = list(library.walk(library.keys()))
    (page,) = [a for a in articles if a.headline.title == "Links"]
    assert {urlsplit(link).scheme for link in links_of(page.blocks)} == {"http", "https", "mailto"}
    shared = [filled("x {url}", article)[1] for article in articles]
    assert {urlsplit(address).scheme for address in shared} <= {"", "https"}
    assert all(address.isprintable() for address in (*shared, *links_of(page.blocks)))
    log = tmp_path / "opened"
    log.touch()
    settings = replace(Settings(), commands=Commands(open=f"tee -a {log}"))
    async with desk(library, settings=settings) as at:
        for article in articles:
            if not link_target(article.url):
                keys = list(at.screen.headlines.keys)
                at.screen.headlines.move_to(keys.index(article.headline.key))
                await at.press("o")
    assert log.read_text() == ""


@pytest.mark.parametrize("command", ["w3m {url}", "w3m", "!w3m -o {url}", "w3m --url={url}"])
def test_an_address_stays_one_word_of_the_command(command: str) -> None:
    assert len(opener(command, "https://a.test/ -x 'y\" $(z)")) == len(
        opener(command, "https://a.test/")
    )
