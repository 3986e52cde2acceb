"""Redirects that are followed, and those that are refused."""

from __future__ import annotations

import pytest

from reader.sources.http import moves
from reader.sources.http.moves import RedirectError, step

HERE = "http://a.example/feeds/all.xml"


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("new.xml#top", "http://a.example/feeds/new.xml"),
        ("//b.example/x", "http://b.example/x"),
        (" https://b.example/x?a=1&b=%20 ", "https://b.example/x?a=1&b=%20"),
    ],
)
def test_a_redirect_is_read_beside_the_address_that_gave_it(location: str, target: str) -> None:
    assert step(HERE, location, [HERE]) == target


@pytest.mark.parametrize(
    ("location", "why"),
    [
        (None, "without saying where"),
        ("file:///etc/passwd", "not a web address"),
        ("javascript:alert(1)", "not a web address"),
        ("https://", "not a web address"),
        ("http://[::1/x", "that is none"),
        ("http://a.example:99999/", "that is none"),
        ("all.xml#again", "in a circle"),
    ],
)
def test_a_redirect_to_nowhere_is_refused_with_a_reason(location: str | None, why: str) -> None:
    with pytest.raises(RedirectError, match=why):
        step(HERE, location, [HERE])


def test_ten_redirects_are_followed_and_no_more() -> None:
    seen = [HERE]
    for number in range(moves.MOST_REDIRECTS):
        seen.append(step(seen[-1], f"/{number}", seen))
    with pytest.raises(RedirectError, match="more than 10"):
        step(seen[-1], "/more", seen)
