"""What a query asks of an index: terms and how they combine.

A typed word may be several terms (`covid-19`, a run of Chinese), so between
the query tree and an index stands this plan. Pure: no index is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reader.search.analysis import Piece, pieces
from reader.search.tree import And, Filter, Fuzzy, Not, Or, Phrase, Prefix, Query, Word


@dataclass(frozen=True, slots=True)
class Stem:
    """Articles with a word of this stem. `field` "" is any field, here and below."""

    field: str
    text: str
    form: str
    """The word itself, folded; for finding words that are spelled like it."""


@dataclass(frozen=True, slots=True)
class Form:
    """Articles with this very word (folded)."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Starts:
    """Articles with a word that starts so (folded)."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Spelled:
    """Articles with this word (folded) or one that is spelled like it."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Articles where the stems stand at these distances from the first."""

    field: str
    stems: tuple[Stem, ...]
    offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Articles that match all of the children; with none, every article."""

    children: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Articles that match at least one of the children."""

    children: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Articles that do not match the child."""

    child: Plan


Plan = Stem | Form | Starts | Spelled | Near | All | Any | Without


def plan_of(query: Query) -> Plan | None:
    """The plan of a query; None when it asks for nothing that could be indexed.

    Filters are the store's business: they are left out.
    """
    match query:
        case Word(text, field, exact):
            return _exact(text, field) if exact else _word(text, field)
        case Prefix(text, field):
            return _prefix(text, field)
        case Fuzzy(text, field):
            return _spelled(text, field)
        case Phrase(text, field):
            return _near(_sought(text), field)
        case Not(child):
            inner = plan_of(child)
            return Without(inner) if inner else None
        case And(children):
            return _joined([plan_of(c) for c in children], All)
        case Or(children):
            return _joined([plan_of(c) for c in children], Any)
        case Filter():
            return None


def marked(plan: Plan) -> Iterator[str]:
    """What to mark in a text: a stem as it is, `=form`, `prefix*`, `like~`."""
    match plan:
        case Stem(_, text):
            yield text
        case Form(_, text):
            yield f"={text}"
        case Starts(_, text):
            yield f"{text}*"
        case Spelled(_, text):
            yield f"{text}~"
        case Near(_, stems):
            yield from (stem.text for stem in stems)
        case All(children) | Any(children):
            for child in children:
                yield from marked(child)


def mapped(plan: Plan, change: Callable[[Stem], Plan]) -> Plan:
    """The plan with every wanted stem replaced by what `change` makes of it."""
    match plan:
        case Stem():
            return change(plan)
        case Near(_, stems):
            return All(tuple(change(stem) for stem in stems))
        case All(children):
            return All(tuple(mapped(c, change) for c in children))
        case Any(children):
            return Any(tuple(mapped(c, change) for c in children))
    return plan


def _joined(children: list[Plan | None], how: type[All] | type[Any]) -> Plan | None:
    known = list(dict.fromkeys(child for child in children if child is not None))
    if len(known) < 2:
        return known[0] if known else None
    return how(tuple(known))


def _sought(text: str) -> list[Piece]:
    """The pieces that together stand for the text, one for each position.

    A word kept with its sign replaces the bare word; pairs of characters
    replace the single ones.
    """
    found = [p for p in pieces(text) if p.kind != "joined"]
    pairs = {p.position for p in found if not p.form and p.kind != "single"}
    whole = {p.position for p in found if p.kind == "whole"}
    return [p for p in found if _stands(p, pairs, whole)]


def _stands(piece: Piece, pairs: set[int], whole: set[int]) -> bool:
    if piece.kind == "single":
        return piece.position not in pairs and piece.position - 1 not in pairs
    return piece.kind == "whole" or piece.position not in whole


def _word(text: str, field: str) -> Plan | None:
    """One typed word: a stem, or several side by side, also written together."""
    side_by_side = _near(_sought(text), field)
    if isinstance(side_by_side, Near) and len(side_by_side.stems) == 2:
        together = [p for p in pieces(text) if p.kind == "joined"]
        if len(together) == 1:
            return Any((side_by_side, _stem(together[0], field)))
    return side_by_side


def _exact(text: str, field: str) -> Plan | None:
    sought = _sought(text)
    if any(not p.form for p in sought):  # no stems to avoid in such a script
        return _near(sought, field)
    return _joined([Form(field, p.form) for p in sought], All)


def _prefix(text: str, field: str) -> Plan | None:
    found = list(pieces(text))
    if not found or not found[-1].form:
        return _near(_sought(text), field)
    if found[0].kind == "joined" and len(found) == 3:
        return Starts(field, found[0].form)
    *before, last = _sought(text)
    return _joined([*(_stem(p, field) for p in before), Starts(field, last.form)], All)


def _spelled(text: str, field: str) -> Plan | None:
    sought = _sought(text)
    if len(sought) == 1 and sought[0].form:
        return Spelled(field, sought[0].form)
    return _near(sought, field)


def _near(sought: list[Piece], field: str) -> Plan | None:
    if not sought:
        return None
    stems = tuple(_stem(p, field) for p in sought)
    if len(stems) == 1:
        return stems[0]
    return Near(field, stems, tuple(p.position - sought[0].position for p in sought))


def _stem(piece: Piece, field: str) -> Stem:
    return Stem(field, piece.stem, piece.form)
