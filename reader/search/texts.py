"""Whether one text, held by no index, has what is sought: the same plan, the same analysis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from reader.search.analysis import Terms, terms
from reader.search.folding import fold
from reader.search.plan import All, Any, Form, Near, Plan, Spelled, Starts, Stem, Without, plan_of
from reader.search.tree import Query

_analysed = lru_cache(maxsize=20_000)(terms)


class Sought:
    """A query of words to be held against texts."""

    def __init__(self, query: Query, typed: str) -> None:
        """With the text that the query was made from."""
        self._plan = plan_of(query)
        self._literally = fold(typed)

    def in_text(self, text: str) -> bool:
        """Has the text what the query seeks? What is no word (`?!`) is sought as it stands."""
        if self._plan is None:
            return self._literally in fold(text)
        return _holds(self._plan, _analysed(text))


def _holds(plan: Plan, found: Terms) -> bool:
    match plan:
        case Stem(respelled=respelled):
            stems = (text.encode() in found.stems for text in plan.texts)
            return any(stems) or respelled.encode() in found.forms
        case Form(text=text):
            return text.encode() in found.forms
        case Spelled(text=text):
            return _alike(text, [form.decode() for form in found.forms])
        case Starts(text=text):
            beginning = text.encode()
            return any(form.startswith(beginning) for form in found.forms)
        case Near(offsets=offsets):
            readings = ([text.encode() for text in texts] for texts in plan.readings)
            return any(_near(stems, offsets, found.stems) for stems in readings)
        case All(children):
            return all(_holds(child, found) for child in children)
        case Any(children):
            return any(_holds(child, found) for child in children)
        case Without(child):
            return not _holds(child, found)


def _alike(word: str, others: list[str]) -> bool:
    from reader.search.spelling import distances, slips

    return any(slip <= slips(word) for slip in distances(word, others))


def _near(
    stems: Sequence[bytes], offsets: Sequence[int], found: Mapping[bytes, Sequence[int]]
) -> bool:
    """Do the stems stand at these distances from the first, anywhere?"""
    first, *others = (
        (found.get(stem, ()), offset) for stem, offset in zip(stems, offsets, strict=True)
    )
    return any(all(place + offset in places for places, offset in others) for place in first[0])
