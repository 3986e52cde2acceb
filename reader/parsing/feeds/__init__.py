"""Feeds, lists of feeds, and the feeds that pages name: bytes in, values out.

Nothing that a document names is read or fetched, and bad input is an answer
(`NotAFeed`), never an exception.
"""

from reader.parsing.feeds.discovery import common_places, find_feeds
from reader.parsing.feeds.feed import parse_feed, parse_news, sort_moment
from reader.parsing.feeds.identity import EntryIdentity, identify, match, new_id
from reader.parsing.feeds.opml import parse_opml, write_opml
from reader.parsing.feeds.preview import preview

__all__ = [
    "EntryIdentity",
    "common_places",
    "find_feeds",
    "identify",
    "match",
    "new_id",
    "parse_feed",
    "parse_news",
    "parse_opml",
    "preview",
    "sort_moment",
    "write_opml",
]
