"""Pictures of the running application for README and docs: `python -m tests.pictures [FOLDER]`.

Each is drawn by the application itself as SVG and turned into PNG by a
headless Chromium, where there is one; without it the SVG is kept.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from reader.library import Library, open_library
from reader.settings import Settings
from reader.settings.options import Access, Look
from tests.pilot import Desk, desk

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FONTS = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)

Scene = Callable[[Desk], Awaitable[None]]


async def opened(at: Desk) -> None:
    """An article is read beside the list."""
    await at.until(lambda: at.titles.count("Getting around"))
    row = at.titles.index("Getting around")
    at.screen.headlines.move_to(row)
    await at.press("enter")
    await at.until(lambda: at.open_title == "Getting around" and at.screen.reading)
    await at.until(lambda: at.screen.headlines.headline and at.screen.headlines.headline.read)


async def searching(at: Desk) -> None:
    """A search as it is typed."""
    await at.until(lambda: at.app.library.pending() == 0 and at.titles)
    await at.press("slash")
    await at.type("news star")
    await at.sees("found")
    await at.until(lambda: len(at.titles) > 1)
    await at.until(lambda: not at.screen.page.display or at.open_title == at.title)


async def by_day(at: Desk) -> None:
    """An article beside the list, in the light theme."""
    await opened(at)
    at.app.theme = "paper"
    await at.pilot.pause(0.3)


async def narrowed(at: Desk) -> None:
    """A search whose finds are spread out at the left."""
    await at.until(lambda: at.app.library.pending() == 0 and at.titles)
    await at.press("slash")
    await at.type("search OR trade")
    await at.press("enter")
    await at.until(lambda: any(row.bar for row in at.screen.side.rows))
    await at.until(lambda: at.open_title == at.title)


async def helped(at: Desk) -> None:
    """The help."""
    await at.until(lambda: at.open_title)
    await at.press("question_mark")
    await at.sees("Esc closes")


async def choosing(at: Desk) -> None:
    """The palette, as something is looked for in it."""
    await at.until(lambda: at.open_title)
    await at.press("colon")
    await at.type_ahead("tag")
    await at.sees("Tag: guide")


async def noting(at: Desk) -> None:
    """A note as it is written."""
    await opened(at)
    await at.press("c")
    await at.sees("Note on")
    await at.type("Show this to Anna.")


async def asking(at: Desk) -> None:
    """Tags as they are typed, with what could be meant."""
    await at.until(lambda: at.open_title)
    await at.press("x", "j", "x", "t")
    await at.type("gu")
    await at.sees("guide")


async def amiss(at: Desk) -> None:
    """A search that finds nothing, and what helps."""
    await at.until(lambda: at.app.library.pending() == 0 and at.titles)
    await at.press("slash")
    await at.type("tag:guide zebra")
    await at.press("enter")
    await at.sees("Nothing")


async def inside(at: Desk) -> None:
    """Something found within an article, and nothing beside it."""
    await opened(at)
    await at.press("z", "ctrl+f")
    await at.type_ahead("key")
    await at.press("enter")
    await at.sees("walk")


async def starting(at: Desk) -> None:
    """Feeds to start with."""
    await at.until(lambda: at.open_title)
    await at.press("comma", "s")
    await at.until(lambda: at.app.screen is not at.screen)


SCENES: dict[str, tuple[Scene, tuple[int, int]]] = {
    "reading": (opened, (120, 36)),
    "searching": (searching, (120, 36)),
    "finding": (narrowed, (140, 36)),
    "paper": (by_day, (120, 36)),
    "help": (helped, (100, 44)),
    "palette": (choosing, (100, 30)),
    "note": (noting, (100, 30)),
    "tags": (asking, (100, 30)),
    "nothing": (amiss, (120, 30)),
    "inside": (inside, (100, 30)),
    "starters": (starting, (100, 30)),
    "narrow-list": (searching, (60, 20)),
    "narrow-article": (opened, (60, 20)),
    "smallest": (opened, (40, 15)),
}


def keep(library: Library) -> None:
    """Some tags, a star, a note and two saved searches, as somebody might have them."""
    keys = library.keys()
    library.tag(keys[:3], ["guide"])
    library.tag(keys[-1:], ["trade", "China"])
    library.mark(keys[-1:], "starred", True)
    library.note(keys[1], "Try the phrases.")
    library.save_search("Rare earths", '"rare earths"')
    library.save_search("How to", "press key")


async def take(library: Library, scene: Scene, size: tuple[int, int]) -> str:
    """One picture as SVG, without the links to fonts elsewhere."""
    # Whatever terminal this runs in, and without a caret that is away half of the time.
    look, access = Look(colours="millions"), Access(reduced_motion=True)
    async with desk(library, size, replace(Settings(), look=look, access=access)) as at:
        await scene(at)
        await at.pilot.pause(0.3)
        svg = at.app.export_screenshot(title="Broadsheet")
    return _FONTS.sub("", svg).replace("Fira Code", "DejaVu Sans Mono")


def develop(svg: str, path: Path) -> Path:
    """Write the picture as PNG beside `path`, or as SVG where no browser is found."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    drawn = path.with_suffix(".svg")
    drawn.write_text(svg, "utf-8")
    if browser is None:
        return drawn
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert box
    width, height = (int(float(n)) + 1 for n in box.groups())
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--no-first-run", f"--user-data-dir={profile}", "--default-background-color=00000000",
             f"--window-size={width},{height}", f"--screenshot={path.with_suffix('.png')}", drawn.as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    drawn.unlink()
    return path.with_suffix(".png")


def main(arguments: list[str]) -> int:
    """Make every picture."""
    folder = (Path(arguments[0]) if arguments else ROOT / "docs" / "pictures").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    wanted = arguments[1:] or list(SCENES)
    for name in wanted:
        scene, size = SCENES[name]
        with tempfile.TemporaryDirectory() as place:
            library = open_library(Path(place))
            library.welcome()
            library.update_index()
            keep(library)
            svg = asyncio.run(take(library, scene, size))
            library.close()
        print(develop(svg, folder / name))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
