"""The grammar: recursive descent from a text to a tree. Nothing typed is an error.

    all   := any*
    any   := item (OR item)*          binds tighter than standing side by side, so
                                      `quake a OR b` is `quake (a OR b)`
    item  := [-] ( field:( all ) | field:"phrase" | field:word )

An open quote or bracket closes itself and a lone operator is ignored. A field
that is not known, or whose value makes no sense, is sought as text, and that
is remembered so that it can be said.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from reader.models import folded_name
from reader.search.days import days
from reader.search.tree import (
    FIELDS,
    NOTHING,
    Filter,
    Fuzzy,
    Not,
    Phrase,
    Prefix,
    Query,
    Word,
    all_of,
    any_of,
    none_of,
)

FILTERS = (
    *("is", "has", "feed", "folder", "tag", "note", "url", "lang"),
    *("date", "after", "before", "in"),
)
"""Fields that the store answers."""
STATES = ("unread", "read", "starred", "tagged", "vanished")
PARTS = ("image", "audio", "note", "fulltext")
ORDERS = ("relevance", "new", "old", "feed")
ALIASES = {
    "subject": "title",
    "intitle": "title",
    "source": "feed",
    "label": "tag",
    "inurl": "url",
    "language": "lang",
    "newer": "after",
    "newer_than": "after",
    "older": "before",
    "older_than": "before",
}
_MEANT = {"star": "starred", "images": "image", "picture": "image", "pictures": "image"} | {
    "notes": "note",
    "sound": "audio",
    "podcast": "audio",
}
_STARRED = Filter("is", "starred")

# Curly and full-width forms that keyboards and copied text bring along.
_PLAIN = str.maketrans("“”„‟＂（）：＊～", '"""""():*~')
# The same of signs before a word; elsewhere they belong to it: 注目！
_SIGNS = re.compile(r"[-!=#+－！＝＃＋]+")
_PLAIN_SIGNS = str.maketrans("－！＝＃＋", "-!=#+")
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<open>(?P<sign>[-!－！]*)(?P<field>(?:[^\W\d]+:)?)(?P<equal>[=＝]*)\()
      | (?P<close>\))
      | (?P<quoted>(?P<qsign>[-!－！]*)(?P<qfield>(?:(?i:in):@|[^\W\d]+:)?)[=＝]*"(?P<phrase>[^"]*)"?)
      | (?P<word>[^\s"()]+)
    )""",
    re.VERBOSE,
)
_OPERATORS = ("AND", "OR", "NOT")
_TAGGED = re.compile(r"#(?P<hash>[^\W_].*)|\+(?P<plus>[^\W\d_].*)")
_FIELD_LIKE = re.compile(r"[^\W\d]{2,}:(?!/)[^:]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*")
_ANY_DAY = date(2000, 1, 1)
_DEEPEST = 40
"""Brackets nested deeper than this are read as spaces."""


def plain(text: str) -> str:
    """The text with the quotes and brackets that the grammar knows; as long as before."""
    return text.translate(_PLAIN)


def tokens(text: str) -> list[re.Match[str]]:
    """The tokens of a plain text, left to right."""
    return list(_TOKEN.finditer(text))


def known_field(name: str) -> str:
    """The field that `name` or `name:` means, "" when there is none of that name."""
    lowered = name.removesuffix(":").lower()
    lowered = ALIASES.get(lowered, lowered)
    return lowered if lowered in (*FIELDS, *FILTERS, "from", "star", "sort") else ""


class Parser:
    """Reads one text; afterwards `order` and `astray` tell what is not in the tree."""

    def __init__(
        self, text: str, *, typing: bool = False, saved: Collection[str] = frozenset()
    ) -> None:
        """With `typing`, a filter at the end whose value makes no sense yet is left out.

        `saved` are the folded names that `in:@…` may name.
        """
        self._tokens = tokens(plain(text))
        # A space ends what was being typed; in an open quote it is part of it.
        self._typing = typing and bool(self._tokens) and self._tokens[-1].end() == len(text)
        self._saved = saved
        self._at = 0
        self._depth = 0
        self.order = ""
        """What `sort:` asks for, "" when it does not stand there."""
        self.unfinished = False
        """The last token is not in the tree."""
        self.astray: list[str] = []
        """What looks like a field or filter and was taken for text."""

    def query(self) -> Query:
        """The tree."""
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
            return NOTHING
        token = self._tokens[self._at]
        self._at += 1
        if token["open"]:
            found = self._group(token, field)
        elif token["quoted"]:
            found = self._quoted(token, field)
        else:
            found = self._word(token["word"], field)
        self.unfinished = found == NOTHING and self._at >= len(self._tokens)
        return none_of(found) if negated else found

    def _group(self, token: re.Match[str], field: str) -> Query:
        own = known_field(token["field"])
        if self._depth >= _DEEPEST:
            return NOTHING
        self._depth += 1
        inner = self._all(own or field)
        self._depth -= 1
        self._at += 1  # its closing bracket, or the end
        if token["field"] and not own:
            inner = all_of([self._stray(token["field"], field), inner])
        return none_of(inner) if token["sign"] else inner

    def _quoted(self, token: re.Match[str], field: str) -> Query:
        own = known_field(token["qfield"].removesuffix("@"))
        text = " ".join(token["phrase"].split())
        found = self._in_quotes(text, own or field) if text else NOTHING
        if token["qfield"] and not own:
            found = all_of([self._stray(token["qfield"], field), found])
        return none_of(found) if token["qsign"] else found

    def _stray(self, name: str, field: str) -> Query:
        """The name of an unknown field before a bracket or quote: a word like others."""
        self._astray(name)
        return self._value(name, field, f"{field}:{name}" if field else name)

    def _in_quotes(self, text: str, field: str) -> Query:
        if field == "" or field in FIELDS:
            return Phrase(text, field)
        if field == "from":
            return any_of([Filter("feed", text, whole=True), Phrase(text, "author")])
        if (known := self._filter(field, text, whole=True)) is not None:
            return known
        if field == "in":
            if self._typing and self._at >= len(self._tokens):
                return NOTHING
            return self._unsaved(text.removeprefix("@"))
        self._astray(f'{field}:"{text}"')
        return Phrase(text)

    def _unsaved(self, name: str) -> Query:
        """A name in quotes that no saved search has: the text that it is without them."""
        one_word = name.isalnum()
        self._astray(f"in:@{name}" if one_word else f'in:@"{name}"')
        if not name:
            return NOTHING
        return Word(f"in:@{name}") if one_word else Phrase(f"in:@{name}")

    def _word(self, text: str, field: str) -> Query:
        if signs := _SIGNS.match(text):
            text = signs[0].translate(_PLAIN_SIGNS) + text[signs.end() :]
        bare = text.lstrip("-!")
        if len(bare) < len(text):
            return none_of(self._word(bare, field)) if bare else NOTHING
        head, colon, rest = text.partition(":")
        if colon and (own := known_field(head)):
            return self._value(rest, own, text)
        if _FIELD_LIKE.match(text):
            self._astray(text)
        return self._value(text, field, f"{field}:{text}" if field else text)

    def _value(self, text: str, field: str, typed: str) -> Query:
        """What `typed` asks for: `text`, in this field."""
        if field == "" or field in FIELDS:
            return self._text(text, field)
        bare = text.lstrip("=*").rstrip("*~")
        if field == "from":
            where = self._text(text, "author")
            return any_of([Filter("feed", bare, text[:1] == "="), where]) if bare else where
        named = bare != "" and (field, bare) != ("in", "@")
        known = self._filter(field, bare, text[:1] == "=") if named else NOTHING
        if known is not None:
            return known
        if self._typing and self._at >= len(self._tokens):
            return NOTHING  # it may become one with the next key
        self._astray(typed)
        return self._text(typed, "")

    def _text(self, text: str, field: str) -> Query:
        """A word, exact word, prefix or fuzzy word, with its field's name already taken off."""
        bare = text.rstrip("*~").lstrip("=")
        if not bare.strip("-!"):
            return NOTHING
        if text.startswith("=") and (text[-1] not in "*~" or bare[0] in "-!" or ":" in bare):
            return Word(bare, field, exact=True)
        if text.endswith("*"):
            return Prefix(bare, field)  # of words as they stand: `=sync*` is `sync*`
        if text.endswith("~"):
            return Fuzzy(bare, field)
        if text in _OPERATORS and not field:
            return Phrase(text)  # `-OR` means the word, and so must what it prints
        if not field and (tag := _TAGGED.fullmatch(text)):
            return _tagged(tag)
        return Word(bare, field)

    def _filter(self, field: str, value: str, whole: bool) -> Query | None:
        """The store's part of the query; None when the field has no such value."""
        if field in ("feed", "folder", "tag", "note"):
            return Filter(field, value, whole)
        if field == "url":
            return Filter(field, value)
        if field == "in":
            name = value.removeprefix("@").strip()
            return Filter(field, name) if folded_name(name) in self._saved else None
        value = value.lower()
        value = _MEANT.get(value, value)
        if field == "sort" and value in ORDERS:
            self.order = value
            return NOTHING
        if field == "star" and value in ("true", "false", "yes", "no"):
            return _STARRED if value in ("true", "yes") else Not(_STARRED)
        return Filter(field, value) if _makes_sense(field, value) else None

    def _astray(self, text: str) -> None:
        if text not in self.astray:
            self.astray.append(text)

    def _peek(self, kind: str) -> bool:
        return self._at < len(self._tokens) and bool(self._tokens[self._at][kind])

    def _operator(self, name: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at]["word"] == name


def _tagged(tag: re.Match[str]) -> Query:
    """`+ml` is a tag; `#ml` is one too, or a hashtag of the article's own."""
    if tag["plus"]:
        return Filter("tag", tag["plus"])
    return any_of([Filter("tag", tag["hash"]), Phrase(tag[0])])


def _makes_sense(field: str, value: str) -> bool:
    match field:
        case "is":
            return value in STATES
        case "has":
            return value in PARTS
        case "lang":
            return bool(_LANGUAGE.fullmatch(value))
        case "date" | "after" | "before":
            return days(field, value, _ANY_DAY) is not None
    return False
