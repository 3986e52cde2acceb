"""Columns stay in their place, whatever width a terminal gives the text before them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from reader import __version__
from reader.library import Library
from reader.store import facts
from reader.tui.placing import placed
from tests.terminal import Terminal

Write = Callable[..., Path]

DOUBTFUL = [
    "नमस्ते दुनिया की ख़बरें",
    "தமிழ் செய்திகள்",
    "বাংলা সংবাদ",
    "မြန်မာ သတင်းများ",
    "ភាសាខ្មែរ ព័ត៌មាន",
    "ไทย ข่าววันนี้",
    "Love ❤️ to 👍🏽 the 👨‍👩‍👧‍👦 family 🏳️‍🌈 🇩🇪 1️⃣",
]
LONG = " ".join(DOUBTFUL)


@pytest.fixture
def many_scripts(library: Library, write: Write) -> Path:
    records = [
        {"title": text, "source": f"The {text}", "text": f"{text} plain", "date": f"2020-01-{n:02}"}
        for n, text in enumerate([*DOUBTFUL, LONG, "Plain"], 1)
    ]
    library.add([str(write("news.jsonl", "".join(json.dumps(r) + "\n" for r in records)))])
    rows = "".join(f"<tr><td>{text}<td>|{n}</tr>" for n, text in enumerate([*DOUBTFUL, "Plain"]))
    page = f"<title>Sheet</title><table><tr><th>Name<th>Number</tr>{rows}</table>"
    library.add([str(write("page.html", page))])
    library.tag(library.keys()[:5], ["हिन्दी", "👨‍👩‍👧‍👦"], [])
    with library._database.writing() as db:
        facts.put(db, "welcomed", __version__)
    library.close()
    return library.paths.folder


def test_panes_and_tables_keep_their_columns(many_scripts: Path) -> None:
    command = ["--library", str(many_scripts)]
    with Terminal(command, cols=140, rows=30, forked=True) as terminal:
        terminal.wait_for("Sheet")
        terminal.wait_for(f"|{len(DOUBTFUL)}")
        terminal.read_until_quiet(0.2)
        borders = [terminal.columns(line, "▕▏") for line in range(1, 28)]
        assert len(borders[0]) == 2
        assert borders == [borders[0]] * len(borders)
        bars = [found for line in range(30) if (found := terminal.columns(line, "│"))]
        assert len(bars) == len(DOUBTFUL) + 2
        assert len(set(map(tuple, bars))) == 1
        terminal.type("jd")  # one line a row, another row under the cursor
        terminal.type("jj")
        terminal.read_until_quiet(0.3)
        assert [terminal.columns(line, "▕▏") for line in range(1, 28)] == borders


def test_a_text_at_the_edge_of_the_screen_does_not_run_into_the_next_line() -> None:
    text = "👨‍👩‍👧‍👦" * 10
    strips = [[Strip([Segment(text)])], [Strip([Segment("x" * 20)])]]
    shown = placed(LayoutUpdate(strips, Region(0, 0, 20, 2)))  # type: ignore[arg-type]
    assert isinstance(shown, LayoutUpdate)
    drawn = shown.render_segments(Console())
    assert cell_len(text) == 20
    assert drawn.index("\x1b[?7l") < drawn.index(text) < drawn.index("\x1b[?7h")


def test_what_is_plain_is_passed_on_as_it_is_and_a_cut_keeps_its_place() -> None:
    plain, marked = Strip([Segment("plain 日本 é")]), Style(underline=True, reverse=True)
    mixed = Strip([Segment("a "), Segment("हिन्दी", marked), Segment("  12")])
    shown = placed(LayoutUpdate([[plain, mixed]], Region(3, 0, 40, 1)))
    assert isinstance(shown, LayoutUpdate)
    first, second = shown.strips[0]
    assert first is plain
    width = 3 + plain.cell_length
    blank = " " * cell_len("हिन्दी")
    assert second.render(Console()) == (
        f"a \x1b[7m{blank}\x1b[0m  \x1b[{width + 3}G\x1b[?7l\x1b[4;7mहिन्दी\x1b[0m\x1b[?7h"
        f"\x1b[{width + 3 + len(blank) + 2}G12"
    )
    assert second.crop(1, 9).render(Console()).count(f"\x1b[{width + 3}G") == 1
