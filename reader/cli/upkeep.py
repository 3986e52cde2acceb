"""`broadsheet stats`, `index`, `check` and `path`."""

from __future__ import annotations

from typing import Any

from reader.cli import DONE, PARTLY, UNUSABLE, talk
from reader.library.indexing import CheckReport
from reader.models import Progress
from reader.settings import choose_library


def stats(options: Any) -> int:
    """Show how large the library is."""
    with talk.library(options) as library:
        figures = library.figures()
        figures["library"] = str(library.paths.folder)
    if options.json:
        talk.put_json(
            {name.replace(" ", "_"): v if v != "" else None for name, v in figures.items()}
        )
        return DONE
    for name, value in figures.items():
        if name.endswith(" bytes"):
            name, value = name.removesuffix(" bytes") + " size", f"{int(value) / 1e6:.1f} MB"
        talk.put(
            f"{name:<22} {value:,}"
            if isinstance(value, int)
            else f"{name:<22} {value or 'unknown'}"
        )
    return DONE


def index(options: Any) -> int:
    """Bring the index up to date, or build it anew."""
    with talk.library(options) as library, talk.bar() as bar, talk.stoppable() as stopped:
        work = library.rebuild_index if options.rebuild else library.update_index
        heard = work(on_progress=bar, stopped=stopped)
        left, rebuilding = library.pending(), library.rebuilding()
    if options.json:
        talk.put_json({"indexed": heard, "waiting": left, "rebuilding": _how_far(rebuilding)})
    if heard:
        talk.say(f"{talk.number(heard, 'article')} indexed.")
    elif not (left or rebuilding):
        talk.say("The index is up to date.")
    if left:
        talk.say(f"{talk.number(left, 'article')} still to be indexed; `broadsheet index` goes on.")
    if rebuilding:
        talk.say(f"{_unfinished(rebuilding)} `broadsheet index` goes on.")
    return PARTLY if left or rebuilding else DONE


def _how_far(rebuilding: Progress | None) -> dict[str, int] | None:
    return {"done": rebuilding.done, "total": rebuilding.total} if rebuilding else None


def _unfinished(rebuilding: Progress) -> str:
    return (
        "The index is being rebuilt; search answers from the former one meanwhile "
        f"({rebuilding.done:,} of {rebuilding.total:,})."
    )


def check(options: Any) -> int:
    """Compare store and index, say what differs, heal it, and look again."""
    with talk.library(options) as library, talk.bar() as bar:
        found = library.check()
        if found.rebuilding:
            talk.say(_unfinished(found.rebuilding))
        unfinished = found.differs or found.pending or found.rebuilding
        if unfinished and not found.damage:
            library.heal(found, on_progress=bar)
        after = library.check() if unfinished else found
    if options.json:
        talk.put_json(_as_json(found, after))
    for sentence in _sentences(found, after):
        talk.say(sentence)
    if found.damage:
        return UNUSABLE
    return PARTLY if after.differs else DONE


def _as_json(found: CheckReport, after: CheckReport) -> dict[str, Any]:
    return {
        "articles": found.articles,
        "index": found.index,
        "missing": len(found.missing),
        "outdated": len(found.outdated),
        "extra": len(found.extra),
        "waiting": found.pending,
        "rebuilding": _how_far(found.rebuilding),
        "damage": list(found.damage),
        "healthy": not after.differs and not after.damage,
    }


def _sentences(found: CheckReport, after: CheckReport) -> list[str]:
    said = [f"The store is damaged: {line}." for line in found.damage]
    if said:
        said.append("`broadsheet rescue` saves what can be read of it, and keeps the damaged file.")
    reasons = {
        "missing": "There was no index.",
        "outdated": "The index was made by another version.",
        "damaged": "The index was damaged.",
    }
    if found.index in reasons:
        said.append(reasons[found.index])
    elif found.differs:
        said.append(
            f"The index lacked {talk.number(len(found.missing), 'article')}, held a former text of "
            f"{len(found.outdated):,} and {len(found.extra):,} that the store does not have."
        )
    if found.pending:
        said.append(f"{talk.number(found.pending, 'article')} waited to be indexed.")
    if found.damage:
        return said
    healed = " now" if found.differs or found.pending or found.rebuilding else ""
    if after.differs:
        said.append(
            "Store and index still differ; `broadsheet index --rebuild` builds the index anew."
        )
    else:
        said.append(f"{talk.number(found.articles, 'article')}: store and index agree{healed}.")
    return said


def path(options: Any) -> int:
    """Print where the library lives; nothing is opened or made."""
    folder = choose_library(options.library)
    if options.json:
        talk.put_json({"library": str(folder)})
    else:
        talk.put(str(folder))
    return DONE
