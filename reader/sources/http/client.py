"""An address asked, and what came of it: a page, or a sentence that says why not.

With manners: it says who asks, keeps no cookie, names no page it comes from,
sends a name and password to nobody but whom they were typed for. With limits:
on time, bytes, redirects, and on which machines a redirect may lead to.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.util import find_spec
from socket import gaierror
from types import TracebackType
from typing import TYPE_CHECKING

from reader.safe import line
from reader.sources.http import moves, unpacking
from reader.sources.http.addresses import bare
from reader.sources.http.answers import Ask, Failed, Fetched, Hop, Terms, Unchanged, refusal
from reader.sources.http.guard import Guard, Refused

if TYPE_CHECKING:
    import httpx

__all__ = ["DEADLINE_S", "MAX_BYTES", "Ask", "Failed", "Fetched", "Session", "Unchanged", "fetch"]

DEADLINE_S = 30.0
"""For all of it: finding the host, every redirect, the last byte."""
MAX_BYTES = 20 * 1024 * 1024
"""The most that a body may have, as it is sent and as it is unpacked."""
_KEPT_OPEN = 8
_SILENT = "cannot be reached: nothing answers there"
_LOOK_S = 0.1
"""How often somebody's wish to stop is looked at."""
_PACKED = "gzip, deflate, br, zstd"
_OURS = frozenset({b"host", b"content-length", b"connection", b"transfer-encoding"})

Outcome = Fetched | Unchanged | Failed


def fetch(
    address: str, stopped: Callable[[], bool] = lambda: False, *, deadline: float = DEADLINE_S
) -> Fetched | Failed:
    """Ask an http(s) address for its page; at most `deadline` seconds.

    `address` was typed by a person: its own host may be this machine or in a
    private network, no other that it redirects to may. `stopped` ends the waiting.
    """
    found = asyncio.run(_once(Ask(address), stopped, deadline))
    assert not isinstance(found, Unchanged)  # no validators were sent
    return found


async def _once(ask: Ask, stopped: Callable[[], bool], deadline: float) -> Outcome:
    async with Session() as session:
        work = asyncio.ensure_future(session.ask(ask, deadline))
        while not work.done() and not stopped():
            await asyncio.wait({work}, timeout=_LOOK_S)
        if work.done():
            return work.result()
        work.cancel()
        await asyncio.wait({work})
    return Failed("was stopped")


class Session:
    """Asks many addresses, keeping connections open between them and nothing else.

    Hosts that nobody typed have connections of their own, each of which was judged
    when it was made.
    """

    def __init__(self) -> None:
        self._stack = AsyncExitStack()
        self._clients: dict[bool, httpx.AsyncClient] = {}
        self._private: set[str] = set()

    async def __aenter__(self) -> Session:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    def led_home(self, host: str) -> bool:
        """Did this host turn out to be this machine or in a private network?"""
        return host in self._private

    async def ask(self, ask: Ask, deadline: float = DEADLINE_S) -> Outcome:
        """What an address answers, within `deadline` seconds."""
        try:
            async with asyncio.timeout(deadline):
                return await self._explained(ask)
        except TimeoutError:
            return Failed(f"did not arrive within {deadline:g} seconds")

    async def _explained(self, ask: Ask) -> Outcome:
        import httpx

        try:
            return await self._follow(ask)
        except moves.RedirectError as refused:
            return Failed(str(refused))
        except Refused as refused:
            terms = Terms() if refused.headers is None else _terms(refused.headers)
            return Failed(str(refused), refused.status, terms)
        except unpacking.TooLarge:
            return Failed(f"is larger than {MAX_BYTES // 1024**2} MB, the most a page may have")
        except unpacking.Broken:
            return Failed("arrived damaged, or broke off before its end; try again later")
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError):
            return Failed("is not a web address")
        except httpx.ProxyError:
            return Failed("cannot be reached: the proxy that the environment names refuses")
        except httpx.TransportError as error:
            why = _trouble(error)
            return Failed(why, silent=why == _SILENT)

    async def _follow(self, ask: Ask) -> Fetched | Unchanged:
        """The answer at the end of all redirects. Nothing is kept from one to the next."""
        import httpx

        try:
            current = bare(ask.address)
        except ValueError:
            raise Refused("is not a web address") from None
        own = httpx.URL(ask.address.strip())
        secret = httpx.BasicAuth(own.username, own.password) if own.userinfo else None
        seen, hops = [current], list[Hop]()
        while True:
            url = httpx.URL(current)
            typed = ask.typed and url.host == own.host
            same = (url.scheme, url.host, url.port) == (own.scheme, own.host, own.port)
            client = await self._client(typed)
            guard = Guard(url, permitted=typed)
            headers = _headers(ask, own=same)
            request = client.build_request("GET", url, headers=headers, extensions={"trace": guard})
            response = await client.send(request, stream=True, auth=secret if same else None)
            if guard.private:
                self._private.add(url.host)
            try:
                if response.status_code not in moves.REDIRECTS:
                    conditional = bool(ask.etag or ask.modified)
                    return await _taken(response, current, tuple(hops), conditional=conditional)
                current = bare(moves.step(current, response.headers.get("Location"), seen))
                hops.append(Hop(response.status_code, current))
                seen.append(current)
            finally:
                await response.aclose()

    async def _client(self, typed: bool) -> httpx.AsyncClient:
        """A client with the proxies and certificates that the environment names."""
        import httpx

        from reader.sources.http.agent import agent  # late: it reads files

        if typed not in self._clients:
            _settle_sniffio()
            nothing_kept = CookieJar(DefaultCookiePolicy(allowed_domains=()))
            try:
                made = httpx.AsyncClient(
                    http2=True,
                    headers={"User-Agent": agent(), "Accept-Encoding": _PACKED},
                    cookies=nothing_kept,
                    timeout=None,
                    # Each request looks at all of them; a host is asked for little in a row.
                    limits=httpx.Limits(max_keepalive_connections=_KEPT_OPEN),
                )
            except ValueError:
                raise Refused(
                    "cannot be asked for: the proxy that the environment names is not an address"
                ) from None
            self._clients[typed] = await self._stack.enter_async_context(made)
        return self._clients[typed]


def _settle_sniffio() -> None:
    """Where it is not installed, say so once and for all.

    httpcore tries to import it several times for each request, and each time all folders
    of the path are searched in vain: more than the rest of a small answer costs.
    """
    if "sniffio" not in sys.modules and find_spec("sniffio") is None:
        sys.modules["sniffio"] = None  # type: ignore[assignment]


def _headers(ask: Ask, *, own: bool) -> list[tuple[bytes, bytes]]:
    """What goes with a request. A person's own headers go to the address's own server alone."""
    named = [("Accept", ask.accept), ("If-None-Match", ask.etag)]
    named += [("If-Modified-Since", ask.modified), ("User-Agent", ask.agent)]
    found = {name.lower(): (name, value) for name, value in named if value}
    found |= {name.lower(): (name, value) for name, value in ask.headers if own}
    packed = (
        (n.encode("latin-1", "replace"), v.encode("latin-1", "replace")) for n, v in found.values()
    )
    return [(name, value) for name, value in packed if name.lower() not in _OURS]


async def _taken(
    response: httpx.Response, address: str, hops: tuple[Hop, ...], *, conditional: bool
) -> Fetched | Unchanged:
    """The body of the last answer, read up to the limit and unpacked."""
    status, headers = response.status_code, response.headers
    if status == 304 and conditional:
        return Unchanged(_terms(headers), hops)
    if not 200 <= status < 300:
        raise Refused(refusal(status), status, headers)
    raw = bytearray()
    async for part in response.aiter_raw():
        raw += part
        if len(raw) > MAX_BYTES:
            raise unpacking.TooLarge
    body = unpacking.unpack(bytes(raw), headers.get("Content-Encoding", ""), MAX_BYTES)
    if not body.strip():
        raise Refused("is empty", status, headers)
    named = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    charset = response.charset_encoding or ""
    return Fetched(body, address, named, charset, status, _terms(headers), hops)


def _terms(headers: httpx.Headers) -> Terms:
    """The headers that say how to ask the next time; the last of several of one name."""
    found = {name.lower(): value.decode("latin-1") for name, value in headers.raw}

    def said(name: str) -> str:
        return found.get(name.encode(), "").strip()

    return Terms(
        etag=said("etag"),
        modified=said("last-modified"),
        cache_control=line(headers.get("Cache-Control", "")),
        expires=said("expires"),
        date=said("date"),
        age=said("age"),
        retry_after=said("retry-after"),
    )


def _trouble(error: BaseException) -> str:
    """Why an exchange failed, from the first cause that says it."""
    import httpx

    for cause in _causes(error):
        if isinstance(cause, gaierror):
            return "cannot be reached: no such host is known; look at the spelling and at the connection"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"has a certificate that cannot be trusted: {line(cause.verify_message)}"
    if isinstance(error, httpx.ConnectError):
        return _SILENT
    return "broke off before its end, or answers what no web server should; try again later"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(8):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
