"""A query as a small frozen tree that knows no engine and no store.

`Word`, `Prefix`, `Fuzzy` and `Phrase` are for the index to find; a `Filter` is a
question to the store; `Not`, `And` and `Or` join any of them. `str` gives the
query in its plainest form, and reading that gives the same tree again.
"""

from __future__ import annotations

import re

from reader.light import dataclass

FIELDS = ("title", "author", "body")
"""Where a word may be sought; the fields of the index."""

FOUND = "found by"
"""The field of a `Filter` for what words find, see `reader.search.standing`. A field that is typed has
no space, so none will ever have this name.
"""

_BARE = re.compile(r'[^\s()"=*][^\s()"]*(?<![*~])')


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed; analysis may make several terms of it (`covid-19`)."""

    text: str
    field: str = ""
    """One of `FIELDS`, or "" for anywhere."""
    exact: bool = False

    def __str__(self) -> str:
        return _where(self.field) + "=" * self.exact + self.text


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that start with `text`."""

    text: str
    field: str = ""

    def __str__(self) -> str:
        return f"{_where(self.field)}{self.text}*"


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Words that are spelled like `text`, and itself."""

    text: str
    field: str = ""

    def __str__(self) -> str:
        return f"{_where(self.field)}{self.text}~"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side, in this order. `text` holds no quote."""

    text: str
    field: str = ""

    def __str__(self) -> str:
        return f'{_where(self.field)}"{self.text}"'


@dataclass(frozen=True, slots=True)
class Filter:
    """What the store knows of an article: its state, source, tags, address, language, date."""

    field: str
    """One of `grammar.FILTERS`, where `in` is for a saved search; or `FOUND`."""
    value: str
    whole: bool = False
    """For a source, folder or tag: this is its whole name, not a part of it. For a note: a phrase."""

    def __str__(self) -> str:
        bare = not self.whole and _BARE.fullmatch(self.value)
        field = "in:@" if self.field == "in" else f"{self.field}:"
        return f"{field}{self.value}" if bare else f'{field}"{self.value}"'


@dataclass(frozen=True, slots=True)
class Not:
    """Articles that `child` does not match."""

    child: Query

    def __str__(self) -> str:
        return f"-{_nested(self.child)}"


@dataclass(frozen=True, slots=True)
class And:
    """All of them. `And(())` is the empty query, which seeks nothing."""

    children: tuple[Query, ...] = ()

    def __str__(self) -> str:
        return " ".join(f"({c})" if isinstance(c, Or) else str(c) for c in self.children)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them."""

    children: tuple[Query, ...]

    def __str__(self) -> str:
        return " OR ".join(_nested(c) for c in self.children)


Term = Word | Prefix | Fuzzy | Phrase
Query = Term | Filter | Not | And | Or
NOTHING = And()
"""The empty query."""


def all_of(children: list[Query]) -> Query:
    """`And`, flat, and without a wrapping where there is one child."""
    flat: list[Query] = []
    for child in children:
        flat.extend(child.children if isinstance(child, And) else [child])
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(children: list[Query]) -> Query:
    """`Or`, flat, without empty children; the empty query when none is left."""
    flat: list[Query] = []
    for child in children:
        if child != NOTHING:
            flat.extend(child.children if isinstance(child, Or) else [child])
    if not flat:
        return NOTHING
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def none_of(query: Query) -> Query:
    """`Not`, where there is something to exclude and it is not an exclusion itself."""
    if query == NOTHING:
        return query
    return query.child if isinstance(query, Not) else Not(query)


def _where(field: str) -> str:
    return f"{field}:" if field else ""


def _nested(query: Query) -> str:
    return f"({query})" if isinstance(query, And | Or) else str(query)
