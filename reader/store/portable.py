"""All that the store holds as records that another library can take in, one by one.

A record names columns as the tables do, so that nothing has to be translated; what a
library does not know of it is left out, what it misses has its default. Numbers that mean
something in one library only (keys of articles, feeds and tags) do not leave it.
"""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reader.store.feeds import new_number

Record = dict[str, Any]

_ONE = ("bodies", "states", "notes", "positions", "pages")
"""Tables with one row an article …"""
_MANY = ("originals", "origins")
"""… and with several."""
_OWN_NUMBERS = frozenset({"key", "article", "feed", "number", "revision"})
_SECRET = ("secret", "headers")
_BYTES = "base64:"


def feeds(db: sqlite3.Connection, *, secrets: bool) -> Iterator[Record]:
    """Every feed, with its folders, what fetching learnt, and which entries are not to come back."""
    for row in _rows(db, "SELECT * FROM feeds ORDER BY feed"):
        key = row["feed"]
        record = _without(row, () if secrets else _SECRET)
        paths = db.execute("SELECT path FROM filed WHERE feed = ? ORDER BY path", (key,))
        record["filed"] = [path for (path,) in paths]
        record["polls"] = _only(db, "polls", "feed", key)
        gone = _rows(db, "SELECT * FROM forgotten WHERE feed = ? ORDER BY number", key)
        record["forgotten"] = [_without(entry) for entry in gone]
        yield record


def articles(db: sqlite3.Connection) -> Iterator[Record]:
    """Every article with its text, originals, places, state, tags and note, the oldest first."""
    for (key,) in db.execute("SELECT key FROM articles ORDER BY key").fetchall():
        (row,) = _rows(db, "SELECT * FROM articles WHERE key = ?", key)
        record = _without(row)
        for table in _ONE:
            if found := _only(db, table, "article", key):
                record[table] = found
        for table in _MANY:
            sql = f"SELECT * FROM {table} WHERE article = ? ORDER BY rowid"
            record[table] = [_without(row) for row in _rows(db, sql, key)]
        tags = db.execute(
            "SELECT name, colour FROM tagged JOIN tags USING (tag) WHERE article = ? ORDER BY name",
            (key,),
        )
        record["tags"] = [list(tag) for tag in tags]
        entry = _rows(
            db,
            "SELECT entries.*, same FROM entries JOIN feeds USING (feed) WHERE article = ?",
            key,
        )
        record["entries"] = [_without(row) for row in entry]
        yield record


def put_feed(db: sqlite3.Connection, record: Mapping[str, Any]) -> bool:
    """Follow a feed of a record; False if there is one with this address already."""
    known = db.execute("SELECT 1 FROM feeds WHERE same = ?", (record["same"],)).fetchone()
    if known:
        return False
    key = _insert(db, "feeds", record, feed=new_number(db))
    for path in record.get("filed", ()):
        db.execute("INSERT OR IGNORE INTO filed (feed, path) VALUES (?, ?)", (key, path))
    _update(db, "polls", "feed", key, record.get("polls", {}))
    for entry in record.get("forgotten", ()):
        _insert(db, "forgotten", entry, feed=key)
    return True


def put_article(db: sqlite3.Connection, record: Mapping[str, Any], key: int) -> None:
    """Store an article of a record, of which no other has the id, under this key."""
    _insert(db, "articles", record, key=key)
    for table in _ONE:
        if table == "states":  # it came with the article
            _update(db, table, "article", key, record.get(table, {}))
        elif table in record:
            _insert(db, table, record[table], article=key)
    for table in _MANY:
        for row in record.get(table, ()):
            _insert(db, table, row, article=key)
    for entry in record.get("entries", ()):
        feed = db.execute("SELECT feed FROM feeds WHERE same = ?", (entry.get("same"),)).fetchone()
        if feed:
            _insert(db, "entries", entry, article=key, feed=feed[0])


def _rows(db: sqlite3.Connection, sql: str, *values: object) -> list[Record]:
    cursor = db.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, map(_spoken, row), strict=True)) for row in cursor]


def _only(db: sqlite3.Connection, table: str, column: str, key: int) -> Record:
    rows = _rows(db, f"SELECT * FROM {table} WHERE {column} = ?", key)
    return _without(rows[0]) if rows else {}


def _without(row: Record, more: Sequence[str] = ()) -> Record:
    return {name: value for name, value in row.items() if name not in _OWN_NUMBERS | {*more}}


def _spoken(value: object) -> object:
    return _BYTES + base64.b64encode(value).decode() if isinstance(value, bytes) else value


def meant(value: Any) -> Any:
    """A value of a record as the store has it: bytes are bytes."""
    if isinstance(value, str) and value.startswith(_BYTES):
        return base64.b64decode(value.removeprefix(_BYTES), validate=True)
    return value


def _insert(db: sqlite3.Connection, table: str, record: Mapping[str, Any], **own: int) -> int:
    values = _known(db, table, record) | own
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    cursor = db.execute(
        f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", list(values.values())
    )
    return int(cursor.lastrowid or 0)


def _update(
    db: sqlite3.Connection, table: str, column: str, key: int, record: Mapping[str, Any]
) -> None:
    values = _known(db, table, record)
    if values:
        names = ", ".join(f"{name} = ?" for name in values)
        db.execute(f"UPDATE {table} SET {names} WHERE {column} = ?", [*values.values(), key])


def _known(db: sqlite3.Connection, table: str, record: Mapping[str, Any]) -> Record:
    """The values of a record that have a column here. A name is never trusted: it goes into SQL."""
    columns = {row[1] for row in db.execute(f"PRAGMA table_info({table})")} - _OWN_NUMBERS
    return {name: meant(value) for name, value in record.items() if name in columns}
