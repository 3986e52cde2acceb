"""Why a list is empty, and what to do next. Decides only; `Notice` shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.library import Scope
from reader.light import dataclass
from reader.models import FORMATS, Shelf


@dataclass(frozen=True, slots=True)
class Emptiness:
    """What is known when there is no row to show."""

    scope: Scope
    searched: bool
    """Would the rows be those of a search?"""
    failure: str
    """Why the index cannot answer, "" if it can."""
    hints: Sequence[str]
    """What was not understood of the search."""
    progress: str
    """How far the worker is, "" if it rests."""
    welcoming: bool
    """Are the first articles on their way?"""
    shelf: Shelf | None = None
    """The list that the search stands for, if it does."""
    strict: bool = False
    """Was only sought what has every word?"""


def why_empty(case: Emptiness, key: Callable[[str], str]) -> tuple[str, ...]:
    """A headline, and the sentences below it; `key` tells an action's key."""
    if case.shelf and not case.failure:
        return _why_no_articles(case.shelf, case.scope, key)
    if case.searched:
        return _why_nothing_found(case, key)
    if case.scope == "unread":
        return ("Everything is read", f"Press {key('all')} for all articles.")
    if case.scope == "starred":
        return (
            "Nothing is starred yet",
            f"Press {key('star')} on an article to keep it here, {key('all')} for all articles.",
        )
    if case.welcoming:
        return ("Welcome", "The first articles are on their way.")
    *formats, last = FORMATS.values()
    return (
        "No articles yet",
        f"Press {key('add_feed')} to follow a feed, by its address or that of any site.",
        f"Take in {', '.join(formats)} or {last} from a shell:",
        "broadsheet add PATH…",
    )


def _why_no_articles(shelf: Shelf, scope: Scope, key: Callable[[str], str]) -> tuple[str, ...]:
    """Of a feed, a folder, a tag or a saved search."""
    if scope != "all":
        why = "everything is read" if scope == "unread" else "nothing is starred"
        within, out = (
            f"Press {key('all')} for all its articles.",
            f"{key('escape')} leads out of it.",
        )
        return (f"{shelf.name}: {why}", within, out)
    if shelf.trouble:
        return (
            f"{shelf.name} has no articles",
            f"It could not be fetched; {key('doctor')} says why, {key('refresh')} tries again.",
        )
    if shelf.kind in ("feed", "folder"):
        return (f"{shelf.name} has no articles yet", f"Press {key('refresh')} to fetch it now.")
    return (f"{shelf.name}: nothing is in this list", f"{key('leave_search')} gives the list back.")


def _why_nothing_found(case: Emptiness, key: Callable[[str], str]) -> tuple[str, ...]:
    back = f"{key('leave_search')} gives the list back."
    if case.failure:
        return (
            "Search cannot answer now",
            case.failure,
            "The index is being mended in the background; your articles and stars are safe.",
        )
    if case.hints:
        return ("Nothing found", *case.hints, back)
    if case.progress:
        return (
            "Nothing found so far",
            f"{case.progress} More may be found when that is done.",
        )
    if case.strict:
        return (
            "No article has every word",
            f"Press {key('widen')} to look for some of them, and for words like them.",
            back,
        )
    if case.scope != "all":
        return (
            f"Nothing found among the {case.scope} articles",
            f"Press {key('to_results')}, then {key('all')}, to search all of them.",
        )
    return (
        "Nothing found",
        "Try fewer words, or only the beginning of one.",
        back,
    )
