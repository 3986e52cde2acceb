"""HTML text → an lxml tree that is safe to walk, or the bare text when there is no such tree."""

from __future__ import annotations

import html
import re

from lxml import etree

from reader.errors import DocumentError
from reader.safe import clean

Element = etree._Element

_TAG = re.compile(r"<[^<>]*>")
_BREAKS = re.compile(
    r"</?(?:p|div|br|h[1-6]|li|tr|table|ul|ol|section|article|blockquote)\b[^<>]*>", re.I
)
_LONG_TAG = re.compile(r"<([a-zA-Z][\w-]*)\s[^<>]{20000,}")
_MOST_ATTRIBUTES = 1000
_OF_HEADS = frozenset(
    {"title", "meta", "link", "base", "basefont", "bgsound", "script", "style", "noscript"}
    | {"template", "noframes", "object"}
)
_UNREAD = ("<script", "<style", "<!--")
_UNREAD_END = {"<script": "</script", "<style": "</style", "<!--": "-->"}


def parse_tree(text: str) -> Element | None:
    """The root element of a page; None when it is nested deeper than the parser goes (256).

    Raises DocumentError when there is no element in it at all.
    """
    # Without huge_tree: depth and sizes stay bounded, whoever wrote the page.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    text = _LONG_TAG.sub(_bounded, text)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        root = None
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        return None
    if root is None:
        raise DocumentError("has nothing to read in it")
    _end_head(root)
    return root


def _end_head(root: Element) -> None:
    """Have the body begin at the first element that can stand in no head.

    Without a body tag the parser, older than `article` and `main`, keeps those in the head.
    """
    head = root.find("head")
    strangers = [] if head is None else [c for c in head if c.tag not in _OF_HEADS]
    if head is None or not strangers:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    for place, element in enumerate(list(head)[head.index(strangers[0]) :]):
        body.insert(place, element)


def _bounded(tag: re.Match[str]) -> str:
    """A tag without its attributes if they are too many: the parser's time is quadratic in them."""
    return (
        tag[0] if len(tag[0].split(None, _MOST_ATTRIBUTES)) <= _MOST_ATTRIBUTES else f"<{tag[1]} "
    )


def bare_text(text: str) -> str:
    """The text of markup that has no tree: tags gone, breaks where blocks were."""
    kept = _BREAKS.sub("\n\n", "".join(_read_parts(text)))
    return clean(html.unescape(_TAG.sub("", kept)))


def _read_parts(text: str) -> list[str]:
    """The stretches outside scripts, styles and comments, in one pass."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = text  # a few letters change their length with their case
    parts: list[str] = []
    place = 0
    nexts = {start: lowered.find(start) for start in _UNREAD}
    while True:
        nexts = {s: n if n < 0 or n >= place else lowered.find(s, place) for s, n in nexts.items()}
        found = [(n, s) for s, n in nexts.items() if n >= 0]
        if not found:
            return [*parts, text[place:]]
        start, kind = min(found)
        parts.append(text[place:start])
        end = lowered.find(_UNREAD_END[kind], start)
        if end < 0:
            return parts
        place = end + (3 if kind == "<!--" else 0)
