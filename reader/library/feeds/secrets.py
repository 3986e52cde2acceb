"""Passwords of feeds: in the system's keyring or a variable of the environment, and nowhere else.

The library holds what says where a secret is: `keyring:` with the name of its entry there, or
text with `$VARIABLE` in it, which is filled in when the feed is asked for. A secret is the
`name:password` of an address and the value of every header that is not known to be harmless.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from reader.errors import UsageError
from reader.models import Feed
from reader.sources.http.addresses import shown
from reader.store import departures, facts
from reader.store.database import Database

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

Headers = tuple[tuple[str, str], ...]

SERVICE = "broadsheet"
"""The name under which the keyring shows what is ours."""
_IN_KEYRING = "keyring:"
_VARIABLE = re.compile(r"\$\{?([A-Z][A-Z0-9_]*)\}?")
_HARMLESS = frozenset({"accept", "accept-language", "user-agent", "referer", "from", "dnt", "cache-control", "pragma"})  # fmt: skip
_RECOMMENDED = 1
"""Priority from which the `keyring` library calls a keyring safe; below it are plain files."""
_OURS = "keyring"
"""The fact that names the entries that were made."""


class Withheld(Exception):
    """A secret cannot be had now; the text goes on after the name of a feed."""


def sealed(
    database: Database, address: str, secret: str, headers: Headers, *, typed: bool = True
) -> tuple[str, Headers]:
    """What is to stand in the library in place of these; the secrets themselves go to the keyring.

    Args:
        typed: by a person. In a list from elsewhere `$VARIABLE` and `keyring:` are mere text:
            else it could have any variable, or another feed's password, sent to its server.

    Raises:
        UsageError: there is no keyring; nothing was kept then.
    """
    made: list[str] = []

    def seal(account: str, value: str) -> str:
        return value if typed and _is_sealed(value) else _seal(account, value, made)

    kept = (
        seal(address, secret),
        tuple(
            (name, value if _may_be_known(name, value) else seal(f"{address} {name}", value))
            for name, value in headers
        ),
    )
    if made:
        with database.writing() as db:
            _note(db, {*_noted(db), *made})
    return kept


def opened(secret: str, headers: Headers) -> tuple[str, Headers]:
    """What stands in the library, with the secrets in it.

    Raises:
        Withheld: the keyring, or the environment, does not give one.
    """
    return (
        _open(secret, escaped=True),
        tuple((name, _open(value, escaped=False)) for name, value in headers),
    )


def opened_feed(feed: Feed) -> Feed:
    """The feed with its secrets; raises Withheld."""
    secret, headers = opened(feed.secret, feed.wishes.headers)
    return replace(feed, secret=secret, wishes=replace(feed.wishes, headers=headers))


def has_any(feed: Feed) -> bool:
    """Does anything of it have to be opened?"""
    return any(map(_is_sealed, (feed.secret, *(value for _, value in feed.wishes.headers))))


def in_plain(feed: Feed) -> bool:
    """Does a secret stand in the library itself, as former versions had it?"""
    own = (value for name, value in feed.wishes.headers if not _may_be_known(name, value))
    return any(text and not _is_sealed(text) for text in (feed.secret, *own))


def move_in(database: Database, followed: Iterable[Feed]) -> None:
    """Take the secrets that former versions kept in the library out of it, where there is a keyring."""
    plain = [feed for feed in followed if in_plain(feed)]
    if not plain or isinstance(_keyring(), str):
        return
    for feed in plain:
        secret, headers = sealed(database, feed.address, feed.secret, feed.wishes.headers)
        with database.writing() as db:
            db.execute("PRAGMA secure_delete = ON")
            values = (secret, json.dumps(headers), feed.key)
            db.execute("UPDATE feeds SET secret = ?, headers = ? WHERE feed = ?", values)
    database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the log has them, too


def sweep(database: Database) -> None:
    """Take from the keyring what no feed needs, also none that could be brought back by undoing."""
    db = database.connection
    ours = _noted(db)
    if not ours:
        return
    texts = [text for row in db.execute("SELECT secret, headers FROM feeds") for text in row]
    texts += departures.texts(db)
    gone = {account for account in ours if not any(account in text for text in texts)}
    ring = _keyring()
    if not gone or isinstance(ring, str):
        return
    from keyring.errors import KeyringError

    for account in gone:
        try:
            ring.delete_password(SERVICE, account)
        except KeyringError:
            continue
    with database.writing() as writing:
        _note(writing, _noted(writing) - gone)


def sealed_record(database: Database, record: dict[str, Any]) -> str:
    """Put the secrets of a feed from another library into the keyring; why not, or ""."""
    try:
        headers = tuple((str(n), str(v)) for n, v in json.loads(record.get("headers") or "[]"))
        address, secret = str(record.get("address", "")), str(record.get("secret") or "")
        secret, headers = sealed(database, address, secret, headers, typed=False)
    except UsageError as error:
        record.update(secret="", headers="[]")
        return str(error).removesuffix(".")
    except (TypeError, ValueError):
        return ""  # whoever reads the record says what is wrong with it
    record.update(secret=secret, headers=json.dumps(headers))
    return ""


def opened_record(record: dict[str, Any]) -> None:
    """Fill the secrets of a feed in, as far as they can be had."""
    try:
        found = tuple((n, v) for n, v in json.loads(record["headers"]))
        secret, headers = opened(record["secret"], found)
    except Withheld:
        record.update(secret="", headers="[]")
    else:
        record.update(secret=secret, headers=json.dumps(headers))


def _seal(account: str, value: str, made: list[str]) -> str:
    if not value:
        return value
    ring = _keyring()
    if isinstance(ring, str):
        raise UsageError(_advice(account, ring))
    from keyring.errors import KeyringError

    try:
        ring.set_password(SERVICE, account, value)
    except KeyringError as error:
        raise UsageError(_advice(account, f"it refuses ({type(error).__name__})")) from None
    made.append(account)
    return _IN_KEYRING + account


def _advice(account: str, why: str) -> str:
    return (
        f"The password for {shown(account)} was not kept: it would go to the system's keyring, and "
        f"{why}. Put it into a variable of the environment and name that in its place, in single "
        "quotes: 'https://ann:$PASSWORD@example.org/feed'."
    )


def _is_sealed(value: str) -> bool:
    return value.startswith(_IN_KEYRING) or bool(_VARIABLE.search(value))


def _may_be_known(name: str, value: str) -> bool:
    """Is a header no secret? One with a `$` is treated as one, so that nothing is filled in unasked."""
    return name.lower() in _HARMLESS and not _is_sealed(value)


def _open(value: str, *, escaped: bool) -> str:
    if value.startswith(_IN_KEYRING):
        return _from_keyring(value.removeprefix(_IN_KEYRING))

    def filled(found: re.Match[str]) -> str:
        given = os.environ.get(found[1])
        if given is None:
            raise Withheld(
                f"was not asked: its password is to be in the variable {found[1]} of the "
                "environment, which is not set"
            )
        return quote(given, safe="") if escaped else given

    return _VARIABLE.sub(filled, value)


def _from_keyring(account: str) -> str:
    ring = _keyring()
    if isinstance(ring, str):
        raise Withheld(f"was not asked: its password is in the system's keyring, and {ring}")
    from keyring.errors import KeyringError

    try:
        found = ring.get_password(SERVICE, account)
    except KeyringError as error:
        raise Withheld(
            "was not asked: its password is in the system's keyring, which does not give it "
            f"({type(error).__name__}); unlock it and try again"
        ) from None
    if found is None:
        raise Withheld(
            "was not asked: the system's keyring does not have its password; follow its address "
            "with the password again"
        )
    return found


def _keyring() -> KeyringBackend | str:
    """The system's keyring, or why there is none."""
    try:
        import keyring
    except ImportError:
        return "the keyring is not installed (pip install 'broadsheet[keyring]')"
    ring = keyring.get_keyring()
    # A chain has no priority of its own but that of its best.
    return ring if ring.priority >= _RECOMMENDED else "there is none here that is safe"


def _noted(db: sqlite3.Connection) -> set[str]:
    return set(json.loads(facts.get(db, _OURS) or "[]"))


def _note(db: sqlite3.Connection, accounts: Iterable[str]) -> None:
    facts.put(db, _OURS, json.dumps(sorted(accounts)))
