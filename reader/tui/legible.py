"""Text that stays readable where a terminal has few colours.

A terminal of 256 or 16 colours is sent the nearest of them, and two that were apart can
become nearly one: grey on a row shaded by a tenth of blue is then grey on grey. What is
drawn passes here last, as it will look, and a colour that would no longer stand out from its
ground gives way to its lighter or darker sister, or to black or white.
"""

from __future__ import annotations

from functools import cache, lru_cache

from rich.color import Color as Ink
from rich.color import ColorSystem, ColorType
from rich.color_triplet import ColorTriplet
from rich.palette import Palette
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

ENOUGH = 4.5
"""WCAG 2.1, 1.4.3: contrast of text, https://www.w3.org/TR/WCAG21/#contrast-minimum."""

# xterm's own, the darkest blue among the palettes in use: what can be read there can be
# read elsewhere.
_SIXTEEN = Palette(
    [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0),
        (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0),
        (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
    ]
)  # fmt: skip
_SISTERS = 8
_BLACK, _WHITE = 0, 15


class Legible(LineFilter):
    """Draws in so many colours and no more, each text apart from its ground."""

    def __init__(self, system: ColorSystem, *, dark: bool) -> None:
        """`dark` tells the terminal's own ground, where none is drawn."""
        super().__init__()
        self._system = system
        self._dark = dark

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments in colours that the terminal has."""
        return [
            Segment(text, style and _legible(style, self._system, self._dark), control)
            for text, style, control in segments
        ]


@lru_cache(4096)
def _legible(style: Style, system: ColorSystem, dark: bool) -> Style:
    ink, ground = style.color or Ink.default(), style.bgcolor or Ink.default()
    wanted = min(_contrast(_seen(ink, True, dark), _seen(ground, False, dark)), ENOUGH)
    if ink.type is not ColorType.TRUECOLOR or ground.type is not ColorType.TRUECOLOR:
        wanted = ENOUGH  # the terminal's own colours promise nothing
    fewer = _fewer(ground, system)
    under = _seen(fewer, False, dark)
    choices = _choices(_fewer(ink, system), system)
    chosen = next(
        (c for c in choices if _contrast(_seen(c, True, dark), under) >= wanted), None
    ) or max(choices, key=lambda c: _contrast(_seen(c, True, dark), under))
    return style + Style(color=chosen, bgcolor=fewer)


def _fewer(ink: Ink, system: ColorSystem) -> Ink:
    """The nearest colour that there is; the terminal's own two stay its own."""
    if ink.type is ColorType.TRUECOLOR and system is ColorSystem.STANDARD and ink.triplet:
        return Ink.from_ansi(_SIXTEEN.match(ink.triplet))
    return ink.downgrade(system)


@cache
def _choices(ink: Ink, system: ColorSystem) -> tuple[Ink, ...]:
    """A colour, then others in its stead, the likest first."""
    number = ink.number
    if system is ColorSystem.STANDARD or number is None or number < 2 * _SISTERS:
        sister = () if number is None else (Ink.from_ansi((number + _SISTERS) % 16),)
        return (ink, *sister, Ink.from_ansi(_WHITE), Ink.from_ansi(_BLACK))
    here = _triplet(ink)
    toward = [
        Ink.from_triplet(ColorTriplet(*(round(c + (end - c) * step / 10) for c in here)))
        for step in range(1, 11)
        for end in (255, 0)
    ]
    return (ink, *(c.downgrade(system) for c in toward))


def _seen(ink: Ink, text: bool, dark: bool) -> ColorTriplet:
    """As a person sees it."""
    if ink.type is ColorType.DEFAULT:
        return ColorTriplet(*(229, 229, 229) if text == dark else (0, 0, 0))
    return _triplet(ink)


def _triplet(ink: Ink) -> ColorTriplet:
    if ink.number is not None and ink.number < 16:
        return _SIXTEEN[ink.number]
    return ink.get_truecolor()


def _contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """The ratio of WCAG 2.1, 1 to 21: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(seen: ColorTriplet) -> float:
    """How light a colour is, 0 to 1: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance."""
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in seen.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
