"""The feeds that a page names, likeliest first, and where to look when it names none."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from reader.errors import DocumentError
from reader.models import FeedLink
from reader.parsing.charset import decode
from reader.parsing.elements import page_base, plain
from reader.parsing.feeds.readable import joined
from reader.parsing.tree import Element, parse_tree
from reader.safe import line

_TYPES = {
    "application/rss+xml": 0,
    "application/atom+xml": 0,
    "application/feed+json": 1,
    "application/json": 3,
    "application/rdf+xml": 2,
    "application/xml": 3,
    "text/xml": 3,
}
_OTHER_JSON = re.compile(r"/wp-json/|oembed", re.I)
_COMMENTS = re.compile(r"comment|kommentar|comentario|commentaire|комментар", re.I)
_LIKE = re.compile(
    r"(?:\.(?:rss|atom|rdf)|/(?:rss|atom|feeds?|index|news|all)\.(?:xml|json)|/(?:feeds?|rss|atom)/?"
    r"|[?&](?:feed|format)=(?:rss2?|atom|feed|xml)\b.*)$",
    re.I,
)
_PLACES = (
    "feed", "feed/", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "index.rss", "feed.json",
    "feeds/posts/default", "?feed=rss2", "rss/index.rss",
)  # fmt: skip
_MOST = 50
_LARGEST = 8 << 20


def find_feeds(html: bytes | str, address: str) -> tuple[FeedLink, ...]:
    """The feeds a page names: `link rel=alternate` first, then links that look like feeds.

    Feeds of comments stand behind all others; none is fetched to see.
    """
    try:
        text = html if isinstance(html, str) else decode(html[:_LARGEST])[0]
        root = parse_tree(text[:_LARGEST])
    except DocumentError:
        return ()
    if root is None:
        return ()
    base = page_base(root, address)
    found: dict[str, tuple[int, FeedLink]] = {}
    for rank, link in [*_declared(root, base), *_anchors(root, base)]:
        rank += 10 if _COMMENTS.search(f"{link.title} {link.address}") else 0
        if link.address not in found or rank < found[link.address][0]:
            found[link.address] = (rank, link)
    ranked = sorted(found.values(), key=lambda pair: pair[0])  # stable: else in the page's order
    return tuple(link for _, link in ranked[:_MOST])


def common_places(address: str) -> tuple[str, ...]:
    """Addresses where a site often has its feed: below the page's folder, then at the root."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ()
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc:
        return ()
    folder = parts.path if parts.path.endswith("/") else parts.path + "/"
    here = [] if folder == "/" else [urljoin(address, folder + place) for place in _PLACES[:6]]
    return tuple(dict.fromkeys([*here, *(urljoin(address, f"/{place}") for place in _PLACES)]))


def _declared(root: Element, base: str) -> list[tuple[int, FeedLink]]:
    found = []
    for element in root.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").split(";")[0].strip().lower()
        if not {"alternate", "feed"} & set(relations) or "stylesheet" in relations:
            continue
        rank = _TYPES.get(kind, 0 if "feed" in relations else None)
        target = joined(_plain_scheme(element.get("href") or ""), base)
        if rank is not None and target and not (rank == 3 and _OTHER_JSON.search(target)):
            found.append((rank, FeedLink(target, line(element.get("title") or ""), kind)))
    return found


def _anchors(root: Element, base: str) -> list[tuple[int, FeedLink]]:
    found = []
    for element in root.iter("a"):
        written = element.get("href") or ""
        kind = (element.get("type") or "").split(";")[0].strip().lower()
        target = joined(_plain_scheme(written), base)
        feedlike = _LIKE.search(target.split("#")[0]) or written.lower().startswith("feed:")
        if target and (feedlike or kind in _TYPES):
            found.append(
                (5, FeedLink(target, line(element.get("title") or "") or plain(element), kind))
            )
    return found


def _plain_scheme(address: str) -> str:
    """`feed://host/` and `feed:https://host/` as what they stand for."""
    if address.lower().startswith("feed:"):
        rest = address[5:]
        return "https:" + rest if rest.startswith("//") else rest
    return address
