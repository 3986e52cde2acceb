"""Five hundred feeds on loopback: fetched beside newsboat, and what a key costs meanwhile.

Half of the feeds answer that nothing is new, the other half have gained two entries
each time. They stand under a hundred addresses of this machine, so that no more than
two at once go to one of them, as on the web.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyte

from reader.library import Library, open_library
from tests.bench.screen import COLS, ROOT, ROWS, started, wait_until_shown
from tests.bench.table import Figure, high, middle
from tests.terminal import Terminal, environment

FEEDS, HOSTS = 500, 100
PACE_S = 0.1
"""Ten keys a second."""
KEY_BAR, FETCH_BAR = 1.3, 1.0
_SETTLED_S = 1.0
_AT_REST = 60
_PIECE_S = 0.0005
"""Reads closer to each other than this are looked at as one."""
_TITLE = re.compile(r"Story \d+ of feed \d+")
_MEMORY = """
import json, sys
from pathlib import Path
from reader.library import open_library

def own():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) / 1024

library = open_library(Path(sys.argv[1]))
held = []
for _ in range(int(sys.argv[2])):
    library.feeds.refresh(library.feeds.every())
    held.append(own())
library.close()
print(json.dumps(held))
"""


@contextmanager
def _served() -> Iterator[list[str]]:
    """The addresses of the feeds, while they are served."""
    command = [sys.executable, "-m", "tests.bench.feed_server"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout
        port = server.stdout.readline().strip()
        try:
            yield [f"http://127.0.{n % HOSTS + 1}.1:{port}/{n}" for n in range(FEEDS)]
        finally:
            server.kill()


def measure(folder: Path, rounds: int, presses: int) -> list[Figure]:
    """Wall time in turns with newsboat, memory over rounds, and a key while articles come in."""
    with _served() as addresses:
        ours = folder / "refreshed"
        _follow(ours, addresses)
        figures = _against_newsboat(folder, ours, addresses, rounds)
        return figures + _memory(ours, rounds + 1) + _keys(folder, addresses, presses)


def _follow(folder: Path, addresses: list[str]) -> None:
    rows = "".join(f"<outline xmlUrl='{address}'/>" for address in addresses)
    library = open_library(folder)
    library.feeds.read_list(
        f"<opml version='2.0'><body>{rows}</body></opml>".encode(), private=True
    )
    library.close()


def _against_newsboat(folder: Path, ours: Path, addresses: list[str], rounds: int) -> list[Figure]:
    home = folder / "newsboat-feeds"
    home.mkdir()
    (home / "urls").write_text("\n".join(addresses) + "\n")
    (home / "config").write_text("reload-threads 8\n")
    other = shutil.which("newsboat")
    files = ["-u", home / "urls", "-c", home / "cache.db", "-C", home / "config"]
    reload = [other, *files, "-x", "reload"] if other else None
    refresh = [sys.executable, "-m", "reader", "--library", ours, "refresh", "--all"]
    mine, theirs = [], []
    for round_ in range(rounds + 1):
        seconds = _run(refresh), _run(reload) if reload else float("nan")
        if round_:  # the first round has everything to fetch
            mine.append(seconds[0])
            theirs.append(seconds[1])
    against = "newsboat -x reload, reload-threads 8" if other else "newsboat is not installed"
    how = f"medians of {rounds} rounds in turns; half 304, half 200 with 2 new entries; ours indexes too"
    name = f"{FEEDS} feeds fetched"
    bar = FETCH_BAR if other else None
    return [Figure(name, "s", middle(mine), middle(theirs), against, how, bar)]


def _run(command: list[object]) -> float:
    began = time.perf_counter()
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=environment({}), capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()
    return time.perf_counter() - began


def _memory(ours: Path, rounds: int) -> list[Figure]:
    """What the process itself holds.

    Not the pages of the library's file that SQLite maps: they grow with the library, and are
    the system's to take back. SQLite's page cache is part of it, and grows to its 16 MB.
    """
    if not Path("/proc/self/status").exists():
        return []
    command = [sys.executable, "-c", _MEMORY, str(ours), str(rounds)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    held = json.loads(done.stdout)
    against = "the same process after its first round"
    how = f"memory of its own after {rounds} rounds of {FEEDS} feeds in one process"
    return [Figure("memory of fetching", "MB", held[-1], held[0], against, how)]


def _keys(folder: Path, addresses: list[str], presses: int) -> list[Figure]:
    """`j` ten times a second, while nothing comes in and then while 500 articles do."""
    place = folder / "keys"
    _follow(place, addresses[1::2])  # each has two new entries every time
    library = open_library(place)
    library.feeds.refresh(library.feeds.every())
    library.update_index()
    titles = [headline.title for headline in library.headlines(library.keys())]
    command = [sys.executable, "-m", "reader", "--library", str(place)]
    with started(command) as reader:
        wait_until_shown(reader, titles[0])
        reader.read_until_quiet(_SETTLED_S, timeout=10 * _SETTLED_S)
        shown = len(reader.moments)
        sent, while_fetching = list[float](), list[bool]()
        while sum(while_fetching) < presses:  # in turns, whatever else the machine does
            for fetching in (False, True):
                reader.read_until_quiet(_SETTLED_S, timeout=10 * _SETTLED_S)
                pressed = list(_presses(reader, library, fetching=fetching))
                sent += pressed
                while_fetching += [fetching] * len(pressed)
        reader.read_until_quiet(_SETTLED_S, timeout=10 * _SETTLED_S)
        waits = list(zip(_waits(reader, shown, sent, titles), while_fetching, strict=True))
    library.close()
    quiet = [wait for wait, fetching in waits if not fetching]
    news = [wait for wait, fetching in waits if fetching]
    how = (
        f"{len(quiet)} and {len(news)} presses in one run, one in {PACE_S * 1000:.0f} ms; "
        "500 new articles each time"
    )
    against, name = "the same key while nothing is fetched", "j while feeds are fetched"
    return [
        Figure(f"{name}, median", "ms", middle(news), middle(quiet), against, how),
        Figure(f"{name}, 95 %", "ms", high(news), high(quiet), against, how, KEY_BAR),
    ]


def _presses(terminal: Terminal, library: Library, *, fetching: bool) -> Iterator[float]:
    """Press `j` until all feeds are fetched and indexed, or some times while nothing happens."""
    if not fetching:
        for _ in range(_AT_REST):
            yield _press(terminal)
        return
    began = int(time.time())
    terminal.send("R")
    while library.pending() or _left(library, began):
        yield _press(terminal)


def _left(library: Library, began: int) -> int:
    """Feeds that were not fetched since then."""
    rows = library._database.connection.execute(
        "SELECT count(*) FROM polls WHERE checked < ?", (began,)
    )
    return int(rows.fetchone()[0])


def _press(terminal: Terminal) -> float:
    """Press `j` and read until the next one is due; when it was pressed."""
    sent = time.perf_counter()
    terminal.send("j")
    while (left := sent + PACE_S - time.perf_counter()) > 0:
        terminal.read(left)
    return sent


def _waits(
    terminal: Terminal, shown: int, sent: Sequence[float], titles: Sequence[str]
) -> list[float]:
    """Milliseconds from each press until the cursor stood so many rows further down.

    It is drawn only now, what was read at each moment from the `shown`th on. The rows are
    told by their titles: what comes in stands above those that the cursor passes.
    """
    rows = {title: row for row, title in enumerate(titles)}
    screen = pyte.Screen(COLS, ROWS)
    stream = pyte.ByteStream(screen)
    raw, drawn, look, waits = terminal.raw, 0, "", list[float]()
    nexts = [*(at for at, _ in terminal.moments[1:]), float("inf")]
    for number, ((at, end), following) in enumerate(zip(terminal.moments, nexts, strict=True)):
        if number + 1 < shown or following - at < _PIECE_S:
            continue
        stream.feed(raw[drawn:end])
        drawn = end
        found = dict(_titles(screen))
        look = look or next(look_ for look_, title in found.items() if title == titles[0])
        row = rows.get(found.get(look, ""), 0)
        while len(waits) < min(row, len(sent)):
            waits.append((at - sent[len(waits)]) * 1000)
    return waits


def _titles(screen: pyte.Screen) -> Iterator[tuple[str, str]]:
    """The background and the text of each title in the list."""
    for y, text in enumerate(screen.display):
        if found := _TITLE.search(text):
            yield screen.buffer[y][found.start()].bg, found[0]
