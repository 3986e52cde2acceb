"""The articles that come with Broadsheet, as documents like any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reader.models import Document

ORIGIN = "broadsheet:"

STARTER = "starter.opml"
"""Feeds to begin with: a list to choose from, no article."""


def folder() -> Path:
    """Where they lie: in the installed package, else beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent / "data"


def starter_list() -> bytes:
    """The list of feeds to begin with; an empty one if it is not there."""
    try:
        return (folder() / STARTER).read_bytes()
    except OSError:
        return b"<opml/>"


def documents() -> Iterator[Document]:
    """Every shipped document, the last by name first; none if the folder is not there.

    Lists show what came last on top, so the first by name is the first to be read.
    """
    place = folder()
    if not place.is_dir():
        return
    for path in sorted(place.iterdir(), reverse=True):
        if path.is_file() and path.name != STARTER and not path.name.startswith("."):
            yield Document(origin=ORIGIN + path.name, name=path.name, raw=path.read_bytes())
