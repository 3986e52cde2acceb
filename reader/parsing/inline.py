"""A paragraph in the making: text with its spaces collapsed, and the spans that run through it."""

from __future__ import annotations

import re

from reader.light import dataclass
from reader.models import Span, SpanStyle
from reader.safe import clean

_SPACES = re.compile(r"[ \t\n\r\f]+")
# Character references 128–159 mean what windows-1252 means by them
# (https://html.spec.whatwg.org/#numeric-character-reference-end-state).
_C1 = {n: bytes([n]).decode("cp1252", "ignore") for n in range(0x80, 0xA0)}
_SOFT_HYPHEN = "\u00ad"


def tidy(text: str) -> str:
    """Text of a page as it is shown: spaces collapsed, nothing a terminal would obey."""
    if not text.isascii():
        text = text.translate(_C1).replace(_SOFT_HYPHEN, "")
    return _SPACES.sub(" ", clean(text))


@dataclass(slots=True)
class _Open:
    style: SpanStyle
    target: str
    start: int


class Inline:
    """Collects the inline content of one block after another."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._last = ""
        self._open: list[_Open] = []
        self._spans: list[Span] = []

    def add(self, text: str) -> None:
        """Text as written in the markup."""
        text = tidy(text)
        if self._last in {"", " ", "\n"}:
            text = text.lstrip(" ")
        self._put(text)

    def line_break(self) -> bool:
        """A break within the block; True when it is the second in a row, which ends the block."""
        if self._last == "\n":
            return True
        if self._last:
            self._put("\n")
        return False

    def last(self) -> str:
        """The character before the place of writing, "" at the start."""
        return self._last

    def open(self, style: SpanStyle, target: str = "") -> None:
        """A span begins here."""
        self._open.append(_Open(style, target, self._length))

    def close(self, style: SpanStyle) -> None:
        """The innermost open span of this style ends here."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].style == style:
                self._record(self._open.pop(place))
                return

    def take(self) -> tuple[str, tuple[Span, ...]]:
        """The text so far and its spans, in order; open spans go on in the next block."""
        for opened in self._open:
            self._record(opened)
            opened.start = 0
        text = "".join(self._parts)
        spans = tuple(_fitted(self._spans, text))
        self._parts, self._spans, self._length, self._last = [], [], 0, ""
        stripped = text.strip()
        left = len(text) - len(text.lstrip())
        return stripped, tuple(
            Span(span.start - left, span.end - left, span.style, span.target) for span in spans
        )

    def _put(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)
            self._last = text[-1]

    def _record(self, opened: _Open) -> None:
        if opened.start < self._length:
            self._spans.append(Span(opened.start, self._length, opened.style, opened.target))


def _fitted(spans: list[Span], text: str) -> list[Span]:
    """The spans without the white space at their edges, sorted; empty ones gone."""
    fitted = []
    for span in spans:
        inner = text[span.start : span.end]
        start = span.start + len(inner) - len(inner.lstrip())
        end = span.end - len(inner) + len(inner.rstrip())
        if start < end:
            fitted.append(Span(start, end, span.style, span.target))
    return sorted(fitted, key=lambda s: (s.start, -s.end))
