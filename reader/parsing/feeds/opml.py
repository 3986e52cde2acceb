"""Lists of subscriptions: OPML 1.0, 1.1, 2.0 as programs write it, and FOAF in RDF.

Format: http://opml.org/spec2.opml. A list that is broken is read as far as it goes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from lxml import etree

from reader.errors import DocumentError
from reader.models import Outline, Subscription
from reader.parsing.feeds.source import PROLOG, readable_text, refuse_attributes
from reader.parsing.tree import Element
from reader.safe import line

_DOCTYPE = re.compile(PROLOG + r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.I | re.S)
_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*\?>")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE = re.compile(r"&(?!#\d+;|#x[0-9a-fA-F]+;|(?:amp|lt|gt|quot|apos);)")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_VERSIONS = {"1.0": "opml1", "1.1": "opml1", "1": "opml1", "2.0": "opml2", "2": "opml2"}
_KNOWN = frozenset({"text", "title", "xmlurl", "htmlurl", "type", "category", "url", "version"})
_INCLUDES = frozenset({"include", "link", "source"})
_LARGEST = 64 << 20
_DEEPEST = 200
_MOST_TAGS = 32


def parse_opml(data: bytes) -> Outline:
    """The subscriptions in a list; an `Outline` without a version when it is no list at all."""
    root = _tree(data)
    if root is None:
        return Outline()
    if _name(root) == "rdf":
        from reader.parsing.feeds.foaf import read_foaf

        return read_foaf(root)
    if _name(root) != "opml":
        return Outline()
    return _Reading(root).outline()


def _tree(data: bytes) -> Element | None:
    if len(data) > _LARGEST:
        return None
    try:
        text, _ = readable_text(data, None)
        refuse_attributes(text)
    except DocumentError:
        return None
    text = _DECLARATION.sub("", text)
    if doctype := _DOCTYPE.match(text):
        text = text[doctype.end() :]
    text = _BARE.sub("&amp;", _ENTITY.sub(_character, text.strip()))
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return None


def _character(reference: re.Match[str]) -> str:
    """A character that HTML has a name for and XML does not."""
    name = reference[1]
    if name in _XML_ENTITIES or f"{name};" not in html5:
        return reference[0]
    return html.escape(html5[f"{name};"])


def _name(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


class _Reading:
    """Walks the outlines and gathers what they name, each feed once."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._feeds: dict[str, Subscription] = {}
        self._lists: dict[str, str] = {}
        self._sites: dict[str, str] = {}

    def outline(self) -> Outline:
        head: dict[str, str] = {}
        for element in self._root.iter():
            if (above := element.getparent()) is not None and _name(above) == "head":
                head.setdefault(_name(element), line("".join(map(str, element.itertext()))))
        for element, path in _outlines(self._root):
            self._take(element, path)
        version = line(self._root.get("version") or "")
        return Outline(
            title=head.get("title", ""),
            version=_VERSIONS.get(version, "opml"),
            created=head.get("datecreated", ""),
            modified=head.get("datemodified", ""),
            owner=head.get("ownername", ""),
            owner_email=head.get("owneremail", ""),
            feeds=tuple(self._feeds.values()),
            lists=tuple(self._lists.items()),
            sites=tuple(self._sites.items()),
        )

    def _take(self, element: Element, path: tuple[str, ...]) -> None:
        said = {str(k).lower(): line(str(v)) for k, v in element.attrib.items()}
        title, kind = _title(said), said.get("type", "").lower()
        if kind in _INCLUDES and not said.get("xmlurl") and said.get("url"):
            self._lists.setdefault(said["url"], title)
        elif kind == "source" and said.get("xmlurl"):
            self._lists.setdefault(said["xmlurl"], title)
        elif address := said.get("xmlurl") or (said.get("url", "") if kind == "rss" else ""):
            self._subscribe(address, title, said, path, element)
        elif said.get("htmlurl"):
            self._sites.setdefault(said["htmlurl"], title)

    def _subscribe(
        self,
        address: str,
        title: str,
        said: dict[str, str],
        path: tuple[str, ...],
        element: Element,
    ) -> None:
        folders, tags = _categories(said.get("category", ""))
        if path:
            folders = (path, *folders)
            tags = (*path, *tags) if len(path) == 1 else tags
        before = self._feeds.get(address)
        if before is not None:
            folders, tags = (*before.folders, *folders), (*before.tags, *tags)
        kept = tuple(
            (str(k), str(v)) for k, v in element.attrib.items() if str(k).lower() not in _KNOWN
        )
        self._feeds[address] = Subscription(
            address=address,
            title=before.title if before is not None else title,
            site=before.site if before is not None else said.get("htmlurl", ""),
            folders=tuple(dict.fromkeys(folders)),
            tags=tuple(dict.fromkeys(tags))[:_MOST_TAGS],
            attributes=before.attributes if before is not None else kept,
        )


def _title(said: dict[str, str]) -> str:
    return said.get("text") or said.get("title", "")


def _outlines(root: Element) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """Every outline with the path of the folders it stands in; an unnamed folder counts for none."""
    waiting: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
    while waiting:
        element, path = waiting.pop()
        inner = path
        if _name(element) == "outline":
            yield element, path
            said = {str(k).lower(): line(str(v)) for k, v in element.attrib.items()}
            title = _title(said)
            if title and not said.get("xmlurl") and len(path) < _DEEPEST:
                inner = (*path, title)
        waiting += [(child, inner) for child in reversed(element) if _name(child)]


def _categories(text: str) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """OPML's `category`: names parted by commas; with slashes they are paths, else tags too."""
    folders: list[tuple[str, ...]] = []
    tags: list[str] = []
    for written in text.split(","):
        path = tuple(part for part in (line(p) for p in written.split("/")) if part)
        if path:
            folders.append(path)
            if len(path) == 1:
                tags.append(path[0])
    return tuple(folders), tuple(tags)


def write_opml(outline: Outline) -> bytes:
    """OPML 2.0 in UTF-8 that `parse_opml` reads back as the same subscriptions."""
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    facts = (
        ("title", outline.title), ("dateCreated", outline.created),
        ("dateModified", outline.modified), ("ownerName", outline.owner),
        ("ownerEmail", outline.owner_email),
    )  # fmt: skip
    for name, value in facts:
        if value:
            etree.SubElement(head, name).text = _xml(value)
    body = etree.SubElement(root, "body")
    homes: dict[tuple[str, ...], Element] = {(): body}
    for feed in outline.feeds:
        for path in feed.folders or ((),):
            _write(_home(path, homes), feed)
    for address, title in outline.lists:
        etree.SubElement(body, "outline", text=_xml(title), type="include", url=_xml(address))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _home(path: tuple[str, ...], homes: dict[tuple[str, ...], Element]) -> Element:
    """The outline of a folder, made with those above it where it is missing."""
    for length in range(1, len(path) + 1):
        if path[:length] not in homes:
            above = homes[path[: length - 1]]
            homes[path[:length]] = etree.SubElement(above, "outline", text=_xml(path[length - 1]))
    return homes[path]


def _write(home: Element, feed: Subscription) -> None:
    title = _xml(feed.title or feed.address)
    element = etree.SubElement(home, "outline", text=title, title=title, type="rss")
    element.set("xmlUrl", _xml(feed.address))
    if feed.site:
        element.set("htmlUrl", _xml(feed.site))
    if tags := [tag for tag in feed.tags if (tag,) not in feed.folders]:
        element.set("category", _xml(",".join(tags)))
    for name, value in feed.attributes:
        try:
            element.set(name, _xml(value))
        except ValueError:
            continue  # a name that recovery let through and XML does not have


def _xml(text: str) -> str:
    """Text without what XML cannot hold."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
