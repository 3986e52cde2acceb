"""What is opened in a browser: addresses of six kinds, each one word, whoever wrote them."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reader.library import Library
from reader.settings import Settings
from reader.settings.options import Commands
from reader.tui.browser import opener
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


@pytest.mark.parametrize("command", ["w3m {url}", "w3m", "!w3m -o {url}", "w3m --url={url}"])
def test_an_address_stays_one_word_of_the_command(command: str) -> None:
    assert len(opener(command, "https://a.test/ -x 'y\" $(z)")) == len(
        opener(command, "https://a.test/")
    )
