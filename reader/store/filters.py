"""Conditions on articles as SQL, made by pure functions and put together like blocks.

A condition speaks of `s`, the article's row in `states`, which has the indexes that
lists are read by (see `lists.where`). Values travel as parameters, never in the SQL.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from reader.light import dataclass

_BEGINNING, _END = -(2**62), 2**62


@dataclass(frozen=True, slots=True)
class Condition:
    """An SQL expression that is true or false of every article, never null."""

    sql: str
    parameters: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in Unix seconds, its end outside; None where it is open."""

    start: int | None
    end: int | None

    @property
    def bounds(self) -> tuple[int, int]:
        """Both ends as numbers."""
        return (
            _BEGINNING if self.start is None else self.start,
            _END if self.end is None else self.end,
        )


EVERYTHING = Condition("1")
NOTHING = Condition("0")
STATES = {
    "unread": Condition("s.read = 0"),
    "read": Condition("s.read = 1"),
    "starred": Condition("s.starred = 1"),
    "vanished": Condition(
        "s.article IN (SELECT article FROM origins WHERE gone = 1)"
        " AND NOT EXISTS (SELECT 1 FROM origins WHERE article = s.article AND gone = 0)"
    ),
    "tagged": Condition("s.article IN (SELECT article FROM tagged)"),
}
PARTS = {
    # `audible` goes by a link named `Audio: …`, which a document may have of its own: of a feed only.
    "audio": Condition(
        "s.article IN (SELECT article FROM audible a WHERE"
        " EXISTS (SELECT 1 FROM entries WHERE article = a.article)"
        # Of a feed that this library has never followed: it came in from another one.
        " OR EXISTS (SELECT 1 FROM originals WHERE article = a.article AND format = 'entry'))"
    ),
    "fulltext": Condition("s.article IN (SELECT article FROM pages)"),
    "image": Condition("s.article IN (SELECT article FROM pictured)"),
    "note": Condition("s.article IN (SELECT article FROM notes WHERE text != '')"),
}


def tagged(numbers: Sequence[int]) -> Condition:
    """Articles that bear at least one of these tags, by their numbers."""
    sql = "SELECT article FROM tagged WHERE tag IN (SELECT value FROM json_each(?))"
    return Condition(f"s.article IN ({sql})", (json.dumps(list(numbers)),))


def of_feeds(numbers: Sequence[int]) -> Condition:
    """Articles that came with one of these feeds."""
    sql = "SELECT article FROM entries WHERE feed IN (SELECT value FROM json_each(?))"
    return Condition(f"s.article IN ({sql})", (json.dumps(list(numbers)),))


def scope(name: str) -> Condition:
    """The articles of a list: `all`, or one of `STATES`."""
    return EVERYTHING if name == "all" else STATES[name]


def sources(names: Sequence[str]) -> Condition:
    """Articles of these sources, by their exact names."""
    return _articles("source IN (SELECT value FROM json_each(?))", json.dumps(list(names)))


def address(part: str) -> Condition:
    """Articles with this in their address; capital letters make no difference (ASCII)."""
    escaped = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return _articles("url LIKE ? ESCAPE '\\'", f"%{_encodable(escaped)}%")


def language(tag: str) -> Condition:
    """Articles in this language; `pt` also in `pt-br` (BCP 47 tags, lower case)."""
    sql = "language = ? OR (language >= ? AND language < ?)"
    return _articles(sql, tag, f"{tag}-", f"{tag}.")  # "." is the sign after "-"


def holding(words: int) -> Condition:
    """Articles that words of saved searches were found in, by the words' number."""
    sql = "s.article IN (SELECT article FROM saved_articles WHERE words = ?)"
    return Condition(sql, (words,))


def among(keys: Sequence[int]) -> Condition:
    """These articles."""
    return Condition("s.article IN (SELECT value FROM json_each(?))", (json.dumps(list(keys)),))


def near(when: int, seconds: int) -> Condition:
    """Articles that lie at most so many seconds from a moment, or whose date is not known."""
    return Condition(
        "(s.sorted >= ? AND s.sorted <= ?)"
        " OR s.article IN (SELECT key FROM articles WHERE published = '')",
        (when - seconds, when + seconds),
    )


def dated(moments: Span, days: Span) -> Condition:
    """Articles of these days.

    Args:
        moments: from the first to the last midnight of the days, where the reader lives.
        days: the same calendar days from midnight to midnight in UTC. Of an article that
            names only its day, that midnight is what `sorted` holds, and it belongs to that
            day wherever the reader lives.
    """
    (start, end), (day, last) = moments.bounds, days.bounds
    if (start, end) == (day, last):
        return Condition("s.sorted >= ? AND s.sorted < ?", (start, end))
    return Condition(
        "s.sorted >= ? AND s.sorted < ? AND CASE WHEN s.sorted % 86400 = 0"
        " AND (SELECT length(published) FROM articles WHERE key = s.article) = 10"
        " THEN s.sorted >= ? AND s.sorted < ? ELSE s.sorted >= ? AND s.sorted < ? END",
        (min(start, day), max(end, last), day, last, start, end),
    )


def every(conditions: Iterable[Condition]) -> Condition:
    """Articles that all of the conditions hold for; all articles when there is none."""
    return _joined([c for c in conditions if c != EVERYTHING], " AND ") or EVERYTHING


def some(conditions: Iterable[Condition]) -> Condition:
    """Articles that at least one of the conditions holds for."""
    return _joined(list(conditions), " OR ") or Condition("0")


def without(condition: Condition) -> Condition:
    """Articles that the condition does not hold for."""
    for one, other in (("read", "unread"), ("unread", "read")):
        if condition == STATES[one]:
            return STATES[other]  # which has an index
    return Condition(f"NOT ({condition.sql})", condition.parameters)


def _articles(sql: str, *parameters: str) -> Condition:
    return Condition(f"s.article IN (SELECT key FROM articles WHERE {sql})", parameters)


def _joined(conditions: list[Condition], how: str) -> Condition | None:
    if len(conditions) < 2:
        return conditions[0] if conditions else None
    parameters = tuple(value for c in conditions for value in c.parameters)
    return Condition(how.join(f"({c.sql})" for c in conditions), parameters)


def _encodable(text: str) -> str:
    """The text without lone surrogates, which SQLite does not take."""
    return text.encode("utf-8", "replace").decode("utf-8")
