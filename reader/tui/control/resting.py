"""Looks for garbage while nobody presses a key.

Python looks through everything that has lived for a while whenever there is a quarter more
of it. With what a search loads that takes a tenth of a second, in which every thread stands
still: a letter typed then is late, and so is what it finds. Young objects, which are nearly
all garbage there is, are looked at as always.
"""

from __future__ import annotations

import gc
import time

REST_S = 3.0
"""Seconds without a key after which a person rests."""
LONG_S = 600.0
"""Seconds after which there is something to look through although nobody pressed a key."""
_YOUNG, _ROUNDS, _NEVER = 1_000, 10, 1_000_000_000
_ENOUGH = 10
"""Looks at what is middle-aged, each after so many thousand new objects, that make another worth it."""
_SETTLING = 3
"""Looks after which what is left is taken to stay."""


class Rest:
    """When to look for garbage; leaves that to Python unless it was turned off for the start."""

    def __init__(self) -> None:
        self._ours = False
        self._settling = _SETTLING
        self._key_at = self._looked_at = time.monotonic()

    def begin(self) -> None:
        """The first frame is drawn: what there is now lives as long as the program."""
        if gc.isenabled():
            return
        self._ours = True
        gc.freeze()
        gc.set_threshold(_YOUNG, _ROUNDS, _NEVER)
        gc.enable()

    def disturb(self) -> None:
        """A key was pressed."""
        self._key_at = time.monotonic()

    def look(self) -> None:
        """Look through everything, once in a rest, if there is enough to look through."""
        now = time.monotonic()
        if not self._ours or now - self._key_at < REST_S:
            return
        if self._looked_at > self._key_at and now - self._looked_at < LONG_S:
            return
        self._looked_at = now
        if gc.get_count()[2] < _ENOUGH:
            return
        gc.collect()
        if self._settling:
            self._settling -= 1
            gc.freeze()  # the modules that the first keys have loaded, and what they remember
