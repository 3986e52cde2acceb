"""How an address is kept, and which machines one may lead to when nobody typed it. Pure.

The second question is asked of the number that a name resolved to, at the time of
the connection: a public name can resolve to a private number.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import inet_aton, inet_ntoa
from urllib.parse import urlsplit

_NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are the IPv4 address that is reached."""
_COMPATIBLE = IPv6Network("::/96")
"""RFC 4291, 2.5.5.1: an old way to write an IPv4 address."""


def bare(address: str) -> str:
    """The address without name, password and fragment, its host in lower case.

    So it may be stored, shown and compared. Raises ValueError where it is no web address.
    """
    parts = urlsplit(address.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("is not a web address")
    _ = parts.port
    host = parts.netloc.rpartition("@")[2].lower()
    return parts._replace(netloc=host, path=parts.path or "/", fragment="").geturl()


def is_public(number: str) -> bool:
    """Whether an IP address, as text, is one that anybody on the Internet reaches.

    An IPv6 address that carries an IPv4 address (mapped, compatible, 6to4,
    NAT64, Teredo) is as public as what it carries. What is no IP address is not.
    """
    try:
        address = ip_address(number.partition("%")[0])
    except ValueError:
        return False
    carried = _carried(address) if isinstance(address, IPv6Address) else ()
    return all(_reachable(each) for each in carried or (address,))


def _reachable(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and address.is_site_local:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _carried(address: IPv6Address) -> tuple[IPv4Address, ...]:
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if address in _NAT64 or address in _COMPATIBLE:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    return ()


def is_own(host: str) -> bool:
    """Whether a host, without being looked up, is this machine or in a private network.

    Also in the spellings that resolvers take for a number: `127.1`, `0x7f000001`, `2130706433`.
    """
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return not is_public(str(ip_address(name)))
    except ValueError:
        pass
    try:
        return not is_public(inet_ntoa(inet_aton(name)))
    except (OSError, UnicodeError):
        return False


_SECRET = re.compile(
    r"(?:[a-z]+[_-])?(?:token|key|secret|auth|password|passwd|pwd|sig|signature)|authtoken|apikey",
    re.I,
)
"""Names of parameters that are likely to let their bearer in."""
_PAIR = re.compile(r"([^=&;]+)=([^&;]+)")
_HIDDEN = "…"


def parted(address: str) -> tuple[str, str]:
    """The bare address, and the `name:password` that stood in it ("" for none).

    Raises ValueError where it is no web address.
    """
    return bare(address), urlsplit(address.strip()).netloc.rpartition("@")[0]


def with_secret(address: str, secret: str) -> str:
    """The address with `name:password` in it again."""
    parts = urlsplit(address)
    return parts._replace(netloc=f"{secret}@{parts.netloc}").geturl() if secret else address


def shown(address: str) -> str:
    """The address as it may be printed: without a password or what looks like a key in it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    parts = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    return parts._replace(query=_PAIR.sub(_masked, parts.query)).geturl()


def _masked(pair: re.Match[str]) -> str:
    return f"{pair[1]}={_HIDDEN}" if _SECRET.fullmatch(pair[1]) else pair[0]


def has_secret(address: str) -> bool:
    """Whether there is something in the address that is not for everybody."""
    return shown(address) != address


def host_of(address: str) -> str:
    """The host in lower case, "" where there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def same_server(old: str, new: str) -> bool:
    """Is a new address on the server of the old one, or on that with encryption where it had none?"""
    try:
        (before, ports), (after, port) = (
            (parts, parts.port) for parts in (urlsplit(old), urlsplit(new))
        )
    except ValueError:
        return False
    if before.hostname != after.hostname:
        return False
    if (before.scheme, after.scheme) == ("http", "https"):
        return ports in (None, 80, port) and port in (None, 443, ports)
    return (before.scheme, ports) == (after.scheme, port)


def as_address(typed: str) -> str:
    """What a person typed as an address: `example.org` and `feed:…` are also ones."""
    text = typed.strip()
    if text.lower().startswith("feed:"):
        rest = text[5:]
        text = f"https:{rest}" if rest.startswith("//") else rest
    return text if "://" in text else f"https://{text}"


def unencrypted(typed: str) -> str:
    """Where to ask if nothing answers at `as_address`: the same with http; "" for nowhere.

    For what a person typed without a scheme: servers on this machine, in a private network and on
    a port of their own often have no encryption. A name and password are never sent so unasked.
    """
    address = as_address(typed)
    if "://" in typed or not address.startswith("https://"):
        return ""
    try:
        bare_address, secret = parted(address)
    except ValueError:
        return ""
    parts = urlsplit(bare_address)
    if secret or not (parts.port or is_own(parts.hostname or "")):
        return ""
    return parts._replace(scheme="http").geturl()
