"""A small library with all that can be counted, made by chance and always the same."""

from __future__ import annotations

import json
import random
from pathlib import Path

from reader.library import open_library

WORDS = ("quake", "lima", "tokyo", "ferry", "bread", "chess")
SOURCES = ("The Paper", "the paper", "Zürich Post", "ZURICH POST", 'The "Best" News', "Echo", "")
LANGUAGES = ("en", "en-gb", "de", "pt-br", "")
DATES = (
    *(f"2026-11-{day:02}" for day in (1, 2, 14)),
    # Moments that are another day, month or year in another zone.
    *("2026-10-31T23:30:00Z", "2026-11-01T00:00:00Z", "2026-11-01T04:30:00Z"),
    *("2025-12-31T23:59:59Z", "2026-01-01T00:00:01Z", "2026-03-29T01:15:00Z"),
    *("2018-11-04T02:30:00Z", "2018-11-04T03:10:00Z", "1999-12-31", "1962-05-05T12:00:00Z"),
    "",
)
LEAVES = (
    *WORDS,
    *("is:starred", "is:read", "is:unread", "feed:paper", 'feed:"echo"', "lang:en", "lang:de"),
    *("date:2026-11", "date:2026-11-01", "after:2020", "before:2026", '"and other"', "=bread"),
    *("titl*", "qua*", "feed:nobody", "zeppelin"),
)


def record(number: int, rng: random.Random) -> dict[str, object]:
    """An article as a line of JSON says it."""
    words = " ".join(sorted(rng.sample(WORDS, rng.randint(1, 3))))
    return {
        "id": str(number),
        "title": f"Title {number}",
        # Longer than what may be taken for a line that recurs across a source.
        "text": f"A report number {number} about {words}{' and other things besides' * 12}.",
        "source": rng.choice(SOURCES),
        "language": rng.choice(LANGUAGES),
        "date": rng.choice(DATES),
    }


def stock(folder: Path, articles: int = 80) -> Path:
    """Make the library; returns its folder."""
    rng = random.Random(11)
    lines = [json.dumps(record(number, rng)) for number in range(articles)]
    (folder / "news.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    library = open_library(folder / "library")
    assert library.add([str(folder / "news.jsonl")]).added == articles
    keys = library.keys()
    library.mark([key for key in keys if rng.random() < 0.5], "read", True)
    library.mark([key for key in keys if rng.random() < 0.3], "starred", True)
    library.update_index()
    library.close()
    return folder / "library"


def some_query(rng: random.Random, depth: int = 2) -> str:
    """A query in brackets, made by chance."""
    if depth == 0 or rng.random() < 0.3:
        return rng.choice(LEAVES)
    parts = [some_query(rng, depth - 1) for _ in range(rng.randint(2, 3))]
    text = rng.choice([" ", " OR "]).join(parts)
    return f"{rng.choice(['', '', '-'])}({text})"


def typed_query(rng: random.Random) -> str:
    """A query as it stands in a search bar: its end may be open."""
    text = " ".join(some_query(rng, 1) for _ in range(rng.randint(1, 2)))
    ends = ("", " ", " qua", " OR tok", ' "and oth', " (bread OR", " date:202", " is:", "?")
    return text + rng.choice(ends)
