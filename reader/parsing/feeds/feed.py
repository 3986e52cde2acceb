"""The bytes of a feed of any kind → what it says, or the sentence why it is none."""

from __future__ import annotations

import re
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
    if len(data) > LARGEST:
        return NotAFeed(f"is larger than {LARGEST >> 20} MB, which no feed should be")
    try:
        text, encoding = readable_text(data, content_type)
    except DocumentError as error:
        return NotAFeed(str(error))
    if text.lstrip()[:1] in {"{", "["}:
        from reader.parsing.feeds.jsonfeed import read_json

        return read_json(text, address)
    if _HTML.match(text) and not _FEED_ROOT.search(text):
        return NotAFeed("is a web page, not a feed", html=True)
    from reader.parsing.feeds.xmlfeed import read_xml

    return read_xml(text, address, encoding)


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
