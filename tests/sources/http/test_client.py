"""One address asked of a real server that misbehaves: a page, or a sentence that says why not."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard

from reader import __version__
from reader.sources.http.agent import named
from reader.sources.http.client import DEADLINE_S, MAX_BYTES, Failed, Fetched, fetch
from tests.web import Answer, Web

PAGE = b"<title>Ferry</title><p>The ferry crosses the strait again, says the harbour." * 9


def bare_deflate(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(body) + stream.flush()


PACKED = {
    "gzip": gzip.compress(PAGE),
    "br": brotli.compress(PAGE),
    "zstd": zstandard.ZstdCompressor().compress(PAGE),
}


GROWTH = """
import resource, sys
from reader.sources.http.client import fetch
import brotli, zstandard
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
first, *others = sys.argv[1:]
fetch(first)
before, found = peak(), [fetch(other) for other in others]
print(peak() - before, *(failed.why for failed in found), sep="\\n")
"""
"""How far the highest memory of a process grows, in kB on Linux, and what it is told."""


def ask(web: Web, answer: Answer) -> Fetched | Failed:
    web.answers["/page"] = answer
    return fetch(web.at("/page"))


def why(fetched: Fetched | Failed) -> str:
    assert isinstance(fetched, Failed), fetched
    return fetched.why


def test_a_body_is_unpacked_whatever_the_header_says(web: Web) -> None:
    for body, coding in (
        (PAGE, ""),
        *((body, name) for name, body in PACKED.items()),
        (gzip.compress(PAGE[:50]) + gzip.compress(PAGE[50:]), "x-gzip"),
        (b"".join(map(zstandard.ZstdCompressor().compress, (PAGE[:50], PAGE[50:]))), "zstd"),
        (brotli.compress(gzip.compress(PAGE)), "gzip, br"),
        (zlib.compress(PAGE), "deflate"),
        (bare_deflate(PAGE), "deflate"),
        (PACKED["gzip"], ""),
        *((PAGE, name) for name in (*PACKED, "deflate", "identity", "no such coding")),
    ):
        headers = {"Content-Encoding": coding, "Content-Type": "Text/HTML; charset=KOI8-R"}
        fetched = ask(web, Answer(body, headers))
        assert isinstance(fetched, Fetched), (fetched, coding)
        assert fetched.body == PAGE, coding
        assert (fetched.content_type, fetched.charset.lower()) == ("text/html", "koi8-r")
        assert fetched.address == web.at("/page")


def test_what_is_cut_off_or_damaged_is_no_page(web: Web) -> None:
    for answer in (
        Answer(PAGE, length=len(PAGE) + 10),
        Answer(PAGE, {"Transfer-Encoding": "chunked"}, length=-1),
        *(Answer(b[:-5], {"Content-Encoding": n}, length=-1) for n, b in PACKED.items()),
        Answer(bare_deflate(PAGE)[:-5], {"Content-Encoding": "deflate"}),
        Answer(PACKED["gzip"][:-30] + b"?" * 30, {"Content-Encoding": "gzip"}),
    ):
        assert "before its end" in why(ask(web, answer)), answer


def test_a_bomb_is_cut_while_it_unpacks(web: Web) -> None:
    zeros = b"\0" * (1 << 20)
    packer = zlib.compressobj(9, wbits=31)
    gz = b"".join(packer.compress(zeros) for _ in range(64)) + packer.flush()
    br = brotli.compress(zeros * 64, quality=4)
    zs = zstandard.ZstdCompressor().compress(zeros * 64)
    bombs = {"gzip": gz, "br": br, "zstd": zs, "br, gzip": gzip.compress(br)}
    web.answers["/"] = Answer(PAGE)
    for number, (coding, body) in enumerate(bombs.items()):
        web.answers[f"/{number}"] = Answer(body, {"Content-Encoding": coding})
    addresses = [web.at("/"), *(web.at(f"/{number}") for number in range(len(bombs)))]
    done = subprocess.run(
        [sys.executable, "-c", GROWTH, *addresses], check=True, capture_output=True, text=True
    )
    grown, *whys = done.stdout.splitlines()
    assert all("larger than 20 MB" in text for text in whys)
    assert len(whys) == len(bombs)
    assert int(grown) < 50 * 1024  # kB
    assert "larger than 20 MB" in why(ask(web, Answer(b"a" * (MAX_BYTES + 1))))


def test_time_and_the_wish_to_stop_end_the_waiting(web: Web) -> None:
    web.answers["/slow"] = Answer(b"half", length=9, stalls=True)
    web.answers["/drip"] = Answer(length=9_999, drips=True)
    assert why(fetch(web.at("/drip"), deadline=0.2)) == "did not arrive within 0.2 seconds"
    assert DEADLINE_S == 30
    assert why(fetch(web.at("/slow"), deadline=0.2)) == "did not arrive within 0.2 seconds"
    web.asked.clear()
    assert why(fetch(web.at("/slow"), lambda: bool(web.asked))) == "was stopped"


def test_it_says_who_asks_and_gives_nothing_else_away(web: Web) -> None:
    web.answers["/a?q=%20x"] = Answer(
        status=302, headers={"Location": "/b", "Set-Cookie": "id=1; Path=/"}
    )
    web.answers["/b"] = Answer(PAGE)
    fetched = fetch(web.at("/a?q=%20x#part", host="ada:se%40cret@127.0.0.1"))
    assert isinstance(fetched, Fetched), fetched
    assert fetched.address == web.at("/b")
    assert [path for path, _ in web.asked] == ["/a?q=%20x", "/b"]
    for _, headers in web.asked:
        assert headers["User-Agent"].startswith(f"Broadsheet/{__version__} ")
        assert headers["Accept"].startswith("text/html")
        assert headers["Accept-Encoding"] == "gzip, deflate, br, zstd"
        assert headers["Authorization"] == "Basic YWRhOnNlQGNyZXQ="
        assert not {"Cookie", "Referer"} & set(headers)
    fetch(web.at("/b"))
    assert "Cookie" not in web.asked[-1][1]


def test_the_address_of_the_project_is_named_where_it_has_one() -> None:
    urls = ["Changelog, https://b.example/changes", "Homepage, https://b.example/"]
    assert named(urls) == f"Broadsheet/{__version__} (+https://b.example/)"
    assert named(["Issues, https://b.example/i"]) == named([])
    assert named([]) == f"Broadsheet/{__version__} (news reader for the terminal)"


def test_a_name_and_password_go_to_no_other_server(web: Web) -> None:
    web.answers["/a"] = Answer(status=302, headers={"Location": "http://other.example/b"})
    web.answers["http://other.example/b"] = Answer(PAGE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HTTP_PROXY", web.at(""))  # which lets one server answer for all
        web.answers[web.at("/a")] = web.answers["/a"]
        assert isinstance(fetch(web.at("/a", host="ada:secret@127.0.0.1")), Fetched)
    (_, first), (path, second) = web.asked
    assert path == "http://other.example/b"
    assert "Authorization" in first
    assert "Authorization" not in second


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "[::1]", "192.168.0.1"])
def test_no_redirect_leads_to_this_machine_or_a_private_network(web: Web, host: str) -> None:
    typed = "localhost" if host == "127.0.0.1" else "127.0.0.1"
    web.answers["/a"] = Answer(status=301, headers={"Location": web.at("/b", host)})
    web.answers["/b"] = Answer(PAGE)
    assert "into a private network" in why(fetch(web.at("/a", typed)))
    assert [path for path, _ in web.asked] == ["/a"]


def test_no_name_leads_into_a_private_network(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public name may resolve to this machine: the number that was connected to is judged."""
    found = socket.getaddrinfo

    def resolve(host: str | bytes | None, *rest: Any, **named: Any) -> Any:
        inside = host in ("paper.example", b"paper.example")
        return found("127.0.0.1" if inside else host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    web.answers["/a"] = Answer(status=301, headers={"Location": web.at("/b", "paper.example")})
    web.answers["/b"] = Answer(PAGE)
    assert "into a private network" in why(fetch(web.at("/a")))
    assert [path for path, _ in web.asked] == ["/a"]
    assert isinstance(fetch(web.at("/b", "paper.example")), Fetched)  # whoever typed it means it


def test_endless_headers_end_the_reading(web: Web) -> None:
    web.answers["/a"] = Answer(PAGE, {f"X-{n}": "x" * 60_000 for n in range(20)})
    assert "answers what no web server should" in why(fetch(web.at("/a")))


def test_redirects_end_and_what_is_no_page_says_why(web: Web) -> None:
    for number in range(12):
        web.answers[f"/{number}"] = Answer(status=307, headers={"Location": f"/{number + 1}"})
    web.answers["/circle"] = Answer(status=301, headers={"Location": "/circle"})
    web.answers["/file"] = Answer(status=301, headers={"Location": "file:///etc/passwd"})
    web.answers["/empty"] = Answer(b" \n")
    web.answers["/gone"] = Answer(b"gone", status=410)
    web.answers["/busy"] = Answer(b"wait", status=503)
    for path, reason in {
        "/0": "redirects more than 10 times",
        "/circle": "redirects in a circle",
        "/file": "not a web address",
        "/empty": "is empty",
        "/none": "is not there (the server answers 404 Not Found)",
        "/gone": "has been taken away",
        "/busy": "try again later",
    }.items():
        assert reason in why(fetch(web.at(path)))
    assert isinstance(fetch(web.at("/2")), Failed)
    web.answers["/12"] = Answer(PAGE)
    assert isinstance(fetch(web.at("/2")), Fetched)


def test_what_cannot_be_reached_says_why(web: Web) -> None:
    for address, reason in {
        "https://": "not a web address",
        "http://[::1": "not a web address",
        "http://a:99999/": "not a web address",
        "http://a..b/": "no such host is known",
        "http://127.0.0.1:1/": "nothing answers there",
        web.at("/").replace("http:", "https:"): "nothing answers there",
    }.items():
        assert reason in why(fetch(address)), address


def test_a_certificate_nobody_vouches_for_is_not_trusted(web: Web, tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        pytest.skip("openssl, which makes the certificate, is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run(
        [*command.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    web.server.socket = context.wrap_socket(web.server.socket, server_side=True)
    web.answers["/"] = Answer(PAGE)
    address = web.at("/", "localhost").replace("http:", "https:")
    assert "has a certificate that cannot be trusted" in why(fetch(address))
    assert web.asked == []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(certificate))
        assert isinstance(fetch(address), Fetched)
