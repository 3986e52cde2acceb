"""Marks of footnotes as characters: as parsing writes them, `[12]`, and as they are drawn, `¹²`.

The brackets become characters that are not drawn, so that both are just as long and what is
found in the one stands at the same place in the other.
"""

from __future__ import annotations

from reader.light import pattern

GLUE = "\u2060"
"""Stands in the place of a bracket: not drawn, and no line ends there."""
_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = str.maketrans("0123456789", _DIGITS)
_LOWERED = str.maketrans(_DIGITS, "0123456789")

WRITTEN = pattern(r"\[(\d{1,4})\]")
DRAWN = pattern(f"{GLUE}([{_DIGITS}]{{1,4}}){GLUE}")


def raised(label: str) -> str:
    """A label as it is drawn."""
    return label.translate(_RAISED)


def drawn(label: str) -> str:
    """The mark with that label as it is drawn, as long as it is written."""
    return f"{GLUE}{raised(label)}{GLUE}"


def label_in(mark: str) -> str:
    """The label of a mark as it is drawn; "" if it is none."""
    return mark.strip(GLUE).translate(_LOWERED)


def as_written(text: str) -> str:
    """A text with its marks as they were before they were drawn, just as long."""
    if GLUE not in text:
        return text
    return DRAWN.sub(lambda found: f"[{label_in(found[1])}]", text)
