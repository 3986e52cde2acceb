"""Where article ids come from. The same article gets the same id on every machine, for ever."""

from __future__ import annotations

import hashlib
import unicodedata
from urllib.parse import urlsplit, urlunsplit

from reader.models import Document, Parsed
from reader.parsing.facts import is_page

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 13


def article_id(document: Document, parsed: Parsed, salt: int = 0) -> str:
    """13 characters of lower-case Crockford base32: the first 65 bits of a SHA-256.

    Made from the article's address if it has one, else from the document's
    file name and its very bytes; never from a path, a clock or chance. So it is
    the same on every machine for ever, and whatever changes this function
    changes every id: it must not change. An address that names only a site is
    no article's. `salt` gives the further ids by which a collision is resolved.

    Alphabet: https://www.crockford.com/base32.html
    """
    seed = _address(parsed.url) or _content(document)
    if salt:
        seed += b"\0" + str(salt).encode()
    number = int.from_bytes(hashlib.sha256(seed).digest()[:9], "big") >> 7
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))


def _address(url: str) -> bytes:
    """The address with scheme and host in lower case, which mean the same in any case."""
    if not url or not is_page(url):
        return b""
    parts = urlsplit(url)
    plain = parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower())
    return b"url\0" + urlunsplit(plain).encode("utf-8", "surrogatepass")


def _content(document: Document) -> bytes:
    # One system composes accents in file names, another takes them apart.
    name = unicodedata.normalize("NFC", document.name).encode("utf-8", "surrogateescape")
    return b"raw\0" + name + b"\0" + document.raw
