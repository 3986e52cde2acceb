"""News for measuring a search: as long, and with as many words, as the real thing.

With the corpus: every article follows one real article (Wikinews, ECB+ stories,
pages with marked text) for three sentences of five, which keeps words that go
together together, and takes the others from any; its length is that of yet another
one (median about 300 words, mean about 540). One word in 40 is replaced by an
invented one, drawn by Zipf's law from 400,000, because the vocabulary of real
news never stops growing and that of resampled news would. Without the corpus:
the invented news of `tests.bench.documents`. Always the same for one seed.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from reader.models import IndexEntry
from tests.bench import documents

FEEDS = 40
_TELLING = 40
_RARE = 400_000
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_SYLLABLES = [first + second for first in "bcdfghklmnprstvz" for second in "aeiou"]


class Source(NamedTuple):
    """A real article in sentences."""

    title: str
    sentences: tuple[str, ...]
    words: int


def described() -> str:
    """Which of the two texts it is, for the table."""
    real = "resampled from real news" if _corpus() else "invented (BROADSHEET_CORPUS is not set)"
    return f"texts {real}"


def entries(count: int, seed: int = 1) -> Iterator[IndexEntry]:
    """So many articles, keys from 1; the feed's name as author, a day of ten years as date."""
    corpus = _corpus()
    chance = random.Random(seed)
    texts = _resampled(corpus, chance) if corpus else _invented(count, seed)
    for key, (title, body) in enumerate(islice(texts, count), 1):
        feed, day = f"feed{chance.randrange(FEEDS)}", chance.randrange(3650)
        yield IndexEntry(key, 1, title, body, feed, feed, "", "en", day * 86_400)


def cut(entry: IndexEntry, words: int) -> IndexEntry:
    """The article with only its first words."""
    body = " ".join(entry.body.split()[:words])
    return IndexEntry(entry.key, 1, entry.title, body, "", "", "", "en", entry.when)


def _corpus() -> Path | None:
    named = os.environ.get("BROADSHEET_CORPUS", "")
    return Path(named) if named else None


def _invented(count: int, seed: int) -> Iterator[tuple[str, str]]:
    return ((record["title"], record["text"]) for record in documents.records(count, seed))


def _resampled(corpus: Path, chance: random.Random) -> Iterator[tuple[str, str]]:
    sources = list(_sources(corpus))
    while True:
        leading, other = chance.choice(sources), chance.choice(sources)
        wanted, body = chance.choice(sources).words, list[str]()
        while wanted > 0:
            source = leading if chance.random() < 0.6 else chance.choice(sources)
            sentence = _with_rare_words(chance.choice(source.sentences), chance)
            wanted -= sentence.count(" ") + 1
            body.append(sentence)
        title = f"{leading.title} {chance.choice(other.title.split() or ['again'])}"
        yield title, " ".join(body)


def _sources(corpus: Path) -> Iterator[Source]:
    for name in ("wikinews", "stories"):
        for line in (corpus / name / "articles.jsonl").open(encoding="utf-8"):
            record = json.loads(line)
            yield from _source(record["title"] or "", record["text"] or "")
    pages = json.loads((corpus / "pages" / "ground-truth.json").read_bytes())
    for page in pages.values():
        first, _, rest = page["articleBody"].partition("\n")
        yield from _source(first[:80], rest)


def _source(title: str, text: str) -> Iterator[Source]:
    sentences = tuple(s for s in _SENTENCE.split(text) if 3 <= s.count(" ") <= 80)
    if sentences:
        yield Source(title, sentences, sum(s.count(" ") + 1 for s in sentences))


def _with_rare_words(sentence: str, chance: random.Random) -> str:
    words = sentence.split(" ")
    for at in range(len(words)):
        if chance.random() < 1 / _TELLING:
            words[at] = _rare(int(_RARE ** chance.random()))
    return " ".join(words)


def _rare(rank: int) -> str:
    """An invented name; each rank has one of its own."""
    name = ""
    while rank:
        rank, syllable = divmod(rank, len(_SYLLABLES))
        name += _SYLLABLES[syllable]
    return f"{name}n".capitalize()
