"""The command line: data to stdout, talk to stderr, an exit code for scripts.

0 done · 1 partly (something named could not be done) · 2 wrong use · 3 the
library is unusable · 70 a fault of our own, kept as a report. Each command imports what it needs when it runs, so that
`--help` and `search` never load the screen.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from reader import __version__, private
from reader.errors import IndexUnavailable, LibraryError, ReaderError, UsageError

DONE, PARTLY, WRONG_USE, UNUSABLE, FAILED = 0, 1, 2, 3, 70


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code and never shows a trace for an expected fault."""
    private.settle()
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
    except Exception as error:
        if told := _surroundings(error):
            print(f"broadsheet: {told}", file=sys.stderr)
            return UNUSABLE
        return _failed(error, getattr(options, "library", None))
    return int(code)


def _just_open(given: list[str]) -> Any:
    """The options of a start without a command, and of a question for the version; else None.

    Whoever opens the reader does not wait until all other commands are declared, which
    takes as long as a seventh of the start.
    """
    match given:
        case ["--version"]:
            return SimpleNamespace(run=_tell_version)
        case [] | ["open"]:
            library = None
        case ["--library", library] | ["open", "--library", library] if library[:1] != "-":
            pass
        case _:
            return None
    from reader.cli.screen import open_screen

    return SimpleNamespace(library=library, run=open_screen)


def _tell_version(_: Any) -> int:
    print(f"broadsheet {__version__}")
    return DONE


def _parse(given: list[str]) -> Any:
    from reader.cli.arguments import parse

    return parse(given)


def _surroundings(error: Exception) -> str:
    """What the system refused, where that is no fault of ours; "" for all else."""
    match getattr(error, "errno", None) if isinstance(error, OSError) else None:
        case errno.EMFILE | errno.ENFILE:
            return "too many files are open. `ulimit -n 1024` allows more; nothing was lost."
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return "the disk is full, or what you may use of it. Make room and try again; what was saved before is safe."
        case errno.EROFS:
            return f"{getattr(error, 'filename', None) or 'the disk'} is read-only. Choose another place."
    return ""


def _failed(error: Exception, library: str | None) -> int:
    """A fault of our own: what is known of it is kept, and nobody sees a trace."""
    from datetime import datetime

    from reader.settings import Paths, choose_library
    from reader.worker import crashes

    path = Paths(choose_library(library)).crashes
    kept = crashes.keep(
        path, datetime.now().astimezone(), "A command failed.", crashes.trace(error)
    )
    where = f" What is known of it, without any text of yours, is in {path}." if kept else ""
    print(
        f"broadsheet: this is a fault of Broadsheet itself ({type(error).__name__}).{where}",
        file=sys.stderr,
    )
    return FAILED


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
