"""All of a library as JSON Lines, and such a file taken in again.

The first line says what the file is: `{"broadsheet": 1, "articles": 12, …}`. Each line
after it is one `feed`, `saved` search or `article`, with all that is kept of it: text,
originals, where it came from, state, tags, note. Into an empty library they go as they
were. Where an article is known by its id already, its text stays as it is here, and of
its state what was changed last counts; tags are added, a note only where there is none.
What could be undone in the former library cannot be undone in the new one.
"""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reader import __version__
from reader.errors import DocumentError, UsageError
from reader.library import keeping
from reader.library.feeds.secrets import opened_record, sealed_record
from reader.models import AddReport, Failure
from reader.search.index import Index
from reader.store import articles, blocks, notes, portable, saved, tags
from reader.store.database import Database
from reader.store.lists import Scope

VERSION = 1
_BATCH = 50
_ID = re.compile("[0-9a-z]{1,32}")
_LARGEST = 64 << 20
"""Bytes of an original that are believed."""
_SCOPES: Mapping[str, Scope] = {"all": "all", "unread": "unread", "starred": "starred"}
_MARK = b'{"broadsheet":'


def is_carried(first: bytes) -> bool:
    """Is this the first line of such a file?"""
    return first.startswith(_MARK)


def carried(database: Database, *, secrets: bool = False) -> Iterator[str]:
    """The lines of the file, without their ends; all from one moment.

    Args:
        secrets: with passwords in feeds' addresses, and headers of their own.
    """
    with database.snapshot() as db:
        count = db.execute("SELECT count(*) FROM articles").fetchone()[0]
        yield _line({"broadsheet": VERSION, "program": __version__, "articles": count})
        for feed in portable.feeds(db, secrets=secrets):
            if secrets:
                opened_record(feed)
            yield _line({"feed": feed})
        for row in saved.every(db):
            yield _line({"saved": {"name": row.name, "query": row.query, "scope": row.scope}})
        for article in portable.articles(db):
            yield _line({"article": article})


def take_in(
    database: Database, index: Index, lines: Iterable[bytes], now: int, report: AddReport
) -> Iterator[None]:
    """Take in a file's lines, the first one too; pauses after each.

    What was taken in is saved in batches, so an end at any moment leaves a library that
    the same file completes.

    Raises:
        DocumentError: the file is of a newer version.
    """
    batch: list[tuple[int, Mapping[str, Any]]] = []
    for number, line in enumerate(lines, 1):
        try:
            record = json.loads(line)
            if not isinstance(record, dict):
                raise ValueError("not an object")
        except (ValueError, RecursionError) as error:
            report.failures.append(
                Failure(f"line {number}", f"is no record of a library ({error})")
            )
            continue
        if "broadsheet" in record:
            _check(record)
        elif "saved" in record:
            _take_search(database, index, record["saved"], now, number, report)
        else:
            if isinstance(record.get("feed"), dict) and (
                why := sealed_record(database, record["feed"])
            ):
                report.failures.append(Failure(f"line {number}", why))
            batch.append((number, record))
        if len(batch) >= _BATCH:
            _take_batch(database, batch, now, report)
            batch = []
        yield
    _take_batch(database, batch, now, report)


def _line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _check(header: Mapping[str, Any]) -> None:
    version = header["broadsheet"]
    if not isinstance(version, int) or version > VERSION:
        raise DocumentError("was exported by a newer Broadsheet; update this one first")


def _take_search(
    database: Database, index: Index, record: Any, now: int, number: int, report: AddReport
) -> None:
    try:
        name, query, scope = str(record["name"]), str(record["query"]), _SCOPES[record["scope"]]
        if saved.named(database.connection, keeping.clean_name(name)) is None:
            keeping.save(database, index, name, query, scope, now)
    except (UsageError, LookupError, TypeError) as error:
        why = (
            str(error).removesuffix(".") if isinstance(error, UsageError) else "is no saved search"
        )
        report.failures.append(Failure(f"line {number}", why))


def _take_batch(
    database: Database, batch: list[tuple[int, Mapping[str, Any]]], now: int, report: AddReport
) -> None:
    with database.writing() as db:
        for number, record in batch:
            db.execute("SAVEPOINT record")
            try:
                _take(db, record, now, report)
            except (
                sqlite3.Error,
                zlib.error,
                LookupError,
                TypeError,
                ValueError,
                AttributeError,
            ) as error:
                db.execute("ROLLBACK TO record")
                why = f"cannot be taken in ({type(error).__name__})"
                report.failures.append(Failure(f"line {number}", why))
            db.execute("RELEASE record")


def _take(db: sqlite3.Connection, record: Mapping[str, Any], now: int, report: AddReport) -> None:
    if "feed" in record:
        # Nobody typed the address here, so it may lead to no private network.
        portable.put_feed(db, record["feed"] | {"typed": 0})
        return
    article = _sound(record["article"])
    known = db.execute("SELECT key FROM articles WHERE id = ?", (article["id"],)).fetchone()
    if known is None:
        key = articles.next_key(db)
        portable.put_article(db, article, key)
        report.added += 1
        changed = True
    else:
        key = int(known[0])
        changed = _merge(db, key, article, now)
        report.same += not changed
        report.updated += changed
    for name, colour in article.get("tags", ()):
        changed |= _tag(db, key, name, colour)
    if changed:
        report.keys.append(key)


def _sound(article: Mapping[str, Any]) -> Mapping[str, Any]:
    """The article, if whatever reads it from the store can: types of columns the store checks.

    Raises ValueError, KeyError or TypeError otherwise.
    """
    if not _ID.fullmatch(article["id"]):
        raise ValueError("no id")
    texts = [article.get("bodies", {}).get("blocks", "[]")]
    texts += [page["other"] for page in [article.get("pages")] if page]
    for text in texts:
        blocks.load(text)
        if not all(map(_is_block, json.loads(text))):
            raise ValueError("no blocks")
    state = article.get("states", {})
    if not {state.get("read", 0), state.get("starred", 0)} <= {0, 1}:
        raise ValueError("no state")
    for kept in article.get("originals", ()):
        unpacking = zlib.decompressobj()
        unpacking.decompress(portable.meant(kept["packed"]), _LARGEST)
        if unpacking.unconsumed_tail:
            raise ValueError("too large")
    return article


def _is_block(item: Mapping[str, Any]) -> bool:
    """Has it the shape that `store.blocks` writes?"""
    texts = [item.get(short, "") for short in ("t", "k", "m", "u")]
    spans, rows = item.get("s", []), item.get("r", [])
    return (
        all(isinstance(text, str) for text in texts)
        and isinstance(item.get("l", 0), int)
        and isinstance(item.get("q", 0), int)
        and all(
            isinstance(span[0], int)
            and isinstance(span[1], int)
            and all(isinstance(text, str) for text in span[2:])
            and 3 <= len(span) <= 4
            for span in spans
        )
        and all(isinstance(cell, str) for row in rows for cell in row)
    )


def _merge(db: sqlite3.Connection, key: int, article: Mapping[str, Any], now: int) -> bool:
    """State by who changed it last; a note where there is none."""
    state, changed = article.get("states", {}), False
    for what in ("read", "starred"):
        cursor = db.execute(
            f"UPDATE states SET {what} = ?1, {what}_at = ?2"
            f" WHERE article = ?3 AND {what}_at < ?2 AND {what} != ?1",
            (state.get(what, 0), state.get(f"{what}_at", 0), key),
        )
        changed |= cursor.rowcount > 0
    text = article.get("notes", {}).get("text", "")
    if text and not notes.text_of(db, key):
        changed |= notes.put(db, key, "", text, now)
    return changed


def _tag(db: sqlite3.Connection, key: int, name: str, colour: int | None) -> bool:
    made = tags.made(db, name)
    if colour is not None and tags.chosen_colour(db, made) is None:
        tags.recolour(db, made, None, colour)
    return bool(tags.put(db, [key], made, True))
