"""Pages of the web as documents: asked for once, when a person names their address."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from reader.models import Document, Failure
from reader.safe import line

_ADDRESS = re.compile(r"\s*https?://", re.I)
_BEFORE_HOST = re.compile(r"(?<=//)[^/?#]*@")
_SUFFIX = {"text/html": ".html", "application/xhtml+xml": ".html", "text/markdown": ".md"}


def is_address(text: str) -> bool:
    """Whether what a person named is meant as a web address."""
    return bool(_ADDRESS.match(text))


def read(address: str, stopped: Callable[[], bool] = lambda: False) -> Document | Failure:
    """The page at an address, or why it cannot be had.

    Its origin and its url are the address that answered in the end: however it was
    typed, a page is the same article, and what `/latest` or a login redirects to
    never takes the place of what they redirected to before.
    """
    from reader.sources.http import client

    fetched = client.fetch(address, stopped)
    if isinstance(fetched, client.Failed):
        return Failure(_shown(address), fetched.why)
    name = _name(fetched.address, fetched.content_type)
    found = fetched.address
    return Document(found, name, fetched.body, url=found, charset=fetched.charset)


def _name(address: str, content_type: str) -> str:
    """The last part of the path, with the extension that the server's type has.

    A server that says nothing useful (`text/plain` is said of everything) changes nothing.
    """
    parts = urlsplit(address)
    name = PurePosixPath(unquote(parts.path)).name or parts.hostname or ""
    suffix = _SUFFIX.get(content_type)
    return f"{name.removesuffix(suffix)}{suffix}" if suffix else name


def _shown(address: str) -> str:
    """The address without name and password, on one line."""
    return line(_BEFORE_HOST.sub("", address))
