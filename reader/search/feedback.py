"""What the best articles say besides the words of a question, and which others say it too.

Pseudo-relevance feedback, as in the relevance model RM3 (Abdul-Jaleel and others,
*UMass at TREC 2004*), with its customary values. The best ten articles d, by
score s_d, give each of their words t a weight, those few have more:

    w_t = idf_t · sum over d of  s_d · count_t(d) / length_d

The twenty of most weight, their weights made to add up to 1, count together as
much as the q words of the question do:

    bonus = q · sum over t of  w_t · (the score of t alone)

Only title and body count here, and n of an idf is the articles that have t in the one
of them where more do. The words are looked up in the articles that are to be put into
order and in no others, so this costs about the same in every library. It finds no
article and loses none.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from reader.models import IndexEntry
from reader.search.analysis import terms
from reader.search.ranking import Ranking
from reader.search.smallwords import small_stems
from reader.search.stemming import primary
from reader.search.view import Floats, Numbers, Some
from reader.search.weighing import idf, saturated
from reader.search.widening import Found, reordered

ARTICLES = 10
WORDS = 20
_READ = 1500
"""Characters of a text that are looked at: news says what it is about at its beginning."""
_COMMON = 0.5
"""A word in more than this share of the articles tells nothing."""
_FIELDS = ("title", "body")
_Weights = Mapping[str, float]


class _Telling(NamedTuple):
    """A word with what it is worth."""

    word: str
    weight: float
    idf: float


def asked_of(ranking: Ranking, found: Found) -> Sequence[int]:
    """The keys of the articles whose texts are needed; none where there is nothing to learn."""
    if found.words < 2 or found.total < 2:
        return ()
    return [int(key) for key in ranking.view.keys[found.numbers[:ARTICLES]]]


def reorder(ranking: Ranking, found: Found, entries: Iterable[IndexEntry]) -> Found:
    """The same articles, those first that share the most telling words of the best."""
    keys = ranking.view.keys[found.numbers[:ARTICLES]].tolist()
    scores = dict(zip(keys, found.scores.tolist(), strict=False))
    telling = _most_telling(ranking, _weighed((e for e in entries if e.key in scores), scores))

    def bonus(articles: Numbers) -> Floats:
        among = ranking.view.divided(articles)
        total = np.zeros(len(articles), np.float32)
        for word, weight, idf_ in telling:
            frequency = _frequency(ranking, word, articles, among)
            total += np.float32(found.words * weight * idf_) * saturated(frequency)
        return total

    return reordered(ranking, found, bonus)


def _weighed(entries: Iterable[IndexEntry], scores: dict[int, float]) -> _Weights:
    """The words of the articles, by how much of them they are."""
    weights: defaultdict[str, float] = defaultdict(float)
    for entry in entries:
        stems = _counted(entry)
        length = sum(stems.values())
        for word, count in stems.items():
            weights[word] += scores[entry.key] * count / length
    return weights


def _counted(entry: IndexEntry) -> dict[str, int]:
    """How often the stems stand in the beginning of an article, small words left out."""
    small = small_stems(entry.language)
    stems = terms(f"{entry.title}\n{entry.body[:_READ]}", primary(entry.language)).stems
    counts = {stem.decode(): len(places) for stem, places in stems.items()}
    return {stem: count for stem, count in counts.items() if stem not in small}


def _most_telling(ranking: Ranking, weights: _Weights) -> list[_Telling]:
    """The words of most weight; what one article alone has leads nowhere."""
    size = ranking.view.size
    found: list[_Telling] = []
    for word, weight in heapq.nlargest(2 * WORDS, weights.items(), key=lambda w: (w[1], w[0])):
        having = max(ranking.view.frequency(field, word) for field in _FIELDS)
        if 1 < having <= max(2, _COMMON * size):
            worth = idf(size, having)
            found.append(_Telling(word, weight * worth, worth))
    best = heapq.nlargest(WORDS, found, key=lambda each: (each.weight, each.word))
    total = sum(each.weight for each in best)
    return [each._replace(weight=each.weight / total) for each in best]


def _frequency(ranking: Ranking, word: str, articles: Numbers, among: Sequence[Some]) -> Floats:
    """The weighted frequency of the word in each of the articles."""
    total = np.zeros(len(articles), np.float32)
    for field in _FIELDS:
        total += ranking.unit(field)[articles] * ranking.view.counts(field, word, among)
    return total
