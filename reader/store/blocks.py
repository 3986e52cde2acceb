"""How an article's blocks are written in the store: JSON, one short object a block.

Only fields that differ from the default are written, so a plain paragraph is
`{"t": "…"}`. Readers must accept keys they do not know.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from reader.models import Block, Span

_PLAIN = Block("paragraph")


def dump(blocks: Iterable[Block]) -> str:
    """The blocks as JSON text."""
    return json.dumps([_pack(b) for b in blocks], ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> tuple[Block, ...]:
    """The blocks that `dump` wrote."""
    return tuple(_unpack(item) for item in json.loads(text))


def _pack(block: Block) -> dict[str, Any]:
    packed: dict[str, Any] = {"t": block.text} if block.text else {}
    if block.kind != _PLAIN.kind:
        packed["k"] = block.kind
    if block.spans:
        packed["s"] = [
            [s.start, s.end, s.style, *([s.target] if s.target else [])] for s in block.spans
        ]
    for short, name in _FIELDS:
        value = getattr(block, name)
        if value:
            packed[short] = value
    return packed


_FIELDS = (
    ("l", "level"),
    ("q", "quoted"),
    ("m", "marker"),
    ("u", "target"),
    ("r", "rows"),
    ("x", "removed"),
)


def _unpack(item: dict[str, Any]) -> Block:
    return Block(
        kind=item.get("k", "paragraph"),
        text=item.get("t", ""),
        spans=tuple(Span(*span) for span in item.get("s", ())),
        level=item.get("l", 0),
        quoted=item.get("q", 0),
        marker=item.get("m", ""),
        target=item.get("u", ""),
        rows=tuple(tuple(row) for row in item.get("r", ())),
        removed=item.get("x", ""),
    )
