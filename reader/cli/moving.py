"""`broadsheet backup` and `restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reader.cli import DONE, talk
from reader.errors import UsageError
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
    with talk.library(options) as library, talk.bar() as bar, talk.stoppable() as stopped:
        library.update_index(on_progress=bar, stopped=stopped)
        left = library.pending()
    if left:
        talk.say(f"{talk.number(left, 'article')} still to be indexed; `broadsheet index` goes on.")
    if options.json:
        talk.put_json({"articles": done.articles, "former": former, "waiting": left})
    return DONE
