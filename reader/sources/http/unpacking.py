"""A body as it was sent → what it says, whatever the server says of how it was packed. Pure.

Each step stops at a limit while it unpacks: a megabyte that unpacks to a
gigabyte costs no more than the limit. Codings are those of RFC 9110, 8.4.1
(gzip, deflate), RFC 7932 (brotli) and RFC 8878 (zstd).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

_MOST_CODINGS = 3
_ZSTD_WINDOW = 8 * 1024 * 1024
"""What a decoder must support and a sender may ask for (RFC 8878, 3.1.1.1.2)."""
_PIECE = 1024 * 1024
_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"


class TooLarge(ValueError):
    """More than the limit comes out."""


class Broken(ValueError):
    """The body ends too early or is damaged."""


def unpack(raw: bytes, content_encoding: str, limit: int) -> bytes:
    """The body behind its codings, at most `limit` bytes.

    A body that does not begin like what the header says was not packed, and one
    that begins like gzip was, whatever the header says. Raises TooLarge and Broken.
    """
    codings = [name.strip().lower() for name in content_encoding.split(",")]
    for name in [name for name in reversed(codings) if name in _CODINGS][:_MOST_CODINGS]:
        raw = _CODINGS[name](raw, limit)
    if raw.startswith(_GZIP):
        raw = _gzip(raw, limit)
    if len(raw) > limit:
        raise TooLarge
    return raw


def _gzip(raw: bytes, limit: int) -> bytes:
    """All members of a gzip file; what follows the last one is no part of it."""
    if not raw.startswith(_GZIP):
        return raw
    body = b""
    while raw.startswith(_GZIP):
        part, raw = _inflate(raw, limit - len(body), 16 + zlib.MAX_WBITS)
        body += part
    return body


def _deflate(raw: bytes, limit: int) -> bytes:
    """With the header of zlib, as the standard has it, or bare, as some servers do."""
    for bits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            return _inflate(raw, limit, bits)[0]
        except _NotPacked:
            continue
    return raw


class _NotPacked(ValueError):
    """The first bytes are not those of this coding."""


def _inflate(raw: bytes, limit: int, bits: int) -> tuple[bytes, bytes]:
    """What comes out of one stream, and what follows it."""
    stream = zlib.decompressobj(bits)
    try:
        body = stream.decompress(raw, limit + 1)
    except zlib.error as error:
        raise (Broken if bits > zlib.MAX_WBITS else _NotPacked) from error
    if len(body) > limit:
        raise TooLarge
    if not stream.eof:
        raise Broken
    return body, stream.unused_data


def _brotli(raw: bytes, limit: int) -> bytes:
    import brotli

    stream = brotli.Decompressor()
    body = bytearray()
    given = raw
    try:
        while True:
            part = stream.process(given, output_buffer_limit=_PIECE)
            given = b""
            body += part
            if len(body) > limit:
                raise TooLarge
            if stream.is_finished():
                return bytes(body)
            if not part:
                raise Broken
    except brotli.error as error:
        if body:
            raise Broken from error
        return raw


def _zstd(raw: bytes, limit: int) -> bytes:
    """All frames; measured before they are unpacked, since a frame comes out only whole."""
    import zstandard

    decoder = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    body = b""
    try:
        if raw.startswith(_ZSTD):
            with decoder.stream_reader(raw, read_across_frames=True) as measured:
                if len(measured.read(limit + 1)) > limit:
                    raise TooLarge
        while raw.startswith(_ZSTD):
            stream = decoder.decompressobj()
            body += stream.decompress(raw)
            if not stream.eof:
                raise Broken
            raw = stream.unused_data
    except zstandard.ZstdError as error:
        raise Broken from error
    return body or raw


_CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
