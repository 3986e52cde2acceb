"""Lists of subscriptions in RDF: whom a FOAF file knows, and which feeds they write.

Vocabulary: http://xmlns.com/foaf/spec/
"""

from __future__ import annotations

from reader.models import Outline, Subscription
from reader.parsing.tree import Element
from reader.safe import line

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_AGENTS = frozenset({"agent", "person", "organization"})


def read_foaf(root: Element) -> Outline:
    """The feeds of the people in an RDF document; groups are folders."""
    feeds: dict[str, Subscription] = {}
    lists: dict[str, str] = {}
    sites: dict[str, str] = {}
    for element in root.iter():
        kind, title = _name(element), ""
        if kind in {"channel", "feed"}:
            title = _agent_name(element)
            address = _about(element)
            if address:
                folder = _group(element)
                folders = ((folder,),) if folder else ()
                before = feeds.get(address)
                if before is not None:
                    folders = tuple(dict.fromkeys((*before.folders, *folders)))
                feeds[address] = Subscription(
                    address, title, folders=folders, tags=tuple(f[0] for f in folders)
                )
        elif kind == "document" and (address := _about(element)):
            inner = [_about(e) for e in element.iter() if _name(e) in {"channel", "feed"}]
            if not any(inner):
                sites.setdefault(address, _agent_name(element))
        elif (
            kind == "seealso"
            and _above(element, {"knows"}) is not None
            and (address := _about(element))
        ):
            lists.setdefault(address, _agent_name(element))
    return Outline(
        version="rdf", feeds=tuple(feeds.values()), lists=tuple(lists.items()),
        sites=tuple(sites.items()),
    )  # fmt: skip


def _name(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _about(element: Element) -> str:
    return line(element.get(f"{_RDF}about") or element.get(f"{_RDF}resource") or "")


def _above(element: Element, kinds: frozenset[str] | set[str]) -> Element | None:
    return next((e for e in element.iterancestors() if _name(e) in kinds), None)


def _named(element: Element | None) -> str:
    """The `foaf:name` right below an element."""
    children = element if element is not None else ()
    for kind in ("name", "member_name"):
        for child in children:
            if _name(child) == kind:
                return line(child.text or "")
    return ""


def _agent_name(element: Element) -> str:
    agent = _above(element, _AGENTS)
    said = (
        next((line(c.text or "") for c in agent if _name(c) == "title"), "")
        if agent is not None
        else ""
    )
    return _named(agent) or said


def _group(element: Element) -> str:
    return _named(_above(element, {"group"}))
