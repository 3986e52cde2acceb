"""Addresses written out in a text: links, although nobody has marked them up.

`https://…`, `http://…` and `www.…`, without what is of the sentence around them: its full
stop, its quotes, its closing bracket (one that was opened within stays: `…/Halifax_(town)`).
Trailing marks, brackets and the `http://` before `www.` follow the autolinks of GitHub
Flavored Markdown. Otherwise than there, a bracket that was not opened ends an address also
in its middle (`[https://a.example/b](…)`), writing without spaces between its words may
stand on either side, and what is not whole is no link: an address shortened by an ellipsis
or with a `{place}` to be filled in would lead somewhere else. The mark of a footnote ends an
address where it is drawn as one (`…/report¹`).

They are found whenever a text is shown, so that articles in a library already have them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.light import pattern
from reader.models import Block, Span
from reader.tui.layout import UNSEEN
from reader.tui.marks import DRAWN

_SIGNS = ("://", "www.", "Www.", "WWW.")
"""A text without any of these is not looked at further: most of a book."""
_LABELS = r"(?:[\w-]+\.)+"
_ASCII_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_LAST_LABEL = rf"(?:{_ASCII_LABEL}|[^\W\x00-\x7f]+)"
"""Of one kind of letters: in `https://example.com的` the last one is of the sentence."""
_HOST = rf"(?:{_LABELS}{_LAST_LABEL}|localhost(?!\w)|{_ASCII_LABEL}(?=:\d|/)|\[[\da-f:.]+\])"
_REST = (
    r"(?::\d+)?(?:[/?#][^\s\x00-\x20\x7f-\x9f\"<>\\^`{|}"
    r"“”„‟‘’‚‛«»‹›—…、。，．：；！？（）〈〉《》「」『』【】〔〕〖〗｡｢｣､"
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffd]*)?"
)
_WRITTEN = pattern(
    rf"(?<![a-z+])https?://{_HOST}{_REST}|(?<![a-z0-9.@/-])www\.{_LABELS}{_ASCII_LABEL}{_REST}",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?'(["
_EMPHASIS = "*_~"
"""In plain text. Of an address, unless one stands before it, too: names of videos end so."""
_OPENED_BY = {")": "(", "]": "["}
_GOES_ON = ("…", "...", "{", "@")
"""What an address that is not whole, or is none, goes on with."""
_LONGEST = 2048
"""A longer one would be sent to the terminal with each of the many lines it takes."""


def spans_of(block: Block) -> tuple[Span, ...]:
    """The spans of a block and, behind them, links for the addresses written out in its text.

    None in code, nor in what leads somewhere already, even if that may not be followed.
    """
    text = block.text
    if block.kind == "code" or not any(sign in text for sign in _SIGNS):
        return block.spans
    taken = bytearray(len(text))
    for span in block.spans:
        if span.style in ("link", "code"):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
    free = ((start, end) for start, end in written(text) if 1 not in taken[start:end])
    found = (Span(start, end, "link", _target(text[start:end])) for start, end in free)
    return (*block.spans, *found)


def written(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses stand in a running text: the first character, the one after the last."""
    for found in _WRITTEN.finditer(text):
        start, end = found.start(), _end(text, *found.span())
        if end - start <= _LONGEST and not text.startswith(_GOES_ON, end):
            yield start, end


def _end(text: str, start: int, end: int) -> int:
    """Where an address ends that may have taken in some of the sentence."""
    mark = DRAWN.search(text, start, end)
    end = mark.start() if mark else end
    opened: list[str] = []
    for place in range(start, end):
        character = text[place]
        if character in _OPENED_BY.values():
            opened.append(character)
        elif character in _OPENED_BY and (not opened or opened.pop() != _OPENED_BY[character]):
            end = place
            break
    before = text[start - 1] if start else " "
    trailing = _TRAILING + (before if before in _EMPHASIS else "")
    return end if text.startswith(_GOES_ON, end) else start + len(text[start:end].rstrip(trailing))


def _target(address: str) -> str:
    """Where it leads; advice to a line breaker is not of it."""
    address = address.translate(UNSEEN)
    return address if "://" in address[:8] else f"http://{address}"
