"""Who asks: the name, the version and, where the project has one, the address of Broadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata

from reader import __version__

_PROJECT = "broadsheet"
_FIRST = ("homepage", "repository", "source", "documentation")


def named(urls: Iterable[str]) -> str:
    """The User-Agent, given the project's addresses as its metadata has them: `label, address`."""
    known = {
        label.strip().lower(): url.strip() for label, _, url in (u.partition(",") for u in urls)
    }
    address = next((known[label] for label in _FIRST if known.get(label)), "")
    return (
        f"Broadsheet/{__version__} ({f'+{address}' if address else 'news reader for the terminal'})"
    )


@cache
def agent() -> str:
    """The User-Agent of this Broadsheet."""
    try:
        urls = metadata(_PROJECT).get_all("Project-URL") or ()
    except PackageNotFoundError:  # run from a folder in which nothing is installed
        urls = ()
    return named(map(str, urls))
