"""`broadsheet preview`."""

from __future__ import annotations

import sys
from typing import Any

from reader.cli import DONE, PARTLY, talk
from reader.library.previewing import Record, previews
from reader.models import Failure


def preview(options: Any) -> int:
    """Show what would be made of documents and feeds; nothing is kept."""
    failed = False
    for record in previews(options.paths, sys.stdin.buffer):
        if isinstance(record, Failure):
            failed = True
            talk.say(f"{record.what}: {record.why}.")
        elif options.json:
            talk.put_json(record)
        else:
            talk.put(summary(record))
        failed |= not isinstance(record, Failure) and record["kind"] == "nothing"
    return PARTLY if failed else DONE


def summary(record: Record) -> str:
    """A record on one line."""
    match record["kind"]:
        case "nothing":
            parts = [f"{record['path']}: {record['why']}"]
        case "outline":
            parts = [str(record.get("title") or "A list of feeds"), "--json shows all of it"]
        case "feed":
            parts = [
                str(record["title"] or "A feed without a title"),
                talk.number(int(str(record["entries"])), "entry", "entries"),
            ]
        case kind:
            sign = "  " if kind == "entry" else ""
            text = str(record.get("text", ""))
            title = record["title"] or text[:60] or "without a title"
            date = str(record.get("published") or "")[:10]
            words = len(text.split())
            parts = [f"{sign}{title}", date, talk.number(words, "word")]
    return " · ".join(part for part in parts if part.strip())
