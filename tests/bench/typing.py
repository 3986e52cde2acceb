"""`python -m tests.bench.typing [--articles N] [--queries N]`: a search typed at 10 keys a second.

The real reader in a pseudo-terminal. Each key is timed twice, from its sending: until
its letter stands in the bar, and until the number found for what is typed so far, or
for more of it, stands beside it. The bytes are noted with their time while the
program runs and drawn on a screen afterwards. The same again while the reader's worker
indexes articles that came in meanwhile; those are of words that no query has, so that
the numbers found stay the same. Beside it a bare Textual `Input`, typed at the same
pace: what a key costs when nothing hangs on it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyte

from reader.library import open_library
from reader.search.fingerprint import fingerprint
from tests.bench import bare_input, texts
from tests.bench.table import HEAD, Figure, high, middle, render
from tests.terminal import Terminal

COLS, ROWS = 120, 36
PACE_S = 0.1
"""Ten keys a second."""
REST_S = 0.5
"""Seconds without a byte after which a search is over."""
PATIENCE_S = 60.0
"""Seconds in which a worker has ended what it was doing."""
COMING = 500
"""Articles that come in at once while it is typed."""
ECHO_MS, RESULTS_MS = 16, 60
"""What a letter may take longer than in a bare input, and what was found may take, at 95 %."""
QUERIES = tuple(
    """
iran nuclear talks|hurricane|supreme court ruling|election results|train crash
hong kong protests|climate change report|the president said|police officer shot
bank robbery|prison escape|world cup final|wildfire california|data breach customers
vaccine trial|gas explosion|strike workers pay|space station|in the united states|murder trial jury
""".strip()
    .replace("\n", "|")
    .split("|")
)
ROOT = Path(__file__).parents[2]
NEVER = float("inf")
INDEXING = "Indexing"
EMPTY_LINE = "\x15"
ADD = """
import sys
from pathlib import Path
from reader.library import open_library
open_library(Path(sys.argv[1])).add([sys.argv[2]])
"""
_LEFT = 3
"""Cells before the line in the bar."""


@dataclass(slots=True)
class Timed:
    """Milliseconds a key waited for its letter and for what was found, a value a key."""

    echo: list[float] = field(default_factory=list)
    results: list[float] = field(default_factory=list)
    lost: int = 0
    """Queries that did not stand in the bar as they were typed."""
    cpu: list[float] = field(default_factory=list)
    """CPU milliseconds of the process, all its threads, a key; a value a query."""


def measure(articles: int, queries: Sequence[str]) -> list[Figure]:
    """Every figure, on a library of so many articles."""
    folder = library_of(articles)
    with _copy(folder) as copy:
        totals = found(copy, queries)
        bare = _type_bare(queries)
        quiet = _type_in_reader(copy, queries, totals)
        busy = _type_in_reader(copy, queries, totals, news=True)
    return [
        *_figures(f"typing, {articles:,} articles", quiet, bare),
        *_figures(f"  the same, {COMING} being indexed", busy, bare),
    ]


def _figures(name: str, ours: Timed, bare: Timed) -> list[Figure]:
    against = "a bare Textual Input at the same pace"
    how = f"{len(ours.echo)} keys, one in {PACE_S * 1000:.0f} ms, {COLS}×{ROWS}"
    floor = middle(bare.echo), high(bare.echo)
    return [
        Figure(f"{name}: letter shown, median", "ms", middle(ours.echo), floor[0], against, how),
        Figure(f"{name}: letter shown, 95 %", "ms", high(ours.echo), floor[1], against, how),
        Figure(f"{name}: results, median", "ms", middle(ours.results), floor[0], against, how),
        Figure(f"{name}: results, 95 %", "ms", high(ours.results), floor[1], against, how),
        Figure(f"{name}: CPU a key", "ms", middle(ours.cpu), middle(bare.cpu), against, how),
        Figure(f"{name}: queries not as typed", "", ours.lost, bare.lost, against, how),
    ]


def held(figures: Sequence[Figure]) -> Iterator[str]:
    """How they stand beside what they are held to, in a line each."""
    for figure in figures:
        if "letter shown, 95 %" in figure.name:
            yield _verdict(figure, figure.baseline + ECHO_MS)
        elif "results, 95 %" in figure.name:
            yield _verdict(figure, RESULTS_MS)
        elif "not as typed" in figure.name:
            yield _verdict(figure, 0)


def _verdict(figure: Figure, most: float) -> str:
    met = "met" if figure.ours <= most else "NOT met"
    return f"{figure.name.strip():<55}{figure.ours:>9,.1f} {figure.unit:<4}  ≤ {most:<8.1f} {met}"


# The library


def library_of(articles: int) -> Path:
    """The folder of a library of so many articles, indexed; made once and kept."""
    real = "real" if os.environ.get("BROADSHEET_CORPUS") else "invented"
    kept = Path(tempfile.gettempdir(), f"broadsheet-bench-typing-{articles}-{real}-{fingerprint()}")
    if not (kept / "done").exists():
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir()
        with (kept / "articles.jsonl").open("w", encoding="utf-8") as file:
            for entry in texts.entries(articles):
                file.write(json.dumps({"title": entry.title, "text": entry.body}) + "\n")
        library = open_library(kept / "library")
        library.add([str(kept / "articles.jsonl")])
        library.update_index()
        library.welcome()  # or the reader's start would
        library.update_index()
        library.close()
        (kept / "done").touch()
    return kept / "library"


@contextmanager
def _copy(folder: Path) -> Iterator[Path]:
    name = tempfile.mkdtemp(prefix="broadsheet-bench-")
    try:
        yield Path(shutil.copytree(folder, Path(name, "library")))
    finally:
        until = time.monotonic() + PATIENCE_S
        while Path(name).exists() and time.monotonic() < until:
            # The reader's worker ends its batch after the reader, and writes meanwhile.
            shutil.rmtree(name, ignore_errors=True)
            time.sleep(PACE_S)


def found(folder: Path, queries: Sequence[str]) -> dict[str, str]:
    """What the bar says of each beginning of each query."""
    library = open_library(folder)
    totals = {}
    for prefix in {q[:n] for q in queries for n in range(1, len(q) + 1)}:
        total = library.search(prefix, "all", limit=1, typing=True).total
        totals[prefix] = f"{total:,} found" if total else "nothing found"
    library.close()
    return totals


def coming(path: Path, seed: int) -> None:
    """Write articles of words that no query begins."""
    chance = random.Random(seed)

    def words(count: int) -> str:
        return " ".join(f"qq{int(100_000 ** chance.random()):x}" for _ in range(count))

    with path.open("w", encoding="utf-8") as file:
        for _ in range(COMING):
            file.write(json.dumps({"title": words(8), "text": words(540)}) + "\n")


# Typing


class Desk:
    """A program in a terminal, and what stood in its top line when."""

    def __init__(self, command: Sequence[str]) -> None:
        self.terminal = Terminal([sys.executable, "-m", *command], cols=COLS, rows=ROWS, cwd=ROOT)
        self._screen = pyte.Screen(COLS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._seen = self._drawn = 0

    def top_lines(self) -> list[tuple[float, str]]:
        """The top line after each piece of what came since it was last asked, and when that was."""
        raw, lines = self.terminal.raw, list[tuple[float, str]]()
        for at, end in self.terminal.moments[self._seen :]:
            self._stream.feed(raw[self._drawn : end])
            self._drawn = end
            lines.append((at, self._screen.display[0].rstrip()))
        self._seen = len(self.terminal.moments)
        return lines

    def cpu_ms(self) -> float:
        """What the process has used, all its threads."""
        fields = Path(f"/proc/{self.terminal.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def _type_bare(queries: Sequence[str]) -> Timed:
    timed, desk = Timed(), Desk([bare_input.__name__])
    with desk.terminal as terminal:
        terminal.wait_for(bare_input.READY, 30)
        for query in queries:
            _type(desk, query, {}, timed)
            terminal.send(EMPTY_LINE)
            terminal.read_until_quiet(REST_S, 1.0)
    return timed


def _type_in_reader(
    folder: Path, queries: Sequence[str], totals: dict[str, str], news: bool = False
) -> Timed:
    timed, desk = Timed(), Desk(["reader", "--library", str(folder)])
    with desk.terminal as terminal:
        terminal.wait_for("All 1/", 30)
        terminal.read_until_quiet(REST_S)
        for number, query in enumerate(queries):
            if news and INDEXING not in terminal.text:
                _bring_news(folder, number)
                terminal.wait_for(INDEXING, 60)
            terminal.send("/")
            terminal.read_until_quiet(REST_S, 1.0)
            _type(desk, query, totals, timed)
            terminal.send("escape")
            terminal.read_until_quiet(REST_S, 1.0)
    return timed


def _bring_news(folder: Path, seed: int) -> None:
    """Another process adds articles, and leaves the indexing to the reader."""
    path = folder.parent / "coming.jsonl"
    coming(path, seed)
    subprocess.run([sys.executable, "-c", ADD, str(folder), str(path)], check=True, cwd=ROOT)


def _type(desk: Desk, query: str, totals: dict[str, str], timed: Timed) -> None:
    """Send a query key by key at the pace, and note how long each key waited."""
    terminal, cpu = desk.terminal, desk.cpu_ms()
    desk.top_lines()
    sent = list[float]()
    for key in query:
        due = sent[-1] + PACE_S if sent else 0.0
        while (left := due - time.perf_counter()) > 0:
            terminal.read(left)
        sent.append(time.perf_counter())
        terminal.type(key)
    terminal.read_until_quiet(REST_S, 3.0)
    timed.cpu.append((desk.cpu_ms() - cpu) / len(query))
    lines = desk.top_lines()
    timed.lost += not lines or not lines[-1][1][_LEFT:].startswith(query)
    _judge(query, sent, lines, totals, timed)


def _judge(
    query: str,
    sent: Sequence[float],
    lines: Sequence[tuple[float, str]],
    totals: dict[str, str],
    timed: Timed,
) -> None:
    for number, moment in enumerate(sent):
        typed = query[: number + 1]
        after = [(at, line) for at, line in lines if at > moment]
        if not query[number].isspace():
            shown = (at for at, line in after if line[_LEFT:].startswith(typed))
            timed.echo.append((next(shown, NEVER) - moment) * 1000)
        # The same number as for the key before could be that key's still.
        if totals and totals[typed] != totals.get(query[:number]):
            told = tuple(f" {totals[query[:n]]}" for n in range(number + 1, len(query) + 1))
            shown = (at for at, line in after if line.endswith(told))
            timed.results.append((next(shown, NEVER) - moment) * 1000)


def main() -> int:
    """Measure, print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.typing", description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=10, help=f"of {len(QUERIES)}")
    options = parser.parse_args()
    figures = measure(options.articles, QUERIES[: options.queries])
    print(HEAD, render(figures), *held(figures), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
