"""What is asked of an address, and what can come of it. Values, nothing is done here."""

from __future__ import annotations

from http.client import responses

from reader.light import dataclass

PAGES = "text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.9,*/*;q=0.5"
FEEDS = (
    "application/atom+xml,application/rss+xml,application/feed+json;q=0.9,application/rdf+xml;q=0.9,"
    "application/xml;q=0.8,text/xml;q=0.8,text/html;q=0.6,*/*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, before it is known where it leads."""

    address: str
    """May hold a name and password, which are sent to its own server alone."""
    accept: str = PAGES
    agent: str = ""
    """In place of the User-Agent that names Broadsheet."""
    headers: tuple[tuple[str, str], ...] = ()
    """A person's own, sent to the address's own server alone."""
    etag: str = ""
    modified: str = ""
    """Validators of what is here already, as they were received."""
    typed: bool = True
    """A person typed the host, so it may be this machine or in a private network."""


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect that was followed."""

    status: int
    target: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What an answer says of itself and of the next one; each "" where it says nothing."""

    etag: str = ""
    """Its bytes as Latin-1, so that they can be sent back as they came."""
    modified: str = ""
    cache_control: str = ""
    expires: str = ""
    date: str = ""
    age: str = ""
    retry_after: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered."""

    body: bytes
    """Unpacked, never empty."""
    address: str
    """Where it was found after redirects; without name, password and fragment."""
    content_type: str
    """The media type in lower case, "" where the server names none."""
    charset: str
    """The character set as the server writes it, "" where it names none."""
    status: int = 200
    terms: Terms = Terms()
    hops: tuple[Hop, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Nothing has changed since the validators were received."""

    terms: Terms = Terms()
    hops: tuple[Hop, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is nothing: a sentence about the address, without a full stop."""

    why: str
    status: int = 0
    """Of HTTP, 0 when no answer was received."""
    terms: Terms = Terms()
    silent: bool = False
    """The host is known, and no web server answers there in the way that was asked for."""


def refusal(code: int) -> str:
    """What a status that brings no page means for the person who asked (RFC 9110, 15)."""
    match code:
        case 401 | 402 | 403 | 407:
            why = "does not let Broadsheet in"
        case 404:
            why = "is not there"
        case 410 | 451:
            why = "has been taken away"
        case 429 | 503:
            why = "cannot answer now; try again later"
        case _ if code >= 500:
            why = "cannot be had: its server has a fault; try again later"
        case _:
            why = "cannot be had"
    named = responses.get(code, "")
    return f"{why} (the server answers {code}{' ' + named if named else ''})"
