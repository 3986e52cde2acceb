"""The filters of a query as a condition that the store understands.

Pure but for the names of sources and tags and the texts of notes, which are asked
for where a filter speaks of them. Accents and capitals make no difference there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, tzinfo
from datetime import time as clock

from reader.light import dataclass
from reader.models import Folder
from reader.search import tree
from reader.search.days import days
from reader.search.query import NOTHING, And, Filter, Not, Or, Phrase, Prefix, Query, Word
from reader.store import filters, tags
from reader.store.filters import Condition, Span
from reader.store.lists import Scope

_EVER = 2**62


@dataclass(frozen=True, slots=True)
class Filtering:
    """What filters mean here and now."""

    scope: Scope
    """The list that is searched; one more filter."""
    now: datetime
    """What `today` means; naive for the system's time zone."""
    names: Callable[[], Sequence[str]]
    """Every source of the library."""
    tags: Callable[[], Sequence[tuple[int, str]]] = tuple
    """Number and name of every tag."""
    feeds: Callable[[], Sequence[tuple[int, str]]] = tuple
    """Number and name of every feed that is followed."""
    folders: Callable[[], Sequence[tuple[int, Folder]]] = tuple
    """Every such feed with each folder it stands in."""
    notes: Callable[[], Sequence[tuple[int, str]]] = tuple
    """Every note, as (article, text)."""
    saved: Callable[[Filter], Condition] | None = None
    """What a saved search finds, and what its words do; no query has any without it."""

    def condition(self, query: Query) -> Condition:
        """A query of filters alone, within the scope; the empty query is all of the scope."""
        inner = filters.EVERYTHING if query == NOTHING else self._translated(query)
        return filters.every([filters.scope(self.scope), inner])

    def _translated(self, query: Query) -> Condition:
        match query:
            case Not(child):
                return filters.without(self._translated(child))
            case And(children):
                return filters.every(self._translated(child) for child in children)
            case Or(children):
                return filters.some(self._translated(child) for child in children)
            case Filter():
                return self._filter(query)
        raise TypeError(f"{query!r} is no filter")

    def _filter(self, wanted: Filter) -> Condition:
        match wanted.field:
            case "is":
                return filters.STATES[wanted.value]
            case "has":
                return filters.PARTS[wanted.value]
            case "feed" if wanted.value[:1] == "@":
                return filters.of_feeds(_feeds(self.feeds(), wanted))
            case "folder":
                return filters.of_feeds(_in_folders(self.folders(), wanted))
            case "feed":
                return filters.sources(_named(self.names(), wanted))
            case "url":
                return filters.address(wanted.value)
            case "lang":
                return filters.language(wanted.value)
            case "tag":
                return filters.tagged(_tags(self.tags(), wanted))
            case "note":
                return filters.among(_noted(self.notes(), wanted))
            case "in" | tree.FOUND:
                return self.saved(wanted) if self.saved else filters.NOTHING
        return _dated(wanted, self.now)


def _tags(known: Sequence[tuple[int, str]], wanted: Filter) -> list[int]:
    """The tag of this name; where there is none, those whose names begin so, as while typing."""
    from reader.search.folding import fold

    sought = fold(tags.clean_name(wanted.value))
    folded = [(number, fold(name)) for number, name in known]
    exact = [number for number, name in folded if name == sought]
    if exact or wanted.whole:
        return exact
    return [number for number, name in folded if sought and name.startswith(sought)]


def _feeds(known: Sequence[tuple[int, str]], wanted: Filter) -> list[int]:
    """The feed of this name; where there is none, those whose names have it inside."""
    from reader.search.folding import fold

    sought = fold(wanted.value[1:])
    exact = [number for number, name in known if fold(name) == sought]
    if exact or wanted.whole:
        return exact
    return [number for number, name in known if sought and sought in fold(name)]


def _in_folders(known: Sequence[tuple[int, Folder]], wanted: Filter) -> list[int]:
    """The feeds in a folder and below it: by its whole path or, as while typing, its beginning."""
    from reader.search.folding import fold

    sought = fold(wanted.value).strip("/")
    paths = [(number, fold("/".join(path))) for number, path in known]
    exact = [n for n, path in paths if f"{path}/".startswith(f"{sought}/")]
    if exact or wanted.whole:
        return exact
    return [n for n, path in paths if sought and f"/{sought}" in f"/{path}"]


def _noted(known: Sequence[tuple[int, str]], wanted: Filter) -> list[int]:
    """The articles whose note has the word, also as the beginning of a longer one, or the phrase."""
    from reader.search.texts import Sought

    if not known:
        return []
    value = wanted.value
    words = Phrase(value) if wanted.whole else Or((Word(value), Prefix(value)))
    sought = Sought(words, value)
    return [key for key, text in known if sought.in_text(text)]


def _dated(wanted: Filter, now: datetime) -> Condition:
    """Days from midnight to midnight in the zone of `now`."""
    named = days(wanted.field, wanted.value, now.date())
    assert named is not None  # the grammar lets no other date through
    moments = Span(midnight(named.first, now.tzinfo), midnight(named.end, now.tzinfo))
    return filters.dated(moments, Span(midnight(named.first, UTC), midnight(named.end, UTC)))


def midnight(day: date | None, zone: tzinfo | None) -> int | None:
    """When the day begins in this zone, None for the system's own; Unix seconds."""
    if day is None:
        return None
    try:
        return int(datetime.combine(day, clock(), zone).timestamp())
    except (OverflowError, OSError, ValueError):  # near the ends of the calendar
        return -_EVER if day.year < 1970 else _EVER


def _named(names: Sequence[str], wanted: Filter) -> list[str]:
    """The sources that a filter means: of this name or, if not the whole is given, with it inside."""
    from reader.search.folding import fold

    sought = fold(wanted.value)
    if wanted.whole:
        return [name for name in names if fold(name) == sought]
    return [name for name in names if sought in fold(name)]
