"""Real material: the seed documents, dated news, and web pages with a marked article."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path

from reader.models import Document, Parsed, plain_text
from reader.parsing import parse, split
from tests.parsing.helpers import kept, removed

_WORD = re.compile(r"\w+")
_SHINGLE = 4


def test_a_seed_is_one_title_and_its_six_paragraphs(corpus: Path) -> None:
    for path in sorted((corpus / "seeds").glob("*.txt")):
        raw = path.read_bytes()
        article = parse(Document(str(path), path.name, raw))
        lines = [line for line in raw.decode().split("\n") if line.strip()]
        assert article.title == lines[0]
        assert kept(article) == [line for line in lines if len(line) > 200]
        assert len(kept(article)) == 6
        assert [block.text for block in article.blocks] == lines
        assert {reason for reason, _ in removed(article)} == {"title again", "page furniture"}


def test_dated_news_keeps_its_date_and_loses_its_dateline(corpus: Path) -> None:
    path = corpus / "wikinews" / "articles.jsonl"
    articles = [
        parse(found)
        for found in split(Document(str(path), path.name, path.read_bytes()))
        if isinstance(found, Document)
    ]
    assert len(articles) == 295
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", article.published) for article in articles)
    first_lines = [kept(article)[0] for article in articles if len(article.blocks) > 1]
    dateline = re.compile(r"\w+day, \w+ \d{1,2}, \d{4}\s*")
    assert not any(dateline.fullmatch(line) for line in first_lines)
    assert sum(("dateline" in dict(removed(article))) for article in articles) > 150


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words, counted."""
    words = _WORD.findall(text)
    return Counter(tuple(words[n : n + _SHINGLE]) for n in range(max(1, len(words) - _SHINGLE + 1)))


def shares(wanted: str, found: str) -> tuple[float, float, float]:
    """Right, superfluous and missing shingles as shares of all that occur."""
    a, b = shingles(wanted), shingles(found)
    right, extra, missing = (a & b).total(), (b - a).total(), (a - b).total()
    whole = right + extra + missing or 1
    return right / whole, extra / whole, missing / whole


def f1(rows: list[tuple[float, float, float]]) -> float:
    """The F1 of the article extraction benchmark:
    https://github.com/scrapinghub/article-extraction-benchmark"""
    right, extra, missing = (sum(row[n] for row in rows) for n in range(3))
    precision, recall = right / (right + extra), right / (right + missing)
    return 2 * precision * recall / (precision + recall)


def pages(corpus: Path, part: int = 1) -> list[tuple[str, Parsed]]:
    truth = json.loads((corpus / "pages" / "ground-truth.json").read_text("utf-8"))
    return [
        (
            page["articleBody"],
            parse(Document(name, f"{name}.html", gzip.decompress(path.read_bytes()))),
        )
        for name, page in [*truth.items()][::part]
        if (path := corpus / "pages" / f"{name}.html.gz").exists()
    ]


def test_the_articles_of_web_pages_are_found(corpus: Path, part: int = 4) -> None:
    found = pages(corpus, part)
    assert len(found) >= 100 // part
    assert f1([shares(wanted, plain_text(article.blocks)) for wanted, article in found]) >= 0.96
    assert sum(bool(article.published) for _, article in found) >= 0.8 * len(found)
    assert all(article.title for _, article in found)
