"""`python -m tests.bench.beside [--articles N]`: what a person waits for, newsboat beside it.

The same articles are taken in by both, then each is used in a terminal of its own, in turns:
started, the next article read, a word searched for in all texts. Seconds of the
wall, until what was asked for stands on the screen. What one of the two does not have has no
figure.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from reader.library import open_library
from tests.bench import documents
from tests.bench.newsboat import FEED, Newsboat, installed
from tests.bench.screen import COLS, ROOT, ROWS, SETTLED
from tests.bench.table import middle
from tests.terminal import Condition, Terminal, environment

RUNS = 5
PATIENCE_S = 120
_TITLE_CELLS = 24
_RARE, _LONG = 2000, 8
"""The word that is sought is about so rare, and so long."""
_MEGABYTE = 1 << 20


class Row(NamedTuple):
    """One line of the table; None where there is no such thing."""

    what: str
    ours: float | None
    theirs: float | None
    unit: str = "s"

    def __str__(self) -> str:
        known = self.ours is not None and self.theirs
        ratio = f"{self.ours / self.theirs:.2f}" if known else "–"  # type: ignore[operator]
        return (
            f"{self.what:<52}{self._shown(self.ours):>12}{self._shown(self.theirs):>12}{ratio:>8}"
        )

    def _shown(self, figure: float | None) -> str:
        return "–" if figure is None else f"{figure:,.{2 if figure < 100 else 0}f} {self.unit}"


class Reading(NamedTuple):
    """What one round in a terminal took, in seconds, and held, in MB."""

    start: float
    article: float
    search: float
    memory: float


def main() -> int:
    """Build both in a folder that is deleted again, use them, print the table."""
    options = _arguments()
    if not installed():
        print("newsboat is not installed: there is nothing to compare with.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as name:
        rows = list(_measured(Path(name), options.articles))
    version = subprocess.run(["newsboat", "--version"], capture_output=True, text=True, check=True)
    print(f"{options.articles:,} articles; {version.stdout.splitlines()[0]}; medians of {RUNS}\n")
    print(f"{'':<52}{'Broadsheet':>12}{'newsboat':>12}{'ratio':>8}")
    print(*rows, sep="\n")
    return 0


def _measured(folder: Path, count: int) -> Iterator[Row]:
    source, ours = folder / "articles.jsonl", folder / "library"
    documents.write(source, count)
    taken = _command("add", source, library=ours)
    began = time.perf_counter()
    other = Newsboat(folder / "newsboat", count)
    yield Row("taken in, and searchable", taken, time.perf_counter() - began)
    theirs = folder / "newsboat" / "cache.db"
    yield Row("  on the disk", _megabytes(ours), theirs.stat().st_size / _MEGABYTE, "MB")
    sought = _sought(ours)
    _, second = (
        record["title"][:_TITLE_CELLS].rstrip() for record in islice(documents.records(count), 2)
    )
    mine, its = list[Reading](), list[Reading]()
    for _ in range(RUNS + 1):  # the first round only warms the caches of the file system
        mine.append(_use_ours(ours, sought))
        its.append(_use_newsboat(other, sought.word, second))
    for what, field in (
        ("started, until the list stands there", "start"),
        ("the next article, until its text stands there", "article"),
        (f"a word searched for in all texts ({sought.total:,} have it)", "search"),
    ):
        yield Row(what, _median(mine, field), _median(its, field))
    yield Row("  memory after that", _median(mine, "memory"), _median(its, "memory"), "MB")
    yield Row("exported as JSON Lines", _command("export", "--all", library=ours), None)
    yield Row("backed up to one file", _command("backup", folder / "copy", library=ours), None)


class _Sought(NamedTuple):
    """What is looked for in a library."""

    word: str
    total: int
    """How many articles have it."""
    first: str
    """The title that the list begins with …"""
    second: str
    """… and the one after it."""


def _sought(folder: Path) -> _Sought:
    library = open_library(folder)
    try:
        library.welcome()  # or the first start would, and move the list meanwhile
        library.update_index()
        rows = library.headlines(library.keys("all", limit=2))
        words = documents.vocabulary(random.Random(1))
        word = next(word for word in words[_RARE:] if len(word) >= _LONG)
        total = library.search(word, "all", limit=1).total
    finally:
        library.close()
    return _Sought(word, total, *(row.title[:_TITLE_CELLS].rstrip() for row in rows))


def _use_ours(folder: Path, sought: _Sought) -> Reading:
    command = [sys.executable, "-m", "reader", "--library", str(folder)]
    with Terminal(command, cols=COLS, rows=ROWS, cwd=ROOT) as terminal:
        start = _until(terminal, lambda: None, sought.first, terminal.started)
        # Its title stands in the list already; with its text it stands there twice.
        article = _until(
            terminal, lambda: terminal.send("j"), lambda t: t.text.count(sought.second) > 1
        )
        terminal.send("/")
        terminal.read_until_quiet(SETTLED)
        search = _until(terminal, lambda: terminal.send(sought.word), f"{sought.total:,} found")
        return Reading(start, article, search, _resident(terminal))


def _use_newsboat(other: Newsboat, word: str, second: str) -> Reading:
    with other.opened(COLS, ROWS) as terminal:
        start = _until(terminal, lambda: None, FEED, terminal.started)
        terminal.send("enter")
        terminal.wait_for("Articles in feed", PATIENCE_S)
        terminal.read_until_quiet(SETTLED)
        terminal.send("enter")
        terminal.wait_for("Title:", PATIENCE_S)
        terminal.read_until_quiet(SETTLED)
        article = _until(terminal, lambda: terminal.send("J"), f"Title: {second}")
        terminal.send("q", "/")
        terminal.read_until_quiet(SETTLED)
        terminal.send(word)
        terminal.read_until_quiet(SETTLED)
        search = _until(terminal, lambda: terminal.send("enter"), "Search results")
        return Reading(start, article, search, _resident(terminal))


def _until(
    terminal: Terminal, act: Callable[[], None], sign: Condition, began: float | None = None
) -> float:
    """Seconds from an act until there is a sign on the screen; then it is let come to rest."""
    began = began or time.perf_counter()
    act()
    terminal.wait_for(sign, PATIENCE_S)
    seconds = terminal.last_read - began
    terminal.read_until_quiet(SETTLED)
    return seconds


def _command(name: str, *words: object, library: Path) -> float:
    command = [sys.executable, "-m", "reader", name, *map(str, words), "--library", str(library)]
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment({}), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def _median(readings: list[Reading], field: str) -> float:
    return middle([getattr(reading, field) for reading in readings[1:]])


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / _MEGABYTE


def _resident(terminal: Terminal) -> float:
    lines = Path(f"/proc/{terminal.pid}/status").read_text().splitlines()
    (kilobytes,) = (int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return kilobytes / 1024


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.beside", description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000, metavar="N")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
