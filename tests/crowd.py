"""Several programs at one library at once: `python -m tests.crowd FOLDER ROLE SEED SECONDS`.

Each does its part until its time is over, and prints as JSON what was acknowledged to it.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from reader.library import open_library
from reader.library.feeds.following import Followed
from tests.feeds import TYPE, item, rss
from tests.terminal import Terminal
from tests.web import Answer, serving


def stars(folder: Path, seed: int, until: float) -> dict[str, object]:
    """Give and take stars, tags and notes of articles that nobody else touches."""
    chance, library = random.Random(seed), open_library(folder)
    _first, *others = sorted(library.keys("all"))  # the first is for whoever looks at it
    own = [key for key in others if key % 10 == seed]
    kept: dict[int, bool] = {}
    notes: dict[int, str] = {}
    acts = 0
    while time.monotonic() < until:
        key = chance.choice(own)
        kept[key] = chance.random() < 0.5
        library.mark([key], "starred", kept[key])
        if chance.random() < 0.3:
            notes[key] = f"seen by {seed} as {acts}"
            library.note(key, notes[key])
        if chance.random() < 0.2:
            library.tag([key], add=[f"of{seed}"])
        acts += 1
    library.close()
    return {"stars": kept, "notes": notes, "acts": acts}


def adds(folder: Path, seed: int, until: float) -> dict[str, object]:
    """Add documents, a file at a time."""
    library, added, number = open_library(folder), 0, 0
    while time.monotonic() < until:
        number += 1
        path = folder.parent / f"more-{seed}-{number}.jsonl"
        lines = [
            json.dumps({"title": f"More {seed} {number} {n}", "text": "newcomer words"})
            for n in range(100)
        ]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        added += library.add([str(path)]).added
    library.close()
    return {"added": added}


def indexes(folder: Path, seed: int, until: float) -> dict[str, object]:
    """Keep the index up to date, beside others who do."""
    library, heard = open_library(folder), 0
    while time.monotonic() < until:
        heard += library.update_index()
        library.search("newcomer", "all", limit=5)
    library.close()
    return {"heard": heard}


def refreshes(folder: Path, seed: int, until: float) -> dict[str, object]:
    """Follow a feed that has five new entries each time, and ask for it again and again."""
    library, number = open_library(folder), 0
    with serving() as web:

        def news(_: object) -> Answer:
            nonlocal number
            number += 1
            names = [f"News {seed} {number} {n}" for n in range(5)]
            return Answer(rss([item(name, "newcomer words") for name in names]), TYPE)

        web.answers["/feed"] = news
        followed = library.feeds.follow(web.at("/feed"))
        assert isinstance(followed, Followed), followed
        added = len(followed.new)
        feeds = [feed for feed in library.feeds.every() if feed.key == followed.feed.key]
        while time.monotonic() < until:
            report = library.feeds.refresh(feeds)
            assert not report.failures, report.failures
            added += len(report.new)
    library.close()
    return {"added": added}


def looks(folder: Path, seed: int, until: float) -> dict[str, object]:
    """Sit before the screen, on the oldest article: what others do to it is shown there.

    Others are the connection of this process. How long it took at most is told in seconds.
    """
    library = open_library(folder)
    key = min(library.keys("all"))
    (mine,) = library.headlines([key])
    starred, waits, acts = mine.starred, [0.0], 0
    command = [sys.executable, "-m", "reader", "--library", str(folder)]
    with Terminal(command, cols=110) as terminal:
        terminal.wait_for("Enter open", timeout=60)
        terminal.send("G")
        terminal.wait_for(lambda at: mine.title in _pane(at), timeout=60)
        place = _row(terminal, mine.title)
        while time.monotonic() < until:
            starred, began = not starred, time.monotonic()
            library.mark([key], "starred", starred)
            terminal.wait_for(
                lambda at, on=starred: ("★" in at.screen[_row(at, mine.title) + 1][:4]) == on,
                timeout=60,
            )
            waits.append(time.monotonic() - began)
            acts += 1
            assert mine.title in _pane(terminal), terminal.text
            assert _row(terminal, mine.title) == place, terminal.text
            assert not any(word in terminal.text for word in ("locked", "cannot", "failed"))
    library.close()
    return {"looks": acts, "longest": round(max(waits), 2)}


def _row(terminal: Terminal, title: str) -> int:
    """The line of the list in which the title stands."""
    rows = [y for y, line in enumerate(terminal.screen) if f" {title} " in line[:46] + " "]
    assert rows, terminal.text
    return rows[0]


def _pane(terminal: Terminal) -> str:
    """What stands beside the list."""
    return "\n".join(line[46:] for line in terminal.screen)


ROLES = {
    "stars": stars,
    "adds": adds,
    "indexes": indexes,
    "refreshes": refreshes,
    "looks": looks,
}


def crowd(folder: Path, roles: list[str], seconds: float) -> Iterator[dict[str, object]]:
    """What was acknowledged to each of them, when all have ended without a fault."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.crowd", str(folder), role, str(number), str(seconds)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[1],
        )
        for number, role in enumerate(roles)
    ]
    for role, process in zip(roles, running, strict=True):
        out, err = process.communicate(timeout=seconds + 120)
        assert process.returncode == 0, f"{role}: {err}"
        yield json.loads(out) | {"role": role}


def main() -> None:
    """Play one role."""
    folder, role, seed, seconds = sys.argv[1:]
    told = ROLES[role](Path(folder), int(seed), time.monotonic() + float(seconds))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
