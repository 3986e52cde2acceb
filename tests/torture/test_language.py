"""100,000 texts are queries."""

from __future__ import annotations

from hypothesis import given, seed, settings

from tests.search.test_query import ANY_TEXT, means_the_same_printed
from tests.torture.conftest import SEED, TIMES


@seed(SEED)
@settings(max_examples=round(100_000 * TIMES), deadline=None, database=None)
@given(ANY_TEXT)
def test_any_text_parses_and_prints_as_a_query_that_means_the_same(text: str) -> None:
    means_the_same_printed(text)
