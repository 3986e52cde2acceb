"""`broadsheet backup`, `restore` and `rescue`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reader.cli import DONE, talk
from reader.errors import UsageError
from reader.library.rescuing import Rescued
from reader.library.rescuing import rescue as save_what_can_be
from reader.library.restoring import restore as put_back
from reader.settings import Paths, choose_library


def backup(options: Any) -> int:
    """Write the whole library to one file, also while it is open elsewhere."""
    paths = Paths(choose_library(options.library))
    if not paths.store.exists():
        raise UsageError(f"There is no library in {paths.folder}, so there is nothing to back up.")
    target = Path(options.file).expanduser().absolute()
    with talk.library(options) as library:
        size = library.backup(target, replace=options.replace)
    if options.json:
        talk.put_json({"file": str(target), "bytes": size})
    talk.say(f"Backed up to {target} ({size / 1e6:.1f} MB).")
    return DONE


def restore(options: Any) -> int:
    """Make the library what a backup holds, keep what it was, and build the index anew."""
    paths = Paths(choose_library(options.library))
    done = put_back(paths, Path(options.file).expanduser().absolute())
    former = str(done.former) if done.former else None
    talk.say(f"Restored {talk.number(done.articles, 'article')}.")
    if former:
        talk.say(f"The library that was here is kept as {former}")
    left = _indexed(options)
    if options.json:
        talk.put_json({"articles": done.articles, "former": former, "waiting": left})
    return DONE


def rescue(options: Any) -> int:
    """Make a sound library of what can be read of a damaged one, which is kept."""
    paths = Paths(choose_library(options.library))
    done = save_what_can_be(paths, anyway=options.anyway)
    for line in _told(done):
        talk.say(line)
    left = _indexed(options)
    if options.json:
        talk.put_json(
            {
                "articles": done.articles,
                "revived": done.revived,
                "remade": done.remade,
                "without_text": done.textless,
                "without_article": done.without_article,
                "broken": list(done.broken),
                "damaged": str(done.damaged),
                "waiting": left,
            }
        )
    return DONE


def _told(done: Rescued) -> Iterator[str]:
    yield f"Saved {talk.number(done.articles, 'article')}."
    if done.revived:
        yield f"{talk.number(done.revived, 'article')} of them had to be made again from the original."
    if done.remade:
        yield f"The text of {talk.number(done.remade, 'article')} was made again from the original."
    if done.textless:
        yield f"Of {talk.number(done.textless, 'article')} only title and facts could be read."
    if done.without_article:
        yield f"{talk.number(done.without_article, 'row')} belonged to articles that are lost."
    if done.broken:
        yield f"Damaged parts: {', '.join(done.broken)}."
    yield f"The damaged library is kept as {done.damaged}"


def _indexed(options: Any) -> int:
    """Build the index, as far as nobody stops it; returns how many articles wait still."""
    with talk.library(options) as library, talk.bar() as bar, talk.stoppable() as stopped:
        library.update_index(on_progress=bar, stopped=stopped)
        left = library.pending()
    if left:
        talk.say(f"{talk.number(left, 'article')} still to be indexed; `broadsheet index` goes on.")
    return left
