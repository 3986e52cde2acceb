"""The lists that can be chosen by name, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from reader.models import SavedSearch, Shelf, Tag

if TYPE_CHECKING:
    from reader.store.lists import Scope


def arranged(
    counts: Mapping[Scope, int],
    unread_starred: int,
    tags: Iterable[tuple[Tag, int, int]],
    saved: Sequence[SavedSearch],
) -> list[Shelf]:
    """Scopes, saved searches, tags.

    Args:
        counts: how many articles each scope has.
        tags: with the number of articles, and of unread ones.
    """
    return [*_scopes(counts, unread_starred), *_saved(saved), *_tags(tags)]


def _scopes(counts: Mapping[Scope, int], unread_starred: int) -> Iterator[Shelf]:
    unread = counts["unread"]
    yield Shelf("scope", "All", "all", "", counts["all"], unread)
    yield Shelf("scope", "Unread", "unread", "", unread, unread)
    yield Shelf("scope", "Starred", "starred", "", counts["starred"], unread_starred)


def _saved(saved: Iterable[SavedSearch]) -> Iterator[Shelf]:
    for each in saved:
        query = f"in:@{named(each.name)}"
        yield Shelf("saved", each.name, each.scope, query, each.total, each.unread)


def _tags(tags: Iterable[tuple[Tag, int, int]]) -> Iterator[Shelf]:
    for tag, total, unread in tags:
        yield Shelf(
            "tag", tag.name, "all", f"tag:{named(tag.name, exact=True)}", total, unread, tag.colour
        )


def named(name: str, *, exact: bool = False) -> str:
    """A name as a query writes it; `exact` in quotes even where it has no spaces."""
    return f'"{name}"' if exact or not name.isalnum() else name
