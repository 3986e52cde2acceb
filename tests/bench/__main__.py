"""`python -m tests.bench [--quick]`: measure, and print each part of the table as it comes."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import intake, listing, newsboat, reading, refreshing, screen, typing
from tests.bench.table import HEAD, Figure, render


def main() -> int:
    """Build the libraries in a folder that is deleted again, measure, print."""
    options = _arguments()
    sizes = (300, 2000) if options.quick else (300, 20_000)
    runs, presses = (3, 30) if options.quick else (9, 150)
    many = 100_000 if options.quick else 1_000_000
    size, queries = (2000, typing.QUERIES[:5]) if options.quick else (20_000, typing.QUERIES)
    print(HEAD)
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as name:
        for figures in measured(Path(name), sizes, many, runs, presses):
            print(render(figures), flush=True)
    _say("typing searches")
    print(render(typing.measure(size, queries)))
    return 0


def measured(
    folder: Path, sizes: tuple[int, ...], many: int, runs: int, presses: int
) -> Iterator[list[Figure]]:
    """Each part's figures, for libraries of these sizes; the start also with a list of `many`."""
    built = []
    for size in sizes:
        _say(f"making a library of {size:,} articles")
        built.append(intake.build(folder, size))
    samples = [sample for sample, _ in built]
    yield built[-1][1]
    _say(f"growing one to {many:,}")
    samples.append(intake.grow(samples[-1], many))
    other = None
    if newsboat.installed():
        _say("newsboat takes in as many")
        other = newsboat.Newsboat(folder / "newsboat", sizes[-1])
    _say(f"starting {runs} times")
    yield screen.starts(samples, runs, other)
    samples.pop()
    _say(f"pressing {presses} keys")
    yield screen.keys(samples[-1], presses)
    _say("the list alone")
    yield listing.measure(presses)
    _say("the reading pane alone")
    yield reading.measure(presses)
    _say("fetching 500 feeds")
    yield refreshing.measure(folder, runs // 3, presses)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller libraries, fewer runs")
    return parser.parse_args()


def _say(what: str) -> None:
    print(f"{what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
