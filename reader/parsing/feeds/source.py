"""The text of a feed: its characters, and whether it is safe to hand to a parser.

What feeds a slow parser is refused before it gets there: its time is quadratic
in depth and in attributes, and grows with the entries, of which the first are kept.
"""

from __future__ import annotations

import codecs
import re

from reader.errors import DocumentError
from reader.parsing.charset import codec_of, decode

MOST_ENTRIES = 2000
"""Entries that are read of one feed, from its top."""

_DEEPEST = 1000
_MOST_ATTRIBUTES = 500
_MOST_TAGS = 60_000
_CHARSET = re.compile(r"charset\s*[=:]\s*[\"']?\s*([\w.:-]+)", re.I)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)
_HIGH_CONTROLS = re.compile("[\x80-\x9f]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Windows characters where a program meant Unicode (https://html.spec.whatwg.org/#numeric-character-reference-end-state)
_C1 = {n: bytes([n]).decode("cp1252", "ignore") for n in range(0x80, 0xA0)}
_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*\?>")
PART = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(/?)([A-Za-z][\w:.-]*)([^<>]*)>", re.S
)
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
PROLOG = r"(?>\s+|<!--.*?-->|<\?.*?\?>)*+"
"""A pattern for what may stand before the first element; it never goes back, so it is linear."""

_ENTRY = frozenset({"item", "entry"})


def readable_text(data: bytes, content_type: str | None) -> tuple[str, str]:
    """The text without what XML forbids, and its character set. Raises DocumentError if it is none."""
    text, encoding = _from_header(data, content_type) or decode(data)
    text = text.lstrip("\ufeff")
    if _HIGH_CONTROLS.search(text):
        text = text.translate(_C1)
    return _CONTROLS.sub("", text), encoding


def _from_header(data: bytes, content_type: str | None) -> tuple[str, str] | None:
    """The text by the header's character set, when it can be true and nothing in the bytes is surer."""
    found = _CHARSET.search(content_type or "")
    codec = codec_of(found[1]) if found else ""
    if not found or not codec or data.startswith(_MARKS) or b"\0" in data[:64]:
        return None
    if not data.strip() or data.isascii() or _decoded(data, "utf-8") is not None:
        return None
    text = _decoded(data, codec)
    return (text, found[1].lower()) if text is not None else None


def _decoded(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None


def bounded(text: str) -> tuple[str, bool]:
    """XML that a parser can take in seconds, and whether entries were cut from its end.

    Raises DocumentError for depth or attributes that no feed has.
    """
    text = _DECLARATION.sub("", text)
    depth = entries = tags = last = 0
    for part in PART.finditer(text):
        name = part[2]
        if name is None:
            continue
        if part[1]:
            depth = max(0, depth - 1)
            continue
        tags += 1
        if tags > _MOST_TAGS:
            if entries < 2:
                raise DocumentError("has more elements in one entry than any feed has")
            return text[:last], True
        refuse_attributes(part[0])
        if name.rpartition(":")[2].lower() in _ENTRY:
            entries, last = entries + 1, part.start()
            if entries > MOST_ENTRIES:
                return text[: part.start()], True
        if not part[3].endswith("/"):
            depth += 1
            if depth - entries > _DEEPEST:
                raise DocumentError("is nested deeper than any feed is")
    return text, False


def refuse_attributes(text: str) -> None:
    """Raises DocumentError for a tag whose attributes would occupy a parser, quadratic in them."""
    for tag in _TAG.finditer(text):
        if tag[0].count("=") > _MOST_ATTRIBUTES:
            raise DocumentError("has a tag with more attributes than any feed has")
