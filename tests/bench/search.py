"""`python -m tests.bench.search [--articles N | --quick]`: the search, its peers beside it.

Forty queries are typed key by key: after every key the first 20 rows are asked
for, and again the first 200 with the exact count. Times are CPU milliseconds of
this process; every engine runs on the same text, in one run. Indexes are kept in
a folder of the system's temporary one, named by what is in them.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from reader.models import IndexEntry
from reader.search import SCHEMA_VERSION, Index
from reader.search.fingerprint import fingerprint
from tests.bench import texts
from tests.bench.engines import BATCH, Engine, FullText, Kind, Ours, Tantivy
from tests.bench.table import high, middle

QUERIES = """
iran nuclear talks | hurricane | supreme court ruling | coronavirus cases | election results
trump impeachment | train crash | hong kong protests | earthquake indonesia | brexit vote
climate change report | the president said | stock market | police officer shot | bank robbery
apple iphone launch | lindsay lohan rehab | prison escape | world cup final | wildfire california
tiger woods | oscar nominations | data breach customers | church fire | vaccine trial
somali pirates ship | gas explosion | new zealand | strike workers pay | missing plane search
cricket match australia | united nations | school shooting | space station | hacker group attack
floods thousands homes | football coach fired | murder trial jury | oil price | in the united states
"""
PHRASES = (
    "prime minister",
    "new york",
    "in the united states",
    "according to the",
    "supreme court",
    "of the year",
    "climate change",
    "hong kong",
)
ANY = (
    "earthquake tsunami volcano",
    "president minister king",
    "the police said",
    "hurricane flood wildfire",
    "football cricket tennis",
    "london paris berlin",
)
FUZZY = ("earthqake", "presidnet", "hurricaine", "electoin", "vacine")
RELATED = 40
"""Articles whose like is sought."""
SHORT = 48
"""Words of a short article: about 55 postings of stems."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What a figure should be at most, or at least."""

    what: str
    figure: float
    bar: float
    unit: str
    most: bool = True

    def __str__(self) -> str:
        met = self.figure <= self.bar if self.most else self.figure >= self.bar
        sign = "≤" if self.most else "≥"
        figures = f"{self.figure:,.4g} {self.unit}".strip(), f"{sign} {self.bar:,.4g}"
        return f"{self.what:<58}{figures[0]:>14}{figures[1]:>12}   {'met' if met else 'NOT met'}"


def main() -> int:
    """Build or find the indexes, measure, print the table."""
    options = _arguments()
    if options.memory:
        _report_memory(Path(options.memory))
        return 0
    folder = _folder(options.articles)
    engines: list[type[Engine]] = [Ours, FullText, Tantivy]
    print(f"{options.articles:,} articles, {texts.described()}\n")
    for engine in engines:
        _build(engine, folder, options.articles)
    bars = [_short_build(), _live_commits(folder)]
    bars += _print_speeds(folder, engines)
    bars += _own_speeds(folder, options.articles)
    bars += [_growth(folder), _memory(folder)]
    print(f"\n{'bars':<58}{'figure':>14}{'bar':>12}")
    print(*bars, sep="\n")
    return 0


def _folder(articles: int) -> Path:
    real = "real" if os.environ.get("BROADSHEET_CORPUS") else "invented"
    name = f"broadsheet-bench-search-{articles}-{real}-v{SCHEMA_VERSION}-{fingerprint()}"
    folder = Path(tempfile.gettempdir(), name)
    folder.mkdir(exist_ok=True)
    return folder


def _build(engine: type[Engine], folder: Path, articles: int) -> None:
    """Put the articles in, in batches, and say how many in a second; once."""
    done = folder / f"{engine.name}.done"
    if not done.exists():
        made = engine(folder)
        batches = _batches(texts.entries(articles), BATCH)
        spent = sum(_cpu(partial(made.add, batch)) for batch in batches)
        done.write_text(f"{articles / spent:,.0f} articles a CPU second")
    print(f"built {engine.name:<12} {done.read_text()}")


def _batches(entries: Iterator[IndexEntry], size: int) -> Iterator[list[IndexEntry]]:
    while batch := list(islice(entries, size)):
        yield batch


def _short_build() -> Bar:
    with tempfile.TemporaryDirectory() as name:
        entries = [texts.cut(entry, SHORT) for entry in texts.entries(5000, seed=2)]
        index = Index(Path(name))
        spent = sum(
            _cpu(partial(index.apply, batch, [])) for batch in _batches(iter(entries), BATCH)
        )
    speed = len(entries) / spent
    print(f"built short articles     {speed:,.0f} a CPU second")
    return Bar("short articles indexed in a CPU second", speed, 350, "", most=False)


def _live_commits(folder: Path) -> Bar:
    """Twenty new articles at a time, into a copy."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        shutil.copytree(folder / "index", Path(name, "index"), copy_function=os.link)
        index = Index(Path(name, "index"))
        fresh = (e for e in texts.entries(10**9, seed=3))
        times = []
        for number in range(20):
            batch = [_renamed(e, 10**9 + number * 20 + n) for n, e in enumerate(islice(fresh, 20))]
            times.append(1000 * _cpu(partial(index.apply, batch, [])))
    print(f"live commit of 20        p50 {middle(times):,.0f} ms, p95 {high(times):,.0f} ms\n")
    return Bar("live commit of 20 with its arrays, p50", middle(times), 250, "ms")


def _renamed(entry: IndexEntry, key: int) -> IndexEntry:
    return IndexEntry(key, 1, entry.title, entry.body, "", "", "", "en", entry.when)


def _print_speeds(folder: Path, engines: Sequence[type[Engine]]) -> list[Bar]:
    tasks: list[tuple[str, list[list[str]], Kind, int, bool]] = [
        ("first 20 rows, every key", _keys(), "typed", 20, False),
        ("count and top 200, every key", _keys(), "typed", 200, True),
        ("phrases, count and top 200", [p.split() for p in PHRASES], "phrase", 200, True),
        ("one of three, count and top 200", [p.split() for p in ANY], "any", 200, True),
        ("fuzzy word, count and top 200", [[word] for word in FUZZY], "fuzzy", 200, True),
    ]
    print(
        f"{'CPU ms, p50 / p95 / max':<34}"
        + "".join(f"{e.name:>28}" for e in engines)
        + "   p95 ratios"
    )
    bars = []
    for name, asked, kind, limit, count in tasks:
        some = [e for e in engines if kind != "fuzzy" or e is not FullText]
        taken = {e: _times(e, folder, asked, kind, limit, count) for e in some}
        p95 = {e: high(times) for e, times in taken.items()}
        shown = "".join(f"{_spread(taken[e]) if e in taken else '–':>28}" for e in engines)
        ratios = " ".join(f"{p95[Ours] / p95[e]:6.2f}" for e in some[1:])
        print(f"{name:<34}{shown}   {ratios}", flush=True)
        times_tantivy = 1 if kind == "typed" and not count else 2
        what = f"{name}: p95, beside {times_tantivy} × Tantivy's"
        bars.append(Bar(what, p95[Ours], times_tantivy * p95[Tantivy], "ms"))
        if kind == "typed":
            what = f"{name}: p95, beside 0.2 × FTS5's"
            bars.append(Bar(what, p95[Ours], 0.2 * p95[FullText], "ms"))
    return bars


def _keys() -> list[list[str]]:
    """Every query at every key, as words."""
    queries = [query.strip() for line in QUERIES.strip().splitlines() for query in line.split("|")]
    texts_ = [query[:end] for query in queries for end in range(1, len(query) + 1)]
    return [text.split() for text in texts_ if not text.endswith(" ")]


def _times(
    engine: type[Engine], folder: Path, asked: list[list[str]], kind: Kind, limit: int, count: bool
) -> list[float]:
    """Of an engine just opened; what it reads lies in the system's memory already."""
    for _ in range(2):
        opened = engine(folder)
        opened.search(["nothing", "here"], kind, limit, count=count)
        times = [
            1000 * _cpu(partial(opened.search, words, kind, limit, count=count)) for words in asked
        ]
    return times


def _own_speeds(folder: Path, articles: int) -> list[Bar]:
    """What the peers have no like for here."""
    index = Ours(folder).index
    held = list(index.revisions())
    feed, month = frozenset(held[::40]), frozenset(held[: len(held) // 12])

    typed = [" ".join(words) for words in _keys()]
    within_feed = partial(index.search, typing=True, keys=feed)
    within_month = partial(index.search, typing=True, keys=month)
    tasks: list[tuple[str, Callable[[str], object], Sequence[str]]] = [
        ("every key within a feed", within_feed, typed),
        ("every key within a month", within_month, typed),
        ("misspelled word, widened", index.search, FUZZY),
    ]
    for name, search, asked in tasks:
        times = [1000 * _cpu(partial(search, text)) for text in asked]
        print(f"{name:<34}{_spread(times):>28}", flush=True)
    opened = list(islice(texts.entries(articles), RELATED))
    spelled = [1000 * _cpu(partial(_did_you_mean, index, word)) for word in FUZZY]
    related = [1000 * _cpu(partial(_related, index, entry)) for entry in opened]
    print(f"{'did you mean, one word':<34}{_spread(spelled):>28}")
    print(f"{'related articles':<34}{_spread(related):>28}", flush=True)
    return [
        Bar("did you mean, one word: p95", high(spelled), 50, "ms"),
        Bar("related articles: p95", high(related), 200, "ms"),
    ]


def _did_you_mean(index: Index, word: str) -> None:
    """Words spelled like one that is typed, and how many articles have the likeliest."""
    from reader.search.respelling import meant

    with index.reading() as ranking:
        near = meant(ranking, word) if ranking else []
    if near:
        index.search(f"{near[0].word} ", limit=0, widen=False)


def _related(index: Index, entry: IndexEntry) -> None:
    """The five nearest to an article, of all times."""
    index.related(entry.key, entry.title, entry.body, entry.language, limit=5)


def _memory(folder: Path) -> Bar:
    """The most, after any key, of a process of its own that searches for every key."""
    command = [sys.executable, "-m", "tests.bench.search", "--memory", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    print(f"\nmemory after every key   {ran.stdout.strip()}")
    resident = float(re.search(r"resident ([\d,]+)", ran.stdout)[1].replace(",", ""))  # type: ignore[index]
    return Bar("memory after every key", resident, 250, "MB")


def _report_memory(folder: Path) -> None:
    engine, most = Ours(folder), {"VmRSS": 0}
    for words in _keys():
        engine.search(words, "typed", 200, count=True)
        most = max(most, _memory_now(), key=lambda now: now["VmRSS"])
    names = {"VmRSS": "resident", "RssAnon": "own", "RssFile": "mapped files"}
    print("at most " + ", ".join(f"{n} {most[k] / 1024:,.0f} MB" for k, n in names.items()))


def _memory_now() -> dict[str, int]:
    """The kilobytes of this process by the system's names."""
    lines = Path("/proc/self/status").read_text().splitlines()
    status = dict(line.split(":", 1) for line in lines)
    return {name: int(status[name].split()[0]) for name in ("VmRSS", "RssAnon", "RssFile")}


def _growth(folder: Path) -> Bar:
    """First rows of an index ten times as large: the arrays of its largest part, repeated.

    What the index would do for a person who types: in a small one it counts as well, in a
    large one later.
    """
    from reader.search import widening
    from reader.search.plan import plan_of
    from reader.search.query import typed
    from reader.search.ranking import Ranking
    from reader.search.view import View, committed

    parts, segments = committed(folder / "index")
    largest = max(parts, key=lambda part: part.articles)
    more = 9 * sum(part.articles for part in parts) // largest.articles
    ids = {segment.id for segment in largest.segments}
    repeated = [segment for segment in segments if segment.segid in ids]
    print()
    p95 = []
    for times in (0, more):
        view = View([*parts, *[largest] * times], segments + repeated * times)
        plans = [p for words in _keys() if (p := plan_of(typed(" ".join(words)), view.languages))]
        for _ in range(2):
            ranking = Ranking(view)
            find = partial(widening.find, ranking, asked="", limit=20, counted=False)
            find(plans[-1])
            spent = [1000 * _cpu(partial(find, plan)) for plan in plans]
        size = f"{len(view.keys):,}"
        note = " (synthetic: arrays repeated)" * (times > 0)
        print(f"first 20 rows of {size:<17}{_spread(spent):>28}{note}", flush=True)
        p95.append(high(spent))
    return Bar(
        "first rows at ten times the articles: p95, times as long", p95[1] / p95[0], 1.5, "×"
    )


def _spread(times: Sequence[float]) -> str:
    return f"{middle(times):.2f} / {high(times):.2f} / {max(times):.2f}"


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search", description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000, metavar="N")
    parser.add_argument("--quick", action="store_const", const=5000, dest="articles")
    parser.add_argument("--memory", metavar="FOLDER", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
