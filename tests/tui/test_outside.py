"""What happens outside of the screen is told on it: what other processes do, a full disk, damage."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from reader.library import Library, open_library
from reader.tui.screens.reading import NEWS_EVERY_S
from tests import processes
from tests.cli.test_surroundings import disk as disk
from tests.cli.test_surroundings import remount
from tests.pilot import Desk, desk

MANY = 60


async def elsewhere(*arguments: str) -> None:
    """A command in a process of its own, while the screen lives on."""
    code, _, said = await asyncio.to_thread(processes.command, arguments, b"", {})
    assert code == 0, said.decode()


def stock(library: Library, write: Callable[..., Path], times: int = 150) -> None:
    rows = [
        {"id": f"n{n}", "title": f"Story {n:02}", "text": f"Everything of story {n} here. " * times}
        for n in range(MANY)
    ]
    library.add([str(write("news.jsonl", "\n".join(map(json.dumps, rows)) + "\n"))])
    library.update_index()


async def test_a_star_given_elsewhere_is_seen_and_nothing_moves(
    library: Library, write: Callable[..., Path]
) -> None:
    stock(library, write)
    assert NEWS_EVERY_S <= 1  # how often it looks: what it does then is done in a moment
    async with desk(library) as at:
        await at.until(lambda: len(at.screen.headlines.keys) >= MANY)
        await at.press("G", "k", "k")
        title, key = at.title, library.keys()[-3]
        assert library.headlines([key])[0].title == title
        await at.press("enter", "space")
        await at.until(lambda: at.open_title == title)
        place, top = at.screen.page.lines_within(0, 9), at.screen.headlines.scroll_y
        (id_,) = [row.id for row in library.headlines([key])]
        await elsewhere("star", id_)
        await at.until(lambda: _is_starred(at), "for the star")
        await elsewhere("tag", "+abroad", id_)
        await at.sees("abroad")
        assert (at.title, at.open_title) == (title, title)
        assert at.screen.page.lines_within(0, 9) == place
        assert at.screen.headlines.scroll_y == top
        # New articles come in above; the row under the cursor stays under it.
        await elsewhere("add", str(write("late.txt", "Late story\n\nIt came in last of all.\n")))
        await at.until(lambda: "Late story" in at.titles)
        assert (at.title, at.open_title) == (title, title)
        # What is undone elsewhere is undone here.
        await elsewhere("undo")
        await elsewhere("undo")
        await at.until(lambda: not _is_starred(at), "for the star to go")
        assert (at.title, at.open_title) == (title, title)


def _is_starred(at: Desk) -> bool:
    headline = at.screen.headlines.headline
    return bool(headline and headline.starred)


async def test_a_full_disk_is_told_on_the_screen_and_loses_nothing(
    disk: Path, write: Callable[..., Path]
) -> None:
    library = open_library(disk / "library")
    stock(library, write, times=2)
    with (disk / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        while filler.write(bytes(4096)):
            pass
    async with desk(library) as at:
        await at.until(lambda: len(at.screen.headlines.keys) >= MANY)
        key = at.screen.headlines.keys[1]
        await at.press("j", "s")
        await at.sees("disk is full")
        (disk / "filler").unlink()
        await at.press("s")
        await at.until(lambda: library.headlines([key])[0].starred, "for the star")
    assert library.count("starred") == 1 and library.check().damage == ()
    library.close()


async def test_a_damaged_library_is_read_on_the_screen_and_says_why_nothing_changes(
    library: Library, write: Callable[..., Path]
) -> None:
    stock(library, write)
    library._database.note_damage()
    async with desk(library) as at:
        await at.until(lambda: len(at.screen.headlines.keys) >= MANY)
        await at.press("j", "s")
        await at.sees("is damaged")
        await at.press("enter", "space", "u", "q")
        await at.press("slash")
        await at.type("everything")
        await at.sees("60 found")
        assert not _is_starred(at)
    assert library.count("starred") == 0


async def test_on_a_read_only_disk_the_screen_reads_on_and_says_what_refuses(
    disk: Path, write: Callable[..., Path], tmp_path: Path
) -> None:
    remount(disk, "size=80m")
    library = open_library(disk / "library")
    stock(library, write, times=3)
    library.mark(library.keys()[-1:], "starred", True)
    library.close()
    remount(disk, "ro")
    library = open_library(disk / "library")
    try:
        async with desk(library) as at:
            await at.sees("Story 59", "Story 58")
            await at.sees("Check its permissions")  # the worker's last word, of the index
            await at.press("j", "s")
            await at.sees("The library ")  # and what refused the star
            await at.press("slash")
            await at.type("everything")
            await at.sees("60 found")
            await at.press("enter", "enter")
            await at.until(lambda: at.open_title.startswith("Story"))
    finally:
        library.close()
        remount(disk, "rw")
    library = open_library(disk / "library")
    assert (library.count(), library.count("starred")) == (MANY, 1)
    library.close()
