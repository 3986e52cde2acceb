"""Tags: the names a person gives to articles, and which articles bear them.

Names differ when they do so with capital letters put aside: `ML` and `ml` are one
tag, shown as it was first typed. A tag that no article bears is as good as none.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
import zlib
from collections.abc import Sequence

from reader.light import pattern
from reader.models import TAG_COLOURS, Tag
from reader.safe import line

LONGEST = 60
"""Characters of a name that are kept."""

# Commas part names where several are typed; quotes and brackets part them in queries.
_APART = pattern('[,;"“”„‟＂()（）]+')
_SIGNS = "#＃+-!=*~ "
_USED = "EXISTS (SELECT 1 FROM tagged u WHERE u.tag = t.tag)"

# An article's tags as one text, NULL where it has none: what costs a list least. Names are
# cleaned, so that neither sign can stand in one.
_FIELD, _ROW = "\x1f", "\x1e"
PACKED = (
    "(SELECT group_concat(t.name || char(31) || ifnull(t.colour, ''), char(30))"
    " FROM tagged g JOIN tags t ON t.tag = g.tag WHERE g.article = a.key)"
)


def unpacked(packed: str | None) -> tuple[Tag, ...]:
    """The tags that `PACKED` gave, by name."""
    if packed is None:
        return ()
    pairs = (row.split(_FIELD) for row in packed.split(_ROW))
    found = [_tag(name, int(colour) if colour else None) for name, colour in pairs]
    return tuple(sorted(found, key=lambda tag: folded(tag.name)))


def clean_name(text: str) -> str:
    """A name as it is kept: one line, without commas, quotes and leading signs; "" if nothing is left."""
    name = line(_APART.sub(" ", unicodedata.normalize("NFC", text)))
    return name.lstrip(_SIGNS)[:LONGEST].rstrip("*~ ")


def folded(name: str) -> str:
    """What two spellings of one name share."""
    return unicodedata.normalize("NFC", name.casefold())


def own_colour(name: str) -> int:
    """The place in the palette that a name has by itself, the same on every machine."""
    return zlib.crc32(folded(name).encode("utf-8", "replace")) % TAG_COLOURS


def _tag(name: str, colour: int | None) -> Tag:
    return Tag(name, own_colour(name) if colour is None else colour % TAG_COLOURS)


def find(db: sqlite3.Connection, name: str) -> int | None:
    """The number of the tag with this name, borne or not."""
    row = db.execute("SELECT tag FROM tags WHERE folded = ?", (folded(name),)).fetchone()
    return int(row[0]) if row else None


def is_used(db: sqlite3.Connection, tag: int) -> bool:
    """Does any article bear it?"""
    return db.execute("SELECT 1 FROM tagged WHERE tag = ? LIMIT 1", (tag,)).fetchone() is not None


def made(db: sqlite3.Connection, name: str) -> int:
    """The number of the tag with this clean name; one that nobody bears is spelled anew."""
    known = find(db, name)
    if known is None:
        row = db.execute("INSERT INTO tags (name, folded) VALUES (?, ?)", (name, folded(name)))
        return int(row.lastrowid or 0)
    if not is_used(db, known):
        db.execute("UPDATE tags SET name = ? WHERE tag = ?", (name, known))
    return known


def name_of(db: sqlite3.Connection, tag: int) -> str:
    """The name of the tag with this number."""
    return str(db.execute("SELECT name FROM tags WHERE tag = ?", (tag,)).fetchone()[0])


def chosen_colour(db: sqlite3.Connection, tag: int) -> int | None:
    """The colour that a person chose for a tag, None for the name's own."""
    colour: int | None
    (colour,) = db.execute("SELECT colour FROM tags WHERE tag = ?", (tag,)).fetchone()
    return colour


def put(db: sqlite3.Connection, keys: Sequence[int], tag: int, value: bool) -> list[int]:
    """Give or take a tag; returns the keys for which that was a change."""
    if value:
        sql = (
            "INSERT OR IGNORE INTO tagged (article, tag) SELECT a.key, ? FROM json_each(?) j"
            " JOIN articles a ON a.key = j.value RETURNING article"
        )
    else:
        sql = (
            "DELETE FROM tagged WHERE tag = ? AND article IN (SELECT value FROM json_each(?))"
            " RETURNING article"
        )
    return [row[0] for row in db.execute(sql, (tag, json.dumps(list(keys)))).fetchall()]


def give(db: sqlite3.Connection, key: int, names: Sequence[str]) -> None:
    """What a document brought when it first came in; not a person's doing, so never undone."""
    for name in filter(None, map(clean_name, names)):
        put(db, [key], made(db, name), True)


def rename(db: sqlite3.Connection, tag: int, was: str, now: str) -> bool:
    """Name a tag anew, if it is still called `was` and no other has the name."""
    other = find(db, now)
    if other not in (None, tag):
        return False
    changed = db.execute(
        "UPDATE tags SET name = ?, folded = ? WHERE tag = ? AND name = ?",
        (now, folded(now), tag, was),
    )
    return changed.rowcount == 1


def recolour(db: sqlite3.Connection, tag: int, was: int | None, now: int | None) -> bool:
    """Choose a colour, or none, if `was` is still the one."""
    changed = db.execute(
        "UPDATE tags SET colour = ? WHERE tag = ? AND colour IS ?", (now, tag, was)
    )
    return changed.rowcount == 1


def bearers(db: sqlite3.Connection, tag: int) -> list[int]:
    """The articles that bear it."""
    return [row[0] for row in db.execute("SELECT article FROM tagged WHERE tag = ?", (tag,))]


def names(db: sqlite3.Connection) -> list[tuple[int, str]]:
    """Number and name of every tag that some article bears."""
    return db.execute(f"SELECT t.tag, t.name FROM tags t WHERE {_USED}").fetchall()


def counts(db: sqlite3.Connection) -> list[tuple[Tag, int]]:
    """Every tag with the number of its articles, by name."""
    rows = db.execute(
        "SELECT t.name, t.colour, count(*) FROM tags t JOIN tagged g ON g.tag = t.tag GROUP BY t.tag"
    )
    return sorted(((_tag(*row[:2]), row[2]) for row in rows), key=lambda c: folded(c[0].name))


def pairs(db: sqlite3.Connection) -> list[tuple[str, int]]:
    """Every tag with each article that bears it."""
    return db.execute(
        "SELECT t.name, g.article FROM tagged g JOIN tags t ON t.tag = g.tag"
    ).fetchall()


def unread_counts(db: sqlite3.Connection) -> list[tuple[Tag, int, int]]:
    """Every tag with the number of its articles and of the unread ones among them, by name."""
    rows = db.execute(
        "SELECT t.name, t.colour, count(*), sum(s.read = 0) FROM tags t JOIN tagged g ON g.tag = t.tag"
        " JOIN states s ON s.article = g.article GROUP BY t.tag"
    )
    found = ((_tag(*row[:2]), row[2], row[3]) for row in rows)
    return sorted(found, key=lambda c: folded(c[0].name))


def tag_counts(db: sqlite3.Connection, keys: Sequence[int]) -> list[tuple[Tag, int]]:
    """The tags of these articles with how many of them bear each, most first."""
    rows = db.execute(
        "SELECT t.name, t.colour, count(*) AS n FROM json_each(?) j JOIN tagged g ON g.article = j.value"
        " JOIN tags t ON t.tag = g.tag GROUP BY t.tag ORDER BY n DESC, t.folded",
        (json.dumps(list(keys)),),
    )
    return [(_tag(*row[:2]), row[2]) for row in rows]
