"""A process that lives with a library until it is killed, and one that forks such processes.

    python -m tests.torture.lives

reads lines of JSON, {"folder", "seed", "operations", "seconds"}, and answers each
with {"killed": true or false} when that life is over. A life adds, edits and
deletes articles, lets the index follow, calls its analysis another and builds it
anew. It is ended by SIGKILL, before its n-th operation on a file of the index or
after some seconds, whichever is given.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reader.library import Library, indexing, open_library, rebuilding
from reader.models import Block, Parsed
from reader.search import SCHEMA_VERSION, editions, fingerprint, ranking, writer
from reader.search.arrays import tiers
from reader.store import articles
from tests.search.test_equality import VOCABULARY

_MOST_STEPS = 40
_MOST_ARTICLES = 150
_TOUCHES = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.scandir", "os.listdir")


def live(folder: Path, seed: int) -> None:
    """Work on the library; small tiers and batches, so that much happens at once."""
    chance = random.Random(seed)
    writer._TIER = chance.choice([2, 3])
    tiers.FACTOR = chance.choice([2, 3])
    rebuilding.FIRST_BATCH = rebuilding.BATCH = chance.choice([5, 20, 60])
    library = open_library(folder)
    for _ in range(_MOST_STEPS):
        news(chance, library)
        match chance.random():
            case n if n < 0.6:
                library.update_index()
            case n if n < 0.8:
                library.rebuild_index()
            case n if n < 0.95:
                outdate(library)
                library.update_index()
            case _:
                library.update_index(building=False)
    library.close()


def news(chance: random.Random, library: Library) -> None:
    """Some articles come, some change, some go, in one transaction."""
    keys = list(library.keys())
    with library._database.writing() as db:
        for key in chance.sample(keys, min(len(keys), chance.choice([0, 2, 10]))):
            articles.set_blocks(db, key, _blocks(chance))
        for _ in range(chance.choice([1, 5, 30])):
            name = f"{chance.getrandbits(96):x}"
            parsed = Parsed(_words(chance, 4), _blocks(chance), author=_words(chance, 1))
            articles.insert(db, parsed, name, lambda salt, n=name: f"{n}{salt}", len(keys))
        crowd = max(chance.choice([0, 3]), len(keys) - _MOST_ARTICLES)
        for key in chance.sample(keys, min(len(keys), crowd)):
            db.execute("DELETE FROM articles WHERE key = ?", (key,))


def outdate(library: Library) -> None:
    """Call its analysis another; the index then has to be built anew."""
    if library._index.generation():
        editions.put_mark(library._index.place, editions.Mark(SCHEMA_VERSION, "another"))


def _blocks(chance: random.Random) -> tuple[Block, ...]:
    return (Block("paragraph", f"everywhere {_words(chance, 30)}"),)


def _words(chance: random.Random, most: int) -> str:
    return " ".join(chance.choices(VOCABULARY, k=chance.randint(0, most)))


def kill_before(operation: int, within: str) -> Callable[[str, tuple[Any, ...]], None]:
    """An audit hook that kills this process before its n-th operation on a file in `within`."""
    left = operation

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if event in _TOUCHES and any(within in str(argument) for argument in arguments[:2]):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    return hook


def lead(order: dict[str, Any]) -> bool:
    """One life in a process of its own; was it killed?"""
    child = os.fork()
    if not child:
        if order["operations"]:
            sys.addaudithook(kill_before(order["operations"], f"{order['folder']}/index"))
        live(Path(order["folder"]), order["seed"])
        os._exit(0)
    if order["seconds"]:
        time.sleep(order["seconds"])
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("A life ended by a fault; its traceback stands above.")
    return os.WIFSIGNALED(status)


def main() -> None:
    """Lead one life after the other. Everything is loaded before, so that each begins at once."""
    fingerprint.fingerprint()
    assert indexing
    assert ranking
    for line in sys.stdin:
        print(json.dumps({"killed": lead(json.loads(line))}), flush=True)


if __name__ == "__main__":
    main()
