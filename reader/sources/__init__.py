"""Where input comes in: files and folders. Nothing is understood here, only fetched."""

from reader.sources.files import (
    MAX_BYTES,
    Found,
    Records,
    find,
    holds_records,
    open_records,
    origin_of,
    read,
    read_stdin,
)

__all__ = [
    "MAX_BYTES",
    "Found",
    "Records",
    "find",
    "holds_records",
    "open_records",
    "origin_of",
    "read",
    "read_stdin",
]
