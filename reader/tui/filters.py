"""The last look at what is drawn: nothing but text, and no colour where none is wanted.

Texts are cleaned when they come in and where they are set. This is the second lock: it
stands behind every widget, Textual's own and those that do not exist yet.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

# C0, DEL, C1; bidi embeddings, overrides and isolates; interlinear annotations.
_NEVER = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")


class TextOnly(LineFilter):
    """Lets no character through that a terminal would obey."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, those with such characters without them."""
        if not any(_NEVER.search(segment.text) for segment in segments):
            return segments
        return [Segment(_NEVER.sub("", text), style, control) for text, style, control in segments]


class Uncoloured(LineFilter):
    """Takes every colour away; bold, underline and reverse stay. For `NO_COLOR`.

    Textual's own filter for it draws in shades of grey, which are colour codes too.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments in the terminal's own two colours."""
        return [
            Segment(text, style and _uncoloured(style), control)
            for text, style, control in segments
        ]


@lru_cache(1024)
def _uncoloured(style: Style) -> Style:
    return Style(
        bold=style.bold,
        italic=style.italic,
        underline=style.underline,
        strike=style.strike,
        reverse=style.reverse,
        link=style.link,
    ) + Style.from_meta(style.meta)
