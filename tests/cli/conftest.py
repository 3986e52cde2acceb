"""Running the real command in a process of its own."""

from __future__ import annotations

import json
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


@pytest.fixture
def stocked(run: Run, write: Callable[..., Path]) -> Path:
    """A folder of three documents, taken in; returns the folder."""
    write(
        "ferry.txt",
        "Ferry back in service\n\nThe ferry crosses the strait again from Monday on.\n\nShare this article\n",
    )
    write(
        "bread.md",
        "---\ntitle: Bread prices rise\nauthor: Ada Miller\ndate: 2021-03-04\nsource: The Paper\n"
        "url: https://example.org/bread\nlang: en\n---\n\nBakers blame **the harvest** for dearer flour.\n",
    )
    folder = write(
        "chess.html", "<title>Chess title stays home</title><p>The final took six hours.</p>"
    ).parent
    assert run("add", str(folder)).code == 0
    return folder
