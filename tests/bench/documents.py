"""News that nobody wrote, the same in every run: for measuring, not for reading.

Word lengths and frequencies are those of a language (Zipf's law: the word of
rank r comes up in proportion to 1/r), articles have the length of real ones
(log-normal, median 320 words), and half of the dates are of the last month.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from math import log
from pathlib import Path

WORDS = 30_000
MEDIAN_LENGTH = 320
SPREAD = 0.6
PARAGRAPH = 45
SOURCES = ("herald", "gazette", "courier", "observer", "dispatch", "chronicle", "mercury")
NEWEST = datetime(2026, 6, 1, tzinfo=UTC)

_ONSETS: tuple[str, ...] = (
    *"bcdfghklmnprstvw",
    "br",
    "cl",
    "dr",
    "fl",
    "gr",
    "pl",
    "pr",
    "sh",
    "st",
    "th",
    "tr",
)
_VOWELS: tuple[str, ...] = (*"aeiou", "ai", "ea", "ou")
_CODAS = ("", "", "", "l", "n", "r", "s", "t", "nd", "st")


def write(path: Path, count: int, seed: int = 1) -> None:
    """Write so many articles to a JSON Lines file."""
    with path.open("w", encoding="utf-8") as file:
        for record in records(count, seed):
            file.write(json.dumps(record) + "\n")


def records(count: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """Articles as `url`, `date`, `title` and `text`; their titles are all different."""
    chance = random.Random(seed)
    words = vocabulary(chance)
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    for number in range(count):
        length = max(40, round(chance.lognormvariate(log(MEDIAN_LENGTH), SPREAD)))
        drawn = chance.choices(words, cum_weights=weights, k=length + 9)
        title = f"{' '.join(drawn[:9]).capitalize()} {number}"
        days = chance.uniform(0, 30) if chance.random() < 0.5 else chance.uniform(30, 2000)
        yield {
            "url": f"https://{chance.choice(SOURCES)}.example/{number}",
            "date": (NEWEST - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "title": title,
            "text": "\n\n".join(_paragraphs(drawn[9:])),
        }


def vocabulary(chance: random.Random) -> list[str]:
    """Different words of one to four syllables, the short ones first, so the commonest."""
    words: dict[str, None] = {}
    while len(words) < WORDS:
        syllables = min(4, 1 + len(words) // 300)
        words["".join(_syllable(chance) for _ in range(chance.randint(1, syllables)))] = None
    return list(words)


def _syllable(chance: random.Random) -> str:
    return chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS)


def _paragraphs(words: list[str]) -> Iterator[str]:
    for start in range(0, len(words), PARAGRAPH):
        yield " ".join(words[start : start + PARAGRAPH]).capitalize() + "."
