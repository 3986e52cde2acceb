"""What the first frame costs: nothing is imported that it does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from reader.library import open_library

LATE = ("httpx", "feedparser", "trafilatura", "pydantic", "whoosh", "numpy", "lxml", "tomlkit")
OPEN = """
import asyncio, sys
from pathlib import Path
from reader.library import open_library
from reader.tui.app import Broadsheet

async def look():
    app = Broadsheet(open_library(Path(sys.argv[1])))
    seen = []
    app.reading._begin = lambda: seen.extend(sys.modules)  # what comes after the first frame
    async with app.run_test(size=(120, 36)) as pilot:
        while not seen:
            await pilot.pause()
    print(*sorted({name.partition(".")[0] for name in seen}))

asyncio.run(look())
"""


def test_the_first_frame_imports_only_what_it_needs(tmp_path: Path) -> None:
    library = open_library(tmp_path / "library")
    library.welcome()
    library.close()
    ran = subprocess.run(
        [sys.executable, "-c", OPEN, str(tmp_path / "library")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    imported = ran.stdout.split()
    assert "textual" in imported
    assert not set(LATE) & set(imported)
