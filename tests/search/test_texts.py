"""A text that no index holds is judged by the same rules."""

from __future__ import annotations

import pytest

from reader.search.query import parse
from reader.search.texts import Sought


@pytest.mark.parametrize(
    ("query", "text", "there"),
    [
        ("ferries", "a ferry", True),
        ("=ferries", "a ferry", False),
        ("Mueller", "Frau Müller", True),
        ("Müller", "Frau Mueller", True),
        ("Mueller", "the muller", False),
        ("=Apple", "Apple", True),
        ("=Apple", "apple", False),
        ('"rate cut"', "rates cut", True),
        ('"rate cut"', "cut rates", False),
        ("国会", "國會通過", True),
        ("fer*", "a ferry", True),
        ("ferry -bread", "ferry and bread", False),
    ],
)
def test_a_text_is_judged_as_the_index_would(query: str, text: str, there: bool) -> None:
    assert Sought(parse(query), query).in_text(text) is there
