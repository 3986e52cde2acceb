"""What comes from the web is read by a few processes, each of which goes on to the next document."""

from __future__ import annotations

import asyncio

from reader.library.feeds.parsers import Parsers

LINK = '<link rel="alternate" type="application/rss+xml" href="/{}">'


async def test_so_many_processes_read_all_documents_and_no_more() -> None:
    pages = [f"<html><head>{LINK.format(n)}</head></html>".encode() for n in range(8)]
    async with Parsers(2) as parsers:
        site = "https://paper.example/"
        found = await asyncio.gather(*(parsers.parse("links", page, site) for page in pages))
        assert len(parsers._alive) == 2
    assert [[link.address for link in links] for links in found] == [
        [f"https://paper.example/{n}"] for n in range(8)
    ]
