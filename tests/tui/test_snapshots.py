"""The screen looks as it did: text and styles at fixed sizes, renewed by `make snapshots`."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

from reader.library import Library
from tests.snapshots import FOLDER, SCENES, stock, walk


async def test_the_screen_looks_as_it_did(library: Library, tmp_path: Path) -> None:
    stock(library, tmp_path)
    seen, changed = set(), []
    async for name, text in walk(library):
        seen.add(f"{name}.txt")
        before = (FOLDER / f"{name}.txt").read_text("utf-8")
        changed += unified_diff(
            before.splitlines(), text.splitlines(), name, "now", lineterm="", n=0
        )
    assert not changed, "\n".join(["`make snapshots` renews them; look at them first:", *changed])
    assert seen == {f"{name}.txt" for name in SCENES} == {f.name for f in FOLDER.iterdir()}
