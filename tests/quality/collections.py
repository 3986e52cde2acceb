"""Questions with judged answers: Cranfield, Medlars, and news of one event.

Cranfield's questions are numbered by their order; the numbers in its file of
questions are other ones, with gaps (see Glasgow's notes on the collection). Its
judgements of -1, like those of 0, mean *of no interest*. Both sets repeat the
title in the text, or have none, and are taken as they are.

The third set needs no judges: ECB+ says which articles report the same event. The
title of each is a question whose answers are the other reports; Wikinews articles
stand among them.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

from reader.models import IndexEntry
from reader.search.analysis import terms

_MARK = re.compile(r"\.([IW TAB])\s*(\d*)\s*")
_ELSEWHERE = 100_000
"""Where the keys of Wikinews articles begin."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the keys of all articles that answer it."""

    text: str
    answers: frozenset[int]
    about: int = 0
    """The key of the article the question was taken from: no answer to it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A collection."""

    name: str
    what: str
    articles: Sequence[IndexEntry]
    questions: Sequence[Question]


def cranfield(corpus: Path) -> Judged:
    """Abstracts on aerodynamics, questions of those who wrote them."""
    folder = corpus / "relevance" / "cran"
    rows = _rows(folder / "cranqrel")
    answers = _answers((row[0], row[1]) for row in rows if row[2] > 0)
    texts = [record["W"] for record in _records(folder / "cran.qry")]
    asked = [Question(text, answers[number]) for number, text in enumerate(texts, 1)]
    return Judged("cran", "Cranfield, whole sentences", _articles(folder / "cran.all.1400"), asked)


def medlars(corpus: Path) -> Judged:
    """Abstracts on medicine, questions of physicians."""
    folder = corpus / "relevance" / "med"
    answers = _answers((row[0], row[2]) for row in _rows(folder / "MED.REL") if row[3] > 0)
    asked = [
        Question(record["W"], answers[int(record["I"])]) for record in _records(folder / "MED.QRY")
    ]
    return Judged("med", "Medlars, whole sentences", _articles(folder / "MED.ALL"), asked)


def events(corpus: Path) -> Judged:
    """Titles of news as questions for the other reports of the event."""
    reports = _lines(corpus / "stories" / "articles.jsonl")
    same = _answers((report["story"], key) for key, report in enumerate(reports, 1))
    asked = [
        Question(report["title"], same[report["story"]] - {key}, key)
        for key, report in enumerate(reports, 1)
        if report["title"] and len(same[report["story"]]) > 1
    ]
    others = _lines(corpus / "wikinews" / "articles.jsonl")
    articles = [_article(key, r["title"] or "", r["text"]) for key, r in enumerate(reports, 1)]
    articles += [_article(_ELSEWHERE + n, r["title"], r["text"]) for n, r in enumerate(others)]
    return Judged("events", "news of the same event, its title as question", articles, asked)


def in_few_words(judged: Judged, words: int) -> Judged:
    """The same with questions of so few words: their rarest that some other article has."""
    having: defaultdict[bytes, int] = defaultdict(int)
    for article in judged.articles:
        for stem in terms(f"{article.title} {article.body}").stems:
            having[stem] += 1
    asked = []
    for question in judged.questions:
        rare = _rarest(question.text, having, words)
        asked.append(Question(rare, question.answers, question.about))
    name = f"{judged.name}, {words} words"
    what = f"the same, the {words} most telling words of the title"
    return Judged(name, what, judged.articles, asked)


def _rarest(text: str, having: Mapping[bytes, int], most: int) -> str:
    words = dict.fromkeys(re.findall(r"\w+", text))
    telling: dict[str, float] = {}
    for word in words:
        counts = [having[stem] for stem in terms(word).stems if having[stem] > 1]
        if counts:
            telling[word] = -log(min(counts))
    chosen = sorted(telling, key=lambda word: -telling[word])[:most]
    return " ".join(word for word in words if word in chosen)


def _answers(pairs: Iterator[tuple[object, int]]) -> Mapping[object, frozenset[int]]:
    found: defaultdict[object, set[int]] = defaultdict(set)
    for question, key in pairs:
        found[question].add(key)
    return defaultdict(frozenset, {name: frozenset(keys) for name, keys in found.items()})


def _articles(path: Path) -> list[IndexEntry]:
    return [_article(int(r["I"]), r["T"], r["W"]) for r in _records(path)]


def _article(key: int, title: str, body: str) -> IndexEntry:
    return IndexEntry(key, 1, " ".join(title.split()), body, "", "", "", "en", 0)


def _records(path: Path) -> list[defaultdict[str, str]]:
    """The records of a file in SMART's format, by the letter of their parts."""
    records: list[defaultdict[str, str]] = []
    part = ""
    for line in path.read_text("latin-1").splitlines():
        mark = _MARK.fullmatch(line)
        if mark and (mark[1] == "I") == bool(mark[2]):
            part = mark[1]
            if part == "I":
                records.append(defaultdict(str, I=mark[2]))
        else:
            records[-1][part] += f"{line}\n"
    return records


def _rows(path: Path) -> list[list[int]]:
    return [[int(n) for n in line.split()] for line in path.read_text().splitlines()]


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
