"""An HTML tree → blocks, all of it and in order; what is not for reading never comes through.

The walk is iterative, so depth costs no stack. Scripts, styles, form controls,
hidden elements and tracking pixels are left out; links and images have
absolute http(s) addresses or none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from itertools import islice

from lxml import etree

from reader.light import dataclass
from reader.models import Block, BlockKind, Span, SpanStyle
from reader.parsing.elements import (
    ListState,
    absolute,
    captioned_by,
    code_language,
    footnote_label,
    footnote_mark,
    leads_back,
    list_of,
    number_of,
    plain,
    wraps_page,
    zone_of,
)
from reader.parsing.inline import Inline, tidy
from reader.parsing.tables import Line, is_data_table, read_table
from reader.parsing.tree import Element
from reader.safe import clean, line

_UNREAD = frozenset(
    {"script", "style", "noscript", "template", "head", "iframe", "object", "embed", "svg", "canvas",
     "audio", "video", "button", "select", "textarea", "input", "datalist", "dialog", "map", "rp",
     "noframes", "frameset", "applet", "progress", "meter", "option", "optgroup"}
)  # fmt: skip
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl",
     "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
     "header", "hgroup", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "search", "section",
     "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption"}
)  # fmt: skip
_STYLES: dict[str, SpanStyle] = {
    "b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "cite": "emphasis",
    "dfn": "emphasis", "var": "emphasis", "code": "code", "kbd": "code", "samp": "code", "tt": "code",
    "s": "strike", "strike": "strike", "del": "strike",
}  # fmt: skip
_PARTING = _BLOCKS | {"br", "hr", "pre", "listing", "xmp"}
"""What begins a new line; a space where there is but one line."""
_SPACES = re.compile(r"[^\S\x85]+")  # U+0085 is, in a page, an ellipsis of windows-1252
_AROUND = {"q": ("“", "”"), "rt": ("(", ")")}
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_ON_HOVER = re.compile(  # shown only to a pointer, or to a screen reader in place of what is seen
    r"(?:^|\s)(?:rollover-(?:\w+-)?block|hover-?card|tooltip-?(?:text|content)|popover-(?:body|content)"
    r"|screen-reader-text|sr-only|visually-hidden)(?=$|\s)",
    re.I,
)
_RAISED = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_ALL_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_DEEPEST = 16
_FEW = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A block with what its place in the page says about it."""

    block: Block
    linked: int
    """How many of its characters are inside links."""
    zone: str
    """Where it stands: "article", "outside" (navigation, footer …) or ""."""
    parent: Element
    """The nearest block element around it."""


def convert(root: Element, base: str = "", hidden: bool = False) -> list[Piece]:
    """Every readable piece below `root`. Links are resolved against `base`;
    with `hidden`, elements that are hidden count as shown."""
    return _Converter(base, hidden).run(root)


class _Converter:
    """Walks a tree and keeps what is open: lists, quotes, headings, zones, the paragraph."""

    def __init__(self, base: str, hidden: bool) -> None:
        self._base = base
        self._hidden = hidden
        self._inline = Inline()
        self._pieces: list[Piece] = []
        self._images: list[Block] = []
        self._lists: list[ListState] = []
        self._quotes = 0
        self._heading = 0
        self._item: tuple[BlockKind, str] | None = None
        self._caption: Line = ("", ())
        self._captioned = False
        self._zones: list[tuple[Element, str]] = []
        self._around: list[Element] = []

    @cached_property
    def _line(self) -> _OneLine:
        return _OneLine(self._base, self._hidden)

    def run(self, root: Element) -> list[Piece]:
        self._around.append(root)
        self._walk(root)
        self._flush()
        return self._pieces

    def _walk(self, root: Element) -> None:
        left_out: Element | None = None
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if not isinstance(element.tag, str):
                if event == "end":
                    self._text(element.tail)
            elif event == "start":
                if self._start(element):
                    self._text(element.text)
                else:
                    left_out = element
                    walk.skip_subtree()
            else:
                if element is not left_out:
                    self._end(element)
                if element is not root:
                    self._text(element.tail)

    def _text(self, text: str | None) -> None:
        if text:
            self._inline.add(text)

    def _start(self, element: Element) -> bool:
        """Opens an element; False when what is inside is dealt with or not for reading."""
        tag = element.tag
        if self._is_unread(element):
            return False
        if tag in _WHOLE:
            return _WHOLE[tag](self, element)
        if tag in _BLOCKS:
            self._flush()
            self._enter(element)
        elif tag in _STYLES:
            self._inline.open(_STYLES[tag])
        elif tag == "a":
            self._inline.open("link", absolute(element.get("href") or "", self._base))
        elif tag in _AROUND:
            self._inline.add(_AROUND[tag][0])
        return True

    def _end(self, element: Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._flush()
            self._leave(element)
        elif tag in _STYLES:
            self._inline.close(_STYLES[tag])
        elif tag == "a":
            self._inline.close("link")
        elif tag in _AROUND:
            self._inline.add(_AROUND[tag][1])

    def _enter(self, element: Element) -> None:
        tag = element.tag
        self._around.append(element)
        if zone := zone_of(element):
            self._zones.append((element, zone))
        if tag in {"ul", "ol", "menu", "dir"}:
            self._lists.append(list_of(element))
        elif tag == "li":
            self._item = self._next_item(element)
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "figure":
            caption = captioned_by(element)
            self._caption = ("", ()) if caption is None else self._line.read(caption)
            self._captioned = False
        elif tag == "dt":
            self._inline.open("strong")
        elif len(tag) == 2 and tag[0] == "h":
            self._heading = int(tag[1])

    def _leave(self, element: Element) -> None:
        tag = element.tag
        self._around.pop()
        if self._zones and self._zones[-1][0] is element:
            self._zones.pop()
        if tag in {"ul", "ol", "menu", "dir"}:
            self._lists.pop()
        elif tag == "li":
            self._item = None
        elif tag == "blockquote":
            self._quotes -= 1
        elif tag == "figure":
            text, spans = self._caption
            if text and not self._captioned:
                self._emit(Block("image", text, _followed(spans)))
            self._caption = ("", ())
        elif tag == "dt":
            self._inline.close("strong")
        elif len(tag) == 2 and tag[0] == "h":
            self._heading = 0

    def _is_unread(self, element: Element) -> bool:
        tag = element.tag
        if tag in _UNREAD or leads_back(element) or (tag == "form" and not wraps_page(element)):
            return True
        if tag == "figcaption" and self._caption[0]:
            return True
        if self._hidden or tag in {"html", "body"}:
            return False
        if _ON_HOVER.search(element.get("class") or ""):
            return True
        return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))

    def _next_item(self, element: Element) -> tuple[BlockKind, str]:
        label = footnote_label(element)
        if not self._lists or not self._lists[-1].ordered:
            return ("footnote", label) if label else ("item", "•")
        current = self._lists[-1]
        number = number_of(element.get("value"), current.number)
        current.number = number + current.step
        # What the list shows is what the text refers to; the name of a note may say otherwise.
        return ("footnote", str(number)) if label else ("item", f"{number}.")

    def _flush(self) -> None:
        """Ends the block in the making; images met in it follow it."""
        self._emit_text(*self._inline.take())
        images, self._images = self._images, []
        for image in images:
            self._emit(image)

    def _emit_text(self, text: str, spans: tuple[Span, ...]) -> None:
        if text:
            self._emit(self._shaped(text, _followed(spans)), min(_linked(spans), len(text)))

    def _shaped(self, text: str, spans: tuple[Span, ...]) -> Block:
        kind: BlockKind = "paragraph"
        level, marker = 0, ""
        if self._heading:
            kind, level = "heading", self._heading
        elif self._item:
            (kind, marker), self._item = self._item, None
            level = min(max(0, len(self._lists) - 1), _DEEPEST) if kind == "item" else 0
        quoted = min(self._quotes, _DEEPEST)
        return Block(kind, text, spans, level=level, marker=marker, quoted=quoted)

    def _emit(self, block: Block, linked: int = 0) -> None:
        zone = self._zones[-1][1] if self._zones else ""
        self._pieces.append(Piece(block, linked, zone, self._around[-1]))

    def _break(self, element: Element) -> bool:
        if self._inline.line_break():
            self._flush()
        return False

    def _rule(self, element: Element) -> bool:
        self._flush()
        self._emit(Block("rule"))
        return False

    def _code(self, element: Element) -> bool:
        self._flush()
        text = clean("".join(str(part) for part in element.itertext())).strip("\n").rstrip()
        if text.strip():
            quoted = min(self._quotes, _DEEPEST)
            self._emit(Block("code", text, marker=code_language(element), quoted=quoted))
        return False

    def _table(self, element: Element) -> bool:
        self._flush()
        if not is_data_table(element):
            self._enter(element)
            return True
        caption = element.find("caption")
        if caption is not None:
            self._emit_text(*self._line.read(caption))
        table = read_table(element, self._line.read)
        if table.text.strip():
            linked = min(_linked(table.spans), len(table.text))
            self._emit(replace(table, spans=_followed(table.spans)), linked)
        return False

    def _image(self, element: Element) -> bool:
        alt = line(tidy(element.get("alt") or ""))
        size = [number_of(element.get(name), 999) for name in ("width", "height")]
        if min(size) <= 2:
            return False
        if max(size) <= 32 or "emoji" in (element.get("class") or "").lower():
            self._inline.add(alt)
            return False
        target = self._image_address(element)
        text, spans = alt, tuple[Span, ...]()
        caption, within = self._caption
        if caption and not self._captioned:
            # What the picture shows, where the caption does not say it already.
            text, spans = caption if alt in caption else f"{caption}\n{alt}", _followed(within)
            self._captioned = True
        if target or text:
            self._images.append(Block("image", text, spans, target=target))
        return False

    def _image_address(self, element: Element) -> str:
        for name in ("data-src", "data-original", "data-lazy-src", "src", "srcset", "data-srcset"):
            written = (element.get(name) or "").strip()
            if "srcset" in name:
                written = written.split(" ")[0].rstrip(",")
            address = absolute(written, self._base)
            if address and not address.startswith("mailto:"):
                return address
        return ""

    def _raised(self, element: Element) -> bool:
        """A superscript: a footnote's mark in brackets, an exponent in raised digits."""
        if len(list(islice(element.iterdescendants(), _FEW + 1))) > _FEW:
            return True
        text = plain(element)
        if footnote_mark(element, text):
            self._inline.add(text if text.startswith(("[", "(")) else f"[{text}]")
            return False
        raised = text.translate(_RAISED)
        if raised and set(raised) <= _ALL_RAISED and self._inline.last().isalnum():
            self._inline.add(raised)
            return False
        return True


class _OneLine(_Converter):
    """The same walk where there is room for one line: in a table's cell, in a caption.

    What would begin a new line or a block becomes a space; pictures that would
    be blocks of their own are left out.
    """

    def read(self, root: Element) -> Line:
        """The text below an element, and its spans; those of links that lead nowhere, too."""
        if not len(root) and not self._is_unread(root):  # as most cells are
            return line(tidy(root.text or "")), ()
        self._walk(root)
        self._images.clear()
        return self._inline.take()

    def _text(self, text: str | None) -> None:
        if text:
            self._inline.add(_SPACES.sub(" ", text))

    def _start(self, element: Element) -> bool:
        if element.tag not in _PARTING:
            return super()._start(element)
        self._inline.add(" ")
        return not self._is_unread(element)

    def _end(self, element: Element) -> None:
        if element.tag in _PARTING:
            self._inline.add(" ")
        else:
            super()._end(element)


def _followed(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans but those of links that lead nowhere: these tell menus from prose, no more."""
    return tuple(span for span in spans if span.style != "link" or span.target)


def _linked(spans: tuple[Span, ...]) -> int:
    """How many characters are inside links."""
    return sum(span.end - span.start for span in spans if span.style == "link")


_WHOLE: dict[str, Callable[[_Converter, Element], bool]] = {
    "br": _Converter._break,
    "hr": _Converter._rule,
    "pre": _Converter._code,
    "listing": _Converter._code,
    "xmp": _Converter._code,
    "table": _Converter._table,
    "img": _Converter._image,
    "sup": _Converter._raised,
}
