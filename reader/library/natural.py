"""Names as people order them: `Paper 3` before `Paper 11`, whatever their case."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from reader.light import pattern

_DIGITS = pattern(r"(\d{1,18})")


@lru_cache(maxsize=8192)  # the lists are counted anew whenever something is read
def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """What to sort a name by: its numbers count as numbers, and come before letters."""
    parts = _DIGITS.split(name.casefold())
    ordered = (
        (0, int(part), part) if at % 2 else (1, 0, part) for at, part in enumerate(parts) if part
    )
    return (*ordered, (-1, 0, name))


def natural_path(path: Sequence[str]) -> tuple[tuple[tuple[int, int, str], ...], ...]:
    """The same for a folder among folders."""
    return tuple(map(natural, path))
