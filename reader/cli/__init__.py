"""The command line: data to stdout, talk to stderr, an exit code for scripts.

0 done · 1 partly (something named could not be done) · 2 wrong use · 3 the
library is unusable. Each command imports what it needs when it runs, so that
`--help` and `search` never load the screen.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from reader.errors import IndexUnavailable, LibraryError, ReaderError, UsageError

DONE, PARTLY, WRONG_USE, UNUSABLE = 0, 1, 2, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code and never shows a trace for an expected fault."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal or pipe that is not UTF-8 gets `?` for what it cannot show, not a trace.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = _just_open(given) or _parse(given)
    try:
        code = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_left()
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    except ReaderError as error:
        print(f"broadsheet: {error}", file=sys.stderr)
        return _code(error)
    return int(code)


def _just_open(given: list[str]) -> Any:
    """The options of a start without a command; None for anything else.

    Whoever opens the reader does not wait until all other commands are declared, which
    takes as long as a seventh of the start.
    """
    match given:
        case [] | ["open"]:
            library = None
        case ["--library", library] | ["open", "--library", library] if library[:1] != "-":
            pass
        case _:
            return None
    from reader.cli.screen import open_screen

    return SimpleNamespace(library=library, run=open_screen)


def _parse(given: list[str]) -> Any:
    from reader.cli.arguments import parse

    return parse(given)


def _code(error: ReaderError) -> int:
    match error:
        case UsageError():
            return WRONG_USE
        case LibraryError() | IndexUnavailable():
            return UNUSABLE
        case _:
            return PARTLY


def _reader_left() -> int:
    """The program we were piped to has seen enough; say nothing at exit either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE
