"""The entries of a feed as pieces of its text, so that those read before need not be parsed again.

A piece is known by a sum of its characters, of the feed's own head (what an entry may
inherit: namespaces, language, base, authors) and of the address that relative ones
are relative to. Equal sums mean an equal reading. Where the pieces cannot be told apart for
sure, there are none, and the whole feed is parsed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Sequence

from reader.light import dataclass
from reader.parsing.feeds.source import PART

_ENTRY = frozenset({"item", "entry"})
_LENGTH = 16
# What feeds write anew each time they are made, and no entry inherits.
_VOLATILE = re.compile(
    r"<((?:\w+:)?(?:lastBuildDate|pubDate|updated|modified|date|ttl|generator))\b[^<>]*>[^<]{0,200}</\1>",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A feed taken apart."""

    text: str
    """The feed without the entries that are known."""
    sums: tuple[str, ...]
    """Of every entry, in the feed's order."""


def taken_apart(text: str, address: str, known: Container[str]) -> Pieces | None:
    """The feed without the entries whose sums are known; None where that cannot be done."""
    places = _places(text)
    if not places:
        return None
    gaps = [text[end:start] for end, start in _between(places, len(text))]
    head = _VOLATILE.sub("", "".join(gaps))
    seed = hashlib.sha256(f"{address}\0{head}".encode("utf-8", "replace"))
    sums = tuple(_sum(seed, text[start:end]) for start, end in places)
    kept = [
        text[s:e] if known_sum not in known else ""
        for (s, e), known_sum in zip(places, sums, strict=True)
    ]
    parts = [part for pair in zip(gaps, [*kept, ""], strict=True) for part in pair]
    return Pieces("".join(parts), sums)


def _between(places: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    ends = [0, *(end for _, end in places)]
    return list(zip(ends, [*(start for start, _ in places), length], strict=True))


def _sum(seed: hashlib._Hash, piece: str) -> str:
    found = seed.copy()
    found.update(piece.encode("utf-8", "replace"))
    return found.hexdigest()[:_LENGTH]


def _places(text: str) -> list[tuple[int, int]]:
    """Where each entry begins and ends; none unless all of them open and close as they should."""
    found: list[tuple[int, int]] = []
    opened, start = "", 0
    for part in PART.finditer(text):
        name = part[2]
        if name is None or name.rpartition(":")[2].lower() not in _ENTRY:
            continue
        if part[1]:
            if name != opened:
                return []
            found.append((start, part.end()))
            opened = ""
        elif opened or part[3].endswith("/"):
            return []
        else:
            opened, start = name, part.start()
    return [] if opened else found
