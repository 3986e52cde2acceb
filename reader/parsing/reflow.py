"""Whether the line breaks of a paragraph are its author's or its editor's.

A program that wraps text breaks a line only when the next word would not fit.
So a break is *forced* when the line and the next word together pass the wrap
column; in wrapped prose nearly every break is, in verse, addresses and lists
nearly none. That, and whether the next line goes on mid-sentence, decides.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

WIDEST = 132
"""No one wraps wider: a longer line is a whole paragraph."""
_NARROWEST = 30
_STANZA = 4
_LONG = 60
_PAUSES = re.compile(r"[.,!?:;…—–-]['\"”’»)\]]*$")
_FIRST_WORD = re.compile(r"\S+")
_ENDS = re.compile(r"[.!?:;…。！？]['\"”’»)\]]*$")
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]")


def wrap_column(paragraphs: Sequence[Sequence[str]]) -> int:
    """The column the document seems wrapped at, 0 when it seems not to be."""
    lengths = sorted(len(line) for lines in paragraphs for line in lines[:-1] if " " in line)
    if len(lengths) < 3:
        return 0
    column = lengths[min(len(lengths) - 1, len(lengths) * 98 // 100)]
    return column if _NARROWEST <= column <= WIDEST else 0


def reflow(lines: Sequence[str], column: int = 0) -> list[str]:
    """The paragraphs that `lines` (no blank ones among them) stand for.

    `column` is the document's wrap column, 0 if unknown. A result may hold
    line breaks: those the author meant.
    """
    lines = [line.rstrip() for line in lines]
    if len(lines) == 1:
        return [lines[0].strip()]
    longest = max(map(len, lines))
    if longest > max(WIDEST, column * 2):
        return [line.strip() for line in lines]
    for width in dict.fromkeys((column, longest)):
        if is_wrapped(lines, width):
            return _joined(lines, width)
    if _is_one_a_line(lines):
        return [line.strip() for line in lines]
    return ["\n".join(line.strip() for line in lines)]


def is_wrapped(lines: Sequence[str], width: int) -> bool:
    """Whether the breaks between `lines` come from wrapping at `width`."""
    if width < _NARROWEST or _is_verse(lines, width):
        return False
    breaks = list(itertools.pairwise(lines))
    if _runs_on(lines):
        return True
    forced = [pair for pair in breaks if _is_forced(*pair, width)]
    neutral = sum(1 for pair in breaks if not _is_forced(*pair, width) and _starts_anew(*pair))
    going_on = [pair for pair in forced if _goes_on(*pair)]
    if len(breaks) == 1:
        return bool(going_on) and width >= 45
    return (
        len(forced) * 2 >= len(breaks)
        and len(forced) * 10 >= 7 * (len(breaks) - neutral)
        and len(going_on) * 10 >= 3 * len(forced)
    )


def _is_verse(lines: Sequence[str], width: int) -> bool:
    """Whether each line begins with a capital though it is no sentence of its own, and the
    lines either leave room for the next word or end with a mark, as prose does by chance only.
    """
    starts = [line.lstrip("\"'“‘«( \t")[:1] for line in lines]
    if len(lines) < _STANZA or not all(map(str.isupper, starts)) or lines[0].isupper():
        return False
    loose = any(not _is_forced(*pair, width) for pair in itertools.pairwise(lines))
    marked = sum(1 for line in lines if _PAUSES.search(line))
    return (loose or marked * 2 >= len(lines)) and sum(map(ends_sentence, lines)) < len(lines)


def _runs_on(lines: Sequence[str]) -> bool:
    """Whether every line but the last is long and goes on in the next: prose, however ragged."""
    pairs = list(itertools.pairwise(lines))
    return len(pairs) > 1 and all(
        _LONG <= len(line) <= WIDEST and after.lstrip()[:1].islower() and not ends_sentence(line)
        for line, after in pairs
    )


def ends_sentence(text: str) -> bool:
    """Whether the text ends with a mark that ends a sentence or introduces what follows."""
    return bool(_ENDS.search(text[-12:]))


def _is_forced(line: str, following: str, width: int) -> bool:
    word = _FIRST_WORD.search(following)
    if word and _UNSPACED.match(word[0][0]):
        return len(line) >= width - 2
    return len(line) + 1 + (len(word[0]) if word else 0) > width


def _goes_on(line: str, following: str) -> bool:
    """Whether a sentence runs across the break."""
    start = following.lstrip()[:1]
    if _UNSPACED.match(start):
        return not ends_sentence(line)
    return start.islower() or (not ends_sentence(line) and line.endswith((",", "-", "—", "–")))


def _starts_anew(line: str, following: str) -> bool:
    return ends_sentence(line) and not following.lstrip()[:1].islower()


def _joined(lines: Sequence[str], width: int) -> list[str]:
    """Wrapped lines as paragraphs; a short last line or an indented first one parts them."""
    indented = _indented_starts(lines)
    groups = [[lines[0].strip()]]
    for number, (line, following) in enumerate(itertools.pairwise(lines), start=1):
        ended = not _is_forced(line, following, width) and _starts_anew(line, following)
        if number in indented or (ended and len(line) * 10 < width * 9):
            groups.append([])
        groups[-1].append(following.strip())
    return [_glued(group) for group in groups]


def _glued(lines: Sequence[str]) -> str:
    pieces = [lines[0]]
    for before, line in itertools.pairwise(lines):
        glued = _UNSPACED.match(before[-1:]) and _UNSPACED.match(line[:1])
        pieces.append(line if glued else f" {line}")
    return "".join(pieces)


def _indented_starts(lines: Sequence[str]) -> set[int]:
    """Lines that are indented where the others are not: each begins a paragraph."""
    indents = [len(line) - len(line.lstrip()) for line in lines]
    least = min(indents[1:])
    deeper = {n for n, indent in enumerate(indents) if least + 1 < indent <= least + 8 and n}
    return deeper if len(deeper) * 2 < len(lines) else set()


def _is_one_a_line(lines: Sequence[str]) -> bool:
    """Whether each line is a paragraph by itself: sentences, and not verse."""
    lengths = sorted(map(len, lines))
    ended = sum(map(ends_sentence, lines))
    return lengths[len(lengths) // 2] >= 60 and ended * 2 >= len(lines)
