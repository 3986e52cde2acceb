"""`broadsheet export`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from reader.cli import DONE, talk
from reader.cli.choosing import outcome, resolve
from reader.errors import UsageError
from reader.models import Article


def export(options: Any) -> int:
    """Write articles to standard output, or each to a file of its own."""
    from reader.library import export as exporting

    if options.all == bool(options.ids):
        raise UsageError("Name the articles to export, or say --all for the whole library.")
    if options.all:
        return _export_all(options)
    with talk.library(options) as library:
        keys, unknown = resolve(library, options.ids)
        folder = _folder(options.to) if options.to else None
        for place, article in enumerate(library.walk(keys)):
            text = exporting.render(article, options.format)
            if folder:
                talk.say(f"Wrote {_write(folder, article, options.format, text)}")
            else:
                talk.put(("\n" if place and options.format != "json" else "") + text.rstrip("\n"))
    for sentence in unknown:
        talk.say(f"broadsheet: {sentence}")
    return outcome(keys, unknown)


def _export_all(options: Any) -> int:
    """The whole library, a line at a time."""
    if sys.stdout.isatty():
        raise UsageError(
            "That is a library for a program to read. Say where to: broadsheet export --all > library.jsonl"
        )
    with talk.library(options) as library:
        for line in library.carried(secrets=options.with_secrets):
            print(line)
    return DONE


def _folder(named: str) -> Path:
    folder = Path(named).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"The folder {folder} cannot be made: {error.strerror}.") from error
    return folder


def _write(folder: Path, article: Article, kind: str, text: str) -> Path:
    from reader.library import export as exporting

    path = folder / exporting.file_name(article, kind)
    half = folder / f".{path.name}.{os.getpid()}"
    try:
        # Made anew and renamed: where a link of the name lies, what it leads to is not written.
        with os.fdopen(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(text.encode())
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
    return path
