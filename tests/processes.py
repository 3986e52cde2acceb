"""Runs the real modules in processes of their own, without paying for their imports each time.

One process of this module imports everything that a command, the screen, its worker or a
parser may need and then, for every one asked for, forks: the child has its own memory, its own files,
process group or terminal and exit code, as one has that is started by a shell. What children
start themselves, workers and parsers, comes from there too. What the start itself costs and imports
is tested by those tests that start an interpreter (`tests/test_end_to_end.py`,
`tests/test_data.py`, `tests/test_worker.py`).
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import fcntl
import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any, Literal

_LIMIT_S = 120
"""The longest that a command may take."""
_LENGTH = struct.Struct(">I")
_FILES = 3
"""A child's standard input, output and error."""
_PLACE = "BROADSHEET_TEST_FORKS"
_MOST_WAITING = 64

Alone = Literal["", "group", "terminal"]


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

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


class Forks:
    """The process that forks; for all threads and processes of a test run, and for its children."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="broadsheet-")
        self.place = f"{self._folder}/forks"
        """Where it is asked."""
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(self.place)
            listening.listen(_MOST_WAITING)
            self._server = subprocess.Popen(
                [sys.executable, "-m", "tests.processes", str(listening.fileno()), self.place],
                stdin=subprocess.PIPE,
                pass_fds=[listening.fileno()],
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            )

    def close(self) -> None:
        """End the process."""
        assert self._server.stdin
        self._server.stdin.close()
        self._server.kill()
        self._server.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


@cache
def place() -> str:
    """Where this test run's process that forks is asked; it is started when it is first needed."""
    if _PLACE not in os.environ:
        made = Forks()
        atexit.register(made.close)
        os.environ[_PLACE] = made.place
    return os.environ[_PLACE]


def start(
    module: str,
    words: Sequence[str],
    files: tuple[int, int, int],
    environment: Mapping[str, str],
    *,
    alone: Alone = "",
    folder: Path | None = None,
) -> Forked:
    """`python -m module`, called by `words`, on these three open files; by default here.

    `alone` in a process group, or in a session whose terminal is its standard input.
    """
    asked = {
        "module": module,
        "words": list(words),
        "folder": str(folder or Path.cwd()),
        "environment": dict(environment),
        "alone": alone,
    }
    packed = json.dumps(asked).encode()
    asking = socket.socket(socket.AF_UNIX)
    try:
        asking.connect(place())
        socket.send_fds(asking, [_LENGTH.pack(len(packed))], files)
        asking.sendall(packed)
        (pid,) = _LENGTH.unpack(_exactly(asking, _LENGTH.size))
    except BaseException:
        asking.close()
        raise
    return Forked(pid, asking.detach())


def command(
    words: Sequence[str], stdin: bytes, environment: Mapping[str, str]
) -> tuple[int, bytes, bytes]:
    """Exit code, output and talk of `broadsheet` with these arguments, here and now."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:  # fmt: skip
        given.write(stdin)
        given.seek(0)
        files = given.fileno(), out.fileno(), err.fileno()
        made = start("reader", ["broadsheet", *words], files, {**os.environ, **environment})
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
    files = (their_in, their_out, their_err)
    made = start("reader.worker", ["reader.worker", str(folder)], files, os.environ, alone="group")
    for theirs in files:
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
    made = start("reader.parsing", ["reader.parsing"], files, os.environ, alone="group")
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


def _serve(listening: socket.socket, place: str) -> None:
    _import_everything()
    os.environ[_PLACE] = place
    _fork_for_children_too()
    gc.freeze()  # what looks for garbage in a child would copy every page it shares with us
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asks is interrupted and closes
    ended, ends = os.pipe()
    for end in (ended, ends):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(ends)
    tells: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([listening, ended, 0], [], [])
        if ended in ready:
            os.read(ended, 4096)
            _tell_who_ended(tells)
        if listening in ready:
            with contextlib.suppress(EOFError, ConnectionError):  # who asked has died meanwhile
                _fork(listening.accept()[0], tells)
        if 0 in ready:  # whoever started us is gone
            return


def _fork_for_children_too() -> None:
    """Let workers and parsers that a child starts come from here as well."""
    from reader import worker as workers
    from reader.library.feeds import parsers

    place()  # is known to children whatever environment they are given
    workers._spawn = worker  # type: ignore[assignment]
    parsers._spawn = parser  # type: ignore[assignment]


def _fork(asking: socket.socket, tells: dict[int, socket.socket]) -> None:
    """Do what is asked for."""
    length, files, _, _ = socket.recv_fds(asking, _LENGTH.size, _FILES)
    try:
        asked = json.loads(_exactly(asking, *_LENGTH.unpack(length)))
        child = os.fork()
        if not child:
            _become(asked, files)
        tells[child] = asking
        asking.sendall(_LENGTH.pack(child))
    finally:
        for file in files:
            os.close(file)


def _tell_who_ended(tells: dict[int, socket.socket]) -> None:
    while tells:
        child, status = os.waitpid(-1, os.WNOHANG)
        if not child:
            return
        telling = tells.pop(child)
        with contextlib.suppress(OSError):  # perhaps nobody wants to know
            telling.sendall(str(os.waitstatus_to_exitcode(status)).encode())
        telling.close()


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
    """What any command, the screen, the worker or a parser imports or makes once.

    None of it depends on a person's files, on the environment or on what is asked for later.
    """
    import reader

    for module in pkgutil.walk_packages(reader.__path__, "reader."):
        if not module.name.endswith("__main__"):
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
        if asked["alone"] == "group":
            os.setpgid(0, 0)
        elif asked["alone"]:
            os.setsid()
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        for number, file in enumerate(files[:3]):
            os.dup2(file, number)
        os.closerange(3, 1024)
        if asked["alone"] == "terminal":
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        sys.stdin, sys.stdout, sys.stderr = _text(0, "r"), _text(1, "w"), _text(2, "w")
        sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
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
    from tests import processes  # also children know it by this name

    processes._serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])
