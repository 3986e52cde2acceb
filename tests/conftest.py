"""What tests of every room share: a real library in a folder of its own, and the corpus."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.library import Library, open_library
from tests.web import Web, serving


@pytest.fixture
def corpus() -> Path:
    """The folder of real material that BROADSHEET_CORPUS names; the test is skipped without it."""
    named = os.environ.get("BROADSHEET_CORPUS", "")
    if not named:
        pytest.skip("BROADSHEET_CORPUS names no folder of test material")
    return Path(named)


@pytest.fixture(autouse=True)
def own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test ever sees the library, or the settings, of the person who runs it."""
    folder = tmp_path / "own library"
    monkeypatch.setenv("BROADSHEET_LIBRARY", str(folder))
    monkeypatch.setenv("BROADSHEET_CONFIG", str(tmp_path / "own config"))
    return folder


@pytest.fixture
def library(own_library: Path) -> Iterator[Library]:
    """An empty library."""
    opened = open_library(own_library)
    yield opened
    opened.close()


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a document into the folder `news` of this test; returns its path."""

    def writer(name: str, content: str | bytes) -> Path:
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return writer


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A web server on loopback, reached without a proxy."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with serving() as server:
        yield server
