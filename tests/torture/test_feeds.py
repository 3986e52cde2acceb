"""Every feed of the corpus, whole and damaged: read or refused, soon, and never an error."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from reader.parsing.feeds import find_feeds, parse_feed, parse_opml, preview

CORPUS = os.environ.get("BROADSHEET_CORPUS")
ADDRESS = "https://paper.test/feed.xml"
SEEDS = 4

pytestmark = pytest.mark.skipif(not CORPUS, reason="BROADSHEET_CORPUS is not set")


def everything() -> list[bytes]:
    root = Path(CORPUS or "")
    paths = (path for kind in ("feeds", "opml") for path in (root / kind).rglob("*"))
    return [path.read_bytes() for path in sorted(paths) if path.is_file()]


def read(data: bytes) -> None:
    parse_feed(data, address=ADDRESS)
    parse_opml(data)
    find_feeds(data, ADDRESS)
    list(preview(data, address=ADDRESS))


def test_every_file_is_read_or_refused() -> None:
    for data in everything():
        read(data)


def test_every_file_is_read_or_refused_when_it_is_damaged(seed: int) -> None:
    chance = random.Random(seed)
    for raw in everything():
        data = bytearray(raw)
        for _ in range(chance.randrange(1, 12)):
            place = chance.randrange(len(data) + 1)
            data[place : place + chance.randrange(40)] = chance.randbytes(chance.randrange(8))
        parse_feed(bytes(data), address=ADDRESS)
        parse_opml(bytes(data))
