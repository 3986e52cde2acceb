"""Which character set bytes were most likely written in, when nothing else says.

Each candidate reads a sample of the bytes, and the reading that would surprise
least wins (`reader.parsing.likelihood`). That needs no threshold, works on a
single sentence, and says windows-1252 where nothing speaks for anything else.

Candidates are the sets of the Encoding standard (https://encoding.spec.whatwg.org)
that differ in more than a name, and the DOS sets of old files.
"""

from __future__ import annotations

import re
from math import inf

from reader.parsing.likelihood import Sample

_PRIORS = {
    "cp1252": 0, "gb18030": 2, "cp932": 2, "cp949": 2, "big5hkscs": 3, "euc_jp": 3,
    "cp1251": 2, "cp1250": 2, "cp1253": 3, "cp1254": 4, "cp1255": 3, "cp1256": 3,
    "cp1257": 4, "cp1258": 5, "cp874": 3, "koi8_r": 3, "koi8_u": 3.5, "iso8859_2": 4,
    "iso8859_5": 5, "iso8859_6": 6, "iso8859_7": 5, "iso8859_15": 6, "mac_roman": 7,
    "mac_cyrillic": 6, "cp866": 5, "cp850": 7, "cp437": 8, "cp852": 8, "cp855": 8,
}  # fmt: skip
"""Candidates, and in bits how much rarer each is than windows-1252 where nobody declares a set."""

_EAST_ASIAN = {
    "gb18030": "chinese simplified",
    "big5hkscs": "chinese traditional",
    "cp932": "japanese",
    "euc_jp": "japanese",
    "cp949": "korean",
}
_SAMPLE = 2000
_BEFORE = 400

_TAG = re.compile(rb"<[^<>]{1,2000}>")
_HIGH = re.compile(rb"[\x80-\xff]")
_SEAM = re.compile(rb"[\t\n\r !-/:-?][^\t\n\r !-/:-?]*\Z")


def guess(raw: bytes) -> str:
    """Python's name of the likeliest character set of `raw`, which is no valid UTF-8."""
    sample = Sample(telling(raw))
    best, least = "cp1252", inf
    for codec, prior in _PRIORS.items():
        price = prior + sample.price(codec, _EAST_ASIAN.get(codec, ""), least - prior)
        if price < least:
            best, least = codec, price
    return best


def telling(raw: bytes) -> bytes:
    """Lines, or stretches of long lines, that tell one set from another: a few thousand bytes."""
    parts: list[bytes] = []
    size = end = 0
    while size < _SAMPLE and (found := _HIGH.search(raw, end)):
        start = max(raw.rfind(b"\n", end, found.start()) + 1, end, found.start() - _BEFORE)
        stop = raw.find(b"\n", found.start(), found.start() + _SAMPLE) + 1
        end = stop or _seam(raw, found.start() + _SAMPLE)
        parts.append(_TAG.sub(b" ", raw[start:end]))
        size += len(parts[-1])
    return b"".join(parts)


def _seam(raw: bytes, end: int) -> int:
    """A place near `end` where no character of several bytes is cut."""
    found = _SEAM.search(raw[max(0, end - _BEFORE) : end]) if end < len(raw) else None
    return end - len(found[0]) if found else end
