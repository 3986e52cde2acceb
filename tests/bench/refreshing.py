"""Five hundred feeds on loopback: fetched beside newsboat, and what a key costs meanwhile.

Half of the feeds answer that nothing is new, the other half have gained two entries
each time. They stand under a hundred addresses of this machine, so that no more than
two at once go to one of them, as on the web.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.library import open_library
from tests.bench.screen import GAP, ROOT, answered, started, wait_until_shown
from tests.bench.table import Figure, high, middle
from tests.terminal import Terminal, environment

FEEDS, HOSTS = 500, 100
_MEMORY = """
import json, resource, sys
from pathlib import Path
from reader.library import open_library
library = open_library(Path(sys.argv[1]))
peaks = []
for _ in range(int(sys.argv[2])):
    library.feeds.refresh(library.feeds.every())
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
library.close()
print(json.dumps(peaks))
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
    home = folder / "newsboat"
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
    return [Figure(f"{FEEDS} feeds fetched", "s", middle(mine), middle(theirs), against, how)]


def _run(command: list[object]) -> float:
    began = time.perf_counter()
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=environment({}), capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()
    return time.perf_counter() - began


def _memory(ours: Path, rounds: int) -> list[Figure]:
    command = [sys.executable, "-c", _MEMORY, str(ours), str(rounds)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    peaks = json.loads(done.stdout)
    against = "the same process after its first round"
    how = f"highest resident memory after {rounds} rounds of {FEEDS} feeds in one process"
    return [Figure("memory of fetching", "MB", peaks[-1], peaks[0], against, how)]


def _answer(terminal: Terminal, size: float) -> float:
    """Milliseconds until `j` has moved the cursor: a frame larger than that of the status line.

    The line at the foot, where one sees how far the fetching is, is drawn all the time.
    """
    terminal.read_until_quiet(0.02, timeout=0.3)
    known, sent = len(terminal.moments), time.perf_counter()
    before = terminal.written
    terminal.send("j")
    while terminal.read(1.0):
        reads = terminal.moments[known:]
        begins = before
        for (at, end), following in zip(reads, [*reads[1:], (float("inf"), 0)], strict=True):
            if following[0] - at > GAP and end - begins >= size:
                terminal.read_until_quiet(0.02, timeout=0.1)
                return (at - sent) * 1000
            if following[0] - at > GAP:
                begins = end
    return float("inf")


def _keys(folder: Path, addresses: list[str], presses: int) -> list[Figure]:
    """`j` in a library while 500 articles and more come in, and while nothing does."""
    place = folder / "keys"
    _follow(place, addresses[1::2])  # each has two new entries every time
    library = open_library(place)
    library.welcome()
    library.feeds.refresh(library.feeds.every())
    library.update_index()
    first = library.headlines(library.keys(limit=1))[0].title[:24].rstrip()
    library.close()
    command = [sys.executable, "-m", "reader", "--library", str(place)]
    with started(command) as reader:
        wait_until_shown(reader, first)
        sizes = [answered(reader, lambda: reader.send("j")).size for _ in range(5)]
        idle = [_answer(reader, middle(sizes) / 2) for _ in range(presses)]
        reader.send("R")
        reader.wait_for("Refreshing", timeout=30)
        busy = []
        while len(busy) < presses and "new articles" not in reader.text:
            busy.append(_answer(reader, middle(sizes) / 2))
    how = f"{len(idle)} and {len(busy)} presses in one run; 500 new articles"
    against = "the same key while nothing is fetched"
    return [Figure("j while feeds are fetched, 95 %", "ms", high(busy), high(idle), against, how)]
