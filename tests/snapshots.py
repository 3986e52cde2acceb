"""What the screen looks like at fixed sizes, kept as text: `make snapshots` renews them.

A snapshot is the screen line by line, behind each line the runs of its styles, and below what
the styles are. One application is walked through all scenes, so that they cost little.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from zlib import crc32

from rich.style import Style

from reader import __version__
from reader.library import Library, open_library
from reader.settings import Settings
from reader.settings.options import Access, Look
from reader.store import facts
from tests.pilot import Desk, desk

FOLDER = Path(__file__).parent / "snapshots"

ARTICLE = """
<h1>Harbour ferry crosses again</h1><p>The ferry across the strait, out of service since the
<a href="https://example.org/storm">storm of March</a>, sails again from Monday on, the harbour
office says — twice an hour, and with room for <b>forty cars</b>.</p><h2>What it costs</h2>
<table><tr><th>Ticket</th><th>Price</th></tr><tr><td>Single</td><td>2.50</td></tr>
<tr><td>With a car</td><td>9.00</td></tr></table><ul><li>Children sail for nothing.</li>
<li>Dogs need a ticket, which is sold on board and at no other place whatever the season.</li></ul>
<blockquote><p>“We have missed it more than we thought,” said the baker of the island.</p></blockquote>
<pre>mon-fri  06:00 06:30 07:00\nsat-sun  08:00 09:00 10:00</pre>
<img src="https://example.org/ferry.jpg" alt="The ferry at the quay"><p>The storm is not forgotten.</p>
"""
TITLES = (
    "Council puts off the vote on the new bridge for the third time this year, to the anger of many",
    "东京证券交易所宣布延长交易时间",
    "ארץ של חלב ודבש",
    "Rain 🌧 and more rain",
    "Ferry strike ends",
    "Untitled letters found in the attic of a schoolhouse",
    "Bread prices rise",
    "Chess title stays home",
)
SOURCES = ("The Gazette", "Courier", "A paper with a very long name of its own indeed", "")

Scene = Callable[[Desk], Awaitable[None]]


def stock(library: Library, folder: Path) -> None:
    """The articles that all scenes show."""
    lines = [{"title": "Harbour ferry crosses again", "html": ARTICLE, "source": "The Gazette",
              "author": "Ada Miller", "date": "2020-03-30", "url": "https://example.org/ferry"}]  # fmt: skip
    lines += [
        {"title": TITLES[n % len(TITLES)], "text": f"The ferry and number {n}. " * (30 * n + 5),
         "source": SOURCES[n % len(SOURCES)], "date": f"2020-02-{28 - n:02}"}
        for n in range(24)
    ]  # fmt: skip
    file = folder / "news.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    library.add([str(file)])
    keys = library.keys()
    library.tag(keys[:4], ["sea"])
    library.tag(keys[2:3], ["island", "a tag with a long name"])
    library.mark(keys[3:9], "read", True)
    library.mark(keys[1:5:3], "starred", True)
    library.note(keys[2], "Ask the baker.")
    library.save_search("Ships", "ferry OR ship")
    library.update_index()
    library.saved()
    with library._database.writing() as db:
        facts.put(db, "welcomed", __version__)


async def _list(at: Desk) -> None:
    await at.press("escape", "escape", "1", "g", "g")
    await at.until(lambda: at.screen.headlines.cursor == 0 and not at.screen.reading)
    await at.until(lambda: not at.screen.page.display or at.open_title == at.title)


async def _article(at: Desk) -> None:
    await _list(at)
    await at.press("enter")
    await at.until(lambda: at.screen.reading and at.open_title == "Harbour ferry crosses again")
    await at.press("g", "g")


async def _search(at: Desk) -> None:
    await _list(at)
    await at.press("slash")
    await at.type_ahead("ferry sort:new")
    await at.sees("found")
    await at.press("enter")
    await at.until(lambda: at.screen.headlines.count == 25)
    await at.until(lambda: not at.screen.page.display or at.open_title == at.title)
    await at.until(lambda: not at.screen.side.display or any(r.bar for r in at.screen.side.rows))
    await at.sees("…")
    if at.app.size.width >= 120:  # the passages that were found, which come after the titles
        await at.sees("The ferry and number 0. The ferry and")


async def _nothing(at: Desk) -> None:
    await _list(at)
    await at.press("slash", *"bread", "space", "minus", *"bread", "enter")
    await at.sees("Nothing found", "bread")


async def _selected(at: Desk) -> None:
    await _list(at)
    await at.press("x", "x", "v", "j", "t")
    await at.sees("Tag 4 articles")


async def _unask(at: Desk) -> None:
    await at.press("escape")


async def _help(at: Desk) -> None:
    await _list(at)
    await at.press("question_mark")
    await at.sees("Esc closes")


async def _palette(at: Desk) -> None:
    await _list(at)
    await at.press("colon")
    await at.type_ahead("sea")
    await at.sees("Tag: sea")


async def _zen(at: Desk) -> None:
    await _article(at)
    await at.press("z")
    await at.until(lambda: at.screen.has_class("zen"))


SCENES: dict[str, tuple[tuple[int, int], str, Scene]] = {
    "list-160x50": ((160, 50), "ink", _list),
    "list-80x24": ((80, 24), "ink", _list),
    "list-40x15-ansi": ((40, 15), "ansi-dark", _list),
    "search-120x36": ((120, 36), "ink", _search),
    "search-60x20": ((60, 20), "paper", _search),
    "nothing-60x20": ((60, 20), "ink", _nothing),
    "selected-100x20-paper": ((100, 20), "paper", _selected),
    "article-120x36-paper": ((120, 36), "paper", _article),
    "article-80x24": ((80, 24), "ink", _article),
    "article-40x15": ((40, 15), "ink", _article),
    "zen-160x50": ((160, 50), "ink", _zen),
    "help-80x24": ((80, 24), "ink", _help),
    "palette-80x24": ((80, 24), "ink", _palette),
}
"""By name: the terminal's size, the theme, and how to get there."""


async def walk(library: Library) -> AsyncIterator[tuple[str, str]]:
    """Every scene with its snapshot."""
    look = Look(colours="millions")  # whatever terminal the tests run in
    settings = replace(Settings(), look=look, access=Access(reduced_motion=True))
    async with desk(library, settings=settings) as at:
        # A change of theme draws everything anew, so those of one theme come together.
        for name, (size, theme, scene) in sorted(SCENES.items(), key=lambda each: each[1][1]):
            at.app.theme = theme
            await at.pilot.resize_terminal(*size)
            await at.until(lambda size=size: at.app.size == size)  # type: ignore[misc]
            await scene(at)
            yield name, await _still(at)
            while at.app.screen is not at.screen:
                await at.press("escape")
            while at.screen.ask.asking or at.screen.reading or at.screen.headlines.selected_count:
                await at.press("escape")


async def _still(at: Desk) -> str:
    """The screen when it has come to rest."""
    before = ""
    while before != (now := shot(at)) or "Indexing" in now:  # of what a scene changed
        before = now
        await asyncio.sleep(0.1)
        await at.pilot.pause()
    return now


def shot(at: Desk) -> str:
    """The screen as a snapshot."""
    names: dict[str, str] = {}
    rows = []
    for strip in at.app.screen._compositor.render_strips():
        text = "".join(segment.text for segment in strip)
        cells = [(_told(segment.style), segment.cell_length) for segment in strip]
        runs = [
            f"{names.setdefault(told, _name(told))}{sum(length for _, length in group)}"
            for told, group in groupby(cells, key=lambda cell: cell[0])
        ]
        rows.append(f"{text}┃{' '.join(runs)}")
    legend = [f"{name} {told}" for told, name in sorted(names.items())]
    return "\n".join([*rows, "", *legend, ""])


def _name(told: str) -> str:
    """Three letters for a style, the same wherever it is met: a new one changes no others."""
    number, letters = crc32(told.encode()), ""
    for _ in range(3):
        number, letter = divmod(number, 26)
        letters += chr(ord("a") + letter)
    return letters


def _told(style: Style | None) -> str:
    """A style in words, without what is no look: links and what a click means."""
    if style is None:
        return "none"
    plain = Style(
        color=style.color, bgcolor=style.bgcolor, bold=style.bold, dim=style.dim,
        italic=style.italic, underline=style.underline, strike=style.strike, reverse=style.reverse,
    )  # fmt: skip
    return str(plain).replace("not ", "-")


async def renew(library: Library) -> None:
    """Write every snapshot as it is now; those of scenes that are no more go."""
    FOLDER.mkdir(exist_ok=True)
    for file in FOLDER.glob("*.txt"):
        file.unlink()
    async for name, text in walk(library):
        (FOLDER / f"{name}.txt").write_text(text, "utf-8")
        print(name)


def main() -> int:
    """Renew them all."""
    with tempfile.TemporaryDirectory() as folder:
        library = open_library(Path(folder) / "library")
        stock(library, Path(folder))
        asyncio.run(renew(library))
        library.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
