"""What helps where a search finds nothing, or little: each step with what it would find.

How many articles each part of the query has by itself; the query spelled as it
may have been meant; the same query in other lists, at all times, or without one
of its parts. Only what finds more than the query does is offered, with the
exact number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product
from typing import TYPE_CHECKING, Literal

from reader.library.matching import Matching
from reader.light import dataclass
from reader.models import FEW
from reader.search.plan import is_address, plan_of
from reader.search.query import (
    NOTHING,
    And,
    Filter,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Request,
    Word,
    all_of,
    any_of,
    understand,
)
from reader.search.wording import label
from reader.store.lists import Scope

if TYPE_CHECKING:
    from reader.models import Answer
    from reader.search.index import Index
    from reader.search.respelling import Meant

MOST_OFFERS = 6
_MOST_PARTS = 8
_MOST_MISSPELLED = 3
_MOST_SPELLINGS = 9
_CLEARLY_MORE = 10
"""Times as many articles another spelling has to find."""

Kind = Literal["spelling", "scope", "time", "loose", "without"]


@dataclass(frozen=True, slots=True)
class PartCount:
    """A part of the query, and how many articles of the list it has by itself."""

    label: str
    """As a person would say it."""
    query: str
    count: int


@dataclass(frozen=True, slots=True)
class Offer:
    """Another query, and how many articles it finds."""

    kind: Kind
    label: str
    """What it does, in a few words: `without genva`. For a spelling, the whole query."""
    query: str
    """As a finished query, whose last word does not go on."""
    scope: Scope
    """The list to ask it in."""
    count: int


@dataclass(frozen=True, slots=True)
class Advice:
    """Help with a query."""

    found: int
    """How many articles match the query as it stands, not widened."""
    parts: tuple[PartCount, ...] = ()
    offers: tuple[Offer, ...] = ()
    """The most useful first, at most six."""

    def spelling(self, answer: Answer) -> Offer | None:
        """The query as it may have been meant, unless `answer` shows that already."""
        spelled = next((offer for offer in self.offers if offer.kind == "spelling"), None)
        if spelled and answer.respelled and spelled.count <= answer.total:
            return None
        return spelled


def advice(
    matching: Matching, index: Index, text: str, scope: Scope, *, typing: bool = False
) -> Advice:
    """Help with a query; `matching` is of the list `scope`.

    Where the query finds no few articles, only another spelling is offered.

    Raises:
        IndexUnavailable: the index cannot answer.
    """
    request = understand(text, typing=typing, saved=matching.saved)
    if request.tree == NOTHING:
        return Advice(0)
    found = matching.count(request.opened)
    asked = _finished(matching, request)
    offers = _spelled(matching, index, asked, scope, found)
    if found >= FEW:
        return Advice(found, offers=offers)
    parts = _parts(matching, asked.tree)
    others = [*_kept_out(matching, asked, scope), *_loose(matching, asked, scope)]
    fewer = _without(matching, asked, {part.query for part in parts if not part.count}, scope)
    others += sorted(fewer, key=lambda offer: -offer.count)
    more = [offer for offer in others if offer.count > found]
    return Advice(found, parts, (*offers, *_distinct(more))[:MOST_OFFERS])


def _finished(matching: Matching, request: Request) -> Request:
    """The query with a last word that goes on read as a word or, if it is none, as a beginning."""
    tree = request.tree
    last = tree.children[-1] if isinstance(tree, And) else tree
    if request.goes_on and isinstance(last, Word) and not last.exact and not matching.count(last):
        tree = all_of([*_children(tree)[:-1], Prefix(last.text, last.field)])
    return replace(request, tree=tree, goes_on=False)


def _children(tree: Query) -> tuple[Query, ...]:
    return tree.children if isinstance(tree, And) else (tree,)


def _parts(matching: Matching, tree: Query) -> tuple[PartCount, ...]:
    """What is wanted, part by part; not what is excluded."""
    wanted = (part for part in _children(tree) if not isinstance(part, Not) and _counts(part))
    shown = islice(wanted, _MOST_PARTS)
    return tuple(PartCount(label(part), str(part), matching.count(part)) for part in shown)


def _counts(part: Query) -> bool:
    """Whether anybody can answer it; a lone sign asks for nothing."""
    return isinstance(part, Filter | And | Or | Not) or plan_of(part) is not None


def _offer(
    matching: Matching, kind: Kind, said: str, request: Request, tree: Query, scope: Scope
) -> Offer:
    changed = replace(request, tree=tree)
    return Offer(kind, said, str(changed), scope, matching.within(scope).count(tree))


def _distinct(offers: list[Offer]) -> list[Offer]:
    """Each query once, as it was offered first."""
    return list({(offer.query, offer.scope): offer for offer in reversed(offers)}.values())[::-1]


# What the list, the states and the dates keep out


def _kept_out(matching: Matching, asked: Request, scope: Scope) -> Iterator[Offer]:
    """The same query in all articles, and of all times."""
    children = _children(asked.tree)
    if scope != "all":
        yield _offer(matching, "scope", _SAID[frozenset({scope})], asked, asked.tree, "all")
    states = {state for child in children if (state := _state(child))}
    anywhere = [child for child in children if not _state(child)]
    if states and anywhere:
        said = _SAID.get(frozenset(states | ({scope} - {"all"})), "all articles")
        yield _offer(matching, "scope", said, asked, all_of(anywhere), "all")
    ever = [child for child in children if not _is_date(child)]
    if ever and len(ever) < len(children):
        yield _offer(matching, "time", "all time", asked, all_of(ever), scope)


_SAID = {
    frozenset({"unread"}): "read articles too",
    frozenset({"starred"}): "articles without a star too",
}


def _state(part: Query) -> str:
    """`unread` or `starred`, where that is what a part of the query asks for."""
    if part == Filter("is", "unread") or part == Not(Filter("is", "read")):
        return "unread"
    return "starred" if part == Filter("is", "starred") else ""


def _is_date(part: Query) -> bool:
    return isinstance(part, Filter) and part.field in ("date", "after", "before")


# What the query itself keeps out


def _loose(matching: Matching, asked: Request, scope: Scope) -> Iterator[Offer]:
    """The same words in any order, ending and place; an address as the article's own."""
    children = _children(asked.tree)
    loosened = [_loosened(child) for child in children]
    if list(children) != loosened:
        changes = dict.fromkeys(said for child in children if (said := _strict(child)))
        yield _offer(matching, "loose", " and ".join(changes), asked, all_of(loosened), scope)


def _loosened(part: Query) -> Query:
    match part:
        case Phrase(text):
            return all_of([Word(word) for word in text.split()])
        case Word(text):
            return Filter("url", text) if is_address(text) else Word(text)
    return part


def _strict(part: Query) -> str:
    match part:
        case Phrase(_, ""):
            return "the words apart"
        case Phrase(_, field):
            return f"the words apart, not only in {field}"
        case Word(text) if is_address(text):
            return "by its address"
        case Word(_, "", exact=True):
            return "other endings too"
        case Word(_, field) if field:
            return f"not only in {field}"
    return ""


def _without(matching: Matching, asked: Request, absent: set[str], scope: Scope) -> Iterator[Offer]:
    """The query with one of its parts left out, or with all of those that nothing has."""
    children = _children(asked.tree)
    left_out = [[part] for part in children[:_MOST_PARTS]]
    left_out.append([part for part in children if str(part) in absent])
    for parts in left_out:
        rest = [part for part in children if part not in parts]
        if parts and any(not isinstance(part, Not) for part in rest):
            said = "without " + " and ".join(map(_named, parts))
            yield _offer(matching, "without", said, asked, all_of(rest), scope)


def _named(part: Query) -> str:
    return f"({part})" if isinstance(part, Or) else str(part)


# Spelling


def _spelled(
    matching: Matching, index: Index, asked: Request, scope: Scope, found: int
) -> tuple[Offer, ...]:
    """The query as it may have been meant, where that finds clearly more.

    Where it does so only without what keeps out other states and dates, without that.
    """
    words = list(dict.fromkeys(_words(matching, asked.tree)))[: 2 * _MOST_PARTS]
    near = _alternatives(index, sorted(words, key=matching.count)[:_MOST_MISSPELLED])
    least = max(1, found * _CLEARLY_MORE)
    ways = [_respelled(asked.tree, spelling) for spelling in _combined(near)]
    for lift, place in ((False, scope), (True, "all")):
        for way in ways:
            tree = _anywhere(way) if lift else way
            text = str(replace(asked, tree=tree))
            offer = _offer(matching, "spelling", text, asked, tree, place)
            if offer.count >= least:
                return (offer,)
    return ()


def _anywhere(tree: Query) -> Query:
    """The query in all articles of all times."""
    return all_of([part for part in _children(tree) if not (_state(part) or _is_date(part))])


def _alternatives(index: Index, words: list[Word]) -> dict[Word, list[Meant]]:
    """The words that may be misspelled, and what they may have been meant to be."""
    from reader.search.respelling import meant

    found: dict[Word, list[Meant]] = {}
    with index.reading() as ranking:
        if ranking is None:
            return found
        for word in words:
            if near := meant(ranking, word.text, word.field):
                found[word] = near
    return found


def _combined(near: dict[Word, list[Meant]]) -> list[dict[Word, str]]:
    """Ways to spell all of the misspelled words, the likeliest first."""
    if not near:
        return []
    ways = sorted(product(*near.values()), key=lambda way: -_likely(way))[:_MOST_SPELLINGS]
    return [{word: m.word for word, m in zip(near, way, strict=True)} for way in ways]


def _likely(way: tuple[Meant, ...]) -> float:
    total = 1.0
    for each in way:
        total *= each.likely
    return total


def _words(matching: Matching, query: Query) -> Iterator[Word]:
    """The words that are wanted, those of phrases too, but for those that are to be exact.

    A beginning that no word has is taken for a word.
    """
    match query:
        case Word(_, _, exact=False):
            yield query
        case Prefix(text, field) if not matching.count(query):
            yield Word(text, field)
        case Phrase(text, field):
            yield from (Word(word, field) for word in text.split())
        case And(children) | Or(children):
            for child in children:
                yield from _words(matching, child)


def _respelled(query: Query, spelling: dict[Word, str]) -> Query:
    match query:
        case Word(_, field, exact=False):
            return Word(spelling.get(query, query.text), field)
        case Prefix(text, field) if (word := Word(text, field)) in spelling:
            return Word(spelling[word], field)
        case Phrase(text, field):
            words = (spelling.get(Word(word, field), word) for word in text.split())
            return Phrase(" ".join(words), field)
        case And(children):
            return all_of([_respelled(child, spelling) for child in children])
        case Or(children):
            return any_of([_respelled(child, spelling) for child in children])
    return query
