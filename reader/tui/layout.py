"""Where lines break: a text and a width in cells become ranges of characters.

No line is wider than asked (from two cells up), no character is lost but the
spaces at a break, and what is drawn as one sign (a letter with its accents, a
joined emoji, a flag) is never divided. Latin text costs a search per line, so
that a book is broken in milliseconds; other scripts cost a look per character.

A light form of UAX #14, Unicode Line Breaking Algorithm: breaks at spaces,
after hyphens and dashes within words, after the slashes of an address, and
between Chinese or Japanese characters unless the next may not begin a line
(closing marks, small kana) or the last may not end one (opening marks). Korean
breaks at its spaces, which keeps its words whole; a dash between spaces stays
with the word before it. No hyphenation. A word longer than the line is cut
where the line is full.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

from rich.cells import get_character_cell_size, split_graphemes

from reader.light import pattern

Range = tuple[int, int]
"""Characters `start` up to `end` of a text."""

Inserts = Mapping[int, str]
"""What is drawn in a text without being of it, such as the number of a link: by the offset
of the character it stands behind, plus one. Each of its characters takes one cell."""

INVISIBLE = "\u00ad\u200b\u2060\ufeff"
"""Advice to a line breaker: soft hyphen, zero width space, word joiners. Counted
as no cells here, and to be left out when a line is drawn."""
UNSEEN = dict.fromkeys(map(ord, INVISIBLE))
"""The same as a table for `str.translate`."""

_NARROW = pattern(
    "[\n\t -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0588\u1e00-\u1fff"
    "\u2010-\u2027\u2030-\u205e\u2070-\u20cf\u2100-\u214f\u2190-\u21ff\u2200-\u22ff\u2500-\u25fc]*\\Z"
)
_JOINING = pattern("[\u200d\ufe0f\U0001f1e6-\U0001f1ff]")
_FLAG = range(0x1F1E6, 0x1F200)

_SPACES = " \t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"
_DASHES = frozenset("\u2010\u2012\u2013\u2014\u058a")
_GLUE = "\u00a0\u202f\u2060\ufeff"
_CLOSING = frozenset(
    "!%),.:;?]}¢°’”‰′″℃、。々〉》」』】〕〗〙〛〜〞〟"
    "ぁぃぅぇぉっゃゅょゎゕゖゝゞ゠ァィゥェォッャュョヮヵヶ・ーヽヾ…‥"
    "！％），．：；？］｝～｡｣､･ｧｨｩｪｫｬｭｮｯｰ"
)
"""What may not begin a line; characters that must stay with the one before them."""
_OPENING = frozenset("([{‘“〈《「『【〔〖〘〚〝（［｛｢£¥＄￡￥")
"""What may not end a line."""
_LONE_SCRIPTS = (
    ("\u2e80", "\u312f"),  # radicals, marks, kana, bopomofo
    ("\u31a0", "\ua4cf"),  # strokes, enclosed forms, ideographs, Yi
    ("\uf900", "\ufaff"),
    ("\uff01", "\uff9f"),
    ("\U0001f000", "\U0001faff"),  # emoji
    ("\U00020000", "\U0003ffff"),
)
"""Scripts whose every character is a place to break, class ID of UAX #14."""


class _Widths(dict[str, int]):
    """Cells of each character, looked up once."""

    def __missing__(self, character: str) -> int:
        width = 0 if character in INVISIBLE else get_character_cell_size(character)
        if character in "\t\n":
            width = 1
        self[character] = width
        return width


_WIDTHS = _Widths()


def measure(text: str, inserts: Inserts | None = None) -> Sequence[int]:
    """Where each character begins, in cells from the start; one more for the end.

    An insert counts to the sign before it, so that no line ends between the two.

    The characters of one sign after its first take no cells, so that equal
    neighbours mark the places where a text must not be divided. A tab or line
    break counts one cell.
    """
    edges = _measure(text)
    return _with_inserts(edges, inserts) if inserts else edges


def _measure(text: str) -> Sequence[int]:
    if _NARROW.match(text):
        return range(len(text) + 1)
    if _JOINING.search(text):
        return list(accumulate(_joined_widths(text), initial=0))
    return list(accumulate(map(_WIDTHS.__getitem__, text), initial=0))


def _with_inserts(edges: Sequence[int], inserts: Inserts) -> Sequence[int]:
    """The edges moved on by what stands before them, stretch by stretch."""
    narrow = isinstance(edges, range)
    moved: list[int] = []
    done = shift = 0
    for offset in sorted(inserts):
        sign = offset - 1
        while sign > 0 and not narrow and edges[sign] == edges[offset]:
            sign -= 1
        if sign >= done:
            moved += _moved(edges, done, sign + 1, shift)
            done = sign + 1
        shift += len(inserts[offset])
    moved += _moved(edges, done, len(edges), shift)
    return moved


def _moved(edges: Sequence[int], start: int, end: int, shift: int) -> Sequence[int]:
    if isinstance(edges, range):  # narrow characters: where each begins is its place
        return range(start + shift, end + shift)
    return [edge + shift for edge in edges[start:end]]


def _joined_widths(text: str) -> list[int]:
    """Cells by character where emoji are joined, widened or pairs make a flag."""
    widths = [0] * len(text)
    half_flag = -1
    for start, _, cells in split_graphemes(text)[0]:
        if ord(text[start]) not in _FLAG:
            half_flag = -1
        elif half_flag >= 0:
            widths[half_flag] += cells
            half_flag = -1
            continue
        else:
            half_flag = start
        widths[start] = _WIDTHS[text[start]] if text[start] in "\t\n\u00ad" else cells
    return widths


def break_lines(text: str, width: int, inserts: Inserts | None = None) -> list[Range]:
    """The lines of a running text, each at most `width` cells (taken as 2 if less).

    A line break in the text ends a line. Spaces at a break belong to no line;
    those that begin a line of the author's own (verse) are kept. An empty text
    is one empty line. Room is left for the inserts.
    """
    width = max(width, 2)
    edges = measure(text, inserts)
    lines: list[Range] = []
    for start, end in own_lines(text):
        _fill(text, edges, start, end, width, lines)
    return lines


def own_lines(text: str) -> list[Range]:
    """The lines that the text itself has."""
    if "\n" not in text:
        return [(0, len(text))]
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    return list(zip(starts, [*(s - 1 for s in starts[1:]), len(text)], strict=True))


def _fitting(edges: Sequence[int], start: int, end: int, width: int) -> int:
    """How far a line from `start` can reach, at least one character, at most to `end`."""
    stop = bisect_right(edges, edges[start] + width, start, end + 1) - 1
    return stop if stop > start else min(start + 1, end)


def _fill(
    text: str, edges: Sequence[int], start: int, end: int, width: int, lines: list[Range]
) -> None:
    """Append the lines of one stretch that holds no line break."""
    while end > start and text[end - 1] in _SPACES:
        end -= 1
    while (limit := _fitting(edges, start, end, width)) < end:
        cut = _cut(text, edges, start, limit)
        stop = cut
        while stop > start and text[stop - 1] in _SPACES:
            stop -= 1
        if stop > start:
            lines.append((start, stop))
        start = cut
        while text[start] in _SPACES and edges[start + 1] < edges[start + 2]:
            start += 1
    lines.append((start, end))


def _cut(text: str, edges: Sequence[int], start: int, limit: int) -> int:
    """The last place in (start, limit] where the line may end, else `limit`."""
    if text[limit] == " " and text[limit + 1] not in _DASHES:
        return limit
    for index in range(limit, start, -1):
        if _may_break(text, index) and edges[index] < edges[index + 1]:
            return index
    return limit


def _may_break(text: str, index: int) -> bool:
    """Whether a line may end before character `index`, which is not the first."""
    before, after = text[index - 1], text[index]
    if after in _SPACES:
        return not _is_spaced_dash(text, index + 1)
    if before in _SPACES or before == "\u200b":
        return not _is_spaced_dash(text, index)
    if after in _GLUE or before in _GLUE or after in _CLOSING or before in _OPENING:
        return False
    if before in _DASHES:
        return after not in _DASHES
    if before == "-":
        return after.isalpha() and text[index - 2 : index - 1].isalnum()
    if before == "/":
        return text[max(index - 4, 0) : index - 1].isalnum() and text[index : index + 3].isalnum()
    return _stands_alone(before) or _stands_alone(after)


def _is_spaced_dash(text: str, index: int) -> bool:
    """Whether a dash stands at `index` and a space, or nothing, behind it."""
    return text[index : index + 1] in _DASHES and text[index + 1 : index + 2] in ("", " ", "\u200b")


def _stands_alone(character: str) -> bool:
    if character < "\u2e80":
        return False
    return any(first <= character <= last for first, last in _LONE_SCRIPTS)
