"""Facets and what they find, for seed after seed."""

from __future__ import annotations

import pytest

from reader.library import Library
from tests.library import test_facets as facets
from tests.library.test_facets import news, stocked_folder

__all__ = ["news", "stocked_folder"]

SEEDS = 20


@pytest.mark.parametrize("typing", [False, True])
def test_each_value_carries_a_query_that_finds_as_many(
    news: Library, seed: int, typing: bool
) -> None:
    facets.test_each_value_carries_a_query_that_finds_as_many(news, seed, typing)
