"""Where a redirect leads, and which are not followed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 10


class RedirectError(ValueError):
    """A redirect that is not followed; the text says why."""


def step(current: str, location: str | None, seen: Sequence[str]) -> str:
    """The address that a redirect of `current` leads to.

    `seen` are the addresses asked so far, `current` among them. Raises
    `RedirectError` for a loop, too many, another scheme, or none at all.
    """
    if not location or not location.strip():
        raise RedirectError("redirects without saying where to")
    try:
        target = urljoin(current, location.strip())
        parts = urlsplit(target)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise RedirectError("redirects to an address that is none") from None
    if parts.scheme not in ("http", "https") or not host:
        raise RedirectError("redirects to something that is not a web address")
    target = parts._replace(fragment="").geturl()
    if target in seen:
        raise RedirectError("redirects in a circle")
    if len(seen) > MOST_REDIRECTS:
        raise RedirectError(f"redirects more than {MOST_REDIRECTS} times")
    return target
