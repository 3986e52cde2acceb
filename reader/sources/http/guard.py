"""Which machines a request may reach when nobody typed their names, seen as it connects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.sources.http.addresses import is_own, is_public

if TYPE_CHECKING:
    import httpx


class Refused(Exception):
    """Nothing is asked of a machine, or nothing taken from it; the text says why."""

    def __init__(self, why: str, status: int = 0, headers: httpx.Headers | None = None) -> None:
        super().__init__(why)
        self.status = status
        self.headers = headers


class Guard:
    """Looks at each connection for one request before a byte is sent over it.

    The number that was connected to is judged, not one resolved beforehand: a
    name may resolve to another number the next time. A proxy resolves for
    itself, so behind one only hosts written as numbers are judged.
    """

    def __init__(self, url: httpx.URL, *, permitted: bool = False) -> None:
        """`permitted` only watches: a person typed this host."""
        self._host = url.raw_host.decode("ascii")
        self._permitted = permitted
        self._connecting = ""
        self.private = is_own(self._host)
        """Did it lead to this machine or into a private network?"""
        if self.private and not permitted:
            raise Refused(_PRIVATE)

    async def __call__(self, event: str, info: dict[str, Any]) -> None:
        if event == "connection.connect_tcp.started":
            self._connecting = info["host"]
        elif event == "connection.connect_tcp.complete":
            stream = info["return_value"]
            peer = stream.get_extra_info("server_addr") or ("",)
            if self._connecting == self._host and not is_public(peer[0]):
                self.private = True
                if not self._permitted:
                    await stream.aclose()
                    raise Refused(_PRIVATE)


_PRIVATE = (
    "leads to this machine or into a private network; if that is meant, name that address itself"
)
