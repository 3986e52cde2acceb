"""What a single HTML element says: its addresses, its place in the page, its numbers."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from reader.light import dataclass
from reader.parsing.facts import web_address
from reader.parsing.inline import tidy
from reader.parsing.tree import Element
from reader.safe import line

_LANGUAGE = re.compile(r"(?:^|\s)(?:language-|lang-|highlight-source-|brush:\s*)([\w+#.-]{1,30})")
_FOOTNOTE = re.compile(r"(?:fn|footnote|cite_note|endnote)[-_:]?(?:[\w.-]*?[-_:])?(\d{1,4})", re.I)
_WAY_BACK = re.compile(
    r"(?:^|\s)(?:footnote-?back(?:ref|link)?|reversefootnote|mw-cite-backlink)(?=$|\s)", re.I
)
_ARROWS = frozenset("↩↵⏎⤴⬆↑^\ufe0e\ufe0f ")
_LONGEST_MARK = 6
_OUTSIDE_TAGS = frozenset({"nav", "footer", "aside", "menu"})
_OUTSIDE_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "menu"}
)
_ARTICLE_ROLES = frozenset({"article", "main"})


@dataclass(slots=True)
class ListState:
    """A list that is open: whether it is numbered, and its next number."""

    ordered: bool
    number: int
    step: int = 1


def page_base(root: Element, url: str) -> str:
    """What relative addresses of a page are relative to: its `<base>`, else its own address."""
    for found in root.iter("base"):
        if address := absolute(found.get("href") or "", url):
            return address
    return url


def absolute(address: str, base: str) -> str:
    """An absolute http(s) or mailto address, else ""."""
    address = line(address)
    if not address or address.startswith("#") or len(address) > 4000:
        return ""
    try:
        joined = urljoin(base, address) if base else address
    except ValueError:
        return ""
    if joined.lower().startswith("mailto:"):
        return joined
    return web_address("https:" + joined if joined.startswith("//") else joined)


def plain(element: Element) -> str:
    """All text below an element on one line."""
    return line(tidy("".join(str(part) for part in element.itertext())))


def number_of(text: str | None, otherwise: int) -> int:
    """A whole number at the start of an attribute (`100px`), else `otherwise`."""
    found = re.match(r"\s*(-?\d{1,9})", text or "")
    return int(found[1]) if found else otherwise


def zone_of(element: Element) -> str:
    """ "article" or "outside" when the element says that of all below it, else ""."""
    tag, role = element.tag, (element.get("role") or "").lower()
    if "articleBody" in (element.get("itemprop") or "") or role in _ARTICLE_ROLES:
        return "article"
    if tag in _OUTSIDE_TAGS or role in _OUTSIDE_ROLES:
        return "outside"
    if tag in {"article", "main"}:
        return "article"
    if tag == "header" and next(element.iterancestors("article", "main"), None) is None:
        return "outside"
    return ""


def list_of(element: Element) -> ListState:
    """The state in which a list begins."""
    if element.tag != "ol":
        return ListState(False, 0)
    backwards = element.get("reversed") is not None
    start = number_of(element.get("start"), len(element.findall("li")) if backwards else 1)
    return ListState(True, start, -1 if backwards else 1)


def footnote_label(item: Element) -> str:
    """The label of a list item that is a footnote, "" for any other."""
    found = _FOOTNOTE.fullmatch(item.get("id") or "")
    if found:
        return found[1]
    if item.get("role") == "doc-endnote":
        parent = item.getparent()
        return str(parent.index(item) + 1) if parent is not None else "*"
    return ""


def footnote_mark(raised: Element, text: str) -> bool:
    """Whether a superscript that says this refers to a note: it is a link within the page, or in one."""
    link = next(raised.iter("a"), None)
    if link is None:
        link = next(raised.iterancestors("a"), None)
    if link is None or not 0 < len(text) <= _LONGEST_MARK:
        return False
    before, _, place = (link.get("href") or "").partition("#")
    return bool(place) and (not before or _FOOTNOTE.fullmatch(place) is not None)


def leads_back(element: Element) -> bool:
    """Whether it is but the arrow that leads from a note back to the text."""
    if element.tag not in ("a", "span"):
        return False
    if element.get("role") == "doc-backlink" or _WAY_BACK.search(element.get("class") or ""):
        return True
    text = element.text or ""
    return "#" in (element.get("href") or "") and bool(text) and _ARROWS.issuperset(text)


def captioned_by(figure: Element) -> Element | None:
    """The caption of a figure that shows an image, None otherwise.

    A figure within a caption has none: all of that was read as one caption
    already, and reading it once more at each level would take quadratic time.
    """
    if next(figure.iter("img"), None) is None:
        return None
    if next(figure.iterancestors("figcaption"), None) is not None:
        return None
    return next(figure.iter("figcaption"), None)


def code_language(element: Element) -> str:
    """The language that classes of a `pre`, or of the `code` in it, name; "" if none."""
    for named in (element, *element.findall("code")):
        if found := _LANGUAGE.search(named.get("class") or ""):
            return found[1].lower()
    return ""


def wraps_page(form: Element) -> bool:
    """Whether a form is no form but, as on ASP.NET pages, a wrapper around the page."""
    paragraphs = sum(1 for p in form.iter("p") if len(plain(p)) > 80)
    return paragraphs >= 2 or next(form.iter("article", "h1"), None) is not None
