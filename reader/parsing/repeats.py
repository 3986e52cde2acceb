"""What repeats from document to document of one source is not part of any of them.

A document alone cannot tell its furniture; a shelf of them can. The edges of
each are fingerprinted, and what recurs is marked from the edge inward. Only the very same
words that lead to the same place recur: another number or link may be what a person reads for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.models import Block

REPEATS = "repeats across this source"
_SHORT = 240
_HEAD = 4
_TAIL = 12


def edges(blocks: Sequence[Block]) -> tuple[str, ...]:
    """Fingerprints of the short blocks near head and tail, each once, in reading order.

    Looked at are the first 4 and the last 12 blocks that are kept, and of
    these the ones of at most 240 characters. Case and white space do not matter.
    """
    kept = [block for block in blocks if not block.removed]
    near = kept if len(kept) <= _HEAD + _TAIL else kept[:_HEAD] + kept[-_TAIL:]
    return tuple(dict.fromkeys(filter(None, map(_fingerprint, near))))


def mark_repeated(blocks: Sequence[Block], repeated: frozenset[str]) -> tuple[Block, ...]:
    """The same blocks, with repeated ones removed in a run from either edge.

    Blocks already removed do not break a run. An article is never left
    without a kept block: then nothing is marked.
    """
    kept = [number for number, block in enumerate(blocks) if not block.removed]
    found = {
        *_run(blocks, kept[:_HEAD], repeated),
        *_run(blocks, kept[: -_TAIL - 1 : -1], repeated),
    }
    if len(found) == len(kept):
        return tuple(blocks)
    return tuple(
        replace(block, removed=REPEATS) if number in found else block
        for number, block in enumerate(blocks)
    )


def _run(blocks: Sequence[Block], order: Iterable[int], repeated: frozenset[str]) -> list[int]:
    """The numbers from the edge inward, up to the first block that does not repeat."""
    run = []
    for number in order:
        if _fingerprint(blocks[number]) not in repeated:
            break
        run.append(number)
    return run


def _fingerprint(block: Block) -> str:
    """16 hexadecimal digits; "" for a block that is long or has no text."""
    if not block.text or len(block.text) > _SHORT:
        return ""
    text = " ".join(block.text.casefold().split())
    targets = [target for target in (block.target, *(s.target for s in block.spans)) if target]
    return hashlib.sha256("\n".join((text, *targets)).encode()).hexdigest()[:16] if text else ""
