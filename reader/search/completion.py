"""What Tab can make of the word at the cursor: a field's name, one of its values, or a longer word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reader.light import dataclass
from reader.models import folded_name
from reader.search.grammar import ORDERS, PARTS, STATES, known_field, plain, tokens
from reader.search.tree import FIELDS, Filter

Counted = tuple[tuple[str, int], ...]
Words = Callable[[str, str], Sequence[str]]
"""The words that start so, the commonest first, in a field or, for "", in any. `=Ap` asks for words
with this very spelling; they come without the sign."""

NAMES = (
    *("is", "feed", "date", "title", "author", "body"),
    *("tag", "folder", "note", "has", "lang", "url", "after", "before", "in", "sort"),
)
"""Fields in the order in which they are offered."""
_DATES = ("today", "yesterday", "7d", "30d", "1y")
_SHORTEST = 2
"""A single letter is too little to be meant as a field."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that a library can complete, each with the number of its articles."""

    sources: Counted = ()
    languages: Counted = ()
    tags: Counted = ()
    feeds: Counted = ()
    folders: Counted = ()
    """As they are written: `Tech/Science`."""
    saved: tuple[str, ...] = ()
    """Names of saved searches, in the person's order."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cursor stands in a query."""

    start: int
    """The first character of the word or value at the cursor, its signs left out."""
    end: int
    field: str
    """The field that the value is of, "" in a plain word."""
    text: str
    """The value, or the word, up to the cursor; without quotes."""
    quoted: bool = False
    """It is a word of a phrase."""


@dataclass(frozen=True, slots=True)
class Completion:
    """Characters `start` up to `end` of the query may become any of the choices."""

    start: int
    end: int
    choices: tuple[str, ...]
    """As they are to be typed, the likeliest first."""


def place(text: str, cursor: int) -> Place | None:
    """The word or value that the cursor stands in or behind; None between words."""
    for token in tokens(plain(text)):
        start = token.end() - len(token[0].lstrip())
        if not start < cursor <= token.end() or token["close"] or token["open"]:
            continue
        typed = text[start:cursor]
        signs = len(typed) - len(typed.lstrip("-!"))
        head, colon, value = typed[signs:].partition(":")
        field = known_field(head) if colon else ""
        if token["quoted"] and field in ("", *FIELDS):
            return _in_phrase(text, cursor, token.span("phrase"), field)
        if field:
            at = start + signs + len(head) + 1
            return Place(at, token.end(), field, plain(value).lstrip("=").strip('"'))
        return Place(start + signs, token.end(), "", typed[signs:])
    return None


def _in_phrase(text: str, cursor: int, phrase: tuple[int, int], field: str) -> Place | None:
    first, last = phrase
    if not first <= cursor <= last:
        return None
    before, after = text[first:cursor].split(" ")[-1], text[cursor:last].split(" ")[0]
    return Place(cursor - len(before), cursor + len(after), field, before, quoted=True)


def complete(
    text: str, cursor: int, vocabulary: Vocabulary, words: Words | None = None
) -> Completion | None:
    """What could stand where the cursor is; None where there is nothing to complete.

    `words` is asked for the library's own words, where a word is being typed.
    """
    at = place(text, cursor)
    if at is None:
        return None
    choices = () if at.quoted else _names(at, vocabulary)
    if words is not None and at.field in ("", *FIELDS):
        choices += _longer(at, words, "=" * text.startswith("=", at.start))
    if text[at.end : at.end + 1].isspace() or (at.quoted and at.end < len(text)):
        choices = tuple(choice.rstrip() for choice in choices)
    now = text[at.start : at.end]
    if not choices or now in choices or f"{now} " in choices:
        return None
    return Completion(at.start, at.end, choices)


def _names(at: Place, vocabulary: Vocabulary) -> tuple[str, ...]:
    return _values(at, vocabulary) if at.field else _words(at.text, vocabulary)


def _words(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """A field's name; behind `#` or `+` a tag's."""
    if word[:1] in ("#", "+"):
        found = _named(vocabulary.tags, word[1:])
        return tuple(f"tag:{_quoted(n)} " if " " in n else f"{word[0]}{n} " for n in found)
    return _fields(word)


def _fields(word: str) -> tuple[str, ...]:
    lowered = word.lower()
    if len(word) < _SHORTEST:
        return ()
    return tuple(f"{name}:" for name in NAMES if name.startswith(lowered))


def _longer(at: Place, words: Words, exact: str) -> tuple[str, ...]:
    """Words of the library that the word at the cursor can become; as they are spelled behind `=A`."""
    typed = at.text.removeprefix(exact)
    if len(typed) < _SHORTEST:
        return ()
    asked = typed if typed == typed.lower() else exact + typed
    return tuple(f"{exact}{word} " for word in words(asked, at.field))


def _values(at: Place, vocabulary: Vocabulary) -> tuple[str, ...]:
    match at.field:
        case "is":
            return _starting(STATES, at.text)
        case "has":
            return _starting(PARTS, at.text)
        case "sort":
            return _starting(ORDERS, at.text)
        case "star":
            return _starting(("true", "false"), at.text)
        case "lang":
            return _starting((tag for tag, _ in vocabulary.languages), at.text)
        case "date" | "after" | "before":
            return _starting(_DATES, at.text)
        case "feed" if at.text.startswith("@"):
            return tuple(f'"@{name}" ' for name in _named(vocabulary.feeds, at.text[1:]))
        case "folder":
            return tuple(f"{_quoted(name)} " for name in _named(vocabulary.folders, at.text))
        case "feed" | "from":
            return tuple(f'"{name}" ' for name in _named(vocabulary.sources, at.text))
        case "tag":
            return tuple(f"{_quoted(name)} " for name in _named(vocabulary.tags, at.text))
        case "in":
            return _saved(vocabulary.saved, at.text)
    return ()


def _starting(values: Iterable[str], typed: str) -> tuple[str, ...]:
    return tuple(f"{value} " for value in values if value.startswith(typed.lower()))


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _named(known: Counted, typed: str) -> list[str]:
    """Names with a word that starts so, then those with it anywhere; commonest first."""
    from reader.search.folding import fold

    return _having((name for name, _ in known if name and '"' not in name), typed, fold)


def _saved(names: Iterable[str], typed: str) -> tuple[str, ...]:
    """Names of saved searches, as `in:` has them."""
    sought = typed.removeprefix("@").removeprefix('"')
    found = _having(names, sought, folded_name)
    return tuple(f"{Filter('in', name)} ".removeprefix("in:") for name in found)


def _having(names: Iterable[str], typed: str, fold: Callable[[str], str]) -> list[str]:
    """Names with a word that starts so, then those with it anywhere."""
    sought = fold(typed)
    folded = [(fold(name), name) for name in names]
    near = [name for known, name in folded if f" {sought}" in f" {known}"]
    far = [name for known, name in folded if sought in known and f" {sought}" not in f" {known}"]
    return near + far
