"""One address asked, and what came of it: a page, or a sentence that says why not.

With manners: it says who asks, keeps no cookie, names no page it comes from,
sends a name and password to nobody but whom they were typed for. With limits:
on time, bytes, redirects, and on which machines a redirect may lead to.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import responses
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ipaddress import ip_address
from socket import gaierror
from typing import TYPE_CHECKING, Any

from reader import __version__
from reader.safe import line
from reader.sources.http import moves, unpacking
from reader.sources.http.addresses import bare, is_public

if TYPE_CHECKING:
    import httpx

DEADLINE_S = 30.0
"""For all of it: finding the host, every redirect, the last byte."""
MAX_BYTES = 20 * 1024 * 1024
"""The most that a body may have, as it is sent and as it is unpacked."""
_LOOK_S = 0.1
"""How often somebody's wish to stop is looked at."""
_HEADERS = {
    "User-Agent": f"Broadsheet/{__version__} (news reader for the terminal)",
    "Accept": "text/html,application/xhtml+xml,text/markdown;q=0.9,text/plain;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate, br, zstd",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered."""

    body: bytes
    """Unpacked, never empty."""
    address: str
    """Where it was found after redirects; without name, password and fragment."""
    content_type: str
    """The media type in lower case, "" where the server names none."""
    charset: str
    """The character set as the server writes it, "" where it names none."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is nothing: a sentence about the address, without a full stop."""

    why: str


class _Refused(Exception):
    """Nothing is asked of a machine, or nothing taken from it; the text says why."""


def fetch(
    address: str, stopped: Callable[[], bool] = lambda: False, *, deadline: float = DEADLINE_S
) -> Fetched | Failed:
    """Ask an http(s) address for its page; at most `deadline` seconds.

    `address` was typed by a person: its own host may be this machine or in a
    private network, no other that it redirects to may. `stopped` ends the waiting.
    """
    return asyncio.run(_in_time(address, stopped, deadline))


async def _in_time(address: str, stopped: Callable[[], bool], deadline: float) -> Fetched | Failed:
    loop = asyncio.get_running_loop()
    ends = loop.time() + deadline
    work = asyncio.ensure_future(_explained(address))
    while not work.done() and not stopped() and loop.time() < ends:
        await asyncio.wait({work}, timeout=max(0.0, min(_LOOK_S, ends - loop.time())))
    if work.done():
        return work.result()
    work.cancel()
    await asyncio.wait({work})
    return Failed("was stopped" if stopped() else f"did not arrive within {deadline:g} seconds")


async def _explained(address: str) -> Fetched | Failed:
    import httpx

    try:
        return await _follow(address)
    except (moves.RedirectError, _Refused) as refused:
        return Failed(str(refused))
    except unpacking.TooLarge:
        return Failed(f"is larger than {MAX_BYTES // 1024**2} MB, the most a page may have")
    except unpacking.Broken:
        return Failed("arrived damaged, or broke off before its end; try again later")
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError):
        return Failed("is not a web address")
    except httpx.ProxyError:
        return Failed("cannot be reached: the proxy that the environment names refuses")
    except httpx.TransportError as error:
        return Failed(_trouble(error))


async def _follow(typed: str) -> Fetched:
    """The answer at the end of all redirects. Nothing is kept from one to the next."""
    import httpx

    try:
        current = bare(typed)
    except ValueError:
        raise _Refused("is not a web address") from None
    own = httpx.URL(typed.strip())
    seen = [current]
    async with _client() as client:
        while True:
            url = httpx.URL(current)
            guard = _Guard(url, typed=url.host == own.host)
            request = client.build_request("GET", url, extensions={"trace": guard})
            secret = httpx.BasicAuth(own.username, own.password) if own.userinfo else None
            same = (url.scheme, url.host, url.port) == (own.scheme, own.host, own.port)
            response = await client.send(request, stream=True, auth=secret if same else None)
            try:
                if response.status_code not in moves.REDIRECTS:
                    return await _taken(response, current)
                current = bare(moves.step(current, response.headers.get("Location"), seen))
                seen.append(current)
            finally:
                await response.aclose()


def _client() -> httpx.AsyncClient:
    """A client with the proxies and certificates that the environment names."""
    import httpx

    nothing_kept = CookieJar(DefaultCookiePolicy(allowed_domains=()))
    try:
        return httpx.AsyncClient(http2=True, headers=_HEADERS, cookies=nothing_kept, timeout=None)
    except ValueError:
        raise _Refused(
            "cannot be asked for: the proxy that the environment names is not an address"
        ) from None


class _Guard:
    """Looks at each connection for one request before a byte is sent over it.

    The number that was connected to is judged, not one resolved beforehand: a
    name may resolve to another number the next time. A proxy resolves for
    itself, so behind one only hosts written as numbers are judged.
    """

    def __init__(self, url: httpx.URL, *, typed: bool) -> None:
        self._host = url.raw_host.decode("ascii")
        self._typed = typed
        self._connecting = ""
        if not typed and _is_own(self._host):
            raise _Refused(_PRIVATE)

    async def __call__(self, event: str, info: dict[str, Any]) -> None:
        if event == "connection.connect_tcp.started":
            self._connecting = info["host"]
        elif event == "connection.connect_tcp.complete" and not self._typed:
            stream = info["return_value"]
            peer = stream.get_extra_info("server_addr") or ("",)
            if self._connecting == self._host and not is_public(peer[0]):
                await stream.aclose()
                raise _Refused(_PRIVATE)


_PRIVATE = (
    "redirects to this machine or into a private network; if that is meant, add that address itself"
)


def _is_own(host: str) -> bool:
    """Whether a host, without being looked up, is this machine or in a private network."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return not is_public(name)


async def _taken(response: httpx.Response, address: str) -> Fetched:
    """The body of the last answer, read up to the limit and unpacked."""
    if not 200 <= response.status_code < 300:
        raise _Refused(_status(response.status_code))
    raw = bytearray()
    async for part in response.aiter_raw():
        raw += part
        if len(raw) > MAX_BYTES:
            raise unpacking.TooLarge
    body = unpacking.unpack(bytes(raw), response.headers.get("Content-Encoding", ""), MAX_BYTES)
    if not body.strip():
        raise _Refused("is empty")
    named = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Fetched(body, address, named, response.charset_encoding or "")


def _status(code: int) -> str:
    """What a status that brings no page means for the person who asked (RFC 9110, 15)."""
    match code:
        case 401 | 402 | 403 | 407:
            why = "does not let Broadsheet in"
        case 404:
            why = "is not there"
        case 410 | 451:
            why = "has been taken away"
        case 429 | 503:
            why = "cannot answer now; try again later"
        case _ if code >= 500:
            why = "cannot be had: its server has a fault; try again later"
        case _:
            why = "cannot be had"
    named = responses.get(code, "")
    return f"{why} (the server answers {code}{' ' + named if named else ''})"


def _trouble(error: BaseException) -> str:
    """Why an exchange failed, from the first cause that says it."""
    import httpx

    for cause in _causes(error):
        if isinstance(cause, gaierror):
            return "cannot be reached: no such host is known; look at the spelling and at the connection"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"has a certificate that cannot be trusted: {line(cause.verify_message)}"
    if isinstance(error, httpx.ConnectError):
        return "cannot be reached: nothing answers there"
    return "broke off before its end, or answers what no web server should; try again later"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(8):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
