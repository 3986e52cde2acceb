"""Which entry is which: the same article stays itself while its feed changes around it.

An entry is known again by its guid, else its link, else its words. Neither
scheme, `www.`, nor tracking parameters count in an address. Two entries that
share a guid are one only if their links or their words are the same too: some
feeds give every entry one guid, and an article more is better than one lost.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from reader.light import dataclass
from reader.models import FeedEntry, plain_text
from reader.parsing.facts import is_page

_TRACKING = re.compile(
    r"utm_\w*|at_(?:medium|campaign|custom\d?|link\w*|ptr\w*)|mc_[ce]id|fbclid|gclid|dclid|msclkid|yclid"
    r"|igshid|_hs(?:enc|mi)|mkt_tok|ns_\w+|xtor|cmpid|ocid|ftag|wt_?mc|smid",
    re.I,
)
# Some write how often they edited an entry behind its address.
_EDITION = re.compile(r"(?<=[\w/])#\d{1,3}$")
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 13


@dataclass(frozen=True, slots=True)
class EntryIdentity:
    """What an entry is known again by; kept beside the article."""

    guid: str
    """"" when the feed gives none."""
    link: str
    """"" when it has none or one that names only a site."""
    text: str
    """A short sum of its words without the title, of the title where there are none."""


def identify(entry: FeedEntry) -> EntryIdentity:
    """The identity of an entry as it is now."""
    words = " ".join(plain_text(entry.blocks).split()) or entry.title
    link = canonical(entry.link) if entry.link and is_page(entry.link) else ""
    guid = _EDITION.sub("", canonical(entry.guid))
    return EntryIdentity(guid, link, _sum(words) if words else "")


def canonical(address: str) -> str:
    """An address without what changes while it names the same page; other texts as they are."""
    if not address.lower().startswith(("http://", "https://")):
        return address
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
        pairs = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return address
    # In the order given: for some sites it means something.
    query = urlencode([(n, v) for n, v in pairs if not _TRACKING.fullmatch(n)])
    fragment = "" if _TRACKING.match(parts.fragment) else parts.fragment
    path = parts.path.rstrip("/")
    return f"//{host}{port}{path}{'?' + query if query else ''}{'#' + fragment if fragment else ''}"


def match(
    known: Sequence[tuple[str, EntryIdentity]], fresh: Sequence[EntryIdentity]
) -> tuple[str | None, ...]:
    """For each fresh entry of one feed the id it is known by, None for a new one.

    No id is given twice, except to an entry that stands in the feed twice; fresh entries
    whose identities are equal are one entry, also when they are new. The surest likeness
    goes first, so that a twin never takes its brother's id.
    """
    found: list[str | None] = [None] * len(fresh)
    taken: set[str] = set()
    counts = Counter(identity.guid for identity in fresh)
    for likeness in _LIKENESSES:
        homes: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for name, identity in known:
            if key := likeness(identity):
                homes[key].append(name)
        for place, identity in enumerate(fresh):
            key = likeness(identity)
            if found[place] is not None or key is None:
                continue
            if likeness is _guid_and_link and not identity.link and counts[identity.guid] > 1:
                continue  # one guid for all and no links: only their words tell them apart
            if (home := next((n for n in homes[key] if n not in taken), None)) is not None:
                found[place] = home
                taken.add(home)
    return tuple(_with_twins(found, fresh))


def _with_twins(found: list[str | None], fresh: Sequence[EntryIdentity]) -> list[str | None]:
    """The very same entry a second time in one feed is the same entry."""
    named = {fresh[place]: name for place, name in enumerate(found) if name is not None}
    return [name or named.get(identity) for name, identity in zip(found, fresh, strict=True)]


def _all(identity: EntryIdentity) -> tuple[str, ...] | None:
    return ("", identity.guid, identity.link, identity.text)


def _guid_and_link(identity: EntryIdentity) -> tuple[str, ...] | None:
    return (identity.guid, identity.link) if identity.guid else None


def _guid_and_text(identity: EntryIdentity) -> tuple[str, ...] | None:
    return (identity.guid, identity.text) if identity.guid and identity.text else None


def _link_alone(identity: EntryIdentity) -> tuple[str, ...] | None:
    return (identity.link,) if identity.link and not identity.guid else None


def _text_alone(identity: EntryIdentity) -> tuple[str, ...] | None:
    bare = not identity.guid and not identity.link
    return (identity.text,) if bare and identity.text else None


_LIKENESSES = (_all, _guid_and_link, _guid_and_text, _link_alone, _text_alone)


def new_id(scope: str, identity: EntryIdentity, salt: int = 0) -> str:
    """The id of an entry that is new, in the form of `reader.parsing.identity.article_id`.

    `scope` is the feed's own key, which must not change when the feed moves.
    Further ids for a collision come with `salt`.
    """
    seed = "\0".join(("entry", scope, identity.guid, identity.link, identity.text, str(salt)))
    number = (
        int.from_bytes(hashlib.sha256(seed.encode("utf-8", "replace")).digest()[:9], "big") >> 7
    )
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
