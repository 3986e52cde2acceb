"""Documents garbled by seeds, and a watched process that parses them.

The mutations are those of coverage-guided fuzzers without the coverage: bits and bytes
changed, pieces left out, doubled, moved, taken from another document of the corpus, ends cut
off, elements nested and attributes grown beyond sense, numbers and words of the formats put in.
"""

from __future__ import annotations

import faulthandler
import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

LARGEST = 40_000
"""Bytes of a document that is taken for garbling; what is longer is cut."""
SLOW_S = 10
"""CPU seconds that one garbled document may take."""
GROWTH_MB = 600
"""How much the process may grow over all it parses, at the most it ever held."""

ADDRESS = "https://paper.test/feed.xml"
WORDS = (
    b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"&#0;", b"&#x110000;",
    b"&amp;lt;", b"<?xml version='1.1' encoding='utf-7'?>", b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"\x1b]8;;",
    b"---\n", b"+++\n", b"```", b"[x](javascript:y)", b"|-|-|", b"1e999", b"-0", b"null", b"\\ud800", b'{"a":',
    b"[[[", b"<outline xmlUrl='x'>", b"<entry>", b"<item>", b"xmlns='", b"xml:base='//'", b"<table><tr>", b"\xe2\x80\xae",
    b"9999-99-99T99:99:99Z", b"!!python/object", b"&x *x", b"<<: *a", b": ", b"- ", b"\r", b"\x85",
)  # fmt: skip


def material(corpus: Path) -> list[tuple[str, bytes]]:
    """Name and bytes of the documents of the corpus, and a few of the kinds it has none of."""
    found: list[tuple[str, bytes]] = []
    for kind in ("feeds", "opml"):
        files = (p for p in sorted((corpus / kind).rglob("*")) if p.is_file())
        found += [(path.name, path.read_bytes()) for path in files]
    for path in sorted((corpus / "pages").glob("*.html.gz")):
        found.append((path.stem, gzip.decompress(path.read_bytes())))
    for path in sorted((corpus / "seeds").glob("*.txt")):
        found.append((path.name, path.read_bytes()))
    articles = (corpus / "wikinews" / "articles.jsonl").read_bytes().splitlines()
    for number, raw in enumerate(articles):
        told = json.loads(raw)
        text, title = told["text"], json.dumps(told["title"])
        found.append((f"{number}.json", raw))
        page = f"---\ntitle: {title}\ntags: [a, b]\n---\n\n# {title}\n\n{text}\n\n- *a*\n- [b](c)\n"
        found.append((f"{number}.md", page.encode()))
        item = {"id": number, "title": told["title"], "content_text": text}
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [item]}
        found.append((f"{number}.feed.json", json.dumps(feed).encode()))
    return [(name, raw[:LARGEST]) for name, raw in found if raw]


def garbled(chance: random.Random, raw: bytes, other: bytes) -> bytes:
    """A document changed in one to six ways."""
    data = bytearray(raw)
    for _ in range(chance.randint(1, 6)):
        chance.choice(MUTATIONS)(chance, data, other)
    return bytes(data[: 8 * LARGEST])


def _flip(chance: random.Random, data: bytearray, _: bytes) -> None:
    for _n in range(chance.randint(1, 20)):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _piece(chance: random.Random, data: bytes | bytearray) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice([1, 4, 40, 400, 4000]))


def _leave_out(chance: random.Random, data: bytearray, _: bytes) -> None:
    start, end = _piece(chance, data)
    del data[start:end]


def _double(chance: random.Random, data: bytearray, _: bytes) -> None:
    start, end = _piece(chance, data)
    data[start:start] = bytes(data[start:end]) * chance.choice([1, 2, 20])


def _move(chance: random.Random, data: bytearray, _: bytes) -> None:
    start, end = _piece(chance, data)
    piece = data[start:end]
    del data[start:end]
    place = chance.randrange(len(data) + 1)
    data[place:place] = piece


def _splice(chance: random.Random, data: bytearray, other: bytes) -> None:
    start, end = _piece(chance, other)
    place = chance.randrange(len(data) + 1)
    data[place : place + chance.choice([0, end - start])] = other[start:end]


def _cut(chance: random.Random, data: bytearray, _: bytes) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _put(chance: random.Random, data: bytearray, _: bytes) -> None:
    place = chance.randrange(len(data) + 1)
    data[place : place + chance.choice([0, 3])] = chance.choice(WORDS) * chance.choice([1, 1, 9])


def _nest(chance: random.Random, data: bytearray, _: bytes) -> None:
    opening = chance.choice(
        [b"<div>", b"<a><b>", b"<outline>", b"[", b'{"a":', b"> ", b"- ", b"<table><tr><td>"]
    )
    place = chance.randrange(len(data) + 1)
    data[place:place] = opening * chance.choice([10, 300, 3000])


def _grow(chance: random.Random, data: bytearray, _: bytes) -> None:
    value = chance.choice([b"a", b" ", b"&amp;", b"\xc3\xa9", b"%", b"/"]) * chance.choice(
        [100, 30_000]
    )
    place = data.find(b">", chance.randrange(len(data) + 1))
    if place >= 0:
        data[place:place] = b" title='" + value + b"'"


MUTATIONS: tuple[Callable[[random.Random, bytearray, bytes], None], ...] = (
    _flip, _flip, _leave_out, _double, _move, _splice, _splice, _cut, _put, _put, _nest, _grow,
)  # fmt: skip


def read(name: str, data: bytes) -> None:
    """Have everything read it that reads a document of anybody's."""
    from reader.errors import DocumentError
    from reader.models import Document
    from reader.parsing import parse, split
    from reader.parsing.feeds import find_feeds, parse_feed, parse_opml, preview

    document = Document(f"/x/{name}", name, data)
    for _ in split(document):
        pass
    try:
        parse(document)
    except DocumentError as error:
        assert str(error)
    parse_feed(data, address=ADDRESS)
    parse_opml(data)
    find_feeds(data, ADDRESS)
    list(preview(data, address=ADDRESS))


@dataclass(frozen=True)
class Tried:
    """What a run saw."""

    inputs: int
    slowest_s: float
    grown_mb: float


def try_many(corpus: Path, seed: int, many: int) -> Tried:
    """Parse so many garbled documents in a process of its own, which is ended if it hangs.

    Raises:
        AssertionError: one raised an error, took too long, or the process grew too much;
            the message has the seed and the number of the input.
    """
    with tempfile.TemporaryFile() as told:
        ended = subprocess.run(
            [sys.executable, "-m", "tests.torture.garbling", str(corpus), str(seed), str(many)],
            stdout=subprocess.PIPE, stderr=told, check=False, timeout=60 + many,
        )  # fmt: skip
        told.seek(0)
        said = told.read().decode(errors="replace")
    assert ended.returncode == 0, f"{ended.stdout.decode()}\n{said[-6000:]}"
    return Tried(**json.loads(ended.stdout.splitlines()[-1]))


def main() -> None:
    """Be that process."""
    corpus, seed, many = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    documents, chance = material(corpus), random.Random(seed)
    read("a.html", b"<p>All that is imported late.</p>")
    before, slowest = _held_mb(), 0.0
    for number in range(many):
        (name, raw), (_, other) = chance.choice(documents), chance.choice(documents)
        data = garbled(chance, raw, other)
        print(f"seed {seed}, input {number}, {name}", file=sys.stderr)
        faulthandler.dump_traceback_later(20 * SLOW_S, exit=True)
        began = time.process_time()
        read(name, data)
        spent = time.process_time() - began
        assert spent < SLOW_S, f"{spent:.1f} s"
        slowest = max(slowest, spent)
    grown = _held_mb() - before
    assert grown < GROWTH_MB, f"grew by {grown:.0f} MB"
    print(json.dumps({"inputs": many, "slowest_s": round(slowest, 2), "grown_mb": round(grown)}))


def _held_mb() -> float:
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    main()
