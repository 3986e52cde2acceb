"""`search --facets`: how what was found spreads over sources, months, languages and time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from reader.cli import helping, talk
from reader.models import Answer

if TYPE_CHECKING:
    from reader.library import Facet, Facets, Library, Timeline

_BARS = "▁▂▃▄▅▆▇█"
_LONGEST_BAR = 20


def put(library: Library, query: str, options: Any) -> None:
    """Print the facets of a query: a table, or one JSON object."""
    found = library.facets(query, options.scope, widen=not options.all_words)
    if options.json:
        talk.put_json(asdict(found))
    elif found.total:
        for line in table(found, options.limit):
            talk.put(line)
    if found.note:
        talk.say(found.note)
    if not found.total:
        helping.say(library.advice(query, options.scope), Answer((), 0), query)


def table(found: Facets, most: int) -> Iterator[str]:
    """The facets as lines, `most` values of each."""
    time = found.timeline
    days = time.first if time.first == time.last else f"{time.first} to {time.last}"
    yield f"{talk.number(found.total, 'article')}, {days}"
    if len(time.buckets) > 1:
        yield f"{sparkline(time)}  a bar for each {time.unit}"
    for name, facet in (
        ("sources", found.sources),
        ("tags", found.tags),
        ("months", found.months),
        ("languages", found.languages),
    ):
        if facet.values:
            yield f"\n{name}"
            yield from _values(facet, most)


def _values(facet: Facet, most: int) -> Iterator[str]:
    shown = facet.values[:most]
    highest = max((value.count for value in shown), default=1)
    for value in shown:
        bar = "█" * max(1, round(_LONGEST_BAR * value.count / highest))
        yield f"{value.count:>9,}  {bar:<{_LONGEST_BAR}}  {value.name}"
    if more := len(facet.values) - len(shown) + facet.more:
        yield f"{'':>9}  and {more:,} more"


def sparkline(timeline: Timeline) -> str:
    """A bar for each stretch of time, the highest for the fullest; a space for an empty one."""
    counts = [bucket.count for bucket in timeline.buckets]
    top = max(counts)
    return "".join(_BARS[-(-count * len(_BARS) // top) - 1] if count else " " for count in counts)
