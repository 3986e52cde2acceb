"""What tests of every room share: a real library in a folder of its own, and the corpus."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from reader.library import Library, open_library
from tests import processes
from tests.filling import Fill, Filled
from tests.web import Web, serving

# How long a machine takes is no fault of what is tested, and four share two processors.
settings.register_profile(
    "any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")


def pytest_configure(config: pytest.Config) -> None:
    """All processes of a test run share the one that forks; they find it by their environment."""
    if config.getoption("numprocesses", None):
        processes.place()


def pytest_collection_finish() -> None:
    """Look through what the tests themselves consist of for garbage once, not all the time.

    Else a sixth of the time of the screen's tests goes there. Cycles among what a test
    makes are still found, only more of them at a time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture
def corpus() -> Path:
    """The folder of real material that BROADSHEET_CORPUS names; the test is skipped without it."""
    named = os.environ.get("BROADSHEET_CORPUS", "")
    if not named:
        pytest.skip("BROADSHEET_CORPUS names no folder of test material")
    return Path(named)


@pytest.fixture(autouse=True)
def own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test ever sees the library, the settings or the keyring of the person who runs it."""
    folder = tmp_path / "own library"
    monkeypatch.setenv("BROADSHEET_LIBRARY", str(folder))
    monkeypatch.setenv("BROADSHEET_CONFIG", str(tmp_path / "own config"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.keyring_here.Keyring")
    monkeypatch.setenv("BROADSHEET_TEST_KEYRING", str(tmp_path / "own keyring"))
    return folder


@pytest.fixture(autouse=True)
def worker_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the screen its worker from a process that has imported already what a worker imports.

    Where the start itself is tested, it is put back.
    """
    monkeypatch.setattr("reader.worker._spawn", processes.worker)


@pytest.fixture(autouse=True)
def parser_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give feeds their parsers from there too."""
    monkeypatch.setattr("reader.library.feeds.parsers._spawn", processes.parser)


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Fill], Path]:
    """The folder of the library that was filled so; for one kind of filling it is made once."""
    made: dict[Fill, Path] = {}

    def folder(fill: Fill) -> Path:
        if fill not in made:
            place = tmp_path_factory.mktemp("filled")
            (place / "news").mkdir()
            library = open_library(place / "library")
            fill(library, place / "news")
            library.close()
            made[fill] = place / "library"
        return made[fill]

    return folder


@pytest.fixture
def filled(own_library: Path, _filled: Callable[[Fill], Path]) -> Iterator[Filled]:
    """Opens this test's library as a function fills it; what it fills is copied, not made again."""
    opened: list[Library] = []

    def library(fill: Fill) -> Library:
        shutil.copytree(_filled(fill), own_library)
        opened.append(open_library(own_library))
        return opened[-1]

    yield library
    for each in opened:
        each.close()


@pytest.fixture
def library(filled: Filled) -> Library:
    """An empty library."""
    return filled(_nothing)


def _nothing(library: Library, folder: Path) -> None:
    """Making the tables takes longer than most of what is then done with them."""


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
