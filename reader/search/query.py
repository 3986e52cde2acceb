"""What a person typed, as a small frozen tree. Nothing typed is an error.

    quake honshu           every word                 And((Word, Word))
    "rate cut"             the words side by side     Phrase
    -rumour  !rumour       not this                   Not
    a OR b                 one of them; binds tighter than standing side by side,
                           so `quake a OR b` is `quake (a OR b)`, as in web search
    ( )                    grouping
    tra*                   words that start so        Prefix
    =Apple                 this very form             Word(exact=True)
    title: body: author:   only there; `title:(a b)` holds for both words

Forgiving: an open quote or bracket closes itself, a lone operator is ignored,
an unknown `foo:bar` is text. `str` gives the query back in its plainest form
and `parse(str(parse(s))) == parse(s)`. The tree knows no engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

FIELDS = ("title", "author", "body")
_ALIASES = {"subject": "title", "intitle": "title", "from": "author"}


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
class Phrase:
    """Words side by side, in this order. `text` holds no quote."""

    text: str
    field: str = ""

    def __str__(self) -> str:
        return f'{_where(self.field)}"{self.text}"'


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


Query = Word | Prefix | Phrase | Not | And | Or


def parse(text: str) -> Query:
    """The query that `text` means. Never raises; an empty one is `And(())`."""
    return _Parser(text).query()


def typed(text: str) -> Query:
    """Like `parse`, for a text still being typed: its last word may go on.

    That word is sought as it stands and as the start of longer ones. In an
    open quote only the last word is; those before it stay a phrase.
    """
    tree = parse(text)
    if not text or text[-1].isspace() or text.translate(_PLAIN)[-1] in '")*':
        return tree
    return _open_last(tree)


def leaves(query: Query) -> Iterator[Word | Prefix | Phrase]:
    """Words, prefixes and phrases that are wanted, left to right; not the excluded."""
    match query:
        case And(children) | Or(children):
            for child in children:
                yield from leaves(child)
        case Word() | Prefix() | Phrase():
            yield query


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
        if child != And():
            flat.extend(child.children if isinstance(child, Or) else [child])
    if not flat:
        return And()
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def _where(field: str) -> str:
    return f"{field}:" if field else ""


def _nested(query: Query) -> str:
    return f"({query})" if isinstance(query, And | Or) else str(query)


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


# Curly and full-width forms that keyboards and copied text bring along.
_PLAIN = str.maketrans("“”„‟＂（）：＊", '"""""():*')
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<open>(?P<sign>[-!]*)(?P<field>(?:[^\W\d_]+:)?)(?P<equal>=*)\()
      | (?P<close>\))
      | (?P<quoted>(?P<qsign>[-!]*)(?P<qfield>(?:[^\W\d_]+:)?)=*"(?P<phrase>[^"]*)"?)
      | (?P<word>[^\s"()]+)
    )""",
    re.VERBOSE,
)
_OPERATORS = ("AND", "OR", "NOT")
_DEEPEST = 40
"""Brackets nested deeper than this are read as spaces."""


class _Parser:
    """Recursive descent over the tokens of one text.

    all   := any*
    any   := item (OR item)*
    item  := [-] ( '(' all ')' | "phrase" | word )
    """

    def __init__(self, text: str) -> None:
        self._tokens = list(_TOKEN.finditer(text.translate(_PLAIN)))
        self._at = 0
        self._depth = 0

    def query(self) -> Query:
        parts: list[Query] = []
        while self._at < len(self._tokens):
            parts.append(self._all(""))
            self._at += 1  # a bracket that nobody opened
        return all_of(parts)

    def _all(self, field: str) -> Query:
        parts: list[Query] = []
        while self._at < len(self._tokens) and not self._peek("close"):
            parts.append(self._any(field))
        return all_of(parts)

    def _any(self, field: str) -> Query:
        parts = [self._item(field)]
        while self._operator("OR"):
            while self._operator("OR"):
                self._at += 1
            if self._at < len(self._tokens) and not self._peek("close"):
                parts.append(self._item(field))
        return any_of(parts)

    def _item(self, field: str) -> Query:
        negated = False
        while self._operator("AND") or self._operator("NOT") or self._operator("OR"):
            negated = self._operator("NOT")
            self._at += 1
        if self._at >= len(self._tokens) or self._peek("close"):
            return And()
        token = self._tokens[self._at]
        self._at += 1
        if token["open"]:
            found = self._group(token, field)
        elif token["quoted"]:
            found = self._quoted(token, field)
        else:
            found = _word(token["word"], field)
        return _not(found) if negated else found

    def _group(self, token: re.Match[str], field: str) -> Query:
        own = _field(token["field"])
        if self._depth >= _DEEPEST:
            return And()
        self._depth += 1
        inner = self._all(own or field)
        self._depth -= 1
        self._at += 1  # its closing bracket, or the end
        if token["field"] and not own:
            inner = all_of([_word(token["field"], field), inner])
        return _not(inner) if token["sign"] else inner

    def _quoted(self, token: re.Match[str], field: str) -> Query:
        own = _field(token["qfield"])
        text = " ".join(token["phrase"].split())
        phrase: Query = Phrase(text, own or field) if text else And()
        if token["qfield"] and not own:
            phrase = all_of([_word(token["qfield"], field), phrase])
        return _not(phrase) if token["qsign"] else phrase

    def _peek(self, kind: str) -> bool:
        return self._at < len(self._tokens) and bool(self._tokens[self._at][kind])

    def _operator(self, name: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at]["word"] == name


def _word(text: str, field: str) -> Query:
    bare = text.lstrip("-!")
    if len(bare) < len(text):
        return _not(_word(bare, field)) if bare else And()
    head, colon, rest = text.partition(":")
    if colon and (own := _field(head + ":")):
        return _value(rest, own)
    return _value(text, field)


def _value(text: str, field: str) -> Query:
    """A word, exact word or prefix, with its field's name already taken off."""
    exact = text.startswith("=")
    bare = text.rstrip("*").lstrip("=")
    if not bare.strip("-!"):
        return And()
    if exact:
        return Word(bare, field, exact=True)
    if text.endswith("*"):
        return Prefix(bare, field)
    if text in _OPERATORS and not field:
        return Phrase(text)  # `-OR` means the word, and so must what it prints
    return Word(bare, field)


def _field(name: str) -> str:
    """The field that `name:` means, "" when there is none of that name."""
    plain = name.removesuffix(":").lower()
    plain = _ALIASES.get(plain, plain)
    return plain if plain in FIELDS else ""


def _not(query: Query) -> Query:
    if query == And():
        return query
    return query.child if isinstance(query, Not) else Not(query)
