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


def stars(folder: Path, seed: int, until: float) -> dict[str, object]:
    """Give and take stars, tags and notes of articles that nobody else touches."""
    chance, library = random.Random(seed), open_library(folder)
    own = [key for key in library.keys("all") if key % 10 == seed]
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


ROLES = {"stars": stars, "adds": adds, "indexes": indexes}


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
