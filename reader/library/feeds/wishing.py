"""What a person chooses for a feed, logged so that it can be undone. Inside a caller's transaction.

Headers are left out of the log: a secret may be among them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from reader.library.feeds import naming
from reader.library.feeds.saving import rename
from reader.models import Feed, Keep, Wishes
from reader.store import feeds, undo
from reader.store.undo import Change

_LOGGED = ("name", "folders", "pace", "agent", "fulltext", "muted", "keep")


def choose(db: sqlite3.Connection, feed: Feed, wishes: Wishes) -> Feed:
    """Set what is wished of a feed; an empty name is what the feed calls itself."""
    feeds.wish(db, feed.key, replace(wishes, name=feed.name))
    name = naming.clean(wishes.name)
    if name != feed.name:
        rename(db, replace(feed, wishes=replace(wishes, name=feed.name)), name or feed.title)
    if wishes.pace != feed.wishes.pace:
        feeds.put_health(db, feed.key, replace(feed.health, due=0))
    changed = feeds.get(db, feed.key)
    assert changed is not None
    return changed


def record(db: sqlite3.Connection, before: Feed, after: Feed, now: int) -> None:
    """Log what was chosen otherwise; nothing if it is the same."""
    fields = [f for f in _LOGGED if getattr(before.wishes, f) != getattr(after.wishes, f)]
    if fields:
        was, is_now = _packed(before.wishes, fields), _packed(after.wishes, fields)
        undo.record(db, [Change("wish", was, is_now, [], before.key)], now)


def again(db: sqlite3.Connection, key: int, was: str, now: str) -> Feed | None:
    """Choose what `now` says, where `was` still holds; None where it does not."""
    feed = feeds.get(db, key)
    if feed is None or _packed(feed.wishes, json.loads(was)) != was:
        return None
    return choose(db, feed, replace(feed.wishes, **_unpacked(json.loads(now))))


def told(feed: Feed, was: str, now: str) -> str:
    """What the feed is again, in plain words."""
    wanted = json.loads(now)
    if "name" in wanted:
        return f"The feed “{json.loads(was)['name']}” is called “{feed.name}” again."
    if "muted" in wanted:
        return f"{feed.name} is {'muted again' if feed.wishes.muted else 'no longer muted'}."
    if "folders" in wanted:
        paths = ", ".join("/".join(path) for path in feed.wishes.folders)
        return f"{feed.name} stands in {paths or 'no folder'} again."
    if "fulltext" in wanted:
        fate = "fetched again" if feed.wishes.fulltext else "no longer fetched"
        return f"The pages of {feed.name} are {fate}."
    return f"{feed.name} is followed as it was."


def _packed(wishes: Wishes, fields: Iterable[str]) -> str:
    values = {field: getattr(wishes, field) for field in fields}
    if keep := values.get("keep"):
        values["keep"] = asdict(keep)
    return json.dumps(values, sort_keys=True)


def _unpacked(values: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(values)
    if made.get("keep"):
        made["keep"] = Keep(**made["keep"])
    if "folders" in made:
        made["folders"] = tuple(tuple(path) for path in made["folders"])
    return made
