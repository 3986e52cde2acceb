"""Which articles of a list are selected: some one by one, some as a range up to the cursor.

Those picked one by one are kept by key, so that they stay selected whatever the list
shows. A range is rows from where it began to the cursor, so that moving costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Picks:
    """A selection in the making."""

    def __init__(self) -> None:
        self._keys: dict[int, None] = {}  # in the order in which they were picked
        self._anchor: int | None = None

    def __bool__(self) -> bool:
        return bool(self._keys) or self.ranging

    @property
    def ranging(self) -> bool:
        """Does the selection follow the cursor?"""
        return self._anchor is not None

    @property
    def anchor(self) -> int | None:
        """The row where the range began, None without one."""
        return self._anchor

    def has(self, key: int, row: int, cursor: int) -> bool:
        """Is the article in this row selected, the cursor being there?"""
        return key in self._keys or row in self.rows(cursor)

    def rows(self, cursor: int) -> range:
        """The rows of the range; empty without one."""
        if self._anchor is None:
            return range(0)
        return range(min(self._anchor, cursor), max(self._anchor, cursor) + 1)

    def keys(self, listed: Sequence[int], cursor: int) -> Sequence[int]:
        """All that is selected, each once: as picked, then the range in the list's order."""
        rows = self.rows(cursor)
        if not rows:
            return list(self._keys)
        return list({**self._keys, **dict.fromkeys(listed[rows.start : rows.stop])})

    def count(self, listed: Sequence[int], cursor: int) -> int:
        """How many are selected."""
        if self._keys and self.ranging:
            return len(self.keys(listed, cursor))
        return len(self._keys) or len(self.rows(cursor))

    def toggle(self, key: int) -> None:
        """Pick an article, or let it go."""
        if key in self._keys:
            del self._keys[key]
        else:
            self._keys[key] = None

    def add(self, keys: Iterable[int]) -> None:
        """Pick these too."""
        more = dict.fromkeys(keys)
        self._keys = {**self._keys, **more} if self._keys else more

    def begin(self, row: int | None) -> None:
        """Have a range begin at this row; None ends it, and nothing of it stays selected."""
        self._anchor = row

    def clear(self) -> None:
        """Nothing is selected."""
        self._keys.clear()
        self._anchor = None
