"""Runs the real command in a process of its own, without paying for its imports each time.

One process of this module imports everything a command may need and then, for every
command asked for, forks: the child has its own memory, its own files and exit code, as a
command started by a shell has. What the start itself costs and imports is tested by those
tests that start an interpreter (`tests/test_end_to_end.py`, `tests/test_data.py`).
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import subprocess
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path
from typing import IO, Any

_LIMIT_S = 120


class Commands:
    """The process that forks. One command at a time; not for several threads."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.processes"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            text=True,
        )

    def run(
        self, arguments: tuple[str, ...], stdin: bytes, environment: dict[str, str]
    ) -> tuple[int, bytes, bytes]:
        """Exit code, output and talk of `broadsheet` with these arguments, here and now."""
        assert self._server.stdin
        assert self._server.stdout
        with tempfile.TemporaryDirectory() as folder:
            paths = [str(Path(folder, name)) for name in ("in", "out", "err")]
            Path(paths[0]).write_bytes(stdin)
            asked = {
                "arguments": arguments,
                "paths": paths,
                "folder": str(Path.cwd()),
                "environment": {**os.environ, **environment},
            }
            self._server.stdin.write(json.dumps(asked) + "\n")
            self._server.stdin.flush()
            limit = threading.Timer(_LIMIT_S, self._server.kill)
            limit.start()
            answer = self._server.stdout.readline()
            limit.cancel()
            if not answer:
                raise TimeoutError(f"broadsheet {arguments} took more than {_LIMIT_S} seconds")
            return int(answer), Path(paths[1]).read_bytes(), Path(paths[2]).read_bytes()

    def close(self) -> None:
        """End the process."""
        with contextlib.suppress(OSError):
            self._server.kill()
        self._server.wait()


@cache
def commands() -> Commands:
    """The one of this test run, made when it is first needed."""
    made = Commands()
    atexit.register(made.close)
    return made


def _serve() -> None:
    _import_everything()
    gc.freeze()  # what looks for garbage in a child would copy every page it shares with us
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            _become(asked)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _import_everything() -> None:
    """What any command imports or loads, but for the screen."""
    import reader
    from reader.parsing.language import language_of

    for module in pkgutil.walk_packages(reader.__path__, "reader."):
        if not module.name.startswith("reader.tui") and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    importlib.import_module("trafilatura")
    language_of("", "The ferry crosses the strait again from Monday on.")


def _become(asked: dict[str, Any]) -> None:
    """Be the command: its files, folder, environment and arguments; never returns."""
    code = 70
    try:
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        for number, (path, flags) in enumerate(
            zip(asked["paths"], (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT] * 2), strict=True)
        ):
            os.dup2(os.open(path, flags, 0o600), number)
        sys.stdin, sys.stdout, sys.stderr = _text(0, "r"), _text(1, "w"), _text(2, "w")
        sys.argv = ["broadsheet", *asked["arguments"]]
        runpy.run_module("reader", run_name="__main__")
    except SystemExit as left:
        code = _code_of(left)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


def _text(number: int, mode: str) -> IO[str]:
    errors = "backslashreplace" if number == 2 else "strict"
    stream = os.fdopen(number, mode + "b", closefd=False)
    return io.TextIOWrapper(stream, encoding="utf-8", errors=errors, line_buffering=number == 2)


def _code_of(left: SystemExit) -> int:
    if left.code is None or isinstance(left.code, int):
        return left.code or 0
    print(left.code, file=sys.stderr)
    return 1


if __name__ == "__main__":
    _serve()
