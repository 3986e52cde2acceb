"""Articles and their text: written by ingestion, read by everything else."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from reader.light import dataclass
from reader.models import (
    Article,
    Block,
    Document,
    Headline,
    IndexEntry,
    Note,
    Parsed,
    count_words,
    plain_text,
)
from reader.store import blocks as packing
from reader.store import pages, tags

_HEADLINE = (
    "a.key, a.id, a.title, a.source, a.published, a.sorted, a.added, a.words, s.read, s.starred,"
    f" {tags.PACKED}, EXISTS (SELECT 1 FROM notes n WHERE n.article = a.key AND n.text != '')"
)
_WIDTH = 12
# A living place before one that is gone; one character of `gone`, then the place.
_ORIGIN = (
    "coalesce((SELECT o.gone || o.origin FROM origins o WHERE o.article = a.key"
    " ORDER BY o.gone, o.seen DESC, o.origin LIMIT 1), '0')"
)
# The key of an article that was deleted is not given again: undo and lists in memory may name it.
_NEXT_KEY = (
    "max((SELECT coalesce(max(key), 0) FROM articles), coalesce("
    "(SELECT CAST(value AS INTEGER) FROM facts WHERE name = 'last key'), 0)) + 1"
)
_PAGE = 200
_AMONG = "FROM json_each(?) j JOIN articles a ON a.key = j.value JOIN states s ON s.article = a.key"


def insert(
    db: sqlite3.Connection,
    parsed: Parsed,
    sha256: str,
    name: Callable[[int], str],
    now: int,
    *,
    below: int = 0,
) -> int:
    """Store a new article, made from bytes with this hash, and return its key.

    `name(salt)` gives its id; a higher salt is asked for while the id is taken.
    Without a date it stands `below` seconds before now.
    """
    salt = 0
    while db.execute("SELECT 1 FROM articles WHERE id = ?", (name(salt),)).fetchone():
        salt += 1
    cursor = db.execute(
        "INSERT INTO articles (key, id, title, source, author, url, language, published, sorted, added,"
        f" words, sha256) VALUES ({_NEXT_KEY}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            name(salt),
            *_columns(parsed),
            order_of(parsed.published, now) if parsed.published else now - below,
            now,
            count_words(parsed.blocks),
            sha256,
        ),
    )
    key = int(cursor.lastrowid or 0)
    db.execute(
        "INSERT INTO bodies (article, blocks) VALUES (?, ?)", (key, packing.dump(parsed.blocks))
    )
    return key


def next_key(db: sqlite3.Connection) -> int:
    """The key of the next article."""
    return int(db.execute(f"SELECT {_NEXT_KEY}").fetchone()[0])


def put_back(
    db: sqlite3.Connection, key: int, id_: str, parsed: Parsed, sha256: str, added: int
) -> bool:
    """Store an article again under a key of which states, text and the like may be there still.

    False if its id is another's.
    """
    facts = (order_of(parsed.published, added), added, count_words(parsed.blocks), sha256)
    # A trigger's statements ignore what is there as this one does.
    stored = db.execute(
        "INSERT OR IGNORE INTO articles (key, id, title, source, author, url, language, published,"
        " sorted, added, words, sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (key, id_, *_columns(parsed), *facts),
    ).rowcount
    db.execute(
        "INSERT OR IGNORE INTO bodies (article, blocks) SELECT key, ? FROM articles WHERE key = ?",
        (packing.dump(parsed.blocks), key),
    )
    return stored == 1


def orphaned_originals(db: sqlite3.Connection) -> list[tuple[int, str, int]]:
    """Originals whose article is not there: its key, the hash, and when they came."""
    return db.execute(
        "SELECT article, sha256, max(added) FROM originals"
        " WHERE article NOT IN (SELECT key FROM articles) GROUP BY article"
    ).fetchall()


def update(db: sqlite3.Connection, key: int, parsed: Parsed, sha256: str) -> bool:
    """Give an article new content, leaving its state alone; False if nothing differs."""
    row = db.execute(
        "SELECT title, source, author, url, language, published, added, words FROM articles"
        " WHERE key = ?",
        (key,),
    ).fetchone()
    db.execute("UPDATE articles SET sha256 = ? WHERE key = ?", (sha256, key))
    packed = packing.dump(parsed.blocks)
    own = pages.own_text(db, key)
    if row[:6] == _columns(parsed) and own == packed:
        return False
    shown = pages.put_own_text(db, key, packed)
    db.execute(
        "UPDATE articles SET title = ?, source = ?, author = ?, url = ?, language = ?, published = ?,"
        " sorted = ?, words = ?, revision = revision + 1 WHERE key = ?",
        (
            *_columns(parsed),
            order_of(parsed.published, row[6]),
            count_words(parsed.blocks) if shown else row[7],
            key,
        ),
    )
    return True


def set_blocks(db: sqlite3.Connection, key: int, blocks: tuple[Block, ...]) -> None:
    """Replace the text alone, as when page furniture was recognised later."""
    db.execute("UPDATE bodies SET blocks = ? WHERE article = ?", (packing.dump(blocks), key))
    db.execute(
        "UPDATE articles SET words = ?, revision = revision + 1 WHERE key = ?",
        (count_words(blocks), key),
    )


def set_languages(db: sqlite3.Connection, languages: Mapping[int, str]) -> None:
    """Note the languages of articles, by key. It is not what they say that changes: no revision."""
    rows = [(language, key) for key, language in languages.items()]
    db.executemany("UPDATE articles SET language = ? WHERE key = ?", rows)


def delete(db: sqlite3.Connection, keys: Sequence[int]) -> None:
    """Remove articles with their states, notes and originals; the index hears of it."""
    db.execute(
        "DELETE FROM articles WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    )


def existing(db: sqlite3.Connection, keys: Sequence[int]) -> list[int]:
    """Those of these articles that there are, each once and in this order."""
    rows = db.execute(
        "SELECT key FROM articles WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    )
    there = {row[0] for row in rows}
    return [key for key in dict.fromkeys(keys) if key in there]


def rename_source(db: sqlite3.Connection, keys: Sequence[int], source: str) -> None:
    """Let these articles be of a source with this name."""
    db.execute(
        "UPDATE articles SET source = ?, revision = revision + 1 WHERE source != ?"
        " AND key IN (SELECT value FROM json_each(?))",
        (source, source, json.dumps(list(keys))),
    )


def content_of(db: sqlite3.Connection, key: int) -> str:
    """The hash of the bytes an article was last made from, "" if there is no such article."""
    row = db.execute("SELECT sha256 FROM articles WHERE key = ?", (key,)).fetchone()
    return row[0] if row else ""


def dates(db: sqlite3.Connection, keys: Sequence[int]) -> list[str]:
    """When these articles were published, in no order; "" where that is unknown."""
    rows = db.execute(
        "SELECT published FROM articles WHERE key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    )
    return [row[0] for row in rows]


def published(db: sqlite3.Connection, key: int) -> str:
    """When an article was published, "" when that is unknown."""
    row = db.execute("SELECT published FROM articles WHERE key = ?", (key,)).fetchone()
    return row[0] if row else ""


def with_content(db: sqlite3.Connection, sha256: str) -> int | None:
    """The article made from exactly these bytes, wherever they were read."""
    row = db.execute("SELECT key FROM articles WHERE sha256 = ? LIMIT 1", (sha256,)).fetchone()
    return row[0] if row else None


def blocks_of(db: sqlite3.Connection, key: int) -> tuple[Block, ...]:
    """An article's blocks, removed ones included."""
    return packing.load(
        db.execute("SELECT blocks FROM bodies WHERE article = ?", (key,)).fetchone()[0]
    )


def _columns(parsed: Parsed) -> tuple[str, ...]:
    return (
        parsed.title,
        parsed.source,
        parsed.author,
        parsed.url,
        parsed.language,
        parsed.published,
    )


def order_of(published: str, added: int) -> int:
    """Where an article stands in time: published, else added, and never after added.

    A day without a time counts from its midnight, UTC.
    """
    if not published:
        return added
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return added
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(int(moment.timestamp()), added)


def headlines(db: sqlite3.Connection, keys: Sequence[int]) -> list[Headline]:
    """The rows of these articles in this order; a key that is not there is left out."""
    rows = db.execute(f"SELECT {_HEADLINE} {_AMONG}", (json.dumps(list(keys)),))
    found = {row[0]: _headline(row) for row in rows}
    return [found[key] for key in keys if key in found]


def _headline(row: tuple[Any, ...]) -> Headline:
    values = (*row[:8], bool(row[8]), bool(row[9]), tags.unpacked(row[10]), bool(row[11]))
    return Headline(*values)


def article(db: sqlite3.Connection, key: int) -> Article | None:
    """A whole article, None if there is none with this key."""
    return next(walk(db, [key]), None)


def walk(db: sqlite3.Connection, keys: Sequence[int], *, bodies: bool = True) -> Iterator[Article]:
    """Articles in this order, a page at a time, so that an export may have any size.

    With `bodies=False` their `blocks` are left empty, for listings.
    """
    for start in range(0, len(keys), _PAGE):
        page = list(keys[start : start + _PAGE])
        text = "b.blocks" if bodies else "'[]'"
        rows = db.execute(
            f"SELECT {_HEADLINE}, a.author, a.url, a.language, {text}, {_ORIGIN},"
            f" m.text, m.created, m.changed {_AMONG} JOIN bodies b ON b.article = a.key"
            " LEFT JOIN notes m ON m.article = a.key AND m.text != ''",
            (json.dumps(page),),
        )
        found = {row[0]: row for row in rows}
        yield from (_article(found[key]) for key in page if key in found)


def _article(row: tuple[Any, ...]) -> Article:
    author, url, language, blocks, place, *note = row[_WIDTH:]
    return Article(
        headline=_headline(row[:_WIDTH]),
        author=author,
        url=url,
        language=language,
        origin=place[1:],
        vanished=place[0] == "1",
        blocks=packing.load(blocks),
        note=Note(*note) if note[0] else None,
    )


def keys_by_id(db: sqlite3.Connection, beginning: str, limit: int = 2) -> list[tuple[int, str]]:
    """Articles whose id starts so, as (key, id); an exact id alone."""
    rows = db.execute(
        "SELECT key, id FROM articles WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
        (beginning, beginning + "\U0010ffff", limit),
    ).fetchall()
    exact = [row for row in rows if row[1] == beginning]
    return exact or rows


def index_entries(db: sqlite3.Connection, keys: Sequence[int]) -> list[IndexEntry]:
    """What the index is told of these articles; those that are gone are left out."""
    rows = db.execute(
        "SELECT a.key, a.revision, a.title, b.blocks, a.author, a.source, a.url, a.language, a.sorted,"
        " coalesce(n.text, '') FROM json_each(?) j JOIN articles a ON a.key = j.value"
        " JOIN bodies b ON b.article = a.key LEFT JOIN notes n ON n.article = a.key",
        (json.dumps(list(keys)),),
    )
    return [
        IndexEntry(
            key=row[0],
            revision=row[1],
            title=row[2],
            body=plain_text(packing.load(row[3])),
            author=row[4],
            source=row[5],
            url=row[6],
            language=row[7],
            when=row[8],
            note=row[9],
        )
        for row in rows
    ]


def revisions(db: sqlite3.Connection) -> dict[int, int]:
    """Every article's revision by key, the oldest article first."""
    return dict(db.execute("SELECT key, revision FROM articles ORDER BY sorted, key"))


@dataclass(frozen=True, slots=True)
class Original:
    """The raw input of an article, as it came."""

    name: str
    format: str
    encoding: str
    raw: bytes


def keep_original(
    db: sqlite3.Connection, key: int, document: Document, parsed: Parsed, sha256: str, now: int
) -> None:
    """Keep the raw bytes beside the article; former versions stay too."""
    db.execute("DELETE FROM originals WHERE article = ? AND sha256 = ?", (key, sha256))
    db.execute(
        "INSERT INTO originals (article, sha256, name, format, encoding, added, packed)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            key,
            sha256,
            document.name,
            parsed.format,
            parsed.encoding,
            now,
            zlib.compress(document.raw),
        ),
    )


def former(db: sqlite3.Connection, key: int) -> list[tuple[int, Original]]:
    """What the article was made from before it was edited, newest first, with when it came."""
    rows = db.execute(
        "SELECT added, name, format, encoding, packed FROM originals WHERE article = ?"
        " ORDER BY number DESC LIMIT -1 OFFSET 1",
        (key,),
    )
    return [(row[0], Original(row[1], row[2], row[3], zlib.decompress(row[4]))) for row in rows]


def drop_former(db: sqlite3.Connection, key: int, most: int) -> None:
    """Keep so many of the latest originals of an article."""
    db.execute(
        "DELETE FROM originals WHERE article = ?1 AND number NOT IN (SELECT number FROM originals"
        " WHERE article = ?1 ORDER BY number DESC LIMIT ?2)",
        (key, most),
    )


def original(db: sqlite3.Connection, key: int) -> Original | None:
    """The raw input the article was last made from."""
    row = db.execute(
        "SELECT name, format, encoding, packed FROM originals WHERE article = ? ORDER BY number DESC LIMIT 1",
        (key,),
    ).fetchone()
    return Original(row[0], row[1], row[2], zlib.decompress(row[3])) if row else None
