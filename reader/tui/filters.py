"""The last look at what is drawn: nothing but text, and no colour where none is wanted.

Texts are cleaned when they come in and where they are set. This is the second lock: it
stands behind every widget, Textual's own and those that do not exist yet.
"""

from __future__ import annotations

from functools import lru_cache

from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from reader.light import pattern
from reader.tui.legible import luminance

# C0, DEL, C1; bidi embeddings, overrides and isolates; interlinear annotations.
_NEVER = pattern("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")


class TextOnly(LineFilter):
    """Lets no character through that a terminal would obey."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, those with such characters without them."""
        if not any(map(_obeyed, segments)):
            return segments
        return [
            Segment(_NEVER.sub("", text), style and _unlinked(style), control)
            for text, style, control in segments
        ]


def _obeyed(segment: Segment) -> bool:
    link = segment.style.link if segment.style else None
    return bool(_NEVER.search(segment.text) or (link and _NEVER.search(link)))


def _unlinked(style: Style) -> Style:
    """The style without an address that would end its own escape sequence."""
    return style.update_link(None) if style.link and _NEVER.search(style.link) else style


class Uncoloured(LineFilter):
    """Takes every colour away; bold, underline and reverse stay. For `NO_COLOR`.

    Textual's own filter for it draws in shades of grey, which are colour codes too.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments in the terminal's own two colours.

        What stands out from its ground by colour alone, as rows of Textual's own lists do, is reversed.
        """
        ground = background.rich_color.triplet
        return [
            Segment(text, style and _uncoloured(style, ground), control)
            for text, style, control in segments
        ]


@lru_cache(1024)
def _uncoloured(style: Style, ground: ColorTriplet | None) -> Style:
    return Style(
        bold=style.bold,
        italic=style.italic,
        underline=style.underline,
        strike=style.strike,
        reverse=style.reverse or _stands_out(style, ground),
        link=style.link,
    ) + Style.from_meta(style.meta)


_APART = 1.6
"""A contrast with the ground from which a cell stands out; cards and panes have less."""


def _stands_out(style: Style, ground: ColorTriplet | None) -> bool:
    triplet = style.bgcolor.triplet if style.bgcolor else None
    if triplet is None or ground is None:
        return False
    one, other = sorted(luminance(each) + 0.05 for each in (triplet, ground))
    return other / one >= _APART
