"""What can still be read of a damaged library, row by row, written into a new one.

A damaged page hides the rows on it, and sometimes those that can only be reached past
it. So each table is read from its beginning as far as that goes, then from its end, and
what lies between is tried in ever smaller stretches. Reading goes through the tables
alone: a damaged index is simply made anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator, Sequence
from dataclasses import field

from reader.light import dataclass
from reader.store.database import NEWEST, migrate, version_of

_PROBES = 4_000
"""Places of a table that are tried beyond the damage."""
_ROWID = "rowid"
_Row = tuple[object, ...]


@dataclass(slots=True)
class Salvaged:
    """What became of the rows."""

    rows: dict[str, int] = field(default_factory=dict)
    """How many were saved of each table."""
    broken: list[str] = field(default_factory=list)
    """Tables of which a part could not be read."""
    without_article: int = 0
    """Stars, tags, notes and the like whose article is lost."""
    textless: list[int] = field(default_factory=list)
    """Keys of articles whose text could not be read."""


def salvage(damaged: sqlite3.Connection, made: sqlite3.Connection) -> Salvaged:
    """Fill a new, empty database with all that can be read of a damaged one; then `mend` it.

    Raises:
        sqlite3.DatabaseError: not even the list of its tables can be read, or the new
            database cannot be written.
        LibraryError: it is from a newer Broadsheet.
    """
    migrate(made, upto=min(version_of(damaged), NEWEST) or NEWEST)
    report = Salvaged()
    triggers = made.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    made.execute("PRAGMA foreign_keys = OFF")
    made.execute("BEGIN")
    for name, _ in triggers:  # what they would write is copied too
        made.execute(f'DROP TRIGGER "{name}"')
    for table in _tables(made):
        _copy(damaged, made, table, report)
    for _, sql in triggers:
        made.execute(sql)
    made.execute("COMMIT")
    migrate(made)
    return report


def _tables(db: sqlite3.Connection) -> list[str]:
    """`sqlite_sequence` too: the numbers that were given must not be given again."""
    found = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
    return [name for (name,) in found]


def _copy(
    damaged: sqlite3.Connection, made: sqlite3.Connection, table: str, report: Salvaged
) -> None:
    """Copy what can be read of a table."""
    made.execute(f'DELETE FROM "{table}"')  # what a migration put there
    columns = _columns(made, table)
    try:
        shared = [column for column in _columns(damaged, table) if column in columns]
        if not shared:  # where it begins is lost
            report.broken.append(table)
            return
        reading = _Reading(damaged, table, shared)
    except sqlite3.DatabaseError:
        report.broken.append(table)
        return
    names, marks = ", ".join(f'"{c}"' for c in shared), ", ".join("?" * len(shared))
    saved = 0
    for row in reading.rows():
        try:
            made.execute(f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({marks})', row)
        except sqlite3.IntegrityError:  # of a type that it cannot be: read from rubbish
            reading.broken = True
        else:
            saved += 1
    report.rows[table] = saved
    if reading.broken:
        report.broken.append(table)


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')]


class _Reading:
    """Reads a table around what is damaged."""

    def __init__(self, db: sqlite3.Connection, table: str, columns: Sequence[str]) -> None:
        self._db = db
        self._table = table
        self._columns = ", ".join(f'"{column}"' for column in columns)
        self._keys = self._key()
        self.broken = False
        """Was anything damaged?"""

    def rows(self) -> Iterator[_Row]:
        """Every row that can be read, once."""
        first = yield from self._until_damaged("", (), "ASC")
        if not self.broken:
            return
        after = (self._beyond(">"), first) if first else ("", ())
        last = yield from self._until_damaged(*after, "DESC")
        if self._keys == [_ROWID] and first and last:
            yield from self._between(first[0], last[0])

    def _key(self) -> list[str]:
        try:
            self._db.execute(f'SELECT {_ROWID} FROM "{self._table}" LIMIT 0')
        except sqlite3.OperationalError:  # a table WITHOUT ROWID
            info = self._db.execute(f'PRAGMA table_info("{self._table}")').fetchall()
            return [row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]]
        return [_ROWID]

    def _beyond(self, sign: str) -> str:
        names, marks = ", ".join(self._keys), ", ".join("?" * len(self._keys))
        return f"WHERE ({names}) {sign} ({marks})"

    def _until_damaged(self, where: str, values: _Row, order: str) -> Generator[_Row, None, _Row]:
        """Rows in the order of their keys as far as they can be read; returns the last key."""
        keys = ", ".join(self._keys)
        ordered = ", ".join(f"{key} {order}" for key in self._keys)
        sql = f'SELECT {keys}, {self._columns} FROM "{self._table}" {where} ORDER BY {ordered}'
        last: _Row = ()
        try:
            for row in self._db.execute(sql, values):
                last = row[: len(self._keys)]
                yield row[len(self._keys) :]
        except (sqlite3.DatabaseError, OverflowError):
            self.broken = True
        return last

    def _between(self, first: object, last: object) -> Iterator[_Row]:
        """Rows between two numbers, neither of them included, in ever smaller stretches."""
        if not (isinstance(first, int) and isinstance(last, int)):
            return
        stretches, probes = [(first, last)], 0
        while stretches and probes < _PROBES:
            low, high = stretches.pop(0)
            if high - low < 2:
                continue
            probes += 1
            middle = (low + high) // 2
            where = f"WHERE {_ROWID} >= ? AND {_ROWID} < ?"
            reached = yield from self._until_damaged(where, (middle, high), "ASC")
            stretches.append((low, middle))
            if reached and isinstance(reached[0], int):
                stretches.append((reached[0], high))
            elif high - middle > 1:
                stretches.append((middle, high))


def mend(db: sqlite3.Connection, report: Salvaged) -> None:
    """Make whole what belongs together: nothing of an article that is lost, all of one that is not.

    Call it in a transaction, after all was salvaged.
    """
    report.without_article = _drop_orphans(db)
    db.execute("INSERT OR IGNORE INTO states (article, sorted) SELECT key, sorted FROM articles")
    found = db.execute("SELECT key FROM articles WHERE key NOT IN (SELECT article FROM bodies)")
    report.textless = [key for (key,) in found]
    db.executemany(
        "INSERT INTO bodies (article, blocks) VALUES (?, '[]')", [(k,) for k in report.textless]
    )
    garbled = db.execute("SELECT article FROM bodies WHERE NOT json_valid(blocks)").fetchall()
    db.executemany("UPDATE bodies SET blocks = '[]' WHERE article = ?", garbled)
    report.textless += [key for (key,) in garbled]
    for table in ("polls", "tallies"):
        db.execute(f"INSERT OR IGNORE INTO {table} (feed) SELECT feed FROM feeds")
    db.execute(
        """UPDATE tallies SET
            total = (SELECT count(*) FROM entries WHERE entries.feed = tallies.feed),
            unread = (SELECT count(*) FROM entries JOIN states USING (article)
                      WHERE entries.feed = tallies.feed AND states.read = 0)"""
    )
    db.execute("INSERT OR REPLACE INTO changes (article) SELECT key FROM articles")


def _drop_orphans(db: sqlite3.Connection) -> int:
    """Delete rows that refer to what is gone; returns how many.

    Once through suffices: nothing refers to a row that refers to another itself.
    """
    dropped = 0
    for table in _tables(db):
        for reference in db.execute(f'PRAGMA foreign_key_list("{table}")').fetchall():
            _, _, parent, column, key, *_ = reference
            found = db.execute(
                f'DELETE FROM "{table}" WHERE "{column}" IS NOT NULL '
                f'AND "{column}" NOT IN (SELECT "{key}" FROM "{parent}")'
            )
            dropped += found.rowcount
    return dropped
