"""What feeds are called, and which feed a person means. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from reader.errors import UsageError
from reader.models import Feed, Folder
from reader.parsing.feeds.identity import canonical
from reader.safe import line
from reader.search.grammar import plain
from reader.sources.http.addresses import as_address, host_of, shown

LONGEST = 120
SLASH = "∕"
"""In the name of a folder in place of a slash, which stands between names."""
_SHOWN = 8


def clean(name: str) -> str:
    """A name as it is kept: one line that can stand in quotes in a query."""
    return line(plain(name).replace('"', "'"))[:LONGEST].strip()


def free_name(wanted: str, address: str, taken: Container[str]) -> str:
    """The name if no other feed has it, else with the host or a number behind it."""
    host = host_of(address).removeprefix("www.")
    wanted = clean(wanted) or unnamed(address)
    tries = [wanted, *([f"{wanted} ({host})"] if host else [])]
    for name in tries:
        if name not in taken:
            return name
    number = 2
    while (name := f"{wanted} ({number})") in taken:
        number += 1
    return name


def unnamed(address: str) -> str:
    """What a feed is called until it is known what it calls itself."""
    return clean(shown(address))


def clean_folder(name: str) -> str:
    """The name of one folder, in which a slash would be two folders for a query and a person."""
    return clean(name.replace("/", SLASH))


def folder(text: str) -> Folder:
    """`Tech/Science` as the names of nested folders."""
    return tuple(part for part in (clean(part) for part in text.split("/")) if part)


def written_folder(path: Folder) -> Folder:
    """The folder as other programs know it."""
    return tuple(name.replace(SLASH, "/") for name in path)


def spoken(path: Folder) -> str:
    """A folder as a person writes it."""
    return "/".join(path)


def same(address: str) -> str:
    """What two addresses of one feed share."""
    return canonical(address)


def chosen(feeds: Sequence[Feed], named: str) -> Feed:
    """The feed that a person means by its number, its address, its name or a part of that.

    Raises:
        UsageError: there is none, or there are several.
    """
    found = _matching(feeds, named.strip())
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"No feed is “{line(shown(named))}”. `broadsheet feeds` lists them.")
    some = ", ".join(f"{feed.key} {feed.name}" for feed in found[:_SHOWN])
    more = "…" if len(found) > _SHOWN else ""
    raise UsageError(f"“{line(named)}” may be several feeds: {some}{more}. Give the number.")


def _matching(feeds: Sequence[Feed], named: str) -> list[Feed]:
    if named.isascii() and named.isdigit():
        return [feed for feed in feeds if feed.key == int(named)]
    sought = line(named).casefold()
    for test in (_is_called, _is_at, _is_called_like):
        if sought and (found := [feed for feed in feeds if test(feed, sought)]):
            return found
    return []


def _is_called(feed: Feed, sought: str) -> bool:
    return feed.name.casefold() == sought


def _is_at(feed: Feed, sought: str) -> bool:
    return same(feed.address).casefold() == same(as_address(sought)).casefold()


def _is_called_like(feed: Feed, sought: str) -> bool:
    return sought in feed.name.casefold()


def in_folders(feeds: Iterable[Feed], path: Folder) -> list[Feed]:
    """The feeds in a folder or below it."""
    return [f for f in feeds if any(p[: len(path)] == path for p in f.wishes.folders)]
