"""Lines of a sheet as strips: runs cut where spans and hits begin and end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.light import dataclass
from reader.models import TAG_COLOURS, Span
from reader.tui.footnotes import REFERENCE, Spot, with_marks
from reader.tui.hits import Hit, Hits
from reader.tui.layout import UNSEEN
from reader.tui.linking import leads
from reader.tui.passage import Passage
from reader.tui.pieces import NUMBER, Run
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
    "number",
    "reference",
    "noted",
    "letters",
    "removed",
    "hit",
    "hit-current",
    "selected",
    "caret",
    "remark",
    *(f"tag-{number}" for number in range(TAG_COLOURS)),
)
"""Every look that a run, a span or a hit may have."""


Mark = tuple[str, int, int]
"""A look, the first character that has it, the one after the last."""


class StyleOf(Protocol):
    """The style of a look, changed by those that follow, leading to an address."""

    def __call__(self, *looks: str, link: str = "") -> Style: ...


@dataclass(frozen=True, slots=True)
class Over:
    """What is drawn over the text: hits, letters in the place of numbers, what is selected."""

    hits: Hits
    current: Hit | None
    labels: Mapping[str | Spot, str]
    """By the number of a link as it is drawn, or where the mark of a footnote leads, the
    letters that lead there."""
    noted: Spot | None
    """The mark that was led to last."""
    shifts: Mapping[int, int]
    """How far pieces that are wider than the page are moved sideways."""
    passage: Passage


def draw(sheet: Sheet, y: int, indent: int, over: Over, style: StyleOf) -> Strip:
    """Line `y` of a sheet, `indent` cells from the left."""
    index, within = sheet.at(y)
    segments = [Segment(" " * indent, style("text"))]
    if index < 0 or within >= sheet.sets[index].piece.height:
        bars = "│ " * sheet.bars(index, within)
        segments.append(Segment(bars, style("quote")))
    else:
        placed = sheet.sets[index]
        looks = ("removed",) if placed.removed else ()
        marks = _marks(sheet, index, over)
        for run in with_marks(placed.piece.runs(within, over.shifts.get(index, 0))):
            if letters := _letters(sheet, index, run, over):
                segments.append(Segment(letters, style("letters")))
            else:
                noted = _is_noted(sheet, index, run, over)
                here = (*looks, "noted") if noted else looks
                segments += _cut(run, here, placed.piece.spans, marks, style)
    kept = [segment for segment in segments if segment.text]
    return Strip(kept, sum(cell_len(segment.text) for segment in kept))


def _letters(sheet: Sheet, index: int, run: Run, over: Over) -> str:
    """What stands in the place of a number or mark, as wide as that; "" where it stands itself."""
    if not over.labels or run.look not in (NUMBER, REFERENCE):
        return ""
    what = run.text if run.look == NUMBER else leads(sheet, index, run)
    letters = over.labels.get(what, "") if what else ""
    return letters.center(len(run.text.translate(UNSEEN))) if letters else ""


def _is_noted(sheet: Sheet, index: int, run: Run, over: Over) -> bool:
    spot = Spot(sheet.sets[index].source, max(run.start, 0))
    return run.look == REFERENCE and spot == over.noted


def _marks(sheet: Sheet, index: int, over: Over) -> list[Mark]:
    """The stretches of a piece that look otherwise, those to be drawn over others last."""
    walked = over.current[1:] if over.current and over.current[0] == index else None
    marks = [
        ("hit-current" if found == walked else "hit", *found)
        for found in sorted(over.hits.within(sheet, index), key=lambda found: found == walked)
    ]
    piece, passage = sheet.sets[index].piece, over.passage
    if selected := passage.within(index, piece):
        marks.append(("selected", *selected))
    if caret := passage.caret_within(index, piece):
        marks.append(("caret", *caret))
    return marks


def _cut(
    run: Run,
    looks: tuple[str, ...],
    spans: Sequence[Span],
    marks: Sequence[Mark],
    style: StyleOf,
) -> list[Segment]:
    if run.start < 0:
        return [Segment(run.text, style(run.look, *looks))]
    start, end = run.start, run.start + len(run.text)
    spans = [span for span in spans if span.start < end and span.end > start]
    marks = [mark for mark in marks if mark[1] < end and mark[2] > start]
    places = {start, end}
    for first, last in [*((span.start, span.end) for span in spans), *(m[1:] for m in marks)]:
        places |= {max(first, start), min(last, end)}
    segments = []
    for first, last in pairwise(sorted(places)):
        here = [span for span in spans if span.start <= first < span.end]
        over = _looks_over([mark[0] for mark in marks if mark[1] <= first < mark[2]])
        look = (run.look, *looks, *map(_look_of_span, here), *over)
        text = run.text[first - start : last - start].translate(UNSEEN)
        segments.append(Segment(text, style(*look, link=_target(here))))
    return segments


def _looks_over(marks: list[str]) -> list[str]:
    """Of hits that overlap only one is drawn, the one walked to if it is among them."""
    hits = [mark for mark in marks if mark.startswith("hit")]
    return [*hits[-1:], *(mark for mark in marks if mark not in hits)]


def _look_of_span(span: Span) -> str:
    return "inline-code" if span.style == "code" else span.style


def _target(spans: Sequence[Span]) -> str:
    targets = (link_target(span.target) for span in spans if span.style == "link")
    return next(filter(None, targets), "")
