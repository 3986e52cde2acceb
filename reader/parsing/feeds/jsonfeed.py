"""JSON Feed 1.0 and 1.1, strictly typed: a member of another type counts as not there.

Format: https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import json
from typing import Any

from reader.models import Enclosure, FeedEntry, NotAFeed, ParsedFeed
from reader.parsing.dates import iso_date
from reader.parsing.facts import language_tag
from reader.parsing.feeds.readable import blocks_of, joined, text_of
from reader.parsing.feeds.source import MOST_ENTRIES
from reader.safe import line

_VERSIONS = {
    "https://jsonfeed.org/version/1": "json1",
    "https://jsonfeed.org/version/1.1": "json11",
}
_MOST = 32


def read_json(text: str, address: str) -> ParsedFeed | NotAFeed:
    """What a JSON Feed says."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return NotAFeed("is not a feed: its JSON is broken")
    said = _text(feed, "version") if isinstance(feed, dict) else ""
    version = _VERSIONS.get(said.replace("http://", "https://").rstrip("/"))
    if version is None or not isinstance(feed, dict):
        return NotAFeed("is JSON but not a JSON Feed of version 1 or 1.1")
    language = language_tag(_text(feed, "language"))
    items = [item for item in _list(feed, "items") if isinstance(item, dict)]
    return ParsedFeed(
        kind="json",
        version=version,
        title=text_of(_text(feed, "title"), markup=False),
        site=joined(_text(feed, "home_page_url"), address),
        description=text_of(_text(feed, "description"), markup=False),
        language=language,
        icon=joined(_text(feed, "icon"), address) or joined(_text(feed, "favicon"), address),
        self_link=joined(_text(feed, "feed_url"), address),
        next_link=joined(_text(feed, "next_url"), address),
        hubs=tuple(filter(None, (joined(_text(h, "url"), address) for h in _list(feed, "hubs")))),
        encoding="utf-8",
        entries=tuple(_entry(item, address, language) for item in items[:MOST_ENTRIES]),
        cut=len(items) > MOST_ENTRIES,
    )


def _entry(item: dict[str, Any], address: str, language: str) -> FeedEntry:
    markup, text = _text(item, "content_html"), _text(item, "content_text")
    summary = text_of(_text(item, "summary"), markup=False)
    raw = markup or text or _text(item, "summary")
    link = joined(_text(item, "url"), address) or joined(_text(item, "external_url"), address)
    published, updated = (iso_date(_text(item, f"date_{n}")) for n in ("published", "modified"))
    return FeedEntry(
        title=text_of(_text(item, "title"), markup=False),
        guid=_guid(item.get("id")),
        link=link,
        authors=_authors(item),
        published=published or updated,
        updated=updated,
        summary=summary if markup or text else "",
        blocks=blocks_of(raw, link or address, not markup),
        raw=raw,
        base=link or address,
        plain=not markup,
        teaser=not (markup or text),
        tags=tuple(line(t) for t in _list(item, "tags") if isinstance(t, str) and line(t))[:_MOST],
        enclosures=_enclosures(item, address),
        image=joined(_text(item, "image"), address) or joined(_text(item, "banner_image"), address),
        language=language_tag(_text(item, "language")) or language,
    )


def _text(values: object, name: str) -> str:
    value = values.get(name) if isinstance(values, dict) else None
    return value if isinstance(value, str) else ""


def _list(values: dict[str, Any], name: str) -> list[Any]:
    value = values.get(name)
    return value if isinstance(value, list) else []


def _guid(value: object) -> str:
    """The id; the format asks to take a number for its digits."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return line(value) if isinstance(value, str) else ""


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    people = [*_list(item, "authors"), item.get("author")]
    return tuple(dict.fromkeys(filter(None, (line(_text(p, "name")) for p in people))))[:_MOST]


def _enclosures(item: dict[str, Any], address: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for file in _list(item, "attachments")[:_MOST]:
        if target := joined(_text(file, "url"), address):
            size = file.get("size_in_bytes")
            whole = (
                isinstance(size, (int, float)) and not isinstance(size, bool) and 0 <= size < 1e15
            )
            length = int(size) if whole else 0
            found.setdefault(
                target, Enclosure(target, line(_text(file, "mime_type")).lower(), length)
            )
    return tuple(found.values())
