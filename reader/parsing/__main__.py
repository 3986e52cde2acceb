"""Parses strangers' documents that come on standard input, in a process that can be ended.

A message is a pickle after its length in four bytes. In: the name of one of the
functions below and its arguments. Out: what it returned, or a `DocumentError`.
"""

from __future__ import annotations

import pickle
import struct
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import IO, Any

from reader.errors import DocumentError
from reader.models import NotAFeed, Parsed, ParsedFeed
from reader.parsing.feeds import find_feeds, parse_news
from reader.parsing.feeds.arrival import Arrival, arrivals

LENGTH = struct.Struct(">I")


def feed(
    data: bytes,
    address: str,
    content_type: str,
    known: frozenset[str] = frozenset(),
    seen: frozenset[str] = frozenset(),
) -> tuple[ParsedFeed, list[Arrival]] | NotAFeed:
    """What a feed says of itself, without its entries, and what these become.

    `known` are sums of entries that are here as they are, `seen` those of the pieces they
    were read from.
    """
    found, pieces = parse_news(data, address=address, content_type=content_type or None, known=seen)
    if isinstance(found, NotAFeed):
        return found
    return replace(found, entries=()), arrivals(found, known, pieces, seen)


def page(data: bytes, address: str, charset: str) -> Parsed:
    """The article of a page."""
    from reader.parsing.fulltext import read_page

    return read_page(data, address=address, charset=charset)


_FUNCTIONS: dict[str, Callable[..., Any]] = {"feed": feed, "page": page, "links": find_feeds}


def serve(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Answer until the input ends."""
    while len(head := orders.read(LENGTH.size)) == LENGTH.size:
        name, arguments = pickle.loads(orders.read(*LENGTH.unpack(head)))
        try:
            answer: object = _FUNCTIONS[name](*arguments)
        except DocumentError as error:
            answer = error
        packed = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
        answers.write(LENGTH.pack(len(packed)) + packed)
        answers.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
