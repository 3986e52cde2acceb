"""Names whose numbers change, with a name server and a public number of this process's own.

    unshare -rnm python -m tests.sources.http.rebinding FOLDER

runs in a network of its own, in which one public number is this machine, and prints what
became of each case as a line of JSON.
"""

from __future__ import annotations

import json
import socket
import struct
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from reader.library import open_library
from reader.library.feeds.following import Followed
from tests.feeds import TYPE, item, rss

PUBLIC = "93.184.216.34"
_A, _AAAA = 1, 28


class Names(threading.Thread):
    """A name server (RFC 1035) that answers with what stands in `numbers` at the moment."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.numbers: dict[str, list[str]] = {}
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 53))

    def run(self) -> None:
        while True:
            asked, who = self._socket.recvfrom(512)
            self._socket.sendto(self._answer(asked), who)

    def _answer(self, asked: bytes) -> bytes:
        labels, at = [], 12
        while asked[at]:
            labels.append(asked[at + 1 : at + 1 + asked[at]].decode())
            at += 1 + asked[at]
        (kind,) = struct.unpack(">H", asked[at + 1 : at + 3])
        wanted = 4 if kind == _A else 6
        found = [ip_address(n) for n in self.numbers.get(".".join(labels), ())]
        rows = [n.packed for n in found if n.version == wanted and kind in (_A, _AAAA)]
        head = asked[:2] + struct.pack(">HHHHH", 0x8180, 1, len(rows), 0, 0)
        answers = (struct.pack(">HHHIH", 0xC00C, kind, 1, 0, len(n)) + n for n in rows)
        return head + asked[12 : at + 5] + b"".join(answers)


class Servers(ThreadingHTTPServer):
    """Listens on every number of this network; `asked` has the hosts it was asked as."""

    address_family = socket.AF_INET6

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.target = ""
        servers = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                servers.asked.append(self.headers["Host"])
                leads = servers.target and self.headers["Host"] == "paper.test"
                self.send_response(302 if leads else 200)
                if leads:
                    self.send_header("Location", servers.target)
                body = b"" if leads else rss([item(f"Story {len(servers.asked)}")])
                for name, value in (*TYPE.items(), ("Content-Length", str(len(body)))):
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        super().__init__(("::", 80), Handler)

    def server_bind(self) -> None:
        self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()


def settle(folder: Path) -> None:
    """A network with this machine and one public number, and names from 127.0.0.1."""
    for words in (["link", "set", "lo", "up"], ["addr", "add", f"{PUBLIC}/32", "dev", "lo"],
                  ["addr", "add", "10.1.2.3/32", "dev", "lo"]):  # fmt: skip
        subprocess.run(["ip", *words], check=True)
    for name, text in (("resolv.conf", "nameserver 127.0.0.1\noptions timeout:2 attempts:1\n"),
                       ("nsswitch.conf", "hosts: dns\n")):  # fmt: skip
        (folder / name).write_text(text)
        subprocess.run(["mount", "--bind", str(folder / name), f"/etc/{name}"], check=True)


def main() -> None:
    """Try each case."""
    folder = Path(sys.argv[1])
    settle(folder)
    names, servers = Names(), Servers()
    names.start()
    threading.Thread(target=servers.serve_forever, daemon=True).start()
    names.numbers = {"paper.test": [PUBLIC], "home.test": ["127.0.0.1"]}
    library = open_library(folder / "library")

    def tell(case: str, why: str = "", **more: object) -> None:
        print(json.dumps({"case": case, "why": why, "asked": servers.asked, **more}), flush=True)
        servers.asked = []

    def refreshed(case: str) -> None:
        report = library.feeds.refresh([paper])
        tell(case, "".join(failure.why for failure in report.failures))

    done = library.feeds.follow("http://paper.test/feed")
    assert isinstance(done, Followed), done
    paper = done.feed
    tell("followed", typed=paper.typed)
    refreshed("public still")
    for numbers in (["127.0.0.1"], ["10.1.2.3"], ["::1"], ["::ffff:127.0.0.1"], ["::1", "127.0.0.1"]):  # fmt: skip
        names.numbers["paper.test"] = numbers
        refreshed(f"rebound to {' '.join(numbers)}")
    names.numbers["paper.test"] = [PUBLIC]
    for target in ("http://home.test/x", "http://127.0.0.1/x", "http://[::ffff:127.0.0.1]/x", "http://10.1.2.3/x",
                   "http://[::1]/x", "http://0/x", "http://2130706433/x"):  # fmt: skip
        servers.target = target
        refreshed(f"redirected to {target}")
    servers.target = ""
    done = library.feeds.follow("http://home.test/feed")
    assert isinstance(done, Followed), done
    tell("typed and private", typed=done.feed.typed)
    report = library.feeds.refresh([done.feed])
    tell("private still", "".join(failure.why for failure in report.failures))
    names.numbers["paper.test"] = ["127.0.0.1"]
    again = library.feeds.follow("http://paper.test/feed")
    assert isinstance(again, Followed), again
    paper = again.feed
    refreshed("typed again")
    library.close()


if __name__ == "__main__":
    main()
