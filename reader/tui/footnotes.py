"""Footnotes: marks drawn raised, so that nobody takes them for numbers of links; where each leads.

Parsing writes every mark as `[12]`. Where the article has that note, it is drawn as `¹²`, as
in print, and leads there; elsewhere it stays what it is. A note is a block of that kind or,
as people write them in plain text, a line that begins with a mark that stands in the text
above it. Every other character keeps its place, and with it links, emphasis and hits.

Within a link a mark stays what it is. An address that is only written out takes in a mark
behind it; that one is raised, and the address ends there (`…/report[1].`), unless more of the
address follows (`…/?x[1]=y`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from reader.light import pattern
from reader.models import Block, Span
from reader.tui import marks
from reader.tui.addresses import spans_of
from reader.tui.pieces import Run

REFERENCE = "reference"
"""The look of a mark."""

_BEHIND = pattern(r"(?:\[\d{1,4}\]|[.,;:!?'()\[\]*_~])*")
"""What may stand behind a mark that ends an address: further marks, signs of the sentence."""
_UNMARKED = ("code", "rule")
_NOTED = ("paragraph", "item")
"""Kinds of blocks whose lines may be notes."""


class Spot(NamedTuple):
    """Where a mark stands: its block, and its first character; 0 in that of a note's block."""

    source: int
    offset: int


class Footnotes:
    """The footnotes of a text, and where it refers to them; read when they are first asked for."""

    def __init__(self, blocks: Sequence[Block] = (), original: bool = False) -> None:
        """Blocks that were left out count if `original`."""
        self._blocks = blocks
        self._original = original

    @cached_property
    def _found(self) -> tuple[Mapping[str, list[Spot]], Mapping[str, list[Spot]]]:
        """By their labels, the notes and the references, in reading order."""
        notes: dict[str, list[Spot]] = {}
        references: dict[str, list[Spot]] = {}
        for source, block in enumerate(self._blocks):
            if block.removed and not self._original:
                continue
            if block.kind == "footnote":
                notes.setdefault(label_of(block), []).append(Spot(source, 0))
            for found in _marks(block):
                label, spot = found[1], Spot(source, found.start())
                is_note = label in references and _begins_note(block, found)
                (notes if is_note else references).setdefault(label, []).append(spot)
        return notes, references

    def drawn(self, block: Block) -> Block:
        """The block with the marks of notes raised; not in code nor within a link."""
        known = [found for found in _marks(block) if found[1] in self._found[0]]
        if not known:
            return block
        spans, marked = spans_of(block), len(block.spans)
        exempt = [span for span in spans[:marked] if span.style in ("code", "link")]
        text, rows = block.text, block.rows
        for found in known:
            start, end = found.span()
            inside = any(span.start < end and start < span.end for span in exempt)
            if not inside and not _is_within(found, spans[marked:]):
                text = f"{text[:start]}{marks.drawn(found[1])}{text[end:]}"
        if rows:
            rows = tuple(tuple(line.split("\t")) for line in text.split("\n"))
        return replace(block, text=text, rows=rows)

    def leads(self, label: str, spot: Spot) -> Spot | None:
        """Where the mark at `spot` leads: to its note or, where it is the note's own, back.

        Of several notes with that label, as where each chapter begins anew, to the next below.
        """
        notes, references = (found.get(label, []) for found in self._found)
        if spot in notes:
            above = notes[notes.index(spot) - 1] if spot != notes[0] else Spot(-1, 0)
            return next((each for each in references if above < each < spot), None)
        return next((each for each in notes if each > spot), notes[-1] if notes else None)

    def has_note(self, spot: Spot) -> bool:
        """Is it a note that has its mark there, rather than a reference to one?"""
        return any(spot in found for found in self._found[0].values())


def _marks(block: Block) -> Iterator[re.Match[str]]:
    if "[" in block.text and block.kind not in _UNMARKED:
        yield from marks.WRITTEN.finditer(block.text)


def _is_within(found: re.Match[str], addresses: Sequence[Span]) -> bool:
    """Does an address that is written out go on behind the mark?"""
    start, end = found.span()
    return any(
        address.start < end
        and start < address.end
        and not _BEHIND.fullmatch(found.string, end, max(end, address.end))
        for address in addresses
    )


def _begins_note(block: Block, found: re.Match[str]) -> bool:
    """Does a mark begin one of the author's own lines, with text behind it?"""
    text, (start, end) = block.text, found.span()
    begins = not start or text[start - 1] == "\n"
    return begins and block.kind in _NOTED and text[end : end + 1].isspace()


def label_of(block: Block) -> str:
    """The label of a footnote."""
    return block.marker.strip("[]")


def with_marks(runs: Sequence[Run]) -> Iterator[Run]:
    """The runs of a line, the marks in them as runs of their own."""
    for run in runs:
        if run.start < 0 or marks.GLUE not in run.text:
            yield run
            continue
        done = 0
        for found in marks.DRAWN.finditer(run.text):
            if done < found.start():
                yield Run(run.look, run.text[done : found.start()], run.start + done)
            yield Run(REFERENCE, found[0], run.start + found.start())
            done = found.end()
        if done < len(run.text):
            yield Run(run.look, run.text[done:], run.start + done)
