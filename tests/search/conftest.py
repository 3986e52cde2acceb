"""An index in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.search import Index
from tests.search.helpers import entry


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    made = Index(tmp_path / "index", patience=0.2)
    yield made
    made.close()


@pytest.fixture
def holding(index: Index) -> Callable[..., Index]:
    """Puts texts into the index as bodies, keys from 1, and gives the index."""

    def fill(*bodies: str) -> Index:
        index.apply([entry(key, "", body) for key, body in enumerate(bodies, 1)], [])
        return index

    return fill
