"""The markup of an entry → blocks for reading and texts on one line.

What feeds hang on their entries goes: tracking pixels, rows of share buttons.
"""

from __future__ import annotations

import html
import re

from reader.errors import DocumentError
from reader.models import Block
from reader.parsing.convert import convert
from reader.parsing.elements import absolute
from reader.parsing.inline import tidy
from reader.parsing.text import read_text
from reader.parsing.tree import Element, bare_text, parse_tree
from reader.safe import clean, line

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.I)
_OPEN_COMMENT = re.compile(r"<!--[^>]*>")
_TAG = re.compile(r"<[a-z/!]", re.I)
_ESCAPED_TWICE = re.compile(
    r"\s*&lt;(?:p|div|a|img|table|ul|ol|h[1-6]|figure|section|strong|em|span)\b.{0,2000}?&gt;",
    re.I | re.S,
)
_SHARE = re.compile(
    r"(?:^|\s)(?:feedflare|sharedaddy|sd-sharing\S*|addtoany\S*|a2a_kit|addthis_toolbox"
    r"|share-?(?:bar|buttons|links|icons)|social-?(?:share|sharing|buttons|links)|jp-relatedposts)(?=\s|$)",
    re.I,
)
_TRACKER = re.compile(
    r"^https?://(?:[\w.-]*feedburner\.com/~(?:r|ff)/|(?:pixel|stats)\.(?:wp|wordpress)\.com/"
    r"|[\w.-]*feedsportal\.com/|[\w.-]*doubleclick\.net/|[\w.-]*google-analytics\.com/"
    r"|[\w.-]*scorecardresearch\.com/|pixel\.quantserve\.com/|blogger\.googleusercontent\.com/tracker/"
    r"|rss\.buysellads\.com/|feeds\.wordpress\.com/1\.0/)",
    re.I,
)
# The HTML parser takes these for containers of all that follows; what they hold is text.
_SHELLS = ("iframe", "embed", "object", "frame", "frameset", "noframes")
_TINY = re.compile(r"(?:^|[;\s])(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|!|$)", re.I)


def joined(address: str, base: str) -> str:
    """`address` as an absolute http(s) one, "" for anything else."""
    found = absolute(address, base)
    return "" if found.startswith("mailto:") else found


def text_of(text: str, *, markup: bool) -> str:
    """A title or teaser on one line; references escaped once too often are read too."""
    if markup:
        if "-->" not in text:
            text = _OPEN_COMMENT.sub("", text)
        text = bare_text(text)
    if _REFERENCE.search(text):
        text = html.unescape(text)
    return line(tidy(text))


def blocks_of(raw: str, base: str, plain: bool) -> tuple[Block, ...]:
    """What is read of an entry; `base` is what its addresses are relative to."""
    if not raw.strip():
        return ()
    if _ESCAPED_TWICE.match(raw) and not _TAG.search(raw):
        raw, plain = html.unescape(raw), False
    if plain or not _TAG.search(raw):
        # Without a tag its line breaks are all that parts its paragraphs.
        return read_text(_unescaped(raw))
    try:
        root = parse_tree(raw)
    except DocumentError:
        return read_text(bare_text(raw))
    if root is None:
        return read_text(bare_text(raw))
    for element in [e for e in root.iter() if e is not root and _is_hung_on(e)]:
        _drop(element)
    for element in list(root.iter(*_SHELLS)):
        if element is not root:
            element.tag = "span"
    return tuple(piece.block for piece in convert(root, base))


def _unescaped(raw: str) -> str:
    """Text that has no markup but references to characters, its lines as they are."""
    if "<" not in raw and _REFERENCE.search(raw):
        raw = html.unescape(raw)
    return clean(raw)


def _is_hung_on(element: Element) -> bool:
    if not isinstance(element.tag, str):
        return False
    if element.tag == "img":
        address = (element.get("src") or "").strip()
        return bool(_TRACKER.match(address) or _TINY.search(element.get("style") or ""))
    return bool(_SHARE.search(element.get("class") or ""))


def _drop(element: Element) -> None:
    """Takes an element out and leaves the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
