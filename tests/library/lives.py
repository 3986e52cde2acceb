"""Processes that live with a library until they are killed in the middle of what they do.

    python -m tests.library.lives

reads lines of JSON, {"folder", "seed", "first"}, forks a life for each and answers with
{"killed": true or false} when it is over. Everything is loaded before, so that each begins at
once. A life does what a person and a timer do: it adds, refreshes, indexes, rebuilds, stars,
tags, notes, undoes, tidies and checks, `first` before all else. Before each deed it writes down
what it is about to do, and after it what the library then holds, into the file `told`.

It dies by SIGKILL before its n-th step (of SQLite's machine, on a statement, on a file), or by
a signal of the clock that nothing in it handles, which may fall in the midst of a write.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reader.library import Library, open_library, rebuilding
from reader.library.tidying import tidy
from reader.models import Document
from reader.search import fingerprint, ranking
from reader.settings.options import Keeping
from reader.store import database

Holding = dict[str, list[Any]]
"""What a library holds, by title: read, starred, tags, note, a sum of the text."""

KEEPING = Keeping(days=50)
LATER = 100 * 86_400
DEEDS = (
    "add",
    "refresh",
    "index",
    "rebuild",
    "check",
    "star",
    "read",
    "tag",
    "note",
    "undo",
    "tidy",
)
_QUICK = tuple(deed for deed in DEEDS if deed != "refresh")  # which starts parsers
_MOST_DEEDS = 12
_FULL = 140
_STEP = 25
"""Instructions of SQLite's machine in one step."""


def holding(library: Library) -> Holding:
    """All that a person would miss."""
    return {
        article.headline.title: [
            article.headline.read,
            article.headline.starred,
            sorted(tag.name for tag in article.headline.tags),
            article.note.text if article.note else "",
            hashlib.sha256(article.text.encode()).hexdigest()[:12],
        ]
        for article in library.walk(library.keys())
    }


class Death:
    """Comes at a step, or at a moment."""

    def __init__(self, chance: random.Random, folder: str) -> None:
        self._folder = folder
        self._left = 0
        self._steps = self._seconds = 0.0
        if chance.random() < 0.6:
            self._steps = int(10 ** chance.uniform(0, 3.2))
        else:
            self._seconds = 10 ** chance.uniform(-3, -0.5)

    def come(self) -> None:
        """From now on."""
        self._left = int(self._steps)
        if self._seconds:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def step(self, *_: object) -> None:
        """One of those that are counted."""
        if self._left:
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Count what SQLite does, on every connection, and what is done to files of the library."""
        connect = database._connect

        def watched(path: Path) -> sqlite3.Connection:
            made = connect(path)
            made.set_progress_handler(self.step, _STEP)
            made.set_trace_callback(self.step)
            return made

        database._connect = watched
        sys.addaudithook(self._heard)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir") and any(
            self._folder in str(argument) for argument in arguments[:2]
        ):
            self.step()


class Life:
    """One of them."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._chance = chance
        self._place = folder.parent
        self._told = os.open(folder.parent / "told", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.library = open_library(folder)
        self._now: Holding = {}
        self._before: Holding | None = None

    def say(self, **words: Any) -> None:
        os.write(self._told, (json.dumps(words) + "\n").encode())

    def look(self) -> None:
        """Nothing is acknowledged but what was written down here."""
        self._now = holding(self.library)
        self.say(holds=self._now)

    def do(self, deed: str) -> None:
        """Say it, do it, say what came of it."""
        before, was = self._before, self._now
        self._before = None
        match deed:
            case "add" if len(was) < _FULL:
                path, titles = self._documents()
                self.say(deed="add", new=titles)
                self.library.add([str(path)])
            case "refresh":
                self.say(deed="refresh")
                report = self.library.feeds.refresh(self.library.feeds.every())
                if report.failures:  # a machine that is too busy to answer in time
                    self.say(deed="refresh", failed=True)
            case "index":
                self.say(deed="same")
                self.library.update_index()
            case "rebuild":
                self.say(deed="same")
                self.library.rebuild_index()
            case "check":
                self.say(deed="same")
                self.library.heal(self.library.check())
            case "tidy":
                self.say(deed="tidy")
                now = int(time.time()) + LATER
                tidy(self.library._database, KEEPING, now, _quietly, lambda: False)
            case "undo" if before is not None:
                self.say(deed="one", expects=before)
                self.library.undo()
                self.look()
                self.say(deed="one", expects=was)
                self.library.redo()
            case _:
                self._act(deed)
        self.look()

    def _act(self, deed: str) -> None:
        keys = list(self.library.keys())
        chosen = self._chance.sample(keys, min(len(keys), self._chance.choice([1, 3, 40])))
        titles = {row.title for row in self.library.headlines(chosen)}
        value, word = self._chance.random() < 0.6, f"word{self._chance.randrange(4)}"
        if deed == "note":
            chosen, titles = chosen[:1], {row.title for row in self.library.headlines(chosen[:1])}
        expects = {title: list(row) for title, row in self._now.items()}
        for title in titles:
            row = expects[title]
            match deed:
                case "star":
                    row[1] = value
                case "tag":
                    row[2] = sorted({*row[2], word} if value else {*row[2]} - {word})
                case "note":
                    row[3] = f"everywhere {word}" if value else ""
                case _:
                    row[0] = value
        self.say(deed="one", expects=expects)
        match deed:
            case "star":
                self.library.mark(chosen, "starred", value)
            case "tag":
                self.library.tag(chosen, **{"add" if value else "remove": [word]})
            case "note":
                for key in chosen:
                    self.library.note(key, f"everywhere {word}" if value else "")
            case _:
                self.library.mark(chosen, "read", value)
        self._before = self._now if expects != self._now else None

    def _documents(self) -> tuple[Path, list[str]]:
        many = self._chance.choice([1, 7, 30])
        titles = [f"Document {self._chance.getrandbits(60):x}" for _ in range(many)]
        path = self._place / f"{titles[0]}.jsonl"
        rows = [{"title": title, "text": f"everywhere {title} again"} for title in titles]
        path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
        return path, titles


def live(folder: Path, seed: int, first: str) -> None:
    """Small batches, so that much happens; death comes with a deed, early or late."""
    chance = random.Random(seed)
    rebuilding.FIRST_BATCH = rebuilding.BATCH = chance.choice([5, 20, 60])
    death = Death(chance, str(folder))
    death.watch()
    if first == "migrate":
        death.come()
        open_library(folder).close()
        return
    life = Life(folder, chance)
    life.look()
    for _ in range(chance.choice([0, 0, 1])):
        life.do(chance.choice(["star", "tag", "note"]))
    if first == "undo":
        life.do("tag")
    death.come()
    life.do(first)
    for _ in range(_MOST_DEEDS):
        life.do(chance.choice(_QUICK))
        if chance.random() < 0.4:
            life.do("undo")
    life.library.close()


def _quietly(_: object) -> None:
    return None


def led(order: dict[str, Any]) -> bool:
    """One life in a process of its own; was it killed?"""
    child = os.fork()
    if not child:
        live(Path(order["folder"]), order["seed"], order["first"])
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("A life ended by a fault; its traceback stands above.")
    return os.WIFSIGNALED(status)


def warm() -> list[Callable[..., Any] | object]:
    """Load what a life needs."""
    import httpx
    import numpy

    from reader.library import adding, indexing
    from reader.library.feeds import refreshing
    from reader.parsing import article_id

    fingerprint.fingerprint()
    return [httpx, numpy, adding, indexing, refreshing, ranking, article_id, Document]


def main() -> None:
    """Lead one life after the other."""
    loaded = warm()
    for line in sys.stdin:
        print(json.dumps({"killed": led(json.loads(line)), "loaded": len(loaded)}), flush=True)


if __name__ == "__main__":
    main()
