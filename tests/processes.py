"""Runs the real modules in processes of their own, without paying for their imports each time.

One process of this module imports everything that a command, the screen's worker or a
parser may need and then, for every one asked for, forks: the child has its own memory, its own files,
process group and exit code, as one has that is started by a shell. What the start itself
costs and imports is tested by those tests that start an interpreter
(`tests/test_end_to_end.py`, `tests/test_data.py`, `tests/test_worker.py`).
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any

_LIMIT_S = 120
"""The longest that a command may take."""
_LENGTH = struct.Struct(">I")
_FILES = 4
"""A child's standard input, output and error, and where its exit code is told."""


class Forked:
    """A process that runs, with as much of `subprocess.Popen` as those need who wait for it."""

    def __init__(self, pid: int, ending: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.stdin: IO[str] | None = None
        self.stdout: IO[str] | None = None
        self.stderr: IO[str] | None = None
        self._ending = ending
        self._waiting = threading.Lock()

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, negative for a signal; raises subprocess.TimeoutExpired before it ended."""
        late = subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        if not self._waiting.acquire(timeout=-1 if timeout is None else timeout):
            raise late
        try:
            if self.returncode is None:
                if not select.select([self._ending], [], [], timeout)[0]:
                    raise late
                self.returncode = int(os.read(self._ending, 16))
                os.close(self._ending)
            return self.returncode
        finally:
            self._waiting.release()

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


class Forks:
    """The process that forks; for all threads of a test run."""

    def __init__(self) -> None:
        self._asking, theirs = socket.socketpair()
        self._lock = threading.Lock()
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.processes", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        theirs.close()

    def start(
        self,
        module: str,
        words: Sequence[str],
        files: tuple[int, int, int],
        environment: Mapping[str, str],
        *,
        own_group: bool = False,
    ) -> Forked:
        """`python -m module`, called by `words`, on these three open files; here and now."""
        ending, telling = os.pipe()
        asked = {
            "module": module,
            "words": list(words),
            "folder": str(Path.cwd()),
            "environment": dict(environment),
            "own group": own_group,
        }
        packed = json.dumps(asked).encode()
        with self._lock:
            socket.send_fds(self._asking, [_LENGTH.pack(len(packed))], [*files, telling])
            self._asking.sendall(packed)
            answer = _exactly(self._asking, _LENGTH.size)
        os.close(telling)
        return Forked(*_LENGTH.unpack(answer), ending)

    def close(self) -> None:
        """End the process."""
        self._asking.close()
        self._server.kill()
        self._server.wait()


@cache
def forks() -> Forks:
    """The one of this test run, made when it is first needed."""
    made = Forks()
    atexit.register(made.close)
    return made


def command(
    words: Sequence[str], stdin: bytes, environment: Mapping[str, str]
) -> tuple[int, bytes, bytes]:
    """Exit code, output and talk of `broadsheet` with these arguments, here and now."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:  # fmt: skip
        given.write(stdin)
        given.seek(0)
        files = given.fileno(), out.fileno(), err.fileno()
        made = forks().start("reader", ["broadsheet", *words], files, {**os.environ, **environment})
        try:
            code = made.wait(_LIMIT_S)
        except subprocess.TimeoutExpired:
            made.kill()
            made.wait()
            raise TimeoutError(f"broadsheet {words} took more than {_LIMIT_S} seconds") from None
        out.seek(0)
        err.seek(0)
        return code, out.read(), err.read()


def worker(folder: Path) -> Forked:
    """The screen's worker, where `reader.worker` starts it by an interpreter."""
    (their_in, our_in), (our_out, their_out), (our_err, their_err) = (os.pipe() for _ in range(3))
    made = forks().start(
        "reader.worker",
        ["reader.worker", str(folder)],
        (their_in, their_out, their_err),
        os.environ,
        own_group=True,
    )
    for theirs in (their_in, their_out, their_err):
        os.close(theirs)
    made.stdin = open(our_in, "w", encoding="utf-8", errors="replace")  # noqa: PTH123, SIM115
    made.stdout = open(our_out, encoding="utf-8", errors="replace")  # noqa: PTH123, SIM115
    made.stderr = open(our_err, encoding="utf-8", errors="replace")  # noqa: PTH123, SIM115
    return made


class Parser:
    """A parser, with as much of `asyncio.subprocess.Process` as `reader.library.feeds` needs."""

    def __init__(self, made: Forked, stdin: asyncio.StreamWriter, stdout: asyncio.StreamReader):
        self.stdin, self.stdout = stdin, stdout
        self._made = made

    def kill(self) -> None:
        """End it at once."""
        self._made.kill()

    async def communicate(self) -> None:
        """Wait for its end."""
        self.stdin.close()
        while await self.stdout.read(65_536):
            pass
        await asyncio.to_thread(self._made.wait)


async def parser() -> Parser:
    """One that reads feeds and pages, where `reader.library.feeds` starts it by an interpreter."""
    (their_in, our_in), (our_out, their_out) = os.pipe(), os.pipe()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    files = (their_in, their_out, nowhere)
    made = forks().start("reader.parsing", ["reader.parsing"], files, os.environ, own_group=True)
    for theirs in files:
        os.close(theirs)
    loop = asyncio.get_running_loop()
    stdout = asyncio.StreamReader()
    await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(stdout), os.fdopen(our_out, "rb")
    )
    transport, protocol = await loop.connect_write_pipe(
        asyncio.streams.FlowControlMixin, os.fdopen(our_in, "wb")
    )
    return Parser(made, asyncio.StreamWriter(transport, protocol, None, loop), stdout)


# The process that forks


def _serve(asking: socket.socket) -> None:
    _import_everything()
    gc.freeze()  # what looks for garbage in a child would copy every page it shares with us
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asks is interrupted and closes
    ended, ends = os.pipe()
    for end in (ended, ends):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(ends)
    tells: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([asking, ended], [], [])
        if ended in ready:
            os.read(ended, 4096)
            _tell_who_ended(tells)
        if asking in ready and not _fork(asking, tells):
            return


def _fork(asking: socket.socket, tells: dict[int, int]) -> bool:
    """Do what is asked for; False when nobody asks any more."""
    length, files, _, _ = socket.recv_fds(asking, _LENGTH.size, _FILES)
    if not length:
        return False
    asked = json.loads(_exactly(asking, *_LENGTH.unpack(length)))
    child = os.fork()
    if not child:
        _become(asked, files)
    tells[child] = files.pop()
    for file in files:
        os.close(file)
    asking.sendall(_LENGTH.pack(child))
    return True


def _tell_who_ended(tells: dict[int, int]) -> None:
    while tells:
        child, status = os.waitpid(-1, os.WNOHANG)
        if not child:
            return
        telling = tells.pop(child)
        with contextlib.suppress(OSError):  # perhaps nobody wants to know
            os.write(telling, str(os.waitstatus_to_exitcode(status)).encode())
        os.close(telling)


def _exactly(connection: socket.socket, length: int) -> bytes:
    """So many bytes; raises EOFError where the other side closes before."""
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(length - len(parts))
        if not part:
            raise EOFError("the process that forks is gone")
        parts += part
    return bytes(parts)


def _import_everything() -> None:
    """What any command, the worker or a parser imports or makes once, but for the screen.

    None of it depends on a person's files, on the environment or on what is asked for later.
    """
    import reader

    for module in pkgutil.walk_packages(reader.__path__, "reader."):
        if not module.name.startswith("reader.tui") and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in _LATE:
        importlib.import_module(name)

    from reader.cli.arguments import parser
    from reader.models import Document
    from reader.parsing import parse
    from reader.parsing.__main__ import feed, page
    from reader.search.fingerprint import fingerprint
    from reader.search.smallwords import small_stems

    parser()
    fingerprint()
    small_stems("en")
    parse(Document("page.html", "page.html", _PAGE))
    parse(Document("note.md", "note.md", _NOTE))
    feed(_FEED, "https://example.org/feed", "application/rss+xml")
    page(_PAGE, "https://example.org/1", "utf-8")


_LATE = (
    *("faulthandler", "filelock", "httpx", "h2", "socksio", "tomlkit"),
    *("trafilatura", "whoosh.lang.stopwords", "yaml", "zstandard"),
)
"""What modules of ours import when they need it."""
_NOTE = (
    b"---\ntitle: Ferry\ndate: 2021-03-04\n---\nThe ferry crosses the strait again from Monday on."
)
_PAGE = b"<title>Ferry</title><p>The ferry crosses the strait again from Monday on."
_FEED = b"""<rss version="2.0"><channel><title>Ferries</title><item><title>Back</title><link>https://example.org/1
</link><description>&lt;p&gt;The ferry crosses the strait again from Monday on.</description></item></channel></rss>"""


def _become(asked: Mapping[str, Any], files: Sequence[int]) -> None:
    """Be what was asked for: its files, folder, environment and arguments; never returns."""
    code = 70
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if asked["own group"]:
            os.setpgid(0, 0)
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        for number, file in enumerate(files[:3]):
            os.dup2(file, number)
        os.closerange(3, 1024)
        sys.stdin, sys.stdout, sys.stderr = _text(0, "r"), _text(1, "w"), _text(2, "w")
        sys.argv = asked["words"]
        runpy.run_module(asked["module"], run_name="__main__")
        code = 0
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
    _serve(socket.socket(fileno=int(sys.argv[1])))
