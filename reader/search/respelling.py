"""What somebody may have meant who typed a word that hardly any article has.

A word is offered in place of another (of six letters or more) when it is a slip away
(in words of eight letters or more, two) and a hundred times as many articles have it;
in place of a word that no article has, any; a small word (`has`), never. A slip is a letter too many, missing, wrong, or
swapped with the next. Each further slip has to be made up for by a hundred
times as many articles, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.light import dataclass
from reader.search.analysis import pieces
from reader.search.plan import Form, plan_of
from reader.search.query import FIELDS, Word
from reader.search.schema import exact
from reader.search.smallwords import small_words
from reader.search.spelling import frequency, within
from reader.search.stemming import stem

if TYPE_CHECKING:
    from reader.search.ranking import Ranking
    from reader.search.view import View

RARER = 100
"""How many times as many articles a word has that is offered for another."""
_SHORTEST = 4
_DOUBTED = 6
"""Letters of a word that some article has, to be taken for another."""
_LONG = 8
"""Letters of a word that may have two slips."""
_SCRIPT = 64
"""Letters of one script are no further apart than this."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A word that may have been meant."""

    word: str
    """Folded, as articles have it."""
    slips: int
    articles: int

    @property
    def likely(self) -> float:
        """What candidates are ordered by, the largest first."""
        return self.articles / float(RARER**self.slips)


def meant(ranking: Ranking, word: str, field: str = "", *, most: int = 3) -> list[Meant]:
    """What `word` may have been meant to be, the likeliest first.

    Nothing for a word that is common, short, or written with other signs than letters.
    """
    form = _form(word)
    if not form:
        return []
    plan = plan_of(Word(form, field), ranking.view.languages)
    own = len(ranking.matches(plan).numbers) if plan else 0
    if own * RARER > ranking.view.size or (own and len(form) < _DOUBTED):
        return []
    near = [m for m in _neighbours(ranking.view, field, form) if m.articles >= own * RARER]
    near.sort(key=lambda m: (-m.likely, m.word))
    counted = (Meant(m.word, m.slips, _articles(ranking, field, m.word)) for m in near[:most])
    return sorted((m for m in counted if m.articles >= own * RARER), key=lambda m: -m.likely)


def _form(word: str) -> str:
    """The word folded, if it is one word of letters and long enough; else ""."""
    found = list(pieces(word))
    form = found[0].form if len(found) == 1 else ""
    return form if form.isalpha() and len(form) >= _SHORTEST else ""


def _articles(ranking: Ranking, field: str, word: str) -> int:
    return len(ranking.matches(Form(field, word)).numbers)


def _neighbours(view: View, field: str, form: str) -> Iterator[Meant]:
    """Words a few slips away, of another stem; an article counts once for each field."""
    fields = (field,) if field else FIELDS
    most = 2 if len(form) >= _LONG else 1
    near = {
        word: (found.slips, frequency(view, found))
        for word, found in within(view, fields, form).items()
        if 0 < found.slips <= most
    }
    for word in _other_beginnings(form):
        if count := sum(len(view.postings(exact(name), word).numbers) for name in fields):
            near[word] = 1, count
    own = stem(form)[0]
    small = small_words(())
    for word, (apart, count) in near.items():
        if word.isalpha() and word not in small and stem(word)[0] != own:
            yield Meant(word, apart, count)


def _other_beginnings(form: str) -> Iterator[str]:
    """The words that differ by one slip at the first letter."""
    if form[0] != form[1]:
        yield form[1] + form[0] + form[2:]
        yield form[1:]
    middle = ord(form[0])
    for code in range(max(0, middle - _SCRIPT), middle + _SCRIPT):
        letter = chr(code)
        if code != middle and letter.isalpha() and letter == letter.lower():
            yield letter + form
            yield letter + form[1:]
