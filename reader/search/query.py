"""What a person typed and what it means. Nothing typed is an error.

    quake honshu           every word                 And((Word, Word))
    "rate cut"             the words side by side     Phrase
    -rumour  !rumour       not this                   Not
    a OR b                 one of them; binds tighter than standing side by side,
                           so `quake a OR b` is `quake (a OR b)`, as in web search
    ( )                    grouping
    tra*                   words that start so        Prefix
    quak~                  words spelled like it      Fuzzy
    =Apple                 this very form             Word(exact=True)
    title: body: author:   only there; `title:(a b)` holds for both words
    is: has: feed: tag:    the store's knowledge      Filter
    note: url: lang: date: after: before:
    in:@name               what a saved search finds  Filter
    #ml                    the tag or the hashtag     Or((Filter, Phrase))
    +ml                    the tag                    Filter
    sort:new               the order; not in the tree

`str` gives a query back in its plainest form and
`parse(str(parse(s))) == parse(s)`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from reader.light import dataclass
from reader.search.grammar import Parser, plain
from reader.search.tree import (
    FIELDS,
    NOTHING,
    And,
    Filter,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
    Word,
    all_of,
    any_of,
    none_of,
)

__all__ = [
    "FIELDS",
    "NOTHING",
    "And",
    "Filter",
    "Fuzzy",
    "Not",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Request",
    "Term",
    "Word",
    "all_of",
    "any_of",
    "leaves",
    "none_of",
    "parse",
    "typed",
    "understand",
]


@dataclass(frozen=True, slots=True)
class Request:
    """A whole search: what is sought, in which order, and what was not understood."""

    tree: Query
    order: str = ""
    """`relevance`, `new`, `old` or `feed`; "" when the person did not say."""
    astray: tuple[str, ...] = ()
    """What looks like a field or filter and is sought as text."""
    goes_on: bool = False
    """The last word is in the middle of being typed."""

    @property
    def opened(self) -> Query:
        """The tree in which a last word that goes on is also the start of longer ones."""
        return _open_last(self.tree) if self.goes_on else self.tree

    @property
    def by_relevance(self) -> bool:
        """The best come first, where words are sought."""
        return self.order in ("", "relevance")

    @property
    def empty(self) -> bool:
        """Nothing is asked for, or not yet."""
        return self.tree == NOTHING and not self.order

    def __str__(self) -> str:
        return " ".join(p for p in (str(self.tree), self.order and f"sort:{self.order}") if p)


def understand(text: str, *, typing: bool = False, saved: Collection[str] = frozenset()) -> Request:
    """The search that `text` asks for.

    With `typing`, the end of it may be unfinished: the last word may go on, and
    a filter that has no sensible value yet is left out. `saved` are the names that
    `in:@…` may name, as `folded_name` makes them.
    """
    parser = Parser(text, typing=typing, saved=saved)
    tree = parser.query()
    goes_on = typing and not parser.unfinished and _goes_on(text)
    return Request(tree, parser.order, tuple(parser.astray), goes_on)


def parse(text: str) -> Query:
    """The query that `text` means, its order aside. Never raises; an empty one is `And(())`."""
    return understand(text).tree


def typed(text: str) -> Query:
    """Like `parse`, for a text still being typed: its last word may go on.

    That word is sought as it stands and as the start of longer ones. In an
    open quote only the last word is; those before it stay a phrase.
    """
    return understand(text, typing=True).opened


def _goes_on(text: str) -> bool:
    return bool(text) and not text[-1].isspace() and plain(text)[-1] not in '")*~?!,;'


def leaves(query: Query) -> Iterator[Term | Filter]:
    """Everything that is wanted, left to right; not what is excluded."""
    match query:
        case And(children) | Or(children):
            for child in children:
                yield from leaves(child)
        case Not():
            return
        case _:
            yield query


def _open_last(query: Query) -> Query:
    match query:
        case Word(text, field, exact=False):
            return Or((query, Prefix(text, field)))
        case Phrase(text, field) if text and not text[-1].isspace():
            head, _, last = text.rpartition(" ")
            known: list[Query] = [Phrase(head, field)] if head.strip() else []
            return all_of([*known, _open_last(Word(last, field))])
        case And(children) if children:
            return all_of([*children[:-1], _open_last(children[-1])])
        case Or(children):
            return any_of([*children[:-1], _open_last(children[-1])])
    return query
