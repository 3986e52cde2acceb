"""`python -m tests.bench.feed_server`: many feeds on loopback, as quick as a server can be.

Prints its port. `/n` is feed n. Even ones never change and say so (304); odd ones have
gained two entries each time they are asked for.
"""

from __future__ import annotations

import asyncio
import re
from functools import cache

WORDS = [
    "harbour",
    "ferry",
    "council",
    "strike",
    "budget",
    "minister",
    "storm",
    "bridge",
    "election",
    "railway",
    "school",
    "market",
    "river",
    "police",
    "forest",
    "museum",
    "factory",
    "airport",
    "island",
    "winter",
    "drought",
    "festival",
    "hospital",
    "treaty",
    "border",
    "engine",
    "satellite",
    "vaccine",
    "library",
    "garden",
    "theatre",
    "stadium",
    "tunnel",
    "quarry",
    "lighthouse",
    "senate",
]

ENTRIES, WORDS_EACH = 20, 120
_PATH = re.compile(rb"GET /(\d+) ")
_TAG = re.compile(rb"^if-none-match: *(\S+)", re.I | re.M)


@cache
def entry(feed: int, number: int) -> str:
    """An entry, the same each time; made once, so that hardly anything but sending is left to do."""
    words = " ".join(
        WORDS[(feed * 31 + number * 17 + n * 7) % len(WORDS)] for n in range(WORDS_EACH)
    )
    return (
        f"<item><title>Story {number} of feed {feed}</title><guid>f{feed}n{number}</guid>"
        f"<link>https://paper{feed}.example/{number}</link>"
        f"<pubDate>Thu, 26 Nov 2026 {number // 60 % 24:02}:{number % 60:02}:00 GMT</pubDate>"
        f"<description>&lt;p&gt;{words}&lt;/p&gt;</description></item>"
    )


def feed(number: int, asked: int) -> bytes:
    """A feed that was asked for so often, its newest entries first."""
    newest = ENTRIES + (2 * asked if number % 2 else 0)
    items = "".join(entry(number, n) for n in range(newest, newest - ENTRIES, -1))
    head = f"<title>Paper {number}</title><link>https://paper{number}.example/</link>"
    return f"<rss version='2.0'><channel>{head}{items}</channel></rss>".encode()


class Server:
    """Counts how often each feed was asked for, and answers."""

    def __init__(self) -> None:
        self.asked: dict[tuple[bytes, int], int] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """All requests of one connection."""
        try:
            while True:
                writer.write(self.answer(await reader.readuntil(b"\r\n\r\n")))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def answer(self, request: bytes) -> bytes:
        """The bytes of an answer. Each program has its own count, by its name."""
        path = _PATH.match(request)
        number = int(path[1]) if path else 0
        agent = (re.search(rb"(?im)^user-agent: *(\w+)", request) or [b"", b""])[1]
        tag = _TAG.search(request)
        if number % 2 == 0 and tag:
            return b'HTTP/1.1 304 Not Modified\r\nETag: "same"\r\nContent-Length: 0\r\n\r\n'
        times = self.asked.get((agent, number), 0)
        self.asked[agent, number] = times + 1
        body = feed(number, times)
        etag = b'"same"' if number % 2 == 0 else b'"%d"' % times
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: %s\r\nContent-Length: %d\r\n\r\n"
        return head % (etag, len(body)) + body


async def main() -> None:
    """Serve until somebody ends it."""
    server = await asyncio.start_server(Server().serve, "0.0.0.0", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
