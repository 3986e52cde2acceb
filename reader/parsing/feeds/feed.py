"""The bytes of a feed of any kind → what it says, or the sentence why it is none."""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import UTC, datetime

from reader.errors import DocumentError
from reader.models import NotAFeed, ParsedFeed
from reader.parsing.feeds.source import PROLOG, readable_text

LARGEST = 20 << 20
"""Octets; a larger document is refused."""

_HTML = re.compile(PROLOG + r"<(?:!doctype\s+html|html)\b", re.I | re.S)
_FEED_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF|channel)\b", re.I)


def parse_feed(
    data: bytes, *, address: str, content_type: str | None = None, now: datetime | None = None
) -> ParsedFeed | NotAFeed:
    """What a feed says, its entries in its own order.

    `address` is where it was found: relative addresses are relative to it.
    `content_type` is the header, whose character set counts where the bytes do
    not contradict it. Dates are those the feed gives, also ones after `now`:
    `sort_moment` says where such an entry stands.
    """
    return _parse(data, address, content_type, frozenset())[0]


def parse_news(
    data: bytes, *, address: str, content_type: str | None, known: Container[str]
) -> tuple[ParsedFeed | NotAFeed, tuple[str, ...]]:
    """A feed without the entries that are known by the sums of their pieces; and all the sums.

    There are as many sums as the feed has entries, or none where it could not be taken
    apart, and then all entries are there. See `reader.parsing.feeds.pieces`.
    """
    return _parse(data, address, content_type, known, pieces=True)


def _parse(
    data: bytes,
    address: str,
    content_type: str | None,
    known: Container[str],
    *,
    pieces: bool = False,
) -> tuple[ParsedFeed | NotAFeed, tuple[str, ...]]:
    if len(data) > LARGEST:
        return NotAFeed(f"is larger than {LARGEST >> 20} MB, which no feed should be"), ()
    try:
        text, encoding = readable_text(data, content_type)
    except DocumentError as error:
        return NotAFeed(str(error)), ()
    if text.lstrip()[:1] in {"{", "["}:
        from reader.parsing.feeds.jsonfeed import read_json

        return read_json(text, address), ()
    if _HTML.match(text) and not _FEED_ROOT.search(text):
        return NotAFeed("is a web page, not a feed", html=True), ()
    from reader.parsing.feeds.xmlfeed import read_xml

    if pieces and (news := _news(text, address, encoding, known)):
        return news
    return read_xml(text, address, encoding), ()


def _news(
    text: str, address: str, encoding: str, known: Container[str]
) -> tuple[ParsedFeed, tuple[str, ...]] | None:
    """The feed without what is known; None where the pieces are not what the parser sees."""
    from reader.parsing.feeds.pieces import taken_apart
    from reader.parsing.feeds.source import bounded
    from reader.parsing.feeds.xmlfeed import read_bounded

    try:
        text, cut = bounded(text)
        apart = None if cut else taken_apart(text, address, known)
        found = apart and read_bounded(apart.text, address, encoding, cut=False)
    except DocumentError:
        return None
    if not apart or not isinstance(found, ParsedFeed):
        return None
    left = sum(1 for each in apart.sums if each not in known)
    return (found, apart.sums) if left == len(found.entries) else None


def sort_moment(published: str, now: int) -> int | None:
    """Where an entry stands among others: Unix seconds, None without a date.

    One from the future stands at `now`: it may not hold the top of the list until its day.
    """
    if not published:
        return None
    try:
        moment = datetime.fromisoformat(published.replace("Z", "+00:00"))
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(int(moment.timestamp()), now)
