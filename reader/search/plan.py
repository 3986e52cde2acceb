"""What a query asks of an index: terms and how they combine.

A typed word may be several terms (`covid-19`, a run of Chinese), so between
the query tree and an index stands this plan. Pure: no index is needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from reader.light import dataclass
from reader.search.analysis import ACCENTED, SPELT, Piece, pieces
from reader.search.folding import accented, umlauts_put_back, umlauts_spelled_out
from reader.search.smallwords import small_words
from reader.search.tree import And, Filter, Fuzzy, Not, Or, Phrase, Prefix, Query, Word

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|www\.", re.IGNORECASE)
NEXT_PLACE, OR_STEM = "\x1f", "\x1e"
"""In what `marked` gives of a phrase; no stem has them."""


@dataclass(frozen=True, slots=True)
class Stem:
    """Articles with a word of this stem. `field` "" is any field, here and below."""

    field: str
    text: str
    """The stem in a text whose language is unknown."""
    form: str
    """The word itself, folded; for finding words that are spelled like it."""
    others: tuple[str, ...] = ()
    """The word's stems in the languages asked for: two each, in their order; none where
    they are all the same."""
    accented: bool = False
    """The word was typed with accents."""
    respelled: str = ""
    """A form of the word with umlauts spelled out, or put back: `mueller`, `~muller`."""
    exactness: float = 1.0
    """What the very word as typed adds to its score: 1 puts it before its other forms."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Every stem, each once."""
        return tuple(dict.fromkeys((self.text, *self.others)))


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
    whole: bool = False
    """An address, whose parts mean nothing by themselves."""

    @property
    def readings(self) -> tuple[tuple[str, ...], ...]:
        """The stems side by side as they are in a text of each language, each reading once."""
        count = max(len(stem.others) for stem in self.stems)
        rows = [(s.text, *(s.others or (s.text,) * count)) for s in self.stems]
        return tuple(dict.fromkeys(zip(*rows, strict=True)))


@dataclass(frozen=True, slots=True)
class All:
    """Articles that match all of the children; with none, every article."""

    children: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Initialled(All):
    """A phrase, and the initials in it as they may be written; its words alone may be `told us so`.

    Where a word stands is known of its stem only, so the initials may stand anywhere else.
    """

    @property
    def apart(self) -> tuple[Plan, ...]:
        """The words of the phrase, and its initials."""
        phrase, *initials = self.children
        forms = {form for way in initials if isinstance(way, Any) for form in way.children}
        stems = phrase.stems if isinstance(phrase, Near) else ()
        words = (s for s in stems if Form(s.field, SPELT + s.form.upper()) not in forms)
        return (*words, *initials)


@dataclass(frozen=True, slots=True)
class Any:
    """Articles that match at least one of the children."""

    children: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Articles that do not match the child."""

    child: Plan


Plan = Stem | Form | Starts | Spelled | Near | All | Any | Without


def plan_of(query: Query, languages: Sequence[str] = ()) -> Plan | None:
    """The plan of a query; None when it asks for nothing that could be indexed.

    A word may be of any of the `languages` (codes of two or three letters), and of
    any language that its letters suggest. Filters are the store's business: they
    are left out.

    A word alone is found as it was typed first. Of two words each has a quarter of
    that; of more none, since of a question's words the rare ones matter, not their
    endings.
    """
    plan = _planned(query, languages)
    if plan is None:
        return None
    count = sum(1 for _ in _stems(plan))
    return plan if count < 2 else _with_exactness(plan, 0.25 if count == 2 else 0.0)


def _stems(plan: Plan) -> Iterator[Stem]:
    """The stems that are sought by themselves."""
    match plan:
        case Stem():
            yield plan
        case All(children) | Any(children):
            for child in children:
                yield from _stems(child)


def _with_exactness(plan: Plan, share: float) -> Plan:
    match plan:
        case Stem():
            return replace(plan, exactness=share)
        case All(children):
            return replace(plan, children=tuple(_with_exactness(c, share) for c in children))
        case Any(children):
            return Any(tuple(_with_exactness(c, share) for c in children))
    return plan


def _planned(query: Query, languages: Sequence[str]) -> Plan | None:
    match query:
        case Word(text, field, exact):
            return _exact(text, field) if exact else _word(text, field, languages)
        case Prefix(text, field):
            return _prefix(text, field, languages)
        case Fuzzy(text, field):
            return _spelled(text, field, languages)
        case Phrase(text, field):
            return _phrase(text, field, languages)
        case Not(child):
            inner = _planned(child, languages)
            return Without(inner) if inner else None
        case And(children):
            return _joined([_planned(c, languages) for c in children], All)
        case Or(children):
            return _joined([_planned(c, languages) for c in children], Any)
        case Filter():
            return None


def marked(plan: Plan) -> Iterator[str]:
    """What to mark in a text: a stem as it is, `=form`, `prefix*`, `like~`, or a phrase.

    A phrase is `"`, then for each of its places the stems that may stand there, with
    `OR_STEM` between them, and `NEXT_PLACE` between the places.
    """
    match plan:
        case Stem():
            yield from plan.texts
            if plan.respelled:
                yield f"={plan.respelled}"
        case Form(_, text):
            yield f"={text}"
        case Starts(_, text):
            yield f"{text}*"
        case Spelled(_, text):
            yield f"{text}~"
        case Near(_, stems):
            yield '"' + NEXT_PLACE.join(OR_STEM.join(stem.texts) for stem in stems)
        case Initialled((phrase, *_)):
            yield from marked(phrase)
        case All(children) | Any(children):
            for child in children:
                yield from marked(child)


def mapped(plan: Plan, change: Callable[[Stem], Plan]) -> Plan:
    """The plan with every wanted stem replaced by what `change` makes of it."""
    match plan:
        case Stem():
            return change(plan)
        case Near(_, stems, whole=False):
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


@dataclass(frozen=True, slots=True)
class _Sought:
    """One piece of what was typed, as it is and as it is in each language."""

    piece: Piece
    others: tuple[str, ...] = ()
    accented: bool = False


def _read(text: str, languages: Sequence[str]) -> list[_Sought]:
    """The pieces of a text: the same ones in every language, but for their stems."""
    read = [list(pieces(text, "" if code == "zh" else code)) for code in ("", *languages)]
    found = []
    for in_all in zip(*read, strict=True):
        first = in_all[0]
        others = tuple(text for p in in_all for text in (p.stem, _second(p)))
        found.append(
            _Sought(
                first,
                () if set(others) == {first.stem} else others,
                bool(first.spelling) and accented(first.spelling),
            )
        )
    return found


def _second(piece: Piece) -> str:
    """A stem as it is where accents are left out; there is none of a pair."""
    return piece.also if piece.also and piece.form else piece.stem


def _sought(text: str, languages: Sequence[str] = ()) -> list[_Sought]:
    """The pieces that together stand for the text, one for each position.

    A word kept with its sign replaces the bare word; pairs of characters
    replace the single ones.
    """
    found = [s for s in _read(text, languages) if s.piece.kind != "joined"]
    pairs = {s.piece.position for s in found if not s.piece.form and s.piece.kind != "single"}
    whole = {s.piece.position for s in found if s.piece.kind == "whole"}
    return [s for s in found if _stands(s.piece, pairs, whole)]


def _stands(piece: Piece, pairs: set[int], whole: set[int]) -> bool:
    if piece.kind == "single":
        return piece.position not in pairs and piece.position - 1 not in pairs
    return piece.kind == "whole" or piece.position not in whole


def _word(text: str, field: str, languages: Sequence[str]) -> Plan | None:
    """One typed word: a stem, or several side by side, also written together."""
    sought = _sought(text, languages)
    if len(sought) == 1 and not sought[0].piece.form and sought[0].piece.also:
        return Stem(field, sought[0].piece.also, "")
    together = [s for s in _read(text, languages) if s.piece.kind == "joined"]
    near = _near(sought, field)
    if isinstance(near, Near) and len(near.stems) == 2 and len(together) == 1:
        return Any((near, _stem(together[0], field)))
    side_by_side = _phrase(text, field, languages)
    if isinstance(side_by_side, Near) and is_address(text):
        return replace(side_by_side, whole=True)
    return side_by_side


def is_address(text: str) -> bool:
    """Whether a word is the address of a page: `https://example.org/a`, `www.example.org`."""
    return bool(_ADDRESS.match(text))


def _phrase(text: str, field: str, languages: Sequence[str]) -> Plan | None:
    """Words side by side, their initials as such."""
    sought = _sought(text, languages)
    near = _near(sought, field)
    ways = [way for s in sought if (way := _initials(s.piece, field))]
    if near is None or not ways:
        return near
    return Initialled((near, *dict.fromkeys(ways))) if isinstance(near, Near) else ways[0]


def _initials(piece: Piece, field: str) -> Plan | None:
    """`U.S.`, which is `US` or `U.S.` and not the word `us`; None where no such word is meant."""
    if "." not in piece.spelling or piece.form not in _ordinary():
        return None
    capitals = piece.spelling.upper()
    ways = (capitals, capitals.replace(".", ""), capitals.lower())
    return Any(tuple(Form(field, SPELT + way) for way in ways))


def _alone(text: str, field: str) -> Plan | None:
    """Initials that are all of a text."""
    found = list(pieces(text))
    return _initials(found[0], field) if len(found) == 1 else None


@cache
def _ordinary() -> frozenset[str]:
    """Words that initials are not meant for: `am`, `it`, `us`."""
    return small_words(()) | {"us"}


def _exact(text: str, field: str) -> Plan | None:
    """This very form. With a capital letter typed, this very spelling."""
    sought = [s.piece for s in _sought(text)]
    if any(not p.form for p in sought):  # no stems to avoid in such a script
        return _word(text, field, ())
    forms = (SPELT + p.spelling if _has_capital(p.spelling) else p.form for p in sought)
    return _joined([Form(field, form) for form in forms], All)


def _has_capital(spelling: str) -> bool:
    return spelling != spelling.lower() or "." in spelling


def _prefix(text: str, field: str, languages: Sequence[str]) -> Plan | None:
    if initials := _alone(text, field):
        return initials
    found = list(pieces(text))
    if not found or not found[-1].form:
        return _near(_sought(text, languages), field)
    if found[0].kind == "joined" and len(found) == 3:
        return Starts(field, found[0].form)
    *before, last = _sought(text, languages)
    return _joined([*(_stem(s, field) for s in before), Starts(field, last.piece.form)], All)


def _spelled(text: str, field: str, languages: Sequence[str]) -> Plan | None:
    if initials := _alone(text, field):
        return initials  # nobody misspells them
    sought = _sought(text, languages)
    if len(sought) == 1 and sought[0].piece.form:
        return Spelled(field, sought[0].piece.form)
    return _near(sought, field)


def _near(sought: list[_Sought], field: str) -> Plan | None:
    if not sought:
        return None
    stems = tuple(_stem(s, field) for s in sought)
    if len(stems) == 1:
        return stems[0]
    first = sought[0].piece.position
    return Near(field, stems, tuple(s.piece.position - first for s in sought))


def _stem(sought: _Sought, field: str) -> Stem:
    piece = sought.piece
    respelled = umlauts_spelled_out(piece.spelling) if sought.accented else ""
    if not respelled and piece.form.isalpha() and (put_back := umlauts_put_back(piece.form)):
        respelled = ACCENTED + put_back
    return Stem(field, piece.stem, piece.form, sought.others, sought.accented, respelled)
