"""Whether a feed of the annotated set is read as its comment says.

The comments speak of a parser's result; here they are put to ours, for the
fields that we keep. Texts are compared as they are read: markup that the
comment expects is rendered by the same rules, and what is unsafe in it is gone
in both.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reader.models import FeedEntry, NotAFeed, ParsedFeed, plain_text
from reader.parsing.feeds import parse_feed
from reader.parsing.feeds.readable import blocks_of, text_of

_EXPECT = re.compile(rb"Expect:\s*(.*?)\s*(?:\r?\n)")
_HEADER = re.compile(rb"Header:\s*Content-[Tt]ype:\s*(.*)")
_LOCATION = re.compile(rb"Header:\s*Content-Location:\s*(\S+)")
ADDRESS = "http://127.0.0.1:8097/feed.xml"
_KEPT_OF_FEED = {
    "title", "tagline", "subtitle", "description", "link", "language", "info_none", "updated_parsed",
}  # fmt: skip
_KEPT_OF_ENTRY = {
    "title", "description", "summary", "content", "link", "id", "guid", "author", "authors", "tags",
    "published_parsed", "updated_parsed", "enclosures", "comments", "language", "category",
}  # fmt: skip


class Read(str):
    """A text as it is read: equal to any markup that reads the same."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, str):
            return False
        own = _words(str(self))
        return own == _words(other) or own in {
            _words(text_of(other, markup=True)),
            _words(text_of(other, markup=False)),
            _words(plain_text(blocks_of(other, ADDRESS, plain=False))),
            _words(plain_text(blocks_of(other, ADDRESS, plain=True))),
        }

    __hash__ = str.__hash__


class Tag(str):
    """A language tag, which means the same in any case."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and self.casefold() == other.casefold()

    __hash__ = str.__hash__


class Name(str):
    """An author, whose electronic address is not shown beside the name."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and str(self) == re.sub(r" \(\S+@\S+\)$", "", other)

    __hash__ = str.__hash__


class Markup(str):
    """The type of a text in markup, of whichever kind."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return other in ("text/html", "application/xhtml+xml")

    __hash__ = str.__hash__


_MARKUP = Markup("text/html")


def _words(text: str) -> str:
    return " ".join(text.split())


def _moment(text: str) -> tuple[int, ...] | None:
    from datetime import datetime

    if not text:
        return None
    moment = datetime.fromisoformat(text.replace("Z", ""))
    return (*tuple(moment.timetuple())[:8], 0)


def _entry(entry: FeedEntry) -> dict[str, Any]:
    read = Read(plain_text(entry.blocks))
    teaser = read if entry.teaser else Read(entry.summary or plain_text(entry.blocks))
    return {
        "title": Read(entry.title),
        "description": teaser,
        "summary": teaser,
        "content": [{"value": read, "type": "text/plain" if entry.plain else _MARKUP}],
        "link": entry.link,
        "id": entry.guid,
        "guid": entry.guid,
        "author": Name(entry.authors[0] if entry.authors else ""),
        "authors": [{"name": name} for name in entry.authors],
        "tags": [{"term": tag, "label": tag} for tag in entry.tags],
        "category": next(iter(entry.tags), ""),
        "published_parsed": _moment(entry.published),
        "updated_parsed": _moment(entry.updated),
        "comments": entry.comments,
        "language": Tag(entry.language),
        "enclosures": [
            {"href": e.address, "type": e.type, "length": str(e.length)} for e in entry.enclosures
        ],
    }


def _names(feed: ParsedFeed) -> dict[str, Any]:
    own = {
        "title": Read(feed.title),
        "tagline": Read(feed.description),
        "subtitle": Read(feed.description),
        "description": Read(feed.description),
        "link": feed.site,
        "language": Tag(feed.language),
        "updated_parsed": _moment(feed.updated),
    }
    return {
        "feed": own,
        "entries": [_entry(entry) for entry in feed.entries],
        "bozo": False,
        "version": feed.version,
    }


def _asked(tree: ast.AST) -> Iterator[tuple[str, str, bool]]:
    """The fields an expectation asks for: of what, which, and whether only its value matters."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            key, value = node.slice.value, node.value
            if isinstance(key, str) and isinstance(value, ast.Name) and value.id == "feed":
                yield "feed", key, True
            elif isinstance(key, str) and isinstance(value, ast.Subscript):
                owner = value.value
                if isinstance(owner, ast.Name) and owner.id == "entries":
                    yield "entry", key, True
                else:
                    yield "inner", key, True


def _is_kept(tree: ast.AST) -> bool:
    asked = list(_asked(tree))
    for owner, key, _ in asked:
        if owner == "feed" and key not in _KEPT_OF_FEED:
            return False
        if owner == "entry" and key not in _KEPT_OF_ENTRY:
            return False
        if owner == "inner" and key not in {
            "value",
            "name",
            "term",
            "href",
            "url",
            "type",
            "length",
        }:
            return False
    return bool(asked) and "has_key" not in ast.dump(tree) and "id='locals'" not in ast.dump(tree)


def judge(path: Path) -> tuple[bool, str] | None:
    """Whether the file is read as it says, and why not; None where it speaks of what we do not keep."""
    raw = path.read_bytes()
    found = _EXPECT.search(_latin(raw))
    if not found:
        return None
    expectation = found[1].decode("latin-1").strip()
    try:
        tree = ast.parse(expectation, mode="eval")
    except SyntaxError:
        return None
    if not _is_kept(tree):
        return None
    header, place = _HEADER.search(raw), _LOCATION.search(raw)
    address = place[1].decode() if place else ADDRESS
    kind = header[1].decode().strip() if header else None
    feed = parse_feed(raw, address=address, content_type=kind)
    if isinstance(feed, NotAFeed):
        return False, feed.why
    names = _names(feed)
    clause = tree.body
    parts = (
        clause.values
        if isinstance(clause, ast.BoolOp) and isinstance(clause.op, ast.And)
        else [clause]
    )
    for part in parts:
        if "bozo" in ast.dump(part):
            continue
        try:
            held = eval(compile(ast.Expression(part), str(path), "eval"), {}, names)
        except (KeyError, IndexError, AttributeError, TypeError) as error:
            return False, f"{ast.unparse(part)}: {error!r}"
        if not held:
            return False, f"{ast.unparse(part)}"
    return True, ""


def _latin(raw: bytes) -> bytes:
    """The comment's bytes, whatever the file's width is."""
    from reader.errors import DocumentError
    from reader.parsing.charset import decode

    try:
        return decode(raw)[0].encode("latin-1", "replace")
    except DocumentError:
        return raw
