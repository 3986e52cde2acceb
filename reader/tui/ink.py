"""Lines of a sheet as strips: runs cut where spans and hits begin and end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.models import Span
from reader.tui.hits import Hit, Hits
from reader.tui.layout import UNSEEN, Range
from reader.tui.linking import Spot
from reader.tui.pieces import Run
from reader.tui.render import link_target
from reader.tui.sheet import Sheet

LOOKS = (
    "title",
    "byline",
    "address",
    "note",
    "text",
    "heading",
    "subheading",
    "quoted",
    "quote",
    "marker",
    "footnote",
    "code",
    "gutter",
    "header",
    "image",
    "rule",
    "strong",
    "emphasis",
    "inline-code",
    "strike",
    "link",
    "removed",
    "hit",
    "hit-current",
)
"""Every look that a run, a span or a hit may have."""


class StyleOf(Protocol):
    """The style of a look, changed by those that follow, leading to an address."""

    def __call__(self, *looks: str, link: str = "") -> Style: ...


def draw(
    sheet: Sheet,
    y: int,
    indent: int,
    hits: Hits,
    current: Hit | None,
    style: StyleOf,
    labels: Mapping[Spot, str],
    shifts: Mapping[int, int],
) -> Strip:
    """Line `y` of a sheet, `indent` cells from the left, with letters over links.

    `shifts` tells how far pieces that are wider than the page are moved sideways.
    """
    index, within = sheet.at(y)
    segments = [Segment(" " * indent, style("text"))]
    if index < 0 or within >= sheet.sets[index].piece.height:
        bars = "│ " * sheet.bars(index, within)
        segments.append(Segment(bars, style("quote")))
    else:
        placed = sheet.sets[index]
        looks = ("removed",) if placed.removed else ()
        found = hits.within(sheet, index)
        walked = current[1:] if current and current[0] == index else None
        for run in placed.piece.runs(within, shifts.get(index, 0)):
            cut = _cut(run, looks, placed.piece.spans, found, walked, style)
            segments += _labelled(run, cut, index, labels, style) if labels else cut
    kept = [segment for segment in segments if segment.text]
    return Strip(kept, sum(cell_len(segment.text) for segment in kept))


def _labelled(
    run: Run, segments: list[Segment], index: int, labels: Mapping[Spot, str], style: StyleOf
) -> list[Segment]:
    """The segments of a run with the letters of its links in the links' first cells."""
    if run.start < 0:
        return segments
    strip, offset = Strip(segments), 0
    width = strip.cell_length
    for (piece, start), label in sorted(labels.items()):
        if piece == index and run.start <= start < run.start + len(run.text):
            offset = cell_len(run.text[: start - run.start].translate(UNSEEN))
            shown = Segment(label, style("hit-current"))
            after = strip.crop(min(offset + len(label), width), width)
            strip = Strip([*strip.crop(0, offset), shown, *after])
            width = strip.cell_length
    return list(strip)


def _cut(
    run: Run,
    looks: tuple[str, ...],
    spans: Sequence[Span],
    found: Sequence[Range],
    walked: Range | None,
    style: StyleOf,
) -> list[Segment]:
    if run.start < 0:
        return [Segment(run.text, style(run.look, *looks))]
    start, end = run.start, run.start + len(run.text)
    spans = [span for span in spans if span.start < end and span.end > start]
    found = [hit for hit in found if hit[0] < end and hit[1] > start]
    places = {start, end}
    for first, last in [*((span.start, span.end) for span in spans), *found]:
        places |= {max(first, start), min(last, end)}
    segments = []
    for first, last in pairwise(sorted(places)):
        here = [span for span in spans if span.start <= first < span.end]
        look = (run.look, *looks, *map(_look_of_span, here), *_look_of_hit(found, first, walked))
        text = run.text[first - start : last - start].translate(UNSEEN)
        segments.append(Segment(text, style(*look, link=_target(here))))
    return segments


def _look_of_span(span: Span) -> str:
    return "inline-code" if span.style == "code" else span.style


def _look_of_hit(found: Sequence[Range], at: int, walked: Range | None) -> tuple[str, ...]:
    over = [hit for hit in found if hit[0] <= at < hit[1]]
    if not over:
        return ()
    return ("hit-current",) if walked in over else ("hit",)


def _target(spans: Sequence[Span]) -> str:
    targets = (link_target(span.target) for span in spans if span.style == "link")
    return next(filter(None, targets), "")
