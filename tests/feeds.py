"""Feeds for tests, as a server would send them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from tests.web import Answer

TYPE = {"Content-Type": "application/rss+xml; charset=utf-8"}


def item(name: str, text: str = "", *, guid: str = "", date: str = "", link: str = "") -> str:
    """An item about `name`."""
    text = text or f"Everything that is known of {name} stands here."
    parts = [
        f"<title>{escape(name)}</title>",
        f"<link>https://paper.example/{escape(link or name.replace(' ', '-'))}</link>",
        f"<description>{escape(text)}</description>",
        f"<guid isPermaLink='false'>{escape(guid)}</guid>" if guid else "",
        f"<pubDate>{date}</pubDate>" if date else "",
    ]
    return f"<item>{''.join(parts)}</item>"


def rss(items: Iterable[str], title: str = "The Paper", head: str = "") -> bytes:
    """A feed of these items."""
    channel = f"<title>{escape(title)}</title><link>https://paper.example/</link>{head}"
    text = f"<rss version='2.0'><channel>{channel}{''.join(items)}</channel></rss>"
    return text.encode()


def serves(*names: str, title: str = "The Paper", **headers: str) -> Answer:
    """The answer of a server with a feed of items by these names; `_` in a header stands for `-`."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(rss(map(item, names), title), {**TYPE, **said})
