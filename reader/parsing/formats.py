"""The format that a document is in: by its name, then by its first lines."""

from __future__ import annotations

import re
from pathlib import PurePath

from reader.errors import DocumentError
from reader.models import Format

_BY_SUFFIX: dict[str, Format] = {
    ".md": "markdown", ".markdown": "markdown", ".mdown": "markdown", ".mkd": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl",
}  # fmt: skip

_FEED = re.compile(r"<(?:\w+:)?(rss|feed|rdf|opml)\b", re.I)
_PAGE = re.compile(r"<!doctype\s+html|<html\b|<head\b|<body\b", re.I)
_TAG = re.compile(
    r"</?(?:p|div|br|h[1-6]|ul|ol|li|table|article|section|blockquote)\b[^<>]{0,300}>", re.I
)
_ANY_TAG = re.compile(r"<[a-z!/][^<>]{0,2000}>", re.I)
_FRONT_MATTER = re.compile(
    r"(?:---|\+\+\+)[ \t]*\n(?:[^\n]*\n){0,200}?(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|$)"
)
_KEY = re.compile(r"^[A-Za-z][\w-]{0,30}\s*[:=]", re.M)
_HEAD = 4096


def suffix_of(name: str) -> str:
    """The extension of a name in lower case, with its dot."""
    return PurePath(name).suffix.lower()


def sniff(name: str, text: str) -> Format:
    """The format of a document, from its name and its text.

    Raises DocumentError for a feed: that is a list of articles, not one.
    """
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    _refuse_feed(head)
    format_ = _BY_SUFFIX.get(suffix_of(name))
    if format_ == "jsonl":
        return "jsonl"
    if _is_page(head):
        return "html"
    if format_ == "html":
        return "html" if _ANY_TAG.search(text) else "text"
    return format_ or _by_content(head, text)


def looks_like_html(text: str) -> bool:
    """Whether a text without a name is markup: a page, or a fragment that begins with a tag."""
    head = text[:_HEAD].lstrip()
    return head.startswith("<") and (_is_page(head) or len(_TAG.findall(head)) >= 2)


def _by_content(head: str, text: str) -> Format:
    if looks_like_html(head):
        return "html"
    if head.startswith("{") and text.rstrip().endswith("}") and '"' in head:
        return "jsonl"
    front = _FRONT_MATTER.match(head)
    return "markdown" if front and _KEY.search(front[0]) else "text"


def _is_page(head: str) -> bool:
    return head.startswith("<") and bool(_PAGE.search(head[:2000]))


def _refuse_feed(head: str) -> None:
    if not head.startswith("<"):
        return
    found = _FEED.search(head[:2000])
    if found and not _PAGE.search(head[: found.start()]) and _is_root(head, found.start()):
        raise DocumentError("is a feed or a list of feeds, not an article")


def _is_root(head: str, start: int) -> bool:
    """Whether nothing but declarations and comments stands before the tag."""
    return not re.search(r"<[a-z]", head[:start], re.I)
