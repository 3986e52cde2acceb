"""The lists that can be chosen by name, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from reader.library.natural import natural, natural_path
from reader.models import Folder, SavedSearch, Shelf, Tag

if TYPE_CHECKING:
    from reader.store.feeds import Tally
    from reader.store.lists import Scope


def arranged(
    counts: Mapping[Scope, int],
    unread_starred: int,
    tags: Iterable[tuple[Tag, int, int]],
    saved: Sequence[SavedSearch],
    feeds: Sequence[Tally] = (),
) -> list[Shelf]:
    """Scopes, saved searches, tags; folders, each with its feeds below it, and feeds in none.

    Args:
        counts: how many articles each scope has.
        tags: with the number of articles, and of unread ones.
    """
    return [*_scopes(counts, unread_starred), *_saved(saved), *_tags(tags), *_feeds(feeds)]


def _scopes(counts: Mapping[Scope, int], unread_starred: int) -> Iterator[Shelf]:
    unread = counts["unread"]
    yield Shelf("scope", "All", "all", "", counts["all"], unread)
    yield Shelf("scope", "Unread", "unread", "", unread, unread)
    yield Shelf("scope", "Starred", "starred", "", counts["starred"], unread_starred)


def _saved(saved: Iterable[SavedSearch]) -> Iterator[Shelf]:
    for each in saved:
        query = saved_query(each.name)
        yield Shelf("saved", each.name, each.scope, query, each.total, each.unread)


def _tags(tags: Iterable[tuple[Tag, int, int]]) -> Iterator[Shelf]:
    for tag, total, unread in tags:
        yield Shelf(
            "tag", tag.name, "all", f"tag:{named(tag.name, exact=True)}", total, unread, tag.colour
        )


def _feeds(feeds: Sequence[Tally]) -> Iterator[Shelf]:
    """By name; a folder counts the articles of each feed in and below it once."""
    inside: dict[Folder, list[Tally]] = {}
    below: dict[Folder, dict[int, Tally]] = {}
    for feed in sorted(feeds, key=lambda feed: natural(feed.name)):
        for path in feed.folders or ((),):
            inside.setdefault(path, []).append(feed)
            for length in range(1, len(path) + 1):
                below.setdefault(path[:length], {})[feed.key] = feed
    for path in sorted(below, key=natural_path):
        within = below[path].values()
        total, unread = sum(f.total for f in within), sum(f.unread for f in within)
        query = folder_query(path)
        yield Shelf("folder", path[-1], "all", query, total, unread, depth=len(path) - 1)
        yield from (_feed(feed, len(path)) for feed in inside.get(path, ()))
    yield from (_feed(feed, 0) for feed in inside.get((), ()))


def _feed(feed: Tally, depth: int) -> Shelf:
    query = feed_query(feed.name)
    counts = (feed.total, feed.unread)
    return Shelf(
        "feed", feed.name, "all", query, *counts, depth=depth, trouble=feed.trouble, key=feed.key
    )


def feed_query(name: str) -> str:
    """What lists a feed."""
    return f'feed:"@{name}"'


def folder_query(path: Folder) -> str:
    """What lists the feeds in a folder and below it."""
    return f'folder:"{"/".join(path)}"'


def folder_of(query: str) -> Folder:
    """The folder that such a query lists."""
    return tuple(query.removeprefix('folder:"').removesuffix('"').split("/"))


def saved_query(name: str) -> str:
    """What lists a saved search."""
    return f"in:@{named(name)}"


def named(name: str, *, exact: bool = False) -> str:
    """A name as a query writes it; `exact` in quotes even where it has no spaces."""
    return f'"{name}"' if exact or not name.isalnum() else name
