"""Finds what was typed in a text, whatever its capitals and accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from reader.tui.hits import TermsMarker
from reader.tui.layout import INVISIBLE, Range


def finder(typed: str) -> TermsMarker | None:
    """Marks every place where a text says this; None if nothing was typed.

    White space in it stands for any white space.
    """
    wanted = " ".join(_folded(typed)[0].split())
    if not wanted:
        return None

    def mark(text: str) -> Sequence[Range]:
        folded, places = _folded(text)
        found: list[Range] = []
        at = folded.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            found.append((places[at], places[end - 1] + 1))
            at = folded.find(wanted, end)
        return found

    return mark


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text in small letters without accents, and where each character of it stood."""
    if text.isascii():
        return text.lower().translate(_BLANK), range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        if character in INVISIBLE:
            continue
        for part in unicodedata.normalize("NFKD", character).casefold():
            if not unicodedata.combining(part):
                letters.append(" " if part.isspace() else part)
                places.append(at)
    return "".join(letters), places


_BLANK = {ord(c): " " for c in "\t\n\r\x0b\x0c"}
