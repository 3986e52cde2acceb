"""`broadsheet tidy`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reader.cli import DONE, PARTLY, talk
from reader.library.tidying import Tidied
from reader.settings import load_settings

_NOTHING_SET = (
    "Everything is kept: no limit is set. `broadsheet settings set keep.days 90` lets read articles"
    " of feeds go after 90 days, `broadsheet feeds set FEED --keep 200` keeps the newest 200 of one."
)


def tidy(options: Any) -> int:
    """Let go what is over the limits, or say what would go."""
    keeping = load_settings().keep
    with talk.library(options) as library, talk.bar() as bar, talk.stoppable() as stopped:
        limited = library.keeps_within(keeping)
        if options.dry_run or not limited:
            done = library.tidy_plan(keeping)
        else:
            if options.backup:
                target = Path(options.backup).expanduser().absolute()
                size = library.backup(target)
                talk.say(f"Backed up to {target} ({size / 1e6:.1f} MB).")
            done = library.tidy(keeping, on_progress=bar, stopped=stopped)
            if not stopped():
                library.update_index(on_progress=bar, stopped=stopped, building=False)
    if options.json:
        talk.put_json(_as_json(done, dry=options.dry_run))
    elif options.dry_run:
        if done.shares:
            talk.put_heads(f"{'feed':>5}  {'would go':>8}  {'size':>9}  name")
        for share in done.shares:
            talk.put(f"{share.feed:>5}  {len(share.keys):>8,}  {_mb(share.bytes):>9}  {share.name}")
    if not limited:
        talk.say(_NOTHING_SET)
        return DONE
    for sentence in _would(done, keeping.unread) if options.dry_run else _did(done):
        talk.say(sentence)
    return PARTLY if done.left else DONE


def _as_json(done: Tidied, *, dry: bool) -> dict[str, Any]:
    return {
        "dry_run": dry,
        "articles": done.planned if dry else done.articles,
        "bytes": done.bytes,
        "freed": done.freed,
        "left": done.left,
        "feeds": [
            {
                "feed": share.feed,
                "name": share.name,
                "articles": len(share.keys),
                "bytes": share.bytes,
            }
            for share in done.shares
        ],
    }


def _would(done: Tidied, unread: bool) -> Iterator[str]:
    stays = "starred, tagged, noted, marked unread or added by you"
    stays += ", or was never read" if unread else ""
    if not done.shares:
        yield f"Nothing would go. What is {stays} always stays."
        return
    yield (
        f"{talk.number(done.planned, 'article')} of {talk.number(len(done.shares), 'feed')} would go, "
        f"about {_mb(done.bytes)}. What is {stays} stays."
    )
    yield "It cannot be undone; `broadsheet tidy --backup FILE` writes the whole library to a file first."


def _did(done: Tidied) -> Iterator[str]:
    if not done.articles and not done.left:
        yield "Nothing was to go."
    else:
        freed = f", {_mb(done.freed)} given back to the disk" if done.freed else ""
        yield f"{talk.number(done.articles, 'article')} went{freed}."
    if done.why:
        yield f"{_mb(done.inside)} are free inside the library's file, for what comes; {done.why}."
    if done.left:
        yield f"Stopped early; {talk.number(done.left, 'article')} left."


def _mb(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
