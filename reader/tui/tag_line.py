"""A line of tags as a person types it: `+ml -todo "long reads"` gives two and takes one.

Pure. A word alone gives a tag; a name of several words stands in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PARTS = re.compile(r"""([+-]?)(?:"([^"]*)"?|“([^”]*)”?|([^\s,]+))""")


@dataclass(frozen=True, slots=True)
class TagLine:
    """Which tags to give and which to take."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


def read(text: str) -> TagLine:
    """What a line asks for; a name given and taken is taken, each is named once."""
    signed: dict[str, tuple[str, bool]] = {}
    for sign, *forms in _PARTS.findall(text):
        name = " ".join("".join(forms).lstrip("#+-").split())
        if name:
            signed[name.casefold()] = name, sign != "-"
    names = signed.values()
    return TagLine(
        tuple(name for name, given in names if given),
        tuple(name for name, given in names if not given),
    )


def choices(text: str, known: Sequence[str], borne: Sequence[str]) -> list[str]:
    """The lines that this one could become, by the tag that its last word begins.

    Args:
        known: all tags, the commonest first.
        borne: those that the articles have: the ones that can be taken.
    """
    start = max(text.rfind(" "), text.rfind(",")) + 1
    word = text[start:]
    sign = word[:1] if word[:1] in ("+", "-") else ""
    begun = word[len(sign) :].lstrip('#"“').casefold()
    if not word:
        return []
    among = borne if sign == "-" else known
    fitting = [name for name in among if name.casefold().startswith(begun)]
    return [f"{text[:start]}{sign}{_quoted(name)}" for name in fitting]


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
