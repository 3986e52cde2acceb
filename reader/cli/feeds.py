"""`broadsheet follow`, `unfollow` and `feeds`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from reader.cli import DONE, PARTLY, talk
from reader.errors import DocumentError, UsageError
from reader.library.feeds.desk import path_of, shown
from reader.library.feeds.following import Choice, Followed
from reader.library.natural import natural, natural_path
from reader.models import Failure, Feed, Wishes


def follow(options: Any) -> int:
    """Follow feeds by their address or that of their site."""
    failed = False
    with talk.library(options) as library, talk.bar() as bar, talk.stoppable() as stopped:
        for address in options.addresses:
            if stopped():
                return PARTLY
            done = library.feeds.follow(
                address, _wishes(options), pick=options.number, stopped=stopped
            )
            failed |= not _tell(options, done)
        library.update_index(on_progress=bar, stopped=stopped, building=False)
    return PARTLY if failed else DONE


def _tell(options: Any, done: Followed | Choice | Failure) -> bool:
    """Say what became of one address; False if it is not followed."""
    match done:
        case Followed(feed, new, before, lacking, plain):
            if options.json:
                talk.put_json({**record(feed), "new": len(new), "followed_before": before})
            if before:
                talk.say(f"{feed.name} is followed already (number {feed.key}).")
            else:
                talk.say(f"Following {feed.name} (number {feed.key}), {_came(len(new))}.")
            if plain:
                talk.say(
                    "Nothing answers there with https: it is fetched with http, not encrypted."
                )
            if lacking:
                talk.say(f"{feed.name}: {lacking}.")
            return True
        case Choice(address, links):
            if options.json:
                found = [{"address": link.address, "title": link.title} for link in links]
                talk.put_json({"address": shown(address), "choices": found})
            else:
                for number, link in enumerate(links, 1):
                    talk.put(f"{number:>3}  {link.title or 'without a title'}  {link.address}")
            talk.say(
                f"{shown(address)} has {len(links):,} feeds. Follow one by its address, "
                "with --number N, or with --first."
            )
        case Failure(what, why):
            talk.say(f"{what}: {why}.")
    return False


def _came(new: int) -> str:
    return f"with {talk.number(new, 'article')}" if new else "which has no articles yet"


def _wishes(options: Any) -> Wishes:
    given = _given(options)
    return Wishes(**given)


def _given(options: Any) -> dict[str, Any]:
    """The wishes that were named on the command line."""
    given = {
        "name": options.name,
        "folders": None
        if options.folder is None
        else tuple(filter(None, map(path_of, options.folder))),
        "pace": options.every,
        "agent": options.agent,
        "headers": None if options.header is None else tuple(filter(all, options.header)),
        "muted": options.muted,
        "fulltext": options.fulltext,
    }
    wishes = {name: value for name, value in given.items() if value is not None}
    return wishes if options.keep is None else {**wishes, "keep": options.keep or None}


def unfollow(options: Any) -> int:
    """Follow feeds no longer."""
    with talk.library(options) as library:
        named = [library.feeds.named(text) for text in options.feeds]
        found = {feed.key: feed for feed in named}.values()
        for feed in found:
            done = library.feeds.unfollow(feed.key)
            if done is None:
                continue
            if options.json:
                talk.put_json({**record(feed), "kept": done.kept, "removed": done.removed})
            kept = (
                f" {talk.number(done.kept, 'article')} with a star, tag or note "
                f"{'stays' if done.kept == 1 else 'stay'}."
                if done.kept
                else ""
            )
            talk.say(
                f"{feed.name} is followed no longer; "
                f"{talk.number(done.removed, 'article')} went with it.{kept}"
            )
            if done.removed:
                talk.say("`broadsheet undo` brings it back as it was.")
        library.update_index(building=False)
    return DONE


def listed(options: Any) -> int:
    """List the feeds by folder and name, with their health."""
    with talk.library(options) as library:
        found = library.feeds.every()
    if options.json:
        for feed in found:
            talk.put_json(record(feed))
        return DONE
    if found:
        talk.put_heads(f"{'feed':>5}  {'unread':>6}  name")
    for heading, feeds in _by_folder(found):
        if heading:
            talk.put(heading)
        for feed in feeds:
            talk.put(f"{feed.key:>5}  {feed.unread:>6,}  {feed.name}  {_state(feed)}".rstrip())
    if not found:
        talk.say("No feed is followed yet. `broadsheet follow ADDRESS` follows one.")
    return DONE


def _by_folder(found: Sequence[Feed]) -> list[tuple[str, list[Feed]]]:
    """Feeds under the folders they stand in, those in none first."""
    rows: dict[tuple[str, ...], list[Feed]] = {}
    for feed in sorted(found, key=lambda feed: natural(feed.name)):
        for path in feed.wishes.folders or ((),):
            rows.setdefault(path, []).append(feed)
    ordered = sorted(rows.items(), key=lambda row: natural_path(row[0]))
    return [("/".join(path), feeds) for path, feeds in ordered]


def _state(feed: Feed) -> str:
    health = feed.health
    notes = []
    if health.gone or health.trouble:
        notes.append(health.trouble)
    elif not health.succeeded:
        notes.append("not fetched yet")
    if feed.wishes.muted:
        notes.append("muted")
    return f"({'; '.join(notes)})" if notes else ""


def record(feed: Feed) -> dict[str, Any]:
    """A feed for `--json`, without anything secret."""
    health, wishes = feed.health, feed.wishes
    return {
        "feed": feed.key,
        "name": feed.name,
        "title": feed.title,
        "address": shown(feed.address),
        "site": feed.site,
        "language": feed.language,
        "folders": ["/".join(path) for path in wishes.folders],
        "minutes": wishes.pace or None,
        "agent": wishes.agent or None,
        "muted": wishes.muted,
        "fulltext": wishes.fulltext,
        "keep": str(wishes.keep) if wishes.keep else None,
        "articles": feed.total,
        "unread": feed.unread,
        "checked": _moment(health.checked),
        "succeeded": _moment(health.succeeded),
        "changed": _moment(health.changed),
        "next": None if health.gone else _moment(health.due),
        "held_until": _moment(health.held),
        "status": health.status or None,
        "trouble": health.trouble or None,
        "failures": health.failures,
        "gone": health.gone,
        "moving_to": shown(health.moved_to) if health.moved_to else None,
    }


def _moment(seconds: int) -> str | None:
    if not seconds:
        return None
    return datetime.fromtimestamp(seconds).astimezone().isoformat(timespec="seconds")


def doctor(options: Any) -> int:
    """Say what is amiss with feeds, and when each is asked again.

    Ends with PARTLY if from some feed nothing comes in, so that a script may know.
    """
    with talk.library(options) as library:
        checkups = library.feeds.checkups()
    sick = [each for each in checkups if each.findings]
    for each in checkups if options.json or options.all else sick:
        if options.json:
            findings = [{"complaint": f.complaint, "sentence": f.sentence} for f in each.findings]
            talk.put_json({**record(each.feed), "findings": findings, "next_try": each.next_try})
            continue
        talk.put(f"{each.feed.key:>5}  {each.feed.name}")
        for finding in each.findings:
            talk.put(f"       {finding.sentence}")
        last = _moment(each.feed.health.succeeded)
        talk.put(f"       Last success: {last[:16].replace('T', ' ') if last else 'never'}.")
        talk.put(f"       Asked again {each.next_try}.")
    well = len(checkups) - len(sick)
    talk.say(f"{talk.number(len(sick), 'feed')} with something amiss, {well:,} well.")
    return PARTLY if any(each.broken for each in sick) else DONE


def change(options: Any) -> int:
    """Change what is wished of a feed."""
    given = _given(options)
    if not given:
        raise UsageError(
            "Nothing to set: give --name, --folder, --every, --mute or another option."
        )
    with talk.library(options) as library:
        feed = library.feeds.named(options.feed)
        feed = library.feeds.change(feed.key, **given)
        library.update_index(building=False)
    if options.json:
        talk.put_json(record(feed))
    talk.say(f"{feed.name} was changed.")
    return DONE


def fulltext(options: Any) -> int:
    """Show the whole text of articles from their pages, or again what the feed gave."""
    failed = False
    with talk.library(options) as library, talk.bar() as bar, talk.stoppable() as stopped:
        keys = [library.find(name) for name in options.ids]
        for key in keys:
            if stopped():
                return PARTLY
            done = library.feeds.toggle_fulltext(key, stopped=stopped)
            headline = library.headlines([key])[0]
            failed |= bool(done.why)
            if options.json:
                put = {"id": headline.id, "page": done.page, "reason": done.why or None}
                talk.put_json(put)
            told = f"The page of “{headline.title}” {done.why}." if done.why else _texts(done.page)
            talk.say(told)
        library.update_index(on_progress=bar, stopped=stopped, building=False)
    return PARTLY if failed else DONE


def _texts(page: bool) -> str:
    return "The text is that of the page." if page else "The text is what came in."


def import_(options: Any) -> int:
    """Follow the feeds of an OPML list."""
    raw = _read(options.file)
    with talk.library(options) as library:
        try:
            report = library.feeds.read_list(raw, private=options.private)
        except DocumentError as error:
            raise UsageError(f"{options.file}: {error}") from error
    if options.json:
        talk.put_json(
            {
                "added": len(report.added),
                "same": report.same,
                "private": report.private,
                "failures": [{"address": f.what, "reason": f.why} for f in report.failures],
            }
        )
    for failure in report.failures:
        talk.say(f"{failure.what}: {failure.why}.")
    there = f", {report.same:,} followed already" if report.same else ""
    talk.say(
        f"{talk.number(len(report.added), 'feed')} added{there}. `broadsheet refresh` fetches them."
    )
    if report.private:
        one = len(report.private) == 1
        talk.say(
            f"{talk.number(len(report.private), 'feed')} on this machine or in a private network "
            f"{'is' if one else 'are'} not fetched, since a list may come from anywhere. If this one "
            "is yours, import it again with --private."
        )
    if report.lists:
        talk.say(f"{talk.number(report.lists, 'other list')} that it includes was not fetched.")
    return PARTLY if report.failures else DONE


def _read(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).expanduser().read_bytes()
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}.") from error


def export(options: Any) -> int:
    """Write all feeds as an OPML list."""
    with talk.library(options) as library:
        raw, hidden = library.feeds.written_list(with_secrets=options.with_secrets)
        count = len(library.feeds.every())
    if options.file == "-":
        talk.put(raw.decode().rstrip("\n"))
    else:
        path = Path(options.file).expanduser()
        try:
            _write_private(path, raw) if options.with_secrets else path.write_bytes(raw)
        except OSError as error:
            raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
        talk.say(f"Wrote {talk.number(count, 'feed')} to {path}")
    if hidden:
        talk.say(
            f"Passwords, keys and headers of {talk.number(len(hidden), 'feed')} were left out; "
            "--with-secrets writes them too."
        )
    return DONE


def _write_private(path: Path, raw: bytes) -> None:
    """A file with passwords in it is its owner's alone."""
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_bytes(raw)
