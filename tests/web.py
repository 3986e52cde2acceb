"""A real web server on loopback that answers as badly as it is told to."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Answer:
    """What is sent for an address, byte for byte."""

    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    length: int | None = None
    """The Content-Length, where it is to be a lie; -1 for none."""
    stalls: bool = False
    """Whether the connection then hangs instead of ending, until the test is over."""
    drips: bool = False
    """Whether a byte comes again and again, so that no wait for the next one is long."""


class Web:
    """The server: put an Answer under a path in `answers`; what was asked stands in `asked`,
    with the method before the path where it is not GET.

    In place of an Answer may stand what gives one for the headers of a request.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[Mapping[str, str]], Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.asked.append((self.path, dict(self.headers.items())))
                self.close_connection = True
                with contextlib.suppress(OSError):
                    found = web.answers.get(self.path, Answer(b"no such page", status=404))
                    self.answer(found if isinstance(found, Answer) else found(self.headers))

            def do_HEAD(self) -> None:
                web.asked.append((f"HEAD {self.path}", dict(self.headers.items())))
                self.send_error(405)

            def answer(self, answer: Answer) -> None:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                length = len(answer.body) if answer.length is None else answer.length
                if length >= 0:
                    self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(answer.body)
                while answer.drips and not web.over.wait(0.02):
                    self.wfile.write(b" ")
                if answer.stalls:
                    web.over.wait()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self._thread.start()

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def close(self) -> None:
        self.over.set()
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()


@contextlib.contextmanager
def serving() -> Iterator[Web]:
    web = Web()
    try:
        yield web
    finally:
        web.close()
