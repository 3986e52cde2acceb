"""Dashes, ellipses and single spaces where typewriter habits stand for them, in prose alone.

`--` between words becomes a dash and `...` after a word an ellipsis. Options of commands
(`--all`), encoded names of hosts (`xn--…`), addresses and code stay as they are. Several
spaces become one, but where lines are the author's own: verse and columns are set by them. What a
sign is shorter is filled with characters that are not drawn, so that every other character
keeps its place and with it links, emphasis and hits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.light import pattern
from reader.models import Span

_HABIT = pattern(
    r"(?<=\s)---?(?=\s)"  # one -- two
    r"|(?<![\w./:@#-])(?!xn--)[^\W\d_]{2,}(---?)[^\W\d_]{2,}(?![\w/:@#-]|[.]\w)"  # one--two
    r"|(?<=[\w\"'’”)])\.\.\.(?=[\s\"'’”)\]!?,;:]|$)"  # one...
    r"|(?<![^\s\"'‘“(\[])\.\.\.(?=\w)"  # ...one
    r"|(?<=\s)\.\.\.(?=\s)|(?<=[^\W\d_]{2})\.\.\.(?=[^\W\d_]{2})"  # one ... two, one...two
)
_SPACES = pattern(r"(?<=\S) {2,}(?=\S)")
_ADDRESS = pattern(r"://|www\.", re.IGNORECASE)
_BREAKABLE, _GLUED = "\u200b", "\u2060"
"""Not drawn: a line may end there, or may not."""


def real_signs(text: str, spans: Iterable[Span] = ()) -> str:
    """The text with such signs, just as long; in code, and where a link shows its address, as it was."""
    if "--" not in text and "..." not in text:
        return text
    exempt = [s for s in spans if s.style == "code" or _shows_address(text, s)]

    def sign(found: re.Match[str]) -> str:
        if any(s.start < found.end() and found.start() < s.end for s in exempt):
            return found[0]
        if found[0] == "...":
            return "…" + _GLUED * 2
        if found[1]:
            return found[0].replace(found[1], "—" + _BREAKABLE * (len(found[1]) - 1))
        return "–" + _BREAKABLE * (len(found[0]) - 1)

    return _HABIT.sub(sign, text)


def single_spaces(text: str, spans: Iterable[Span] = ()) -> str:
    """The text with one space between words, just as long; in code as it was."""
    if "  " not in text or "\n" in text:
        return text
    code = [span for span in spans if span.style == "code"]

    def space(found: re.Match[str]) -> str:
        if any(span.start < found.end() and found.start() < span.end for span in code):
            return found[0]
        return _GLUED * (len(found[0]) - 1) + " "

    return _SPACES.sub(space, text)


def _shows_address(text: str, span: Span) -> bool:
    return span.style == "link" and _ADDRESS.search(text, span.start, span.end) is not None
