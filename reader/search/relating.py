"""Which articles are about the same thing as a text.

The text's telling terms are asked for, and every article that has some of them gets
(Salton and Buckley: *Term-weighting approaches in automatic text retrieval*, 1988)

    sum over terms t of  q_t · log(1 + tf_t) · idf_t / length^0.4
    q_t   = log(1 + tf_t in the text) · idf_t · (2 for names and numbers)
    idf_t = ln((N + 1) / n_t)      N articles, n_t of them with the term

divided by what the article itself gets. tf counts a title's words three times. The
power of the length stands in for the norm of all of an article's weights, which would
take reading it: so this is nearly the cosine of tf·idf. Names and numbers count double
in the text because they tell two events of one kind apart.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import NamedTuple

import numpy as np

from reader.search.analysis import Piece, pieces
from reader.search.matches import Matches, best, either
from reader.search.smallwords import small_stems
from reader.search.stemming import primary
from reader.search.view import Flags, Floats, Numbers, View

TERMS = 40
"""Telling terms that are asked for."""
TITLE = 3.0
"""What a word in the title counts, in words of the body."""
NAME = 2.0
"""What a name or number counts, in other words."""
_LENGTH = 0.4
_LEAST = 0.06
"""Articles with a smaller share of the text's own score have only chance in common."""
_READ = 12_000
"""Characters of a text that are read: the beginning of a story tells what it is."""
_CANDIDATES = 250
"""Different terms whose frequency is looked up: those that come up most, names first."""
_ENDS = ".!?:…。！？\n"


class Text(NamedTuple):
    """An article whose like is sought."""

    key: int
    title: str
    body: str
    language: str = ""
    """BCP 47 tag, "" when unknown."""


class Term(NamedTuple):
    """A telling term of a text."""

    stem: str
    idf: float
    weight: float


def related(view: View, text: Text, allowed: Flags | None, limit: int) -> list[tuple[int, float]]:
    """Key and score of the articles nearest to this one, best first."""
    terms = telling(view, text)
    found = either([_matches(view, term) for term in terms], len(view.keys))
    scores = found.scores / _lengths(view, found.numbers)
    itself = view.keys[found.numbers] == text.key
    # Not indexed yet: then the nearest is the measure.
    own = scores[itself] if itself.any() else scores
    scores = scores / own.max(initial=np.float32(1e-9))
    kept = (scores >= _LEAST) & ~itself
    if allowed is not None:
        kept &= allowed[found.numbers]
    near = Matches(found.numbers[kept], np.minimum(scores[kept], np.float32(1)))
    rows = best(near, limit)
    keys = view.keys[near.numbers[rows]].tolist()
    return list(zip(keys, near.scores[rows].tolist(), strict=True))


def telling(view: View, text: Text) -> list[Term]:
    """The terms that tell this text from the others of the index, most telling first."""
    body, language = text.body[:_READ], primary(text.language)
    plain = _plain(body, language)
    counts: defaultdict[str, float] = defaultdict(float)
    for piece in plain:
        counts[piece.stem] += 1
    for piece in _plain(text.title, language):
        counts[piece.stem] += TITLE
    named = {piece.stem for piece in plain if _is_name(body, piece)}
    often = sorted(counts, key=lambda s: (-counts[s] * (NAME if s in named else 1.0), s))
    found = []
    small = small_stems(text.language)
    for stem in [s for s in often if s not in small][:_CANDIDATES]:
        held = max(view.frequency("body", stem), view.frequency("title", stem))
        if held:
            idf = math.log((view.size + 1) / held)
            name = NAME if stem in named else 1.0
            found.append(Term(stem, idf, math.log1p(counts[stem]) * idf * name))
    return sorted(found, key=lambda term: (-term.weight, term.stem))[:TERMS]


def _is_name(text: str, piece: Piece) -> bool:
    """Whether it is written with a capital inside a sentence, or with a digit."""
    first = text[piece.start]
    if first.isdigit():
        return True
    if not first.isupper():
        return False
    before = text[max(0, piece.start - 12) : piece.start].rstrip(" \t\"'“”‘’«»(`-–—")
    return bool(before) and before[-1] not in _ENDS


def _plain(text: str, language: str) -> list[Piece]:
    """Words and pairs; not the single characters of a run, nor a compound written together."""
    return [piece for piece in pieces(text, language) if not piece.kind]


def _matches(view: View, term: Term) -> Matches:
    """The articles that have the term, and what it adds to their scores."""
    fields = (("title", TITLE), ("body", 1.0))
    held = [
        Matches(found.numbers, found.counts * np.float32(times))
        for field, times in fields
        for found in [view.postings(field, term.stem)]
    ]
    numbers, counts = either(held, len(view.keys))
    return Matches(numbers, np.float32(term.weight * term.idf) * np.log1p(counts))


def _lengths(view: View, numbers: Numbers) -> Floats:
    """The lengths of articles to the power that scores are divided by."""
    length = view.norms("body")[numbers] + np.float32(0.02) * view.norms("title")[numbers]
    return np.maximum(length, np.float32(0.02)) ** np.float32(_LENGTH)
