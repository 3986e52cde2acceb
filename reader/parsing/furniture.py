"""Page furniture, found by what it says: marked as removed, never thrown away."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Literal

from reader.models import Block
from reader.parsing.furniture_rules import SHORTCODE, SPEECH, STRONG, TAIL, WEAK, whole_line

FURNITURE = "page furniture"

_Strength = Literal["strong", "tail", "weak", "none"]
_LONGEST = 400
_COMPANY = 2
_BAR = 3
_TAIL = 12
_MOST_LINES = 200
_ORNAMENT = " .…»›→▶►•|*_-–—"


def mark_furniture(blocks: Sequence[Block], spare: str = "") -> tuple[Block, ...]:
    """The same blocks, with those that are page furniture marked so, but never the title `spare`.

    A strong line goes wherever it is; weak lines go beside a strong one, or
    where several stand together at the end; tail lines go at the end, with the
    weak ones beside them. If nothing would be left to read, nothing is marked.
    """
    blocks = [piece for block in blocks for piece in _parted(block, spare)]
    kept = [number for number, block in enumerate(blocks) if not block.removed]
    strengths = [_strength(blocks[number], spare) for number in kept]
    found = {kept[place] for place in _furniture(strengths)}
    if all(number in found or not blocks[number].text for number in kept):
        return tuple(blocks)
    return tuple(
        replace(block, removed=FURNITURE) if number in found else block
        for number, block in enumerate(blocks)
    )


def _parted(block: Block, spare: str) -> Iterator[Block]:
    """A paragraph whose author kept its lines, cut between text and furniture.

    Only beside a strong line: verse and addresses have lines that look weak.
    """
    lines = block.text.split("\n")
    strengths = [_line_strength(line.strip()) for line in lines] if len(lines) > 1 else []
    mixed = "strong" in strengths and "none" in strengths
    if not mixed or _strength_of_kind(block, spare) or len(lines) > _MOST_LINES:
        yield block
        return
    start = 0
    for _, group in itertools.groupby(strengths, key=lambda strength: strength != "none"):
        size = len(list(group))
        yield _lines_of(block, start, start + size)
        start += size


def _lines_of(block: Block, first: int, last: int) -> Block:
    """A block of the lines `first` up to `last` of another, with the spans that lie in them."""
    lines = block.text.split("\n")
    start = sum(len(line) + 1 for line in lines[:first])
    text = "\n".join(lines[first:last])
    spans = tuple(
        replace(span, start=max(0, span.start - start), end=min(len(text), span.end - start))
        for span in block.spans
        if span.start - start < len(text) and span.end > start
    )
    return replace(block, text=text, spans=spans)


def part_tail(text: str) -> str:
    """The same text with a blank line between the lines of each paragraph near its end that is
    all furniture, so that a format which joins lines does not join these."""
    paragraphs = text.split("\n\n")
    return "\n\n".join([*paragraphs[:-_TAIL], *map(_parted_lines, paragraphs[-_TAIL:])])


def _parted_lines(paragraph: str) -> str:
    lines = paragraph.strip("\n").split("\n")
    if not 1 < len(lines) <= _MOST_LINES or len(paragraph) > _LONGEST * 4:
        return paragraph
    strengths = {_line_strength(line.strip()) for line in lines}
    furniture = "strong" in strengths and "none" not in strengths
    return "\n\n".join(lines) if furniture else paragraph


def _furniture(strengths: Sequence[_Strength]) -> set[int]:
    """Which places go: the run that ends the document unless it is one weak line, and
    before that each run of strong and weak lines with a strong one in it."""
    end = len(strengths)
    while end and strengths[end - 1] != "none":
        end -= 1
    last = strengths[end:]
    found = (
        set(range(end, len(strengths))) if len(last) >= _COMPANY or "weak" not in last else set()
    )
    for _, run in itertools.groupby(range(end), key=lambda n: strengths[n] in {"strong", "weak"}):
        places = list(run)
        if any(strengths[place] == "strong" for place in places):
            found.update(places)
    return found


def _strength(block: Block, spare: str) -> _Strength:
    if fixed := _strength_of_kind(block, spare):
        return fixed
    if len(block.text) > _LONGEST:
        return "none"
    return _weakest([_line_strength(line.strip()) for line in block.text.split("\n")])


def _strength_of_kind(block: Block, spare: str) -> _Strength | None:
    """The strength of a block whatever its text says; None if the text decides."""
    if block.kind in {"code", "table", "image", "footnote"} or block.quoted:
        return "none"
    if block.kind == "rule":
        return "weak"
    return "none" if not block.text or block.text == spare else None


def _weakest(strengths: Sequence[_Strength]) -> _Strength:
    """A block of several lines is furniture when each of them is; three weak ones are a bar."""
    if "none" in strengths:
        return "none"
    if "tail" in strengths:
        return "tail"
    return "strong" if "strong" in strengths or len(strengths) >= _BAR else "weak"


def _line_strength(line: str) -> _Strength:
    if SHORTCODE.fullmatch(line):
        return "strong"
    if SPEECH.search(line):
        return "none"
    line = line.strip(_ORNAMENT) or line
    found = (strength for strength, rules in _patterns() if rules.fullmatch(line))
    return next(found, "none")


@cache
def _patterns() -> tuple[tuple[_Strength, re.Pattern[str]], ...]:
    """The rules, the strongest first, compiled when the first document comes: it takes a while."""
    return (
        ("strong", whole_line(STRONG)),
        ("tail", whole_line(TAIL)),
        ("weak", whole_line(WEAK)),
    )
