"""Memory that a search has freed is kept for the next key.

A search makes arrays of a few bytes for each article. The C library of most Linux systems
(glibc) asks the system for each array that is so large, and gives it back when it is
freed. The system then hands out its pages one by one, cleared: a third of what a search
for a common beginning takes. With both bounds at 32 MB a search finds the pages of the one
before; an array of more than four million articles still comes and goes.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from functools import cache

BOUND = 32 << 20
"""Bytes; the largest that glibc takes for an array of its own."""
_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3


@cache
def keep_freed() -> None:
    """Have freed arrays kept, once in a process; nothing where the C library is another."""
    if sys.platform.startswith("linux"):
        with suppress(OSError, AttributeError):
            tune = ctypes.CDLL(None).mallopt
            tune(_M_MMAP_THRESHOLD, BOUND)
            tune(_M_TRIM_THRESHOLD, BOUND)
