"""`broadsheet add`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from reader.cli import DONE, PARTLY, talk
from reader.library import Library
from reader.models import AddReport

_MOST_NAMED = 5


def add(options: Any) -> int:
    """Take in documents, let the index hear of them, and say what became of them, the first by title."""
    with talk.library(options) as library, talk.bar() as on_progress, talk.stoppable() as stopped:
        report = library.add(
            options.paths, stdin=sys.stdin.buffer, on_progress=on_progress, stopped=stopped
        )
        if not report.stopped:
            library.update_index(on_progress=on_progress, stopped=stopped, building=False)
        if options.json:
            talk.put_json(_as_json(library, report))
        named = [] if options.json else list(_named(library, report))
    for sentence in named:
        talk.say(sentence)
    for failure in report.failures:
        talk.say(f"{failure.what}: {failure.why}.")
    talk.say(_summary(report))
    return PARTLY if report.failures or report.stopped else DONE


def _named(library: Library, report: AddReport) -> Iterator[str]:
    """The first of the articles that were added or updated, as `show` takes them, and how many more."""
    keys = list(dict.fromkeys(report.keys))
    for headline in library.headlines(keys[:_MOST_NAMED]):
        yield f"  {headline.id}  {headline.title}"
    if len(keys) > _MOST_NAMED:
        yield f"  and {len(keys) - _MOST_NAMED:,} more"


def _summary(report: AddReport) -> str:
    parts = [f"{talk.number(report.added, 'article')} added"]
    if report.updated:
        parts.append(f"{report.updated:,} updated")
    if report.same:
        parts.append(f"{report.same:,} already here")
    if report.vanished:
        parts.append(f"{talk.number(report.vanished, 'document')} gone (the articles stay)")
    if report.failures:
        parts.append(f"{talk.number(len(report.failures), 'document')} could not be added")
    text = ", ".join(parts) + "."
    if report.passed_over:
        kinds = ", ".join(sorted(report.passed_over))
        text += f" Passed over {talk.number(sum(report.passed_over.values()), 'file')} ({kinds})."
    if report.stopped:
        text += " Stopped early; add the same again to go on."
    return text


def _as_json(library: Library, report: AddReport) -> dict[str, Any]:
    return {
        "added": report.added,
        "updated": report.updated,
        "same": report.same,
        "vanished": report.vanished,
        "failures": [{"path": f.what, "reason": f.why} for f in report.failures],
        "ids": [headline.id for headline in library.headlines(report.keys)],
    }
