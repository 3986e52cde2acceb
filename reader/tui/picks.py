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
        self._whole: Sequence[int] | None = None  # a list all of which is picked
        self._without: set[int] = set()  # let go of again
        self._anchor: int | None = None
        self._absent = 0

    @property
    def absent(self) -> int:
        """How many of those selected are not in the list that is shown."""
        return self._absent

    def __bool__(self) -> bool:
        return bool(self._keys) or self._whole is not None or self.ranging

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
        if self._whole is not None and key not in self._without:
            return True
        return key in self._keys or row in self.rows(cursor)

    def rows(self, cursor: int) -> range:
        """The rows of the range; empty without one."""
        if self._anchor is None:
            return range(0)
        return range(min(self._anchor, cursor), max(self._anchor, cursor) + 1)

    def keys(self, listed: Sequence[int], cursor: int) -> Sequence[int]:
        """All that is selected, each once: as picked, then the range in the list's order."""
        self._unfold()
        rows = self.rows(cursor)
        if not rows:
            return list(self._keys)
        return list({**self._keys, **dict.fromkeys(listed[rows.start : rows.stop])})

    def count(self, listed: Sequence[int], cursor: int) -> int:
        """How many are selected."""
        if self._whole is not None and not self.ranging:
            return len(self._whole) - len(self._without)
        if (self._keys or self._whole is not None) and self.ranging:
            return len(self.keys(listed, cursor))
        return len(self._keys) or len(self.rows(cursor))

    def toggle(self, key: int) -> None:
        """Pick an article, or let it go."""
        if self._whole is not None:
            self._without ^= {key}
        elif key in self._keys:
            del self._keys[key]
        else:
            self._keys[key] = None

    def add(self, keys: Iterable[int]) -> None:
        """Pick these too."""
        self._unfold()
        more = dict.fromkeys(keys)
        self._keys = {**self._keys, **more} if self._keys else more

    def add_all(self, listed: Sequence[int]) -> None:
        """Pick a whole list, at once however long it is; `shown` is to be told of another one."""
        if self._keys:
            self.add(listed)
        else:
            self._whole, self._without = listed, set()

    def shown(self, listed: Sequence[int]) -> None:
        """Another list is shown: rows are no longer those of the one that was picked whole."""
        if listed is not self._whole:
            self._unfold()
        # Counted here and nowhere else: what is picked or let go of later is in the list.
        here = sum(map(self._keys.__contains__, listed)) if self._keys else 0
        self._absent = len(self._keys) - here

    def _unfold(self) -> None:
        """Keep a list that was picked whole key by key."""
        if self._whole is not None:
            gone, whole = self._without, self._whole
            self._keys = (
                dict.fromkeys(k for k in whole if k not in gone) if gone else dict.fromkeys(whole)
            )
            self._whole, self._without = None, set()

    def begin(self, row: int | None) -> None:
        """Have a range begin at this row; None ends it, and nothing of it stays selected."""
        self._anchor = row

    def clear(self) -> None:
        """Nothing is selected."""
        self._keys.clear()
        self._whole, self._without = None, set()
        self._anchor = None
        self._absent = 0
