"""An entry of a feed → the article it becomes, and the record it is kept as.

The record holds what a reader is shown of the entry as the feed gave it, so that the
article can be made from it again, and a former text shown. What changes with each
fetch although nothing was edited (the moment of generation, tracking in addresses)
is no part of the sum by which an edit is noticed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urlsplit

from reader.light import dataclass
from reader.models import Block, Enclosure, FeedEntry, Parsed, ParsedFeed, Span
from reader.parsing.document import finished
from reader.parsing.facts import Draft, Facts
from reader.parsing.feeds.identity import EntryIdentity, canonical, identify
from reader.parsing.feeds.readable import blocks_of
from reader.parsing.heads import clipped
from reader.safe import line

FORMAT = "entry"
_LONGEST_NAME = 80
_MAIN = ("title", "guid", "authors", "summary", "raw", "plain", "image", "comments")


@dataclass(frozen=True, slots=True)
class Arrival:
    """An entry as it came in."""

    identity: EntryIdentity | None
    """None where the very piece of the feed was read before; then only `piece` is known."""
    sha256: str = ""
    """Of what is shown of it: another sum is another text."""
    raw: bytes = b""
    """The record that is kept, JSON in UTF-8."""
    published: str = ""
    """When, as the feed says."""
    parsed: Parsed | None = None
    """The article; None where the sum was known already."""
    piece: str = ""
    """A sum of the piece of the feed that it was read from, "" where there is none."""


def arrivals(
    feed: ParsedFeed,
    known: Container[str] = frozenset(),
    pieces: Sequence[str] = (),
    seen: Container[str] = frozenset(),
) -> list[Arrival]:
    """The entries of a feed in its order, those whose sum is `known` without their article.

    `pieces` are the sums of its pieces, if it was taken apart: `feed` is then without
    those that were `seen` before.
    """
    if not pieces:
        return [_arrival(entry, known) for entry in feed.entries if _says_something(entry)]
    left, found = iter(feed.entries), []
    for piece in pieces:
        if piece in seen:
            found.append(Arrival(None, piece=piece))
        elif _says_something(entry := next(left)):
            found.append(replace(_arrival(entry, known), piece=piece))
    return found


def _says_something(entry: FeedEntry) -> bool:
    return bool(entry.title or entry.link or any(b.text or b.target for b in entry.blocks))


def _arrival(entry: FeedEntry, known: Container[str]) -> Arrival:
    identity, sha256 = identify(entry), _sum(entry)
    if sha256 in known:
        return Arrival(identity, sha256, published=entry.published)
    return Arrival(identity, sha256, packed(entry), entry.published, article_of(entry))


def _sum(entry: FeedEntry) -> str:
    said = [getattr(entry, name) for name in _MAIN]
    said += [canonical(entry.link), [(canonical(e.address), e.type) for e in entry.enclosures]]
    text = json.dumps(said, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def packed(entry: FeedEntry) -> bytes:
    """The record of an entry."""
    record: dict[str, Any] = {name: getattr(entry, name) for name in _MAIN if getattr(entry, name)}
    for name in ("link", "published", "updated", "base", "language", "tags"):
        if value := getattr(entry, name):
            record[name] = value
    if entry.enclosures:
        record["enclosures"] = [[e.address, e.type, e.length] for e in entry.enclosures]
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def unpacked(raw: bytes) -> FeedEntry:
    """The entry that `packed` wrote down."""
    said = json.loads(raw)
    files = tuple(Enclosure(*file) for file in said.pop("enclosures", ()))
    for name in ("authors", "tags"):
        said[name] = tuple(said.get(name, ()))
    found = FeedEntry(**said, enclosures=files)
    return replace(found, blocks=blocks_of(found.raw, found.base, found.plain))


def article_of(entry: FeedEntry) -> Parsed:
    """The article that an entry is; its source is for whoever knows the feed's name."""
    path = unquote(urlsplit(entry.link).path).rstrip("/")
    title = entry.title or _beginning(entry.blocks) or line(path.rpartition("/")[2]) or "Untitled"
    facts = Facts(
        title=title,
        author=", ".join(entry.authors),
        published=entry.published,
        source="feed",  # else the host of the link would be taken for it
        url=entry.link,
        language=entry.language,
    )
    made = finished(Draft(_blocks(entry), facts), title, "html", "utf-8")
    return replace(made, source="", published=entry.published, format=FORMAT)


def _beginning(blocks: tuple[Block, ...]) -> str:
    """What an entry without a title is called by: the beginning of its text."""
    return next((clipped(line(block.text)) for block in blocks if block.text), "")


def _blocks(entry: FeedEntry) -> tuple[Block, ...]:
    """The text, with the picture of the entry before it and its files behind it."""
    blocks = entry.blocks
    shown = {block.target for block in blocks if block.kind == "image"}
    if entry.image and not shown:
        blocks = (Block("image", target=entry.image), *blocks)
    pictured = bool(shown or entry.image)
    files = [f for f in entry.enclosures if not (pictured and _is_picture(f, entry))]
    return (*blocks, *map(_file, files))


def _is_picture(file: Enclosure, entry: FeedEntry) -> bool:
    return file.type.startswith("image/") or file.address == entry.image


def _file(file: Enclosure) -> Block:
    """A file as a link: its kind, name and size."""
    kind = file.type.partition("/")[0]
    word = {"audio": "Audio", "video": "Video", "image": "Picture"}.get(kind, "File")
    parts = urlsplit(file.address)
    name = line(unquote(parts.path).rstrip("/").rpartition("/")[2]) or parts.netloc
    size = f" ({file.length / 1e6:.1f} MB)" if file.length >= 100_000 else ""
    text = f"{word}: {name[:_LONGEST_NAME]}"
    return Block("paragraph", text + size, (Span(0, len(text), "link", file.address),))
