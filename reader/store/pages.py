"""The texts of articles whose page was fetched: the one that is shown, and the other."""

from __future__ import annotations

import sqlite3
import zlib

from reader.models import Block, count_words
from reader.store import blocks as packing


def shown(db: sqlite3.Connection, key: int) -> bool | None:
    """Whether the page's text is shown, None where no page was fetched."""
    row = db.execute("SELECT shown FROM pages WHERE article = ?", (key,)).fetchone()
    return None if row is None else bool(row[0])


def put(
    db: sqlite3.Connection,
    key: int,
    blocks: tuple[Block, ...],
    *,
    address: str,
    encoding: str,
    raw: bytes,
    now: int,
) -> None:
    """Show the text of the page in place of the article's own, which is kept."""
    if shown(db, key):
        toggle(db, key)
    (own,) = db.execute("SELECT blocks FROM bodies WHERE article = ?", (key,)).fetchone()
    db.execute(
        "INSERT OR REPLACE INTO pages (article, shown, other, address, encoding, fetched, packed)"
        " VALUES (?, 1, ?, ?, ?, ?, ?)",
        (key, own, address, encoding, now, zlib.compress(raw)),
    )
    _show(db, key, packing.dump(blocks))


def toggle(db: sqlite3.Connection, key: int) -> bool | None:
    """Show the other text; True if that is the page's, None where there is none."""
    row = db.execute(
        "SELECT p.shown, p.other, b.blocks FROM pages p JOIN bodies b ON b.article = p.article"
        " WHERE p.article = ?",
        (key,),
    ).fetchone()
    if row is None:
        return None
    was, other, current = row
    db.execute("UPDATE pages SET shown = ?, other = ? WHERE article = ?", (1 - was, current, key))
    _show(db, key, other)
    return not was


def choose(db: sqlite3.Connection, key: int, page: bool) -> bool:
    """Show the page's text, or the article's own; False where it is shown, or there is no page."""
    return shown(db, key) is not page and toggle(db, key) is not None


def _show(db: sqlite3.Connection, key: int, packed: str) -> None:
    words = count_words(packing.load(packed))
    db.execute("UPDATE bodies SET blocks = ? WHERE article = ?", (packed, key))
    db.execute("UPDATE articles SET words = ?, revision = revision + 1 WHERE key = ?", (words, key))


def own_text(db: sqlite3.Connection, key: int) -> str:
    """The article's own text, shown or not, as it is packed."""
    row = db.execute(
        "SELECT CASE p.shown WHEN 1 THEN p.other ELSE b.blocks END FROM bodies b"
        " LEFT JOIN pages p ON p.article = b.article WHERE b.article = ?",
        (key,),
    ).fetchone()
    return str(row[0])


def put_own_text(db: sqlite3.Connection, key: int, packed: str) -> bool:
    """Replace the article's own text; False if the page's is shown and stays so."""
    if shown(db, key):
        db.execute("UPDATE pages SET other = ? WHERE article = ?", (packed, key))
        return False
    db.execute("UPDATE bodies SET blocks = ? WHERE article = ?", (packed, key))
    return True
