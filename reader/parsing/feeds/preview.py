"""What parsing makes of anything, as values that JSON can hold: for looking, nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from reader.errors import DocumentError
from reader.models import Document, NotAFeed, ParsedFeed, plain_text
from reader.parsing.document import parse
from reader.parsing.feeds.discovery import find_feeds
from reader.parsing.feeds.feed import parse_feed
from reader.parsing.feeds.opml import parse_opml


def preview(
    data: bytes, *, address: str, content_type: str | None = None
) -> Iterator[dict[str, object]]:
    """A record for the feed and one for each entry, or one for a list of feeds or an article.

    `kind` says which: `feed`, `entry`, `outline`, `article` or `nothing` (with `why`).
    """
    feed = parse_feed(data, address=address, content_type=content_type)
    if isinstance(feed, ParsedFeed):
        yield from _feed(feed)
        return
    outline = parse_opml(data)
    if outline.version:
        yield {"kind": "outline", **asdict(outline)}
        return
    yield _article(data, address, feed)


def _feed(feed: ParsedFeed) -> Iterator[dict[str, object]]:
    facts = asdict(feed)
    entries, facts["format"] = facts.pop("entries"), facts.pop("kind")
    yield {"kind": "feed", **facts, "entries": len(entries)}
    for entry, record in zip(feed.entries, entries, strict=True):
        yield {"kind": "entry", **record, "text": plain_text(entry.blocks)}


def _article(data: bytes, address: str, refused: NotAFeed) -> dict[str, object]:
    name = address.rsplit("/", 1)[-1] or address
    try:
        article = parse(Document(address, name, data))
    except DocumentError as error:
        why = refused.why if "feed" in refused.why and not refused.html else str(error)
        return {"kind": "nothing", "why": why}
    found = [asdict(link) for link in find_feeds(data, address)] if refused.html else []
    return {
        "kind": "article",
        **asdict(article),
        "text": plain_text(article.blocks),
        "feeds": found,
    }
