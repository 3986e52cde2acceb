"""A screen that fails keeps a report without anybody's text, and opens again where it was."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from reader.library import open_library
from tests.terminal import Terminal

Write = Callable[..., Path]
FAILING = """
import sys
from pathlib import Path
from reader.tui import app
from reader.tui.control.keeping import Keeping

def fail(self):
    secret = self._headlines.key, "SECRET TEXT"
    raise ValueError(f"about {secret}")

Keeping.do_star = fail
app.STEADY_S = float(sys.argv[2])
sys.exit(app.run(Path(sys.argv[1])))
"""


def stocked(folder: Path, write: Write) -> None:
    library = open_library(folder)
    lines = [json.dumps({"title": f"Story {n}", "text": f"SECRET TEXT {n}."}) for n in range(300)]
    library.add([str(write("news.jsonl", "\n".join(lines) + "\n"))])
    library.close()


def command(folder: Path, steady: float) -> list[str]:
    return [sys.executable, "-c", FAILING, str(folder), str(steady)]


def test_a_screen_that_fails_opens_again_where_it_was(tmp_path: Path, write: Write) -> None:
    folder = tmp_path / "library"
    stocked(folder, write)
    with Terminal(command(folder, 0.0), cols=150, rows=30) as seen:
        seen.wait_for("All 1/300", 30)
        seen.send("2", "S")  # the oldest first
        seen.wait_for("Unread 300/300", 30)
        seen.send(*"kkkkk")
        seen.wait_for("Unread 295/300", 30)
        seen.send("s")
        seen.wait_for("Broadsheet failed and has started again.", 30)
        seen.send("k")
        seen.wait_for("Unread 294/300", 30)
        assert seen.text.index("● Story 292") < seen.text.index("● Story 293")
        seen.send("q", "q")
        seen.wait_for_end(20)
    report = (folder / "crash-report.txt").read_text("utf-8")
    assert "in fail" in report and "ValueError" in report
    assert "SECRET TEXT 1" not in report and "Story" not in report and "about" not in report


def test_a_screen_that_fails_at_once_says_so_and_ends(tmp_path: Path, write: Write) -> None:
    folder = tmp_path / "library"
    stocked(folder, write)
    with Terminal(command(folder, 600.0), cols=150, rows=30) as seen:
        seen.wait_for("All 1/300", 30)
        seen.send("s")
        seen.wait_for("broadsheet: the screen failed. What is known of it", 30)
        assert seen.wait_for_end(20) == 70
        assert b"Traceback" not in seen.raw and b"about (" not in seen.raw
