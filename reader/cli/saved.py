"""`broadsheet saved`: searches kept by name."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from reader.cli import DONE, PARTLY, choosing, searching, talk
from reader.errors import UsageError
from reader.library import Library
from reader.models import SavedSearch


def listed(options: Any) -> int:
    """Print all saved searches with their counts."""
    with talk.library(options) as library:
        left = _caught_up(library)
        found = library.saved()
    for one in found:
        if options.json:
            talk.put_json(_record(one))
        else:
            talk.put(_line(one, max(len(s.name) for s in found)))
    if not found and not options.json:
        talk.say("No search is saved. `broadsheet saved add NAME QUERY` keeps one.")
    searching.say_left(left)
    return DONE


def _record(one: SavedSearch) -> dict[str, Any]:
    return {
        "name": one.name,
        "query": one.query,
        "scope": one.scope,
        "created": one.created,
        "total": one.total,
        "unread": one.unread,
    }


def _line(one: SavedSearch, width: int) -> str:
    counts = "not counted yet"
    if one.total is not None and one.unread is not None:
        counts = f"{one.unread:,} unread of {one.total:,}"
    scope = "" if one.scope == "all" else f"  ({one.scope} ones only)"
    return f"{one.name:<{width}}  {counts:>20}  {one.query}{scope}"


def _caught_up(library: Library) -> int:
    """Let the index hear of what is new, where a saved search may ask it."""
    return choosing.catch_up(library) if library.saved_names() else 0


def add(options: Any) -> int:
    """Keep a search."""
    with talk.library(options) as library:
        query = " ".join(options.query)
        name = library.save_search(options.name, query, options.scope, replace=options.replace)
        hints = library.understand(f'in:@"{name}"').hints
        return _told(library, options, name, f"Saved “{name}”.", *hints)


def show(options: Any) -> int:
    """Print the articles of a saved search."""
    with talk.library(options) as library:
        name = library.saved_search(options.name).name
        return searching.search_for(library, f'in:@"{name}"', "all", options)


def rename(options: Any) -> int:
    """Give a saved search another name."""
    with talk.library(options) as library:
        old = library.saved_search(options.name).name
        new = library.rename_search(old, options.new)
        return _told(library, options, new, f"“{old}” is now “{new}”.")


def delete(options: Any) -> int:
    """Forget a saved search; says the query, so that it can be saved again."""
    with talk.library(options) as library:
        deleted = library.delete_search(options.name)
    gone = deleted.search
    if options.json:
        talk.put_json(_record(gone))
    talk.say(f"“{gone.name}” is no longer saved; it was: {gone.query}{deleted.consequence}")
    return DONE


def move(options: Any) -> int:
    """Put a saved search at another place."""
    with talk.library(options) as library:
        library.move_search(options.name, options.place)
        name = library.saved_search(options.name).name
        return _told(library, options, name, f"“{name}” was moved.")


def _told(library: Library, options: Any, name: str, *sentences: str) -> int:
    if options.json:
        talk.put_json(_record(library.saved_search(name)))
    for sentence in sentences:
        talk.say(sentence)
    return DONE


def export(options: Any) -> int:
    """Write all saved searches to a file."""
    with talk.library(options) as library:
        text = library.export_saved()
        count = len(library.saved_names())
    if options.file == "-":
        talk.put(text.rstrip("\n"))
        return DONE
    path = Path(options.file).expanduser()
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
    talk.say(f"Wrote {talk.number(count, 'saved search', 'saved searches')} to {path}")
    return DONE


def import_(options: Any) -> int:
    """Take in a file of saved searches."""
    text = _read(options.file)
    with talk.library(options) as library:
        report = library.import_saved(text, replace=options.replace)
    if options.json:
        talk.put_json(
            {
                "added": report.added,
                "replaced": report.replaced,
                "same": report.same,
                "conflicts": report.conflicts,
                "failures": [{"what": f.what, "why": f.why} for f in report.failures],
            }
        )
    parts = [
        f"{len(names):,} {what}"
        for names, what in (
            (report.added, "added"),
            (report.replaced, "replaced"),
            (report.same, "there already"),
        )
        if names
    ]
    if parts:
        talk.say(f"Saved searches: {', '.join(parts)}.")
    for name in report.conflicts:
        talk.say(f"“{name}” is another search here and was left as it is; --replace overwrites it.")
    for failure in report.failures:
        talk.say(f"“{failure.what}” was not saved: {failure.why}.")
    return PARTLY if report.conflicts or report.failures else DONE


def _read(name: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).expanduser().read_bytes()
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}.") from error
    return raw.decode("utf-8-sig", "replace")
