"""A page that was fetched → the article on it."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from reader.errors import DocumentError
from reader.models import Parsed
from reader.parsing.document import finished
from reader.parsing.feeds.source import readable_text
from reader.parsing.pages import read_html
from reader.safe import clean


def read_page(data: bytes, *, address: str, charset: str = "") -> Parsed:
    """The article of a page, with what is around it marked as removed.

    `address` is where the page was in the end, after redirects; `charset` is
    what the header says, which counts where the bytes do not contradict it.
    Raises DocumentError, with a sentence about the page, when there is none to read.
    """
    text, encoding = readable_text(data, f"text/html; charset={charset}" if charset else None)
    draft = read_html(clean(text), address)
    if not any(block.text for block in draft.blocks):
        raise DocumentError("has nothing to read in it")
    name = unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2]
    return finished(draft, name or address, "html", encoding)
