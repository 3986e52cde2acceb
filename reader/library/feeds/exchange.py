"""Lists of feeds (OPML) in and out. What other programs wrote into a list is kept for the next one.

What only Broadsheet knows stands in attributes of its own, so that a list written here
is read here as it was. Names, passwords, keys and headers stay here unless they are asked for.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import field, replace

from reader.errors import DocumentError, UsageError
from reader.library.feeds import naming, secrets
from reader.library.feeds.following import keep_in, record
from reader.light import dataclass
from reader.models import Failure, Feed, Keep, Outline, Subscription, Wishes
from reader.parsing.feeds import parse_opml, write_opml
from reader.sources.http.addresses import (
    as_address,
    has_secret,
    host_of,
    is_own,
    parted,
    shown,
    with_secret,
)
from reader.store import feeds
from reader.store.database import Database

_OWN = "broadsheet"
_PACE, _AGENT, _FULLTEXT = f"{_OWN}Interval", f"{_OWN}UserAgent", f"{_OWN}FullText"
_MUTED, _HEADERS, _KEEP = f"{_OWN}Muted", f"{_OWN}Headers", f"{_OWN}Keep"
_MOST_MINUTES = 30 * 24 * 60


@dataclass(slots=True)
class FeedsImport:
    """What became of a list of feeds."""

    added: list[int] = field(default_factory=list)
    """Their numbers."""
    same: int = 0
    """Feeds that are followed already; they were left as they are, but for folders they lacked."""
    failures: list[Failure] = field(default_factory=list)
    lists: int = 0
    """Other lists that this one includes; they are not fetched."""
    private: list[str] = field(default_factory=list)
    """Names of feeds on this machine or in a private network, which are not fetched: nobody
    permitted that."""


def imported(database: Database, raw: bytes, *, private: bool) -> FeedsImport:
    """Follow all feeds of a list; doing it again changes nothing.

    Nobody typed what stands in a list, which may come from anywhere: its addresses lead
    to this machine and into private networks only with `private`.

    Raises:
        DocumentError: it is no list of feeds.
    """
    outline = parse_opml(raw)
    if not outline.version:
        raise DocumentError("It is no list of feeds (OPML).")
    return followed(database, outline, private=private)


def followed(
    database: Database, outline: Outline, *, private: bool, logged: bool = False
) -> FeedsImport:
    """Follow all feeds of a list that was read; with `logged`, that can be undone."""
    report = FeedsImport(lists=len(outline.lists))
    now = int(time.time())
    wanted = list(_wanted(database, outline, report))
    with database.writing() as db:
        taken = feeds.names(db)
        for each, address, secret, wishes, attributes in wanted:
            key, new = keep_in(
                db,
                taken,
                address,
                secret,
                wishes,
                typed=private,
                site=each.site,
                attributes=attributes,
                now=now,
            )
            if new:
                report.added.append(key)
            else:
                report.same += 1
                _file(db, key, wishes)
            if private:
                feeds.permit(db, key)
            elif is_own(host_of(address)) and (feed := feeds.get(db, key)) and not feed.typed:
                report.private.append(feed.name)
        if logged:
            record(db, report.added, now)
    return report


def _wanted(
    database: Database, outline: Outline, report: FeedsImport
) -> Iterator[tuple[Subscription, str, str, Wishes, tuple[tuple[str, str], ...]]]:
    """The feeds of a list; their passwords are in the keyring, or were left out and that is told."""
    for each in outline.feeds:
        try:
            address, secret = parted(as_address(each.address))
        except ValueError:
            report.failures.append(Failure(shown(each.address), "is not a web address"))
            continue
        wishes, attributes = _understood(each)
        headers = wishes.headers
        known = feeds.with_same(database.connection, naming.same(address))
        if known is not None and known[1]:
            secret, headers = "", ()  # what is followed already is left as it is
        try:
            secret, headers = secrets.sealed(database, address, secret, headers, typed=False)
        except UsageError as error:
            report.failures.append(Failure(shown(address), str(error).removesuffix(".")))
            secret, headers = "", ()
        yield each, address, secret, replace(wishes, headers=headers), attributes


def _file(db: feeds.Connection, key: int, wishes: Wishes) -> None:
    """A feed that stands in no folder yet goes where the list has it."""
    feed = feeds.get(db, key)
    if feed is not None and wishes.folders and not feed.wishes.folders:
        feeds.wish(db, key, replace(feed.wishes, folders=wishes.folders))


def _understood(each: Subscription) -> tuple[Wishes, tuple[tuple[str, str], ...]]:
    """What a list says of a feed: what we know, and what is kept as it is."""
    said = dict(each.attributes)
    minutes = said.get(_PACE, "")
    folders = (tuple(map(naming.clean_folder, path)) for path in each.folders)
    wishes = Wishes(
        name=naming.clean(each.title),
        folders=tuple(path for path in folders if all(path)),
        pace=min(int(minutes), _MOST_MINUTES) if minutes.isascii() and minutes.isdigit() else 0,
        agent=said.get(_AGENT, ""),
        headers=_headers(said.get(_HEADERS, "")),
        fulltext=said.get(_FULLTEXT) == "true",
        muted=said.get(_MUTED) == "true",
        keep=_keep(said.get(_KEEP, "")),
    )
    kept = [(name, value) for name, value in each.attributes if not name.startswith(_OWN)]
    tags = [tag for tag in each.tags if (tag,) not in each.folders]
    if tags:
        kept.append(("category", ",".join(tags)))
    return wishes, tuple(kept)


def _keep(text: str) -> Keep | None:
    try:
        return Keep.parse(text) if text else None
    except ValueError:
        return None


def _headers(text: str) -> tuple[tuple[str, str], ...]:
    try:
        pairs = json.loads(text) if text else []
        return tuple((str(name), str(value)) for name, value in pairs)
    except (TypeError, ValueError):
        return ()


def exported(database: Database, *, with_secrets: bool) -> tuple[bytes, list[str]]:
    """All feeds as OPML, and the names of those of which something secret was left out."""
    found = sorted(feeds.every(database.connection), key=lambda feed: feed.key)
    if with_secrets:
        found = list(map(_opened, found))
    stamp = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())
    outline = Outline(
        title="Feeds followed with Broadsheet",
        created=stamp,
        feeds=tuple(_subscription(feed, with_secrets) for feed in found),
    )
    hidden = [] if with_secrets else [feed.name for feed in found if _is_secret(feed)]
    return write_opml(outline), hidden


def _opened(feed: Feed) -> Feed:
    """With its secrets, as far as they can be had."""
    try:
        return secrets.opened_feed(feed)
    except secrets.Withheld:
        return replace(feed, secret="", wishes=replace(feed.wishes, headers=()))


def _is_secret(feed: Feed) -> bool:
    return bool(feed.secret or feed.wishes.headers or has_secret(feed.address))


def _subscription(feed: Feed, with_secrets: bool) -> Subscription:
    address = with_secret(feed.address, feed.secret) if with_secrets else shown(feed.address)
    kept = [(name, value) for name, value in feed.attributes if name != "category"]
    tags = tuple(
        tag for name, value in feed.attributes if name == "category" for tag in value.split(",")
    )
    return Subscription(
        address=address,
        title=feed.name,
        site=feed.site,
        folders=tuple(map(naming.written_folder, feed.wishes.folders)),
        tags=tags,
        attributes=(*kept, *_own(feed, with_secrets)),
    )


def _own(feed: Feed, with_secrets: bool) -> Iterator[tuple[str, str]]:
    wishes = feed.wishes
    if wishes.pace:
        yield _PACE, str(wishes.pace)
    if wishes.agent:
        yield _AGENT, wishes.agent
    if wishes.fulltext:
        yield _FULLTEXT, "true"
    if wishes.muted:
        yield _MUTED, "true"
    if wishes.keep:
        yield _KEEP, str(wishes.keep)
    if wishes.headers and with_secrets:
        yield _HEADERS, json.dumps(wishes.headers)


def starters(raw: bytes) -> Sequence[Subscription]:
    """The feeds that come with Broadsheet to begin with."""
    return parse_opml(raw).feeds
