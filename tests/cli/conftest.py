"""Running the real command in a process of its own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import processes


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """Its standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


def command(*arguments: str, stdin: bytes = b"", **environment: str) -> Ran:
    """Run `broadsheet` with these arguments, in a process of its own."""
    code, out, err = processes.command(arguments, stdin, environment)
    return Ran(code, out.decode("utf-8", "surrogateescape"), err.decode())


@pytest.fixture
def run() -> Run:
    """The command line, on the library of this test."""
    return command


_STORIES = {
    "ferry.txt": "Ferry back in service\n\nThe ferry crosses the strait again from Monday on.\n\n"
    "Share this article\n",
    "bread.md": "---\ntitle: Bread prices rise\nauthor: Ada Miller\ndate: 2021-03-04\n"
    "source: The Paper\nurl: https://example.org/bread\nlang: en\n---\n\n"
    "Bakers blame **the harvest** for dearer flour.\n",
    "chess.html": "<title>Chess title stays home</title><p>The final took six hours.</p>",
}


@dataclass(frozen=True)
class _Stock:
    """Three documents, the library that they were taken into, and its ids."""

    folder: Path
    library: Path
    ids: dict[str, str]


@pytest.fixture(scope="session")
def _stock(tmp_path_factory: pytest.TempPathFactory) -> _Stock:
    """Made by the commands themselves, once for all tests of a process."""
    folder, library = (tmp_path_factory.mktemp(name) for name in ("news", "stock"))
    for name, text in _STORIES.items():
        (folder / name).write_text(text, "utf-8")
    assert command("--library", str(library), "add", str(folder)).code == 0
    listed = command("--library", str(library), "list", "--json").records
    return _Stock(folder, library, {each["title"].split()[0]: each["id"] for each in listed})


@pytest.fixture
def stocked(_stock: _Stock, own_library: Path) -> Path:
    """A folder of three documents, to be read only, that this test's library has taken in."""
    shutil.copytree(_stock.library, own_library)
    return _stock.folder


@pytest.fixture
def ids(_stock: _Stock, stocked: Path) -> dict[str, str]:
    """The ids of the stories by the first word of the title."""
    return dict(_stock.ids)
