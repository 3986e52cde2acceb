"""newsboat beside us, where it is installed: as many articles, started in the same terminal."""

from __future__ import annotations

import shutil
import subprocess
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape

from tests.bench import documents
from tests.bench.documents import NEWEST
from tests.terminal import Terminal, environment

FEED = "The same news"
_TAKING_IN_S = 600


class Newsboat:
    """A newsboat with its own folder and `count` articles in it."""

    def __init__(self, folder: Path, count: int) -> None:
        """Raises CalledProcessError where it cannot take them in."""
        folder.mkdir()
        feed = folder / "feed.xml"
        _write(feed, count)
        (folder / "urls").write_text(f"{feed.as_uri()}\n", "utf-8")
        (folder / "config").write_text("cleanup-on-quit no\ngoto-first-unread no\n", "utf-8")
        self._folder = folder
        self._command = ["newsboat", "-u", "urls", "-c", "cache.db", "-C", "config"]
        subprocess.run(
            [*self._command, "-x", "reload"],
            cwd=folder,
            env=environment({"HOME": str(folder)}),
            check=True,
            capture_output=True,
            timeout=_TAKING_IN_S,
        )

    def opened(self, cols: int, rows: int) -> Terminal:
        """It, in a terminal of this size."""
        home = {"HOME": str(self._folder)}
        return Terminal(self._command, cols=cols, rows=rows, cwd=self._folder, env=home)

    def start(self, cols: int, rows: int) -> float:
        """Milliseconds until its list stands on the screen."""
        with self.opened(cols, rows) as terminal:
            while FEED.encode() not in terminal.raw:
                if not terminal.read(60.0):
                    raise AssertionError(f"newsboat fell silent:\n{terminal.text}")
            return (terminal.last_read - terminal.started) * 1000


def installed() -> bool:
    """Is there a newsboat to compare with?"""
    return shutil.which("newsboat") is not None


def _write(path: Path, count: int) -> None:
    """The articles of the benchmark as one feed."""
    with path.open("w", encoding="utf-8") as file:
        file.write(f'<?xml version="1.0"?><rss version="2.0"><channel><title>{FEED}</title>')
        for number, record in enumerate(documents.records(count)):
            date = format_datetime(NEWEST)
            file.write(
                f"<item><title>{escape(record['title'])}</title><guid>{number}</guid>"
                f"<link>https://example.org/{number}</link><pubDate>{date}</pubDate>"
                f"<description>{escape(record['text'])}</description></item>"
            )
        file.write("</channel></rss>")
