"""Undo and redo: an action taken back, as far as it still stands, and said in one sentence.

What somebody changed since, here or in another process, is left as it is. An
action of which nothing stands any more is passed over.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import cast

from reader.library import deleting, saved_changes
from reader.library.feeds import leaving, wishing
from reader.library.shelves import feed_query, saved_query
from reader.models import Undone
from reader.store import articles, departures, entries, feeds, notes, pages, states, tags, undo
from reader.store.undo import Action, Change

LONGEST_TITLE = 32
"""Characters of a title in what is said: on a line of a terminal what was undone comes behind it."""

_OF_FEEDS = ("feed", "follow")
_OF_NO_ARTICLE = (*_OF_FEEDS, "wish", "saved")
_OF_TAGS = ("name", "colour")
"""What is done to a tag itself, whatever became of the articles that bore it."""


def undo_last(db: sqlite3.Connection, now: int) -> Undone | None:
    """Take back what was done last; None when nothing is left to undo."""
    while action := undo.newest_done(db):
        backwards = [change.back for change in reversed(action.changes)]
        if done := _applied(db, action, backwards, now):
            undo.undone(db, action.number)
            return done
        undo.overtaken(db, action.number)
    return None


def redo_last(db: sqlite3.Connection, now: int) -> Undone | None:
    """Do again what was undone last; None when there is nothing."""
    while action := undo.oldest_undone(db):
        if done := _applied(db, action, action.changes, now):
            undo.redone(db, action.number)
            return done
        undo.overtaken(db, action.number)
    return None


def _applied(
    db: sqlite3.Connection, action: Action, changes: Iterable[Change], now: int
) -> Undone | None:
    """Make these changes; None if not one of them could still be made."""
    done = [(change, _apply(db, change, now)) for change in changes]
    made = [replace(change, keys=keys) for change, keys in done if keys is not None]
    alone = (*_OF_NO_ARTICLE, *_OF_TAGS)
    made = [change for change in made if change.keys or change.what in alone]
    if not made:
        return None
    keys = tuple(dict.fromkeys(key for change in made for key in change.keys))
    named = (change.keys for change in action.changes if change.what not in _OF_TAGS)
    wanted = len({key for some in named for key in some})
    sentence = _sentence(db, made, keys) + _left(max(0, wanted - len(keys)))
    return Undone(
        sentence,
        keys,
        lists=made[0].what in _OF_NO_ARTICLE,
        moved=_moved(db, made[0]),
        texts=made[0].what == "page",
        listed=made[0].what == "deleted",
    )


def _moved(db: sqlite3.Connection, change: Change) -> tuple[str, str]:
    """The query of a list before the change, and what it is now."""
    match change:
        case Change(what="feed" | "follow", now=0):
            return feed_query(leaving.left(db, _departure(change))[0]), ""
        case Change(what="wish", was=str(was), tag=key):
            name, feed = json.loads(was).get("name"), feeds.get(db, key)
            if name and feed:
                return feed_query(name), feed_query(feed.name)
        case Change(what="saved", was=str(was), now=str(now)):
            lost, came = saved_changes.names(was, now)
            if len(lost) == 1 and len(came) < 2:
                return saved_query(lost[0]), saved_query(came[0]) if came else ""
    return "", ""


def _apply(db: sqlite3.Connection, change: Change, now: int) -> Sequence[int] | None:
    """Make a change where what it starts from still holds; returns those articles.

    None for a feed that is as the change would have it, or of which nothing is kept any more,
    and for what was chosen for feeds or saved otherwise since.
    """
    match change:
        case Change(what="feed", now=1, tag=number):
            return leaving.back(db, number)
        case Change(what="feed", tag=number):
            return leaving.leave_again(db, number, now)
        case Change(what="follow", was=int(number), now=0, tag=key):
            return leaving.take_back(db, key, number, now)
        case Change(what="follow", now=int(number)):
            return leaving.back(db, number)
        case Change(what="deleted", now=1, tag=number):
            return deleting.again(db, change.keys, number, now)
        case Change(what="deleted", tag=number):
            return departures.bring_articles_back(db, number)
        case Change(what="page", now=value):
            return [key for key in change.keys if pages.choose(db, key, bool(value))]
        case Change(what="wish", was=str(was), now=str(wish), tag=key):
            feed = wishing.again(db, key, was, wish)
            return entries.keys(db, key) if feed else None
        case Change(what="saved", was=str(was), now=str(wanted)):
            return [] if saved_changes.again(db, was, wanted) else None
        case Change(what="read" | "starred", now=value):
            return states.put(
                db, change.keys, cast("states.StateName", change.what), bool(value), now
            )
        case Change(what="tag", now=value, tag=number):
            return tags.put(db, change.keys, number, bool(value))
        case Change(what="note", was=str(was), now=str(text)):
            return [key for key in change.keys if notes.restore(db, key, was, text, now)]
        case Change(what="name", was=str(was), now=str(name), tag=number):
            return _there(db, change) if tags.rename(db, number, was, name) else None
        case Change(what="colour", was=int() | None as before, now=int() | None as colour):
            return _there(db, change) if tags.recolour(db, change.tag, before, colour) else None
    return ()


def _there(db: sqlite3.Connection, change: Change) -> list[int]:
    """Those articles of a change that were not deleted since."""
    return articles.existing(db, change.keys)


def _left(count: int) -> str:
    if not count:
        return ""
    stay = "was changed since and stays as it is" if count == 1 else "were changed since and stay"
    return f" {count:,} {stay}."


def _sentence(db: sqlite3.Connection, changes: Sequence[Change], keys: Sequence[int]) -> str:
    """What the articles are again, in plain words."""
    if changes[0].what in _OF_FEEDS:
        return _of_feeds(db, changes, len(keys))
    match changes[0]:
        case Change(what="wish", was=str(before), now=str(wish), tag=key):
            feed = feeds.get(db, key)
            assert feed is not None
            return wishing.told(feed, before, wish)
        case Change(what="saved", was=str(before), now=str(wanted)):
            return saved_changes.told(before, wanted)
        case Change(what="deleted", now=1):
            return f"{_counted(len(keys))} {'is' if len(keys) == 1 else 'are'} deleted again."
        case Change(what="name", was=was, now=name):
            return f"The tag “{was}” is called “{name}” again."
        case Change(what="colour", tag=tag):
            return f"The tag “{tags.name_of(db, tag)}” has the colour that it had."
    change, subject, one = changes[0], _subject(db, keys), len(keys) == 1
    are, have = ("is", "has") if one else ("are", "have")
    if change.what == "deleted":
        return f"{subject} {are} back, with all that was put on {'it' if one else 'them'}."
    if change.what == "note" and not one:
        return f"The notes on {subject} are as they were."
    if len(changes) > 1:
        return f"The tags of {subject} are as they were."
    match change:
        case Change(what="page", now=value):
            return f"{subject} {have} {'the text of the page' if value else 'its own text'} again."
        case Change(what="read", now=value):
            return f"{subject} {are} {'read' if value else 'unread'} again."
        case Change(what="starred", now=value):
            return f"{subject} {are} {'starred again' if value else 'no longer starred'}."
        case Change(what="tag", now=value):
            name = f"the tag “{tags.name_of(db, change.tag)}”"
            return (
                f"{subject} {have} {name} again."
                if value
                else f"{subject} no longer {have} {name}."
            )
        case Change(what="note", was=was, now=text):
            fate = "gone" if not text else "back" if not was else "as it was"
            return f"The note on {subject} is {fate}."
    raise AssertionError(change.what)


def _of_feeds(db: sqlite3.Connection, changes: Sequence[Change], articles: int) -> str:
    """What feeds were left or are followed again, and what became of their articles."""
    count = _counted(articles)
    one = len(changes) == 1
    subject, are, them = (f"{len(changes):,} feeds", "are", "them") if not one else ("", "is", "it")
    if changes[0].now:
        feed = leaving.followed(db, _departure(changes[0])) if one else None
        came = f", with {count} that had gone with {them}" if articles else ""
        return f"{feed.name if feed else subject} {are} followed again{came}."
    left = [leaving.left(db, _departure(change)) for change in changes]
    stay = sum(kept for _, kept in left)
    went = f"; {count} went with {them}" if articles else ""
    kept = f"; {stay:,} with a star, tag or note {'stays' if stay == 1 else 'stay'}" if stay else ""
    return f"{left[0][0] if one else subject} {are} followed no longer{went}{kept}."


def _counted(number: int) -> str:
    return f"{number:,} article{'' if number == 1 else 's'}"


def _departure(change: Change) -> int:
    """Under which number it is kept what went with a feed."""
    return change.tag if change.what == "feed" else int(change.was or change.now or 0)


def _subject(db: sqlite3.Connection, keys: Sequence[int]) -> str:
    """One article by its title, several by their number."""
    if len(keys) > 1:
        return f"{len(keys):,} articles"
    (headline,) = articles.headlines(db, keys)
    title = headline.title
    if len(title) > LONGEST_TITLE:
        title = title[: LONGEST_TITLE - 1].rstrip() + "…"
    return f"“{title}”"
