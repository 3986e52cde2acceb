"""What a document says about itself, gathered from as many places as say it."""

from __future__ import annotations

from dataclasses import fields, replace
from urllib.parse import urlsplit

from reader.light import dataclass
from reader.models import Block
from reader.safe import line

_MOST_TAGS = 32
"""A document with more names than this lists words, not tags."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Statements about an article; "" and no tags where nothing is said."""

    title: str = ""
    author: str = ""
    published: str = ""
    source: str = ""
    url: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()

    def or_else(self, other: Facts) -> Facts:
        """These facts, with the gaps filled from `other`."""
        gaps = {f.name: getattr(other, f.name) for f in fields(self) if not getattr(self, f.name)}
        return replace(self, **gaps)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a format's reader hands on: blocks, and the facts the format declares."""

    blocks: tuple[Block, ...]
    facts: Facts = Facts()
    headline: str = ""
    """A heading in the text that is plainly the title."""


def web_address(text: str) -> str:
    """`text` as an absolute http(s) address, else ""."""
    text = line(text)
    if not text.lower().startswith(("http://", "https://")) or len(text) > 4000:
        return ""
    return text.replace(" ", "%20") if host(text) else ""


def host(url: str) -> str:
    """The host of an address in lower case, without a leading `www.`; "" when it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_page(url: str) -> bool:
    """Whether the address names a page within its site, not just the site."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.path.strip("/") or parts.query or parts.fragment)


def language_tag(text: str) -> str:
    """A BCP 47 tag in lower case, or "" for anything that does not look like one."""
    tag = line(text).lower().replace("_", "-").split(".")[0]
    parts = tag.split("-")
    sound = 2 <= len(parts[0]) <= 3 and all(p.isascii() and p.isalnum() for p in parts)
    return tag if sound and parts[0].isalpha() and len(tag) <= 35 and len(parts) <= 5 else ""


def tag_names(value: object) -> tuple[str, ...]:
    """The names in a list of texts, or in one text that parts them by commas; each once."""
    found = value.split(",") if isinstance(value, str) else value
    texts = [v for v in found if isinstance(v, str)] if isinstance(found, list) else []
    return tuple(dict.fromkeys(filter(None, map(line, texts))))[:_MOST_TAGS]
